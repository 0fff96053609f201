//! A pull request, as an API tells of it.

use super::{Commit, Known};

/// A pull request and the commit that it will become.
#[derive(Clone, Debug)]
pub struct PullRequest<'a> {
    /// Its number.
    pub number: u64,
    /// What its author called it.
    pub title: &'a str,
    /// What its author said of it.
    pub body: &'a str,
    /// Who opened it.
    pub author: Account<'a>,
    /// Whether it is no more than a draft.
    pub is_draft: bool,
    /// The branch that it goes into.
    pub base: &'a str,
    /// The branch that it comes from.
    pub head: &'a str,
    /// Whether its author never contributed before.
    pub is_first: bool,
    /// What it will be on the base branch.
    pub landing: Landing<'a>,
    /// The templates of the repository for the description, where it has any.
    pub templates: Known<Vec<String>>,
    /// The files that differ between base and head.
    pub files: Known<Vec<File<'a>>>,
}

impl<'a> PullRequest<'a> {
    /// The text that holds the header of what will land: the message of the one commit that it becomes, or its title.
    pub const fn header_text(&self) -> &'a str {
        match &self.landing.commit {
            Some(commit) => commit.message.text,
            None => self.title,
        }
    }
}

/// An account on the server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account<'a> {
    /// Its name.
    pub login: &'a str,
    /// Whether the server says that it is a program's.
    pub is_bot: bool,
}

/// What a pull request becomes on its base branch.
#[derive(Clone, Debug)]
pub struct Landing<'a> {
    /// How it lands.
    pub method: Method,
    /// The one commit that it becomes, without what the server adds to its header; `None` where its commits land as
    /// they are.
    pub commit: Option<Commit<'a>>,
    /// What the server will add to the header, as ` (#12)`.
    pub suffix: String,
    /// Where its header comes from: what has to be changed.
    pub header_from: HeaderFrom,
    /// Whether `method` is a guess, because neither policy nor server tells.
    pub guessed: bool,
}

/// How a pull request lands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// As one commit.
    Squash,
    /// As it is, with a merge commit.
    Merge,
    /// Its commits one by one.
    Rebase,
}

/// Which setting of a server says where the header of a squashed pull request comes from
/// (`squash_merge_commit_title` of GitHub).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TitleSource {
    /// Always its title (`PR_TITLE`).
    PullRequest,
    /// Its only commit, and the title where it has several (`COMMIT_OR_PR_TITLE`).
    CommitOrPullRequest,
}

/// Which setting of a server says where the body of a squashed pull request comes from
/// (`squash_merge_commit_message` of GitHub).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BodySource {
    /// The messages of its commits (`COMMIT_MESSAGES`).
    Commits,
    /// Its description (`PR_BODY`).
    PullRequest,
    /// Nowhere (`BLANK`).
    Blank,
}

/// Where the header of a squashed pull request comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HeaderFrom {
    /// The title of the pull request.
    Title,
    /// Its only commit.
    Commit,
}

/// A file that differs between base and head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File<'a> {
    /// Its path at the head, or the one that it had when it is gone.
    pub path: &'a str,
    /// The path that it had at the base, where it was renamed.
    pub previous: Option<&'a str>,
    /// Lines that are new.
    pub additions: u64,
    /// Lines that are gone.
    pub deletions: u64,
    /// Whether it is generated, as the attributes at the base say.
    pub is_generated: bool,
}
