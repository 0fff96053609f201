//! What stands in the way: refused with the reason and the way out, and nothing changed.

use crate::support::{Ran, Repo, Sandbox};
use crate::{POLICY, id, repo};

/// A repository with one commit to repair.
fn broken(sandbox: &Sandbox) -> (Repo, String) {
    let repo = repo(sandbox, POLICY);
    let head = repo.commit("Fix: one\n");
    (repo, head)
}

/// Refused, dry or not, and nothing moved.
fn refused(repo: &Repo, range: &str, code: i32) -> Ran {
    let refs = repo.git(&["for-each-ref"]).ok().out;
    repo.cihook(&["fix", range]).fails(code);
    let ran = repo.cihook(&["fix", range, "--apply"]).fails(code);
    assert_eq!(repo.git(&["for-each-ref"]).ok().out, refs);
    ran
}

#[test]
fn operations_in_progress_are_finished_first() {
    for (state, name) in [
        ("MERGE_HEAD", "merge"),
        ("CHERRY_PICK_HEAD", "cherry-pick"),
        ("REVERT_HEAD", "revert"),
        ("BISECT_START", "bisect"),
    ] {
        let sandbox = Sandbox::new();
        let (repo, head) = broken(&sandbox);
        repo.write(&format!(".git/{state}"), format!("{head}\n"));
        refused(&repo, "origin/main..HEAD", 2).says(name);
    }
}

#[test]
fn a_rebase_of_the_branch_in_another_work_tree_counts() {
    let sandbox = Sandbox::new();
    let (repo, _) = broken(&sandbox);
    repo.git(&["worktree", "add", "-q", "--detach", "../other"]).ok();
    repo.write(".git/worktrees/other/rebase-merge/head-name", "refs/heads/main\n");
    refused(&repo, "origin/main..main", 2).says("rebase");
    repo.write(".git/worktrees/other/rebase-merge/head-name", "refs/heads/elsewhere\n");
    repo.cihook(&["fix", "origin/main..main", "--apply"]).ok();
}

#[test]
fn published_commits_stay_unless_that_is_asked_for() {
    let sandbox = Sandbox::new();
    let (repo, head) = broken(&sandbox);
    repo.git(&["update-ref", "refs/remotes/origin/main", &head]).ok();
    refused(&repo, "HEAD~1..HEAD", 2).says("origin/main").says("--published");
    repo.cihook(&["fix", "HEAD~1..HEAD", "--published", "--apply"]).ok();
}

#[test]
fn a_default_branch_of_another_name_is_the_one_that_counts() {
    let sandbox = Sandbox::new();
    let (repo, head) = broken(&sandbox);
    repo.git(&["update-ref", "refs/remotes/origin/trunk", &head]).ok();
    repo.cihook(&["fix", "HEAD~1..HEAD"]).fails(1);
    repo.git(&["symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk"]).ok();
    refused(&repo, "HEAD~1..HEAD", 2).says("origin/trunk");
}

#[test]
fn only_local_branches_end_a_range() {
    let sandbox = Sandbox::new();
    let (repo, head) = broken(&sandbox);
    repo.git(&["tag", "v1"]).ok();
    repo.git(&["update-ref", "refs/remotes/origin/topic", &head]).ok();
    for end in ["v1", "origin/topic", "HEAD~1", "nowhere"] {
        refused(&repo, &format!("origin/main..{end}"), 2);
    }
    refused(&repo, "v1", 2);
    repo.cihook(&["fix", &format!("origin/main..{head}")]).fails(1);
}

#[test]
fn a_history_that_is_not_that_of_its_objects_is_not_rewritten() {
    let sandbox = Sandbox::new();
    let (repo, head) = broken(&sandbox);
    let other = repo.git(&["commit-tree", "-m", "other", "HEAD^{tree}"]).ok().out;
    repo.git(&["replace", &head, other.trim()]).ok();
    refused(&repo, "origin/main..HEAD", 2).says("git replace -d");
    repo.git(&["replace", "-d", &head]).ok();
    repo.write(".git/info/grafts", format!("{head}\n"));
    refused(&repo, "origin/main..HEAD", 2).says("grafts");
    std::fs::remove_file(repo.path.join(".git/info/grafts")).expect("a file");
    repo.write(".git/shallow", format!("{head}\n"));
    let ran = repo.cihook(&["fix", "HEAD", "--apply"]);
    assert!(ran.code == 2 && ran.err.contains("--unshallow"), "{ran:#?}");
}

#[test]
fn a_lock_is_gits_refusal_and_nothing_moves() {
    let sandbox = Sandbox::new();
    let (repo, head) = broken(&sandbox);
    repo.write(".git/refs/heads/main.lock", "");
    repo.cihook(&["fix", "origin/main..HEAD", "--apply"]).fails(3).says("main.lock");
    assert_eq!(id(&repo, "HEAD"), head);
    std::fs::remove_file(repo.path.join(".git/refs/heads/main.lock")).expect("a file");
    repo.cihook(&["fix", "origin/main..HEAD", "--apply"]).ok();
    let kept = repo.git(&["for-each-ref", "refs/cihook/backup"]).ok().out;
    assert_eq!(kept.lines().count(), 2, "the backup of the run that failed is taken over: {kept}");
}

#[test]
fn a_veto_of_a_hook_moves_nothing() {
    let sandbox = Sandbox::new();
    let (repo, head) = broken(&sandbox);
    repo.program(".git/hooks/reference-transaction", "#!/bin/sh\n! grep -q 'refs/heads/main$'\n");
    repo.cihook(&["fix", "origin/main..HEAD", "--apply"]).fails(3);
    assert_eq!(id(&repo, "HEAD"), head);
}

#[test]
fn without_commits_or_upstream_the_reason_is_told() {
    let sandbox = Sandbox::new();
    let empty = sandbox.repo("empty");
    empty.cihook(&["fix", "HEAD"]).fails(2);
    empty.cihook(&["fix", "--push"]).fails(2);
    let (repo, _) = broken(&sandbox);
    repo.cihook(&["fix"]).fails(2);
    sandbox.at(sandbox.path("")).cihook(&["fix"]).fails(2);
}
