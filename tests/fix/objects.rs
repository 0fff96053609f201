//! Only parents and message differ: everything else of a commit stays byte for byte.

use crate::support::{Repo, Sandbox, run};
use crate::{POLICY, headers, id, is_whole, raw, repo};

/// Stores a commit object as it is, and puts the branch there.
fn store(repo: &Repo, content: &str) -> String {
    let mut command = repo.command("git");
    command.args(["hash-object", "-t", "commit", "-w", "--literally", "--stdin"]);
    let id = run(&mut command, content.as_bytes()).ok().out.trim().to_owned();
    repo.git(&["update-ref", "refs/heads/main", &id]).ok();
    id
}

#[test]
fn a_dry_run_changes_nothing_and_tells_what_would_change() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox, POLICY);
    repo.commit("Fix: the login\n");
    let before = repo.git(&["for-each-ref"]).ok().out;
    let ran = repo.cihook(&["fix", "origin/main..HEAD"]).fails(1).prints("fix: the login");
    assert!(ran.out.contains("fix origin/main..HEAD --apply"), "{ran:#?}");
    assert_eq!(repo.git(&["for-each-ref"]).ok().out, before);
    assert!(!repo.has(".git/ORIG_HEAD"));
}

#[test]
fn only_the_message_and_the_parents_change() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox, POLICY);
    let first = repo.commit("feat: one\n");
    repo.commit("Fix: two\n\nbody\n");
    repo.commit("docs: three\n");
    let (second, third) = (raw(&repo, "HEAD~1"), raw(&repo, "HEAD"));
    let old = id(&repo, "HEAD~1");
    repo.cihook(&["fix", "origin/main..HEAD", "--apply"]).ok();
    assert_eq!(id(&repo, "HEAD~2"), first, "ids before the first change stay");
    assert_eq!(raw(&repo, "HEAD~1"), second.replace("Fix: two", "fix: two"));
    assert_eq!(raw(&repo, "HEAD"), third.replace(&old, &id(&repo, "HEAD~1")));
    assert_eq!(repo.git(&["status", "--porcelain"]).ok().out, "");
    is_whole(&repo);
    repo.cihook(&["check", "origin/main..HEAD"]).ok();
}

#[test]
fn nothing_to_change_writes_nothing() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox, POLICY);
    let head = repo.commit("fix: two\n");
    repo.cihook(&["fix", "origin/main..HEAD", "--apply"]).ok().prints("nothing to change");
    assert_eq!(id(&repo, "HEAD"), head);
    assert_eq!(repo.git(&["for-each-ref", "refs/cihook"]).ok().out, "");
}

#[test]
fn headers_that_are_not_known_dates_zones_and_a_missing_line_break_stay() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox, POLICY);
    let (tree, parent) = (id(&repo, "HEAD^{tree}"), id(&repo, "HEAD"));
    let people = "author A  U Thor <author@example.org> 1700000001 -0930\ncommitter C <> 1700000002 +0545\n";
    let content = |message: &str| format!("tree {tree}\nparent {parent}\n{people}x-odd  y\n z\n\n{message}");
    store(&repo, &content("Fix: two\n\nno line break"));
    repo.cihook(&["fix", "origin/main..HEAD", "--apply"]).ok();
    assert_eq!(raw(&repo, "HEAD"), content("fix: two\n\nno line break"));
}

#[test]
fn a_message_stays_in_its_own_encoding() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox, POLICY);
    repo.git(&["config", "i18n.commitEncoding", "GBK"]).ok();
    let mut command = repo.command("git");
    command.args(["commit", "-q", "--allow-empty", "--no-verify", "-F", "-"]);
    run(&mut command, b"Fix: \xd0\xc2\xd4\xf6\n").ok();
    repo.git(&["config", "--unset", "i18n.commitEncoding"]).ok();
    repo.cihook(&["fix", "origin/main..HEAD", "--apply"]).ok();
    let mut command = repo.command("git");
    let content = command.args(["cat-file", "commit", "HEAD"]).output().expect("an object").stdout;
    assert!(content.ends_with(b"encoding GBK\n\nfix: \xd0\xc2\xd4\xf6\n"), "{content:?}");
}

#[test]
fn a_message_that_is_not_text_is_left_and_named() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox, POLICY);
    let content = raw(&repo, "HEAD").replace("build: begin", "Fix: begin");
    let mut command = repo.command("git");
    command.args(["hash-object", "-t", "commit", "-w", "--stdin"]);
    let made = run(&mut command, &[content.as_bytes(), b"\xff\xfe\n"].concat()).ok().out;
    repo.git(&["update-ref", "refs/heads/main", made.trim()]).ok();
    let head = id(&repo, "HEAD");
    let ran = repo.cihook(&["fix", "HEAD", "--apply"]).fails(1).prints("not text");
    assert!(ran.out.contains(&head[..10]), "{ran:#?}");
    assert_eq!(id(&repo, "HEAD"), head);
}

#[test]
fn merges_octopuses_and_roots_keep_their_shape() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox, POLICY);
    let base = repo.commit("Fix: base\n");
    for side in ["one", "two"] {
        repo.git(&["checkout", "-q", "-b", side, &base]).ok();
        repo.commit(&format!("Fix: {side}\n"));
    }
    repo.git(&["checkout", "-q", "--orphan", "other"]).ok();
    repo.commit("Fix: a root\n");
    repo.git(&["checkout", "-q", "main"]).ok();
    repo.git(&["merge", "-q", "--no-ff", "-m", "Merge branches 'one' and 'two'", "one", "two"]).ok();
    repo.git(&["merge", "-q", "--no-ff", "--allow-unrelated-histories", "-m", "Merge branch 'other'", "other"]).ok();
    let shape = || repo.git(&["log", "--topo-order", "--format=%P|%T|%an|%ad|%cn|%cd", "main"]).ok().out;
    let count = |text: &str| -> Vec<(usize, String)> {
        let line =
            |line: &str| line.split_once('|').map(|(parents, rest)| (parents.split(' ').count(), rest.to_owned()));
        text.lines().filter_map(line).collect()
    };
    let before = count(&shape());
    repo.cihook(&["fix", "origin/main..HEAD", "--apply"]).ok();
    assert_eq!(count(&shape()), before);
    assert_eq!(headers(&repo, 2), ["Merge branch 'other'", "Merge branches 'one' and 'two'"]);
    for side in ["one", "two", "other"] {
        assert!(repo.git(&["merge-base", "--is-ancestor", side, "main"]).code == 0, "{side} moved along");
    }
    is_whole(&repo);
}

#[test]
fn a_stored_message_is_not_cleaned_again() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox, POLICY);
    repo.commit("Fix: two\n\n#12 is a line\n\n\nand more   \n");
    repo.cihook(&["fix", "origin/main..HEAD", "--apply"]).ok();
    assert!(raw(&repo, "HEAD").ends_with("\n\nfix: two\n\n#12 is a line\n\n\nand more   \n"));
}

#[test]
fn texts_that_name_a_rewritten_commit_follow() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox, POLICY);
    let old = repo.commit("Fix: two\n");
    repo.commit(&format!("Revert \"Fix: two\"\n\nThis reverts commit {old}.\n"));
    repo.commit(&format!("feat: x\n\n(cherry picked from commit {})\nFixes: {} (\"Fix: two\")\n", &old, &old[..12]));
    repo.commit("fixup! Fix: two\n");
    repo.cihook(&["fix", "origin/main..HEAD", "--apply"]).ok();
    let new = id(&repo, "HEAD~3");
    assert!(raw(&repo, "HEAD~2").ends_with(&format!("Revert \"fix: two\"\n\nThis reverts commit {new}.\n")));
    let named = format!("(cherry picked from commit {new})\nFixes: {} (\"fix: two\")\n", &new[..12]);
    assert!(raw(&repo, "HEAD~1").ends_with(&named), "{}", raw(&repo, "HEAD~1"));
    assert_eq!(headers(&repo, 1), ["fixup! fix: two"]);
}

#[test]
fn signatures_are_named_and_refused_and_then_dropped() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox, POLICY);
    repo.commit("Fix: two\n");
    let (tree, parent) = (id(&repo, "HEAD^{tree}"), id(&repo, "HEAD"));
    let people = "author A <a@b.c> 1700000001 +0000\ncommitter A <a@b.c> 1700000001 +0000\n";
    let signature = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n";
    let signed = store(&repo, &format!("tree {tree}\nparent {parent}\n{people}{signature}\ndocs: unchanged\n"));
    for arguments in [&["fix", "origin/main..HEAD"][..], &["fix", "origin/main..HEAD", "--apply"]] {
        repo.cihook(arguments).fails(2).says(&signed[..10]).says("--drop-signatures");
    }
    assert_eq!(id(&repo, "HEAD"), signed);
    repo.cihook(&["fix", "origin/main..HEAD", "--drop-signatures", "--apply"]).ok().prints(&signed[..10]);
    let parent = id(&repo, "HEAD~1");
    assert_eq!(raw(&repo, "HEAD"), format!("tree {tree}\nparent {parent}\n{people}\ndocs: unchanged\n"));
}

#[test]
fn one_commit_is_that_commit_alone() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox, POLICY);
    repo.commit("Fix: one\n");
    repo.commit("Fix: two\n");
    repo.commit("Fix: three\n");
    repo.cihook(&["fix", "HEAD~1", "--apply"]).ok();
    assert_eq!(headers(&repo, 3), ["Fix: three", "fix: two", "Fix: one"]);
}

#[test]
fn what_can_be_repaired_is_although_some_is_left() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox, POLICY);
    repo.commit("Fix: one\n");
    repo.commit("tidy up a bit\n");
    let ran = repo.cihook(&["fix", "origin/main..HEAD", "--apply"]).fails(1).prints("header-format");
    assert!(ran.out.contains("--edit"), "{ran:#?}");
    assert_eq!(headers(&repo, 2), ["tidy up a bit", "fix: one"]);
}

#[test]
fn json_names_everything() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox, POLICY);
    let old = repo.commit("Fix: one\n");
    repo.git(&["tag", "v1"]).ok();
    let ran = repo.cihook(&["fix", "origin/main..HEAD", "--apply", "--format", "json"]).ok();
    let new = id(&repo, "HEAD");
    let json = ran.json();
    assert_eq!(json["rewritten"][0]["old"], old.as_str());
    assert_eq!(json["rewritten"][0]["new"], new.as_str());
    assert_eq!(json["rewritten"][0]["before"], "Fix: one\n");
    assert_eq!(json["rewritten"][0]["after"], "fix: one\n");
    assert_eq!(json["refs"][0]["name"], "refs/heads/main");
    assert_eq!(json["not-moved"][0], "refs/tags/v1");
    assert_eq!(json["left"], serde_json::json!([]));
}
