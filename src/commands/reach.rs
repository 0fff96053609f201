//! Which commits a policy leaves out: those before its adoption, and those that its exemptions reach.

use crate::failure::{Failure, Result};
use crate::git::history::Selection;
use crate::git::place::Place;
use crate::git::revisions;
use crate::model::ObjectId;
use crate::policy::Policy;
use crate::words::Words;
use std::collections::{BTreeMap, HashSet};

const NOT_HERE: Words = Words::new("`{0} = \"{1}\"` of the policy: {2}", "策略中的 `{0} = \"{1}\"`：{2}");

/// Leaves out what is older than the policy, and counts it.
pub(super) fn adopt(place: &Place, policy: &Policy, selection: &mut Selection) -> Result<u64> {
    let mut since = Vec::new();
    for revision in &policy.adopt_since {
        since.push(named(place, "[adopt] since", revision)?);
    }
    if since.is_empty() {
        return Ok(0);
    }
    if selection.alone {
        let newer = revisions::names(place, &selection.tips, &since)?;
        let before = selection.tips.len();
        selection.tips.retain(|id| newer.contains(id));
        return Ok((before - selection.tips.len()) as u64);
    }
    let all = revisions::count(place, selection)?;
    selection.hidden.extend(since);
    Ok(all - revisions::count(place, selection)?)
}

/// Holds the revisions that a policy names against the repository, as `cihook policy check` does.
///
/// # Errors
/// Where one of them is no tag and no commit here.
pub(super) fn check(place: &Place, policy: &Policy) -> Result<()> {
    policy.adopt_since.iter().try_for_each(|since| named(place, "[adopt] since", since).map(drop))?;
    let until = policy.exemptions.iter().filter_map(|entry| entry.until.as_deref());
    until.into_iter().try_for_each(|until| named(place, "[[exempt]] until", until).map(drop))
}

/// A revision that a policy names.
fn named(place: &Place, key: &str, revision: &str) -> Result<ObjectId> {
    revisions::fixed(place, revision).map_err(|failure| {
        let message = NOT_HERE.with([key.into(), revision.into(), failure.message.clone().into()]);
        Failure { message, ..failure }
    })
}

/// Which commits the revisions of `[[exempt]]` entries reach.
pub(super) fn reached(
    place: &Place,
    policy: &Policy,
    selection: &Selection,
) -> Result<BTreeMap<usize, HashSet<ObjectId>>> {
    let mut reached = BTreeMap::new();
    for (index, entry) in policy.exemptions.iter().enumerate() {
        let Some(until) = &entry.until else { continue };
        let until = named(place, "[[exempt]] until", until)?;
        reached.insert(index, revisions::names(place, &[until], &selection.hidden)?);
    }
    Ok(reached)
}
