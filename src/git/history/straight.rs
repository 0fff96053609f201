//! A whole history, with nothing hidden: each commit is read once and handed out at once, so that memory does not grow
//! with anything but the names of commits.

use super::{Edge, Selection, Take, ancestry};
use crate::failure::Result;
use crate::git::objects::Objects;
use crate::git::objects::ids::IdSet;
use crate::model::ObjectId;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A commit that was read and not handed out yet; the newest comes first, of one second the one that was met first.
#[derive(Default)]
struct Read {
    date: i64,
    met: Reverse<usize>,
    id: Option<ObjectId>,
    parents: Vec<ObjectId>,
    content: Vec<u8>,
}

/// Hands out everything that the tips of `selection` reach, or as many commits as are wanted.
///
/// # Errors
/// Where a commit cannot be read, and whatever `take` fails with.
pub(super) fn walk(objects: &Objects, selection: &Selection, shallow: &IdSet, take: &mut Take<'_>) -> Result<Edge> {
    let mut frontier = Frontier { objects, met: IdSet::default(), queue: BinaryHeap::new(), used: Vec::new() };
    let mut edge = Edge::Whole;
    let mut left = selection.most();
    selection.tips.iter().try_for_each(|&id| frontier.meet(id))?;
    while left > 0
        && let Some(mut commit) = frontier.queue.pop()
    {
        let Some(id) = commit.id else { continue };
        take(id, &commit.content)?;
        left -= 1;
        if shallow.contains(&id) {
            edge = Edge::Shallow;
            commit.parents.clear();
        }
        commit.parents.drain(..).try_for_each(|id| frontier.meet(id))?;
        frontier.used.push(commit);
    }
    Ok(edge)
}

struct Frontier<'f> {
    objects: &'f Objects,
    met: IdSet,
    queue: BinaryHeap<Read>,
    /// Commits that were handed out: their memory serves the next ones.
    used: Vec<Read>,
}

impl Frontier<'_> {
    fn meet(&mut self, id: ObjectId) -> Result<()> {
        if !self.met.insert(id) {
            return Ok(());
        }
        let mut commit = self.used.pop().unwrap_or_default();
        commit.id = Some(id);
        commit.met = Reverse(self.met.len());
        self.objects.commit(id, |content| {
            commit.content.clear();
            commit.content.extend_from_slice(content);
            commit.date = ancestry(content, |parent| commit.parents.push(parent));
        })?;
        self.queue.push(commit);
        Ok(())
    }
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
