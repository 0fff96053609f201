//! The pre-push hook: judges what a push makes public, whoever made it and however (githooks(5), "pre-push").

use super::super::fix::offer;
use super::super::printing::{Printer, Show};
use super::super::session::{EVERYTHING, Session, Setup, Stream};
use super::adoption;
use super::updates::Updates;
use crate::failure::Result;
use crate::finding::Outcome;
use crate::git::config::Config;
use crate::git::draft;
use crate::git::environment;
use crate::git::objects::Objects;
use crate::git::place::Place;
use crate::git::push::{Public, RefUpdate};
use crate::git::revisions::Repository;
use crate::git::{refs, revisions};
use crate::model::{ObjectId, Stage};
use crate::remedy;
use crate::report::Report;
use std::ffi::OsString;

/// Runs the hook; git hands it the name of the remote, and the refs on standard input.
///
/// # Errors
/// Where the policy or the history cannot be read.
pub fn run(session: &Session, place: &Place, arguments: &[OsString], stdin: &[u8]) -> Result<u8> {
    let told = RefUpdate::parse(&String::from_utf8_lossy(stdin))?;
    let manager = if told.is_empty() { told_by_manager(place)? } else { None };
    let (updates, told_remote) = manager.map_or((told, None), |(update, remote)| (vec![update], Some(remote)));
    let policy = match session.policy(Some(place))? {
        Ok(policy) => policy,
        Err(code) => return Ok(code),
    };
    let whole = Setup::new(policy, Stage::PrePush, None)?;
    let judge = whole.judge();
    let format = session.format(policy, &judge, Stage::PrePush, Stream::Err, EVERYTHING);
    let people = draft::people(place, &Config::read(place)?);
    let show = Show { format: format.as_ref(), people: &people };
    let mut printer = Printer::begin(show, Stream::Err, &whole.skip);
    let objects = Objects::open(place)?;
    let public = Public::to_remotes(place, &objects, &updates)?;
    let remote = told_remote.or_else(|| arguments.first().map(|name| name.to_string_lossy().into_owned()));
    let remote = remote.unwrap_or_default();
    let stage = Stage::PrePush;
    let pushed = Updates { place, objects: &objects, stage, all: &updates, public: &public, remote: &remote };
    pushed.judge(policy, &updates.iter().collect::<Vec<_>>(), &|_| true, &mut printer)?;
    let scene = session
        .scene(&printer.report, || pushed_from(&Repository { place, objects: &objects }, &updates, &printer.report));
    let report = printer.end(&scene);
    let outcome = whole.outcome(&report);
    if outcome == Outcome::Violations {
        adoption::advise(session, place, policy, &updates, public.is_nothing, &report);
    }
    Ok(outcome.exit_code())
}

/// The branches that are pushed, where all of it comes from local branches: what else is pushed no command of ours shows or
/// repairs.
fn pushed_from(repository: &Repository<'_>, updates: &[RefUpdate], report: &Report) -> remedy::Place {
    let current = refs::current_branch(repository.place);
    let branch = |update: &RefUpdate| match update.local.as_str() {
        "HEAD" => current.clone(),
        local => local.strip_prefix("refs/heads/").map(str::to_owned),
    };
    let updates = updates.iter().filter(|update| update.new.is_some() && update.has_messages());
    let Some(mut branches) = updates.map(branch).collect::<Option<Vec<String>>>() else {
        return remedy::Place::Elsewhere;
    };
    if branches.len() == 1 && branches.first() == current.as_ref() {
        branches.clear();
    }
    offer::push(repository, &branches, report)
}

/// What pre-commit and prek tell of a push: they read what git wrote themselves and hand their hooks an empty standard
/// input, and one ref in variables (pre-commit.com, "pre-commit during push"). Also the name of the remote.
fn told_by_manager(place: &Place) -> Result<Option<(RefUpdate, String)>> {
    let Some(remote_ref) = environment::text("PRE_COMMIT_REMOTE_BRANCH") else { return Ok(None) };
    let (remote, local) = (environment::text("PRE_COMMIT_REMOTE_NAME"), environment::text("PRE_COMMIT_LOCAL_BRANCH"));
    let remote = remote.unwrap_or_default();
    let id = |hex: String| ObjectId::from_hex(hex.as_bytes());
    // Where the whole history is pushed they tell no id.
    let new = match environment::text("PRE_COMMIT_TO_REF").and_then(id) {
        Some(id) => id,
        None => revisions::one(place, local.as_deref().unwrap_or("HEAD"))?,
    };
    let branch = remote_ref.strip_prefix("refs/heads/").unwrap_or(&remote_ref);
    let tracked = format!("refs/remotes/{remote}/{branch}");
    let old = refs::below(place, "refs/remotes/")?.get(bstr::BStr::new(&tracked)).copied();
    let local = local.unwrap_or_else(|| "HEAD".to_owned());
    Ok(Some((RefUpdate { local, new: Some(new), remote: remote_ref, old }, remote)))
}
