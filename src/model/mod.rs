//! Layer 1: what happened, as plain data. Adapters fill it in, rules read it. A fact that could not be learnt says why
//! ([`Known`], [`Gap`]): nothing unknown is ever taken for well.

mod around;
mod author_kind;
mod change;
mod commit;
mod dco;
mod dco_yml;
mod id;
mod pull_request;
mod reference;
mod rework;

pub use around::{Around, IssueState};
pub use author_kind::{AuthorKind, is_bot, is_server};
pub use change::{Blob, NewPath, Push, Reach, TreeEntry};
pub use commit::{Commit, DraftPlace, Identity, Signature};
pub use dco::{DcoConfig, DcoFacts, People, Person};
pub use id::ObjectId;
pub use pull_request::{Account, BodySource, File, HeaderFrom, Landing, Method, PullRequest, TitleSource};
pub use reference::{RefChange, Within};
pub use rework::Rework;

use std::borrow::Cow;

/// A fact, or the reason why it is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known<T> {
    /// The fact.
    Yes(T),
    /// Why there is none.
    No(Gap),
}

impl<T> Known<T> {
    /// The fact, or the reason why there is none.
    pub fn or(fact: Option<T>, gap: impl FnOnce() -> Gap) -> Self {
        fact.map_or_else(|| Self::No(gap()), Self::Yes)
    }

    /// The fact by reference.
    pub fn as_ref(&self) -> Known<&T> {
        match self {
            Self::Yes(fact) => Known::Yes(fact),
            Self::No(gap) => Known::No(gap.clone()),
        }
    }

    /// What follows from the fact.
    pub fn map<U>(self, follow: impl FnOnce(T) -> U) -> Known<U> {
        match self {
            Self::Yes(fact) => Known::Yes(follow(fact)),
            Self::No(gap) => Known::No(gap),
        }
    }

    /// The fact, where there is one.
    pub fn yes(&self) -> Option<&T> {
        match self {
            Self::Yes(fact) => Some(fact),
            Self::No(_) => None,
        }
    }
}

/// Why a fact is missing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// The clone is shallow, and the history that is needed is not in it.
    ShallowHistory,
    /// The clone is partial, and the object that is needed is not in it.
    PartialClone,
    /// A server tells no more than this.
    ApiLimit {
        /// How many it told.
        got: u64,
        /// How many there are.
        of: u64,
    },
    /// It should be there, and could not be read.
    Unreadable(String),
    /// At this stage such a fact cannot exist; this is no gap that anybody could close.
    NotApplicable,
}

impl Gap {
    /// The word that reports use.
    pub fn reason(&self) -> Cow<'static, str> {
        match self {
            Self::ShallowHistory => "shallow-history".into(),
            Self::PartialClone => "partial-clone".into(),
            Self::ApiLimit { got, of } => format!("api-limit: {got} of {of}").into(),
            Self::Unreadable(why) => format!("unreadable: {why}").into(),
            Self::NotApplicable => "not-applicable".into(),
        }
    }
}

/// Where a fact is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// The commit-msg hook.
    CommitMsg,
    /// The pre-commit hook.
    PreCommit,
    /// The pre-push hook.
    PrePush,
    /// `cihook check`.
    Check,
    /// The pre-receive and update hooks of a server.
    PreReceive,
    /// A pull request.
    PullRequest,
    /// A group of a merge queue.
    MergeGroup,
}

impl Stage {
    /// All of them, in the order in which a commit meets them.
    pub const ALL: [Self; 7] = [
        Self::CommitMsg,
        Self::PreCommit,
        Self::PrePush,
        Self::Check,
        Self::PreReceive,
        Self::PullRequest,
        Self::MergeGroup,
    ];

    /// Whether pull requests are judged there, or what a queue makes of them.
    pub const fn is_of_pulls(self) -> bool {
        matches!(self, Self::PullRequest | Self::MergeGroup)
    }

    /// As a policy names it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::CommitMsg => "commit-msg",
            Self::PreCommit => "pre-commit",
            Self::PrePush => "pre-push",
            Self::Check => "check",
            Self::PreReceive => "pre-receive",
            Self::PullRequest => "pull-request",
            Self::MergeGroup => "merge-group",
        }
    }
}
