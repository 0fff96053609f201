//! `cihook status`: it tells what git would do, not what should be.

use crate::support::Sandbox;

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
    repo.cihook(&["status"]).ok().prints("commit-msg: cihook 0.1.0 answers");
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
    repo.cihook(&["status"]).fails(1).prints("pre-push: this hook is not cihook's");
    repo.git(&["config", "core.hooksPath", "../elsewhere"]).ok();
    repo.cihook(&["status"]).fails(1).prints("elsewhere/commit-msg");
}

#[test]
fn a_shim_whose_program_is_gone_is_found() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.install();
    let text = repo.read(".git/hooks/commit-msg");
    let broken: String = text
        .lines()
        .map(|line| if line.starts_with("cihook=") { "cihook='/gone'\n".into() } else { format!("{line}\n") })
        .collect();
    repo.write(".git/hooks/commit-msg", broken);
    std::fs::remove_file(repo.path.join(".git/cihook/path")).expect("a file");
    repo.cihook(&["status"]).fails(1).prints("cihook does not answer: cihook: the program is gone");
    let refused = repo.try_commit("feat(api): add it (#1)").fails(1);
    assert_eq!(refused.err.lines().count(), 1, "{refused:#?}");
    refused.says("the program is gone").says("rm '");
}
