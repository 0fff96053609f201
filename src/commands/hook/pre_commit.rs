//! The pre-commit hook: judges what is staged before a message is written.

use super::super::check::staged;
use super::super::session::{Session, Stream};
use crate::failure::Result;
use crate::git::place::Place;
use crate::model::Stage;

/// Runs the hook.
///
/// # Errors
/// Where the policy or the index cannot be read.
pub fn run(session: &Session, place: &Place) -> Result<u8> {
    match session.policy(Some(place))? {
        Ok(policy) => staged::run(session, place, policy, Stage::PreCommit, Stream::Err),
        Err(code) => Ok(code),
    }
}
