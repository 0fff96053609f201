//! A history in the order that git's commit-graph file knows (gitformat-commit-graph(5)): parents, dates and
//! generations without reading a commit. A parent always has a smaller generation than its child, so a walk by
//! generations meets all children first, and what it takes as wanted is wanted.

use super::{Selection, ancestry};
use crate::failure::Result;
use crate::git::objects::Objects;
use crate::git::objects::ids::IdMap;
use crate::git::place::Place;
use crate::model::ObjectId;
use gix_commitgraph::{Graph as File, Position};
use smallvec::SmallVec;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The commit-graph of a repository, and the commits that are newer than it.
pub(super) struct Graph {
    file: File,
    /// How many commits the file knows; commits beyond are numbered from there.
    within: u32,
    beyond: Vec<Beyond>,
    index: IdMap<u32>,
}

/// A commit that is newer than the file.
struct Beyond {
    id: ObjectId,
    date: i64,
    parents: Vec<u32>,
}

const WANTED: u8 = 1;
const HIDDEN: u8 = 2;

impl Graph {
    /// Opens the file; `None` where there is none, and where git would not trust it either: with a shallow history, or
    /// with objects that stand in for others (commit-graph.c, `commit_graph_compatible`).
    pub(super) fn open(place: &Place) -> Option<Self> {
        let common = &place.common_dir;
        if ["shallow", "info/grafts", "refs/replace"].iter().any(|name| common.join(name).exists()) {
            return None;
        }
        let file = gix_commitgraph::at(common.join("objects/info"), gix_hash::Kind::Sha1, None).ok()?;
        Some(Self { within: file.num_commits(), file, beyond: Vec::new(), index: IdMap::default() })
    }

    /// The wanted commits and their numbers, the newest first.
    ///
    /// # Errors
    /// Where a commit beyond the file cannot be read.
    pub(super) fn list(&mut self, objects: &Objects, selection: &Selection) -> Result<Vec<(ObjectId, u32)>> {
        let hidden = self.explore(objects, &selection.hidden)?;
        let tips = self.explore(objects, &selection.tips)?;
        let mut colours = vec![0; self.within as usize + self.beyond.len()];
        let hidden_seeds = self.spread(&hidden, HIDDEN, &mut colours);
        let wanted_seeds = self.spread(&tips, WANTED, &mut colours);
        let mut found: Vec<u32> =
            (self.within..).take(self.beyond.len()).filter(|&at| colours[at as usize] == WANTED).collect();
        self.descend(&hidden_seeds, &wanted_seeds, &mut colours, &mut found);
        let mut dated: Vec<(Reverse<i64>, u32)> = found.into_iter().map(|at| (Reverse(self.date(at)), at)).collect();
        dated.sort_by_key(|&(date, _)| date);
        Ok(dated.into_iter().filter_map(|(_, at)| Some((self.id(at)?, at))).collect())
    }

    /// Whether a commit names the parents that the file names for it. Commits beyond the file were read themselves.
    pub(super) fn agrees(&self, at: u32, content: &[u8]) -> bool {
        if at >= self.within {
            return true;
        }
        let mut told = self.parents_at(at).into_iter().map(|parent| self.id(parent));
        let mut agrees = true;
        ancestry(content, |parent| agrees &= told.next().flatten() == Some(parent));
        agrees && told.next().is_none()
    }

    /// The commit `back` first parents behind another, `Some(None)` where the history ends before; `None` where the file
    /// does not know the other. What it knows it knows with all that is behind it.
    pub(super) fn first_parent(&self, from: ObjectId, back: usize) -> Option<Option<ObjectId>> {
        let mut at = self.position(from)?;
        for _ in 0..back {
            match self.parents_at(at).first() {
                Some(&parent) => at = parent,
                None => return Some(None),
            }
        }
        Some(self.id(at))
    }

    fn position(&self, id: ObjectId) -> Option<u32> {
        let key = gix_hash::oid::try_from_bytes(id.as_bytes()).ok()?;
        self.file.lookup(key).map(|Position(at)| at)
    }

    /// Reads all commits beyond the file that `roots` reach, and numbers the roots.
    fn explore(&mut self, objects: &Objects, roots: &[ObjectId]) -> Result<Vec<u32>> {
        let mut todo: Vec<ObjectId> = roots.to_vec();
        let mut read: Vec<(u32, Vec<ObjectId>)> = Vec::new();
        while let Some(id) = todo.pop() {
            if self.position(id).is_some() || self.index.contains_key(&id) {
                continue;
            }
            let mut parents = Vec::new();
            let date = objects.commit(id, |content| ancestry(content, |parent| parents.push(parent)))?;
            let at = self.within + u32::try_from(self.beyond.len()).unwrap_or(0);
            self.index.insert(id, at);
            self.beyond.push(Beyond { id, date, parents: Vec::new() });
            todo.extend(&parents);
            read.push((at, parents));
        }
        for (at, parents) in read {
            let parents = parents.into_iter().filter_map(|id| self.number(id)).collect();
            self.beyond[(at - self.within) as usize].parents = parents;
        }
        Ok(roots.iter().filter_map(|&id| self.number(id)).collect())
    }

    fn number(&self, id: ObjectId) -> Option<u32> {
        self.position(id).or_else(|| self.index.get(&id).copied())
    }

    /// Gives a colour to all commits beyond the file that `roots` reach and that have none yet, and returns where the
    /// file is entered.
    fn spread(&self, roots: &[u32], colour: u8, colours: &mut [u8]) -> Vec<u32> {
        let mut seeds = Vec::new();
        let mut todo = roots.to_vec();
        while let Some(at) = todo.pop() {
            if at < self.within {
                seeds.push(at);
            } else if colours[at as usize] == 0 {
                colours[at as usize] = colour;
                todo.extend(&self.beyond[(at - self.within) as usize].parents);
            }
        }
        seeds
    }

    /// Walks the file by generations, until only hidden commits are left.
    fn descend(&self, hidden: &[u32], wanted: &[u32], colours: &mut [u8], found: &mut Vec<u32>) {
        let mut queue: BinaryHeap<(u32, u32)> = BinaryHeap::new();
        let mut open = 0usize;
        let meet = |at: u32, colour: u8, colours: &mut [u8], queue: &mut BinaryHeap<(u32, u32)>, open: &mut usize| {
            let known = &mut colours[at as usize];
            if *known == 0 {
                queue.push((self.generation(at), at));
                *open += usize::from(colour == WANTED);
                *known = colour;
            } else if *known == WANTED && colour == HIDDEN {
                *open -= 1;
                *known = HIDDEN;
            }
        };
        hidden.iter().for_each(|&at| meet(at, HIDDEN, colours, &mut queue, &mut open));
        wanted.iter().for_each(|&at| meet(at, WANTED, colours, &mut queue, &mut open));
        while open > 0 {
            let Some((_, at)) = queue.pop() else { break };
            let colour = colours[at as usize];
            if colour == WANTED {
                open -= 1;
                found.push(at);
            }
            for parent in self.parents_at(at) {
                meet(parent, colour, colours, &mut queue, &mut open);
            }
        }
    }

    fn parents_at(&self, at: u32) -> SmallVec<[u32; 2]> {
        self.file
            .commit_at(Position(at))
            .iter_parents()
            .filter_map(|parent| parent.ok().map(|Position(at)| at))
            .collect()
    }

    fn generation(&self, at: u32) -> u32 {
        self.file.commit_at(Position(at)).generation()
    }

    fn date(&self, at: u32) -> i64 {
        match at.checked_sub(self.within) {
            Some(beyond) => self.beyond[beyond as usize].date,
            None => i64::try_from(self.file.commit_at(Position(at)).committer_timestamp()).unwrap_or(0),
        }
    }

    fn id(&self, at: u32) -> Option<ObjectId> {
        match at.checked_sub(self.within) {
            Some(beyond) => Some(self.beyond[beyond as usize].id),
            None => ObjectId::from_bytes(self.file.id_at(Position(at)).as_bytes()),
        }
    }
}
