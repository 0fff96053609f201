//! Options of the subcommands of `policy`.

use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// How many commits are looked at unless somebody says otherwise.
pub const LAST: u64 = 500;

/// Options of `policy try`.
#[derive(Args, Debug)]
pub struct Try {
    /// A range as `v1.2.0..HEAD`
    #[arg(value_name = "RANGE", conflicts_with = "last")]
    pub range: Option<String>,
    /// Look at the last N commits
    #[arg(long, value_name = "N", default_value_t = LAST, value_parser = clap::value_parser!(u64).range(1..))]
    pub last: u64,
    /// Print the strictest settings that these commits already meet, to be put on top of the policy
    #[arg(long)]
    pub suggest: bool,
    /// Try this preset instead of the policy
    #[arg(long, value_name = "NAME", conflicts_with = "policy")]
    pub preset: Option<String>,
}

/// Options of `policy import`.
#[derive(Args, Debug)]
#[allow(rustdoc::broken_intra_doc_links, reason = "the help shows a default in brackets, as clap does")]
pub struct Import {
    /// Files of other tools; `-` is what `npx commitlint --print-config json` prints [default: all that are found]
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Print the policy instead of writing cihook.toml
    #[arg(long)]
    pub print: bool,
}

/// Options of `policy docs`.
#[derive(Args, Debug)]
#[allow(rustdoc::broken_intra_doc_links, reason = "the help shows a default in brackets, as clap does")]
pub struct Docs {
    /// What the text is for
    #[arg(long = "for", value_name = "KIND", value_enum, default_value_t = DocsFor::Contributing)]
    pub kind: DocsFor,
    /// Write the text between its markers in this file, or behind everything else in it
    #[arg(long, value_name = "FILE", conflicts_with = "check")]
    pub write: Option<PathBuf>,
    /// Tell whether this file holds the text as it is now: exit 0 where it does, 1 where not, 2 where there is no such file
    #[arg(long, value_name = "FILE")]
    pub check: Option<PathBuf>,
}

/// What a text is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DocsFor {
    /// A section of CONTRIBUTING
    Contributing,
    /// A template for commit messages
    Template,
    /// A template for pull requests
    PullRequest,
    /// A section of AGENTS.md
    Agents,
}
