//! Which refs move, which stay, and how to go back.

use crate::support::Sandbox;
use crate::{POLICY, headers, id, is_whole, repo};

#[test]
fn stacked_branches_move_along_and_forks_are_named() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox, POLICY);
    repo.commit("Fix: one\n");
    repo.git(&["branch", "lower"]).ok();
    repo.git(&["tag", "v1"]).ok();
    repo.git(&["checkout", "-q", "-b", "fork"]).ok();
    let fork = repo.commit("feat: elsewhere\n");
    repo.git(&["checkout", "-q", "main"]).ok();
    repo.commit("Fix: two\n");
    let (tag, tracking) = (id(&repo, "v1"), id(&repo, "origin/main"));
    let ran = repo.cihook(&["fix", "origin/main..main", "--apply"]).ok();
    assert_eq!(id(&repo, "lower"), id(&repo, "main~1"));
    assert_eq!((id(&repo, "fork"), id(&repo, "v1"), id(&repo, "origin/main")), (fork, tag, tracking));
    for name in ["also moves: `lower`", "`fork`", "`tags/v1`"] {
        assert!(ran.out.contains(name), "{name} in {ran:#?}");
    }
}

#[test]
fn undo_goes_back_and_only_where_nothing_was_built_on_it() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox, POLICY);
    repo.cihook(&["fix", "--undo"]).fails(2);
    repo.commit("Fix: one\n");
    repo.git(&["branch", "lower"]).ok();
    let old = repo.commit("Fix: two\n");
    let lower = id(&repo, "lower");
    repo.cihook(&["fix", "origin/main..main", "--apply"]).ok().prints("fix --undo");
    assert_eq!(id(&repo, "ORIG_HEAD"), old);
    repo.commit("feat: three\n");
    repo.cihook(&["fix", "--undo"]).fails(2).says("main");
    repo.git(&["reset", "-q", "--hard", "HEAD~1"]).ok();
    repo.cihook(&["fix", "--undo"]).ok();
    assert_eq!((id(&repo, "main"), id(&repo, "lower")), (old, lower));
    repo.cihook(&["fix", "--undo"]).fails(2);
    is_whole(&repo);
}

#[test]
fn the_last_ten_backups_are_kept() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox, POLICY);
    for number in 0..12 {
        repo.commit(&format!("Fix: number {number}\n"));
        repo.cihook(&["fix", "HEAD", "--apply"]).ok();
    }
    let kept = repo.git(&["for-each-ref", "--format=%(refname)", "refs/cihook/backup"]).ok().out;
    assert_eq!(kept.lines().count(), 20, "an old and a new place for each: {kept}");
    assert!(kept.contains("/12/before/heads/main") && !kept.contains("/2/before/"), "{kept}");
}

#[test]
fn a_detached_head_moves_itself() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox, POLICY);
    let main = id(&repo, "main");
    repo.git(&["checkout", "-q", "--detach"]).ok();
    repo.commit("Fix: one\n");
    repo.cihook(&["fix", "origin/main..HEAD", "--apply"]).ok();
    assert_eq!(headers(&repo, 1), ["fix: one"]);
    assert_eq!(id(&repo, "main"), main);
    repo.cihook(&["fix", "--undo"]).ok();
    assert_eq!(headers(&repo, 1), ["Fix: one"]);
}

#[test]
fn a_branch_of_another_work_tree_moves_and_its_status_stays_clean() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox, POLICY);
    repo.git(&["worktree", "add", "-q", "../other", "-b", "feature"]).ok();
    let other = sandbox.at(sandbox.path("other"));
    other.commit("Fix: one\n");
    repo.cihook(&["fix", "origin/main..feature", "--apply"]).ok();
    assert_eq!(headers(&other, 1), ["fix: one"]);
    assert_eq!(other.git(&["status", "--porcelain"]).ok().out, "");
    // git itself tells only the reflog of the work tree that its command runs in.
    let told = || other.git(&["reflog", "-1", "--format=%H %gs"]).ok().out;
    assert_eq!(told(), format!("{} cihook fix\n", id(&other, "HEAD")));
    repo.cihook(&["fix", "--undo"]).ok();
    assert_eq!(told(), format!("{} cihook fix: undo\n", id(&other, "HEAD")));
}

#[test]
fn the_push_that_is_printed_brings_the_branch_to_the_remote() {
    let sandbox = Sandbox::new();
    sandbox.init("origin.git", &["--bare"]);
    let repo = repo(&sandbox, POLICY);
    repo.git(&["push", "-q", "origin", "HEAD:refs/heads/main"]).ok();
    repo.git(&["checkout", "-q", "-b", "feature"]).ok();
    repo.commit("Fix: one\n");
    repo.git(&["push", "-q", "-u", "origin", "feature"]).ok();
    let ran = repo.cihook(&["fix", "origin/main..feature", "--apply"]).ok();
    let command = ran.out.lines().find_map(|line| line.split_once("git push")).expect("a push").1.to_owned();
    let mut shell = repo.command("sh");
    crate::support::run(shell.args(["-c", &format!("git push{command}")]), b"").ok();
    assert_eq!(id(&repo, "origin/feature"), id(&repo, "feature"));
}

#[test]
fn notes_follow_and_the_hook_is_told() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox, POLICY);
    let old = repo.commit("Fix: one\n");
    repo.git(&["notes", "add", "-m", "a note"]).ok();
    repo.git(&["config", "notes.rewriteRef", "refs/notes/commits"]).ok();
    repo.program(".git/hooks/post-rewrite", "#!/bin/sh\necho \"$1\" > told\ncat >> told\nexit 1\n");
    repo.cihook(&["fix", "origin/main..HEAD", "--apply"]).ok();
    assert_eq!(repo.git(&["notes", "show", "HEAD"]).ok().out, "a note\n");
    assert_eq!(repo.read("told"), format!("rebase\n{old} {}\n", id(&repo, "HEAD")));
}

#[test]
fn a_push_of_several_branches_is_exactly_what_no_remote_has() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox, POLICY);
    for branch in ["one", "two"] {
        repo.git(&["checkout", "-q", "-b", branch, "origin/main"]).ok();
        repo.commit(&format!("Fix: {branch}\n"));
    }
    repo.git(&["checkout", "-q", "main"]).ok();
    repo.cihook(&["check", "--push"]).ok().prints("0 commits");
    repo.cihook(&["check", "--push", "one", "two"])
        .fails(1)
        .prints("2 of 2 commits")
        .prints(" fix --push one two --apply\n");
    repo.cihook(&["check", "--push", "origin/main"]).fails(2);
    repo.cihook(&["check", "--push", "one", "--all"]).fails(2);
    repo.cihook(&["fix", "--apply", "--push", "one", "two"]).ok();
    repo.cihook(&["check", "--push", "one", "two"]).ok().prints("2 commits");
    let told = repo.git(&["for-each-ref", "--format=%(subject)", "refs/heads/one", "refs/heads/two"]).ok().out;
    assert_eq!(told, "fix: one\nfix: two\n");
    repo.cihook(&["fix", "--push"]).ok().prints("0 commits");
}
