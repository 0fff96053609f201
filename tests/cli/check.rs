//! `cihook check`.

use crate::support::{GOOD, Repo, Sandbox};

fn repo(sandbox: &Sandbox) -> Repo {
    let repo = sandbox.repo("r");
    repo.commit(GOOD);
    repo.git(&["tag", "v1.0.0"]).ok();
    repo.commit(GOOD);
    repo
}

#[test]
fn ranges_and_single_commits_are_judged() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox);
    let bad = repo.commit("bad one");
    repo.commit(GOOD);
    repo.cihook(&["check", "v1.0.0..HEAD"]).fails(1).prints("]: 1 of 3 commits does not").prints("bad one");
    repo.cihook(&["check", "HEAD"]).ok().prints("1 commit checked");
    repo.cihook(&["check", &bad]).fails(1);
    repo.cihook(&["check", "HEAD..HEAD"]).ok().prints("0 commits checked");
    repo.cihook(&["check", "--all"]).fails(1).prints("]: 1 of 4 commits does not");
    repo.cihook(&["check", "HEAD^!"]).ok().prints("1 commit checked");
    let both = format!("{bad}\nv1.0.0..HEAD~1\n");
    repo.cihook_with(&["check", "-"], &[], both.as_bytes()).fails(1).prints("]: 1 of 2 commits does not");
}

#[test]
fn the_default_is_what_the_upstream_has_not() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox);
    repo.install();
    repo.cihook(&["check"]).fails(2).says("this branch has no upstream").says("cihook check ");
    repo.git(&["checkout", "-q", "-b", "feat/x"]).ok();
    repo.git(&["branch", "-q", "-u", "main"]).ok();
    repo.commit("bad one");
    repo.cihook(&["check"]).fails(1).prints("Go on with:  git cihook fix --edit --signoff");
    repo.git(&["checkout", "-q", "--detach"]).ok();
    repo.cihook(&["check"]).fails(2).says("HEAD is not on a branch");
}

#[test]
fn the_range_that_is_named_holds_no_made_up_version() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("work");
    repo.git(&["symbolic-ref", "HEAD", "refs/heads/trunk"]).ok();
    repo.commit("feat(api): start (#1)\n");
    let refused = repo.cihook(&["check"]).fails(2).says("check --all");
    assert!(!refused.err.contains(".."), "{}", refused.err);
}

#[test]
fn release_scripts_judge_since_the_newest_tag() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox);
    repo.cihook(&["check", "--since-tag"]).ok().prints("1 commit checked");
    let empty = sandbox.repo("empty");
    empty.commit(GOOD);
    empty.cihook(&["check", "--since-tag"]).fails(2).says("HEAD reaches no tag");
}

#[test]
fn what_is_older_than_the_policy_is_counted_and_not_judged() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.commit("old and bad");
    repo.commit("older rules, other habits");
    repo.git(&["tag", "v1.0.0"]).ok();
    repo.commit(GOOD);
    repo.write("cihook.toml", "[adopt]\nsince = \"v1.0.0\"\n");
    repo.cihook(&["check", "--all"])
        .ok()
        .prints("1 commit checked, no problems, 2 commits older than the policy not checked");
    repo.write("cihook.toml", "[adopt]\nsince = \"v9\"\n");
    repo.cihook(&["check", "--all"])
        .fails(2)
        .says("`[adopt] since = \"v9\"` of the policy: there is no revision `v9` here");
}

#[test]
fn entries_excuse_some_rules_of_some_commits_and_nothing_else() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.git(&["config", "user.name", "dependabot[bot]"]).ok();
    repo.commit("build(deps): bump x (#1)\n");
    repo.write(
        "cihook.toml",
        "[[exempt]]\nauthor = \"*[bot]*\"\nrules = [\"sign-off\"]\nreason = \"bots sign nothing\"\n",
    );
    repo.cihook(&["check", "--all"]).ok().prints("exempt (bots sign nothing): sign-off 1");
    repo.git(&["config", "user.name", "Tom"]).ok();
    repo.commit("build(deps): bump y (#1)\n");
    let part = repo.cihook(&["check", "HEAD"]).fails(1).prints("error[sign-off]");
    assert!(
        !part.out.contains("this exemption matches no commit in this history"),
        "nobody looked at the rest: {part:#?}"
    );
    let expired = "[[exempt]]\nauthor = \"*\"\nrules = [\"sign-off\"]\nreason = \"x\"\nexpires = 2020-01-01\n";
    repo.write("cihook.toml", expired);
    repo.cihook(&["check", "HEAD"]).fails(1).prints("this exemption expired on 2020-01-01").prints("cihook.toml:1");
    repo.git(&["tag", "old", "HEAD~1"]).ok();
    let until = "[[exempt]]\nuntil = \"old\"\nrules = [\"sign-off\"]\nreason = \"before the rule\"\n";
    repo.write("cihook.toml", until);
    repo.cihook(&["check", "--all"]).fails(1).prints("exempt (before the rule): sign-off 1").prints("1 error");
}

#[test]
fn a_shallow_history_is_never_a_pass() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox);
    let url = format!("file://{}", repo.path.display());
    sandbox.at(sandbox.path("")).git(&["clone", "-q", "--depth=1", &url, "shallow"]).ok();
    let shallow = sandbox.at(sandbox.path("shallow"));
    shallow.cihook(&["check", "--all"]).fails(3).prints("could not check history: this is a shallow clone");
    shallow.cihook(&["check", "v1.0.0..HEAD"]).fails(3).says("git fetch --unshallow");
    shallow.cihook(&["check", "HEAD"]).ok();
}

#[test]
fn a_damaged_history_is_never_a_pass() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox);
    let first = repo.git(&["rev-parse", "v1.0.0"]).ok().out.trim().to_owned();
    let object = format!(".git/objects/{}/{}", &first[..2], &first[2..]);
    std::fs::remove_file(repo.path.join(&object)).expect("the object");
    repo.cihook(&["check", "--all"]).fails(3).says("is missing");
    repo.write(&object, "damaged");
    repo.cihook(&["check", "--all"]).fails(3).says("cannot be read");
}

#[test]
fn a_commit_graph_changes_nothing() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox);
    repo.commit("bad one");
    let before = repo.cihook(&["check", "--all", "--format", "json"]).fails(1).out;
    repo.git(&["commit-graph", "write", "--reachable"]).ok();
    assert_eq!(repo.cihook(&["check", "--all", "--format", "json"]).fails(1).out, before);
    repo.commit("bad two");
    repo.cihook(&["check", "--all"]).fails(1).prints("]: 2 of 4 commits do not").prints("bad two");
}

/// A commit-graph that names no parent for `HEAD` would hide all that is behind it.
#[test]
fn a_commit_graph_that_lies_is_never_a_pass() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox);
    let listed = repo.git(&["rev-list", "--all"]).ok().out;
    let mut ids: Vec<&str> = listed.lines().collect();
    let head = ids[0];
    ids.sort_unstable();
    let place = ids.iter().position(|id| *id == head).expect("a place");
    repo.git(&["commit-graph", "write", "--reachable"]).ok();
    let path = repo.path.join(".git/objects/info/commit-graph");
    let mut graph = std::fs::read(&path).expect("a commit-graph");
    // A table of chunks, each with its place in the file (gitformat-commit-graph(5)); an entry is a tree, two parents and a date.
    let entry = graph.windows(4).position(|name| name == b"CDAT").expect("a chunk") + 4;
    let chunk = u64::from_be_bytes(graph[entry..entry + 8].try_into().expect("eight bytes"));
    let parent = usize::try_from(chunk).expect("a place") + place * 36 + 20;
    graph[parent..parent + 4].copy_from_slice(&0x7000_0000_u32.to_be_bytes());
    std::fs::remove_file(&path).expect("a file that is there");
    std::fs::write(&path, graph).expect("a file");
    repo.cihook(&["check", "v1.0.0..HEAD"]).fails(3).says("does not agree with the commit");
    repo.cihook(&["check", "--all"]).ok().prints("2 commits checked");
}

#[test]
fn repositories_of_every_kind_are_read() {
    let sandbox = Sandbox::new();
    for (name, options) in [
        ("sha256", ["--object-format=sha256"].as_slice()),
        ("reftable", &["--ref-format=reftable"]),
        ("bare", &["--bare"]),
    ] {
        let repo = sandbox.init(name, options);
        if name == "bare" {
            let tree = repo.git(&["hash-object", "-t", "tree", "-w", "/dev/null"]).ok().out;
            let commit = repo.git(&["commit-tree", tree.trim(), "-m", "bad one"]).ok().out;
            repo.git(&["update-ref", "refs/heads/main", commit.trim()]).ok();
        } else {
            repo.commit("bad one");
        }
        repo.cihook(&["check", "--all"]).fails(1).prints("1 | bad one");
    }
    let foreign = sandbox.repo("foreign");
    foreign.commit("bad one");
    foreign.git(&["config", "extensions.somethingNew", "true"]).ok();
    foreign.cihook(&["check", "--all"]).fails(1).prints("1 | bad one");
}

#[test]
fn a_folder_can_be_named() {
    let sandbox = Sandbox::new();
    repo(&sandbox);
    let outside = sandbox.at(sandbox.path(""));
    outside.cihook(&["-C", "r", "check", "HEAD"]).ok();
    outside.cihook(&["check", "HEAD"]).fails(2).says("there is no git repository here");
    outside.cihook(&["-C", "gone", "check"]).fails(2).says("cannot work in `gone`");
}

#[test]
fn a_range_is_a_row_a_commit_the_oldest_first_and_at_most_twenty() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.install().commit(GOOD);
    let ids: Vec<String> = (0..23).map(|number| repo.commit(&format!("bad {number}"))).collect();
    let ran =
        repo.cihook(&["check", "HEAD~23..HEAD"]).fails(1).prints("]: 23 of 23 commits do not follow the policy: ");
    let rows: Vec<&str> = ran.out.lines().filter(|line| line.contains("<type>(<scope>): bad ")).collect();
    assert_eq!(rows.len(), 20, "{ran:#?}");
    assert!(rows.iter().zip(&ids).all(|(row, id)| row.starts_with(&format!("  {}  bad ", &id[..10]))), "{ran:#?}");
    ran.prints("\n  and 3 more: git cihook check -v HEAD~23..HEAD\n\nGo on with:  git cihook fix HEAD~23..HEAD --edit --signoff\n");
    assert_eq!(repo.cihook(&["check", "--all", "-v"]).fails(1).out.matches("error[").count(), 69);
    assert_eq!(repo.cihook(&["check", "--all", "-q"]).fails(1).out.lines().count(), 1);
}

#[test]
fn a_shallow_clone_blames_nobody_for_what_it_cannot_compare() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.write("big", vec![b'x'; 3_000_000]).git(&["add", "."]).ok();
    repo.commit("feat(api): add something old (#1)\n\nSigned-off-by: A U Thor <author@example.org>\n");
    repo.commit("feat(api): add something new (#1)\n\nSigned-off-by: A U Thor <author@example.org>\n");
    let address = format!("file://{}", repo.path.display());
    repo.git(&["clone", "-q", "--depth=1", &address, "../shallow"]).ok();
    let shallow = sandbox.at(sandbox.path("shallow"));
    shallow.cihook(&["check", "HEAD", "--changes"]).fails(3).prints("this is a shallow clone");
    shallow.cihook(&["check", "HEAD"]).ok();
    shallow.cihook(&["check", "--since-tag"]).fails(3).says("git fetch --unshallow --tags");
    repo.cihook(&["check", "--since-tag"]).fails(2).says("HEAD reaches no tag");
    repo.cihook(&["check", "HEAD", "--changes"]).ok();
}

#[test]
fn a_git_that_refuses_is_no_missing_revision() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.commit("bad words only\n");
    let other = [("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")];
    for arguments in [&["HEAD"][..], &["HEAD~1..HEAD"], &[], &["--since-tag"], &["--all"], &["HEAD", "--changes"]] {
        let arguments = [&["check"], arguments].concat();
        repo.cihook_with(&arguments, &other, b"").fails(3).says("dubious ownership").says("safe.directory");
        repo.cihook_with(&arguments, &[("PATH", "/nonexistent")], b"").fails(3).says("git could not be started");
    }
    repo.cihook_with(&["check", "-"], &other, b"HEAD\n").fails(3).says("safe.directory");
    repo.cihook(&["check", "nope"]).fails(2).says("there is no revision `nope`");
}

#[test]
fn options_that_do_not_go_together_are_refused_and_none_is_a_revision() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.commit("bad words only\n");
    repo.cihook(&["check", "--summary"]).fails(2).says("unexpected argument '--summary'");
    repo.cihook_with(&["check", "-", "--all"], &[], b"HEAD\n").fails(2).says("`--all` cannot be used with");
    for pair in [["--since-tag", "--all"], ["--staged", "--changes"], ["HEAD", "--since-tag"], ["HEAD", "--staged"]] {
        repo.cihook(&["check", pair[0], pair[1]]).fails(2).says("cannot be used with");
    }
}

#[test]
fn revisions_on_standard_input_are_what_they_would_be_alone() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    let first = repo.commit("bad words only\n");
    for number in 0..4 {
        repo.commit(&format!("bad words {number}\n"));
    }
    repo.git(&["tag", "-a", "-m", "x", "v1", "HEAD~1"]).ok();
    let count = |input: &str| {
        let ran = repo.cihook_with(&["check", "-", "--format", "json"], &[], input.as_bytes()).fails(1);
        ran.json()["checked"]["commits"].as_u64()
    };
    assert_eq!(count(&format!("{first}\nHEAD\nv1\nHEAD\n")), Some(3));
    assert_eq!(count("HEAD~2..HEAD\nHEAD\n"), Some(2));
    assert_eq!(count("HEAD^!\n"), Some(1));
    repo.cihook_with(&["check", "-"], &[], b"HEAD\nnope\n").fails(2).says("there is no revision `nope`");
    repo.cihook_with(&["check", "-"], &[], format!("{}\n", "0".repeat(40)).as_bytes()).fails(2);
}

#[test]
fn a_report_that_cannot_be_written_is_no_success() {
    use std::process::Stdio;
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.commit("feat(api): add something (#1)\n\nSigned-off-by: A U Thor <author@example.org>\n");
    let full = || Stdio::from(std::fs::OpenOptions::new().write(true).open("/dev/full").expect("a full disk"));
    let formats = ["human", "json", "sarif", "junit", "markdown"];
    let commands = formats.iter().map(|format| vec!["check", "HEAD", "--format", format]);
    let others = [vec!["explain"], vec!["policy", "schema"], vec!["man"], vec!["--help"], vec!["--version"]];
    for arguments in commands.chain(others) {
        let ended =
            repo.command(crate::support::program()).args(&arguments).stdout(full()).stderr(Stdio::null()).status();
        assert_eq!(ended.expect("cihook").code(), Some(3), "{arguments:?}");
    }
}

#[test]
fn merges_and_reverts_are_left_alone_where_no_policy_says_otherwise() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.commit("A start\n");
    repo.write("cihook.toml", "extends = []\n[rules.header-style]\nlevel = \"error\"\nfull-stop = \"never\"\n");
    repo.git(&["switch", "-q", "-c", "side"]).ok();
    repo.commit("On the side.\n");
    repo.git(&["switch", "-q", "main"]).ok();
    repo.commit("On main\n");
    repo.git(&["merge", "-q", "--no-ff", "--no-verify", "-m", "Merge branch 'side'.", "side"]).ok();
    repo.cihook(&["check", "--all"]).fails(1).prints("On the side.").prints("1 error");
}

#[test]
fn only_what_could_be_checked_is_listed_as_checked() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.commit("bad words\n");
    let ran = repo.cihook(&["check", "HEAD", "-v"]).fails(1).prints("header-format");
    for rule in ["file-size", "branch-name", "tag-name", "pr-title"] {
        assert!(!ran.out.contains(rule), "{rule}: {ran:#?}");
    }
    repo.cihook(&["check", "HEAD", "-v", "--changes"]).fails(1).prints("file-size");
}
