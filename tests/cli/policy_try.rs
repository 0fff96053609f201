//! `cihook policy try`: what a policy would have done to a history.

use crate::support::{GOOD, Ran, Repo, Sandbox, run};

const POLICY: &str = r#"extends = ["openim"]
[[exempt]]
author = "*[bot]*"
rules = ["header-scope", "header-issue", "sign-off"]
reason = "generated"
[[exempt]]
author = "nobody@example.org"
rules = ["sign-off"]
reason = "left long ago"
[[exempt]]
path = ["vendor/**"]
rules = ["file-size"]
reason = "not about messages"
"#;

/// A commit by an author at a date, made by a committer.
fn commit(repo: &Repo, message: &str, author: &str, committer: &str, date: &str) {
    let mut command = repo.command("git");
    command.args(["commit", "-q", "--allow-empty", "--no-verify", "--cleanup=verbatim", "-F", "-"]);
    for (role, identity) in [("AUTHOR", author), ("COMMITTER", committer)] {
        let (name, email) = identity.split_once(" <").expect("an identity");
        command.env(format!("GIT_{role}_NAME"), name).env(format!("GIT_{role}_EMAIL"), email.trim_end_matches('>'));
        command.env(format!("GIT_{role}_DATE"), date);
    }
    run(&mut command, message.as_bytes()).ok();
}

const ANN: &str = "Ann Lee <ann@example.org>";
const BOT: &str = "dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>";
const GITHUB: &str = "GitHub <noreply@github.com>";

fn history(sandbox: &Sandbox) -> Repo {
    let repo = sandbox.repo("a");
    repo.write("cihook.toml", POLICY);
    let signed = |header: &str| format!("{header}\n\nSigned-off-by: {ANN}\n");
    commit(&repo, &signed("feat(api): add the page (#1)"), ANN, ANN, "2026-01-31T23:30:00+0000");
    commit(&repo, &signed("feat（api）：add more (#2)"), ANN, ANN, "2026-01-31T23:30:00+0100");
    commit(&repo, "chore: bump x from 1 to 2", BOT, GITHUB, "2026-02-10T00:00:00+0000");
    commit(&repo, "Add \u{1b}[31mthings (#3)", ANN, GITHUB, "2026-03-01T00:30:00-0800");
    repo
}

fn tried(repo: &Repo, arguments: &[&str]) -> Ran {
    repo.cihook(&[&["policy", "try"], arguments].concat())
}

#[test]
fn a_policy_is_replayed_over_history() {
    let sandbox = Sandbox::new();
    let repo = history(&sandbox);
    let json = tried(&repo, &["--format", "json"]).ok().json();
    assert_eq!((&json["version"], &json["commits"], &json["refused"]), (&1.into(), &4.into(), &2.into()), "{json}");
    let months = serde_json::json!([
        { "month": "2026-01", "commits": 2, "refused": 1 },
        { "month": "2026-02", "commits": 1, "refused": 0 },
        { "month": "2026-03", "commits": 1, "refused": 1 },
    ]);
    assert_eq!(json["months"], months);
    let authors = serde_json::json!([
        { "kind": "person", "commits": 2, "refused": 1 },
        { "kind": "bot", "commits": 1, "refused": 0 },
        { "kind": "server", "commits": 1, "refused": 1 },
    ]);
    assert_eq!(json["authors"], authors);
    let rules = json["rules"].as_array().expect("rules");
    let of = |rule: &str| rules.iter().find(|entry| entry["rule"] == rule).cloned().unwrap_or_default();
    let sign_off = serde_json::json!({ "rule": "sign-off", "judged": 3, "errors": 1, "warnings": 0, "commits": 1 });
    assert_eq!(of("sign-off"), sign_off);
    assert!(rules.iter().all(|entry| entry["rule"] != "file-size"), "{json}");
    let refusals = json["refusals"].as_array().expect("refusals");
    assert_eq!(refusals.len(), 2);
    assert_eq!(refusals[0]["summary"], "Add \u{1b}[31mthings (#3)");
    assert_eq!(refusals[0]["kind"], "server");
    assert_eq!(refusals[1]["rules"], serde_json::json!(["header-format"]));
    let newest = repo.git(&["rev-parse", "HEAD"]).ok().out;
    assert_eq!(refusals[0]["id"], newest.trim());
    let unused = serde_json::json!([{ "at": "cihook.toml:6", "reason": "left long ago" }]);
    assert_eq!(json["unused-exemptions"], unused, "what cannot be judged by messages is not called unused");
}

#[test]
fn people_see_tables_and_what_would_make_a_commit_pass() {
    let sandbox = Sandbox::new();
    let repo = history(&sandbox);
    let ran = tried(&repo, &[]).ok();
    for part in [
        "2 of 4 commits would be refused by cihook.toml",
        "rule ",
        "2026-03        1        1",
        "server",
        "feat(api): add more (#2)",
        "left long ago",
    ] {
        assert!(ran.out.contains(part), "{part}\n{}", ran.out);
    }
    assert!(!ran.out.contains(['\u{1b}', '█']) && ran.err.is_empty(), "{ran:?}");
    let ran = tried(&repo, &["--lang", "zh-CN"]).ok();
    assert!(ran.out.starts_with("cihook.toml 会拒绝 4 个提交中的 2 个\n"), "{}", ran.out);
    let quiet = tried(&repo, &["-q"]).ok();
    assert_eq!(quiet.out, "2 of 4 commits would be refused by cihook.toml\n");
}

#[test]
fn a_range_a_number_a_file_and_a_preset_are_taken() {
    let sandbox = Sandbox::new();
    let repo = history(&sandbox);
    let of = |arguments: &[&str]| {
        let json = tried(&repo, &[arguments, &["--format", "json"]].concat()).ok().json();
        (json["commits"].as_u64(), json["refused"].as_u64())
    };
    assert_eq!(of(&["--last", "1"]), (Some(1), Some(1)));
    assert_eq!(of(&["HEAD~2..HEAD~1"]), (Some(1), Some(0)));
    assert_eq!(of(&["HEAD..HEAD"]), (Some(0), Some(0)));
    assert_eq!(of(&["--preset", "dco"]), (Some(4), Some(2)));
    repo.write("other.toml", "extends = []\n");
    assert_eq!(of(&["--policy", "other.toml"]), (Some(4), Some(0)));
    tried(&repo, &["--preset", "openin"]).fails(2).says("openim");
    tried(&repo, &["--last", "0"]).fails(2);
    tried(&repo, &["--last", "3", "HEAD~1..HEAD"]).fails(2);
    tried(&repo, &["nothing..HEAD"]).fails(2);
    repo.write("cihook.toml", "[rules]\nheader-fromat = \"error\"\n");
    tried(&repo, &[]).fails(2).says("header-format");
}

#[test]
fn many_refusals_are_cut_short_and_the_command_for_all_of_them_runs() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("a");
    (0..30).for_each(|number| {
        repo.commit(&format!("Fix number {number}"));
    });
    let ran = tried(&repo, &[]).ok();
    let rows = |ran: &Ran| ran.out.lines().filter(|line| line.contains("  Fix number ")).count();
    assert_eq!(rows(&ran), 20);
    let more = ran.out.lines().find_map(|line| line.trim().strip_prefix("and 10 more: ")).expect("a command");
    assert!(more.ends_with("cihook policy try -v --last 500"), "{more}");
    assert_eq!(rows(&tried(&repo, &["-v"]).ok()), 30);
    let json = tried(&repo, &["--format", "json"]).ok().json();
    assert_eq!(json["refusals"].as_array().map(Vec::len), Some(30));
}

#[test]
fn a_long_history_comes_to_what_check_says_of_it() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("a");
    let mut stream = String::new();
    for number in 1..=3_000 {
        let text = if number % 7 == 0 { format!("Fix {number}\n") } else { GOOD.to_owned() };
        stream.push_str(&format!(
            "commit refs/heads/main\nauthor A U Thor <author@example.org> {0} +0000\n\
             committer A U Thor <author@example.org> {0} +0000\ndata {1}\n{text}\n",
            1_700_000_000 + number * 3_600,
            text.len()
        ));
    }
    run(repo.command("git").args(["fast-import", "--quiet"]), stream.as_bytes()).ok();
    let check = repo.cihook(&["check", "--all", "-q"]).fails(1);
    assert!(check.out.contains("3000 commits"), "{check:?}");
    for arguments in [["--last", "3000"].as_slice(), &["--last", "100000"], &["HEAD~2999..HEAD"]] {
        let json = tried(&repo, &[arguments, &["--format", "json"]].concat()).ok().json();
        let (commits, refused) = (json["commits"].as_u64(), json["refused"].as_u64());
        assert!(matches!((commits, refused), (Some(3000 | 2999), Some(428))), "{commits:?} {refused:?}");
        let numbers: Vec<u64> = json["refusals"]
            .as_array()
            .expect("refusals")
            .iter()
            .map(|entry| entry["summary"].as_str().expect("a header")[4..].parse().expect("a number"))
            .collect();
        assert!(numbers.is_sorted_by(|a, b| a > b) && numbers.len() == 428, "newest first");
    }
}

#[test]
fn suggested_settings_are_toml_alone_and_fit_on_top() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("a");
    let policy = "extends = [\"openim\"]\n";
    repo.write("cihook.toml", policy);
    for number in 0..40 {
        let header = if number % 4 == 0 { "fix" } else { "feat(api)" };
        repo.commit(&format!("{header}: add part {number}\n\nSigned-off-by: A U Thor <author@example.org>\n"));
    }
    assert_eq!(tried(&repo, &["--format", "json"]).ok().json()["refused"], 40);
    let fragment = tried(&repo, &["--suggest"]).ok().out;
    repo.write("cihook.toml", format!("{policy}{fragment}"));
    repo.cihook(&["policy", "check"]).ok();
    let json = tried(&repo, &["--format", "json"]).ok().json();
    assert_eq!(json["refused"], 0, "{fragment}");
    for part in ["[rules.sign-off]\nlevel = \"error\"  # 40 of 40", "allow = [\"feat\", \"fix\"]", "max = 22"] {
        assert!(fragment.contains(part), "{part}\n{fragment}");
    }
    let chinese = tried(&repo, &["--suggest", "--lang", "zh-CN"]).ok().out;
    assert!(chinese.starts_with("# 这 40 个提交") && !chinese.contains("these"), "{chinese}");
}
