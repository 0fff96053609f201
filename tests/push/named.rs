//! Faults of other tools and of the hooks that came before, one test each.

use crate::history::MESSAGE;
use crate::pair::{Pair, huge};
use crate::support::{Sandbox, run};

#[test]
fn a_blob_that_was_added_and_deleted_again_is_found() {
    let pair = Pair::new();
    let bad = pair.save("big.bin", huge());
    pair.repo.git(&["rm", "-q", "big.bin"]).ok();
    pair.repo.commit(MESSAGE);
    pair.push(&["origin", "main"])
        .fails(1)
        .says("`big.bin` is 2.0 MB; the limit is")
        .says(&format!("commit {}", &bad[..10]));
}

#[test]
fn names_that_are_not_ascii_are_read() {
    let pair = Pair::new();
    pair.save("大文件.bin", huge());
    pair.push(&["origin", "main"]).fails(1).says("`大文件.bin` is 2.0 MB; the limit is");
}

#[test]
fn names_that_look_like_patterns_are_read() {
    let pair = Pair::new();
    pair.save("[x]y.bin", huge());
    pair.push(&["origin", "main"]).fails(1).says("`[x]y.bin` is 2.0 MB; the limit is");
}

#[test]
fn odd_names_are_read_and_shown_on_one_line() {
    for name in
        ["two\nlines.bin", "a \"quoted\" name", "'single'", " blanks ", "-rf", "$(touch owned)", "\u{1b}[31mred"]
    {
        let pair = Pair::new();
        pair.save(name, huge());
        let ran = pair.push(&["origin", "main"]).fails(1).says("the limit is");
        assert!(!ran.err.contains('\u{1b}'), "{ran:#?}");
        assert_eq!(ran.err.lines().filter(|line| line.starts_with("error[file-size]")).count(), 1, "{ran:#?}");
    }
}

#[test]
fn the_index_counts_and_not_the_work_tree() {
    let pair = Pair::new();
    pair.repo.write("big.bin", huge()).git(&["add", "big.bin"]).ok();
    pair.repo.write("big.bin", "small now");
    let committed = pair.repo.git(&["commit", "-q", "-m", MESSAGE]).fails(1);
    committed.says("`big.bin` is 2.0 MB; the limit is 2 MB").says("git rm --cached -- big.bin");
    pair.repo.cihook(&["check", "--staged"]).fails(1).prints("`big.bin` is 2.0 MB; the limit is");
    pair.repo.git(&["add", "big.bin"]).ok();
    pair.repo.write("big.bin", huge());
    pair.repo.cihook(&["check", "--staged"]).ok();
    pair.repo.git(&["commit", "-q", "-m", MESSAGE]).ok();
    pair.push(&["origin", "main"]).ok();
}

#[test]
fn a_pointer_of_git_lfs_is_the_small_file_that_it_is() {
    let pair = Pair::new();
    let pointer = format!("version https://git-lfs.github.com/spec/v1\noid sha256:{}\nsize 99000000\n", "a".repeat(64));
    pair.repo.write(".gitattributes", "*.mp4 filter=fake\n");
    // The filter smudges the pointer to a huge file in the work tree.
    pair.repo.git(&["config", "filter.fake.clean", &format!("printf '%s' '{pointer}'")]).ok();
    pair.repo.git(&["config", "filter.fake.smudge", "head -c 3000000 /dev/zero"]).ok();
    pair.save("film.mp4", huge());
    pair.repo.cihook(&["check", "--changes", "HEAD"]).ok();
    pair.push(&["origin", "main"]).ok().says("new files: 1 (");
}

#[test]
fn a_badly_named_branch_and_any_tag_can_be_deleted() {
    let pair = Pair::new();
    pair.push(&["--no-verify", "origin", "main:refs/heads/Bad_Name!", "main:refs/tags/whatever"]).ok();
    pair.push(&["origin", ":Bad_Name!"]).ok();
    pair.push(&["origin", "--delete", "whatever"]).ok();
}

#[test]
fn a_branch_can_be_deleted_in_a_repository_of_long_names() {
    let pair = Pair::with(&["--object-format=sha256"]);
    pair.push(&["--no-verify", "origin", "main:old"]).ok();
    pair.push(&["origin", ":old"]).ok();
}

#[test]
fn zero_ids_of_both_lengths_and_no_input_pass() {
    let pair = Pair::new();
    let head = pair.repo.git(&["rev-parse", "HEAD"]).ok().out;
    for length in [40, 64] {
        let zero = "0".repeat(length);
        let lines = format!("(delete) {zero} refs/heads/gone {}\n", head.trim());
        pair.repo.cihook_with(&["hook", "pre-push", "origin", "url"], &[], lines.as_bytes()).ok();
        let lines = format!("refs/heads/main {} refs/heads/feat/new {zero}\n", head.trim());
        pair.repo.cihook_with(&["hook", "pre-push", "origin", "url"], &[], lines.as_bytes()).ok();
    }
    pair.repo.cihook(&["hook", "pre-push", "origin", "url"]).ok();
}

#[test]
fn an_unborn_branch_has_nothing_to_push() {
    let sandbox = Sandbox::new();
    sandbox.init("remote.git", &["--bare"]);
    let repo = sandbox.repo("work");
    repo.install().git(&["push", "../remote.git", "main"]).fails(1);
    repo.git(&["push", "../remote.git", "--all"]).fails(1).says("0 commits checked, no problems");
}

#[test]
fn a_dirty_work_tree_and_another_branch_do_not_matter() {
    let pair = Pair::new();
    pair.repo.git(&["checkout", "-q", "-b", "feat/x"]).ok();
    pair.save("x.txt", "x\n");
    pair.repo.git(&["checkout", "-q", "main"]).ok();
    pair.save("big.bin", huge());
    pair.repo.write("first.txt", "dirty").write("staged", huge()).git(&["add", "staged"]).ok();
    pair.push(&["origin", "feat/x"]).ok();
}

#[test]
fn the_second_ref_of_a_push_is_checked() {
    let pair = Pair::new();
    pair.repo.git(&["branch", "feat/a"]).ok();
    pair.repo.git(&["checkout", "-q", "-b", "feat/b"]).ok();
    pair.save("big.bin", huge());
    pair.push(&["origin", "feat/a", "feat/b"]).fails(1).says("`big.bin` is 2.0 MB; the limit is");
}

#[test]
fn a_second_remote_is_checked_and_shares_what_the_first_has() {
    let pair = Pair::new();
    pair.sandbox.init("second.git", &["--bare"]);
    pair.repo.git(&["remote", "add", "second", "../second.git"]).ok();
    pair.save("big.bin", huge());
    pair.push(&["second", "main"]).fails(1).says("`big.bin` is 2.0 MB; the limit is");
    pair.push(&["--no-verify", "origin", "main"]).ok();
    pair.push(&["second", "main"]).ok();
}

#[test]
fn the_limit_of_the_environment_works_and_is_never_no_limit() {
    let pair = Pair::new();
    pair.save("big.bin", huge());
    let push = |limit: &str| {
        let mut push = pair.repo.command("git");
        run(push.args(["push", "-q", "origin", "main"]).env("GIT_FILE_SIZE_LIMIT", limit), b"")
    };
    push("huge").fails(1).says("GIT_FILE_SIZE_LIMIT `huge` is not a size");
    push("1MiB").fails(1).says("the limit is 1 MiB").says("GIT_FILE_SIZE_LIMIT says so");
    let hook = pair.repo.cihook_with(&["hook", "pre-push", "origin", "url"], &[("GIT_FILE_SIZE_LIMIT", "-1")], b"");
    hook.fails(2).says("is not a size");
    push("5MB").ok();
}

#[test]
fn a_large_file_that_is_only_renamed_passes() {
    let pair = Pair::new();
    pair.save("big.bin", huge());
    pair.push(&["--no-verify", "origin", "main"]).ok();
    pair.repo.git(&["mv", "big.bin", "renamed.bin"]).ok();
    pair.repo.git(&["commit", "-q", "-m", MESSAGE]).ok();
    pair.push(&["origin", "main"]).ok();
}

#[test]
fn commits_of_one_push_are_counted_once_and_judged_by_the_rules_of_each_branch() {
    let pair = Pair::new();
    let strict = |branch: &str| {
        let rules =
            "[rules]\nbranch-name = \"off\"\n[rules.file-size]\nmax = \"5MB\"\n[rules.push-size]\ncommits = 1\n";
        format!("{rules}[[override]]\nbranch = [\"{branch}\"]\n[override.rules.file-size]\nmax = \"1MB\"\n")
    };
    pair.save("big.bin", huge());
    for (branch, other) in [("aaa", "zzz"), ("zzz", "aaa")] {
        pair.repo.write("cihook.toml", strict(branch));
        let (one, two) = (format!("main:{branch}"), format!("main:{other}"));
        let ran = pair.push(&["origin", &one, &two]).fails(1).says("the limit is 1 MB");
        // The commit that the remote has already is judged again for the branch that asks more, and counts for no push.
        ran.says("2 commits checked, new files: 1 (2.0 MB)");
        pair.push(&["-n", "origin", &two, "main:third"]).ok();
    }
}

#[test]
fn what_a_remote_has_not_told_yet_is_judged() {
    let pair = Pair::new();
    pair.repo.git(&["update-ref", "-d", "refs/remotes/origin/main"]).ok();
    pair.repo.git(&["checkout", "-q", "-b", "feat/x"]).ok();
    pair.push(&["origin", "feat/x"]).ok().says("1 commit checked");
}

#[test]
fn what_a_protected_branch_asks_beyond_others_is_asked_of_what_they_have() {
    let pair = Pair::new();
    pair.repo.git(&["checkout", "-q", "-b", "feat/x"]).ok();
    pair.repo.commit("fixup! feat(api): add something (#1)\n\nSigned-off-by: A U Thor <author@example.org>\n");
    pair.repo.write("cihook.toml", "[rules.fixup-commit]\nlevel = \"error\"\nprotected = [\"main\"]\n");
    pair.push(&["origin", "feat/x"]).ok();
    pair.push(&["origin", "feat/x:main"]).fails(1).says("error[fixup-commit]");
    pair.push(&["origin", "feat/x:feat/y"]).ok();
}

#[test]
fn what_pre_commit_tells_in_variables_is_judged() {
    let pair = Pair::new();
    let id = pair.repo.commit("bad words only\n");
    let variables = |to: &'static str, remote: &'static str| {
        [
            ("PRE_COMMIT_REMOTE_BRANCH", remote),
            ("PRE_COMMIT_LOCAL_BRANCH", "refs/heads/main"),
            ("PRE_COMMIT_TO_REF", to),
            ("PRE_COMMIT_REMOTE_NAME", "origin"),
        ]
    };
    let id: &'static str = id.leak();
    for to in [id, ""] {
        let told = variables(to, "refs/heads/main");
        pair.repo
            .cihook_with(&["hook", "pre-push"], &told, b"")
            .fails(1)
            .says("Go on with:  git cihook fix --push --edit --signoff")
            .says("header-format");
    }
    pair.repo.cihook_with(&["hook", "pre-push"], &variables(id, "refs/heads/odd"), b"").fails(1).says("branch-name");
    pair.repo.cihook(&["hook", "pre-push", "origin"]).ok().says("0 commits checked");
}

/// Git lets a tag be for a file; no branch contains it.
#[test]
fn a_version_that_is_for_no_commit_is_refused_as_such() {
    let pair = Pair::new();
    let blob = pair.repo.git(&["rev-parse", "HEAD:first.txt"]).ok().out;
    pair.repo.git(&["tag", "v1.0.0", blob.trim()]).ok();
    pair.repo.git(&["tag", "-a", "-m", "x", "v1.1.0", "HEAD^{tree}"]).ok();
    let refused = pair.push(&["origin", "v1.0.0", "v1.1.0"]).fails(1);
    refused.says("`v1.0.0` points to a blob, not to a commit").says("`v1.1.0` points to a tree, not to a commit");
    pair.repo.cihook(&["check", blob.trim()]).fails(2).says("is a blob, and only commits have messages");
    pair.repo.cihook(&["check", "--tag", "v2.0.0=HEAD^{tree}"]).fails(2).says("is a tree");
}
