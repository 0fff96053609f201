//! Partial and shallow clones: what is not here is never fetched by a hook, and never taken for well.

use crate::history::{Change, History, MESSAGE};
use crate::support::{Ran, Repo, Sandbox};

const STRICT: &str = "[on-unchecked]\nhooks = \"error\"\n";

/// A partial clone, the id of a file that is not in it, and that of its newest commit.
fn partial(sandbox: &Sandbox, options: &[&str]) -> (Repo, String) {
    let origin = sandbox.init("origin.git", &["--bare"]);
    origin.git(&["config", "uploadpack.allowFilter", "true"]).ok();
    let history =
        History::default().commit("main", &[], &[Change::Put("gone.txt", "gone\n"), Change::Put("a/b", "b\n")]);
    history.commit("main", &["main"], &[Change::Gone("gone.txt")]).make(&origin);
    let gone = origin.git(&["rev-parse", "main~1:gone.txt"]).ok().out.trim().to_owned();
    let url = format!("file://{}", origin.path.display());
    let outside = sandbox.at(sandbox.path(""));
    outside.git(&[&["clone", "-q"], options, &[&url, "work"]].concat()).ok();
    let repo = sandbox.at(sandbox.path("work"));
    repo.git(&["config", "user.name", "A U Thor"]).ok();
    repo.git(&["config", "user.email", "author@example.org"]).ok();
    (repo, gone)
}

/// Makes the remote unreachable: whoever fetches fails.
fn unplug(sandbox: &Sandbox) {
    std::fs::rename(sandbox.path("origin.git"), sandbox.path("away.git")).expect("another name");
}

/// A commit after HEAD that has this entry and nothing else; git is told not to miss anything.
fn commit_with(repo: &Repo, entry: &str) -> String {
    let index = repo.path.join(".git/other-index").display().to_string();
    let git = |arguments: &[&str]| {
        let mut git = repo.command("git");
        git.args(arguments).env("GIT_INDEX_FILE", &index).env("GIT_NO_LAZY_FETCH", "1");
        crate::support::run(&mut git, b"").ok().out.trim().to_owned()
    };
    git(&["update-index", "--add", "--cacheinfo", entry]);
    let tree = git(&["write-tree", "--missing-ok"]);
    git(&["commit-tree", &tree, "-p", "HEAD", "-m", MESSAGE])
}

/// What the hook says of a commit that is pushed to a new branch.
fn pushed(repo: &Repo, commit: &str) -> Ran {
    let line = format!("refs/heads/feat/x {commit} refs/heads/feat/x {}\n", "0".repeat(40));
    repo.cihook_with(&["--format", "json", "hook", "pre-push", "origin", "url"], &[], line.as_bytes())
}

fn unchecked(ran: &Ran) -> Vec<(String, String)> {
    let json: serde_json::Value = serde_json::from_str(&ran.err).unwrap_or_else(|error| panic!("{error}: {ran:#?}"));
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let entries = json["unchecked"].as_array().expect("unchecked").iter();
    entries.map(|entry| (text(&entry["rule"]), text(&entry["reason"]))).collect()
}

fn objects(repo: &Repo) -> String {
    repo.git(&["count-objects", "-v"]).ok().out
}

#[test]
fn a_blob_that_is_not_here_is_unchecked_and_not_fetched() {
    for is_plugged in [true, false] {
        let sandbox = Sandbox::new();
        let (repo, gone) = partial(&sandbox, &["--filter=blob:none"]);
        let commit = commit_with(&repo, &format!("100644,{gone},back.txt"));
        if !is_plugged {
            unplug(&sandbox);
        }
        let before = objects(&repo);
        let told = unchecked(&pushed(&repo, &commit).ok());
        let reason = || "partial-clone".to_owned();
        assert_eq!(told, [("file-size".to_owned(), reason()), ("push-size".to_owned(), reason())]);
        repo.write("cihook.toml", STRICT);
        pushed(&repo, &commit).fails(3);
        repo.cihook(&["check", "--changes", &commit]).fails(3).prints("this is a partial clone");
        assert_eq!(objects(&repo), before);
    }
}

#[test]
fn a_tree_that_is_not_here_is_unchecked_and_not_fetched() {
    let sandbox = Sandbox::new();
    let (repo, _) = partial(&sandbox, &["--filter=tree:0", "--no-checkout"]);
    repo.write("new.txt", "new\n");
    let blob = repo.git(&["hash-object", "-w", "new.txt"]).ok().out;
    let commit = commit_with(&repo, &format!("100644,{},new.txt", blob.trim()));
    unplug(&sandbox);
    let before = objects(&repo);
    let told = unchecked(&pushed(&repo, &commit).ok());
    assert!(told.contains(&("file-size".to_owned(), "partial-clone".to_owned())), "{told:?}");
    assert!(told.contains(&("path-name".to_owned(), "partial-clone".to_owned())), "{told:?}");
    repo.write("cihook.toml", STRICT);
    pushed(&repo, &commit).fails(3);
    assert_eq!(objects(&repo), before);
}

#[test]
fn what_is_staged_in_a_clone_without_trees_stops_nobody() {
    let sandbox = Sandbox::new();
    let (repo, _) = partial(&sandbox, &["--filter=tree:0", "--sparse"]);
    unplug(&sandbox);
    repo.cihook(&["install", "--hook", "pre-commit"]).ok();
    repo.write("new.txt", "new\n").git(&["add", "new.txt"]).ok();
    repo.git(&["commit", "-q", "-m", MESSAGE]).ok();
    repo.write("big.bin", vec![0; 2_000_001]).git(&["add", "big.bin"]).ok();
    repo.git(&["commit", "-q", "-m", MESSAGE]).fails(1).says("`big.bin` is 2.0 MB; the limit is");
}

#[test]
fn a_shallow_history_says_so_where_it_ends() {
    let sandbox = Sandbox::new();
    let (repo, _) = partial(&sandbox, &["--depth=1"]);
    let other = sandbox.init("other.git", &["--bare"]);
    other.git(&["config", "receive.shallowUpdate", "true"]).ok();
    repo.install().git(&["update-ref", "-d", "refs/remotes/origin/main"]).ok();
    repo.git(&["push", "../other.git", "main"]).ok().says("could not check history: this is a shallow clone");
    repo.write("cihook.toml", STRICT);
    repo.git(&["push", "../other.git", "main:feat/x"]).fails(1).says("this is a shallow clone");
}
