//! Commits of a history, newest first. All of it is read from commit to commit (`straight`). What is hidden is found over
//! git's commit-graph file, which gives the order without reading a commit (`graph`), or over the commits (`limited`).

mod graph;
mod limited;
mod straight;

use super::objects::ids::IdSet;
use super::objects::{Kind, Objects};
use super::place::Place;
use crate::failure::{Failure, Result};
use crate::model::ObjectId;
use crate::words::Words;
use bstr::ByteSlice as _;
use graph::Graph;
use std::ops::Range;

/// What receives the commits: their name and content.
pub type Take<'t> = dyn FnMut(ObjectId, &[u8]) -> Result<()> + 't;

/// Whether a history was seen as far as it was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// All of it.
    Whole,
    /// The clone is shallow, and ends within it.
    Shallow,
}

/// Which commits: what `tips` reach and `hidden` do not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Where the history is entered.
    pub tips: Vec<ObjectId>,
    /// What is left out, with everything that it reaches.
    pub hidden: Vec<ObjectId>,
    /// Only the tips themselves, not what they reach.
    pub alone: bool,
    /// How many, counted from the newest; all where nothing is said.
    pub most: Option<u64>,
    /// Trees and blobs that are named without a commit, as by a tag.
    pub others: Vec<ObjectId>,
    /// Of the tips, the one that amending writes anew.
    pub amendable: Option<ObjectId>,
    /// Trees and blobs that are left out, with everything that they hold.
    pub known: Vec<(Kind, ObjectId)>,
}

impl Selection {
    /// How many commits are wanted at most.
    fn most(&self) -> usize {
        self.most.and_then(|most| usize::try_from(most).ok()).unwrap_or(usize::MAX)
    }

    /// Whether there is nothing to look at.
    pub fn is_empty(&self) -> bool {
        self.tips.is_empty() && self.others.is_empty()
    }
}

/// Some commit objects, one behind the other in one buffer.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    bytes: Vec<u8>,
    commits: Vec<(ObjectId, Range<usize>)>,
}

impl Batch {
    /// Adds a commit object.
    pub fn push(&mut self, id: ObjectId, content: &[u8]) {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(content);
        self.commits.push((id, start..self.bytes.len()));
    }

    /// Keeps the first of them.
    pub fn truncate(&mut self, most: usize) {
        self.commits.truncate(most);
    }

    /// Forgets the commits and keeps the memory.
    pub fn clear(&mut self) {
        self.bytes.clear();
        self.commits.clear();
    }

    /// A commit and its content, by its number.
    pub fn get(&self, number: usize) -> Option<(ObjectId, &[u8])> {
        self.commits.get(number).map(|(id, range)| (*id, &self.bytes[range.clone()]))
    }

    /// The commits and their content.
    pub fn iter(&self) -> impl Iterator<Item = (ObjectId, &[u8])> {
        self.commits.iter().map(|(id, range)| (*id, &self.bytes[range.clone()]))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.commits.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.commits.is_empty()
    }

    /// Whether it is time to hand the batch on.
    pub fn is_full(&self) -> bool {
        const COMMITS: usize = 256;
        const BYTES: usize = 1 << 18;
        self.commits.len() >= COMMITS || self.bytes.len() >= BYTES
    }
}

/// How the commits of a selection are come by.
pub enum Plan {
    /// Their names are known, and what they hold has still to be read.
    Listed(Box<Listed>),
    /// They had to be read to be found.
    Held(Held),
    /// They are found while they are read: see [`stream`].
    Streamed,
}

/// Finds the commits of `selection`.
///
/// # Errors
/// Where a commit that has to be read for that cannot be.
pub fn plan(place: &Place, objects: &Objects, selection: &Selection) -> Result<Plan> {
    if selection.alone {
        let commits = selection.tips.iter().map(|&id| (id, 0)).collect();
        return Ok(Plan::Listed(Box::new(Listed { commits, graph: None })));
    }
    // All of it has to be read in any case: to judge while it is read is faster than to ask the graph for an order first.
    if selection.hidden.is_empty() {
        return Ok(Plan::Streamed);
    }
    if let Some(mut graph) = Graph::open(place) {
        let mut commits = graph.list(objects, selection)?;
        commits.truncate(selection.most());
        return Ok(Plan::Listed(Box::new(Listed { commits, graph: Some(graph) })));
    }
    let mut held = limited::walk(objects, selection, &shallow(place)?)?;
    held.commits.truncate(selection.most());
    Ok(Plan::Held(held))
}

/// Hands out everything that the tips of `selection` reach, the newest first, while it is read.
///
/// # Errors
/// Where a commit cannot be read, and whatever `take` fails with.
pub fn stream(place: &Place, objects: &Objects, selection: &Selection, take: &mut Take<'_>) -> Result<Edge> {
    straight::walk(objects, selection, &shallow(place)?, take)
}

/// Hands out the commits of a plan, in its order.
///
/// # Errors
/// As [`stream`].
pub fn each(place: &Place, objects: &Objects, selection: &Selection, plan: &Plan, take: &mut Take<'_>) -> Result<Edge> {
    match plan {
        Plan::Listed(listed) => {
            (0..listed.len()).try_for_each(|number| listed.read(number, objects, take))?;
            Ok(Edge::Whole)
        }
        Plan::Held(held) => {
            held.commits.iter().try_for_each(|(id, content)| take(id, content))?;
            Ok(held.edge)
        }
        Plan::Streamed => stream(place, objects, selection, take),
    }
}

/// More than this, in bytes, is not kept on the way to a revision that lies far back: it is read again.
const MOST_KEPT: usize = 32 << 20;

/// The commit `back` first parents behind another; `None` where the history ends before. What is read on the way is kept
/// for who judges it next.
///
/// # Errors
/// Where a commit cannot be read.
pub fn first_parent(place: &Place, objects: &Objects, from: ObjectId, back: usize) -> Result<Option<ObjectId>> {
    let graph = Graph::open(place);
    let edge = shallow(place)?;
    let mut id = from;
    for walked in 0..back {
        if let Some(told) = graph.as_ref().and_then(|graph| graph.first_parent(id, back - walked)) {
            return Ok(told);
        }
        let parent = objects.kept_commit(id, MOST_KEPT, |content| {
            let mut first = None;
            ancestry(content, |parent| first = first.or(Some(parent)));
            first
        })?;
        match parent.filter(|_| !edge.contains(&id)) {
            Some(parent) => id = parent,
            None => return Ok(None),
        }
    }
    Ok(Some(id))
}

/// Commits whose names are known, the newest first.
pub struct Listed {
    /// Their names, and their numbers in the graph.
    commits: Vec<(ObjectId, u32)>,
    graph: Option<Graph>,
}

impl Listed {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.commits.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.commits.is_empty()
    }

    /// Hands out one of them. What the commit-graph told of it is held against the commit itself.
    ///
    /// # Errors
    /// Where it cannot be read, where the commit-graph did not tell the truth, which could hide other commits, and whatever
    /// `take` fails with.
    pub fn read(&self, number: usize, objects: &Objects, take: &mut Take<'_>) -> Result<()> {
        let (id, at) = self.commits[number];
        objects.commit(id, |content| {
            if self.graph.as_ref().is_none_or(|graph| graph.agrees(at, content)) {
                return take(id, content);
            }
            Err(Failure::unable(GRAPH_WRONG.with([id.short().into()])).hint(REWRITE_GRAPH.say()))
        })?
    }
}

const GRAPH_WRONG: Words = Words::new(
    "git's commit-graph file does not agree with the commit {0}",
    "git 的 commit-graph 文件与提交 {0} 不一致",
);
const REWRITE_GRAPH: Words =
    Words::new("rebuild it with: git commit-graph write --reachable", "请重新生成：git commit-graph write --reachable");
/// Commits that had to be read to be found, the newest first.
#[derive(Debug)]
pub struct Held {
    /// Their names and content.
    pub commits: Batch,
    /// Whether the history was seen as far as it was asked for.
    pub edge: Edge,
}

/// The commits at the edge of a shallow history (gitrepository-layout(5), "shallow").
///
/// # Errors
/// Where the file that names them is there and cannot be read: a history that is cut off would be taken for a whole one.
pub fn shallow(place: &Place) -> Result<IdSet> {
    let file = place.common_dir.join("shallow");
    match std::fs::read(&file) {
        Ok(text) => Ok(text.lines().filter_map(|line| ObjectId::from_hex(line.trim())).collect()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(IdSet::default()),
        Err(error) => Err(Failure::reading(&file, error)),
    }
}

/// Reads what a walk needs out of a commit object: hands its parents to `parent` and returns its date, in seconds since
/// 1970; 0 where the line is broken, as git takes it. Parents are the lines behind the tree and nothing else, as git reads
/// them (commit.c, `parse_commit_buffer`).
fn ancestry(content: &[u8], mut parent: impl FnMut(ObjectId)) -> i64 {
    let mut rest = content;
    let mut may_be_parent = true;
    while let Some(end) = rest.find_byte(b'\n').filter(|&end| end > 0) {
        let line = &rest[..end];
        match line.strip_prefix(b"parent ").and_then(ObjectId::from_hex) {
            Some(id) if may_be_parent => parent(id),
            _ => may_be_parent = line.starts_with(b"tree ") && rest.len() == content.len(),
        }
        if let Some(committer) = line.strip_prefix(b"committer ") {
            return date(committer).unwrap_or(0);
        }
        rest = &rest[end + 1..];
    }
    0
}

/// The time of `Name <mail> 1700000000 +0100`.
fn date(line: &[u8]) -> Option<i64> {
    let behind = &line[line.iter().rposition(|&byte| byte == b'>')? + 1..];
    std::str::from_utf8(behind).ok()?.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parents_and_date_are_read() {
        let hex = "0123456789abcdef0123456789abcdef01234567";
        let content =
            format!("tree {hex}\nparent {hex}\nauthor A <a> 1 +0000\ncommitter B > <b> 1700000000 +0100\n\nparent x");
        let mut parents = Vec::new();
        assert_eq!(ancestry(content.as_bytes(), |parent| parents.push(parent)), 1_700_000_000);
        assert_eq!(parents.len(), 1);
    }
}
