//! Why a server gave no answer.

use crate::failure::Failure;
use crate::model::Gap;
use crate::words::{Lang, Sentence, Words};

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The server does not want to.
    Refused {
        /// Its status.
        status: u16,
        /// What it says.
        message: String,
    },
    /// So many seconds would have to pass first, which is more than the budget.
    Limited(u64),
    /// The server or the way to it is broken. What was ordered may have been done nevertheless.
    Broken(String),
    /// The answer is not what this interface promises.
    Unclear(String),
    /// More would have been asked than somebody may make us ask.
    TooMuch(u32),
}

const REFUSED: Words = Words::new("the server refuses ({0}): {1}", "服务器拒绝（{0}）：{1}");
const LIMITED: Words = Words::new(
    "the server's rate limit is used up for another {0} seconds, which is longer than we wait",
    "服务器的速率限制还需等待 {0} 秒，超过了等待上限",
);
const BROKEN: Words = Words::new("the server cannot be asked: {0}", "无法询问服务器：{0}");
const UNCLEAR: Words = Words::new("the server's answer cannot be understood: {0}", "无法理解服务器的回答：{0}");
const TOO_MUCH: Words =
    Words::new("it takes more than {0} questions to the server", "需要向服务器提出的请求超过 {0} 个");
impl Trouble {
    /// In words.
    pub fn say(&self) -> Sentence {
        match self {
            Self::Refused { status, message } => REFUSED.with([u64::from(*status).into(), message.as_str().into()]),
            Self::Limited(seconds) => LIMITED.with([(*seconds).into()]),
            Self::Broken(why) => BROKEN.with([why.as_str().into()]),
            Self::Unclear(why) => UNCLEAR.with([why.as_str().into()]),
            Self::TooMuch(most) => TOO_MUCH.with([u64::from(*most).into()]),
        }
    }

    /// What stays unknown because of this.
    pub fn gap(&self) -> Gap {
        Gap::Unreadable(self.say().plain(Lang::En))
    }

    /// The same where it is this one fact that cannot be had; a server that is broken or at its limit comes back.
    pub fn into_gap(self) -> std::result::Result<Gap, Self> {
        match self {
            Self::Refused { .. } | Self::Unclear(_) => Ok(self.gap()),
            Self::Limited(_) | Self::Broken(_) | Self::TooMuch(_) => Err(self),
        }
    }

    /// Whether there is no such thing.
    pub const fn is_missing(&self) -> bool {
        matches!(self, Self::Refused { status: 404 | 410, .. })
    }

    /// Whether the token may not do this, or the server does not have it.
    pub const fn is_refused(&self) -> bool {
        matches!(self, Self::Refused { .. })
    }
}

impl From<Trouble> for Failure {
    fn from(trouble: Trouble) -> Self {
        Self::unable(trouble.say())
    }
}
