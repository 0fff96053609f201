//! The command line: definitions only. Help, completions and the man page come from here.

pub mod commit;
pub mod fix;
pub mod policy;
mod values;

pub use values::described;

use crate::words::Lang;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::ffi::OsString;
use std::path::PathBuf;

/// Keeps a community's contribution norms: commit messages, sign-offs and pushes, judged alike everywhere.
#[derive(Debug, Parser)]
#[command(name = "cihook", version, max_term_width = 100, propagate_version = true)]
pub struct Cli {
    /// What all commands understand.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

impl Cli {
    /// The command line of an installed hook, `cihook hook NAME ARGS…`, read without clap: to build all of its
    /// definitions takes longer than to judge a message. Everything else, and every mistake, is left to clap.
    pub fn of_hook(mut arguments: impl Iterator<Item = OsString>) -> Option<Self> {
        let is_hook = arguments.nth(1)? == "hook";
        let name = arguments.next().filter(|_| is_hook)?;
        let name = HookName::value_variants().iter().copied().find(|hook| name == hook.as_str())?;
        let arguments: Vec<OsString> = arguments.collect();
        let is_plain = !arguments.first().is_some_and(|first| first.as_encoded_bytes().starts_with(b"-"));
        is_plain.then_some(Self { global: Global::default(), command: Command::Hook(Hook { name, arguments }) })
    }
}

/// What all commands understand.
#[derive(Args, Clone, Debug, Default)]
pub struct Global {
    /// Judge by this policy file instead of the repository's
    #[arg(long, global = true, value_name = "FILE")]
    pub policy: Option<PathBuf>,
    /// How to report
    #[arg(long, global = true, value_enum, default_value_t = Format::Human)]
    pub format: Format,
    /// The language of the report [en, zh-CN]
    #[arg(long, global = true, value_name = "LANG", value_parser = lang)]
    pub lang: Option<Lang>,
    /// When to use colours
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto)]
    pub color: Color,
    /// Work in this folder
    #[arg(short = 'C', global = true, value_name = "DIR")]
    pub directory: Option<PathBuf>,
    /// Only the last line
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Write every finding out, and tell what did not apply
    #[arg(short, long, global = true)]
    pub verbose: bool,
}

/// How to report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    #[default]
    Human,
    /// For programs
    Json,
    /// For code scanning (SARIF 2.1.0)
    Sarif,
    /// For test reports (XML)
    Junit,
    /// For the log of a GitHub workflow (annotations)
    Github,
    /// For comments and summaries
    Markdown,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write a policy file
    Init(Init),
    /// Install the hooks into this repository
    Install(Install),
    /// Remove what was installed and put back what was there
    Uninstall,
    /// Tell which policy is in force and which hooks git would run
    Status,
    /// What the installed hooks call
    Hook(Hook),
    /// Judge the messages of commits
    Check(Check),
    /// Make a commit from the policy, or go on with the message that was refused
    Commit(Box<commit::Commit>),
    /// Repair the messages of commits
    Fix(fix::Fix),
    /// Explain a rule or a part of the policy, or list them all
    Explain {
        /// A rule, or a part of the policy: exempt, override, adopt, on-unchecked, repair, landing, label, size-labels
        rule: Option<String>,
    },
    /// Show, check or describe policies
    #[command(subcommand)]
    Policy(PolicyCommand),
    /// Show how a message is read
    Parse {
        /// The message; `-` is standard input
        #[arg(default_value = "-")]
        file: PathBuf,
        /// Read it as a commit that exists, not as a draft from an editor
        #[arg(long)]
        stored: bool,
    },
    /// Judge a pull request, a merge group or a push on a server
    #[cfg(feature = "github")]
    Action(Action),
    /// Write completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Write the manual page, of cihook or of one command
    Man {
        /// The command
        command: Option<String>,
    },
}

/// Options of `init`.
#[derive(Args, Debug)]
pub struct Init {
    /// The preset to start from
    #[arg(long, value_name = "NAME")]
    pub preset: Option<String>,
    /// Propose a policy that fits the last commits, and say what it would change
    #[arg(long, conflicts_with = "preset")]
    pub from_history: bool,
    /// Ask how much each rule is to weigh
    #[arg(long, requires = "from_history")]
    pub interactive: bool,
    /// Look at the last N commits
    #[arg(long, value_name = "N", default_value_t = policy::LAST, value_parser = clap::value_parser!(u64).range(1..))]
    pub last: u64,
}

/// Options of `install`.
#[derive(Args, Debug)]
pub struct Install {
    /// Which hooks, beside commit-msg and pre-push
    #[arg(long = "hook", value_name = "NAME", value_enum)]
    pub hooks: Vec<HookName>,
    /// Install for every repository that is cloned or made later
    #[arg(long)]
    pub template: bool,
}

/// Options of `hook`.
#[derive(Args, Debug)]
pub struct Hook {
    /// The hook
    #[arg(value_enum)]
    pub name: HookName,
    /// What git hands to it
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    pub arguments: Vec<OsString>,
}

/// The hooks that cihook knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum HookName {
    /// Judges the message of a commit before it is made
    CommitMsg,
    /// Judges what is about to be pushed
    PrePush,
    /// Fills in the type and the issue from the name of the branch
    PrepareCommitMsg,
    /// Judges what is staged, before a message is written
    PreCommit,
    /// Judges on a server what was pushed to it, before it is taken
    PreReceive,
    /// As pre-receive, for one ref at a time
    Update,
}

impl HookName {
    /// As git names it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CommitMsg => "commit-msg",
            Self::PrePush => "pre-push",
            Self::PrepareCommitMsg => "prepare-commit-msg",
            Self::PreCommit => "pre-commit",
            Self::PreReceive => "pre-receive",
            Self::Update => "update",
        }
    }
}

/// Options of `check`.
#[derive(Args, Debug)]
#[allow(rustdoc::broken_intra_doc_links, reason = "the help shows a default in brackets, as clap does")]
pub struct Check {
    /// A commit, a range as `v1.2.0..HEAD`, or `-` for revisions on standard input [default: @{upstream}..HEAD]
    #[arg(value_name = "REV | RANGE", conflicts_with_all = ["message", "since_tag"])]
    pub revision: Option<String>,
    /// The commits that a push of these branches would make public [default: the current branch]
    #[arg(long, value_name = "BRANCH", num_args = 0.., conflicts_with_all = ["revision", "message", "since_tag", "all", "staged"])]
    pub push: Option<Vec<String>>,
    /// Judge one message; `-` is standard input
    #[arg(long, value_name = "FILE", conflicts_with = "since_tag")]
    pub message: Option<PathBuf>,
    /// With --message: it is a commit that exists, not a draft from an editor
    #[arg(long, requires = "message")]
    pub stored: bool,
    /// Judge what came after the newest tag that HEAD reaches
    #[arg(long)]
    pub since_tag: bool,
    /// Judge everything that the revision reaches [default: HEAD]
    #[arg(long, conflicts_with_all = ["message", "since_tag"])]
    pub all: bool,
    /// Judge the files and their sizes as well, not only the messages
    #[arg(long, conflicts_with = "message")]
    pub changes: bool,
    /// Judge what is staged
    #[arg(long, conflicts_with_all = ["message", "since_tag", "all", "revision", "changes"])]
    pub staged: bool,
    /// Judge a tag that is about to be made, for HEAD or for REV
    #[arg(long, value_name = "NAME[=REV]", conflicts_with_all = ["message", "staged"])]
    pub tag: Option<String>,
    /// Judge a branch that is about to be made
    #[arg(long, value_name = "NAME", conflicts_with_all = ["message", "staged"])]
    pub branch: Option<String>,
}

/// Options of `action`.
#[cfg(feature = "github")]
#[derive(Args, Debug)]
pub struct Action {
    /// Print what would be done, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Judge this pull request instead of the runner's event
    #[arg(long, value_name = "OWNER/REPO#N")]
    pub pr: Option<String>,
    /// Judge by a policy that another repository keeps at a commit
    #[arg(long, value_name = "OWNER/REPO@SHA:PATH", conflicts_with = "policy")]
    pub policy_from: Option<String>,
    /// Report the sign-offs as a check run named DCO, as the DCO app does
    #[arg(long)]
    pub dco_check: bool,
    /// The check that a recheck reports to
    #[arg(long, value_name = "NAME", default_value = "cihook")]
    pub check_name: String,
    /// Which comment is ours, where several workflows keep one each
    #[arg(long, value_name = "KEY")]
    pub key: Option<String>,
    /// Write no comment
    #[arg(long)]
    pub no_comment: bool,
    /// Set and remove no labels
    #[arg(long)]
    pub no_labels: bool,
    /// The account of the token, where the server does not tell
    #[arg(long, value_name = "LOGIN")]
    pub login: Option<String>,
    /// How many seconds to wait for rate limits in all
    #[arg(long, value_name = "SECONDS", default_value_t = 300)]
    pub wait: u64,
}

/// What to do with policies.
#[derive(Debug, Subcommand)]
pub enum PolicyCommand {
    /// Show the policy that holds, and where each value comes from
    Show {
        /// As it holds for this branch
        #[arg(long)]
        branch: Option<String>,
        /// Show this preset instead
        #[arg(long, value_name = "NAME", conflicts_with = "policy")]
        preset: Option<String>,
    },
    /// Look for mistakes
    Check,
    /// Show what a policy would have done to the last commits
    Try(policy::Try),
    /// Make a policy of what other tools are told to ask for
    Import(policy::Import),
    /// Write texts from the policy: for contributors, for coding agents, and templates
    Docs(policy::Docs),
    /// Write the JSON Schema of policy files
    Schema,
}

fn lang(tag: &str) -> Result<Lang, String> {
    Lang::from_tag(tag).filter(|_| tag != "C").ok_or_else(|| "there are en and zh-CN".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    fn of_hook(line: &str) -> Option<Cli> {
        Cli::of_hook(line.split(' ').map(OsString::from))
    }

    #[test]
    fn the_definitions_hold_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn hooks_are_read_as_clap_reads_them() {
        for line in
            ["cihook hook commit-msg .git/COMMIT_EDITMSG", "cihook hook pre-push origin a b", "cihook hook pre-push"]
        {
            let short = of_hook(line).map(|cli| format!("{cli:?}"));
            let long = Cli::try_parse_from(line.split(' ')).ok().map(|cli| format!("{cli:?}"));
            assert_eq!(short, long, "{line}");
        }
        for line in ["cihook", "cihook check", "cihook hook", "cihook hook nonsense", "cihook hook commit-msg --help"] {
            assert!(of_hook(line).is_none(), "{line}");
        }
    }
}
