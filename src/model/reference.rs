//! What happens to a ref.

use super::{Known, ObjectId};

/// A ref that is created, changed or deleted, or is about to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefChange<'a> {
    /// Its whole name where it will be, as `refs/heads/main`.
    pub name: &'a str,
    /// What it was; `None` where it is created.
    pub old: Option<ObjectId>,
    /// What it will be; `None` where it is deleted.
    pub new: Option<ObjectId>,
    /// The local branch or tag that is pushed, where it has a name of its own.
    pub local: Option<&'a str>,
    /// For a tag that only some branches may contain: whether one of them does.
    pub within: Known<Within>,
}

/// Whether branches contain what a tag is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    /// One of them does.
    Contained,
    /// None of them does.
    Outside,
    /// It is for no commit, which no branch contains; the kind of object is named as git names it (`blob`, `tree`).
    NoCommit(&'static str),
}

impl<'a> RefChange<'a> {
    /// The name of the branch.
    pub fn branch(&self) -> Option<&'a str> {
        self.name.strip_prefix("refs/heads/")
    }

    /// The name of the tag.
    pub fn tag(&self) -> Option<&'a str> {
        self.name.strip_prefix("refs/tags/")
    }
}
