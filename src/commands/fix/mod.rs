//! `cihook fix`: repairs the messages of commits, or one message.

mod edit;
mod message;
pub(super) mod offer;
mod plan;
mod range;
mod repairer;
mod show;
mod undo;

use super::session::Session;
use crate::cli::fix::Fix;
use crate::failure::Result;
use crate::repair::Given;

/// Runs the command.
///
/// # Errors
/// Where there is nothing to repair, something stands in the way, or git refuses.
pub fn run(session: &Session, fix: &Fix) -> Result<u8> {
    match &fix.message {
        _ if fix.undo => undo::run(session),
        Some(file) => message::run(session, fix, file),
        None => range::run(session, fix),
    }
}

/// What a person gave on the command line.
fn given(fix: &Fix) -> Given<'_> {
    Given {
        suggested: fix.suggested,
        issue: fix.issue.as_deref(),
        scope: fix.scope.as_deref(),
        kind: fix.kind.as_deref(),
    }
}
