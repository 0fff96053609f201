//! The first thing that a contributor does: clone, `make install-hooks`, commit, push. On the files of this work tree,
//! as they are.

#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::expect_used,
    reason = "tests bring the outside in"
)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use support::aloud::skipped;
use support::{Ran, Repo, Sandbox, run};

/// Cargo's folder for tests stays where it is from run to run, so that only cihook itself is built again; its parent is
/// where everything else was built already.
const KEPT: &str = env!("CARGO_TARGET_TMPDIR");

#[test]
fn a_fresh_clone_is_guarded_by_its_own_hooks() {
    if !has_make("a_fresh_clone_is_guarded_by_its_own_hooks") {
        return;
    }
    let sandbox = Sandbox::new();
    let remote = published(&sandbox);
    let clone = sandbox.at(PathBuf::from(KEPT).join("install-hooks"));
    let _ = fs::remove_dir_all(&clone.path);
    fs::create_dir(&clone.path).expect("a folder");
    clone.git(&["clone", "-q", &remote.path.display().to_string(), "."]).ok();
    for (key, value) in [("user.name", "A U Thor"), ("user.email", "author@example.org")] {
        clone.git(&["config", key, value]).ok();
    }
    // People get the release; the same recipe is quicker with what the tests are built with.
    make(&clone, &["install-hooks", "PROFILE=dev", "TARGET="]).ok().prints("installed commit-msg").prints("pre-push");
    assert!(clone.has(".git/cihook/bin/cihook"), "the program survives `cargo clean`");

    let refused = clone.try_commit("fix everything at 12:30").fails(1);
    let refused = refused.says("error[header-").says("sign-off]: write: ").says("cihook commit --retry -s");
    refused.says("fix(");
    clone.git(&["commit", "-q", "--allow-empty", "-s", "-m", "fix(repo): fix everything at 12:30 (#2)"]).ok();

    clone.git(&["push", "-q", "origin", "main"]).ok();
    let pushed = remote.git(&["rev-parse", "main"]).ok().out;
    clone.git(&["commit", "-q", "--allow-empty", "--no-verify", "-m", "fix everything at 12:30"]).ok();
    clone
        .git(&["push", "-q", "origin", "main"])
        .fails(1)
        .says("error[header-")
        .says("cihook fix --push --edit --signoff");
    assert_eq!(remote.git(&["rev-parse", "main"]).ok().out, pushed, "nothing of it was published");
    let _ = fs::remove_dir_all(&clone.path);
}

#[test]
fn own_history_is_only_judged_where_it_is() {
    if !has_make("own_history_is_only_judged_where_it_is") {
        return;
    }
    let sandbox = Sandbox::new();
    let remote = published(&sandbox);
    let whole = sandbox.at(sandbox.path("source"));
    whole.commit("one more");
    whole.git(&["push", "-q", &remote.path.display().to_string(), "HEAD:main"]).ok();
    let url = format!("file://{}", remote.path.display());
    whole.git(&["clone", "-q", "--depth=1", &url, "../shallow"]).ok();
    make(&sandbox.at(sandbox.path("shallow")), &["own-history"])
        .ok()
        .prints("skipped: cihook check --all: this clone is shallow");
    fs::remove_dir_all(whole.path.join(".git")).expect("a folder");
    make(&whole, &["own-history"]).ok().prints("skipped: cihook check --all: fatal: not a git repository");
    whole.git(&["init", "-q", ".."]).ok();
    make(&whole, &["own-history"]).ok().prints("skipped: cihook check --all: the checkout around this folder");
}

/// A bare repository that holds the files of this work tree.
fn published(sandbox: &Sandbox) -> Repo {
    let source = sandbox.repo("source");
    copy(Path::new(env!("CARGO_MANIFEST_DIR")), &source.path);
    source.git(&["add", "--all"]).ok();
    source.commit("chore(repo): begin (#2)\n\nSigned-off-by: A U Thor <author@example.org>\n");
    source.git(&["clone", "-q", "--bare", ".", "../remote.git"]).ok();
    sandbox.at(sandbox.path("remote.git"))
}

/// Copies a folder without what git, cargo and the fuzzer keep in it.
fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        let is_kept = path.join("CACHEDIR.TAG").exists()
            || [".git", "target", "corpus", "artifacts"].iter().any(|name| entry.file_name() == *name);
        if path.is_dir() && !is_kept {
            fs::create_dir_all(&target).expect("a folder");
            copy(&path, &target);
        } else if path.is_file() && !is_kept {
            fs::copy(&path, &target).expect("a copy");
        }
    }
}

/// Runs `make` in a clone, with the toolchain that runs this test and nothing that another `make` around it was told.
fn make(clone: &Repo, arguments: &[&str]) -> Ran {
    let home = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
    let place = |name: &str, folder: &str| std::env::var_os(name).map_or_else(|| home.join(folder), PathBuf::from);
    let mut command = clone.command("make");
    for name in ["MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES"] {
        command.env_remove(name);
    }
    command.env("CARGO_HOME", place("CARGO_HOME", ".cargo")).env("RUSTUP_HOME", place("RUSTUP_HOME", ".rustup"));
    command.env("CARGO_TARGET_DIR", Path::new(KEPT).parent().expect("a folder"));
    run(command.args(arguments), b"")
}

fn has_make(test: &str) -> bool {
    let found = Command::new("make").arg("--version").output().is_ok_and(|output| output.status.success());
    if !found {
        skipped(test, "there is no make here");
    }
    found
}
