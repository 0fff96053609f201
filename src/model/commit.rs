//! A commit, or the message of one that is about to be made.

use super::{Gap, Known, ObjectId};
use crate::message::Message;
use std::borrow::Cow;

/// A commit as rules see it.
#[derive(Clone, Debug)]
pub struct Commit<'a> {
    /// `None` for a draft.
    pub id: Option<ObjectId>,
    /// What it says.
    pub message: Message<'a>,
    /// Who wrote the change.
    pub author: Known<Identity<'a>>,
    /// Who made the commit.
    pub committer: Known<Identity<'a>>,
    /// How many parents it has; a draft is known to be a merge by git's `MERGE_HEAD`.
    pub parents: usize,
    /// Whether it is signed with a key.
    pub signature: Known<Signature>,
    /// The paths that it changes, against its first parent; only learnt when a rule of the policy needs them.
    pub paths: Known<Vec<String>>,
    /// Where a draft stands.
    pub draft: Option<&'a DraftPlace>,
}

impl<'a> Commit<'a> {
    /// A commit with one parent of which nothing is there yet but what it says.
    pub const fn saying(message: Message<'a>) -> Self {
        Self {
            id: None,
            message,
            author: Known::No(Gap::NotApplicable),
            committer: Known::No(Gap::NotApplicable),
            parents: 1,
            signature: Known::No(Gap::NotApplicable),
            paths: Known::No(Gap::NotApplicable),
            draft: None,
        }
    }

    /// Whether it joins histories.
    pub const fn is_merge(&self) -> bool {
        self.parents > 1
    }

    /// The header, or as much of the message as there is.
    pub fn summary(&self) -> &'a str {
        self.message.header.line.of(self.message.text)
    }
}

/// Where a draft stands, and which of its lines are which of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DraftPlace {
    /// As people know the file; empty for standard input.
    pub file: String,
    /// For each line of the message, its line in the file, from 1.
    pub lines: Vec<usize>,
}

/// A person, as a commit names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity<'a> {
    /// The name; may be empty.
    pub name: Cow<'a, str>,
    /// The e-mail address; may be anything.
    pub email: Cow<'a, str>,
}

impl<'a> Identity<'a> {
    /// Reads `Name <mail>`, with or without git's time and zone behind it; `None` without angle brackets.
    pub fn parse(text: Cow<'a, str>) -> Option<Self> {
        let open = text.find('<')?;
        let close = open + text[open..].find('>')?;
        let part = |range: std::ops::Range<usize>| match &text {
            Cow::Borrowed(text) => Cow::Borrowed(text[range].trim()),
            Cow::Owned(text) => Cow::Owned(text[range].trim().to_owned()),
        };
        Some(Self { name: part(0..open), email: part(open + 1..close) })
    }
}

impl std::fmt::Display for Identity<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} <{}>", self.name, self.email)
    }
}

/// A signature made with a key (`gpgsig`), not a sign-off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signature {
    /// There is none.
    Absent,
    /// There is one, and nobody has verified it.
    Present,
    /// There is one, and it was verified.
    Verified,
    /// There is one, and it does not hold.
    Bad,
}
