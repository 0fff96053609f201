//! What a server knows around a commit: how it will land, and what others have to do with it.

use super::{DcoFacts, Known, Method};
use std::collections::BTreeMap;

/// What a server knows around the commits of a pull request. Hooks and `cihook check` know nothing of it.
#[derive(Clone, Debug, Default)]
pub struct Around<'a> {
    /// How the pull request lands; `None` where nobody tells.
    pub landing: Option<Method>,
    /// The labels of the pull request; none where nobody tells.
    pub labels: Vec<&'a str>,
    /// What sign-offs are judged by.
    pub dco: Option<DcoFacts<'a>>,
    /// What became of the issues that are referred to, by the reference as it is written (`#12`, `owner/repo#12`). An
    /// issue that was not asked for is unknown.
    pub issues: BTreeMap<String, Known<IssueState>>,
}

/// What a reference to an issue leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IssueState {
    /// An issue that is open.
    Open,
    /// An issue that is closed.
    Closed,
    /// A pull request.
    PullRequest,
    /// Nothing.
    Missing,
}
