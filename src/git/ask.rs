//! Questions to the `git` program: for what only git knows for sure (revision syntax, exotic configuration), and for
//! repositories that the library cannot open.

use super::place::Place;
use crate::failure::{Failure, Result};
use crate::words::Words;
use std::ffi::OsStr;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The `git` program, at a place.
#[derive(Clone, Debug)]
pub struct Git {
    folder: PathBuf,
}

const NOT_STARTED: Words = Words::new("git could not be started: {0}", "无法启动 git：{0}");
const INSTALL_GIT: Words = Words::new("install git, or put it on the PATH", "请安装 git，或将其加入 PATH");
const REMEDY: Words = Words::new("git says how to go on: {0}", "git 给出的解决办法：{0}");
const FAILED: Words = Words::new("git {0} failed: {1}", "git {0} 失败：{1}");

impl Git {
    /// Git in the folder where cihook was started: relative paths of the environment count from there.
    pub fn at(place: &Place) -> Self {
        Self::in_folder(&place.start)
    }

    /// Git in a folder.
    pub fn in_folder(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// A command that asks and changes nothing: no pager, no prompt, no lazy fetch, no replaced objects, English.
    pub fn command<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Command {
        let mut command = Command::new("git");
        command.args(arguments).current_dir(&self.folder).stdin(Stdio::null());
        command.env("GIT_NO_LAZY_FETCH", "1").env("GIT_NO_REPLACE_OBJECTS", "1").env("GIT_OPTIONAL_LOCKS", "0");
        command.env("GIT_TERMINAL_PROMPT", "0").env("LC_ALL", "C").env_remove("GIT_TRACE");
        command
    }

    /// What a question prints.
    ///
    /// # Errors
    /// Where git cannot be started, or refuses; its first line of complaint is in the message, and what it says to do
    /// about it is the hint.
    pub fn bytes<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Result<Vec<u8>> {
        let mut command = self.command(arguments);
        let output = command.output().map_err(|error| not_started(&error))?;
        if output.status.success() { Ok(output.stdout) } else { Err(refused(&command, &output)) }
    }

    /// What a question prints that reads more of it from standard input.
    ///
    /// # Errors
    /// As [`Git::bytes`].
    pub fn fed<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>, input: Vec<u8>) -> Result<Vec<u8>> {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(|error| not_started(&error))?;
        let pipe = child.stdin.take();
        // A git that ends early closes the pipe; its exit code tells why.
        let writer = std::thread::spawn(move || pipe.map(|mut pipe| pipe.write_all(&input)));
        let output = child.wait_with_output().map_err(|error| not_started(&error))?;
        drop(writer.join());
        if output.status.success() { Ok(output.stdout) } else { Err(refused(&command, &output)) }
    }

    /// The answer to a question to which git answers with exit code 1, and silence, where there is none, such as
    /// `rev-parse --verify --quiet` (git-rev-parse(1)). That is another fact than a git that cannot look.
    ///
    /// # Errors
    /// As [`Git::bytes`].
    pub fn answer<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Result<Option<String>> {
        let answer = self.answer_as_is(arguments)?.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        Ok(answer.filter(|text| !text.is_empty()))
    }

    /// As [`Git::answer`]; an answer may be empty.
    ///
    /// # Errors
    /// As [`Git::bytes`].
    pub fn answer_as_is<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Result<Option<Vec<u8>>> {
        let mut command = self.command(arguments);
        let output = command.output().map_err(|error| not_started(&error))?;
        match output.status.code() {
            Some(0) => Ok(Some(output.stdout.strip_suffix(b"\n").map(<[u8]>::to_vec).unwrap_or(output.stdout))),
            Some(1) => Ok(None),
            _ => Err(refused(&command, &output)),
        }
    }

    /// What a question prints, as text without the last line break.
    ///
    /// # Errors
    /// As [`Git::bytes`].
    pub fn text<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Result<String> {
        self.bytes(arguments).map(|bytes| as_text(&bytes))
    }

    /// The answer to a question that may have none.
    pub fn maybe<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Option<String> {
        self.text(arguments).ok().filter(|text| !text.is_empty())
    }
}

fn as_text(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    text.strip_suffix('\n').unwrap_or(&text).to_owned()
}

/// What git complains about. Where it says how to go on (safe.directory, git-config(1)), that command is on a line of its
/// own, behind a tab.
fn refused(command: &Command, output: &Output) -> Failure {
    let said = String::from_utf8_lossy(&output.stderr);
    let why = said.lines().next().unwrap_or_default().trim_start_matches("fatal: ").to_owned();
    let mut name = command.get_args().map(OsStr::to_string_lossy).filter(|word| !word.starts_with('-'));
    let name = name.next().unwrap_or_default().into_owned();
    let failure = Failure::unable(FAILED.with([name.into(), why.into()]));
    match said.lines().find_map(|line| line.strip_prefix("\tgit ")) {
        Some(remedy) => failure.hint(REMEDY.with([format!("git {remedy}").into()])),
        None => failure,
    }
}

/// The failure of a program that could not be started.
pub fn not_started(error: &std::io::Error) -> Failure {
    Failure::unable(NOT_STARTED.with([error.to_string().into()])).hint(INSTALL_GIT.say())
}
