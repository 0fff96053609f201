//! Killed at any moment, each ref is the old or the new one, and a second run completes.

use crate::support::Sandbox;
use crate::{POLICY, id, is_whole, repo};
use std::process::Stdio;
use std::time::Duration;

/// So many runs are killed; `CIHOOK_DEEP` asks for more.
fn rounds() -> u64 {
    if std::env::var_os("CIHOOK_DEEP").is_some() { 200 } else { 15 }
}

#[test]
fn each_ref_is_the_old_or_the_new_one() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox, POLICY);
    for number in 0..30 {
        repo.commit(&format!("Fix: number {number}\n"));
        if number == 15 {
            repo.git(&["branch", "lower"]).ok();
        }
    }
    let names = ["refs/heads/main", "refs/heads/lower"];
    let old = names.map(|name| id(&repo, name));
    let arguments = ["fix", "origin/main..main", "--apply"];
    repo.cihook(&arguments).ok();
    let new = names.map(|name| id(&repo, name));
    for round in 0..rounds() {
        for (name, old) in names.iter().zip(&old) {
            repo.git(&["update-ref", name, old]).ok();
        }
        let mut command = repo.command(crate::support::program());
        let mut child = command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("a process");
        std::thread::sleep(Duration::from_micros(round * 53_777 % 40_000));
        // It may be over.
        let _ = child.kill();
        child.wait().expect("an end");
        let found = names.map(|name| id(&repo, name));
        for ((found, old), new) in found.iter().zip(&old).zip(&new) {
            assert!(found == old || found == new, "{found} is neither {old} nor {new}");
        }
        // A git that was started by it may still hold its locks for a moment.
        std::thread::sleep(Duration::from_millis(30));
        let ran = repo.cihook(&arguments);
        assert!(ran.code == 0 || ran.err.contains(".lock"), "{ran:#?}");
    }
    is_whole(&repo);
}
