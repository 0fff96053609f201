//! What a push is about to make public (githooks(5), "pre-push").

use super::history::Selection;
use super::place::Place;
use super::revisions;
use crate::failure::{Failure, Result};
use crate::git::ask::Git;
use crate::model::ObjectId;
use crate::words::Words;

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

const BROKEN: Words = Words::new("git told pre-push something odd: `{0}`", "git 传给 pre-push 的内容无法识别：`{0}`");

impl RefUpdate {
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

    /// The branch on the remote, without `refs/heads/`.
    pub fn branch(&self) -> Option<&str> {
        self.remote.strip_prefix("refs/heads/")
    }

    /// Whether messages are judged: those of branches and tags are, those of notes and reviews are not.
    pub fn has_messages(&self) -> bool {
        self.remote.starts_with("refs/heads/") || self.remote.starts_with("refs/tags/")
    }
}

/// The commits that these updates make public: what the new tips reach, and neither any remote-tracking ref nor what
/// the remote has already.
///
/// # Errors
/// Where git cannot tell.
pub fn selection(place: &Place, updates: &[&RefUpdate], all: &[RefUpdate]) -> Result<Selection> {
    let git = Git::at(place);
    let mut selection = Selection::default();
    for update in updates {
        if let Some(new) = update.new
            && let Ok(tip) = revisions::one(place, &new.to_string())
        {
            selection.tips.push(tip);
        }
    }
    let exists = |id: &ObjectId| git.maybe(["rev-parse", "--verify", "--quiet", &format!("{id}^{{commit}}")]);
    for old in all.iter().filter_map(|update| update.old) {
        selection.hidden.extend(exists(&old).and_then(|id| ObjectId::from_hex(id.as_bytes())));
    }
    let remotes = git.bytes(["for-each-ref", "--format=%(objectname) %(objecttype)", "refs/remotes/"])?;
    for line in String::from_utf8_lossy(&remotes).lines() {
        if let Some(id) = line.strip_suffix(" commit") {
            selection.hidden.extend(ObjectId::from_hex(id.as_bytes()));
        }
    }
    selection.hidden.sort();
    selection.hidden.dedup();
    Ok(selection)
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
