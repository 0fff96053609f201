//! `cihook init`.

use crate::support::{GOOD, Sandbox, run};

#[test]
fn a_policy_is_written_once() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.cihook(&["init", "--preset", "conventional"]).ok().prints("written: cihook.toml");
    assert!(repo.read("cihook.toml").contains("extends = [\"conventional\"]"));
    repo.cihook(&["policy", "check"]).ok();
    repo.cihook(&["init"]).fails(2).says("there is a policy already");
    sandbox.repo("x").cihook(&["init", "--preset", "convetional"]).fails(2).says("did you mean `conventional`?");
}

#[test]
fn a_policy_can_fit_the_history() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.cihook(&["init", "--from-history"]).fails(2).says("there is no history");
    (0..39).for_each(|_| drop(repo.commit(&GOOD.replace(" (#12)", ""))));
    repo.commit("bad one");
    repo.cihook(&["init", "--from-history"]).ok().prints("of the last 40 commits it would have refused 1");
    let text = repo.read("cihook.toml");
    for line in
        ["header-issue = \"off\" # 0 of 40", "sign-off = \"error\" # 39 of 40", "tag-name = \"off\"", "\"perf\""]
    {
        assert!(text.contains(line), "{line}: {text}");
    }
    repo.cihook(&["policy", "check"]).ok();
}

#[test]
fn the_number_that_a_server_appends_is_asked_of_nobody() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    for number in 0..30 {
        let mut commit = repo.command("git");
        commit.args(["commit", "-q", "--allow-empty", "-m", &format!("feat(api): add part {number} (#{number})")]);
        commit.env("GIT_COMMITTER_NAME", "GitHub").env("GIT_COMMITTER_EMAIL", "noreply@github.com");
        run(&mut commit, b"").ok();
    }
    repo.cihook(&["init", "--from-history"]).ok();
    assert!(repo.read("cihook.toml").contains("header-issue = \"off\" # 0 of 0: too little was seen"));
}
