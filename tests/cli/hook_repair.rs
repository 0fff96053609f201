//! What hooks do with a message on their own: safe corrections, and the message that was refused before.

use crate::support::{Repo, Sandbox, run};

fn repo(sandbox: &Sandbox, policy: &str, hooks: &[&str]) -> Repo {
    let repo = sandbox.repo("r");
    repo.write("cihook.toml", policy).commit("feat(api): start (#1)\n");
    repo.cihook(&[&["install"], hooks].concat()).ok();
    repo
}

const SAFE: &str = "[repair]\ncommit-msg = \"safe\"\n";

#[test]
fn safe_corrections_are_made_where_the_policy_says_so() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox, SAFE, &[]);
    let commit = |message: &str| repo.git(&["commit", "-q", "--allow-empty", "-s", "-m", message]);
    let ran = commit("Fix（api）：  close the pool(#7).").ok();
    assert_eq!(
        ran.err,
        "cihook: corrected how the message is written, as the policy asks: fix(api): close the pool (#7)\n"
    );
    repo.git(&["log", "-1", "--format=%s"]).ok().prints("fix(api): close the pool (#7)\n");
    let ran = commit("fix(api): close it well (#7)").ok();
    assert_eq!(ran.err, "");
}

#[test]
fn a_message_that_stays_refused_stays_as_it_is() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox, SAFE, &[]);
    repo.git(&["commit", "-q", "--allow-empty", "-m", "Fix(api): close the pool (#7)."]).fails(1);
    assert_eq!(repo.read(".git/cihook/rejected"), "Fix(api): close the pool (#7).\n");
    assert_eq!(repo.read(".git/COMMIT_EDITMSG"), "Fix(api): close the pool (#7).\n");
}

#[test]
fn nothing_is_corrected_unless_the_policy_says_so() {
    for policy in ["", "[repair]\ncommit-msg = \"off\"\n"] {
        let sandbox = Sandbox::new();
        let repo = repo(&sandbox, policy, &[]);
        repo.git(&["commit", "-q", "--allow-empty", "-s", "-m", "Fix(api): close the pool (#7)."]).fails(1);
    }
}

#[test]
fn the_setting_is_shown_and_its_mistakes_are_told() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox, SAFE, &[]);
    repo.cihook(&["policy", "show"]).ok().prints("[repair]\ncommit-msg = \"safe\"  # cihook.toml:2\n");
    repo.write("cihook.toml", "[repair]\ncommit-msg = \"save\"\npre-push = \"safe\"\n");
    repo.cihook(&["policy", "check"]).fails(2).says("`save`").says("safe").says("`pre-push`");
}

#[test]
fn the_kept_message_comes_back_with_what_was_found() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox, "", &["--hook", "prepare-commit-msg"]);
    repo.git(&["commit", "-q", "--allow-empty", "-m", "Fix(api): close the pool (#7)."]).fails(1);
    let opened = |arguments: &[&str], editor: &str| {
        let editor = format!("cp \"$1\" opened; {editor}");
        let script = repo.program("editor", &format!("#!/bin/sh\n{editor}\n"));
        let mut command = repo.command("git");
        command
            .args(["commit", "-q", "--allow-empty"])
            .args(arguments)
            .env("GIT_EDITOR", format!("'{}'", script.display()));
        (run(&mut command, b""), repo.read("opened"))
    };
    let (ran, page) = opened(&["-s"], "true");
    assert_eq!(ran.code, 1, "closed without a change: {ran:#?}");
    assert!(page.starts_with("Fix(api): close the pool (#7).\n\n# "), "{page}");
    assert!(
        page.contains("\n# header-type: ") && page.contains("\n# corrected: fix(api): close the pool (#7)\n"),
        "{page}"
    );
    // The sign-off is not asked for a second time.
    let (ran, page) = opened(&["-s"], "sed -i '1s/.*/fix(api): close the pool (#7)/' \"$1\"");
    assert_eq!(ran.code, 0, "{ran:#?}");
    assert_eq!(page.matches("Signed-off-by: ").count(), 1, "{page}");
    repo.git(&["log", "-1", "--format=%B"])
        .ok()
        .prints("fix(api): close the pool (#7)\n\nSigned-off-by: A U Thor <author@example.org>\n");
}

#[test]
fn the_kept_message_comes_back_only_into_a_plain_new_commit() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox, "", &["--hook", "prepare-commit-msg"]);
    repo.git(&["commit", "-q", "--allow-empty", "-m", "kept words"]).fails(1);
    for arguments in [&["--amend"][..], &["-m", "other words", "-e"], &["--squash", "HEAD"], &["-c", "HEAD"]] {
        let mut command = repo.command("git");
        command.args(["commit", "--allow-empty"]).args(arguments).env("GIT_EDITOR", "cp -f \"$1\" opened; false");
        let script = repo.program("editor", "#!/bin/sh\ncp \"$1\" opened\nexit 1\n");
        run(command.env("GIT_EDITOR", format!("'{}'", script.display())), b"");
        assert!(!repo.read("opened").contains("kept words"), "{arguments:?}");
    }
}

#[test]
fn an_editor_that_is_closed_without_a_change_commits_no_kept_message() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox, "", &["--hook", "prepare-commit-msg"]);
    let message = "fix(api): close the pool (#7)";
    repo.git(&["commit", "-q", "--allow-empty", "-m", message]).fails(1);
    let mut command = repo.command("git");
    command.args(["commit", "-q", "--allow-empty", "-s"]).env("GIT_EDITOR", "true");
    run(&mut command, b"").fails(1).says("the message was not changed in the editor");
    // Asked for in so many words, the same message is committed.
    let mut retry = repo.command(crate::support::program());
    run(retry.args(["commit", "--retry", "-s"]).env("GIT_EDITOR", "true"), b"").ok();
    repo.git(&["log", "-1", "--format=%s"]).ok().prints(message);
}
