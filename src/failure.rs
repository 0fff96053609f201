//! Why cihook itself could not do its work. A failure is a sentence that a newcomer understands, with what to do next;
//! it never ends in exit code 0.

use crate::words::{Sentence, Words};
use std::fmt::Display;
use std::path::Path;

/// What kind of failure it is; each has its exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The command line or the policy is wrong: exit code 2.
    Usage,
    /// Something could not be read, written or started: exit code 3.
    Unable,
}

impl Kind {
    /// The exit code: 2 or 3.
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Usage => 2,
            Self::Unable => 3,
        }
    }
}

/// Why something could not be done.
#[derive(Clone, Debug)]
pub struct Failure {
    /// What kind of failure it is.
    pub kind: Kind,
    /// What happened.
    pub message: Sentence,
    /// What to do about it.
    pub hints: Vec<Sentence>,
}

/// The outcome of something that can fail.
pub type Result<T> = std::result::Result<T, Failure>;

const CANNOT_READ: Words = Words::new("cannot read `{0}`: {1}", "无法读取 `{0}`：{1}");
const CANNOT_WRITE: Words = Words::new("cannot write `{0}`: {1}", "无法写入 `{0}`：{1}");

impl Failure {
    /// A mistake of whoever called.
    pub fn usage(message: Sentence) -> Self {
        Self { kind: Kind::Usage, message, hints: Vec::new() }
    }

    /// Something that did not work.
    pub fn unable(message: Sentence) -> Self {
        Self { kind: Kind::Unable, message, hints: Vec::new() }
    }

    /// A file that could not be read.
    pub fn reading(path: &Path, why: impl Display) -> Self {
        Self::unable(CANNOT_READ.with([path.display().to_string().into(), why.to_string().into()]))
    }

    /// A file that could not be written.
    pub fn writing(path: &Path, why: impl Display) -> Self {
        Self::unable(CANNOT_WRITE.with([path.display().to_string().into(), why.to_string().into()]))
    }

    /// Adds what to do about it.
    pub fn hint(mut self, hint: Sentence) -> Self {
        self.hints.push(hint);
        self
    }

    /// The exit code: 2 or 3.
    pub const fn exit_code(&self) -> u8 {
        self.kind.exit_code()
    }
}
