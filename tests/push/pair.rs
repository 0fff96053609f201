//! A work tree with hooks, and the remote that it pushes to.

use crate::history::MESSAGE;
use crate::support::{Ran, Repo, Sandbox, run};

/// A repository that has pushed once.
pub struct Pair {
    pub sandbox: Sandbox,
    pub repo: Repo,
}

/// More than 2 MB.
pub fn huge() -> Vec<u8> {
    vec![b'x'; 2_000_001]
}

impl Pair {
    /// One with the hooks installed and a first commit pushed.
    pub fn new() -> Self {
        Self::with(&[])
    }

    /// The same, made with options of `git init`.
    pub fn with(options: &[&str]) -> Self {
        let sandbox = Sandbox::new();
        let format: Vec<&str> = options.iter().copied().filter(|option| option.contains("object")).collect();
        sandbox.init("remote.git", &[&["--bare"], &format[..]].concat());
        let repo = sandbox.init("work", options);
        repo.git(&["remote", "add", "origin", "../remote.git"]).ok();
        repo.cihook(&["install", "--hook", "pre-commit"]).ok();
        let pair = Self { sandbox, repo };
        pair.save("first.txt", "first\n");
        pair.repo.git(&["push", "-q", "-u", "origin", "main"]).ok();
        pair
    }

    /// Commits a file, whatever the hooks say.
    pub fn save(&self, path: &str, content: impl AsRef<[u8]>) -> String {
        self.repo.write(path, content);
        self.repo.git(&["add", "--", &format!("./{path}")]).ok();
        self.repo.commit(MESSAGE)
    }

    /// Pushes.
    pub fn push(&self, words: &[&str]) -> Ran {
        self.repo.git(&[&["push", "-q"], words].concat())
    }

    /// Runs what a person would paste.
    pub fn shell(&self, command: &str) -> Ran {
        run(self.repo.command("bash").args(["-c", command]), b"")
    }

    /// The files of a revision.
    pub fn files(&self, revision: &str) -> Vec<String> {
        let listed = self.repo.git(&["ls-tree", "-r", "-z", "--name-only", revision]).ok().out;
        listed.split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect()
    }
}

/// The command that a refusal offers, behind these words.
pub fn offered(ran: &Ran, words: &str) -> String {
    let line = ran.err.lines().find_map(|line| line.split_once(words));
    line.unwrap_or_else(|| panic!("no `{words}` in {ran:#?}")).1.to_owned()
}
