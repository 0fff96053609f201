//! Commits made by `git fast-import`: it works in every kind of repository, also without a work tree, and makes any shape
//! of history in one go.

use crate::support::{Repo, run};
use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};

/// A message that keeps the default policy.
pub const MESSAGE: &str = "feat(api): add the login page (#12)\n\nSigned-off-by: A U Thor <author@example.org>\n";

/// What a commit changes.
#[derive(Clone, Copy)]
pub enum Change<'c> {
    /// A file with this text.
    Put(&'c str, &'c str),
    /// The same, executable.
    Run(&'c str, &'c str),
    /// A link to somewhere.
    Link(&'c str, &'c str),
    /// A commit of another repository.
    Module(&'c str),
    /// Nothing stands there any more.
    Gone(&'c str),
    /// It stands elsewhere.
    Moved(&'c str, &'c str),
}

/// Commits to be made.
#[derive(Default)]
pub struct History {
    stream: Vec<u8>,
    branches: Vec<String>,
}

impl History {
    /// A commit on a branch, after `parents`; without any, a root.
    pub fn commit(mut self, branch: &str, parents: &[&str], changes: &[Change<'_>]) -> Self {
        // Each a second later than the one before, so that no two commits are the same.
        static SECONDS: AtomicU64 = AtomicU64::new(1_700_100_000);
        let seconds = SECONDS.fetch_add(1, Ordering::Relaxed);
        let mut text = String::new();
        if parents.is_empty() {
            let _ = writeln!(text, "reset refs/heads/{branch}");
        }
        let _ = writeln!(text, "commit refs/heads/{branch}");
        let _ = writeln!(text, "author A U Thor <author@example.org> {seconds} +0000");
        let _ = writeln!(text, "committer A U Thor <author@example.org> {seconds} +0000");
        let _ = write!(text, "data {}\n{MESSAGE}", MESSAGE.len());
        for (number, parent) in parents.iter().enumerate() {
            let word = if number == 0 { "from" } else { "merge" };
            let full = if parent.starts_with("refs/") { (*parent).to_owned() } else { format!("refs/heads/{parent}") };
            let _ = match self.branches.iter().any(|made| made == parent) {
                // A branch that goes on says nothing.
                true if number == 0 && *parent == branch => Ok(()),
                true => writeln!(text, "{word} {full}"),
                false => writeln!(text, "{word} {full}^0"),
            };
        }
        self.branches.push(branch.to_owned());
        for change in changes {
            change.write(&mut text);
        }
        text.push('\n');
        self.stream.extend_from_slice(text.as_bytes());
        self
    }

    /// Makes them.
    pub fn make(&self, repo: &Repo) {
        let mut import = repo.command("git");
        run(import.args(["fast-import", "--quiet", "--force", "--done"]), &[&self.stream[..], b"done\n"].concat()).ok();
    }
}

impl Change<'_> {
    fn write(&self, text: &mut String) {
        let _ = match self {
            Change::Put(path, data) => put(text, "100644", path, data),
            Change::Run(path, data) => put(text, "100755", path, data),
            Change::Link(path, data) => put(text, "120000", path, data),
            Change::Module(path) => writeln!(text, "M 160000 {} {path}", "1".repeat(40)),
            Change::Gone(path) => writeln!(text, "D {path}"),
            Change::Moved(from, to) => writeln!(text, "R {from} {to}"),
        };
    }
}

fn put(text: &mut String, mode: &str, path: &str, data: &str) -> std::fmt::Result {
    write!(text, "M {mode} inline {path}\ndata {}\n{data}\n", data.len())
}
