//! Repositories to measure on, made by `git fast-import` from fixed numbers.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Numbers that are the same in each run (a linear congruential generator).
pub struct Numbers(u64);

impl Numbers {
    pub fn new() -> Self {
        Self(42)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % end
    }
}

const WORDS: [&str; 24] = [
    "add", "fix", "the", "login", "page", "when", "user", "token", "expires", "cache", "memory", "pool", "handle",
    "retry", "parse", "message", "queue", "group", "push", "offline", "history", "index", "review", "shard",
];

fn words(numbers: &mut Numbers, count: usize) -> String {
    (0..count).map(|_| WORDS[numbers.below(WORDS.len())]).collect::<Vec<_>>().join(" ")
}

/// A message that keeps the norm, or one that does not.
fn message(numbers: &mut Numbers, number: usize, clean: bool) -> String {
    let description = {
        let count = 3 + numbers.below(5);
        words(numbers, count)
    };
    let mut text = match (clean, numbers.below(6)) {
        (true, _) => format!("feat({}): {description} (#{number})\n", WORDS[numbers.below(WORDS.len())]),
        (false, 0) => format!("{description}\n"),
        (false, 1) => format!("{description}.\n"),
        (false, 2) => format!("feat:{description}\n"),
        (false, 3) => format!("Fix(api): {description}\n"),
        (false, 4) => format!("feat（用户）：{description}\n"),
        (false, _) => format!("feature: {description}\n"),
    };
    let lines = numbers.below(10);
    for line in 0..lines {
        text.push_str(if line == 0 { "\n" } else { "" });
        let count = 6 + numbers.below(6);
        let _ = writeln!(text, "{}", words(numbers, count));
    }
    if clean {
        text.push_str("\nSigned-off-by: A U Thor <author@example.org>\n");
    }
    text
}

/// A history of `commits` commits, one after the other, each with a small change.
pub fn history(folder: &Path, name: &str, commits: usize, clean: bool) -> PathBuf {
    let path = folder.join(name);
    git(folder, &["init", "-q", "-b", "main", name]);
    let mut import = Command::new("git");
    import.args(["fast-import", "--quiet"]).current_dir(&path).stdin(Stdio::piped());
    let mut child = import.spawn().expect("git");
    let mut pipe = std::io::BufWriter::new(child.stdin.take().expect("a pipe"));
    let mut numbers = Numbers::new();
    for number in 1..=commits {
        let text = message(&mut numbers, number, clean);
        let who = format!("A U Thor <author@example.org> {} +0000", 1_600_000_000 + number * 60);
        let content = words(&mut numbers, 60);
        let file = numbers.below(800);
        let parent = if number > 1 { format!("from :{}\n", number - 1) } else { String::new() };
        write!(
            pipe,
            "commit refs/heads/main\nmark :{number}\nauthor {who}\ncommitter {who}\ndata {}\n{text}{parent}\
             M 100644 inline src/d{}/f{file}.rs\ndata {}\n{content}\n",
            text.len(),
            file / 40,
            content.len()
        )
        .expect("a pipe");
    }
    drop(pipe);
    assert!(child.wait().expect("an end").success());
    git(&path, &["repack", "-adfq"]);
    path
}

/// How a repository to push from looks.
pub struct Shape {
    /// Files of its first commit.
    pub files: usize,
    /// Whether all of them are in one folder.
    pub is_flat: bool,
    /// Commits after the first; each changes three files and adds one.
    pub commits: usize,
    /// Remote-tracking refs, on older commits.
    pub refs: usize,
}

impl Shape {
    fn path(&self, file: usize) -> String {
        match self.is_flat {
            true => format!("f{file:06}.txt"),
            false => format!("d{:03}/e{:02}/f{file:06}.txt", file / 1000, file / 50 % 20),
        }
    }
}

/// A repository to push from.
pub fn pushed(folder: &Path, name: &str, shape: &Shape) -> PathBuf {
    let path = folder.join(name);
    git(folder, &["init", "-q", "-b", "main", name]);
    let mut import = Command::new("git");
    import.args(["fast-import", "--quiet"]).current_dir(&path).stdin(Stdio::piped());
    let mut child = import.spawn().expect("git");
    let mut pipe = std::io::BufWriter::new(child.stdin.take().expect("a pipe"));
    let mut numbers = Numbers::new();
    let mut put = |text: String| pipe.write_all(text.as_bytes()).expect("a pipe");
    let file = |path: &str, content: &str| format!("M 100644 inline {path}\ndata {}\n{content}\n", content.len());
    for number in 1..=shape.commits + 1 {
        let text = format!("feat(api): change {number} (#{number})\n\nSigned-off-by: A U Thor <author@example.org>\n");
        let who = format!("A U Thor <author@example.org> {} +0000", 1_600_000_000 + number * 60);
        let parent = if number > 1 { format!("from :{}\n", number - 1) } else { String::new() };
        let length = text.len();
        put(format!(
            "commit refs/heads/main\nmark :{number}\nauthor {who}\ncommitter {who}\ndata {length}\n{text}{parent}"
        ));
        if number == 1 {
            (0..shape.files).for_each(|at| put(file(&shape.path(at), &format!("base {at}"))));
            continue;
        }
        for change in 0..3 {
            let (at, count) = (numbers.below(shape.files), 5 + numbers.below(195));
            put(file(&shape.path(at), &format!("change {number} {change} {}", words(&mut numbers, count))));
        }
        put(file(&shape.path(shape.files + number), &format!("new {number}")));
    }
    drop(pipe);
    assert!(child.wait().expect("an end").success());
    git(&path, &["repack", "-adfq"]);
    if let Some(step) = shape.commits.checked_div(shape.refs) {
        let script = format!(
            "git rev-list HEAD~1 | awk 'NR % {step} == 1 {{ print \"create refs/remotes/origin/b\" NR \" \" $1 }}' | \
             git update-ref --stdin"
        );
        let status = crate::measure::command(&path, "sh", &["-c", &script]).status().expect("sh");
        assert!(status.success(), "{script}");
    }
    git(&path, &["pack-refs", "--all"]);
    path
}

/// Runs git and insists.
pub fn git(folder: &Path, arguments: &[&str]) {
    let status = crate::measure::command(folder, "git", arguments).status().expect("git");
    assert!(status.success(), "git {arguments:?}");
}
