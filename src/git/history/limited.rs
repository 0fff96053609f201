//! A history of which a part is hidden, by the dates of its commits: git's `limit_list` (revision.c).
//!
//! Commits are taken newest first and hand their colour (wanted or hidden) on to their parents. A clock that was wrong
//! may let a parent come before its child; so, as git does, the walk goes on for a while after only hidden commits are
//! left, a commit that turns out to be hidden hides what it had let through, and nothing is handed out before the end.

use super::{Batch, Edge, Held, Selection, ancestry};
use crate::failure::Result;
use crate::git::objects::Objects;
use crate::git::objects::ids::{IdMap, IdSet};
use crate::model::ObjectId;
use smallvec::SmallVec;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// How many more commits git looks at after only hidden ones are left.
const SLOP: u32 = 5;

struct Commit {
    id: ObjectId,
    parents: SmallVec<[ObjectId; 1]>,
    hidden: bool,
    /// Its parents were not met yet.
    queued: bool,
}

struct Walk<'w> {
    objects: &'w Objects,
    shallow: &'w IdSet,
    commits: Vec<Commit>,
    index: IdMap<usize>,
    /// By date; of one second, the one that was met first comes first.
    queue: BinaryHeap<(i64, Reverse<usize>)>,
    /// How many wanted commits are in the queue.
    wanted: usize,
}

/// Finds what the tips of `selection` reach and its hidden commits do not.
///
/// # Errors
/// Where a commit cannot be read.
pub(super) fn walk(objects: &Objects, selection: &Selection, shallow: &IdSet) -> Result<Held> {
    let mut walk =
        Walk { objects, shallow, commits: Vec::new(), index: IdMap::default(), queue: BinaryHeap::new(), wanted: 0 };
    selection.hidden.iter().try_for_each(|&id| walk.meet(id, true))?;
    selection.tips.iter().try_for_each(|&id| walk.meet(id, false))?;
    let found = walk.limit()?;
    let wanted = || found.iter().map(|&index| &walk.commits[index]).filter(|commit| !commit.hidden);
    let edge = if wanted().any(|commit| shallow.contains(&commit.id)) { Edge::Shallow } else { Edge::Whole };
    let kept = objects.take_kept();
    let commits = wanted().map(|commit| kept.place_of(commit.id)).collect::<Result<Vec<_>>>()?;
    Ok(Held { commits: Batch { commits, bytes: kept.bytes }, edge })
}

impl Walk<'_> {
    /// The commits that were wanted when they were taken, the newest first.
    fn limit(&mut self) -> Result<Vec<usize>> {
        let mut found = Vec::new();
        let mut slop = SLOP;
        let mut oldest = i64::MAX;
        while slop > 0 {
            let Some((date, Reverse(index))) = self.queue.pop() else { break };
            let commit = &mut self.commits[index];
            commit.queued = false;
            let hidden = commit.hidden;
            for parent in commit.parents.clone() {
                self.meet(parent, hidden)?;
            }
            if !hidden {
                self.wanted -= 1;
                oldest = oldest.min(date);
                found.push(index);
            }
            let next = self.queue.peek().map_or(i64::MIN, |(date, _)| *date);
            slop = if self.wanted > 0 || next >= oldest { SLOP } else { slop - 1 };
        }
        Ok(found)
    }

    /// A commit is met on the way; it is hidden if whoever led to it is.
    fn meet(&mut self, id: ObjectId, hidden: bool) -> Result<()> {
        if let Some(&index) = self.index.get(&id) {
            if hidden {
                self.hide(index);
            }
            return Ok(());
        }
        let mut parents = SmallVec::new();
        let mut read = |content: &[u8]| ancestry(content, |parent| parents.push(parent));
        // What may be handed out is kept; commits that turn out to be hidden stay there for nothing.
        let date = match hidden {
            true => self.objects.commit(id, &mut read)?,
            false => self.objects.kept_commit(id, usize::MAX, &mut read)?,
        };
        if self.shallow.contains(&id) {
            parents.clear();
        }
        let index = self.commits.len();
        self.commits.push(Commit { id, parents, hidden, queued: true });
        self.index.insert(id, index);
        self.queue.push((date, Reverse(index)));
        self.wanted += usize::from(!hidden);
        Ok(())
    }

    /// Hides a commit that was taken for wanted, and whatever it led to so far.
    fn hide(&mut self, index: usize) {
        let mut todo = vec![index];
        while let Some(index) = todo.pop() {
            let commit = &mut self.commits[index];
            if commit.hidden {
                continue;
            }
            commit.hidden = true;
            if commit.queued {
                self.wanted -= 1;
            } else {
                todo.extend(commit.parents.iter().filter_map(|parent| self.index.get(parent)));
            }
        }
    }
}
