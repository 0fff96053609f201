//! What a server knows that sign-offs are judged by, beside the commits themselves.

use super::{Commit, Known, ObjectId, Signature};
use std::collections::BTreeMap;

/// What sign-offs are judged by in a pull request or a merge queue.
#[derive(Clone, Debug)]
pub struct DcoFacts<'a> {
    /// What `.github/dco.yml` on the default branch says.
    pub config: Known<DcoConfig>,
    /// All commits of the pull request, from the oldest to the newest: any of them may sign off others. In a merge queue
    /// what is judged beside them was made by the queue.
    pub commits: &'a [Commit<'a>],
    /// Who stands behind the commits, by their ids.
    pub people: BTreeMap<ObjectId, People>,
    /// The account that opened the pull request, where there is one.
    pub opener: Option<String>,
}

/// `.github/dco.yml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DcoConfig {
    /// `require.members`: whether members of the organisation have to sign off.
    pub require_members: bool,
    /// `allowRemediationCommits.individual`: whether a later commit may sign off for its own author.
    pub individual: bool,
    /// `allowRemediationCommits.thirdParty`: whether it may sign off on behalf of somebody else.
    pub third_party: bool,
}

impl Default for DcoConfig {
    fn default() -> Self {
        Self { require_members: true, individual: false, third_party: false }
    }
}

/// The accounts behind a commit; `None` where the server links none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People {
    /// Behind its author.
    pub author: Option<Person>,
    /// Behind its committer.
    pub committer: Option<Person>,
}

/// An account behind a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Its name on the server.
    pub login: String,
    /// Whether the server says that it is a program's.
    pub is_bot: bool,
    /// Whether it is a member of the organisation; of a repository that belongs to a person, whether it is that person.
    pub is_member: Known<bool>,
}

impl DcoFacts<'_> {
    /// Whether the pull request brought the commit, and no queue made it.
    pub fn is_own(&self, id: Option<ObjectId>) -> bool {
        id.is_some_and(|id| self.commits.iter().any(|commit| commit.id == Some(id)))
    }

    /// The account that the server vouches for as the author of a commit. The server links it by the address that the committer
    /// typed, so that a program's account needs more: a signature that was verified, or to have opened the pull request.
    pub fn vouched_author(&self, commit: &Commit<'_>) -> Option<&str> {
        let person = self.author_of(commit.id)?;
        let is_bot = person.is_bot || person.login.ends_with("[bot]");
        let is_verified = matches!(commit.signature, Known::Yes(Signature::Verified));
        let is_opener = self.opener.as_deref() == Some(person.login.as_str());
        (!is_bot || is_verified || is_opener).then_some(person.login.as_str())
    }

    /// The account behind the author of a commit.
    pub fn author_of(&self, id: Option<ObjectId>) -> Option<&Person> {
        self.people.get(&id?)?.author.as_ref()
    }

    /// The account behind its committer.
    pub fn committer_of(&self, id: Option<ObjectId>) -> Option<&Person> {
        self.people.get(&id?)?.committer.as_ref()
    }
}
