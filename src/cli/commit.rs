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
    /// Commit all files that git tracks
    #[arg(short = 'a', long)]
    pub all: bool,
    /// Choose what to commit, piece by piece
    #[arg(short = 'p', long)]
    pub patch: bool,
    /// Commit these paths beside what is staged
    #[arg(short = 'i', long)]
    pub include: bool,
    /// Commit only these paths
    #[arg(short = 'o', long)]
    pub only: bool,
    /// Amend the last commit
    #[arg(long)]
    pub amend: bool,
    /// Commit although nothing changes
    #[arg(long)]
    pub allow_empty: bool,
    /// Make a commit to be squashed into this one; git writes its message
    #[arg(long, value_name = "COMMIT", conflicts_with_all = ["retry", "print"])]
    pub fixup: Option<OsString>,
    /// The author, as `Name <mail>`
    #[arg(long)]
    pub author: Option<OsString>,
    /// The date of the author
    #[arg(long)]
    pub date: Option<OsString>,
    /// Sign with a key
    #[arg(short = 'S', long, value_name = "KEY", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    pub gpg_sign: Option<OsString>,
    /// Pass hooks by
    #[arg(short = 'n', long)]
    pub no_verify: bool,
    /// What to commit, instead of what is staged
    pub paths: Vec<OsString>,
    /// More arguments of `git commit`
    #[arg(last = true, value_name = "GIT-ARGS")]
    pub arguments: Vec<OsString>,
}

impl Commit {
    /// What is handed to `git commit` beside the message and the sign-off.
    pub fn git_arguments(&self) -> Vec<OsString> {
        let flags = [
            (self.all, "--all"),
            (self.patch, "--patch"),
            (self.include, "--include"),
            (self.only, "--only"),
            (self.amend, "--amend"),
            (self.allow_empty, "--allow-empty"),
            (self.no_verify, "--no-verify"),
        ];
        let mut arguments: Vec<OsString> =
            flags.into_iter().filter(|(is_on, _)| *is_on).map(|(_, flag)| flag.into()).collect();
        let with = |name: &str, value: &OsString| {
            let mut option = OsString::from(name);
            if !value.is_empty() {
                option.push("=");
                option.push(value);
            }
            option
        };
        let valued = [
            ("--fixup", &self.fixup),
            ("--author", &self.author),
            ("--date", &self.date),
            ("--gpg-sign", &self.gpg_sign),
        ];
        arguments.extend(valued.into_iter().filter_map(|(name, value)| Some(with(name, value.as_ref()?))));
        arguments.extend(self.arguments.iter().cloned());
        if !self.paths.is_empty() {
            if !self.arguments.iter().any(|word| word == "--") {
                arguments.push("--".into());
            }
            arguments.extend(self.paths.iter().cloned());
        }
        arguments
    }
}

#[cfg(test)]
mod tests {
    use crate::cli::{Cli, Command};
    use clap::Parser as _;

    fn handed(line: &str) -> Vec<String> {
        let cli = Cli::try_parse_from(line.split(' ')).expect("a command line");
        let Command::Commit(commit) = cli.command else { panic!("a commit") };
        commit.git_arguments().iter().map(|word| word.to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn options_and_paths_are_handed_to_git() {
        assert_eq!(handed("cihook commit -an --amend -s"), ["--all", "--amend", "--no-verify"]);
        assert_eq!(handed("cihook commit -S a b"), ["--gpg-sign", "--", "a", "b"]);
        assert_eq!(
            handed("cihook commit --gpg-sign=K --author=x a -- --date=y"),
            ["--author=x", "--gpg-sign=K", "--date=y", "--", "a"]
        );
        assert_eq!(handed("cihook commit a -- -q -- b"), ["-q", "--", "b", "a"]);
    }
}
