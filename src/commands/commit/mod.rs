//! `cihook commit`: makes a commit from the policy, or goes on with the one that was refused. It composes text and leaves
//! the commit to git, with the user's own arguments.

mod compose;
pub(super) mod desk;
mod guided;
mod page;
mod questions;
mod retry;
mod scopes;

use super::session::Session;
use crate::cli::commit::Commit;
use crate::failure::Result;
use crate::git::committing::{self, Ended};
use crate::git::place::Place;
use std::ffi::OsString;
use std::path::PathBuf;

/// Runs the command.
///
/// # Errors
/// Where there is nothing to commit with, or git cannot be started.
pub fn run(session: &Session, commit: &Commit) -> Result<u8> {
    if commit.retry { retry::run(session, commit) } else { guided::run(session, commit) }
}

/// How git is to commit a message.
struct Order {
    /// The folder where git is started.
    folder: PathBuf,
    /// Arguments of git before `commit`.
    git: Vec<OsString>,
    /// Options of `git commit`.
    options: Vec<OsString>,
    /// Paths.
    paths: Vec<OsString>,
}

impl Order {
    /// The whole command line without the program.
    fn arguments(&self) -> Vec<OsString> {
        let mut arguments = self.git.clone();
        arguments.push("commit".into());
        arguments.extend(self.options.iter().cloned());
        if !self.paths.is_empty() {
            arguments.push("--".into());
            arguments.extend(self.paths.iter().cloned());
        }
        arguments
    }

    /// Has git commit.
    fn run(&self) -> Result<Ended> {
        committing::run(&self.folder, self.arguments())
    }
}

/// Pushes what was committed, where that was asked for.
fn push(place: &Place, commit: &Commit) -> Result<u8> {
    match commit.push {
        true => committing::run(&place.start, ["push"]).map(Ended::exit_code),
        false => Ok(0),
    }
}
