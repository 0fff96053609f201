//! Layer 5: texts that are written from a policy, for people and for their tools: the section of CONTRIBUTING, the template of
//! commit messages, the one of pull requests, and the section of AGENTS.md. Pure. Nothing is said that the policy does not
//! ask for, and every example is one that it accepts.

mod agents;
mod asked;
mod contributing;
mod example;
pub mod markers;
mod norm;
mod pull_request;
mod template;
mod types;

pub use norm::Norm;
pub use types::meaning;

use crate::words::Lang;

crate::options::choice! {
    /// What a text is for.
    pub enum Kind {
        /// A section of CONTRIBUTING, for contributors.
        Contributing = "contributing",
        /// A template of git for commit messages (`commit.template`).
        Template = "template",
        /// A template for the description of a pull request.
        PullRequest = "pull-request",
        /// A section of AGENTS.md, for programs that write code.
        Agents = "agents",
    }
}

impl Kind {
    /// As the markers name it.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }
}

/// The text, without the markers around it; `comment` begins a comment in a template of git.
pub fn text(kind: Kind, norm: &Norm<'_>, lang: Lang, comment: &str) -> String {
    match kind {
        Kind::Contributing => contributing::text(norm, lang),
        Kind::Template => template::text(norm, lang, comment),
        Kind::PullRequest => pull_request::text(norm, lang),
        Kind::Agents => agents::text(norm, lang),
    }
}
