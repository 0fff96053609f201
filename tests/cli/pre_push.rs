//! The pre-push hook, run by git, with a real remote: the messages of what becomes public.

use crate::support::{GOOD, Repo, Sandbox};

const BAD: &str = "bad one";

fn pair(sandbox: &Sandbox) -> Repo {
    sandbox.init("remote.git", &["--bare"]);
    let repo = sandbox.repo("work");
    repo.git(&["remote", "add", "origin", "../remote.git"]).ok();
    repo.install();
    repo.commit(GOOD);
    repo.git(&["push", "-q", "origin", "main"]).ok();
    repo
}

#[test]
fn a_commit_made_without_hooks_does_not_get_out() {
    let sandbox = Sandbox::new();
    let repo = pair(&sandbox);
    repo.commit(BAD);
    repo.git(&["push", "origin", "main"])
        .fails(1)
        .says("error[header-format")
        .says("Go on with:  git cihook fix --push --edit --signoff");
}

#[test]
fn what_a_long_answer_leaves_out_has_a_command_that_shows_it() {
    let sandbox = Sandbox::new();
    let repo = pair(&sandbox);
    repo.git(&["checkout", "-q", "-b", "feat/long"]).ok();
    (0..23).for_each(|number| {
        repo.commit(&format!("bad {number}"));
    });
    repo.git(&["push", "origin", "HEAD"]).fails(1).says("  and 3 more: git cihook check -v --push\n");
    repo.cihook(&["check", "-v", "--push"]).fails(1).prints("bad 0").prints("bad 22");
    repo.git(&["checkout", "-q", "main"]).ok();
    repo.git(&["push", "origin", "feat/long"]).fails(1).says("  and 3 more: git cihook check -v --push feat/long\n");
    repo.cihook(&["check", "--push"]).ok().prints("0 commits");
}

#[test]
fn branches_of_which_the_policy_asks_different_things_are_not_checked_as_one() {
    let sandbox = Sandbox::new();
    let repo = pair(&sandbox);
    repo.write("cihook.toml", "[[override]]\nbranch = \"docs/**\"\n[override.rules]\nheader-format = \"off\"\n");
    for branch in ["docs/a", "feat/a"] {
        repo.git(&["branch", branch]).ok();
    }
    repo.cihook(&["check", "--push", "docs/a", "feat/a"]).fails(2).says("the policy differs for the branches");
    repo.cihook(&["check", "--push", "docs/a"]).ok();
}

#[test]
fn one_line_says_how_many_commits_were_judged() {
    let sandbox = Sandbox::new();
    let repo = pair(&sandbox);
    repo.commit(GOOD);
    repo.commit(GOOD);
    let ran = repo.git(&["push", "-q", "origin", "main"]).ok();
    assert_eq!(ran.err, "cihook: 2 commits checked, no problems\n");
}

#[test]
fn every_ref_of_a_push_is_judged() {
    let sandbox = Sandbox::new();
    let repo = pair(&sandbox);
    repo.git(&["branch", "feat/a-good"]).ok();
    repo.git(&["checkout", "-q", "-b", "feat/z-bad"]).ok();
    repo.commit(BAD);
    repo.git(&["push", "origin", "feat/a-good", "feat/z-bad"]).fails(1).says("bad one");
    repo.git(&["push", "-q", "origin", "feat/a-good"]).ok();
}

#[test]
fn deleting_a_branch_is_always_possible() {
    let sandbox = Sandbox::new();
    let repo = pair(&sandbox);
    repo.git(&["checkout", "-q", "-b", "Bad_Name!"]).ok();
    repo.commit(BAD);
    repo.git(&["push", "-q", "--no-verify", "origin", "Bad_Name!"]).ok();
    repo.git(&["push", "-q", "origin", ":Bad_Name!"]).ok();
}

#[test]
fn a_dirty_work_tree_and_another_branch_do_not_matter() {
    let sandbox = Sandbox::new();
    let repo = pair(&sandbox);
    repo.git(&["checkout", "-q", "-b", "feat/x"]).ok();
    repo.commit(GOOD);
    repo.git(&["checkout", "-q", "main"]).ok();
    repo.write("dirt", "x").git(&["add", "dirt"]).ok();
    repo.git(&["push", "-q", "origin", "feat/x"]).ok();
}

#[test]
fn tags_bring_their_commits() {
    let sandbox = Sandbox::new();
    let repo = pair(&sandbox);
    repo.commit(BAD);
    repo.git(&["tag", "-a", "v1.0.0", "-m", "release"]).ok();
    repo.git(&["push", "origin", "v1.0.0"]).fails(1).says("bad one");
}

#[test]
fn what_another_remote_has_is_not_ours_to_answer_for() {
    let sandbox = Sandbox::new();
    let repo = pair(&sandbox);
    sandbox.init("fork.git", &["--bare"]);
    repo.commit(BAD);
    repo.git(&["push", "-q", "--no-verify", "origin", "main"]).ok();
    repo.git(&["remote", "add", "fork", "../fork.git"]).ok();
    repo.git(&["push", "-q", "fork", "main"]).ok().says("0 commits checked");
}

#[test]
fn a_rewritten_branch_is_judged_again() {
    let sandbox = Sandbox::new();
    let repo = pair(&sandbox);
    repo.git(&["checkout", "-q", "-b", "feat/x"]).ok();
    repo.commit(GOOD);
    repo.git(&["push", "-q", "origin", "feat/x"]).ok();
    repo.git(&["commit", "-q", "--amend", "--allow-empty", "--no-verify", "-m", BAD]).ok();
    repo.git(&["push", "--force", "origin", "feat/x"]).fails(1).says("bad one");
}

#[test]
fn fixups_reach_side_branches_and_not_main() {
    let sandbox = Sandbox::new();
    let repo = pair(&sandbox);
    repo.git(&["checkout", "-q", "-b", "feat/x"]).ok();
    repo.commit(&format!("fixup! {GOOD}"));
    repo.git(&["push", "-q", "origin", "feat/x"]).ok().says("warning[fixup-commit]");
    repo.git(&["push", "-q", "origin", "feat/x:feat/x", "--delete", "--no-verify"]);
    let sandbox = Sandbox::new();
    let repo = pair(&sandbox);
    repo.commit(&format!("fixup! {GOOD}"));
    repo.git(&["push", "-q", "origin", "main"]).fails(1).says("error[fixup-commit]");
}

#[test]
fn a_push_to_an_overridden_branch_is_judged_by_its_rules() {
    let sandbox = Sandbox::new();
    let repo = pair(&sandbox);
    repo.write(
        "cihook.toml",
        "[[override]]\nbranch = [\"release-v*\"]\n[override.rules.header-scope]\nallow = [\"{branch}\"]\n",
    );
    repo.commit(GOOD);
    repo.git(&["push", "origin", "main:release-v3.5"]).fails(1).says("`api` is not an allowed scope");
    repo.git(&["push", "-q", "origin", "main"]).ok();
}

#[test]
fn notes_and_reviews_are_not_judged_by_message_rules() {
    let sandbox = Sandbox::new();
    let repo = pair(&sandbox);
    repo.git(&["notes", "add", "-m", "a note"]).ok();
    repo.git(&["push", "-q", "origin", "refs/notes/commits"]).ok();
}

#[test]
fn an_odd_line_is_refused_and_an_empty_input_passes() {
    let sandbox = Sandbox::new();
    let repo = pair(&sandbox);
    repo.cihook(&["hook", "pre-push", "origin", "url"]).ok();
    repo.cihook_with(&["hook", "pre-push", "origin", "url"], &[], b"nonsense\n")
        .fails(3)
        .says("malformed input from git");
}
