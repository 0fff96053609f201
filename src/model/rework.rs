//! What the user may write anew: commits that nobody else has, and that are the user's own.

use super::ObjectId;

/// The commits that commands may be offered for. Where there are none, answers say in words what is to be done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rework {
    /// The last commit of the branch that is worked on: `git commit --amend` writes it anew.
    pub tip: Option<ObjectId>,
    /// A commit that is public, behind which all are the user's own, one after the other, up to HEAD:
    /// `git rebase BASE` writes these anew and no others.
    pub base: Option<ObjectId>,
}

impl Rework {
    /// Whether amending writes this commit anew.
    pub fn amends(&self, id: Option<ObjectId>) -> bool {
        id.is_some() && self.tip == id
    }
}
