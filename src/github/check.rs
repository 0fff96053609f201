//! Checks: verdicts that stand beside a commit, and that branch protection asks for. Pure.

use crate::model::ObjectId;

/// A verdict that stands beside a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// The name that branch protection knows it by.
    pub name: String,
    /// The commit.
    pub commit: ObjectId,
    /// How it ended.
    pub conclusion: Conclusion,
    /// One line.
    pub title: String,
    /// Markdown.
    pub summary: String,
}

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conclusion {
    /// All is well.
    Success,
    /// Something is wrong.
    Failure,
    /// Somebody has to do something: what the DCO app says of a missing sign-off.
    ActionRequired,
}

impl Conclusion {
    /// As check runs name it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Failure => "failure",
            Self::ActionRequired => "action_required",
        }
    }
}
