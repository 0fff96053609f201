//! `cihook check`: judges commits that exist, or one message.

mod names;
mod range;
pub(super) mod staged;

use super::judging::Judging;
use super::printing::{Printer, Show};
use super::pushing::{Part, Pushing};
use super::reach::{adopt, reached};
use super::session::{EVERYTHING, MESSAGES, Session, Setup, Stream};
use crate::cli::Check;
use crate::failure::{Failure, Result};
use crate::git::config::Config;
use crate::git::draft::{self, Draft, Reading, bytes_of};
use crate::git::history::Selection;
use crate::git::objects::Objects;
use crate::git::place::Place;
use crate::git::revisions::{self, Repository};
use crate::git::rewrite::range::of_push;
use crate::git::{refs, rework};
use crate::model::Stage;
use crate::policy::Policy;
use crate::remedy;
use crate::words::Words;
use std::collections::{BTreeMap, HashSet};
use std::io::Read as _;
use std::path::Path;

const ALL_OF_STDIN: Words = Words::new(
    "`--all` cannot be used with revisions on standard input, which are checked one by one",
    "`--all` 不能与标准输入中的版本同时使用：那里的版本逐个检查",
);
const UNLIKE: Words = Words::new(
    "the policy differs for the branches `{0}` and `{1}`: check each of them with a command of its own",
    "策略对分支 `{0}` 和 `{1}` 的要求不同：请分别检查",
);
const NO_REVISIONS: Words = Words::new("standard input names no revision", "标准输入中没有版本");

/// Runs the command.
///
/// # Errors
/// Where there is nothing to judge by or nothing to judge.
pub fn run(session: &Session, check: &Check) -> Result<u8> {
    let place = session.place();
    let policy = match session.policy(place.as_ref().ok())? {
        Ok(policy) => policy,
        Err(code) => return Ok(code),
    };
    match &check.message {
        Some(file) => message(session, place.ok().as_ref(), policy, file, check.stored),
        None if check.staged => staged::run(session, &place?, policy, Stage::Check, Stream::Out),
        None => history(session, &place?, policy, check),
    }
}

/// One message, which may come from anywhere.
fn message(session: &Session, place: Option<&Place>, policy: &Policy, file: &Path, stored: bool) -> Result<u8> {
    let branch = place.and_then(refs::branch_at_work);
    let setup = Setup::new(policy, Stage::Check, branch.as_deref())?;
    let draft = read_draft(session, place, file, stored)?;
    let judge = setup.judge();
    let whys = |rule: &str, option: &str| setup.why(rule, option);
    let judging = Judging { judge: &judge, whys: &whys, forms: setup.forms(), reached: BTreeMap::new() };
    let format = session.format(policy, &judge, Stage::Check, Stream::Out, MESSAGES);
    let show = Show { format: format.as_ref(), people: &[] };
    let mut printer = Printer::begin(show, Stream::Out, &setup.skip);
    judging.one(&draft.commit(setup.forms()), &mut printer);
    let scene = session.scene(&printer.report, || remedy::Place::Elsewhere);
    Ok(setup.outcome(&printer.end(&scene)).exit_code())
}

/// Reads a message from a file or standard input, as `check --message` and `parse` do.
pub(super) fn read_draft(session: &Session, place: Option<&Place>, file: &Path, stored: bool) -> Result<Draft> {
    let config = place.map(Config::read).transpose()?.unwrap_or_default();
    let is_stdin = file == Path::new("-");
    let path = if is_stdin { file.to_owned() } else { session.start.join(file) };
    let name = if is_stdin { String::new() } else { file.display().to_string() };
    let reading = if stored { Reading::Stored } else { Reading::Draft };
    let draft = Draft::read(&bytes_of(&path)?, &name, &config, reading);
    Ok(match place {
        Some(place) => draft.with_people(place, &config),
        None => draft,
    })
}

/// A part of the history, and names that are about to be made.
fn history(session: &Session, place: &Place, policy: &Policy, check: &Check) -> Result<u8> {
    let objects = Objects::open(place)?;
    let repository = Repository { place, objects: &objects };
    let branch = match check.branch.clone().or(pushed(policy, check)?) {
        Some(branch) => Some(branch),
        None => refs::current_branch(place),
    };
    let setup = Setup::new(policy, Stage::Check, branch.as_deref())?.for_tag(check.tag.as_deref().map(names::name_of));
    let setup = setup.with_rework(rework::of(place, &objects)?);
    let judge = setup.judge();
    let whys = |rule: &str, option: &str| setup.why(rule, option);
    let has_names = check.tag.is_some() || check.branch.is_some();
    let families = if check.changes || has_names { EVERYTHING } else { MESSAGES };
    let format = session.format(policy, &judge, Stage::Check, Stream::Out, families);
    let mut selection = match check.names_commits() || !has_names {
        true => Some(selection(&repository, check)?),
        false => None,
    };
    let before_adoption = selection.as_mut().map_or(Ok(0), |selection| adopt(place, policy, selection))?;
    let reached = selection.as_ref().map_or(Ok(BTreeMap::new()), |selection| reached(place, policy, selection))?;
    let judging = Judging { judge: &judge, whys: &whys, forms: setup.forms(), reached };
    let people = draft::people(place, &Config::read(place)?);
    let show = Show { format: format.as_ref(), people: &people };
    let mut printer = Printer::begin(show, Stream::Out, &setup.skip);
    printer.report.before_adoption = before_adoption;
    names::judge(&repository, check, &judging, &mut printer)?;
    match &selection {
        Some(selection) if check.changes => changes(&repository, &setup, &judging, selection, &mut printer)?,
        Some(selection) => judging.history(place, &objects, selection, &mut printer)?,
        None => {}
    }
    // Of a part of the history nobody can say that an entry is needed nowhere.
    let is_whole = check.all && check.revision.is_none();
    if printer.report.checked.commits > 0 {
        judging.entries(is_whole, &mut printer);
    }
    let scene = session.scene(&printer.report, || range::of(&repository, check, &printer.report));
    Ok(setup.outcome(&printer.end(&scene)).exit_code())
}

/// The branch whose policy holds for a push: where several are named, the first, for the policy has to ask the same of all.
fn pushed(policy: &Policy, check: &Check) -> Result<Option<String>> {
    let branches = check.push.as_deref().unwrap_or_default();
    let named = branches.iter().map(String::as_str).filter(|name| !["HEAD", "@"].contains(name));
    let named: Vec<&str> = named.map(|name| name.strip_prefix("refs/heads/").unwrap_or(name)).collect();
    let Some((first, others)) = named.split_first() else { return Ok(None) };
    let asked = |branch: &str| Setup::demands(policy, Stage::Check, Some(branch), None);
    let same = asked(first)?;
    for other in others {
        if asked(other)? != same {
            return Err(Failure::usage(UNLIKE.with([(*first).into(), (*other).into()])));
        }
    }
    Ok(Some((*first).to_owned()))
}

/// Messages and files. How much a range brings is judged as if it were pushed; a single commit and a whole history are
/// no push.
fn changes(
    repository: &Repository<'_>,
    setup: &Setup<'_>,
    judging: &Judging<'_>,
    selection: &Selection,
    printer: &mut Printer<'_>,
) -> Result<()> {
    let selection = &Selection { amendable: setup.rework().tip, ..selection.clone() };
    let mut pushing = Pushing::new(repository.place, repository.objects);
    pushing.part(&Part { setup, judging, selection, has_messages: true, is_new: true }, printer)?;
    if !selection.hidden.is_empty() {
        pushing.totals(judging, "", false, printer);
    }
    Ok(())
}

fn selection(repository: &Repository<'_>, check: &Check) -> Result<Selection> {
    if let Some(branches) = &check.push {
        return Ok(of_push(repository, branches)?.wanted);
    }
    match check.revision.as_deref() {
        Some("-") if check.all => Err(Failure::usage(ALL_OF_STDIN.say())),
        Some("-") => from_stdin(repository),
        Some(written) => {
            let selection = revisions::select(repository, written)?;
            Ok(Selection { alone: selection.alone && !check.all, ..selection })
        }
        None if check.all => {
            Ok(Selection { tips: vec![revisions::one(repository.place, "HEAD")?], ..Selection::default() })
        }
        None if check.since_tag => revisions::since_tag(repository).map(|(_, selection)| selection),
        None => revisions::since_upstream(repository),
    }
}

/// Whether a revision stands for other than one commit (gitrevisions(7), "SPECIFYING RANGES").
fn is_of_many(written: &str) -> bool {
    written.starts_with('^') || ["..", "^@", "^!", "^-"].iter().any(|sign| written.contains(sign))
}

/// Revisions and ranges, one a line: each as if it were given alone, all judged in one run.
fn from_stdin(repository: &Repository<'_>) -> Result<Selection> {
    let mut text = String::new();
    std::io::stdin().lock().read_to_string(&mut text).map_err(|error| Failure::reading(Path::new("-"), error))?;
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let (ranges, single): (Vec<&str>, Vec<&str>) = lines.partition(|line| is_of_many(line));
    let mut all = Selection { alone: true, tips: revisions::each(repository, &single)?, ..Selection::default() };
    for written in ranges {
        let selection = revisions::select(repository, written)?;
        all.tips.extend(revisions::names(repository.place, &selection.tips, &selection.hidden)?);
    }
    let mut seen = HashSet::new();
    all.tips.retain(|id| seen.insert(*id));
    if all.tips.is_empty() { Err(Failure::usage(NO_REVISIONS.say())) } else { Ok(all) }
}
