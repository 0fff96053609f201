//! Where a policy is read from: that there is none has to be proven, and what cannot be read is exit code 3.

use crate::support::{Repo, Sandbox};
use std::os::unix::fs::symlink;

const POLICY: &str = "extends = [\"conventional\"]\n";

fn with_policy(sandbox: &Sandbox, name: &str, file: &str) -> Repo {
    let repo = sandbox.repo(name);
    repo.write(file, POLICY).write("web/x", "x\n");
    repo.git(&["add", "."]).ok();
    repo.commit("feat: start\n");
    repo
}

#[test]
fn a_policy_that_a_sparse_checkout_leaves_out_holds() {
    let sandbox = Sandbox::new();
    let repo = with_policy(&sandbox, "r", ".github/cihook.toml");
    for form in ["--no-sparse-index", "--sparse-index"] {
        repo.git(&["sparse-checkout", "set", form, "web"]).ok();
        assert!(!repo.has(".github"), "{form}");
        repo.cihook(&["status"]).prints("policy: .github/cihook.toml");
        repo.cihook(&["check", "HEAD"]).ok();
    }
}

#[test]
fn a_policy_that_is_skipped_or_deleted_in_the_work_tree_alone_holds() {
    let sandbox = Sandbox::new();
    let repo = with_policy(&sandbox, "r", "cihook.toml");
    repo.git(&["update-index", "--skip-worktree", "cihook.toml"]).ok();
    std::fs::remove_file(repo.path.join("cihook.toml")).expect("removed");
    repo.cihook(&["check", "HEAD"]).ok();
    repo.git(&["update-index", "--no-skip-worktree", "cihook.toml"]).ok();
    repo.cihook(&["check", "HEAD"]).ok();
    repo.git(&["rm", "-q", "--cached", "cihook.toml"]).ok();
    repo.cihook(&["check", "HEAD"]).fails(1).prints("preset openim");
}

#[test]
fn the_files_that_a_policy_extends_are_found_where_it_was_found() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.write(".github/cihook.toml", "extends = [\"team.toml\"]\n").write(".github/team.toml", POLICY);
    repo.write("web/x", "x\n").git(&["add", "."]).ok();
    repo.commit("feat: start\n");
    repo.cihook(&["check", "HEAD"]).ok();
    repo.git(&["sparse-checkout", "set", "web"]).ok();
    repo.cihook(&["check", "HEAD"]).ok();
}

#[test]
fn what_is_no_readable_file_is_no_missing_policy() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    let file = repo.path.join("cihook.toml");
    let fails = |why: &str| {
        repo.cihook(&["policy", "show"]).fails(3).says("`cihook.toml` cannot be read").says(why);
        repo.cihook_with(&["hook", "commit-msg", "web/x"], &[("CIHOOK_ONLY_WITH_POLICY", "1")], b"").fails(3);
    };
    symlink("gone", &file).expect("a link");
    fails("a link to nothing");
    std::fs::remove_file(&file).expect("removed");
    std::fs::create_dir(&file).expect("a folder");
    fails("it is not a file");
    std::fs::remove_dir(&file).expect("removed");
    assert_eq!(repo.command("mkfifo").arg(&file).status().expect("mkfifo").code(), Some(0));
    fails("it is not a file");
}

#[test]
fn a_link_out_of_the_repository_is_neither_followed_nor_shown() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    std::fs::write(sandbox.path("secret"), "TOKEN=hunter2\n").expect("a file");
    symlink(sandbox.path("secret"), repo.path.join("cihook.toml")).expect("a link");
    let ran = repo.cihook(&["policy", "check"]).fails(3).says("leads out of the repository");
    assert!(!ran.err.contains("hunter2"), "{ran:#?}");
    std::fs::remove_file(repo.path.join("cihook.toml")).expect("removed");
    repo.write("config/policy.toml", POLICY);
    symlink("config/policy.toml", repo.path.join("cihook.toml")).expect("a link");
    repo.cihook(&["policy", "check"]).ok();
}

#[test]
fn a_folder_that_leads_out_of_the_repository_is_not_followed_either() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    std::fs::create_dir(sandbox.path("outside")).expect("a folder");
    for name in ["credentials.toml", "cihook.toml"] {
        std::fs::write(sandbox.path("outside").join(name), "[registry]\ntoken = hunter2\n").expect("a file");
    }
    let shows_nothing = || {
        let ran = repo.cihook(&["policy", "check"]).says("leads out of the repository");
        assert!(ran.code > 1 && !ran.err.contains("hunter2"), "{ran:#?}");
    };
    symlink(sandbox.path("outside"), repo.path.join("sub")).expect("a link");
    repo.write("cihook.toml", "extends = [\"sub/credentials.toml\"]\n");
    shows_nothing();
    std::fs::remove_file(repo.path.join("cihook.toml")).expect("removed");
    symlink(sandbox.path("outside"), repo.path.join(".github")).expect("a link");
    shows_nothing();
}

#[test]
fn a_new_policy_takes_nobodys_place() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.write("committed.toml", "style = \"conventional\"\n");
    symlink("gone", repo.path.join("cihook.toml")).expect("a link");
    for words in [&["init"][..], &["policy", "import"]] {
        repo.cihook(words).fails(2).says("there is a policy already: `cihook.toml`");
        assert_eq!(std::fs::read_link(repo.path.join("cihook.toml")).expect("a link").to_str(), Some("gone"));
    }
}

#[test]
fn a_pipe_that_is_extended_stops_nobody() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    let file = repo.path.join("team.toml");
    assert_eq!(repo.command("mkfifo").arg(&file).status().expect("mkfifo").code(), Some(0));
    repo.write("cihook.toml", "extends = [\"team.toml\"]\n");
    repo.cihook(&["policy", "check"]).fails(2).says("it is not a file");
}

#[test]
fn a_policy_of_more_than_a_mebibyte_is_none_anywhere() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    let large = format!("{POLICY}#{}\n", "x".repeat(1 << 20));
    repo.write("cihook.toml", &large).git(&["add", "."]).ok();
    repo.commit("feat: start\n");
    repo.cihook(&["policy", "check"]).fails(2).says("too large");
    std::fs::remove_file(repo.path.join("cihook.toml")).expect("removed");
    repo.cihook(&["policy", "check"]).fails(2).says("too large");
    repo.git(&["clone", "-q", "--bare", ".", "../bare.git"]).ok();
    sandbox.at(sandbox.path("bare.git")).cihook(&["policy", "check"]).fails(2).says("too large");
    repo.write("cihook.toml", "extends = [\"team.toml\"]\n").write("team.toml", &large);
    repo.cihook(&["policy", "check"]).fails(2).says("too large");
}

#[test]
fn a_bare_clone_that_lacks_trees_has_a_policy_that_nobody_can_read() {
    let sandbox = Sandbox::new();
    let repo = with_policy(&sandbox, "r", "cihook.toml");
    repo.git(&["config", "uploadpack.allowFilter", "true"]).ok();
    for (filter, name) in [("tree:0", "trees.git"), ("blob:none", "blobs.git")] {
        let address = format!("file://{}", repo.path.display());
        repo.git(&["clone", "-q", "--bare", &format!("--filter={filter}"), &address, &format!("../{name}")]).ok();
        let bare = sandbox.at(sandbox.path(name));
        bare.cihook(&["policy", "show"]).fails(3).says("cannot be read");
        bare.cihook(&["check", "--all"]).fails(3);
    }
}

#[test]
fn a_damaged_tree_is_no_missing_policy() {
    let sandbox = Sandbox::new();
    let repo = with_policy(&sandbox, "r", "cihook.toml");
    repo.git(&["clone", "-q", "--bare", "--no-hardlinks", ".", "../bare.git"]).ok();
    let bare = sandbox.at(sandbox.path("bare.git"));
    let tree = bare.git(&["rev-parse", "HEAD^{tree}"]).ok().out;
    let (folder, file) = tree.trim().split_at(2);
    let file = bare.path.join("objects").join(folder).join(file);
    std::fs::remove_file(&file).or_else(|_| std::fs::remove_dir_all(bare.path.join("objects/pack"))).expect("damaged");
    bare.cihook(&["policy", "show"]).fails(3);
}

#[test]
fn a_repository_that_git_will_not_read_has_no_known_policy() {
    let sandbox = Sandbox::new();
    let repo = with_policy(&sandbox, "r", "cihook.toml");
    repo.git(&["clone", "-q", "--bare", ".", "../bare.git"]).ok();
    let bare = sandbox.at(sandbox.path("bare.git"));
    bare.git(&["config", "--global", "safe.bareRepository", "explicit"]).ok();
    bare.cihook(&["policy", "show"]).fails(3).says("safe.bareRepository");
    bare.cihook_with(&["policy", "show"], &[("GIT_DIR", ".")], b"").ok().prints("HEAD:cihook.toml");
    bare.cihook_with(&["policy", "show"], &[("PATH", "/nonexistent"), ("GIT_DIR", ".")], b"").fails(3).says("git");
    bare.git(&["config", "--global", "--unset", "safe.bareRepository"]).ok();
    let other = [("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")];
    bare.cihook_with(&["policy", "show"], &other, b"").fails(3).says("safe.directory");
}

#[test]
fn the_git_folder_of_a_project_may_itself_be_bare() {
    let sandbox = Sandbox::new();
    let repo = with_policy(&sandbox, "r", "cihook.toml");
    repo.git(&["clone", "-q", "--bare", ".", "../project/.git"]).ok();
    let project = sandbox.at(sandbox.path("project"));
    project.cihook(&["policy", "show"]).ok().prints("HEAD:cihook.toml");
    project.git(&["worktree", "add", "-q", "tree"]).ok();
    let linked = sandbox.at(sandbox.path("project/tree"));
    linked.cihook(&["policy", "show"]).ok().prints("policy: cihook.toml");
    let hidden = sandbox.at(sandbox.path("hidden"));
    std::fs::create_dir(&hidden.path).expect("a folder");
    repo.git(&["clone", "-q", "--bare", ".", "../hidden/.bare"]).ok();
    hidden.write(".git", "gitdir: ./.bare\n");
    hidden.cihook(&["policy", "show"]).ok().prints("HEAD:cihook.toml");
}

#[test]
fn a_head_that_names_no_branch_is_told_and_not_taken_for_a_missing_policy() {
    let sandbox = Sandbox::new();
    let server = sandbox.init("server.git", &["--bare"]);
    server.cihook(&["policy", "show"]).ok();
    server.git(&["symbolic-ref", "HEAD", "refs/heads/master"]).ok();
    let repo = with_policy(&sandbox, "r", "cihook.toml");
    repo.git(&["push", "-q", "../server.git", "main"]).ok();
    server.cihook(&["install", "--hook", "pre-receive"]).ok();
    repo.git(&["push", "-q", "../server.git", "main:refs/heads/other"])
        .fails(1)
        .says("HEAD names the branch `master`")
        .says("git symbolic-ref HEAD refs/heads/main");
    server.git(&["symbolic-ref", "HEAD", "refs/heads/main"]).ok();
    repo.git(&["push", "-q", "../server.git", "main:refs/heads/other"]).ok();
}
