//! From which tag on a policy holds, where a community has changed its ways.

use super::judged::{Counts, Mask, refused_of};
use super::levels::Plan;
use super::people::{People, reached};
use super::{FEW, History, PASS, Sample, Share, write};
use crate::model::{Commit, ObjectId};
use crate::options::Level;
use std::collections::BTreeSet;

/// So many tags are looked at.
const TAGS_MOST: usize = 200;

/// The tag from which on the policy holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Since {
    /// The tag.
    pub tag: String,
    /// How many commits of people after it pass.
    pub after: Share,
}

/// The plan for what came after a tag, where more can be asked of that, or the same plan from the tag on before which it was
/// not kept.
pub fn later(history: &History, people: &People<'_>, whole: Plan) -> Plan {
    let window: Vec<&Sample> = history.commits.iter().collect();
    if let Some((tag, rest)) = promising(history, &window, people, &whole) {
        let after = People::of(rest);
        let mut plan = Plan::of(&after);
        if plan.errors() > whole.errors() {
            plan.since = Some(Since { tag, after: plan.judged.passing(errors(&plan)) });
            return plan;
        }
    }
    let since = kept_since(history, people, &whole);
    Plan { since, ..whole }
}

/// The rules of a plan that are errors.
fn errors(plan: &Plan) -> Mask {
    let is_error = |rule: &&str| plan.is_error(rule);
    plan.judged.rules.iter().enumerate().filter(|(_, rule)| is_error(rule)).fold(0, |all, (at, _)| all | (1 << at))
}

/// The tags within some samples, each with the commits that it reaches; one for each commit.
fn tags<'h>(history: &'h History, samples: &[&Sample]) -> Vec<(&'h str, BTreeSet<ObjectId>)> {
    let known: BTreeSet<ObjectId> = samples.iter().map(|sample| sample.id).collect();
    let mut seen = BTreeSet::new();
    let within = history.tags.iter().filter(|(_, id)| known.contains(id));
    let within = within.filter(|(_, id)| seen.insert(*id)).take(TAGS_MOST);
    within.map(|(tag, id)| (tag.as_str(), reached(samples, *id))).collect()
}

/// The tag after which most rules are kept that cannot be errors for the whole, and the commits after it; of several the one
/// with most commits after it.
fn promising<'h>(
    history: &'h History,
    window: &[&'h Sample],
    people: &People<'_>,
    whole: &Plan,
) -> Option<(String, Vec<&'h Sample>)> {
    let open: Vec<usize> = (0..whole.rules.len()).filter(|at| whole.rules[*at].level != Level::Error).collect();
    let ids: Vec<Option<ObjectId>> = people.by_hand.iter().map(|by_hand| people.commits[by_hand.index].id).collect();
    let kept_after = |old: &BTreeSet<ObjectId>| {
        let is_new = |at: &usize| ids[*at].is_some_and(|id| !old.contains(&id));
        let new: Vec<usize> = (0..ids.len()).filter(is_new).collect();
        let share = |rule: usize| {
            let mut share = Share::default();
            for &at in &new {
                if whole.judged.applied[at] & (1 << rule) != 0 {
                    share.add(whole.judged.by_hand[at] & (1 << rule) == 0);
                }
            }
            share
        };
        let kept = open.iter().filter(|rule| share(**rule).is_enough() && share(**rule).is(PASS)).count();
        (kept, new.len())
    };
    let tags = tags(history, window);
    let ranked = tags.into_iter().map(|(tag, old)| (kept_after(&old), tag, old)).filter(|((kept, _), ..)| *kept > 0);
    let (_, tag, old) = ranked.max_by(|one, other| (one.0, other.1).cmp(&(other.0, one.1)))?;
    Some((tag.to_owned(), window.iter().copied().filter(|sample| !old.contains(&sample.id)).collect()))
}

/// The tag before which the policy was not kept, where it is kept lately and was not before the last commits.
fn kept_since(history: &History, people: &People<'_>, plan: &Plan) -> Option<Since> {
    let errors = errors(plan);
    if history.before.is_empty() || errors == 0 {
        return None;
    }
    let before = People::of(&history.before);
    let masks = refused_of(&write::all_as_errors(&plan.rules), &before);
    if masks.is_empty() || Counts::of(&masks).passing(errors).is(PASS) {
        return None;
    }
    let all: Vec<&Sample> = history.commits.iter().chain(&history.before).collect();
    let known = people.commits.iter().zip(&plan.judged.commits);
    let judged: Vec<(&Commit<'_>, &Mask)> = known.chain(before.commits.iter().zip(&masks)).collect();
    let after = |old: &BTreeSet<ObjectId>| {
        let mut share = Share::default();
        for (commit, mask) in &judged {
            if commit.id.is_some_and(|id| !old.contains(&id)) {
                share.add(*mask & errors == 0);
            }
        }
        share
    };
    let fitting = tags(history, &all).into_iter().map(|(tag, old)| (after(&old), tag));
    let fitting = fitting.filter(|(share, _)| share.whole >= FEW && share.is(PASS));
    let (after, tag) = fitting.max_by(|one, other| (one.0.whole, other.1).cmp(&(other.0.whole, one.1)))?;
    Some(Since { tag: tag.to_owned(), after })
}
