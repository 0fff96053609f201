//! `cihook policy`.

use crate::support::Sandbox;

#[test]
fn show_tells_where_each_value_comes_from() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.write("cihook.toml", "[rules.header-length]\nmax = 72\n");
    repo.cihook(&["policy", "show"])
        .ok()
        .prints("max = 72  # cihook.toml:2")
        .prints("required = true  # preset openim:");
    let json = repo.cihook(&["policy", "show", "--format", "json"]).ok().json();
    assert_eq!(json["rules"]["header-length"]["max"], serde_json::json!({ "value": "72", "origin": "cihook.toml:2" }));
}

#[test]
fn all_mistakes_come_at_once_with_their_places() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.write("cihook.toml", "colour = 1\n[rules]\nsign-of = \"error\"\nheader-style = \"eror\"\n");
    let ran = repo.cihook(&["policy", "check"]).fails(2);
    for expected in
        ["cihook.toml:1:1", "cihook.toml:3:1", "did you mean `sign-off`?", "cihook.toml:4:16", "did you mean `error`?"]
    {
        assert!(ran.err.contains(expected), "{expected}: {ran:#?}");
    }
    repo.cihook(&["policy", "check", "--lang", "zh-CN"]).fails(2).says("没有名为 `sign-of` 的规则");
    repo.write("cihook.toml", "");
    repo.cihook(&["policy", "check"]).ok().prints("has no mistakes");
}

#[test]
fn another_policy_can_be_named() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.write("strict.toml", "extends = [\"dco\"]\n");
    repo.commit("anything\n\nSigned-off-by: A U Thor <author@example.org>\n");
    repo.cihook(&["check", "HEAD"]).fails(1);
    repo.cihook(&["check", "HEAD", "--policy", "strict.toml"]).ok();
    repo.cihook(&["check", "HEAD", "--policy", "gone.toml"]).fails(2).says("cannot read");
}

#[test]
fn a_bare_repository_is_judged_by_the_policy_of_its_head() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.write("cihook.toml", "extends = [\"base.toml\"]\n")
        .write("base.toml", "extends = []\n[rules]\nsign-off = \"error\"\n");
    repo.git(&["add", "."]).ok();
    repo.commit("anything\n\nSigned-off-by: A U Thor <author@example.org>\n");
    repo.git(&["clone", "-q", "--bare", ".", "../bare.git"]).ok();
    let bare = sandbox.at(sandbox.path("bare.git"));
    bare.cihook(&["check", "HEAD"]).ok();
    bare.cihook(&["policy", "show"]).ok().prints("HEAD:cihook.toml").prints("[rules.sign-off]");
}
