//! `cihook fix`, proven with real git: what stays, what moves, what stands in the way, and how to go back.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::expect_used,
    clippy::panic,
    reason = "tests bring the outside in"
)]

#[path = "../support/mod.rs"]
mod support;

mod edit;
mod guards;
mod killed;
mod kinds;
mod messages;
mod objects;
mod refs;
mod signatures;
mod signoff;

use support::{Repo, Sandbox};

/// A policy whose findings a machine can repair.
const POLICY: &str = "extends = [\"openim\"]\n[rules]\nheader-length = \"off\"\nheader-scope = \"off\"\nheader-issue = \"off\"\nsign-off = \"off\"\n";

/// A repository with one commit that `origin/main` has, and this policy.
fn repo(sandbox: &Sandbox, policy: &str) -> Repo {
    with_origin(sandbox.repo("work"), policy)
}

fn with_origin(repo: Repo, policy: &str) -> Repo {
    repo.write("cihook.toml", policy);
    repo.git(&["add", "."]).ok();
    repo.commit("build: begin\n\nSigned-off-by: A U Thor <author@example.org>\n");
    repo.git(&["remote", "add", "origin", "../origin.git"]).ok();
    repo.git(&["update-ref", "refs/remotes/origin/main", "HEAD"]).ok();
    repo
}

/// A commit object as it is.
fn raw(repo: &Repo, revision: &str) -> String {
    repo.git(&["cat-file", "commit", revision]).ok().out
}

fn id(repo: &Repo, revision: &str) -> String {
    repo.git(&["rev-parse", "--verify", revision]).ok().out.trim().to_owned()
}

/// The headers from HEAD back, the newest first.
fn headers(repo: &Repo, count: usize) -> Vec<String> {
    let told = repo.git(&["log", "--first-parent", "--format=%s", &format!("-{count}")]).ok().out;
    told.lines().map(str::to_owned).collect()
}

fn is_whole(repo: &Repo) {
    repo.git(&["fsck", "--strict", "--no-dangling"]).ok();
}
