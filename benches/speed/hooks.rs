//! The hooks beside the start of a process, and what they add to `git commit`.

use crate::measure::{Compared, command, compare, line, median};
use crate::repository::git;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

const PAIRS: usize = 101;
const MESSAGE: &str = "feat(api): add the login page (#12)\n\nSigned-off-by: A U Thor <author@example.org>\n";

pub fn run(folder: &Path) {
    git(folder, &["init", "-q", "-b", "main", "hooks"]);
    let path = folder.join("hooks");
    std::fs::write(path.join(".git/COMMIT_EDITMSG"), MESSAGE).expect("a file");
    let mut own = command(&path, crate::program(), &["hook", "commit-msg", ".git/COMMIT_EDITMSG"]);
    let compared = compare(PAIRS, &mut own, &mut command(&path, "git", &["--version"]));
    line("commit-msg on a clean message / git --version", &compared, None);
    std::fs::write(path.join("cihook.toml"), "[rules.header-length]\nmax = 90\n").expect("a file");
    let compared = compare(PAIRS, &mut own, &mut command(&path, "git", &["--version"]));
    line("the same with a policy file / git --version", &compared, None);
    added(&path);
}

/// What installed hooks add to `git commit`, beside `sh -c :` and `git --version` together.
fn added(path: &Path) {
    git(path, &["config", "gc.auto", "0"]);
    let program = crate::program();
    assert!(command(path, &program, &["install"]).status().expect("cihook").success());
    let cihook = |path: &Path| commit(path, ".git/hooks");
    line("what our hook adds to git commit / sh -c : + git --version", &beside_start(path, &cihook), None);
    peers(path);
}

/// A commit with the hooks of a folder.
fn commit(path: &Path, hooks: &str) -> Command {
    let setting = format!("core.hooksPath={}", path.join(hooks).display());
    command(path, "git", &["-c", &setting, "commit", "-q", "--allow-empty", "-m", MESSAGE])
}

fn beside_start(path: &Path, with: &dyn Fn(&Path) -> Command) -> Compared {
    let timed = |mut command: Command| {
        let start = Instant::now();
        assert!(command.status().expect("a program").success());
        start.elapsed()
    };
    let mut added = Vec::new();
    let mut start = Vec::new();
    let mut ratios = Vec::new();
    for _ in 0..PAIRS {
        let with = timed(with(path));
        let without = timed(commit(path, ".git/no-hooks"));
        let process = timed(command(path, "sh", &["-c", ":"])) + timed(command(path, "git", &["--version"]));
        let more = with.saturating_sub(without);
        ratios.push(more.as_secs_f64() / process.as_secs_f64());
        added.push(more);
        start.push(process);
    }
    Compared { own: median(added), other: median::<Duration>(start), ratio: median(ratios) }
}

/// Other programs in the same run, where they are on the PATH.
fn peers(path: &Path) {
    let is_there = |program: &str| Command::new(program).arg("--version").output().is_ok();
    if !is_there("committed") {
        println!("skipped: committed: not on the PATH");
        return;
    }
    std::fs::write(path.join("committed.toml"), "style = \"conventional\"\nsubject_capitalized = false\n")
        .expect("a file");
    let mut own = command(path, "committed", &["--commit-file", ".git/COMMIT_EDITMSG"]);
    let compared = compare(PAIRS, &mut own, &mut command(path, "git", &["--version"]));
    line("committed on the same message / git --version", &compared, None);
    if !is_there("lefthook") {
        println!("skipped: lefthook driving committed: not on the PATH");
        return;
    }
    std::fs::write(
        path.join("lefthook.yml"),
        "commit-msg:\n  commands:\n    c:\n      run: committed --commit-file {1}\n",
    )
    .expect("a file");
    let hooks = path.join(".git/lefthook-hooks");
    std::fs::create_dir_all(&hooks).expect("a folder");
    let text = "#!/bin/sh\nexec lefthook run commit-msg --no-auto-install \"$@\"\n";
    let hook = hooks.join("commit-msg");
    std::fs::write(&hook, text).expect("a file");
    let mut runnable = Command::new("chmod");
    assert!(runnable.arg("+x").arg(&hook).status().expect("chmod").success());
    let lefthook = |path: &Path| commit(path, ".git/lefthook-hooks");
    line("what lefthook with committed adds / sh -c : + git --version", &beside_start(path, &lefthook), None);
}
