//! Layer 2: what judging yields. A [`Finding`] says what is wrong and what to type instead; what could not be learnt
//! is [`Unchecked`], what a policy or git's own messages excuse is [`Exempt`]. Nothing is left out silently.

use crate::model::{Blob, Commit, Gap, NewPath, PullRequest, Push, RefChange};
use crate::text::{Edit, Span};
use crate::words::{Sentence, Words};
use bstr::ByteSlice as _;
use smallvec::SmallVec;
use std::borrow::Cow;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Shown, and nothing more.
    Warn,
    /// Stops the commit, the push or the merge.
    Error,
}

impl Severity {
    /// As reports and policies name it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Warn => "warn",
            Self::Error => "error",
        }
    }
}

/// One thing that is wrong.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Which rule says so.
    pub rule: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// What is wrong, without a full stop.
    pub message: Sentence,
    /// What to type instead; without one the corrected header is shown.
    pub remedy: Option<Sentence>,
    /// Where in the message.
    pub span: Option<Span>,
    /// What to say at that place.
    pub label: Option<Sentence>,
    /// What else helps.
    pub help: SmallVec<[Sentence; 1]>,
    /// The community's own sentence about the rule, shown last.
    pub own: Option<Sentence>,
    /// The edits that mend it.
    pub fix: Option<Fix>,
    /// The option of the rule that asks for it, as a policy spells it.
    pub option: &'static str,
    /// The rule that the option is one of, where that is another.
    pub source: Option<&'static str>,
}

/// Edits of the message, and how far they can be trusted.
#[derive(Clone, Debug)]
pub struct Fix {
    /// What they do.
    pub title: Sentence,
    /// The edits; their spans count in the message.
    pub edits: SmallVec<[Edit; 2]>,
    /// How far they can be trusted.
    pub trust: Trust,
    /// The part of the message that they fill in, where it is missing or has to be another.
    pub slot: Option<Slot>,
}

/// A part of a message that only a person knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// The type.
    Type,
    /// The scope.
    Scope,
    /// The issue.
    Issue,
}

/// How far an edit can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// It changes how something is written, not what is said.
    Safe,
    /// It may be what was meant.
    Guess,
    /// It shows the form; a person has to fill it in.
    Placeholder,
}

/// A fact that a rule needed and that nobody could tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unchecked {
    /// Which rule needed it.
    pub rule: &'static str,
    /// Why it is missing.
    pub gap: Gap,
}

/// A rule that was not applied to a subject, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exempt {
    /// Which rule.
    pub rule: &'static str,
    /// Why.
    pub reason: Excuse,
}

/// Why a rule was not applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Excuse {
    /// Git or a server made the message of a merge.
    Merge,
    /// Git or GitHub made the message of a revert.
    Revert,
    /// The commit is about to be squashed into another.
    Autosquash,
    /// The message is nothing but a version.
    Version,
    /// An account that belongs to a program made the commit.
    Bot,
    /// A member of the organisation made the commit, and its signature was verified.
    Member,
    /// The merge queue made the commit.
    Queue,
    /// A later commit of the pull request signs it off.
    Remedied,
    /// Of pull requests only the title is judged.
    TitleOnly,
    /// An `[[exempt]]` entry of the policy, by its place in the list.
    Entry(usize),
}

const MERGE: Words = Words::new("merge commit", "合并提交");
const REVERT: Words = Words::new("revert that git or GitHub wrote", "由 git 或 GitHub 生成的回滚提交");
const AUTOSQUASH: Words = Words::new("commit to be squashed", "待压缩（autosquash）的提交");
const VERSION: Words = Words::new("nothing but a version", "只有版本号的提交信息");

const BOT: Words = Words::new("commit of a bot", "机器人账号的提交");
const MEMBER: Words = Words::new("verified commit of a member", "组织成员的已验证提交");
const QUEUE: Words = Words::new("commit that the merge queue made", "由合并队列生成的提交");
const TITLE_ONLY: Words =
    Words::new("commit of a pull request of which only the title is judged", "只检查拉取请求标题，不检查其提交");
const REMEDIED: Words = Words::new("signed off by a later commit", "已由后续提交补签");

impl Excuse {
    /// The excuse in words; an entry of the policy has its own.
    pub const fn words(self) -> Option<&'static Words> {
        match self {
            Self::Merge => Some(&MERGE),
            Self::Revert => Some(&REVERT),
            Self::Autosquash => Some(&AUTOSQUASH),
            Self::Version => Some(&VERSION),
            Self::Bot => Some(&BOT),
            Self::Member => Some(&MEMBER),
            Self::Queue => Some(&QUEUE),
            Self::Remedied => Some(&REMEDIED),
            Self::TitleOnly => Some(&TITLE_ONLY),
            Self::Entry(_) => None,
        }
    }
}

/// What was judged.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'a> {
    /// A commit, or the draft of one.
    Commit(&'a Commit<'a>),
    /// A blob that is new.
    Blob(&'a Blob<'a>),
    /// A path that is new.
    Path(&'a NewPath<'a>),
    /// A whole push.
    Push(&'a Push<'a>),
    /// What happens to a ref.
    Ref(&'a RefChange<'a>),
    /// A pull request.
    PullRequest(&'a PullRequest<'a>),
    /// An entry of the policy.
    Entry(&'a EntryPlace),
}

/// Where an entry of the policy stands, and what it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryPlace {
    /// The file and the line, as `cihook.toml:12`.
    pub at: String,
    /// The reason that the entry gives.
    pub reason: String,
}

impl<'a> Subject<'a> {
    /// The word that reports use.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Commit(Commit { id: Some(_), .. }) => "commit",
            Self::Commit(_) => "message",
            Self::Blob(_) | Self::Path(_) => "blob",
            Self::Push(_) => "push",
            Self::Ref(_) => "ref",
            Self::PullRequest(_) => "pull-request",
            Self::Entry(_) => "policy",
        }
    }

    /// One line.
    pub fn summary(&self) -> Cow<'a, str> {
        match self {
            Self::Commit(commit) => commit.summary().into(),
            Self::Blob(Blob { entry, .. }) | Self::Path(NewPath { entry, .. }) => entry.path.to_str_lossy(),
            Self::Push(push) => push.remote.into(),
            Self::Ref(change) => change.name.into(),
            Self::PullRequest(pull_request) => pull_request.title.into(),
            Self::Entry(entry) => entry.reason.as_str().into(),
        }
    }
}

/// What the rules said of one subject.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// What is wrong.
    pub findings: Vec<Finding>,
    /// What could not be judged.
    pub unchecked: Vec<Unchecked>,
    /// What was not judged, on purpose.
    pub exempt: Vec<Exempt>,
    /// How many rules do not apply.
    pub not_applicable: usize,
}

impl Sheet {
    /// Makes the sheet ready for the next subject.
    pub fn clear(&mut self) {
        self.findings.clear();
        self.unchecked.clear();
        self.exempt.clear();
        self.not_applicable = 0;
    }
}

/// All that was said of one subject.
#[derive(Clone, Copy, Debug)]
pub struct Verdict<'a> {
    /// What was judged.
    pub subject: Subject<'a>,
    /// What the rules said of it, in their order.
    pub sheet: &'a Sheet,
}

impl<'a> Verdict<'a> {
    /// The text that spans of the findings count in.
    pub const fn text(&self) -> &'a str {
        match self.subject {
            Subject::Commit(commit) => commit.message.text,
            Subject::PullRequest(pull_request) => pull_request.header_text(),
            _ => "",
        }
    }
}

/// What a run comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing of level error.
    Clean,
    /// At least one finding of level error.
    Violations,
    /// Something that had to be checked could not be.
    Incomplete,
}

impl Outcome {
    /// As reports name it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Clean => "clean",
            Self::Violations => "violations",
            Self::Incomplete => "incomplete",
        }
    }

    /// The exit code of the contract: 0, 1 or 3.
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Violations => 1,
            Self::Incomplete => 3,
        }
    }
}
