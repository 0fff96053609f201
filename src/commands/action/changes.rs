//! What a pull request brings into the files: new blobs with their sizes, new paths, and how much it is in all. Known is the
//! difference between base and head; what a commit adds and a later one takes away does not stand there.

use super::desk::Desk;
use crate::failure::Result;
use crate::finding::Subject;
use crate::github::answers::{self, TreeEntry};
use crate::github::client::Trouble;
use crate::github::repository::{Gathered, Repository};
use crate::github::trees::Listing;
use crate::model::{self, Blob, Gap, Known, NewPath, ObjectId, Push, Reach};
use crate::policy::About;
use crate::text::twins;
use bstr::{BStr, ByteSlice as _};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// How many of the biggest blobs are named.
const BIGGEST: usize = 3;

/// What is new.
pub struct Changes {
    blobs: Vec<NewBlob>,
    paths: Vec<(String, ObjectId, Option<String>)>,
    gap: Option<Gap>,
}

/// What a server calls what happened to a file that is there afterwards ("List pull requests files" of GitHub's REST API;
/// Gitea says `changed`). What it calls otherwise is unknown, and with it whether its path is new.
const KINDS: [&str; 6] = ["added", "modified", "renamed", "copied", "changed", "unchanged"];

/// A blob that is new.
struct NewBlob {
    path: String,
    id: ObjectId,
    size: Known<u64>,
    /// Whether the base has another one there.
    replaces: bool,
}

impl Changes {
    /// Learns sizes and names at the head.
    ///
    /// # Errors
    /// Where the server is broken; what it refuses is a gap.
    pub fn learn(repository: &Repository<'_>, gathered: &Gathered) -> Result<Self> {
        let here: Vec<&answers::File> =
            gathered.files.items.iter().filter(|file| !matches!(file.status.as_str(), "removed" | "deleted")).collect();
        let wanted: BTreeSet<&str> = here.iter().map(|file| file.filename.as_str()).collect();
        let head =
            if wanted.is_empty() { Listing::default() } else { listing(repository, &gathered.pull.head.sha, &wanted)? };
        let entries: BTreeMap<&str, &TreeEntry> = head
            .entries
            .iter()
            .filter(|entry| wanted.contains(entry.path.as_str()))
            .map(|entry| (&*entry.path, entry))
            .collect();
        let known = known_blobs(repository, gathered, &here)?;
        let mut blobs = Vec::new();
        for file in &here {
            let entry = entries.get(file.filename.as_str()).copied();
            let is_file = entry.is_none_or(|entry| !matches!(entry.kind.as_str(), "tree" | "commit"));
            let id = file.sha.as_deref().or(entry.map(|entry| entry.sha.as_str())).unwrap_or_default();
            if is_file && !known.contains(id) {
                let replaces = matches!(file.status.as_str(), "modified" | "changed" | "unchanged");
                let is_other = file.sha.as_ref().zip(entry).is_some_and(|(sha, entry)| *sha != entry.sha);
                let size = if is_other { Known::No(moved()) } else { size(entry, head.gap.as_ref()) };
                blobs.push(NewBlob { path: file.filename.clone(), id: object(id), size, replaces });
            }
        }
        let paths = new_paths(&here, &head);
        let odd = here.iter().find(|file| !KINDS.contains(&file.status.as_str()));
        let odd = odd.map(|file| Gap::Unreadable(format!("an unknown kind of change: {}", file.status)));
        Ok(Self { blobs, paths, gap: gathered.files.gap.clone().or(head.gap).or(odd) })
    }

    /// Judges all of it.
    pub fn judge(&self, desk: &mut Desk<'_>, commits: usize) {
        let reach = if commits == 1 { Reach::Tip } else { Reach::Proposed };
        for NewBlob { path, id, size, replaces } in &self.blobs {
            let blob = Blob { entry: entry(path, *id, reach, *replaces), size: size.clone() };
            desk.subject(Subject::Blob(&blob), &|_, tell| tell(&About { path: Some(path), ..About::default() }));
        }
        for (path, id, clash) in &self.paths {
            let new = NewPath::new(entry(path, *id, reach, false), clash.as_deref().map(BStr::new));
            desk.subject(Subject::Path(&new), &|_, tell| tell(&About { path: Some(path), ..About::default() }));
        }
        if let Some(gap) = &self.gap {
            desk.miss("files", "", gap);
        }
        desk.subject(Subject::Push(&self.push(commits)), &|_, tell| tell(&About::default()));
    }

    fn push(&self, commits: usize) -> Push<'static> {
        let mut biggest: Vec<(String, u64)> =
            self.blobs.iter().filter_map(|blob| Some((blob.path.clone(), *blob.size.yes()?))).collect();
        let bytes = biggest.iter().map(|(_, size)| size).sum();
        biggest.sort_by_key(|(_, size)| std::cmp::Reverse(*size));
        biggest.truncate(BIGGEST);
        let unknown = self.blobs.iter().find_map(|blob| match &blob.size {
            Known::No(gap) => Some(gap.clone()),
            Known::Yes(_) => None,
        });
        Push {
            remote: "",
            bytes,
            commits: commits as u64,
            files: self.blobs.len() as u64,
            unknown: unknown.or_else(|| self.gap.clone()),
            biggest,
            is_first: false,
        }
    }
}

fn entry(path: &str, id: ObjectId, reach: Reach, replaces: bool) -> model::TreeEntry<'_> {
    model::TreeEntry { path: BStr::new(path), id, commit: None, reach, replaces }
}

/// The list of files and the tree of the head are of two moments.
fn moved() -> Gap {
    Gap::Unreadable("it changed while it was read".to_owned())
}

fn size(entry: Option<&TreeEntry>, gap: Option<&Gap>) -> Known<u64> {
    let unlisted = || gap.cloned().unwrap_or_else(|| Gap::Unreadable("it is not in the tree of the head".to_owned()));
    match entry {
        Some(entry) if entry.kind != "blob" => {
            Known::No(Gap::Unreadable(format!("an unknown kind of entry: {}", entry.kind)))
        }
        _ => Known::or(entry.and_then(|entry| entry.size), unlisted),
    }
}

/// A server that lists no trees leaves every size unknown.
fn listing(
    repository: &Repository<'_>,
    commit: &str,
    wanted: &BTreeSet<&str>,
) -> std::result::Result<Listing, Trouble> {
    match repository.everything(commit, wanted) {
        Err(trouble @ Trouble::Refused { .. }) => {
            let why = trouble.say().plain(crate::words::Lang::En);
            Ok(Listing { entries: Vec::new(), gap: Some(Gap::Unreadable(why)) })
        }
        ended => ended,
    }
}

/// The blobs of the base that a renamed, copied or unchanged file may still be. A server counts no lines of binary files,
/// and Gitea calls a file unchanged that has none, so that only the base tells whether it is the same.
fn known_blobs(
    repository: &Repository<'_>,
    gathered: &Gathered,
    here: &[&answers::File],
) -> std::result::Result<HashSet<String>, Trouble> {
    let may_be_same = |file: &&&answers::File| {
        matches!(file.status.as_str(), "renamed" | "copied" | "unchanged") && file.additions + file.deletions == 0
    };
    let sources: BTreeSet<&str> = here.iter().filter(may_be_same).filter_map(|file| source(file)).collect();
    if sources.is_empty() {
        return Ok(HashSet::new());
    }
    let base = listing(repository, &gathered.pull.base.sha, &sources)?;
    Ok(base.entries.into_iter().filter(|entry| entry.kind == "blob").map(|entry| entry.sha).collect())
}

/// Where a file that may be the same was before.
fn source(file: &answers::File) -> Option<&str> {
    if file.status == "unchanged" { Some(&file.filename) } else { file.previous_filename.as_deref() }
}

/// The paths that were not there before, each with its twin: a name of its folder, or of a folder above, that is the same
/// on some file systems.
fn new_paths(here: &[&answers::File], head: &Listing) -> Vec<(String, ObjectId, Option<String>)> {
    let new: Vec<&&answers::File> =
        here.iter().filter(|file| matches!(file.status.as_str(), "added" | "renamed" | "copied")).collect();
    let names: Vec<&[u8]> = new.iter().flat_map(|file| with_folders(&file.filename)).map(str::as_bytes).collect();
    let all = head.entries.iter().map(|entry| entry.path.as_bytes());
    let found = twins::clashes(&names, all);
    let twins: BTreeMap<&[u8], &[u8]> =
        names.iter().zip(found).filter_map(|(name, twin)| Some((*name, twin?))).collect();
    let twin = |path: &str| {
        let twin = with_folders(path).find_map(|name| twins.get(name.as_bytes()))?;
        Some(twin.to_str_lossy().into_owned())
    };
    let id = |file: &answers::File| object(file.sha.as_deref().unwrap_or_default());
    new.iter().map(|file| (file.filename.clone(), id(file), twin(&file.filename))).collect()
}

/// A path, and the folders above it.
fn with_folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at]).chain([path])
}

/// The name of an object; zeros where the server gives none.
fn object(hex: &str) -> ObjectId {
    ObjectId::from_hex(hex.as_bytes()).unwrap_or_default()
}
