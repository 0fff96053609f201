//! The prepare-commit-msg hook (opt-in): fills in what the name of the branch tells, and brings a message
//! back that was refused.

use super::super::commit::desk::Desk;
use super::super::session::{Session, Setup};
use crate::cli::HookName;
use crate::failure::Result;
use crate::git::config::Config;
use crate::git::draft::bytes_of;
use crate::git::file;
use crate::git::place::Place;
use crate::git::refs;
use crate::git::rejected::{self, CommitForm};
use crate::message::cleanup::{Cleanup, Mode};
use crate::message::prepare::prepared;
use crate::model::Stage;
use crate::render::Terminal;
use crate::words::{Lang, Value, Words};
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
    rejected::note_brought_back(place, None)?;
    let Some(branch) = refs::current_branch(place).filter(|_| is_new) else { return Ok(0) };
    let policy = match session.policy(Some(place))? {
        Ok(policy) => policy,
        Err(code) => return Ok(code),
    };
    let setup = Setup::new(policy, Stage::CommitMsg, Some(&branch))?;
    let path = session.start.join(name);
    let bytes = bytes_of(&path)?;
    let cleanup = settings.cleanup_of(&bytes);
    let Ok(text) = String::from_utf8(bytes) else { return Ok(0) };
    let is_plain = source.is_none() && !settings.no_editor;
    let again =
        if is_plain { brought_back(place, &config, &setup, &cleanup, session.lang(Some(policy)))? } else { None };
    let comment = String::from_utf8(cleanup.comment).unwrap_or_default();
    let vocabulary = &setup.effective.vocabulary;
    let type_of = |word: &str| vocabulary.type_of(word);
    let filled = match again {
        Some(again) => Some(format!("{again}{}", without_same_sign_off(&text, &again))),
        // Where a regular expression stands for the grammar, nobody knows where a word of the branch's would go.
        None if vocabulary.has_pattern => None,
        None => prepared(&text, &comment, &branch, &vocabulary.forms, &type_of),
    };
    if let Some(filled) = filled {
        file::replace(&path, filled.as_bytes())?;
    }
    Ok(0)
}

/// What git put into the file, without a sign-off that the kept message has already.
fn without_same_sign_off(file: &str, kept: &str) -> String {
    let is_there = |line: &str| line.starts_with("Signed-off-by: ") && kept.lines().any(|other| other == line);
    let lines = file.split_inclusive('\n').filter(|line| !is_there(line.trim_end()));
    lines.collect::<String>().trim_start_matches('\n').to_owned()
}

const KEPT: Words = Words::new(
    "This message was refused before and kept. Empty it to write another one.",
    "此提交说明之前被拒绝并已保存。清空后可另写。",
);
const BETTER: Words = Words::new("corrected: {0}", "修正后：{0}");
const FOUND: Words = Words::new("{0}: {1}", "{0}：{1}");

/// The kept message and, as comments, what was found in it; it stands as it was written, so that an editor that is closed
/// without a change commits nothing that was refused. Nothing, where comments would be committed, or lines of it taken for
/// comments.
fn brought_back(
    place: &Place,
    config: &Config,
    setup: &Setup<'_>,
    cleanup: &Cleanup,
    lang: Lang,
) -> Result<Option<String>> {
    let Some(kept) = rejected::last(place)?.and_then(|last| String::from_utf8(last.text).ok()) else { return Ok(None) };
    let Ok(comment) = std::str::from_utf8(&cleanup.comment) else { return Ok(None) };
    if cleanup.mode != Mode::Strip || kept.lines().any(|line| line.starts_with(comment)) {
        return Ok(None);
    }
    let judge = setup.judge();
    let desk = Desk::new(&judge, setup.forms(), place, config, &CommitForm::default());
    let mut lines = vec![KEPT.say().show(lang, &Terminal)];
    for finding in desk.sheet(&kept).findings {
        let message = Value::Sentence(finding.message.into());
        lines.push(FOUND.with([finding.rule.into(), message]).show(lang, &Terminal));
    }
    let corrected = desk.corrected(&kept).text;
    let header = corrected.lines().next().unwrap_or_default();
    if kept.lines().next() != Some(header) {
        lines.push(BETTER.with([header.into()]).show(lang, &Terminal));
    }
    rejected::note_brought_back(place, Some(kept.trim()))?;
    let comments = lines.iter().flat_map(|line| line.lines()).map(|line| format!("{comment} {line}\n"));
    Ok(Some(format!("{}\n\n{}{comment}\n", kept.trim_end(), comments.collect::<String>())))
}
