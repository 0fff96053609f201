//! The prepare-commit-msg hook (opt-in): fills in what the name of the branch tells.

use super::super::session::{Session, Setup};
use crate::cli::HookName;
use crate::failure::Result;
use crate::git::config::Config;
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
    let config = Config::read(place)?;
    let settings = config.draft_settings();
    // Merges, squashes and commits that are used again have their message already; so has one that was given on the command
    // line, where no editor opens.
    let source = arguments.get(1).and_then(|source| source.to_str());
    let is_new = match source {
        None | Some("template") => true,
        Some("message") => !settings.no_editor,
        _ => false,
    };
    let is_new = is_new && !place.has_message_of_git();
    let Some(branch) = refs::current_branch(place).filter(|_| is_new) else { return Ok(0) };
    let policy = match session.policy(Some(place))? {
        Ok(policy) => policy,
        Err(code) => return Ok(code),
    };
    let setup = Setup::new(policy, Stage::CommitMsg, Some(&branch))?;
    let path = session.start.join(name);
    let vocabulary = &setup.effective.vocabulary;
    let bytes = bytes_of(&path)?;
    let comment = String::from_utf8(settings.cleanup_of(&bytes).comment).unwrap_or_default();
    let type_of = |word: &str| vocabulary.type_of(word);
    let text = String::from_utf8(bytes).ok();
    if let Some(text) = text.and_then(|text| prepared(&text, &comment, &branch, &vocabulary.forms, &type_of)) {
        file::write(&path, text.as_bytes(), file::Use::Shared)?;
    }
    Ok(0)
}
