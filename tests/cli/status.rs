//! `cihook status`: it tells what git would do, not what should be.

use crate::support::{Sandbox, run};

#[test]
fn a_repository_without_hooks_is_told_so() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.cihook(&["status"]).fails(1).prints("commit-msg: there is no hook").prints("cihook install");
}

#[test]
fn installed_hooks_have_to_answer() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.install();
    repo.cihook(&["status"]).ok().prints("commit-msg: cihook 0.1.0 is active");
    let json = repo.cihook(&["status", "--format", "json"]).ok().json();
    assert_eq!(json["hooks"][0]["runs"], true);
}

#[test]
fn hooks_that_git_does_not_run_are_found() {
    use std::os::unix::fs::PermissionsExt as _;
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.install();
    let shim = repo.path.join(".git/hooks/commit-msg");
    std::fs::set_permissions(&shim, std::fs::Permissions::from_mode(0o644)).expect("a mode");
    repo.cihook(&["status"]).fails(1).prints("git does not run a file that is not executable");
    repo.install().cihook(&["status"]).ok();
    repo.program(".git/hooks/pre-push", "#!/bin/sh\nexit 0\n");
    repo.cihook(&["status"]).fails(1).prints("pre-push: this hook belongs to another tool");
    repo.git(&["config", "core.hooksPath", "../elsewhere"]).ok();
    repo.cihook(&["status"]).fails(1).prints("elsewhere/commit-msg");
}

#[test]
fn a_shim_whose_program_is_gone_is_found() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.install();
    let copy = sandbox.path("copy");
    std::fs::copy(crate::support::program(), &copy).expect("a copy");
    run(repo.command(&copy).arg("install"), b"").ok();
    std::fs::remove_file(copy).expect("removed");
    repo.cihook(&["status"]).fails(1).prints("cihook does not answer: cihook: the program is gone");
    let refused = repo.try_commit("feat(api): add it (#1)").fails(1);
    assert_eq!(refused.err.lines().count(), 1, "{refused:#?}");
    refused.says("the program is gone").says("rm '");
}

#[test]
fn a_hook_of_a_manager_that_calls_cihook_is_seen_and_not_started() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.git(&["config", "core.hooksPath", ".husky/_"]).ok();
    for name in ["commit-msg", "pre-push"] {
        repo.program(&format!(".husky/_/{name}"), "#!/bin/sh\ntouch started\n");
    }
    repo.write(".husky/commit-msg", "cihook hook commit-msg \"$@\"\n");
    repo.cihook(&["status"])
        .fails(1)
        .prints(".husky/commit-msg calls cihook")
        .prints("pre-push: this hook belongs to another tool");
    repo.write(".husky/pre-push", "npx cihook hook pre-push \"$@\"\n");
    repo.cihook(&["status"]).ok();
    assert!(!repo.has("started"));
    let json = repo.cihook(&["status", "--format", "json"]).ok().json();
    assert_eq!(json["hooks"][0]["version"], serde_json::Value::Null, "nobody looked");
}

#[test]
fn lefthook_and_pre_commit_are_read_for_calls_of_cihook() {
    let sandbox = Sandbox::new();
    for (manager, file, text) in [
        (
            "lefthook",
            "lefthook.yml",
            "commit-msg:\n  jobs:\n    - run: cihook hook commit-msg {1}\npre-push:\n  jobs:\n    - run: \"cihook hook pre-push {0} # {files}\"\n",
        ),
        (
            "pre-commit",
            ".pre-commit-config.yaml",
            "repos:\n  - hooks:\n    - id: cihook-commit-msg\n    - id: cihook-pre-push\n",
        ),
    ] {
        let repo = sandbox.repo(manager);
        for name in ["commit-msg", "pre-push"] {
            repo.program(&format!(".git/hooks/{name}"), &format!("#!/bin/sh\n# made by {manager}\n"));
        }
        repo.cihook(&["status"]).fails(1);
        repo.write(file, text);
        repo.cihook(&["status"]).ok().prints(&format!("{file} calls cihook\n"));
    }
}

#[test]
fn a_hook_that_an_embedded_repository_brings_along_is_not_started() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    let embedded = sandbox.init("r/data.git", &["--bare"]);
    embedded.install();
    embedded.cihook(&["status"]).fails(1).prints("not started").prints("lies within the work tree of another");
    embedded.cihook_with(&["status"], &[("GIT_DIR", ".")], b"").ok();
    assert!(repo.has("data.git/hooks/commit-msg"));
}

#[test]
fn a_shim_that_somebody_changed_is_told() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.install();
    let text = repo.read(".git/hooks/commit-msg");
    repo.program(".git/hooks/commit-msg", &format!("{text}echo mine\n"));
    repo.cihook(&["status"]).fails(1).prints("this hook of cihook was edited");
}
