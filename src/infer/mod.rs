//! Layer 4: what was seen in a history makes a policy that fits it, with the reasons. Pure: the same history gives the same
//! text.
//!
//! What people write by hand is looked at: merges, bots and headers that a tool wrote are left out, and the ` (#N)` that a
//! server adds on squashing is cut off. From that come the settings of each rule (`seen`, `types`, `issues`, `names`). Then the
//! rules judge the history with these settings, as `cihook check` would, and their levels are chosen for the whole
//! (`levels`). Nothing is claimed that was not judged.

mod files;
mod grammar;
mod issues;
mod judged;
mod levels;
mod names;
mod people;
mod probes;
mod seen;
mod since;
mod suggest;
mod types;
mod write;

use crate::message::decode::DecodeFault;
use crate::model::{Identity, ObjectId};
use crate::options::Level;
use crate::words::Lang;
use std::convert::Infallible;

pub use levels::Planned;
pub use people::{HandWritten, hand_written};
pub use suggest::{Tried, suggest};

/// Of fewer commits no share says anything.
pub const FEW: u64 = 30;

/// So many percent of the last commits of people have to pass.
pub const PASS: u64 = 95;

/// A commit of a history.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Its name.
    pub id: ObjectId,
    /// The commits before it.
    pub parents: Vec<ObjectId>,
    /// Who wrote the change.
    pub author: Option<Identity<'static>>,
    /// Who made the commit.
    pub committer: Option<Identity<'static>>,
    /// What it says.
    pub text: String,
    /// Why the stored bytes are not this text, where they are not.
    pub fault: Option<DecodeFault>,
}

/// What is known of a repository's past.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// How many commits were asked for.
    pub last: u64,
    /// The last commits, the newest first.
    pub commits: Vec<Sample>,
    /// Those before them, as far as they were looked at.
    pub before: Vec<Sample>,
    /// The tags, and the commits that they are for.
    pub tags: Vec<(String, ObjectId)>,
    /// The branches, here and at remotes, each name once.
    pub branches: Vec<String>,
    /// The files of the newest commit.
    pub files: Vec<SeenFile>,
}

/// A file of the newest commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenFile {
    /// Its path; what is not UTF-8 is replaced.
    pub path: String,
    /// Its size in bytes, where it is known.
    pub size: Option<u64>,
}

/// How many, of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// How many.
    pub part: u64,
    /// Of how many.
    pub whole: u64,
}

impl Share {
    /// Counts one more.
    pub const fn add(&mut self, is_part: bool) {
        self.part += is_part as u64;
        self.whole += 1;
    }

    /// Whether it is so many percent or more; of nothing, no.
    pub const fn is(self, percent: u64) -> bool {
        self.whole > 0 && self.part * 100 >= self.whole * percent
    }

    /// Whether enough was seen to say anything.
    pub const fn is_enough(self) -> bool {
        self.whole >= FEW
    }
}

/// A policy that fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The file.
    pub text: String,
    /// How many of the last commits of people pass it.
    pub passing: Share,
    /// Of the last commits.
    pub commits: u64,
}

/// Proposes a policy; its comments are in `lang`.
pub fn propose(history: &History, lang: Lang) -> Proposal {
    let as_planned: Result<Proposal, Infallible> = propose_asking(history, lang, &mut |planned| Ok(planned.level));
    as_planned.unwrap_or_else(|never| match never {})
}

/// The same; `choose` says how much each rule for messages is to weigh, in the order in which findings are shown.
///
/// # Errors
/// The first of `choose`.
pub fn propose_asking<E>(
    history: &History,
    lang: Lang,
    choose: &mut dyn FnMut(&Planned) -> Result<Level, E>,
) -> Result<Proposal, E> {
    let people = people::People::of(&history.commits);
    let whole = levels::Plan::of(&people);
    let mut plan = since::later(history, &people, whole);
    for planned in &mut plan.rules {
        planned.level = choose(planned)?;
    }
    let text = write::text(history, &people, &plan, lang);
    let passing = judged::Counts::of(&judged::refused_of(&text, &people)).passing(judged::Mask::MAX);
    Ok(Proposal { text, passing, commits: history.commits.len() as u64 })
}

#[cfg(test)]
mod tests;
