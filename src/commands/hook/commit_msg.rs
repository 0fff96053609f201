//! The commit-msg hook: judges a message before the commit is made. Nothing here opens the repository, asks git or
//! touches a network, unless a rule of the policy needs it or the message is refused.

use super::super::judging::Judging;
use super::super::printing::{Printer, Show};
use super::super::session::{MESSAGES, Session, Setup, Stream};
use crate::cli::{Format, HookName};
use crate::engine::Judge;
use crate::failure::Result;
use crate::finding::{Outcome, Severity, Sheet};
use crate::git::config::Config;
use crate::git::draft::{Draft, Reading, bytes_of};
use crate::git::place::Place;
use crate::git::refs;
use crate::git::rejected::{self, CommitForm};
use crate::git::{amend, file, paths};
use crate::message::Message;
use crate::message::issue::Form;
use crate::message::prepare::prefill;
use crate::model::{Commit, DraftPlace, Stage};
use crate::policy::{HookRepair, Policy};
use crate::remedy;
use crate::render::{Terminal, json};
use crate::repair::{self, Given, Repaired};
use crate::words::Words;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;

const EMPTY: Words = Words::new("empty message, commit aborted", "提交说明为空，不会提交");
const UNTOUCHED: Words =
    Words::new("the message was not changed in the editor, commit aborted", "提交说明与编辑器打开时相同，不会提交");
const REPAIRED: Words =
    Words::new("corrected how the message is written, as the policy asks: {0}", "已按策略修正提交说明的写法：{0}");
const NOT_KEPT: Words = Words::new("Your message could not be kept: {0}", "提交说明未能保存：{0}");

/// Runs the hook; git hands it the file with the message.
///
/// # Errors
/// Where the message or the policy cannot be read.
pub fn run(session: &Session, place: &Place, arguments: &[OsString]) -> Result<u8> {
    let Some(file) = arguments.first() else { return Err(super::no_file(HookName::CommitMsg)) };
    let policy = match session.policy(Some(place))? {
        Ok(policy) => policy,
        Err(code) => return Ok(code),
    };
    let config = Config::read(place)?;
    let bytes = bytes_of(&session.start.join(file))?;
    let draft = Draft::read(&bytes, &Path::new(file).display().to_string(), &config, Reading::Draft);
    let draft = Draft { parents: 1 + usize::from(place.is_merging()), ..draft.with_people(place, &config) };
    judge(session, place, policy, &session.start.join(file), draft)
}

fn judge(session: &Session, place: &Place, policy: &Policy, file: &Path, mut draft: Draft) -> Result<u8> {
    let branch = refs::branch_at_work(place);
    let setup = Setup::new(policy, Stage::CommitMsg, branch.as_deref())?;
    let judge = setup.judge();
    if judge.needs().paths {
        draft.paths = paths::staged(place, amend::is_likely(place));
    }
    if draft.parents == 1 && draft.text.starts_with("Merge ") && amend::of_merge(place, &draft.text) {
        draft.parents = 2;
    }
    let commit = draft.commit(setup.forms());
    let nothing_said = match commit.message.is_empty() {
        true => Some(&EMPTY),
        false => (is_untouched(&setup, branch.as_deref(), &commit.message, &draft)
            || is_brought_back(place, &commit.message)?)
        .then_some(&UNTOUCHED),
    };
    if let Some(words) = nothing_said {
        let lang = session.lang(Some(policy));
        if session.global.format == Format::Json {
            super::super::print_err(&json::error("empty", &words.say().plain(lang), &[]));
        }
        say(session, &format!("cihook: {}", words.say().show(lang, &Terminal)));
        return Ok(Outcome::Violations.exit_code());
    }
    let repaired = match policy.repair.commit_msg {
        HookRepair::Safe => repair(session, policy, &judge, setup.forms(), file, &draft)?,
        HookRepair::Off => None,
    };
    let commit = repaired.as_ref().map_or(commit, |draft| draft.commit(setup.forms()));
    let whys = |rule: &str, option: &str| setup.why(rule, option);
    let judging = Judging { judge: &judge, whys: &whys, forms: setup.forms(), reached: BTreeMap::new() };
    let format = session.format(policy, &judge, Stage::CommitMsg, Stream::Err, MESSAGES);
    let show = Show { format: format.as_ref(), people: &[] };
    let mut printer = Printer::begin(show, Stream::Err, &setup.skip);
    judging.one(&commit, &mut printer);
    let outcome = setup.outcome(&printer.report);
    let is_kept = outcome != Outcome::Clean && keep(session, place, policy, &draft);
    let scene = session.scene(&printer.report, || match is_kept {
        true => remedy::Place::Commit { is_rebasing: place.is_rebasing() },
        false => remedy::Place::Elsewhere,
    });
    printer.end(&scene);
    Ok(outcome.exit_code())
}

/// Whether the editor was closed with the kept message in it as it was: an author who gives up commits nothing.
fn is_brought_back(place: &Place, message: &Message<'_>) -> Result<bool> {
    let Some(brought) = rejected::brought_back(place)? else { return Ok(false) };
    rejected::note_brought_back(place, None)?;
    let is_added = |line: &&str| line.starts_with("Signed-off-by: ") && !brought.lines().any(|other| other == *line);
    let said: Vec<&str> = message.text.lines().filter(|line| !is_added(line)).collect();
    Ok(said.join("\n").trim() == brought)
}

/// Writes a message better where it is accepted then, and says so; one that stays refused stays as it is. What was not UTF-8
/// is left, as git would store it in another encoding.
fn repair(
    session: &Session,
    policy: &Policy,
    judge: &Judge<'_>,
    forms: &[Form],
    file: &Path,
    draft: &Draft,
) -> Result<Option<Draft>> {
    if draft.fault.is_some() || draft.text.as_bytes() != draft.bytes {
        return Ok(None);
    }
    let facts = draft.commit(forms);
    let mut sheet = |text: &str| {
        let mut sheet = Sheet::default();
        judge.commit(&Commit { message: Message::parse(text, forms), ..facts.clone() }, &|_| false, &mut sheet);
        sheet
    };
    let Repaired { text, left } = repair::whole(&draft.text, &Given::default(), &mut sheet);
    let is_accepted = left.findings.iter().all(|finding| finding.severity == Severity::Warn);
    if text == draft.text || !is_accepted {
        return Ok(None);
    }
    file::replace(file, text.as_bytes())?;
    let header = text.lines().next().unwrap_or_default().to_owned();
    let said = REPAIRED.with([header.into()]).show(session.lang(Some(policy)), &Terminal);
    say(session, &format!("cihook: {said}"));
    let place = DraftPlace { file: draft.place.file.clone(), lines: (1..=text.lines().count()).collect() };
    Ok(Some(Draft { bytes: text.clone().into_bytes(), text, place, ..draft.clone() }))
}

/// Whether nobody wrote anything: the file is the template, or what the name of the branch filled in, or nothing but
/// trailers. Git gives up on the first and the last as well, but after the hook (git-commit(1), `--template`).
fn is_untouched(setup: &Setup<'_>, branch: Option<&str>, message: &Message<'_>, draft: &Draft) -> bool {
    let text = message.text.trim();
    let block = message.trailers.block;
    let said = if block.is_empty() { text } else { message.text[..block.start].trim() };
    let vocabulary = &setup.effective.vocabulary;
    let prefill = branch.and_then(|branch| prefill(branch, &vocabulary.forms, &|word| vocabulary.type_of(word)));
    let is_prefill = prefill.is_some_and(|prefill| !said.is_empty() && said == prefill.trim());
    // As git looks (builtin/commit.c, `template_untouched` and `rest_is_empty`).
    let signs_off = |line: &str| line.trim().is_empty() || line.starts_with("Signed-off-by: ");
    let is_template = draft.template.as_deref().map(str::trim).filter(|template| !template.is_empty());
    let is_template = is_template.and_then(|template| text.strip_prefix(template));
    said.is_empty() || is_prefill || is_template.is_some_and(|rest| rest.lines().all(signs_off))
}

/// Keeps the message with the commit that it was for; where that is not possible it is said, and there is nothing to go on
/// with.
fn keep(session: &Session, place: &Place, policy: &Policy, draft: &Draft) -> bool {
    let kept = rejected::keep(place, &draft.bytes, Some(&CommitForm::of_caller(place)));
    if let Err(failure) = &kept {
        let said = NOT_KEPT.with([failure.message.clone().into()]);
        say(session, &said.show(session.lang(Some(policy)), &Terminal));
    }
    kept.is_ok()
}

fn say(session: &Session, text: &str) {
    if session.global.format == Format::Human {
        super::super::print_err(&format!("{text}\n"));
    }
}
