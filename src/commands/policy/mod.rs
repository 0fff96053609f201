//! `cihook policy`: shows, checks and describes policies. One file a subcommand.

mod check;
mod docs;
mod import;
mod show;
mod suggest;
mod try_;

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
        PolicyCommand::Show { branch, preset } => show::run(session, branch.as_deref(), preset.as_deref()),
        PolicyCommand::Check => check::run(session),
        PolicyCommand::Try(options) => try_::run(session, options),
        PolicyCommand::Import(options) => import::run(session, options),
        PolicyCommand::Docs(options) => docs::run(session, options),
        PolicyCommand::Schema => {
            super::print(Stream::Out, format!("{:#}\n", policy::schema()));
            Ok(0)
        }
    }
}
