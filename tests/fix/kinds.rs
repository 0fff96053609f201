//! Kinds of repositories: bare, SHA-256, reftable, partial, sparse, and from a folder below the top.

use crate::support::aloud::skipped;
use crate::support::{Repo, Sandbox};
use crate::{POLICY, headers, id, is_whole, repo, with_origin};

fn repaired(repo: &Repo) {
    repo.commit("feat: one\n");
    repo.commit("Fix: two\n");
    repo.cihook(&["fix", "origin/main..HEAD", "--apply"]).ok();
    assert_eq!(headers(repo, 2), ["fix: two", "feat: one"]);
    is_whole(repo);
    repo.cihook(&["fix", "--undo"]).ok();
    assert_eq!(headers(repo, 1), ["Fix: two"]);
}

#[test]
fn sha256_and_reftable() {
    for (format, options) in [("sha256", "--object-format=sha256"), ("reftable", "--ref-format=reftable")] {
        let sandbox = Sandbox::new();
        let probe = sandbox.at(sandbox.path("home")).git(&["init", "-q", options, "../probe"]);
        if probe.code != 0 {
            skipped(format!("fix in a {format} repository"), "this git does not know the format");
            continue;
        }
        repaired(&with_origin(sandbox.init("work", &[options]), POLICY));
    }
}

#[test]
fn a_bare_repository() {
    let sandbox = Sandbox::new();
    let work = repo(&sandbox, POLICY);
    work.commit("Fix: two\n");
    work.git(&["clone", "-q", "--bare", ".", "../bare.git"]).ok();
    let bare = sandbox.at(sandbox.path("bare.git"));
    bare.cihook(&["fix", "main~1..main", "--apply"]).ok();
    assert_eq!(headers(&bare, 1), ["fix: two"]);
}

#[test]
fn a_partial_clone_fetches_nothing() {
    let sandbox = Sandbox::new();
    let work = repo(&sandbox, POLICY);
    work.git(&["config", "uploadpack.allowFilter", "true"]).ok();
    let url = format!("file://{}", work.path.display());
    work.git(&["clone", "-q", "--filter=blob:none", "--no-checkout", &url, "../partial"]).ok();
    let partial = sandbox.at(sandbox.path("partial"));
    partial.git(&["config", "user.name", "A U Thor"]).ok();
    partial.git(&["config", "user.email", "author@example.org"]).ok();
    partial.git(&["read-tree", "HEAD"]).ok();
    partial.commit("Fix: two\n");
    work.git(&["config", "uploadpack.allowFilter", "false"]).ok();
    partial.write("cihook.toml", POLICY);
    partial.cihook(&["fix", "origin/main..HEAD", "--apply"]).ok();
    assert_eq!(headers(&partial, 1), ["fix: two"]);
}

#[test]
fn a_sparse_checkout_and_a_folder_below_the_top() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox, POLICY);
    repo.write("src/a", "a").write("docs/b", "b");
    repo.git(&["add", "."]).ok();
    repo.commit("feat: files\n");
    repo.git(&["sparse-checkout", "set", "src"]).ok();
    repo.commit("Fix: two\n");
    let below = sandbox.at(repo.path.join("src"));
    below.cihook(&["fix", "origin/main..HEAD", "--apply"]).ok();
    assert_eq!(headers(&repo, 1), ["fix: two"]);
    assert_eq!(repo.git(&["status", "--porcelain"]).ok().out, "");
    assert!(!id(&repo, "HEAD").is_empty());
}
