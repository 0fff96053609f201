//! `cihook init`.

use crate::support::{GOOD, Sandbox};

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
    (0..19).for_each(|_| drop(repo.commit(&GOOD.replace(" (#12)", ""))));
    repo.commit("bad one");
    repo.cihook(&["init", "--from-history"]).ok().prints("of the last 20 commits it would have refused 1");
    let text = repo.read("cihook.toml");
    assert!(text.contains("header-issue = \"off\" # 0 %") && text.contains("sign-off = \"error\" # 95 %"), "{text}");
    repo.cihook(&["policy", "check"]).ok();
}
