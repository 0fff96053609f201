//! What commits bring into the files: the blobs that `git rev-list --objects <new> --not <known>` lists, with the commit
//! and the path that bring them, their sizes without reading them, and the paths that were not there before.
//!
//! The cost is that of the difference. What is new against a commit's parents may still be an old blob at another place;
//! whether it is, only the whole trees of the commits that the other side has can tell. They are looked through as far
//! as that costs little ([`Gathered::is_exact`]), and to the end when somebody needs to know ([`Gathered::make_exact`]).

pub mod tree;
mod walk;

use super::history::{self, Plan, Selection};
use super::object;
use super::objects::ids::{IdMap, IdSet};
use super::objects::trees::Trees;
use super::objects::{self, Kind as ObjectKind, Objects};
use super::place::Place;
use super::promisor;
use crate::failure::Result;
use crate::model::{Gap, Known, NewPath, ObjectId, Reach, TreeEntry};
use bstr::BStr;
use smallvec::SmallVec;
use std::ops::Range;
use tree::{Entries, Kind};
use walk::{Old, Step, Walk};

/// What receives the paths that are new.
pub type SeePath<'s> = dyn FnMut(&NewPath<'_>) + 's;

/// A blob that is new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewBlob {
    /// Its name.
    pub id: ObjectId,
    /// Where it stands.
    pub path: Vec<u8>,
    /// The commit that brings it: of several, the oldest.
    pub commit: Option<ObjectId>,
    /// How it can be taken out.
    pub reach: Reach,
    /// Whether something else stood there before.
    pub replaces: bool,
    /// Bytes, uncompressed.
    pub size: Known<u64>,
}

/// Blobs that are new against the parents of their commits.
#[derive(Default)]
struct Candidates {
    blobs: IdMap<Candidate>,
    paths: Vec<u8>,
}

struct Candidate {
    path: Range<usize>,
    commit: Option<ObjectId>,
    reach: Reach,
    replaces: bool,
}

/// What some commits bring.
pub struct Gathered<'g> {
    objects: &'g Objects,
    trees: Trees<'g>,
    candidates: Candidates,
    /// Trees of commits that the other side has and that were not looked through yet.
    edge: Vec<ObjectId>,
    looked_through: IdSet,
    missing: Gap,
    /// Why something could not be looked at.
    pub gap: Option<Gap>,
    /// The commits.
    pub commits: Vec<ObjectId>,
}

/// A commit of the plan: its tree and its parents.
struct Wanted {
    id: ObjectId,
    tree: ObjectId,
    parents: SmallVec<[ObjectId; 1]>,
    /// Whether its parents are left out of a shallow clone, so that nobody knows what is new in it.
    is_cut: bool,
}

/// So many trees that the other side has are looked through at once, and some more for each that the push brings.
const FREE: usize = 16;

/// Looks at what the commits of a plan bring; `see` is shown the paths that are new.
///
/// # Errors
/// Where an object is damaged. What is missing is a gap, not an error.
pub fn gather<'g>(
    place: &'g Place,
    objects: &'g Objects,
    selection: &Selection,
    plan: &Plan,
    see: &mut SeePath<'_>,
) -> Result<Gathered<'g>> {
    let wanted = wanted(place, objects, selection, plan)?;
    let trees: IdMap<ObjectId> = wanted.iter().map(|commit| (commit.id, commit.tree)).collect();
    let missing = promisor::gap(place);
    let mut walk = Walk::new(Trees::of(place, objects), missing.clone());
    let mut edges: IdMap<Option<ObjectId>> = IdMap::default();
    for commit in &wanted {
        if commit.is_cut {
            walk.gap.get_or_insert(Gap::ShallowHistory);
            continue;
        }
        let mut olds = SmallVec::<[Old; 2]>::new();
        for &parent in &commit.parents {
            let known = match trees.get(&parent) {
                Some(&tree) => Some(Old { id: tree, is_known: false }),
                None => match edges.get(&parent) {
                    Some(tree) => *tree,
                    None => *edges.entry(parent).or_insert(tree_of(objects, parent)?),
                }
                .map(|id| Old { id, is_known: true }),
            };
            olds.extend(known);
        }
        if olds.len() < commit.parents.len() {
            walk.gap.get_or_insert(missing.clone());
            continue;
        }
        let reach = if selection.amendable == Some(commit.id) { Reach::Tip } else { Reach::Older };
        walk.tree(&Step { commit: Some(commit.id), reach }, commit.tree, &olds, see)?;
    }
    for &id in &selection.others {
        walk.other(objects, id, see)?;
    }
    let Walk { mut candidates, known, gap, trees, .. } = walk;
    candidates.blobs.retain(|id, _| !known.contains(id) && !selection.known.contains(&(ObjectKind::Blob, *id)));
    let known = selection.known.iter().filter(|(kind, _)| *kind == ObjectKind::Tree).map(|(_, id)| *id);
    let edge = edges.into_values().flatten().chain(known).collect();
    let mut gathered = Gathered {
        objects,
        trees,
        candidates,
        edge,
        looked_through: IdSet::default(),
        missing,
        gap,
        commits: wanted.iter().map(|commit| commit.id).collect(),
    };
    gathered.exclude(FREE + 4 * wanted.len())?;
    Ok(gathered)
}

fn wanted(place: &Place, objects: &Objects, selection: &Selection, plan: &Plan) -> Result<Vec<Wanted>> {
    let shallow = history::shallow(place)?;
    let mut wanted = Vec::new();
    history::each(place, objects, selection, plan, &mut |id, content| {
        let links = object::links(content);
        let tree = links.tree.ok_or_else(|| objects::missing(id))?;
        let is_cut = shallow.contains(&id) && !links.parents.is_empty();
        wanted.push(Wanted { id, tree, parents: links.parents, is_cut });
        Ok(())
    })?;
    Ok(wanted)
}

/// The tree of a commit; `None` where the commit is missing.
fn tree_of(objects: &Objects, id: ObjectId) -> Result<Option<ObjectId>> {
    Ok(objects.find(id, |_, content| object::links(content).tree)?.flatten())
}

impl NewBlob {
    /// Where it stands, for who judges it.
    pub fn entry(&self) -> TreeEntry<'_> {
        let &Self { id, commit, reach, replaces, .. } = self;
        TreeEntry { path: BStr::new(&self.path), id, commit, reach, replaces }
    }
}

impl Gathered<'_> {
    /// Whether no blob can be left in that the other side has already.
    pub fn is_exact(&self) -> bool {
        self.edge.is_empty() || self.candidates.blobs.is_empty()
    }

    /// Leaves out whatever the other side has already, at any cost.
    ///
    /// # Errors
    /// Where a tree is damaged.
    pub fn make_exact(&mut self) -> Result<()> {
        self.exclude(usize::MAX)
    }

    /// The blobs, with their sizes; the order is that of their names.
    ///
    /// # Errors
    /// Where one is damaged.
    pub fn blobs(&self) -> Result<Vec<NewBlob>> {
        let mut blobs = Vec::with_capacity(self.candidates.blobs.len());
        for (&id, candidate) in &self.candidates.blobs {
            let size = Known::or(self.objects.size(id)?, || self.missing.clone());
            let path = self.candidates.paths[candidate.path.clone()].to_vec();
            let &Candidate { commit, reach, replaces, .. } = candidate;
            blobs.push(NewBlob { id, path, commit, reach, replaces, size });
        }
        blobs.sort_by_key(|blob| blob.id);
        Ok(blobs)
    }

    /// Looks through trees that the other side has, `budget` of them at most.
    fn exclude(&mut self, budget: usize) -> Result<()> {
        let mut read = 0;
        while let Some(id) = self.edge.pop() {
            if self.candidates.blobs.is_empty() {
                return Ok(());
            }
            if !self.looked_through.insert(id) {
                continue;
            }
            if read == budget {
                self.looked_through.remove(&id);
                self.edge.push(id);
                return Ok(());
            }
            read += 1;
            let Some(content) = self.trees.get(id)? else {
                self.gap.get_or_insert(self.missing.clone());
                continue;
            };
            for entry in Entries::of(&content, id.as_bytes().len()) {
                match entry.kind {
                    Kind::Tree => self.edge.push(entry.id),
                    Kind::Blob => drop(self.candidates.blobs.remove(&entry.id)),
                    Kind::Commit => {}
                }
            }
        }
        Ok(())
    }
}
