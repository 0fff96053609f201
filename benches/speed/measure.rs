//! Wall time of whole processes, in pairs, and the peak of their memory.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What a comparison yields: medians, and the median of the ratios of the pairs.
pub struct Compared {
    pub own: Duration,
    pub other: Duration,
    pub ratio: f64,
}

/// A command with nothing of the user's own configuration.
pub fn command(folder: &Path, program: impl AsRef<std::ffi::OsStr>, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder);
    command.env("HOME", folder).env("GIT_CONFIG_NOSYSTEM", "1").env("LC_ALL", "C.UTF-8");
    command.env("GIT_AUTHOR_NAME", "A U Thor").env("GIT_AUTHOR_EMAIL", "author@example.org");
    command.env("GIT_COMMITTER_NAME", "A U Thor").env("GIT_COMMITTER_EMAIL", "author@example.org");
    command.env("GIT_AUTHOR_DATE", "1700000000 +0000").env("GIT_EDITOR", ":");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn timed(command: &mut Command) -> Duration {
    let start = Instant::now();
    command.status().expect("a program that starts");
    start.elapsed()
}

/// Runs both in turn.
pub fn compare(pairs: usize, own: &mut Command, other: &mut Command) -> Compared {
    for _ in 0..3.min(pairs) {
        timed(own);
        timed(other);
    }
    let taken: Vec<(Duration, Duration)> = (0..pairs).map(|_| (timed(own), timed(other))).collect();
    let ratios = taken.iter().map(|(own, other)| own.as_secs_f64() / other.as_secs_f64()).collect();
    Compared {
        own: median(taken.iter().map(|pair| pair.0).collect()),
        other: median(taken.iter().map(|pair| pair.1).collect()),
        ratio: median(ratios),
    }
}

/// The one in the middle.
pub fn median<T: PartialOrd + Copy>(mut values: Vec<T>) -> T {
    values.sort_by(|a, b| a.partial_cmp(b).expect("numbers"));
    values[values.len() / 2]
}

/// The peak of a process's memory in kB, where the system tells (Linux).
pub fn peak(command: &mut Command) -> Option<u64> {
    let mut child = command.spawn().expect("a program that starts");
    let file = format!("/proc/{}/status", child.id());
    let mut peak = None;
    while let Ok(None) = child.try_wait() {
        let status = std::fs::read_to_string(&file).unwrap_or_default();
        let told =
            status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
        peak = told.or(peak);
        std::thread::sleep(Duration::from_micros(500));
    }
    peak
}

/// Prints a line of the table.
pub fn line(what: &str, compared: &Compared, memory: Option<(Option<u64>, Option<u64>)>) {
    let shown = |time: Duration| format!("{:.2} ms", time.as_secs_f64() * 1000.0);
    let memory = match memory {
        Some((Some(own), Some(other))) => format!("{:.1} MB / {:.1} MB", own as f64 / 1024.0, other as f64 / 1024.0),
        _ => String::new(),
    };
    println!("{what:<58} {:>9} {:>9} {:>7.2}x  {memory}", shown(compared.own), shown(compared.other), compared.ratio);
}
