//! The commit-msg hook: judges a message before the commit is made. Nothing here opens the repository, asks git or
//! touches a network, unless a rule of the policy needs it or the message is refused.

use super::super::judging::Judging;
use super::super::printing::{Printer, Show};
use super::super::session::{MESSAGES, Session, Setup, Stream};
use crate::cli::{Format, HookName};
use crate::failure::Result;
use crate::finding::Outcome;
use crate::git::config::Config;
use crate::git::draft::{Draft, Reading, bytes_of};
use crate::git::place::Place;
use crate::git::refs;
use crate::git::rejected::{self, CommitForm};
use crate::git::{amend, paths};
use crate::message::Message;
use crate::message::prepare::prefill;
use crate::model::Stage;
use crate::policy::Policy;
use crate::remedy;
use crate::render::{Terminal, json};
use crate::words::Words;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;

const EMPTY: Words = Words::new("the message is empty: there is nothing to commit", "提交说明为空，不会提交");
const UNTOUCHED: Words = Words::new(
    "the message is as it was when the editor opened: there is nothing to commit",
    "提交说明与编辑器打开时相同，不会提交",
);
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
    judge(session, place, policy, draft)
}

fn judge(session: &Session, place: &Place, policy: &Policy, mut draft: Draft) -> Result<u8> {
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
        false => is_untouched(&setup, branch.as_deref(), &commit.message, &draft).then_some(&UNTOUCHED),
    };
    if let Some(words) = nothing_said {
        let lang = session.lang(Some(policy));
        if session.global.format == Format::Json {
            super::super::print_err(&json::error("empty", &words.say().plain(lang), &[]));
        }
        say(session, &format!("cihook: {}", words.say().show(lang, &Terminal)));
        return Ok(Outcome::Violations.exit_code());
    }
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
