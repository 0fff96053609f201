//! Which commits a policy leaves out: those before its adoption, and those that its exemptions reach.

use crate::failure::{Failure, Result};
use crate::git::history::Selection;
use crate::git::place::Place;
use crate::git::revisions;
use crate::model::ObjectId;
use crate::policy::Policy;
use crate::words::Words;
use std::collections::{BTreeMap, HashSet};

const NO_SINCE: Words = Words::new(
    "`[adopt] since = \"{0}\"` of the policy names no revision here",
    "策略中的 `[adopt] since = \"{0}\"` 在这里找不到",
);

/// Leaves out what is older than the policy, and counts it.
pub(super) fn adopt(place: &Place, policy: &Policy, selection: &mut Selection) -> Result<u64> {
    let Some(since) = &policy.adopt_since else { return Ok(0) };
    let since_id = revisions::one(place, since)
        .map_err(|failure| Failure { message: NO_SINCE.with([since.as_str().into()]), ..failure })?;
    if selection.alone {
        let newer = revisions::names(place, &selection.tips, &[since_id])?;
        let before = selection.tips.len();
        selection.tips.retain(|id| newer.contains(id));
        return Ok((before - selection.tips.len()) as u64);
    }
    let all = revisions::count(place, selection)?;
    selection.hidden.push(since_id);
    Ok(all - revisions::count(place, selection)?)
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
        let until = revisions::one(place, until)?;
        reached.insert(index, revisions::names(place, &[until], &selection.hidden)?);
    }
    Ok(reached)
}
