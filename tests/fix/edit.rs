//! `--edit`: one page for everything that a person has to fill in.

use crate::support::Sandbox;
use crate::{headers, id, repo};

const POLICY: &str = "extends = [\"openim\"]\n[rules]\nsign-off = \"off\"\n";

fn edited(script: &str, commits: &[&str]) -> (Sandbox, crate::support::Repo, crate::support::Ran) {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox, POLICY);
    commits.iter().for_each(|message| drop(repo.commit(message)));
    let editor = repo.program("../editor", &format!("#!/bin/sh\n{script}\n"));
    let editor = format!("'{}'", editor.display());
    let ran = repo.cihook_with(&["fix", "origin/main..HEAD", "--edit"], &[("GIT_EDITOR", &editor)], b"");
    (sandbox, repo, ran)
}

#[test]
fn what_is_filled_in_is_applied() {
    let (_sandbox, repo, ran) =
        edited("sed -i 's/<scope>/api/; s/<issue>/7/; s/<type>/docs/' \"$1\"", &["Fix login\n", "say more\n"]);
    ran.ok();
    assert_eq!(headers(&repo, 2), ["docs(api): say more (#7)", "fix(api): login (#7)"]);
    repo.cihook(&["check", "origin/main..HEAD"]).ok();
    assert!(!repo.has(".git/cihook/fix"));
}

#[test]
fn a_placeholder_that_is_left_is_never_taken() {
    let (_sandbox, repo, ran) = edited("sed -i 's/<scope>/api/' \"$1\"", &["fix: login\n"]);
    ran.fails(1);
    assert_eq!(headers(&repo, 1), ["fix: login"]);
}

#[test]
fn an_emptied_page_changes_nothing() {
    let (_sandbox, repo, ran) = edited(": > \"$1\"", &["Fix: login\n"]);
    ran.fails(1).prints("nothing was changed");
    assert_eq!(headers(&repo, 1), ["Fix: login"]);
    assert_eq!(repo.git(&["for-each-ref", "refs/cihook"]).ok().out, "");
}

#[test]
fn a_page_that_cannot_be_used_is_kept() {
    let (_sandbox, repo, ran) = edited("echo 'feat: all of it' > \"$1\"", &["Fix: login\n"]);
    ran.fails(2).says("cihook/fix");
    assert_eq!(repo.read(".git/cihook/fix"), "feat: all of it\n");
}

#[test]
fn an_editor_that_fails_changes_nothing() {
    let (_sandbox, repo, ran) = edited("exit 1", &["Fix: login\n"]);
    ran.fails(3);
    assert_eq!(headers(&repo, 1), ["Fix: login"]);
    assert!(!id(&repo, "HEAD").is_empty());
}
