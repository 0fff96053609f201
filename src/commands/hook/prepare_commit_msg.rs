//! The prepare-commit-msg hook (opt-in): fills in what the name of the branch tells.

use super::super::session::{Session, Setup};
use crate::cli::HookName;
use crate::failure::Result;
use crate::git::draft::bytes_of;
use crate::git::file;
use crate::git::place::Place;
use crate::git::refs;
use crate::message::prepare::prepared;
use crate::model::Stage;
use std::ffi::OsString;

/// Runs the hook; git hands it the file, and where the message comes from.
///
/// # Errors
/// Where the message or the policy cannot be read or written.
pub fn run(session: &Session, place: &Place, arguments: &[OsString]) -> Result<u8> {
    let Some(name) = arguments.first() else { return Err(super::no_file(HookName::PrepareCommitMsg)) };
    // Merges, squashes and commits that are used again have their message already.
    let is_new = arguments.get(1).is_none_or(|source| source == "message" || source == "template");
    let Some(branch) = refs::current_branch(place).filter(|_| is_new) else { return Ok(0) };
    let policy = match session.policy(Some(place))? {
        Ok(policy) => policy,
        Err(code) => return Ok(code),
    };
    let setup = Setup::new(policy, Stage::CommitMsg, Some(&branch))?;
    let path = session.start.join(name);
    let vocabulary = &setup.effective.vocabulary;
    let text = String::from_utf8(bytes_of(&path)?);
    if let Some(text) =
        text.ok().and_then(|text| prepared(&text, &branch, &vocabulary.forms, &|word| vocabulary.type_of(word)))
    {
        file::write(&path, text.as_bytes(), file::Use::Shared)?;
    }
    Ok(0)
}
