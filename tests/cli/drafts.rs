//! Messages between the editor and the commit: what git does not tell its hooks, and what a person has not written.

use crate::support::{Sandbox, run};

const PATHS: &str = "[rules.header-scope]\nallow = [\"api\"]\npaths = { api = [\"src/**\"] }\n";

#[test]
fn two_commits_of_one_second_are_no_amend() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.install().write("cihook.toml", PATHS).write("src/x", "x\n").git(&["add", "src"]).ok();
    repo.git(&["commit", "-q", "-s", "-m", "feat(api): add the page (#1)"]).ok();
    repo.write("other", "y\n").git(&["add", "other"]).ok();
    repo.git(&["commit", "-q", "-s", "-m", "fix(api): mend the other (#2)"])
        .fails(1)
        .says("touches nothing of `src/**`");
    repo.git(&["commit", "-q", "-s", "--amend", "-m", "fix(api): mend them both (#2)"]).ok();
}

#[test]
fn what_git_wrote_for_itself_is_not_filled_in() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.commit("quick words\n");
    repo.cihook(&["install", "--hook", "prepare-commit-msg"]).ok();
    repo.git(&["switch", "-q", "-c", "feat/42-login"]).ok();
    for kind in ["--fixup", "--squash"] {
        let mut command = repo.command("git");
        command.args(["commit", "-q", "--allow-empty", "--no-verify", "--no-edit", kind, "HEAD"]);
        run(command.env("GIT_EDITOR", "true"), b"").ok();
        let subject = repo.git(&["log", "-1", "--format=%s"]).ok().out;
        assert!(!subject.contains("#42") && !subject.starts_with("feat"), "{subject}");
    }
    repo.git(&["switch", "-q", "-c", "fix/7-side", "HEAD~2"]).ok();
    repo.write("a", "a\n").git(&["add", "a"]).ok();
    repo.commit("side words\n");
    repo.git(&["switch", "-q", "feat/42-login"]).ok();
    for arguments in [
        &["cherry-pick", "fix/7-side"][..],
        &["revert", "--no-edit", "HEAD"],
        &["commit", "-q", "--amend", "--no-edit"],
    ] {
        run(repo.command("git").args(arguments).env("GIT_EDITOR", "true"), b"");
        let subject = repo.git(&["log", "-1", "--format=%s"]).ok().out;
        assert!(!subject.contains("#42") && !subject.starts_with("feat"), "{arguments:?}: {subject}");
    }
}

#[test]
fn a_message_of_the_command_line_stays_as_it_is() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.commit("quick words\n");
    repo.cihook(&["install", "--hook", "prepare-commit-msg"]).ok();
    repo.git(&["switch", "-q", "-c", "feat/42-login"]).ok();
    repo.git(&["commit", "-q", "--allow-empty", "--no-verify", "-m", "typed words"]).ok();
    repo.git(&["log", "-1", "--format=%s"]).ok().prints("typed words\n");
}

#[test]
fn the_branch_that_is_rebased_is_known() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.write("cihook.toml", "[rules.header-scope]\nallow = [\"api\"]\n[[override]]\nbranch = [\"release-v*\"]\n[override.rules.header-scope]\nallow = [\"{branch}\"]\n");
    repo.git(&["add", "."]).ok();
    repo.commit("feat(api): start (#1)\n");
    repo.git(&["switch", "-q", "-c", "release-v3.5"]).ok();
    repo.install();
    for number in 2..4 {
        let message = format!("fix(release-v3.5): close the pool (#{number})");
        repo.write("file", &message).git(&["add", "file"]).ok();
        repo.git(&["commit", "-q", "-s", "-m", &message]).ok();
    }
    let mut command = repo.command("git");
    command.args(["rebase", "-q", "-i", "HEAD~2"]);
    command.env("GIT_SEQUENCE_EDITOR", "sed -i 1s/^pick/reword/").env("GIT_EDITOR", "sed -i 1s/close/shut/");
    run(&mut command, b"").ok();
    repo.git(&["log", "-1", "--format=%s", "HEAD~1"]).ok().prints("fix(release-v3.5): shut the pool (#2)");
}

#[test]
fn an_editor_that_nobody_wrote_in_replaces_no_kept_message() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.commit("quick words\n");
    repo.cihook(&["install", "--hook", "prepare-commit-msg"]).ok();
    repo.write("template", "Why:\n\nHow:\n").git(&["config", "commit.template", "template"]).ok();
    repo.try_commit("precious words").fails(1);
    let kept = repo.read(".git/cihook/rejected");
    let leave = |arguments: &[&str]| {
        let mut command = repo.command("git");
        let ran = run(command.args(["commit", "-q", "--allow-empty"]).args(arguments).env("GIT_EDITOR", "true"), b"");
        assert_eq!(ran.code, 1, "{ran:#?}");
        assert_eq!(ran.err.lines().filter(|line| line.starts_with("cihook: ")).count(), 1, "{ran:#?}");
        assert_eq!(repo.read(".git/cihook/rejected"), kept, "{arguments:?}");
    };
    leave(&[]);
    leave(&["-s"]);
    repo.git(&["config", "--unset", "commit.template"]).ok();
    leave(&[]);
    leave(&["-s"]);
    repo.git(&["switch", "-q", "-c", "feat/42-login"]).ok();
    leave(&[]);
    leave(&["-s"]);
}

#[test]
fn ten_messages_stay_that_were_refused_before() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.install();
    for number in 0..13 {
        repo.try_commit(&format!("words {number}")).fails(1);
        repo.try_commit(&format!("words {number}")).fails(1);
    }
    let kept = |name: &str| repo.read(&format!(".git/cihook/{name}"));
    assert_eq!(kept("rejected"), "words 12\n");
    for earlier in 1..=10 {
        assert_eq!(kept(&format!("rejected.{earlier}")), format!("words {}\n", 12 - earlier));
    }
    assert!(!repo.has(".git/cihook/rejected.11"));
}

#[test]
fn nothing_may_stand_behind_the_address_of_a_sign_off() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    let signed =
        |line: &str| repo.check_message(format!("feat(api): add it (#1)\n\nSigned-off-by: {line}\n").as_bytes());
    signed("A U Thor <author@example.org>").ok();
    for line in [
        "A U Thor <author@example.org> NOT REALLY",
        "A U Thor <author@example.org>.",
        "A U Thor <author@example.org> (x)",
    ] {
        signed(line).fails(1).prints("error[sign-off]");
    }
}

#[test]
fn a_terminal_that_shows_no_utf8_gets_english() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    let said = |locale: &str| {
        let ran = repo.cihook_with(&["check", "--message", "-"], &[("LC_ALL", locale)], b"bad words\n").fails(1);
        ran.out.contains("错误") || !ran.out.is_ascii()
    };
    assert!(said("zh_CN.UTF-8") && said("zh_CN.utf8") && said("zh_CN"));
    for locale in ["zh_CN.GBK", "zh_CN.gb18030", "zh_TW.Big5"] {
        assert!(!said(locale), "{locale}");
    }
}

#[test]
fn a_header_of_megabytes_is_not_printed_whole() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    let message = format!("{}\n", "w".repeat(5_000_000));
    for format in ["human", "junit", "markdown", "github"] {
        let ran = repo.cihook_with(&["check", "--message", "-", "--format", format], &[], message.as_bytes()).fails(1);
        assert!(ran.out.len() < 500_000, "{format}: {} bytes", ran.out.len());
    }
}

#[test]
fn a_bot_signs_nothing_where_no_server_can_be_asked() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.git(&["config", "user.name", "dependabot[bot]"]).ok();
    repo.git(&["config", "user.email", "49699333+dependabot[bot]@users.noreply.github.com"]).ok();
    for compat in ["dcoapp", "dco2"] {
        repo.write("cihook.toml", format!("extends = [\"dco\"]\n[rules.sign-off]\ncompat = \"{compat}\"\n"));
        repo.commit("build: bump x\n");
        repo.cihook(&["check", "HEAD"]).ok();
    }
    repo.write("cihook.toml", "extends = [\"dco\"]\n");
    repo.cihook(&["check", "HEAD"]).fails(1);
}
