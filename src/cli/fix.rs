//! The options of `cihook fix`.

use clap::Args;
use std::path::PathBuf;

/// Options of `fix`.
#[derive(Args, Clone, Debug)]
#[allow(rustdoc::broken_intra_doc_links, reason = "the help shows a default in brackets, as clap does")]
pub struct Fix {
    /// A commit, or a range that ends with a local branch or HEAD [default: @{upstream}..HEAD]
    #[arg(value_name = "REV | RANGE", conflicts_with_all = ["message", "push", "undo"])]
    pub revision: Option<String>,
    /// The commits that a push of these branches would make public [default: the current branch]
    #[arg(long, value_name = "BRANCH", num_args = 0.., conflicts_with_all = ["message", "undo"])]
    pub push: Option<Vec<String>>,
    /// Repair one message: a draft in a file, or `-` for a stored message on standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["edit", "undo"])]
    pub message: Option<PathBuf>,
    /// Add your own sign-off to your own commits
    #[arg(long, conflicts_with = "undo")]
    pub signoff: bool,
    /// The issue, where one is missing
    #[arg(long, value_name = "N", conflicts_with = "undo")]
    pub issue: Option<String>,
    /// The scope, where one is missing
    #[arg(long, value_name = "S", conflicts_with = "undo")]
    pub scope: Option<String>,
    /// The type, where one is missing or not allowed
    #[arg(long = "type", value_name = "T", conflicts_with = "undo")]
    pub kind: Option<String>,
    /// Take suggestions as well, not only what is safe
    #[arg(long, conflicts_with = "undo")]
    pub suggested: bool,
    /// Fill in what is missing on one page in the editor, then change the commits
    #[arg(long, conflicts_with_all = ["apply", "undo"])]
    pub edit: bool,
    /// Change the commits; without it only what would change is shown
    #[arg(long, conflicts_with = "undo")]
    pub apply: bool,
    /// Rewrite signed commits without their signatures
    #[arg(long, conflicts_with_all = ["message", "undo"])]
    pub drop_signatures: bool,
    /// Sign your own commits where they are rewritten, by this key or the one that git would take
    #[arg(long, value_name = "KEY", num_args = 0..=1, require_equals = true, default_missing_value = "",
        conflicts_with_all = ["message", "undo"])]
    pub gpg_sign: Option<String>,
    /// Rewrite commits that a shared branch of a remote already has
    #[arg(long, conflicts_with_all = ["message", "undo"])]
    pub published: bool,
    /// Go back to before the last run that changed commits
    #[arg(long)]
    pub undo: bool,
}
