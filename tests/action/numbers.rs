//! How long it takes and how much memory, against a server that answers at once: `CIHOOK_NUMBERS` names the program to
//! measure, as `make build` makes it. Skipped without it, since a program for debugging says nothing.

use super::fake::State;
use super::site::{Site, commit, file, good, payload, state};
use crate::support::aloud::{aloud, skipped};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// So often as long as `git --version` a run may take.
const TIMES: u32 = 50;

/// So many KiB a run may take.
const MEMORY: u64 = 64 << 10;

fn pull_request(commits: usize, files: usize) -> State {
    let commits = (1..=commits).map(|n| commit(n + 1_000, &good(n))).collect();
    state(commits, (0..files).map(|n| file(&format!("src/f{n}.rs"), n + 5_000)).collect())
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn time(command: &mut Command) -> Duration {
    let start = Instant::now();
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().expect("an end");
    start.elapsed()
}

/// The most memory of a run, in KiB.
fn memory(command: &mut Command) -> u64 {
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("a start");
    let mut most = 0;
    while child.try_wait().expect("a child").is_none() {
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        most = most.max(line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0));
    }
    most
}

#[test]
fn a_run_is_quick_and_small() {
    let Some(program) = std::env::var_os("CIHOOK_NUMBERS") else {
        skipped("time and memory of the action", "CIHOOK_NUMBERS is not set");
        return;
    };
    let program = Path::new(&program);
    for (commits, files, is_usual) in [(10, 20, true), (600, 3_000, false)] {
        let site = Site::new(pull_request(commits, files));
        let command = || site.command(program, &[], "pull_request", &payload().to_string());
        let ours = median((0..15).map(|_| time(&mut command())).collect());
        let git = median((0..31).map(|_| time(Command::new("git").arg("--version"))).collect());
        let most = memory(&mut command());
        aloud(format_args!("{commits} commits, {files} files: {ours:?}, git --version {git:?}, {most} KiB"));
        assert!(!is_usual || ours <= git * TIMES, "{ours:?} is more than {TIMES} times {git:?}");
        assert!(most < MEMORY, "{most} KiB");
    }
}
