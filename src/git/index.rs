//! What is staged: the index against what the next commit's parents hold. The work tree plays no part.

use super::ask::Git;
use super::cached_tree;
use super::changes::tree::{Entries, Kind};
use super::environment;
use super::objects::ids::IdSet;
use super::objects::trees::Trees;
use super::objects::{self, Objects};
use super::place::Place;
use crate::failure::{Failure, Result};
use crate::model::ObjectId;
use crate::text::twins;
use crate::words::Words;
use bstr::{BString, ByteSlice as _};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Path, PathBuf};

/// Something that is staged and that no parent of the next commit has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staged {
    /// Where.
    pub path: BString,
    /// What.
    pub id: ObjectId,
    /// Whether it is a blob that no parent has anywhere.
    pub is_new_blob: bool,
    /// Whether a parent has something else there.
    pub replaces: bool,
}

/// A name that no parent of the next commit has: of a file, or of a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StagedName {
    /// The path that ends with it.
    pub path: BString,
    /// A path of the same folder that is the same but for case or Unicode form.
    pub clash: Option<BString>,
    /// What stands there, or in the first file below.
    pub id: ObjectId,
}

const BROKEN: Words = Words::new("the index cannot be read: {0}", "无法读取索引：{0}");

type Index = Vec<(BString, ObjectId, bool)>;

/// What is staged.
///
/// # Errors
/// Where the index or a parent cannot be read.
pub fn staged(place: &Place, objects: &Objects) -> Result<(Vec<Staged>, Vec<StagedName>)> {
    let index = read(place)?;
    let mut before = Before::default();
    let mut trees = Trees::of(place, objects);
    for parent in parents(place, objects)? {
        let tree = objects.commit(parent, super::object::links)?.tree.ok_or_else(|| objects::missing(parent))?;
        before.add(&mut trees, tree, &mut Vec::new())?;
    }
    let is_new = |(path, id, _): &&(BString, ObjectId, bool)| before.files.get(path) != Some(id);
    let new: Vec<_> = index.iter().filter(is_new).collect();
    let staged = new.iter().map(|(path, id, is_blob)| Staged {
        path: path.clone(),
        id: *id,
        is_new_blob: *is_blob && !before.blobs.contains(id),
        replaces: before.files.contains_key(path),
    });
    Ok((staged.collect(), names(&index, &before)))
}

/// What the parents of the next commit hold.
#[derive(Default)]
struct Before {
    files: BTreeMap<BString, ObjectId>,
    blobs: IdSet,
    folders: HashSet<BString>,
}

impl Before {
    fn add(&mut self, trees: &mut Trees<'_>, tree: ObjectId, path: &mut Vec<u8>) -> Result<()> {
        let content = trees.get(tree)?.ok_or_else(|| objects::missing(tree))?;
        for entry in Entries::of(&content, tree.as_bytes().len()) {
            let above = path.len();
            if above > 0 {
                path.push(b'/');
            }
            path.extend_from_slice(entry.name);
            if entry.kind == Kind::Tree {
                self.folders.insert(path.as_slice().into());
                self.add(trees, entry.id, path)?;
            } else {
                self.files.insert(path.as_slice().into(), entry.id);
                self.blobs.insert(entry.id);
            }
            path.truncate(above);
        }
        Ok(())
    }

    fn has_name(&self, path: &[u8]) -> bool {
        self.files.contains_key(path.as_bstr()) || self.folders.contains(path.as_bstr())
    }
}

/// The names that are new, each beside all names of its folder.
fn names(index: &Index, before: &Before) -> Vec<StagedName> {
    let mut new: BTreeMap<BString, BTreeMap<BString, ObjectId>> = BTreeMap::new();
    for (path, id, _) in index {
        for end in path.find_iter("/").chain([path.len()]) {
            if !before.has_name(&path[..end]) {
                let folder = path[..end].rfind_byte(b'/').map_or(&b""[..], |at| &path[..at]);
                new.entry(folder.into()).or_default().entry(path[..end].into()).or_insert(*id);
            }
        }
    }
    let beside = |(folder, paths): (BString, BTreeMap<BString, ObjectId>)| {
        let start = if folder.is_empty() { 0 } else { folder.len() + 1 };
        let names: Vec<&[u8]> = paths.keys().map(|path| &path[start..]).collect();
        let all: BTreeSet<&[u8]> = below(index, &folder).filter_map(|rest| rest.split_str("/").next()).collect();
        let twins = twins::clashes(&names, all.iter().copied());
        let full = |twin: &[u8]| [&folder[..start.saturating_sub(1)], &b"/"[..start.min(1)], twin].concat().into();
        let clashes: Vec<Option<BString>> = twins.into_iter().map(|twin| twin.map(full)).collect();
        let found = paths.iter().zip(clashes);
        found.map(|((path, id), clash)| StagedName { path: path.clone(), clash, id: *id }).collect::<Vec<_>>()
    };
    new.into_iter().flat_map(beside).collect()
}

/// What stands below a folder, as seen from it.
fn below<'i>(index: &'i Index, folder: &[u8]) -> impl Iterator<Item = &'i [u8]> {
    let prefix = if folder.is_empty() { Vec::new() } else { [folder, b"/"].concat() };
    let start = index.partition_point(|(path, _, _)| path.as_slice() < prefix.as_slice());
    index[start..].iter().map_while(move |(path, _, _)| path.strip_prefix(prefix.as_slice()))
}

/// The commits that the next one comes after: HEAD, and what is merged.
fn parents(place: &Place, objects: &Objects) -> Result<Vec<ObjectId>> {
    let head = Git::at(place).maybe(["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]);
    let merged = std::fs::read_to_string(place.git_dir.join("MERGE_HEAD")).unwrap_or_default();
    let ids = head.iter().map(String::as_str).chain(merged.lines());
    let ids: Vec<ObjectId> = ids.filter_map(|hex| ObjectId::from_hex(hex.trim().as_bytes())).collect();
    ids.into_iter()
        .map(|id| objects.peeled(id).map(|id| id.into_iter()))
        .collect::<Result<Vec<_>>>()
        .map(|ids| ids.into_iter().flatten().collect())
}

/// The entries of the index by their paths: read by the library, and told by git where that does not know its form
/// (split and sparse indices, names of 64 digits).
fn read(place: &Place) -> Result<Index> {
    let file = file(place);
    if !file.exists() {
        return Ok(Index::new());
    }
    match git2::Index::open(&file) {
        Ok(index) => Ok(by_library(&index)),
        Err(_) => by_git(place),
    }
}

/// What the index holds at a path: its mode and its object; of a conflict, our side.
///
/// # Errors
/// Where the index cannot be read.
pub fn entry(place: &Place, path: &str) -> Result<Option<(u32, ObjectId)>> {
    let file = file(place);
    if !file.exists() || std::fs::read(&file).is_ok_and(|index| is_surely_without(&index, path)) {
        return Ok(None);
    }
    let Ok(index) = git2::Index::open(&file) else { return entry_by_git(place, path) };
    let found = [0, 2].into_iter().find_map(|stage| index.get_path(Path::new(path), stage));
    Ok(found.and_then(|entry| Some((entry.mode, ObjectId::from_bytes(entry.id.as_bytes())?))))
}

/// Whether an index cannot hold a path, as its bytes show (gitformat-index(5)): in version 2 each path stands there as it
/// is, after the lower byte of its length and before a NUL. To read all entries for that takes longer than to judge a
/// message. Anything else, as a split index (an extension, whose size begins with a NUL), is left to those who know it.
fn is_surely_without(index: &[u8], path: &str) -> bool {
    const VERSION_2: &[u8] = b"DIRC\0\0\0\x02";
    let elsewhere =
        [&b"link\0"[..], b"sdir\0"].iter().any(|extension| memchr::memmem::find(index, extension).is_some());
    let written = [&[(path.len() & 0xff) as u8][..], path.as_bytes(), b"\0"].concat();
    index.starts_with(VERSION_2) && !elsewhere && memchr::memmem::find(index, &written).is_none()
}

/// The tree of what is staged, and of the files that git was told to commit. Git has just written it where a hook of a commit
/// asks; else git writes it now. `head` tells how long names of objects are.
pub fn tree(place: &Place, head: Option<ObjectId>) -> Option<String> {
    let length = head.map(|id| id.as_bytes().len());
    let known = length.and_then(|length| cached_tree::of(&std::fs::read(file(place)).ok()?, length));
    known.map(|id| id.to_string()).or_else(|| Git::at(place).maybe(["write-tree"]))
}

fn entry_by_git(place: &Place, path: &str) -> Result<Option<(u32, ObjectId)>> {
    let top = format!(":(top,literal){path}");
    let listed = Git::at(place).bytes(["ls-files", "--stage", "-z", "--", &top])?;
    let line = |line: &[u8]| {
        let mut words = line.split_str("\t").next()?.split_str(" ");
        let mode = u32::from_str_radix(words.next()?.to_str().ok()?, 8).ok()?;
        Some((mode, ObjectId::from_hex(words.next()?)?))
    };
    Ok(listed.split(|&byte| byte == 0).find_map(line))
}

fn file(place: &Place) -> PathBuf {
    let told = environment::path("GIT_INDEX_FILE").map(|told| place.start.join(told));
    told.unwrap_or_else(|| place.git_dir.join("index"))
}

fn by_library(index: &git2::Index) -> Index {
    let entries = index.iter().filter(|entry| entry.flags & STAGES == 0 || entry.flags & STAGES == OURS);
    let read = |entry: git2::IndexEntry| {
        let id = ObjectId::from_bytes(entry.id.as_bytes())?;
        Some((entry.path.into(), id, entry.mode != SUBMODULE))
    };
    entries.filter_map(read).collect()
}

/// The bits of the flags that say which side of a conflict an entry is (gitformat-index(5)).
const STAGES: u16 = 0x3000;
const OURS: u16 = 0x2000;
const SUBMODULE: u32 = 0o160_000;

fn by_git(place: &Place) -> Result<Index> {
    let listed = Git::at(place).bytes(["ls-files", "--stage", "-z"])?;
    let line = |line: &[u8]| {
        let (head, path) = line.split_once_str("\t")?;
        let mut words = head.split_str(" ");
        let (mode, id) = (words.next()?, words.next()?);
        Some((path.into(), ObjectId::from_hex(id)?, mode != b"160000"))
    };
    let is_ours = |line: &&[u8]| {
        line.split(|&byte| byte == b'\t')
            .next()
            .is_some_and(|head| head.ends_with_str(" 0") || head.ends_with_str(" 2"))
    };
    let lines = listed.split(|&byte| byte == 0).filter(is_ours);
    let broken = || Failure::unable(BROKEN.with(["git ls-files".into()]));
    let mut index = lines.map(|text| line(text).ok_or_else(broken)).collect::<Result<Index>>()?;
    index.sort();
    Ok(index)
}

#[cfg(test)]
mod tests {
    use super::is_surely_without;

    fn index(version: u8, rest: &[u8]) -> Vec<u8> {
        [b"DIRC\0\0\0", &[version][..], rest].concat()
    }

    #[test]
    fn only_a_plain_index_proves_that_a_path_is_not_there() {
        let other = b"\0\x0dx/cihook.toml\0\0";
        assert!(is_surely_without(&index(2, other), "cihook.toml"));
        assert!(!is_surely_without(&index(2, b"\0\x0bcihook.toml\0"), "cihook.toml"));
        assert!(!is_surely_without(&index(3, other), "cihook.toml"), "entries may be longer");
        assert!(!is_surely_without(&index(4, other), "cihook.toml"), "paths are cut");
        assert!(!is_surely_without(&index(2, b"link\0\0"), "cihook.toml"), "a split index");
        assert!(!is_surely_without(b"", "cihook.toml"));
    }
}
