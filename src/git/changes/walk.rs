//! What each commit changes against all of its parents: trees are read side by side, and only where they differ.

use super::tree::{Beside, Entries, Entry, Kind};
use super::{Candidate, Candidates, SeePath};
use crate::failure::{Failure, Result};
use crate::git::objects::ids::IdSet;
use crate::git::objects::trees::Trees;
use crate::git::objects::{Kind as ObjectKind, Objects};
use crate::model::{Gap, NewPath, ObjectId, Reach, TreeEntry};
use crate::text::twins;
use crate::words::Words;
use bstr::BStr;
use smallvec::SmallVec;
use std::collections::HashSet;
use std::rc::Rc;

/// A commit whose changes are looked at.
pub(super) struct Step {
    /// The commit; `None` for a tree or a blob that is pushed without one.
    pub(super) commit: Option<ObjectId>,
    pub(super) reach: Reach,
}

/// A tree that the new one is compared with.
#[derive(Clone, Copy)]
pub(super) struct Old {
    pub(super) id: ObjectId,
    /// Whether the other side has it already.
    pub(super) is_known: bool,
}

type Olds = SmallVec<[Old; 2]>;

/// The trees beside a folder, with their content.
type Sides = SmallVec<[(Old, Rc<[u8]>); 2]>;

/// What stood in the place of an entry.
struct Before {
    folders: Olds,
    /// Whether anything did.
    has_name: bool,
}

/// Deeper than this git itself does not go (`core.maxTreeDepth` of git-config(1)).
const DEEPEST: usize = 2048;

/// So many entries of folders that were seen before are looked at again, to check the paths that they make there. There
/// are repositories of some kilobytes that unfold to more paths than anybody could count.
const MOST_REPEATED: usize = 1_000_000;

/// With so many trees is a folder compared, of so many bytes with those of the folders above. The largest merge of Linux has
/// 66 parents; a commit of a megabyte can name 30,000, and all of their trees are needed at once.
const MOST_PARENTS: usize = 1_000;
const MOST_HELD: usize = 256 << 20;

const BROKEN: Words =
    Words::new("the folder `{0}` of the commit {1} cannot be read", "无法读取提交 {1} 中的目录 `{0}`");
const TOO_DEEP: Words = Words::new("folders are nested too deep in the commit {0}", "提交 {0} 中的目录嵌套过深");
const TOO_MANY: &str = "a commit has more parents than can be compared";
const UNFOLDS: &str = "the same folders stand in too many places";

/// Compares trees and collects what is new.
pub(super) struct Walk<'w> {
    pub(super) trees: Trees<'w>,
    pub(super) candidates: Candidates,
    /// Blobs that are in trees that the other side has.
    pub(super) known: IdSet,
    /// Why something could not be looked at.
    pub(super) gap: Option<Gap>,
    /// What a missing object means here.
    pub(super) missing: Gap,
    path: Vec<u8>,
    /// Folders that were new in all of their content.
    unfolded: IdSet,
    /// Folders of the commit at hand, each with what it was compared with.
    compared: HashSet<(ObjectId, SmallVec<[ObjectId; 2]>)>,
    repeated: usize,
    /// The bytes of the trees that are compared at the moment.
    held: usize,
}

impl<'w> Walk<'w> {
    pub(super) fn new(trees: Trees<'w>, missing: Gap) -> Self {
        Self {
            trees,
            candidates: Candidates::default(),
            known: IdSet::default(),
            gap: None,
            missing,
            path: Vec::new(),
            unfolded: IdSet::default(),
            compared: HashSet::new(),
            repeated: 0,
            held: 0,
        }
    }

    /// Looks at what a tree brings that none of the `olds` has.
    pub(super) fn tree(&mut self, step: &Step, new: ObjectId, olds: &[Old], see: &mut SeePath<'_>) -> Result<()> {
        self.path.clear();
        self.compared.clear();
        if olds.iter().any(|old| old.id == new) {
            return Ok(());
        }
        self.folder(step, new, olds.into(), 0, see)
    }

    /// Looks at what is pushed without a commit: a tag may be for a tree or for a blob.
    pub(super) fn other(&mut self, objects: &Objects, id: ObjectId, see: &mut SeePath<'_>) -> Result<()> {
        let step = Step { commit: None, reach: Reach::Tip };
        match objects.find(id, |kind, _| kind)? {
            Some(ObjectKind::Tree) => self.tree(&step, id, &[], see),
            Some(_) => {
                self.candidates.put(id, b"", &step, false);
                Ok(())
            }
            None => self.skip(),
        }
    }

    fn folder(
        &mut self,
        step: &Step,
        new: ObjectId,
        mut olds: Olds,
        depth: usize,
        see: &mut SeePath<'_>,
    ) -> Result<()> {
        if depth > DEEPEST {
            return Err(Failure::unable(TOO_DEEP.with([self.name(step).into()])));
        }
        unite(&mut olds);
        if olds.len() > MOST_PARENTS {
            return self.pass(Gap::Unreadable(TOO_MANY.to_owned()));
        }
        let Some(content) = self.trees.get(new)? else { return self.skip() };
        if !self.is_first(new, &olds) && !self.may_repeat(&content, new) {
            return Ok(());
        }
        let held = self.held;
        let Some(sides) = self.sides(&olds)? else {
            self.held = held;
            return Ok(());
        };
        let length = new.as_bytes().len();
        let mut beside: SmallVec<[(bool, Beside<'_>); 2]> =
            sides.iter().map(|(old, content)| (old.is_known, Beside::of(Entries::of(content, length)))).collect();
        let mut entries = Entries::of(&content, length);
        let mut new_names: Vec<Entry<'_>> = Vec::new();
        for entry in entries.by_ref() {
            let (known, mut same) = (&mut self.known, Olds::new());
            let (mut is_same, mut has_name) = (false, false);
            for (is_known, beside) in &mut beside {
                let other = beside.same(&entry, |gone| note(known, gone, *is_known));
                let Some(other) = other else { continue };
                has_name = true;
                if other.id == entry.id && other.kind == entry.kind {
                    is_same = true;
                    continue;
                }
                note(known, &other, *is_known);
                if other.kind == Kind::Tree {
                    same.push(Old { id: other.id, is_known: *is_known });
                }
            }
            if !has_name {
                new_names.push(entry);
            }
            if !is_same {
                self.changed(step, &entry, Before { folders: same, has_name }, depth, see)?;
            }
        }
        for (is_known, beside) in &mut beside {
            beside.rest(|gone| note(&mut self.known, &gone, *is_known));
        }
        if entries.is_broken() {
            let path = String::from_utf8_lossy(&self.path).into_owned();
            return Err(Failure::unable(BROKEN.with([path.into(), self.name(step).into()])));
        }
        self.names(step, &new_names, Entries::of(&content, length), see);
        self.held = held;
        Ok(())
    }

    /// The trees that a folder is compared with; nothing where one is not here, or where they are too large together.
    fn sides(&mut self, olds: &Olds) -> Result<Option<Sides>> {
        let mut sides = Sides::new();
        for old in olds {
            let Some(content) = self.trees.get(old.id)? else { return self.skip().map(|()| None) };
            self.held += content.len();
            if self.held > MOST_HELD {
                return self.pass(Gap::Unreadable(TOO_MANY.to_owned())).map(|()| None);
            }
            sides.push((*old, content));
        }
        Ok(Some(sides))
    }

    fn changed(
        &mut self,
        step: &Step,
        entry: &Entry<'_>,
        before: Before,
        depth: usize,
        see: &mut SeePath<'_>,
    ) -> Result<()> {
        let above = self.enter(entry.name);
        let seen = match entry.kind {
            Kind::Tree => self.folder(step, entry.id, before.folders, depth + 1, see),
            Kind::Blob => {
                self.candidates.put(entry.id, &self.path, step, before.has_name);
                Ok(())
            }
            Kind::Commit => Ok(()),
        };
        self.path.truncate(above);
        seen
    }

    /// Shows the names that the folder at hand did not have before.
    fn names(&mut self, step: &Step, new: &[Entry<'_>], all: Entries<'_>, see: &mut SeePath<'_>) {
        if new.is_empty() {
            return;
        }
        let names: Vec<&[u8]> = new.iter().map(|entry| entry.name).collect();
        for (entry, twin) in new.iter().zip(twins::clashes(&names, all.map(|entry| entry.name))) {
            let above = self.enter(entry.name);
            let clash = twin.map(|twin| {
                let folder = self.path.len() - entry.name.len();
                [&self.path[..folder], twin].concat()
            });
            let path = BStr::new(&self.path);
            let (commit, reach) = (step.commit, step.reach);
            let (id, length) = (entry.id, entry.name.len());
            let entry = TreeEntry { path, id, commit, reach, replaces: false };
            see(&NewPath::with_name(entry, length, clash.as_deref().map(BStr::new)));
            self.path.truncate(above);
        }
    }

    /// Goes to a name of the folder at hand; returns how long the path was before.
    fn enter(&mut self, name: &[u8]) -> usize {
        let above = self.path.len();
        if above > 0 {
            self.path.push(b'/');
        }
        self.path.extend_from_slice(name);
        above
    }

    /// Leaves a folder out that is not here, and remembers that.
    fn skip(&mut self) -> Result<()> {
        self.pass(self.missing.clone())
    }

    /// Leaves a folder out, and remembers why; the first reason is told.
    fn pass(&mut self, why: Gap) -> Result<()> {
        self.gap.get_or_insert(why);
        Ok(())
    }

    /// Whether a folder is compared with this for the first time; that the same stands in many places of one commit is rare
    /// in projects and cheap to make.
    fn is_first(&mut self, new: ObjectId, olds: &Olds) -> bool {
        if olds.is_empty() {
            return self.unfolded.insert(new);
        }
        self.compared.insert((new, olds.iter().map(|old| old.id).collect()))
    }

    fn may_repeat(&mut self, content: &[u8], id: ObjectId) -> bool {
        self.repeated += Entries::of(content, id.as_bytes().len()).count();
        let may = self.repeated <= MOST_REPEATED;
        if !may {
            self.gap.get_or_insert_with(|| Gap::Unreadable(UNFOLDS.to_owned()));
        }
        may
    }

    fn name(&self, step: &Step) -> String {
        step.commit.map_or_else(String::new, |id| id.short().to_string())
    }
}

/// Takes trees out that are there twice; one that the other side has counts as that.
fn unite(olds: &mut Olds) {
    if olds.len() > 1 {
        olds.sort_unstable_by_key(|old| (old.id, !old.is_known));
        olds.dedup_by_key(|old| old.id);
    }
}

/// Remembers a blob of a tree that the other side has.
fn note(known: &mut IdSet, entry: &Entry<'_>, is_known: bool) {
    if is_known && entry.kind == Kind::Blob {
        known.insert(entry.id);
    }
}

impl Candidates {
    /// A blob is met in a commit; an older commit, which is met later, is the one that brings it.
    fn put(&mut self, id: ObjectId, path: &[u8], step: &Step, replaces: bool) {
        let start = self.paths.len();
        self.paths.extend_from_slice(path);
        let path = start..self.paths.len();
        let candidate = Candidate { path, commit: step.commit, reach: step.reach, replaces };
        self.blobs.insert(id, candidate);
    }
}
