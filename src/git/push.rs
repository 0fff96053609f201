//! What a push is about to make public (githooks(5), "pre-push").

use super::history::Selection;
use super::objects::{Kind, Objects};
use super::place::Place;
use super::refs;
use crate::failure::{Failure, Result};
use crate::model::ObjectId;
use crate::words::Words;
use bstr::{BStr, BString, ByteSlice as _};

/// One line of pre-push: `<local ref> <local id> <remote ref> <remote id>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefUpdate {
    /// What the user typed for the local side; may hold blanks.
    pub local: String,
    /// What the ref will be; `None` for a ref that is deleted.
    pub new: Option<ObjectId>,
    /// The ref on the remote.
    pub remote: String,
    /// What the ref is there now; `None` for a ref that is created.
    pub old: Option<ObjectId>,
}

const BROKEN: Words = Words::new("malformed input from git: `{0}`", "git 传给钩子的内容无法识别：`{0}`");

impl RefUpdate {
    /// Reads the lines of pre-receive: `<old id> <new id> <ref>` (githooks(5), "pre-receive").
    ///
    /// # Errors
    /// Where a line is none of git's.
    pub fn parse_received(text: &str) -> Result<Vec<Self>> {
        let lines = text.lines().filter(|line| !line.is_empty());
        let read = |line: &str| {
            let mut words = line.splitn(3, ' ');
            let (old, new, name) = (words.next()?, words.next()?, words.next()?);
            Self::received(name, old, new)
        };
        lines.map(|line| read(line).ok_or_else(|| Failure::unable(BROKEN.with([line.into()])))).collect()
    }

    /// A ref that a server is about to change, from the words that git names it by.
    pub fn received(name: &str, old: &str, new: &str) -> Option<Self> {
        let id = |hex: &str| ObjectId::from_hex(hex.as_bytes());
        Some(Self {
            local: String::new(),
            new: Some(id(new)?).filter(|id| !id.is_zero()),
            remote: name.to_owned(),
            old: Some(id(old)?).filter(|id| !id.is_zero()),
        })
    }

    /// Reads all lines; the local side is what the user typed and may hold blanks, so lines are read from the right.
    ///
    /// # Errors
    /// Where a line is none of git's: nothing is passed unread.
    pub fn parse(text: &str) -> Result<Vec<Self>> {
        let lines = text.lines().filter(|line| !line.is_empty());
        lines.map(|line| Self::line(line).ok_or_else(|| Failure::unable(BROKEN.with([line.into()])))).collect()
    }

    fn line(line: &str) -> Option<Self> {
        let mut words = line.rsplitn(4, ' ');
        let (old, remote, new, local) = (words.next()?, words.next()?, words.next()?, words.next()?);
        let id = |hex: &str| ObjectId::from_hex(hex.as_bytes());
        Some(Self {
            local: local.to_owned(),
            new: Some(id(new)?).filter(|id| !id.is_zero()),
            remote: remote.to_owned(),
            old: Some(id(old)?).filter(|id| !id.is_zero()),
        })
    }

    /// The tag on the remote, without `refs/tags/`.
    pub fn tag(&self) -> Option<&str> {
        self.remote.strip_prefix("refs/tags/")
    }

    /// The local branch that is pushed to a branch, or tag that is pushed to a tag, where the user did not name a
    /// revision.
    pub fn local_name(&self) -> Option<&str> {
        let prefix = if self.tag().is_some() { "refs/tags/" } else { "refs/heads/" };
        self.local.strip_prefix(prefix)
    }

    /// The branch on the remote, without `refs/heads/`.
    pub fn branch(&self) -> Option<&str> {
        self.remote.strip_prefix("refs/heads/")
    }

    /// Whether messages are judged: those of branches and tags are, those of notes and reviews are not.
    pub fn has_messages(&self) -> bool {
        self.remote.starts_with("refs/heads/") || self.remote.starts_with("refs/tags/")
    }
}

/// What is public already: nobody answers for it again.
#[derive(Clone, Debug, Default)]
pub struct Public {
    /// What each ref is for: a commit, or a tree or blob that has a ref of its own.
    refs: Vec<(BString, Kind, ObjectId)>,
    /// Whether it has nothing yet, as far as is known here.
    pub is_nothing: bool,
}

/// The commits that remote-tracking refs are for, as far as they are here: what these reach is public.
///
/// # Errors
/// Where refs or objects cannot be read.
pub fn seen_by_remotes(place: &Place, objects: &Objects) -> Result<Vec<ObjectId>> {
    let mut commits = Vec::new();
    for id in refs::below(place, "refs/remotes/")?.into_values() {
        if objects.has(id)? {
            commits.extend(objects.peeled(id)?);
        }
    }
    Ok(commits)
}

/// Which refs count as public for some updates, by their names.
pub type Counts<'c> = dyn Fn(&BStr) -> bool + 'c;

impl Public {
    /// Of a remote: what it said that it has, and every commit that any remote had when it was last asked. A commit that
    /// one remote has is public.
    ///
    /// # Errors
    /// Where refs or objects cannot be read.
    pub fn to_remotes(place: &Place, objects: &Objects, updates: &[RefUpdate]) -> Result<Self> {
        let refs = refs::below(place, "refs/remotes/")?;
        let is_nothing = refs.is_empty() && updates.iter().all(|update| update.old.is_none());
        // What somebody else pushed in the meantime is not here.
        let old = updates.iter().filter_map(|update| Some((update.remote.as_str().into(), update.old?)));
        Ok(Self { is_nothing, ..Self::new(objects, refs.into_iter().chain(old))? })
    }

    /// Of the server itself: everything that it has a ref for. What a client says was there before counts for nothing:
    /// it could name what it pushes, and git compares that with the ref only after the hook.
    ///
    /// # Errors
    /// Where refs or objects cannot be read.
    pub fn to_server(place: &Place, objects: &Objects) -> Result<Self> {
        let refs = refs::below(place, "refs/")?;
        Ok(Self { is_nothing: refs.is_empty(), ..Self::new(objects, refs)? })
    }

    fn new(objects: &Objects, refs: impl IntoIterator<Item = (BString, ObjectId)>) -> Result<Self> {
        let mut public = Self::default();
        for (name, id) in refs {
            if objects.has(id)? {
                let (kind, id) = objects.target(id)?;
                public.refs.push((name, kind, id));
            }
        }
        Ok(public)
    }

    /// The branches and tags of a server, with the commits that they are for.
    pub fn branches_and_tags(&self) -> impl Iterator<Item = (&BStr, ObjectId)> {
        let is_judged = |name: &BStr| name.starts_with(b"refs/heads/") || name.starts_with(b"refs/tags/");
        let commits = self.refs.iter().filter(|(_, kind, _)| *kind == Kind::Commit);
        commits.map(|(name, _, id)| (name.as_bstr(), *id)).filter(move |(name, _)| is_judged(name))
    }

    /// The names of all refs.
    pub fn names(&self) -> impl Iterator<Item = &BStr> {
        self.refs.iter().map(|(name, _, _)| name.as_bstr())
    }

    /// The commits, trees and blobs that these updates make public.
    ///
    /// # Errors
    /// Where something that is pushed is missing or damaged: it is never passed unread.
    pub fn selection(&self, objects: &Objects, updates: &[&RefUpdate], counts: &Counts<'_>) -> Result<Selection> {
        let mut selection = Selection::default();
        for (name, kind, id) in &self.refs {
            match kind {
                _ if !counts(name.as_bstr()) => {}
                Kind::Commit => selection.hidden.push(*id),
                _ => selection.known.push((*kind, *id)),
            }
        }
        for new in updates.iter().filter_map(|update| update.new) {
            match objects.target(new)? {
                (Kind::Commit, id) => selection.tips.push(id),
                (_, id) => selection.others.push(id),
            }
        }
        for ids in [&mut selection.hidden, &mut selection.tips] {
            ids.sort_unstable();
            ids.dedup();
        }
        Ok(selection)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_from_the_right() {
        let (id, zero) = ("a".repeat(40), "0".repeat(64));
        let text = format!("HEAD~1 or so {id} refs/heads/feat/x {zero}\n(delete) {zero} refs/heads/old {id}\n");
        let updates = RefUpdate::parse(&text).expect("git's own lines");
        assert_eq!(updates[0].local, "HEAD~1 or so");
        assert_eq!((updates[0].branch(), updates[0].old), (Some("feat/x"), None));
        assert_eq!(updates[1].new, None);
        assert!(RefUpdate::parse("").is_ok_and(|updates| updates.is_empty()));
    }

    #[test]
    fn odd_lines_are_refused() {
        for text in ["x", "a b c d", "HEAD 123 refs/heads/x 456"] {
            assert!(RefUpdate::parse(text).is_err(), "{text}");
        }
    }
}
