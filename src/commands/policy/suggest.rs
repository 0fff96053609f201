//! `cihook policy try --suggest`: the strictest settings that a history already meets, as TOML.

use super::super::init::history::sample;
use super::super::judging::Judging;
use super::super::print;
use super::super::session::{Session, Setup, Stream, today};
use crate::failure::Result;
use crate::git::history::{self, Plan, Selection};
use crate::git::objects::Objects;
use crate::git::place::Place;
use crate::infer::{self, Tried};

/// The commits that are looked at.
pub(super) struct Commits<'c> {
    pub place: &'c Place,
    pub objects: &'c Objects,
    pub selection: &'c Selection,
    pub plan: &'c Plan,
}

/// Prints the settings and nothing else.
///
/// # Errors
/// Where a commit cannot be read.
pub(super) fn run(session: &Session, setup: &Setup<'_>, judging: &Judging<'_>, commits: &Commits<'_>) -> Result<u8> {
    let Commits { place, objects, selection, plan } = commits;
    let mut samples = Vec::new();
    history::each(place, objects, selection, plan, &mut |id, content| {
        samples.push(sample(id, content));
        Ok(())
    })?;
    let reached = |entry: usize, id| judging.reaches(entry, id);
    let tried = Tried { policy: setup.policy, branch: setup.branch, today: today(), reached: &reached };
    print(Stream::Out, infer::suggest(&tried, &samples, session.lang(Some(setup.policy))));
    Ok(0)
}
