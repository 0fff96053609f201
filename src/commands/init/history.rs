//! What a repository's past tells: its last commits, tags, branches, and its files.

use crate::failure::{Failure, Kind as FailureKind, Result};
use crate::git::changes::tree::{Entries, Kind};
use crate::git::history::{self, Selection};
use crate::git::objects::Objects;
use crate::git::objects::ids::IdSet;
use crate::git::objects::trees::Trees;
use crate::git::place::Place;
use crate::git::revisions;
use crate::git::{object, refs};
use crate::infer::{History, Sample, SeenFile};
use crate::model::{Identity, ObjectId};
use crate::words::Words;
use bstr::ByteSlice as _;
use std::collections::BTreeSet;

const NO_HISTORY: Words = Words::new("there is no history to propose a policy from", "没有历史可供参考");

/// So many files are looked at, and so many tags.
const MOST: usize = 20_000;

/// Deeper folders are left: no system checks out a path of so many bytes (PATH_MAX of Linux).
const LONGEST: usize = 4_096;

/// Gathers it.
///
/// # Errors
/// Where there is no commit, or one cannot be read.
pub(super) fn gather(place: &Place, last: u64) -> Result<History> {
    let objects = Objects::open(place)?;
    let head = revisions::one(place, "HEAD").map_err(|failure| match failure.kind {
        FailureKind::Usage => Failure::usage(NO_HISTORY.say()),
        FailureKind::Unable => failure,
    })?;
    let selection = Selection { tips: vec![head], most: Some(last.saturating_mul(2)), ..Selection::default() };
    let mut found = History { last, ..History::default() };
    let mut tree = None;
    history::stream(place, &objects, &selection, &mut |id, content| {
        tree = tree.or(object::links(content).tree);
        let sample = sample(id, content);
        let is_last = (found.commits.len() as u64) < last;
        if is_last {
            found.commits.push(sample)
        } else {
            found.before.push(sample)
        }
        Ok(())
    })?;
    found.tags = tags(place, &objects)?;
    found.branches = branches(place)?;
    found.files = tree.map_or_else(Vec::new, |tree| files(place, &objects, tree));
    Ok(found)
}

/// A commit, as proposals are made from it.
pub(in crate::commands) fn sample(id: ObjectId, content: &[u8]) -> Sample {
    let object = object::commit(content);
    let owned = |identity: Option<Identity<'_>>| {
        identity.map(|Identity { name, email }| Identity {
            name: name.into_owned().into(),
            email: email.into_owned().into(),
        })
    };
    Sample {
        id,
        parents: object::links(content).parents.into_vec(),
        author: owned(object.author),
        committer: owned(object.committer),
        text: object.text.into_owned(),
        fault: object.fault,
    }
}

/// The tags that are for commits.
fn tags(place: &Place, objects: &Objects) -> Result<Vec<(String, ObjectId)>> {
    const PREFIX: &str = "refs/tags/";
    let tags = refs::below(place, PREFIX)?.into_iter().take(MOST);
    let named = tags.filter_map(|(name, id)| Some((String::from_utf8(name.to_vec()).ok()?, id)));
    let tags = named.filter_map(|(name, id)| {
        // Whatever cannot be read, or is for no commit, is no version.
        let commit = objects.peeled(id).ok().flatten()?;
        Some((name.strip_prefix(PREFIX)?.to_owned(), commit))
    });
    Ok(tags.collect())
}

/// The names of branches, here and at remotes.
fn branches(place: &Place) -> Result<Vec<String>> {
    let mut names = BTreeSet::new();
    for (prefix, is_remote) in [("refs/heads/", false), ("refs/remotes/", true)] {
        for name in refs::below(place, prefix)?.into_keys() {
            let Ok(name) = String::from_utf8(name.to_vec()) else { continue };
            let name = name.strip_prefix(prefix).unwrap_or_default();
            let name = if is_remote { name.split_once('/').map_or("", |(_, name)| name) } else { name };
            if !name.is_empty() && name != "HEAD" {
                names.insert(name.to_owned());
            }
        }
    }
    Ok(names.into_iter().collect())
}

/// The files below a tree, with their sizes as far as they are here: nothing is fetched. A tree that is there many times is
/// looked at once, so that a few trees that name one another do not take for ever.
fn files(place: &Place, objects: &Objects, tree: ObjectId) -> Vec<SeenFile> {
    let mut trees = Trees::of(place, objects);
    let mut todo = vec![(tree, String::new())];
    let mut seen = IdSet::default();
    let mut files = Vec::new();
    while let Some((id, folder)) = todo.pop()
        && files.len() < MOST
    {
        let Ok(Some(content)) = trees.get(id) else { continue };
        for entry in Entries::of(&content, id.as_bytes().len()) {
            let path = format!("{folder}{}", entry.name.as_bstr());
            match entry.kind {
                Kind::Tree if seen.insert(entry.id) && path.len() < LONGEST => todo.push((entry.id, path + "/")),
                Kind::Tree => {}
                Kind::Blob => files.push(SeenFile { path, size: objects.size(entry.id).ok().flatten() }),
                _ => files.push(SeenFile { path, size: None }),
            }
        }
    }
    files
}
