//! A whole history, with nothing hidden: each commit is read once and handed out at once, so that memory does not grow
//! with anything but the names of commits.

use super::ids::IdSet;
use super::store::Objects;
use super::{Ancestry, Edge, Take, ancestry};
use crate::failure::Result;
use crate::model::ObjectId;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A commit that was read and not handed out yet; the newest comes first, of one second the one that was met first.
struct Read {
    date: i64,
    met: Reverse<usize>,
    id: ObjectId,
    parents: Vec<ObjectId>,
    content: Vec<u8>,
}

/// Hands out everything that `tips` reach.
///
/// # Errors
/// Where a commit cannot be read, and whatever `take` fails with.
pub(super) fn walk(objects: &Objects<'_>, tips: &[ObjectId], shallow: &IdSet, take: &mut Take<'_>) -> Result<Edge> {
    let mut met = IdSet::default();
    let mut queue = BinaryHeap::new();
    let mut edge = Edge::Whole;
    let mut meet = |id: ObjectId, queue: &mut BinaryHeap<Read>| -> Result<()> {
        if !met.insert(id) {
            return Ok(());
        }
        let (Ancestry { parents, date }, content) = objects.commit(id, |content| (ancestry(content), content.to_vec()))?;
        queue.push(Read { date, met: Reverse(met.len()), id, parents, content });
        Ok(())
    };
    tips.iter().try_for_each(|&id| meet(id, &mut queue))?;
    while let Some(commit) = queue.pop() {
        take(commit.id, &commit.content)?;
        if shallow.contains(&commit.id) {
            edge = Edge::Shallow;
            continue;
        }
        commit.parents.into_iter().try_for_each(|id| meet(id, &mut queue))?;
    }
    Ok(edge)
}

impl PartialEq for Read {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Read {}

impl PartialOrd for Read {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Read {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.date, self.met).cmp(&(other.date, other.met))
    }
}
