//! Layer 6: one file a command. A command gathers facts, has them judged, and reports; it is the only place where
//! adapters and renderers meet.

#![allow(clippy::disallowed_methods, reason = "commands bring the outside in: environment, clock, streams")]

#[cfg(feature = "github")]
mod action;
mod check;
mod commit;
mod completions;
mod explain;
mod fix;
mod hook;
mod init;
mod install;
mod judging;
mod man;
mod parse;
mod policy;
mod printing;
mod pushing;
mod reach;
mod session;
mod status;
mod uninstall;

use crate::cli::{Cli, Command, Global};
use crate::failure::{Failure, Kind, Result};
use crate::render::Terminal;
use crate::words::{Lang, Words};
use clap::Parser as _;
use session::{Session, Stream};
use std::io::Write as _;
use std::process::ExitCode;
use std::sync::OnceLock;

/// Runs the command line, and says how it ended.
pub fn main() -> ExitCode {
    let cli = match Cli::of_hook(std::env::args_os()).map_or_else(Cli::try_parse, Ok) {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    let lang = cli.global.lang;
    let ended = Session::new(cli.global).and_then(|session| run(&session, cli.command)).and_then(written);
    match ended {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            explain_failure(&failure, lang);
            ExitCode::from(failure.exit_code())
        }
    }
}

/// The first reason for which something could not be written.
static NOT_WRITTEN: OnceLock<std::io::Error> = OnceLock::new();

/// What a run comes to when its report has to reach its reader: one that was not written is no success, whether the disk
/// is full or the reader has gone away. Other verdicts stay.
fn written(code: u8) -> Result<u8> {
    keep_error(std::io::stdout().flush());
    match NOT_WRITTEN.get() {
        Some(error) if code == 0 => Err(Failure::unable(NO_REPORT.with([error.to_string().into()]))),
        _ => Ok(code),
    }
}

fn keep_error(ended: std::io::Result<()>) {
    if let Err(error) = ended {
        // The first one is told.
        let _ = NOT_WRITTEN.set(error);
    }
}

/// Runs a command and tells its exit code.
fn run(session: &Session, command: Command) -> Result<u8> {
    match command {
        Command::Hook(hook) => hook::run(session, &hook),
        Command::Check(check) => check::run(session, &check),
        Command::Commit(commit) => commit::run(session, &commit),
        Command::Fix(fix) => fix::run(session, &fix),
        Command::Explain { rule } => explain::run(session, rule.as_deref()),
        Command::Policy(command) => policy::run(session, &command),
        Command::Parse { file, stored } => parse::run(session, &file, stored),
        #[cfg(feature = "github")]
        Command::Action(action) => action::run(session, &action),
        Command::Completions { shell } => completions::run(shell),
        Command::Man { command } => man::run(command.as_deref()),
        Command::Init(init) => init::run(session, &init),
        Command::Install(install) => install::run(session, &install),
        Command::Uninstall => uninstall::run(session),
        Command::Status => status::run(session),
    }
}

/// What clap says: help and version are no mistakes.
fn usage(error: &clap::Error) -> ExitCode {
    let printed = error.print().and_then(|()| std::io::stdout().flush());
    match (error.use_stderr(), printed) {
        (true, _) => ExitCode::from(Kind::Usage.exit_code()),
        (false, Ok(())) => ExitCode::SUCCESS,
        (false, Err(_)) => ExitCode::from(Kind::Unable.exit_code()),
    }
}

const NO_REPORT: Words = Words::new("the report could not be written: {0}", "无法写出报告：{0}");
const ERROR: Words = Words::new("error: {0}", "错误：{0}");
const HINT: Words = Words::new("  {0}", "  {0}");

fn explain_failure(failure: &Failure, told: Option<Lang>) {
    let global = Global { lang: told, ..Global::default() };
    let lang = Session { global, start: std::path::PathBuf::new() }.lang(None);
    let mut text = format!("cihook: {}\n", ERROR.with([failure.message.clone().into()]).show(lang, &Terminal));
    for hint in &failure.hints {
        text.push_str(&HINT.with([hint.clone().into()]).show(lang, &Terminal));
        text.push('\n');
    }
    print_err(&text);
}

/// Writes to standard error.
fn print_err(text: &str) {
    print(Stream::Err, text);
}

/// Writes to a stream. That something could not be written is remembered until the end; a hook whose user closed the
/// window has nobody to tell anything.
fn print(stream: Stream, text: impl AsRef<[u8]>) {
    match stream {
        Stream::Out => keep_error(std::io::stdout().lock().write_all(text.as_ref())),
        Stream::Err => match std::io::stderr().lock().write_all(text.as_ref()) {
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => {}
            ended => keep_error(ended),
        },
    }
}
