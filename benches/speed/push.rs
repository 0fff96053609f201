//! Pre-push beside `git rev-list --objects --disk-usage` for the same commits, in repositories of several shapes: what it
//! costs has to grow with the push, not with the repository.

use crate::measure::{command, compare, line, peak};
use crate::repository::{Shape, git, pushed};
use std::path::Path;
use std::process::Command;

const PAIRS: usize = 11;

pub fn run(folder: &Path) {
    let shapes = [
        ("100,000 files in folders", Shape { files: 100_000, is_flat: false, commits: 1_100, refs: 0 }),
        ("50,000 files in one folder", Shape { files: 50_000, is_flat: true, commits: 110, refs: 0 }),
        ("50,000 commits", Shape { files: 2_000, is_flat: false, commits: 50_000, refs: 0 }),
        ("10,000 remote refs", Shape { files: 2_000, is_flat: false, commits: 50_000, refs: 10_000 }),
    ];
    for (name, shape) in shapes {
        let path = pushed(folder, &name.replace([' ', ','], "-"), &shape);
        let sizes = [1, 100, 1_000, 10_000].into_iter().filter(|&commits| commits * 2 < shape.commits);
        sizes.filter(|&commits| shape.refs == 0 || commits == 1).for_each(|commits| measure(&path, name, commits));
    }
}

fn measure(path: &Path, name: &str, commits: usize) {
    let base = format!("HEAD~{commits}");
    git(path, &["update-ref", "refs/remotes/origin/main", &base]);
    let id = |revision: &str| {
        let told = command(path, "git", &["rev-parse", revision]).stdout(std::process::Stdio::piped()).output();
        String::from_utf8(told.expect("git").stdout).expect("an id").trim().to_owned()
    };
    let (new, old) = (id("HEAD"), id(&base));
    let lines = path.join("refs-to-push");
    std::fs::write(&lines, format!("refs/heads/main {new} refs/heads/main {old}\n")).expect("a file");
    let program = crate::program();
    let hook = || {
        let mut hook = shell(path, "exec \"$0\" hook pre-push origin url <refs-to-push", program.as_os_str());
        hook.env("CIHOOK_SKIP", "push-size");
        hook
    };
    let list = format!("exec git rev-list --objects --disk-usage {new} --not --remotes {old}");
    let list = || shell(path, &list, "git".as_ref());
    let what = format!("pre-push: {commits} commits, {name}");
    let compared = compare(PAIRS, &mut hook(), &mut list());
    line(&format!("{what} / rev-list"), &compared, Some((peak(&mut hook()), peak(&mut list()))));
    if commits == 1 {
        let compared = compare(3 * PAIRS, &mut hook(), &mut shell(path, "exec git --version", "git".as_ref()));
        line(&format!("{what} / git --version"), &compared, None);
    }
}

fn shell(path: &Path, script: &str, zero: &std::ffi::OsStr) -> Command {
    let mut command = command(path, "sh", &["-c", script]);
    command.arg(zero);
    command
}
