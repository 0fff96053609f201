//! `cihook install` and `uninstall`: hooks that cannot be silently dead, and nothing of anybody's lost.

use crate::support::{GOOD, Repo, Sandbox, run};
use std::path::Path;

fn refuses(repo: &Repo) {
    repo.try_commit("bad one").fails(1).says("error[header-format]");
    repo.try_commit(GOOD).ok();
}

#[test]
fn installing_twice_changes_nothing() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.cihook(&["install"]).ok().prints("installed commit-msg").prints("installed pre-push");
    let before = repo.read(".git/hooks/commit-msg");
    repo.cihook(&["install"]).ok().prints("commit-msg is installed already");
    assert_eq!(repo.read(".git/hooks/commit-msg"), before);
    refuses(&repo);
}

#[test]
fn hooks_of_others_still_run_and_come_back_as_they_were() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    let theirs = "#!/bin/sh\nprintf '%s|' \"$@\" >> log; cat >> log 2>/dev/null; sed -i 's/wip/fix(a): x/' \"$1\" 2>/dev/null; exit ${THEIRS:-0}\n";
    for name in ["commit-msg", "pre-push"] {
        repo.program(&format!(".git/hooks/{name}"), theirs);
    }
    repo.cihook(&["install"]).ok().prints("is kept as").prints("still runs");
    repo.git(&[
        "commit",
        "-q",
        "--allow-empty",
        "-m",
        "wip the page (#1)\n\nSigned-off-by: A U Thor <author@example.org>",
    ])
    .ok();
    repo.git(&["log", "-1", "--format=%s"]).ok().prints("fix(a): x the page (#1)");
    let mut commit = repo.command("git");
    run(commit.args(["commit", "--allow-empty", "-m", "bad one"]).env("THEIRS", "7"), b"").fails(1);
    assert!(!repo.has(".git/cihook/rejected"), "theirs refused first");
    sandbox.init("remote.git", &["--bare"]);
    repo.git(&["push", "-q", "../remote.git", "main"]).ok();
    assert!(repo.read("log").contains("refs/heads/main"), "their pre-push got its standard input");
    repo.cihook(&["uninstall"]).ok().prints("is back");
    assert_eq!(repo.read(".git/hooks/commit-msg"), theirs);
    assert!(!repo.has(".git/hooks/commit-msg.before-cihook"));
    repo.cihook(&["uninstall"]).ok().prints("there is nothing of cihook to remove here");
}

#[test]
fn two_hooks_of_others_are_never_mixed_up() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.program(".git/hooks/commit-msg", "#!/bin/sh\n# first\n");
    repo.install();
    repo.program(".git/hooks/commit-msg", "#!/bin/sh\n# second\n");
    repo.cihook(&["install"]).fails(2).says("two hooks of others cannot both stay");
    assert!(repo.read(".git/hooks/commit-msg").contains("second"));
    assert!(repo.read(".git/hooks/commit-msg.before-cihook").contains("first"));
}

#[test]
fn linked_work_trees_share_the_hooks() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.commit(GOOD);
    repo.git(&["worktree", "add", "-q", "../linked tree", "-b", "feat/x"]).ok();
    let linked = sandbox.at(sandbox.path("linked tree"));
    linked.install();
    refuses(&linked);
    refuses(&repo);
    linked.try_commit("bad in the linked tree").fails(1);
    let kept = linked.git(&["rev-parse", "--git-path", "cihook/rejected"]).ok().out;
    assert!(
        kept.contains("worktrees") && std::fs::read_to_string(kept.trim()).is_ok_and(|text| text.contains("linked"))
    );
    linked.cihook(&["status"]).ok();
}

#[test]
fn submodules_have_hooks_of_their_own() {
    let sandbox = Sandbox::new();
    let inner = sandbox.repo("inner");
    inner.commit(GOOD);
    let outer = sandbox.repo("outer");
    outer.git(&["-c", "protocol.file.allow=always", "submodule", "-q", "add", "../inner", "part"]).ok();
    let part = sandbox.at(sandbox.path("outer/part"));
    part.git(&["config", "user.name", "A U Thor"]).ok();
    part.git(&["config", "user.email", "author@example.org"]).ok();
    part.install();
    refuses(&part);
    outer.try_commit("not judged here").ok();
}

#[test]
fn a_bare_repository_with_work_trees_works() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.commit(GOOD);
    repo.git(&["clone", "-q", "--bare", ".", "../bare.git"]).ok();
    let bare = sandbox.at(sandbox.path("bare.git"));
    bare.git(&["config", "user.name", "A U Thor"]).ok();
    bare.git(&["config", "user.email", "author@example.org"]).ok();
    bare.git(&["worktree", "add", "-q", "../tree", "main"]).ok();
    let tree = sandbox.at(sandbox.path("tree"));
    tree.install();
    refuses(&tree);
    bare.cihook(&["status"]).ok();
}

#[test]
fn hooks_path_in_the_work_tree_gets_no_path_of_this_machine() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.git(&["config", "core.hooksPath", ".githooks"]).ok();
    repo.install();
    let shim = repo.read(".githooks/commit-msg");
    assert!(!shim.contains(sandbox.path("").to_str().expect("a path")) && !shim.contains("target"), "{shim}");
    refuses(&repo);
    repo.commit(GOOD);
    repo.git(&["worktree", "add", "-q", "../linked", "-b", "feat/y"]).ok();
    let linked = sandbox.at(sandbox.path("linked"));
    linked.write(".githooks/commit-msg", &shim);
    linked.program(".githooks/commit-msg", &shim);
    refuses(&linked);
    repo.cihook(&["status"]).ok();
    repo.cihook(&["uninstall"]).ok();
    assert!(!repo.has(".githooks/commit-msg"));
}

#[test]
fn hooks_path_outside_is_refused_with_what_to_do() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    std::fs::create_dir(sandbox.path("global hooks")).expect("a folder");
    repo.git(&["config", "--global", "core.hooksPath", sandbox.path("global hooks").to_str().expect("a path")]).ok();
    let refused = repo.cihook(&["install"]).fails(2).says("outside of this repository");
    refused.says("cihook hook commit-msg \"$@\"").says("git config core.hooksPath");
    assert_eq!(std::fs::read_dir(sandbox.path("global hooks")).expect("a folder").count(), 0);
    repo.cihook(&["status"]).fails(1);
}

#[test]
fn husky_is_asked_to_call_cihook() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.write(".husky/_/h", "").git(&["config", "core.hooksPath", ".husky/_"]).ok();
    repo.cihook(&["install"]).fails(2).says("echo 'cihook hook commit-msg \"$@\"' >> .husky/commit-msg");
}

#[test]
fn a_template_serves_repositories_to_come_and_only_those_with_a_policy() {
    let sandbox = Sandbox::new();
    let here = sandbox.at(sandbox.path(""));
    here.cihook(&["install", "--template"]).ok().prints("init.templateDir");
    let repo = sandbox.repo("later");
    repo.try_commit("anything goes here").ok().says("this repository has no policy; nothing was checked");
    repo.cihook(&["init"]).ok();
    refuses(&repo);
    repo.cihook(&["status"]).ok();
}

#[test]
fn a_template_that_exists_is_added_to() {
    let sandbox = Sandbox::new();
    let here = sandbox.at(sandbox.path(""));
    here.program("mine/hooks/commit-msg", "#!/bin/sh\necho mine ran\n");
    here.git(&["config", "--global", "init.templateDir", sandbox.path("mine").to_str().expect("a path")]).ok();
    let before = here.read("home/.gitconfig");
    here.cihook(&["install", "--template"]).ok();
    assert_eq!(here.read("home/.gitconfig"), before);
    let repo = sandbox.repo("later");
    repo.write("cihook.toml", "").git(&["add", "."]).ok();
    repo.git(&["commit", "-q", "-m", GOOD]).ok().says("mine ran");
}

#[test]
fn a_short_path_is_enough() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.install();
    let git = run(repo.command("sh").args(["-c", "command -v git"]), b"").ok().out;
    let folder = Path::new(git.trim()).parent().expect("a folder").to_owned();
    let mut commit = repo.command(git.trim());
    commit
        .args(["commit", "--allow-empty", "-m", "bad one"])
        .env("PATH", format!("{}:/usr/bin:/bin", folder.display()));
    run(&mut commit, b"").fails(1).says("error[header-format]");
}

#[test]
fn a_shared_repository_stays_shared() {
    use std::os::unix::fs::PermissionsExt as _;
    let sandbox = Sandbox::new();
    let repo = sandbox.init("r", &["--shared=group"]);
    repo.install();
    let mode = |name: &str| std::fs::metadata(repo.path.join(name)).expect("a file").permissions().mode() & 0o777;
    assert_eq!(mode(".git/hooks/commit-msg") & 0o070, 0o070);
    assert_eq!(mode(".git/cihook/path") & 0o060, 0o060);
}
