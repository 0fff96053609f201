//! What the API answers, as far as it is needed. Everything may be missing or null: servers differ, and tokens see
//! different things. What a verdict needs is looked for where it is used, with a reason where it is not there.

use serde::{Deserialize, Deserializer};

/// Null is as good as missing.
fn nullable<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(deserializer: D) -> Result<T, D::Error> {
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// An account.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct User {
    /// Its name.
    #[serde(deserialize_with = "nullable")]
    pub login: String,
    /// `User`, `Bot` or `Organization`.
    #[serde(rename = "type", deserialize_with = "nullable")]
    pub kind: String,
}

/// A pull request.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Pull {
    /// Its number.
    pub number: u64,
    /// Its title.
    #[serde(deserialize_with = "nullable")]
    pub title: String,
    /// Its description.
    #[serde(deserialize_with = "nullable")]
    pub body: String,
    /// Whether it is a draft.
    #[serde(deserialize_with = "nullable")]
    pub draft: bool,
    /// What stood before the title and made it a draft, where a server does it so: see [`super::draft_mark`].
    #[serde(skip)]
    pub draft_mark: String,
    /// `open` or `closed`; a merged one is closed.
    #[serde(deserialize_with = "nullable")]
    pub state: String,
    /// Who opened it; nobody where the account is gone.
    #[serde(deserialize_with = "nullable")]
    pub user: User,
    /// What they are to the repository.
    #[serde(deserialize_with = "nullable")]
    pub author_association: String,
    /// How many commits it has.
    pub commits: Option<u64>,
    /// How many comments it has, without those on lines.
    pub comments: Option<u64>,
    /// How many files it changes.
    pub changed_files: Option<u64>,
    /// Where it comes from.
    pub head: Branch,
    /// Where it goes.
    pub base: Branch,
    /// Its labels.
    #[serde(deserialize_with = "nullable")]
    pub labels: Vec<Label>,
    /// How it lands as soon as it can, where somebody ordered that.
    pub auto_merge: Option<AutoMerge>,
}

/// An order to land as soon as possible.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct AutoMerge {
    /// `merge`, `squash` or `rebase`.
    #[serde(deserialize_with = "nullable")]
    pub merge_method: String,
}

/// One end of a pull request.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Branch {
    /// The name of the branch.
    #[serde(rename = "ref", deserialize_with = "nullable")]
    pub name: String,
    /// Its commit.
    #[serde(deserialize_with = "nullable")]
    pub sha: String,
    /// Its repository; `None` where that was deleted.
    pub repo: Option<Repository>,
}

/// A repository.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Repository {
    /// `owner/name`.
    #[serde(deserialize_with = "nullable")]
    pub full_name: String,
    /// Its default branch.
    #[serde(deserialize_with = "nullable")]
    pub default_branch: String,
    /// Who it belongs to.
    #[serde(deserialize_with = "nullable")]
    pub owner: User,
    /// Whether pull requests may be squashed; not told to every token.
    pub allow_squash_merge: Option<bool>,
    /// Whether they may be merged.
    pub allow_merge_commit: Option<bool>,
    /// Whether they may be rebased.
    pub allow_rebase_merge: Option<bool>,
    /// `PR_TITLE` or `COMMIT_OR_PR_TITLE`.
    pub squash_merge_commit_title: Option<String>,
    /// `PR_BODY`, `COMMIT_MESSAGES` or `BLANK`.
    pub squash_merge_commit_message: Option<String>,
}

/// A commit, and what the server makes of it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Commit {
    /// Its name.
    #[serde(deserialize_with = "nullable")]
    pub sha: String,
    /// What stands in it.
    #[serde(deserialize_with = "nullable")]
    pub commit: CommitContent,
    /// The account that its author's address belongs to.
    pub author: Option<User>,
    /// The account that its committer's address belongs to.
    pub committer: Option<User>,
    /// Its parents.
    #[serde(deserialize_with = "nullable")]
    pub parents: Vec<ObjectName>,
    /// What it changes; only where one commit was asked for.
    pub files: Option<Vec<File>>,
}

/// What stands in a commit.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct CommitContent {
    /// What it says; a commit without any message is no answer.
    pub message: Option<String>,
    /// Who wrote the change.
    pub author: Option<Person>,
    /// Who made the commit.
    pub committer: Option<Person>,
    /// Whether its signature holds.
    pub verification: Option<Verification>,
}

/// Name and address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Person {
    /// The name.
    #[serde(deserialize_with = "nullable")]
    pub name: String,
    /// The address.
    #[serde(deserialize_with = "nullable")]
    pub email: String,
}

/// What the server makes of a signature.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Verification {
    /// Whether it holds.
    #[serde(deserialize_with = "nullable")]
    pub verified: bool,
    /// Why, as `valid` or `unsigned`.
    #[serde(deserialize_with = "nullable")]
    pub reason: String,
}

/// The name of an object.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ObjectName {
    /// Hexadecimal digits.
    #[serde(deserialize_with = "nullable")]
    pub sha: String,
}

/// What lies between two commits.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Comparison {
    /// How many commits there are.
    pub total_commits: Option<u64>,
    /// Those of this page.
    #[serde(deserialize_with = "nullable")]
    pub commits: Vec<Commit>,
}

/// A file that a pull request or a commit changes.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct File {
    /// The name of the blob.
    pub sha: Option<String>,
    /// Its path.
    #[serde(deserialize_with = "nullable")]
    pub filename: String,
    /// What it was called before.
    pub previous_filename: Option<String>,
    /// `added`, `removed`, `modified`, `renamed`, `copied`, `changed`.
    #[serde(deserialize_with = "nullable")]
    pub status: String,
    /// Lines that are new.
    #[serde(deserialize_with = "nullable")]
    pub additions: u64,
    /// Lines that are gone.
    #[serde(deserialize_with = "nullable")]
    pub deletions: u64,
}

/// The entries of a tree.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Tree {
    /// The entries.
    #[serde(deserialize_with = "nullable")]
    pub tree: Vec<TreeEntry>,
    /// Whether there are more than were told.
    #[serde(deserialize_with = "nullable")]
    pub truncated: bool,
}

/// An entry of a tree.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct TreeEntry {
    /// Its path below the tree.
    #[serde(deserialize_with = "nullable")]
    pub path: String,
    /// `blob`, `tree` or `commit`.
    #[serde(rename = "type", deserialize_with = "nullable")]
    pub kind: String,
    /// The name of the object.
    #[serde(deserialize_with = "nullable")]
    pub sha: String,
    /// Bytes of a blob.
    pub size: Option<u64>,
}

/// A file with its content.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Content {
    /// `file`, `symlink`, `submodule`; a folder is a list and no such answer.
    #[serde(rename = "type", deserialize_with = "nullable")]
    pub kind: String,
    /// `base64`, or `none` where it is too large.
    #[serde(deserialize_with = "nullable")]
    pub encoding: String,
    /// The content, in that encoding.
    #[serde(deserialize_with = "nullable")]
    pub content: String,
}

/// A label.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Label {
    /// Its name.
    #[serde(deserialize_with = "nullable")]
    pub name: String,
    /// Its number; Gitea takes labels away by it.
    pub id: Option<u64>,
}

/// What has a name, such as a branch.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Named {
    /// The name.
    #[serde(deserialize_with = "nullable")]
    pub name: String,
}

/// A comment.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Comment {
    /// Its number.
    pub id: u64,
    /// What it says.
    #[serde(deserialize_with = "nullable")]
    pub body: String,
    /// Who wrote it.
    #[serde(deserialize_with = "nullable")]
    pub user: User,
}

/// Something that was done to a pull request.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct IssueEvent {
    /// As `labeled` or `unlabeled`.
    #[serde(deserialize_with = "nullable")]
    pub event: String,
    /// Who did it.
    pub actor: Option<User>,
    /// The label that it was about.
    pub label: Option<Label>,
}

/// Something that was done to a pull request, as Gitea tells it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Happening {
    /// `label` where a label was put on or taken off.
    #[serde(rename = "type", deserialize_with = "nullable")]
    pub kind: String,
    /// `1` where it was put on.
    #[serde(deserialize_with = "nullable")]
    pub body: String,
    /// Who did it.
    pub user: Option<User>,
    /// The label that it was about.
    pub label: Option<Label>,
}

impl From<Happening> for IssueEvent {
    fn from(happening: Happening) -> Self {
        let event = match (happening.kind.as_str(), happening.body.as_str()) {
            ("label", "1") => "labeled",
            ("label", _) => "unlabeled",
            _ => "",
        };
        Self { event: event.to_owned(), actor: happening.user, label: happening.label }
    }
}

/// An issue.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Issue {
    /// `open` or `closed`.
    #[serde(deserialize_with = "nullable")]
    pub state: String,
    /// Set where it is a pull request.
    pub pull_request: Option<serde_json::Value>,
}

/// Check runs of a commit.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct CheckRuns {
    /// The runs.
    #[serde(deserialize_with = "nullable")]
    pub check_runs: Vec<CheckRun>,
}

/// A check run.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct CheckRun {
    /// Its number.
    pub id: u64,
    /// Its name.
    #[serde(deserialize_with = "nullable")]
    pub name: String,
    /// How it ended.
    #[serde(deserialize_with = "nullable")]
    pub conclusion: String,
    /// Which app made it.
    pub app: Option<App>,
    /// What it says.
    #[serde(deserialize_with = "nullable")]
    pub output: CheckOutput,
}

/// What a check run says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct CheckOutput {
    /// The text below its title.
    #[serde(deserialize_with = "nullable")]
    pub summary: String,
}

/// An app.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct App {
    /// Its name in addresses.
    #[serde(deserialize_with = "nullable")]
    pub slug: String,
}

/// What somebody said of a commit in one word.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Status {
    /// Its number.
    pub id: u64,
    /// Its name.
    #[serde(deserialize_with = "nullable")]
    pub context: String,
    /// The word, as `success`.
    #[serde(deserialize_with = "nullable")]
    pub status: String,
}

impl From<Status> for CheckRun {
    fn from(status: Status) -> Self {
        Self { id: status.id, name: status.context, conclusion: status.status, ..Self::default() }
    }
}
