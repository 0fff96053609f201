//! `cihook init`.

use crate::support::terminal::{has_python, on_terminal};
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
    for tag in ["1.0.0", "1.0.1", "1.1.0"] {
        repo.git(&["tag", "-a", "-m", tag, tag]).ok();
    }
    let ran = repo.cihook(&["init", "--from-history"]).ok();
    let said = ran.prints("of the last 40 commits people wrote 40; it would have refused 1 of these");
    let text = repo.read("cihook.toml");
    for line in [
        "extends = [\"conventional\"]",
        "[rules.header-issue]\nlevel = \"off\" # 0 of 40\n",
        "[rules.sign-off]\nlevel = \"error\" # 39 of 40\n",
        "level = \"error\" # 3 of 3 tags\nallow = [\"{number}.{number}.{number}\"",
        "\"perf\"",
        "#   cihook policy try",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    repo.cihook(&["policy", "check"]).ok();
    // What it says of itself is what `policy try` finds, by the command that it prints.
    let command = said.out.lines().find_map(|line| line.split_once("them with: ")).expect("a command").1;
    let tried = repo.cihook(&["policy", "try", "--format", "json", "--last", "500"]).ok().json();
    assert!(command.ends_with("policy try --last 500"), "{command}");
    assert_eq!((&tried["commits"], &tried["refused"]), (&40.into(), &1.into()));
    repo.cihook(&["check", "--tag", "1.2.0"]).ok();
    repo.cihook(&["check", "--tag", "v1.2.0"]).fails(1);
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
    let ran = repo.cihook(&["init", "--from-history", "--last", "30", "--lang", "zh-CN"]).ok();
    assert!(ran.out.starts_with("已写入：cihook.toml\n"), "{}", ran.out);
    let text = repo.read("cihook.toml");
    assert!(text.contains("[rules.header-issue]\nlevel = \"off\""), "{text}");
    assert!(text.contains("method = \"squash\"") && text.contains("接下来："), "{text}");
    assert_eq!(repo.cihook(&["policy", "try", "--format", "json"]).ok().json()["refused"], 0);
}

/// Forty trees, each of which names the one before it twice: written out they are a million times a million, without a single file.
#[test]
fn trees_that_name_one_another_do_not_take_for_ever() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    let tree = |text: &str| {
        let ran = run(repo.command("git").args(["mktree"]), text.as_bytes()).ok();
        ran.out.trim().to_owned()
    };
    let mut top = tree("");
    for _ in 0..40 {
        top = tree(&format!("040000 tree {top}\ta\n040000 tree {top}\tb\n"));
    }
    let mut commit = repo.command("git");
    let made = run(commit.args(["commit-tree", "-m", "feat: x", &top]), b"").ok().out;
    repo.git(&["update-ref", "HEAD", made.trim()]).ok();
    repo.cihook(&["init", "--from-history"]).ok();
}

#[test]
fn each_rule_weighs_what_its_maintainer_says() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    (1..=40).for_each(|number| {
        drop(repo.commit(&format!(
            "feat(api): add part {number} (#{number})\n\nSigned-off-by: A U Thor <author@example.org>\n"
        )))
    });
    repo.cihook(&["init", "--interactive"]).fails(2);
    repo.cihook(&["init", "--from-history", "--interactive"]).fails(2).says("no terminal");
    if !has_python("each_rule_weighs_what_its_maintainer_says") {
        return;
    }
    let asking = ["init", "--from-history", "--interactive"];
    let given_up = on_terminal(&repo, "dumb", &asking, &[], &[("header-format", "\u{3}")]);
    assert!(given_up.code == 1 && given_up.out.contains("nothing was written"), "{given_up:#?}");
    assert!(!repo.has("cihook.toml"));
    let rules = [
        "header-format",
        "header-type",
        "header-scope",
        "header-issue",
        "header-length",
        "header-style",
        "body-format",
        "body-width",
    ];
    let mut steps: Vec<(&str, &str)> = rules.iter().map(|rule| (*rule, "1\r")).collect();
    steps.push(("sign-off (compat = \"strict\"): kept by 40 of 40 commits", "off\r"));
    steps.push(("author: kept", "1\r"));
    on_terminal(&repo, "dumb", &asking, &[], &steps).ok();
    let text = repo.read("cihook.toml");
    assert!(text.contains("[rules.sign-off]\nlevel = \"off\""), "{text}");
    assert!(text.contains("[rules.header-issue]\nlevel = \"error\" # 40 of 40\n"), "{text}");
    repo.cihook(&["policy", "check"]).ok();
}
