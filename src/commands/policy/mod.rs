//! `cihook policy`: shows, checks and describes policies. One file a subcommand.

mod check;
mod show;

use super::session::{Session, Stream};
use crate::cli::PolicyCommand;
use crate::failure::Result;
use crate::policy;

/// Runs the command.
///
/// # Errors
/// Where the policy cannot be read.
pub fn run(session: &Session, command: &PolicyCommand) -> Result<u8> {
    match command {
        PolicyCommand::Show { branch } => show::run(session, branch.as_deref()),
        PolicyCommand::Check => check::run(session),
        PolicyCommand::Schema => {
            super::print(Stream::Out, format!("{:#}\n", policy::schema()));
            Ok(0)
        }
    }
}
