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

#[test]
fn a_policy_names_only_revisions_that_stay_where_they_are() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    let first = repo.commit("bad words only\n");
    repo.git(&["tag", "v1"]).ok();
    repo.commit("bad words again\n");
    let check = |since: &str| {
        repo.write("cihook.toml", format!("[adopt]\nsince = {since}\n"));
        repo.cihook(&["policy", "check"])
    };
    for moving in ["HEAD", "@", "HEAD~2", "FETCH_HEAD", "refs/heads/main", "@{upstream}"] {
        check(&format!("\"{moving}\"")).fails(2).says("moves with every commit");
    }
    check("\"main\"").fails(2).says("is neither a tag nor a commit id");
    repo.cihook(&["check", "HEAD"]).fails(2);
    check("\"v9\"").fails(2).says("there is no revision `v9` here");
    check("[]").fails(2).says("this list is empty");
    for fixed in ["v1", "refs/tags/v1", &first, &first[..10]] {
        check(&format!("\"{fixed}\"")).ok();
        repo.cihook(&["check", "--all"]).fails(1).prints("1 commit checked");
    }
    repo.write("cihook.toml", "[[exempt]]\nuntil = \"HEAD\"\nrules = [\"sign-off\"]\nreason = \"x\"\n");
    repo.cihook(&["policy", "check"]).fails(2).says("moves with every commit");
}

#[test]
fn a_policy_may_be_adopted_since_several_release_lines() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.commit("bad words only\n");
    repo.git(&["switch", "-q", "-c", "release"]).ok();
    repo.commit("bad words of a release\n");
    repo.git(&["tag", "v1"]).ok();
    repo.git(&["switch", "-q", "main"]).ok();
    repo.commit("bad words of main\n");
    repo.git(&["tag", "v2"]).ok();
    repo.write("cihook.toml", "[adopt]\nsince = [\"v1\", \"v2\"]\n");
    for tip in ["main", "release"] {
        repo.cihook(&["check", tip, "--all"]).ok().prints("0 commits checked");
    }
}

#[test]
fn a_tag_of_a_policy_is_not_shadowed_by_another_ref() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.write("cihook.toml", "[adopt]\nsince = \"lines/v1\"\n");
    repo.commit("bad words only\n");
    repo.git(&["tag", "lines/v1"]).ok();
    repo.commit("bad words again\n");
    for shadow in ["refs/lines/v1", "refs/heads/lines/v1"] {
        repo.git(&["update-ref", shadow, "HEAD"]).ok();
    }
    repo.cihook(&["check", "--all"]).fails(1).prints("1 commit checked");
}

#[test]
fn an_empty_list_is_a_mistake_and_no_condition_that_always_holds() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.commit("bad words only\n");
    for key in ["author", "branch", "tag", "path", "commit"] {
        repo.write("cihook.toml", format!("[[exempt]]\n{key} = []\nrules = [\"sign-off\"]\nreason = \"x\"\n"));
        repo.cihook(&["check", "HEAD"]).fails(2).says("this list is empty").says("cihook.toml:2");
    }
    for key in ["type", "scope", "paths", "all-paths", "rules", "head", "base"] {
        repo.write("cihook.toml", format!("[[label]]\nname = \"x\"\n{key} = []\n"));
        repo.cihook(&["policy", "check"]).fails(2).says("this list is empty");
    }
    repo.write("cihook.toml", "[[override]]\nbranch = []\n");
    repo.cihook(&["policy", "check"]).fails(2).says("this list is empty");
}

#[test]
fn the_beginning_of_a_commit_id_exempts_nothing() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    let id = repo.commit("feat(api): add something (#1)\n");
    let exempt = |id: &str| {
        repo.write("cihook.toml", format!("[[exempt]]\ncommit = \"{id}\"\nrules = [\"sign-off\"]\nreason = \"x\"\n"));
        repo.cihook(&["check", "HEAD"])
    };
    exempt(&id).ok();
    exempt(&id.to_uppercase()).ok();
    exempt(&id[..12]).fails(2).says("not a full commit id").says(&format!("git rev-parse {}", &id[..12]));
    exempt("words").fails(2).says("is not a commit id");
}

#[test]
fn thousands_of_mistakes_are_told_at_once_and_not_all_shown() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.write("cihook.toml", "[[exempt]]\n".repeat(20_000));
    repo.cihook(&["policy", "check"]).fails(2).says("cihook.toml:60").says("mistakes are not shown");
}

#[test]
fn the_sentences_of_a_community_come_last_and_once() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    let help = "help = { en = \"Ask in https://chat.example.org\", zh-CN = \"请到 https://chat.example.org 提问\" }";
    repo.write(
        "cihook.toml",
        format!(
            "[rules.header-scope]\n{help}\n[rules.header-issue]\n{help}\n[rules.header-type]\n\
             about.feat = {{ en = \"what users can do now\", zh-CN = \"用户可用的新功能\" }}\n"
        ),
    );
    let check = |more: &[&str]| {
        let arguments = [&["check", "--message", "-"], more].concat();
        repo.cihook_with(&arguments, &[], b"feat: add the page\n").fails(1)
    };
    let shown = check(&[]);
    assert_eq!(shown.out.matches("Ask in https://chat.example.org").count(), 1, "{shown:#?}");
    assert!(check(&["--lang", "zh-CN"]).out.contains("请到 https://chat.example.org 提问"));
    let json = check(&["--format", "json"]).json();
    let findings = json["findings"].as_array().expect("findings");
    let of_scope = findings.iter().find(|finding| finding["rule"] == "header-scope").expect("one");
    let last = of_scope["help"].as_array().and_then(|help| help.last()).expect("help");
    assert_eq!(last, "Ask in https://chat.example.org");
    repo.cihook(&["policy", "show"]).ok().prints("about = { feat = {").prints("help = { en = ");
    repo.cihook(&["explain", "header-type"]).ok().prints("what users can do now");
    repo.cihook(&["explain", "header-scope"]).ok().prints("help = { en = ");
    repo.write("cihook.toml", "[rules.header-scope]\nhelp = { de = \"Hilfe\" }\n");
    repo.cihook(&["policy", "check"]).fails(2).says("unknown language `de`").says("cihook.toml:2:10");
}

#[test]
fn a_header_exempts_from_its_form_and_never_from_a_sign_off() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    let policy =
        |rules: &str| format!("[[exempt]]\nheader = \"Version Packages*\"\nrules = [{rules}]\nreason = \"a tool\"\n");
    repo.write("cihook.toml", policy("\"header-format\", \"header-scope\", \"header-issue\""));
    let check = |header: &str| {
        let text = format!("{header}\n\nSigned-off-by: A U Thor <author@example.org>\n");
        repo.cihook_with(&["check", "--message", "-", "--format", "json"], &[], text.as_bytes())
    };
    let rules = |header: &str| check(header).rules();
    assert!(!rules("Version Packages (a/b)").contains(&"header-format".to_owned()));
    assert!(rules("version packages").contains(&"header-format".to_owned()));
    repo.cihook(&["policy", "show"]).ok().prints("header = \"Version Packages*\"  # cihook.toml:2");
    for rule in ["sign-off", "author", "signature", "file-size", "push-size"] {
        repo.write("cihook.toml", policy(&format!("\"{rule}\"")));
        repo.cihook(&["policy", "check"])
            .fails(2)
            .says("cihook.toml:2:10")
            .says(&format!("cannot exempt from `{rule}`"));
    }
}

#[test]
fn a_label_that_the_policy_sets_exempts_from_nothing() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    let policy = |set: &str| {
        format!(
            "[[exempt]]\nlabel = [\"no-issue\", \"size/XL\"]\nrules = [\"header-issue\"]\nreason = \"a maintainer says so\"\n\
             [[label]]\nname = \"{set}\"\nsize = {{ min = 1 }}\n"
        )
    };
    repo.write("cihook.toml", policy("size/S"));
    repo.cihook(&["policy", "check"]).ok();
    repo.write("cihook.toml", policy("Size/XL"));
    repo.cihook(&["policy", "check"]).fails(2).says("cihook.toml:2:22").says("set by a [[label]]");
}
