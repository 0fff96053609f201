//! A sandbox for tests of the program: an own home, no configuration of the machine, fixed dates, and nothing of git's
//! or a server's environment.

#![allow(dead_code, reason = "each test crate uses a part of it")]

pub mod aloud;
pub mod terminal;

use std::ffi::OsStr;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};

/// A message that keeps the default policy.
pub const GOOD: &str = "feat(api): add the login page (#12)\n\nSigned-off-by: A U Thor <author@example.org>\n";

/// Somewhere to try things out.
pub struct Sandbox {
    folder: tempfile::TempDir,
}

/// A repository in a sandbox.
pub struct Repo {
    /// Its work tree, or itself where it is bare.
    pub path: PathBuf,
    home: PathBuf,
}

/// What a program said and how it ended.
#[derive(Debug)]
pub struct Ran {
    /// Its exit code; -1 when a signal ended it.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

fn named() -> tempfile::Builder<'static, 'static> {
    let mut folder = tempfile::Builder::new();
    folder.prefix("cihook ü ");
    folder
}

/// A folder in memory, where the system has one and runs programs in it: git replaces files all the time, and disks take
/// ten times as long for that.
fn in_memory() -> Option<tempfile::TempDir> {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = named().tempdir_in("/dev/shm").ok()?;
    let probe = folder.path().join("probe");
    std::fs::write(&probe, "#!/bin/sh\n").ok()?;
    std::fs::set_permissions(&probe, std::fs::Permissions::from_mode(0o755)).ok()?;
    let runs = Command::new(&probe).status().is_ok_and(|status| status.success());
    std::fs::remove_file(probe).ok()?;
    runs.then_some(folder)
}

impl Sandbox {
    /// An empty one.
    pub fn new() -> Self {
        let folder = in_memory().unwrap_or_else(|| named().tempdir().expect("a temporary folder"));
        std::fs::create_dir(folder.path().join("home")).expect("a home");
        Self { folder }
    }

    /// A path in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A new repository with an author and a branch `main`.
    pub fn repo(&self, name: &str) -> Repo {
        self.init(name, &[])
    }

    /// A new repository, made with options of `git init`.
    pub fn init(&self, name: &str, options: &[&str]) -> Repo {
        let repo = self.at(self.path(name));
        std::fs::create_dir_all(&repo.path).expect("a folder");
        let arguments = [&["init", "-q", "-b", "main"], options].concat();
        repo.git(&arguments).ok();
        repo.git(&["config", "user.name", "A U Thor"]).ok();
        repo.git(&["config", "user.email", "author@example.org"]).ok();
        repo
    }

    /// A folder of the sandbox, whatever it holds.
    pub fn at(&self, path: PathBuf) -> Repo {
        Repo { path, home: self.path("home") }
    }
}

impl Repo {
    /// A command with the environment of the sandbox.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        let foreign =
            |name: &str| ["GIT_", "GITHUB_", "CIHOOK", "XDG_", "LC_"].iter().any(|start| name.starts_with(start));
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_str().is_none_or(foreign)) {
            command.env_remove(name);
        }
        command
            .current_dir(&self.path)
            .env("HOME", &self.home)
            .env("LANG", "C.UTF-8")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_AUTHOR_DATE", "1700000000 +0000")
            .env("GIT_COMMITTER_DATE", "1700000000 +0000")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("GIT_EDITOR", "false")
            .env("NO_COLOR", "1")
            .stdin(Stdio::null());
        command
    }

    /// Runs git.
    pub fn git(&self, arguments: &[&str]) -> Ran {
        run(self.command("git").args(arguments), b"")
    }

    /// Runs cihook.
    pub fn cihook(&self, arguments: &[&str]) -> Ran {
        self.cihook_with(arguments, &[], b"")
    }

    /// Runs cihook with variables and standard input.
    pub fn cihook_with(&self, arguments: &[&str], variables: &[(&str, &str)], stdin: &[u8]) -> Ran {
        run(self.command(program()).args(arguments).envs(variables.iter().copied()), stdin)
    }

    /// Judges a message as a draft.
    pub fn check_message(&self, message: &[u8]) -> Ran {
        self.cihook_with(&["check", "--message", "-"], &[], message)
    }

    /// Installs the hooks.
    pub fn install(&self) -> &Self {
        self.cihook(&["install"]).ok();
        self
    }

    /// Writes a file.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.path.join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, content).expect("a file");
        self
    }

    /// Writes a program.
    pub fn program(&self, name: &str, text: &str) -> PathBuf {
        use std::os::unix::fs::PermissionsExt as _;
        self.write(name, text);
        let path = self.path.join(name);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("a program");
        path
    }

    /// Reads a file.
    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Whether there is such a file.
    pub fn has(&self, name: &str) -> bool {
        std::fs::symlink_metadata(self.path.join(name)).is_ok()
    }

    /// Makes a commit with this message, whatever the hooks say.
    pub fn commit(&self, message: &str) -> String {
        // Each a second later than the one before, so that no two commits are the same.
        static SECONDS: AtomicU64 = AtomicU64::new(1_700_000_000);
        let mut command = self.command("git");
        command.args(["commit", "-q", "--allow-empty", "--no-verify", "--cleanup=verbatim", "-F", "-"]);
        command.env("GIT_COMMITTER_DATE", format!("{} +0000", SECONDS.fetch_add(1, Ordering::Relaxed)));
        run(&mut command, message.as_bytes()).ok();
        self.git(&["rev-parse", "HEAD"]).ok().out.trim().to_owned()
    }

    /// Tries to make a commit as a person would.
    pub fn try_commit(&self, message: &str) -> Ran {
        self.git(&["commit", "-q", "--allow-empty", "-m", message])
    }
}

impl Ran {
    /// Insists on exit code 0.
    pub fn ok(self) -> Self {
        assert_eq!(self.code, 0, "{self:#?}");
        self
    }

    /// Insists on an exit code.
    pub fn fails(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self:#?}");
        self
    }

    /// Insists that standard error says something.
    pub fn says(self, text: &str) -> Self {
        assert!(self.err.contains(text), "expected `{text}` in {self:#?}");
        self
    }

    /// Insists that standard output says something.
    pub fn prints(self, text: &str) -> Self {
        assert!(self.out.contains(text), "expected `{text}` in {self:#?}");
        self
    }

    /// Standard output as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:#?}"))
    }

    /// The rules of the findings of a JSON report.
    pub fn rules(&self) -> Vec<String> {
        let json = self.json();
        let findings = json["findings"].as_array().expect("findings").iter();
        findings.map(|finding| finding["rule"].as_str().unwrap_or_default().to_owned()).collect()
    }
}

/// The program under test.
pub fn program() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_cihook"))
}

/// Runs a command to its end.
pub fn run(command: &mut Command, stdin: &[u8]) -> Ran {
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    if !stdin.is_empty() {
        command.stdin(Stdio::piped());
    }
    let mut child = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let writer = child.stdin.take().map(|mut pipe| {
        let stdin = stdin.to_vec();
        // A program that does not read all of it is no failure.
        std::thread::spawn(move || drop(pipe.write_all(&stdin)))
    });
    let Output { status, stdout, stderr } = child.wait_with_output().expect("an end");
    if let Some(writer) = writer {
        writer.join().expect("a writer");
    }
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Ran { code: status.code().unwrap_or(-1), out: text(stdout), err: text(stderr) }
}
