//! One set of commits has one verdict: the same findings through commit-msg, pre-push, `check --changes` and pre-receive.
//! What a stage cannot judge is listed here, and nothing else may differ.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::expect_used,
    clippy::panic,
    reason = "tests bring the outside in"
)]

mod support;

use std::collections::BTreeSet;
use support::{GOOD, Ran, Repo, Sandbox};

/// The messages of the commits, good and bad.
const MESSAGES: [&str; 8] = [
    GOOD,
    "fix everything at 12:30\n",
    "feat（用户）：新增登录 (#12)\n\nSigned-off-by: A U Thor <author@example.org>\n",
    "feature(api): add the login page (#12)\n\nSigned-off-by: Nobody\n",
    "feat: add the login page\nno blank line\n",
    "feat(api): add the login page, which is described at a length that no line of any terminal has room for (#12)\n",
    "fix(api): end with a full stop. (#12)\n\nSigned-off-by: Somebody Else <else@example.org>\n",
    "Revert \"feat(api): add the login page (#12)\"\n\nThis reverts commit 0123456.\n",
];

/// A rule, the level, what it is about, and what it says.
type Finding = (String, String, String, String);

/// Findings of rules that only a push can break: a branch is created, so much is pushed at once.
const OF_PUSHES: [&str; 2] = ["branch-name", "push-size"];

/// The families that commit-msg does not judge: there is no blob, no path and no ref yet.
const NOT_OF_MESSAGES: [&str; 4] = ["file-size", "path-name", "branch-name", "push-size"];

struct World {
    sandbox: Sandbox,
    repo: Repo,
    base: String,
    head: String,
}

/// A repository whose commits break rules of every kind.
fn world() -> World {
    let sandbox = Sandbox::new();
    let server = sandbox.init("server.git", &["--bare"]);
    let repo = sandbox.repo("work");
    repo.git(&["remote", "add", "origin", "../server.git"]).ok();
    repo.write("README.md", "read me\n").git(&["add", "."]).ok();
    let base = repo.commit(GOOD);
    repo.git(&["push", "-q", "origin", "main"]).ok();
    server.cihook(&["install", "--hook", "pre-receive"]).ok();
    for message in MESSAGES {
        repo.commit(message);
    }
    repo.write("big.bin", vec![b'x'; 2_000_001]).write("readme.md", "clash\n").write("src/aux.c", "aux\n");
    repo.write("大文件.bin", vec![b'y'; 9_000_000]).git(&["add", "."]).ok();
    repo.commit(GOOD);
    repo.git(&["rm", "-q", "big.bin"]).ok();
    let head = repo.commit(GOOD);
    World { sandbox, repo, base, head }
}

/// The findings of a JSON report.
fn findings(report: &str, ran: &Ran) -> Vec<Finding> {
    let json: serde_json::Value = serde_json::from_str(report).unwrap_or_else(|error| panic!("{error}: {ran:#?}"));
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let found = json["findings"].as_array().expect("findings").iter();
    // What a push is called is where it goes to: pre-push knows that, the others do not.
    let subject = |one: &serde_json::Value| match one["subject"]["kind"].as_str() {
        Some("push") => "push".to_owned(),
        _ => text(&one["subject"]["id"]),
    };
    found.map(|one| (text(&one["rule"]), text(&one["level"]), subject(one), text(&one["message"]))).collect()
}

/// In an order of their own, each at most once.
fn set(findings: Vec<Finding>) -> BTreeSet<Finding> {
    let count = findings.len();
    let set: BTreeSet<Finding> = findings.into_iter().collect();
    assert_eq!(set.len(), count, "nothing is told twice");
    set
}

fn by_hook(repo: &Repo, name: &[&str], line: &str) -> BTreeSet<Finding> {
    let ran = repo.cihook_with(&[&["--format", "json", "hook"], name].concat(), &[], line.as_bytes()).fails(1);
    set(findings(&ran.err, &ran))
}

#[test]
fn commits_are_judged_alike_before_and_after_they_are_pushed() {
    let World { sandbox, repo, base, head } = world();
    let update = format!("refs/heads/main {head} refs/heads/main {base}\n");
    let pushed = by_hook(&repo, &["pre-push", "origin", "url"], &update);
    let range = format!("{base}..{head}");
    let ran = repo.cihook(&["--format", "json", "check", "--changes", &range]).fails(1);
    let checked = set(findings(&ran.out, &ran));
    assert_eq!(pushed, checked);
    for rule in ["file-size", "path-name", "push-size", "sign-off", "header-format", "header-issue"] {
        assert!(pushed.iter().any(|(found, ..)| found == rule), "{rule}: {pushed:#?}");
    }
    // The objects reach the server without a ref, as they do in a quarantine.
    let server = sandbox.at(sandbox.path("server.git"));
    server.git(&["-c", "fetch.writeCommitGraph=false", "fetch", "-q", "../work", "main"]).ok();
    let received = by_hook(&server, &["pre-receive"], &format!("{base} {head} refs/heads/main\n"));
    assert_eq!(received, pushed);
    let updated = by_hook(&server, &["update", "refs/heads/main", &base, &head], "");
    assert_eq!(updated, pushed);
}

#[test]
fn a_new_branch_differs_by_what_only_pushes_have() {
    let World { repo, base, head, sandbox: _kept } = world();
    let zero = "0".repeat(40);
    let pushed =
        by_hook(&repo, &["pre-push", "origin", "url"], &format!("refs/heads/main {head} refs/heads/Bad_Name {zero}\n"));
    let update = format!("refs/heads/main {head} refs/heads/main {base}\n");
    let to_main = by_hook(&repo, &["pre-push", "origin", "url"], &update);
    let only: Vec<&str> = pushed.symmetric_difference(&to_main).map(|(rule, ..)| rule.as_str()).collect();
    assert_eq!(only, ["branch-name"]);
    let ran = repo.cihook(&["--format", "json", "check", "--branch", "Bad_Name"]).fails(1);
    assert!(findings(&ran.out, &ran).iter().all(|finding| pushed.contains(finding)));
}

#[test]
fn messages_are_judged_alike_before_they_are_commits() {
    let World { repo, base, head, sandbox: _kept } = world();
    let ran = repo.cihook(&["--format", "json", "check", "--changes", &format!("{base}..{head}")]).fails(1);
    let checked = set(findings(&ran.out, &ran));
    let listed = repo.git(&["rev-list", "--reverse", &format!("{base}..{head}")]).ok().out;
    for (message, commit) in MESSAGES.iter().zip(listed.lines()) {
        repo.write("draft", message);
        let variables =
            [("GIT_EDITOR", ":"), ("GIT_AUTHOR_NAME", "A U Thor"), ("GIT_AUTHOR_EMAIL", "author@example.org")];
        let ran = repo.cihook_with(&["--format", "json", "hook", "commit-msg", "draft"], &variables, b"");
        let of_draft: BTreeSet<(String, String, String)> =
            findings(&ran.err, &ran).into_iter().map(|(rule, level, _, text)| (rule, level, text)).collect();
        let of_commit =
            checked.iter().filter(|(rule, _, id, _)| id == commit && !NOT_OF_MESSAGES.contains(&rule.as_str()));
        let of_commit = of_commit.map(|(rule, level, _, text)| (rule.clone(), level.clone(), text.clone())).collect();
        assert_eq!(of_draft, of_commit, "{message}");
    }
    let of_messages = |rule: &str| !NOT_OF_MESSAGES.contains(&rule);
    let ids: BTreeSet<&str> = listed.lines().collect();
    for (rule, _, id, _) in checked.iter().filter(|(rule, ..)| of_messages(rule)) {
        assert!(ids.contains(id.as_str()), "{rule} is about a commit");
    }
    assert!(OF_PUSHES.iter().all(|rule| !of_messages(rule)));
}

#[test]
fn a_single_commit_and_what_is_staged_are_judged_like_the_push_of_it() {
    let World { repo, head, sandbox: _kept, .. } = world();
    let older = format!("{head}~1");
    let ran = repo.cihook(&["--format", "json", "check", "--changes", &older]).fails(1);
    let files = |found: Vec<Finding>| -> BTreeSet<(String, String, String)> {
        let of_files = found.into_iter().filter(|(rule, ..)| ["file-size", "path-name"].contains(&rule.as_str()));
        of_files.map(|(rule, _, id, text)| (rule, id, text)).collect()
    };
    let committed = files(findings(&ran.out, &ran));
    assert!(committed.len() >= 4, "{committed:#?}");
    repo.git(&["reset", "-q", "--hard", &older]).ok();
    repo.git(&["reset", "-q", "--soft", "HEAD~1"]).ok();
    for arguments in [&["check", "--staged"][..], &["hook", "pre-commit"]] {
        let ran = repo.cihook(&[&["--format", "json"], arguments].concat()).fails(1);
        let report = if ran.out.is_empty() { &ran.err } else { &ran.out };
        assert_eq!(files(findings(report, &ran)), committed, "{arguments:?}");
    }
}
