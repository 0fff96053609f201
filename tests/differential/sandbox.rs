//! A world of its own for each test: an empty home, no configuration of the machine, no variable of git, fixed dates,
//! plain English. Our code reads the environment of its process, so every test runs its body in a process of its own.

use crate::aloud::aloud;
use std::env;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// Names the test whose body is to be run in this process.
const BODY: &str = "CIHOOK_DIFFERENTIAL_BODY";

/// What the world outside may say to a test.
const PASSED_ON: [&str; 5] = ["PATH", "TMPDIR", "LLVM_PROFILE_FILE", "CIHOOK_DEEP", "CIHOOK_SEED"];

/// What all repositories of a test agree on.
const GLOBAL: &str = "[init]\n\tdefaultBranch = main\n[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n\
                      [core]\n\tfsync = none\n[advice]\n\tdetachedHead = false\n[protocol \"file\"]\n\tallow = always\n";

/// Runs the body of the test `name` in a process and a world of its own; the body is given an empty folder.
pub fn hermetic(name: &str, body: impl FnOnce(&Path)) {
    if env::var(BODY).is_ok_and(|told| told == name) {
        return body(&env::current_dir().expect("a folder"));
    }
    let folder = in_memory().unwrap_or_else(|| tempfile::tempdir().expect("a temporary folder"));
    let home = folder.path().canonicalize().expect("a temporary folder");
    let work = home.join("work");
    fs::create_dir(&work).expect("a folder");
    fs::write(home.join("gitconfig"), GLOBAL).expect("a file");
    let passed_on = PASSED_ON.iter().filter_map(|name| Some((*name, env::var_os(name)?)));
    let mut command = again(name);
    command.env_clear().envs(passed_on).envs(identity()).env(BODY, name).env("HOME", &home).current_dir(&work);
    command.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", home.join("gitconfig"));
    command.env("GIT_CEILING_DIRECTORIES", &home).env("LC_ALL", "C").env("TZ", "UTC").env("GIT_TERMINAL_PROMPT", "0");
    let output = command.output().expect("this program runs again");
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    said.lines().filter(|line| line.starts_with("skipped: ")).for_each(aloud);
    assert!(output.status.success(), "{said}");
}

/// A folder in memory, where the system has one and runs programs in it: git replaces files all the time, and disks take
/// ten times as long for that.
fn in_memory() -> Option<tempfile::TempDir> {
    let folder = tempfile::tempdir_in("/dev/shm").ok()?;
    script(&folder.path().join("probe"), "#!/bin/sh\n");
    let probed = Command::new(folder.path().join("probe")).status();
    probed.is_ok_and(|status| status.success()).then_some(folder)
}

/// Writes a program.
pub fn script(path: &Path, text: &str) {
    fs::write(path, text).expect("a script");
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("a script");
}

/// This program, to run one of its tests alone.
pub fn again(name: &str) -> Command {
    let mut command = Command::new(env::current_exe().expect("this program"));
    command.args(["--exact", name, "--nocapture", "--test-threads=1"]).stdin(Stdio::null());
    command
}

fn identity() -> [(&'static str, &'static str); 6] {
    [
        ("GIT_AUTHOR_NAME", "A"),
        ("GIT_AUTHOR_EMAIL", "a@b.c"),
        ("GIT_AUTHOR_DATE", "1700000000 +0000"),
        ("GIT_COMMITTER_NAME", "A"),
        ("GIT_COMMITTER_EMAIL", "a@b.c"),
        ("GIT_COMMITTER_DATE", "1700000000 +0000"),
    ]
}

/// Git in a folder.
pub fn git<A: AsRef<OsStr>>(folder: &Path, arguments: impl IntoIterator<Item = A>) -> Command {
    let mut command = Command::new("git");
    command.args(arguments).current_dir(folder).stdin(Stdio::null());
    command
}

/// What git answers to `input`; it has to succeed.
pub fn answer<A: AsRef<OsStr>>(folder: &Path, arguments: impl IntoIterator<Item = A>, input: &[u8]) -> Vec<u8> {
    let mut command = git(folder, arguments);
    let output = fed(&mut command, input);
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// What a program says to `input`.
pub fn fed(command: &mut Command, input: &[u8]) -> std::process::Output {
    let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = child.expect("git starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    std::thread::scope(|scope| {
        // A program that does not read to the end has its reasons, which it tells.
        scope.spawn(move || std::io::Write::write_all(&mut stdin, input));
        child.wait_with_output().expect("git ends")
    })
}

/// The version of git: 2.47 is (2, 47).
pub fn version(folder: &Path) -> (u32, u32) {
    let told = String::from_utf8(answer(folder, ["version"], b"")).expect("text");
    let number = told.split_whitespace().nth(2).unwrap_or_default();
    let mut parts = number.split('.').map(|part| part.parse().unwrap_or(0));
    (parts.next().unwrap_or(0), parts.next().unwrap_or(0))
}
