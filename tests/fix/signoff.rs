//! `--signoff` signs for nobody else.

use crate::support::{Sandbox, run};
use crate::{id, raw, repo};

const POLICY: &str = "extends = [\"dco\"]\n";

#[test]
fn own_commits_are_signed_off_and_others_are_named() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox, POLICY);
    repo.commit("mine\n\nRefs: #1\n");
    let mut command = repo.command("git");
    command.args(["commit", "-q", "--allow-empty", "--no-verify", "--author=Bo <bo@example.org>", "-m", "theirs"]);
    run(&mut command, b"").ok();
    let ran = repo.cihook(&["fix", "origin/main..HEAD", "--signoff", "--apply"]).fails(1).prints("only its author");
    assert!(raw(&repo, "HEAD~1").ends_with("mine\n\nRefs: #1\nSigned-off-by: A U Thor <author@example.org>\n"));
    assert!(raw(&repo, "HEAD").ends_with("\n\ntheirs\n"), "{ran:#?}");
}

#[test]
fn a_merge_of_main_is_neither_flattened_nor_signed() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox, POLICY);
    repo.git(&["checkout", "-q", "-b", "theirs"]).ok();
    let theirs = repo.commit("theirs\n\nSigned-off-by: Bo <bo@example.org>\n");
    repo.git(&["update-ref", "refs/remotes/origin/main", &theirs]).ok();
    repo.git(&["checkout", "-q", "main"]).ok();
    repo.commit("mine\n");
    repo.git(&["merge", "-q", "--no-ff", "-m", "Merge branch 'theirs'", "theirs"]).ok();
    repo.cihook(&["fix", "origin/main..HEAD", "--signoff", "--apply"]).ok();
    assert_eq!(id(&repo, "HEAD^2"), theirs);
    assert!(raw(&repo, "HEAD").ends_with("\n\nMerge branch 'theirs'\n"));
    assert!(raw(&repo, "HEAD^1").contains("mine\n\nSigned-off-by: A U Thor"));
}

#[test]
fn the_person_is_who_is_configured_not_what_a_script_says() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox, POLICY);
    repo.commit("mine\n");
    let bo = [
        ("GIT_AUTHOR_NAME", "Bo"),
        ("GIT_AUTHOR_EMAIL", "bo@x.y"),
        ("GIT_COMMITTER_NAME", "Bo"),
        ("GIT_COMMITTER_EMAIL", "bo@x.y"),
    ];
    repo.cihook_with(&["fix", "origin/main..HEAD", "--signoff", "--apply"], &bo, b"").ok();
    assert!(raw(&repo, "HEAD").ends_with("Signed-off-by: A U Thor <author@example.org>\n"));
}

#[test]
fn an_address_of_before_is_replaced() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox, POLICY);
    repo.commit("mine\n\nSigned-off-by: A U Thor <old@example.org>\n");
    repo.cihook(&["fix", "origin/main..HEAD", "--signoff", "--apply"]).ok();
    assert!(raw(&repo, "HEAD").ends_with("\n\nmine\n\nSigned-off-by: A U Thor <author@example.org>\n"));
}

#[test]
fn without_an_identity_nothing_is_signed() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox, POLICY);
    repo.commit("mine\n");
    repo.git(&["config", "--unset", "user.email"]).ok();
    repo.cihook(&["fix", "origin/main..HEAD", "--signoff", "--apply"]).fails(2).says("git config user.email");
}

#[test]
fn the_command_that_goes_on_signs_only_where_all_that_lack_it_are_the_users_own() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox, POLICY);
    repo.commit("mine\n");
    repo.cihook(&["fix", "origin/main..HEAD"]).fails(1).prints("fix origin/main..HEAD --signoff --apply");
    let mut command = repo.command("git");
    command.args(["commit", "-q", "--allow-empty", "--no-verify", "--author=Bo <bo@example.org>", "-m", "theirs"]);
    run(&mut command, b"").ok();
    let ran = repo.cihook(&["fix", "origin/main..HEAD"]).fails(1);
    assert!(!ran.out.contains("--signoff"), "{ran:#?}");
}
