//! `git commit`, run for the user: hooks, signing, templates and clean-up are git's.

use super::ask::{Git, not_started};
use super::config::Config;
use super::environment;
use super::place::Place;
use super::{index, refs};
use crate::failure::{Failure, Result};
use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::process::{Command, ExitStatus};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// How a program ended that the user watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// It did what it was asked to.
    Done,
    /// It refused, as git does where a hook refuses.
    Refused,
    /// It could not do it.
    Failed,
}

impl Ended {
    fn of(status: ExitStatus) -> Self {
        match status.code() {
            Some(0) => Self::Done,
            Some(1) => Self::Refused,
            _ => Self::Failed,
        }
    }

    /// The exit code of cihook that says so.
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Refused => 1,
            Self::Failed => 3,
        }
    }
}

/// Runs git in a folder, on the user's terminal. An interrupt (Ctrl-C) is for git and its editor: we wait for their end, and
/// nothing of the user's is left behind.
///
/// # Errors
/// Where git cannot be started.
pub fn run<A: AsRef<OsStr>>(folder: &Path, arguments: impl IntoIterator<Item = A>) -> Result<Ended> {
    let _interrupts = Interrupts::held();
    let ended = Command::new("git").args(arguments).current_dir(folder).status();
    ended.map(Ended::of).map_err(|error| not_started(&error))
}

/// Interrupts (Ctrl-C) that end nothing as long as this lives: what was written is kept first.
#[derive(Debug)]
pub struct Interrupts {
    come: Arc<AtomicBool>,
    handler: Option<signal_hook::SigId>,
}

impl Interrupts {
    /// Holds them back from now on.
    pub fn held() -> Self {
        let come = Arc::new(AtomicBool::new(false));
        let handler = signal_hook::flag::register(signal_hook::consts::SIGINT, Arc::clone(&come));
        Self { come, handler: handler.ok() }
    }

    /// Whether one has come.
    pub fn has_come(&self) -> bool {
        self.come.load(Ordering::Relaxed)
    }
}

impl Drop for Interrupts {
    fn drop(&mut self) {
        if let Some(handler) = self.handler {
            signal_hook::low_level::unregister(handler);
        }
    }
}

/// The editor that opens messages, by what sets it (git-var(1), `GIT_EDITOR`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Editor {
    /// One that the user chose.
    Chosen,
    /// `:`, which git never starts: the message is saved as it is.
    Silent,
    /// None: git would take the one that the system has, on a terminal.
    Unset,
}

/// Which editor the user chose.
pub fn editor(config: &Config) -> Editor {
    let chosen = environment::text("GIT_EDITOR").or_else(|| config.text("core.editor"));
    let chosen = chosen.or_else(|| environment::text("VISUAL")).or_else(|| environment::text("EDITOR"));
    match chosen.as_deref().map(str::trim) {
        None | Some("") => Editor::Unset,
        Some(":") => Editor::Silent,
        Some(_) => Editor::Chosen,
    }
}

/// What a question about HEAD prints; `None` where there is no commit yet.
pub fn of_head(place: &Place, format: &str) -> Option<String> {
    Git::at(place).maybe(["log", "-1", &format!("--format={format}"), "HEAD"])
}

/// The first lines of the last commits, one a line.
pub fn subjects(place: &Place, most: usize) -> String {
    Git::at(place).maybe(["log", &format!("-{most}"), "--format=%s", "HEAD"]).unwrap_or_default()
}

/// The tree of what is staged.
pub fn staged_tree(place: &Place) -> Option<String> {
    index::tree(place, refs::head(place))
}

/// The bytes of the message that git opened last; empty where there is none.
///
/// # Errors
/// Where it cannot be read.
pub fn last_opened(place: &Place) -> Result<Vec<u8>> {
    let path = place.git_dir.join("COMMIT_EDITMSG");
    match std::fs::metadata(&path) {
        Ok(data) if data.is_file() => std::fs::read(&path).map_err(|error| Failure::reading(&path, error)),
        _ => Ok(Vec::new()),
    }
}

/// Words for a command line.
pub fn words(words: &[&str]) -> Vec<OsString> {
    words.iter().map(OsString::from).collect()
}
