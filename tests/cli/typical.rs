//! What new contributors write: each refusal names one way to go on, and that, run as printed with an editor that saves the
//! page as it is, ends in an accepted commit, or asks for exactly what only a person knows.

use crate::support::{Sandbox, program, run};

/// What may be left to fill in.
const SCOPE: &str = "<scope>";
const ISSUE: &str = "<issue>";
const TYPE: &str = "<type>";

/// A message, and the placeholders of its correction.
pub const TYPICAL: [(&str, &[&str]); 40] = [
    ("feat(api): add the login page (#12)", &[]),
    ("Feat(api): add the login page (#12)", &[]),
    ("FIX(api): close the pool (#12)", &[]),
    ("feat(api):add the login page (#12)", &[]),
    ("feat(api) : add the login page (#12)", &[]),
    ("feat (api): add the login page (#12)", &[]),
    ("feat(api):  add the login page (#12)", &[]),
    ("feat(api)：新增登录页面（#12）", &[]),
    ("feat（api）：新增登录页面 (#12)", &[]),
    ("feat(api): add the login page(#12)", &[]),
    ("feat(api): add the login page (#12).", &[]),
    ("feat(api): add the login page #12", &[]),
    ("  feat(api): add the login page (#12)", &[]),
    ("feature(api): add the login page (#12)", &[]),
    ("bugfix(api): close the pool (#12)", &[]),
    ("feat(api): add the login page (#12)\nIt was missing.", &[]),
    ("feat(api): add the login page (#12)\n\nIt was missing.", &[]),
    ("docs(readme): say how to build it (#7)", &[]),
    ("feat(api)!: drop the old page (#12)", &[]),
    ("feat(api) add the login page (#12)", &[]),
    ("feat: add the login page (#12)", &[SCOPE]),
    ("fix: close the pool (#12)", &[SCOPE]),
    ("Fix: close the pool (#12).", &[SCOPE]),
    ("docs: say how to build it (#7)", &[SCOPE]),
    ("feat(api): add the login page", &[ISSUE]),
    ("fix(api): close the pool.", &[ISSUE]),
    ("chore(deps): update them all", &[ISSUE]),
    ("test(api): cover the login page", &[ISSUE]),
    ("feat: add the login page", &[SCOPE, ISSUE]),
    ("fix: close the pool", &[SCOPE, ISSUE]),
    ("Fix: close the pool.", &[SCOPE, ISSUE]),
    ("docs: update README.md", &[SCOPE, ISSUE]),
    ("fix close the pool", &[SCOPE, ISSUE]),
    ("refactor: move the parser", &[SCOPE, ISSUE]),
    ("ci: run the tests twice", &[SCOPE, ISSUE]),
    ("feat：新增登录页面", &[SCOPE, ISSUE]),
    ("close the pool when it is done", &[TYPE, SCOPE, ISSUE]),
    ("some changes after the review", &[TYPE, SCOPE, ISSUE]),
    ("the login page works again", &[TYPE, SCOPE, ISSUE]),
    ("新增登录页面", &[TYPE, SCOPE, ISSUE]),
];

#[test]
fn typical_messages_go_on_with_one_command() {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let own = program().parent().expect("a folder").to_owned();
    let path = std::env::join_paths(std::iter::once(own).chain(std::env::split_paths(&path))).expect("a path");
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.commit("feat(api): start (#1)\n");
    repo.install();
    let mut wrong = Vec::new();
    for (message, placeholders) in TYPICAL {
        let mut commit = repo.command("git");
        commit.args(["commit", "-q", "--allow-empty", "-m", message]).env("PATH", &path);
        let refused = run(&mut commit, b"");
        let go_on = refused.err.lines().find_map(|line| line.split_once("Go on with:  "));
        let Some((_, go_on)) = go_on.filter(|_| refused.code == 1) else {
            wrong.push(format!("{message:?}: {refused:#?}"));
            continue;
        };
        let before = repo.git(&["rev-parse", "HEAD"]).ok().out;
        let mut again = repo.command("sh");
        again.args(["-c", go_on]).env("PATH", &path);
        let editor = repo.program(".git/editor", "#!/bin/sh\ncp \"$1\" .git/page\n");
        let ran = run(again.env("GIT_EDITOR", format!("'{}'", editor.display())), b"");
        let is_committed = repo.git(&["rev-parse", "HEAD"]).ok().out != before;
        let page = repo.read(".git/page");
        let asked = page.lines().find_map(|line| line.strip_prefix("# Fill in: ")).unwrap_or_default();
        let is_right = asked == placeholders.join(", ") && is_committed == placeholders.is_empty();
        if !is_right {
            wrong.push(format!("{message:?}: asked for `{asked}`, committed: {is_committed}\n{}", ran.err));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), TYPICAL.len(), wrong.join("\n"));
}
