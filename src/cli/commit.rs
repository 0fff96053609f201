//! The options of `cihook commit`.

use clap::Args;
use std::ffi::OsString;

/// Options of `commit`.
#[derive(Args, Clone, Debug, Default)]
pub struct Commit {
    /// Go on with the message that was refused last
    #[arg(long)]
    pub retry: bool,
    /// Add your own sign-off
    #[arg(short = 's', long)]
    pub signoff: bool,
    /// Print the message and commit nothing
    #[arg(long)]
    pub print: bool,
    /// Push after the commit
    #[arg(long, conflicts_with = "print")]
    pub push: bool,
    /// More arguments of `git commit`
    #[arg(last = true, value_name = "GIT-ARGS")]
    pub arguments: Vec<OsString>,
}
