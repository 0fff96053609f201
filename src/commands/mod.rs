//! Layer 6: one file a command. A command gathers facts, has them judged, and reports; it is the only place where
//! adapters and renderers meet.

#![allow(clippy::disallowed_methods, reason = "commands bring the outside in: environment, clock, streams")]

#[cfg(feature = "github")]
mod action;
mod check;
mod completions;
mod explain;
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
use crate::failure::{Failure, Result};
use crate::render::Terminal;
use crate::words::{Lang, Words};
use clap::Parser as _;
use session::{Session, Stream};
use std::io::Write as _;
use std::process::ExitCode;

/// Runs the command line, and says how it ended.
pub fn main() -> ExitCode {
    let cli = match Cli::of_hook(std::env::args_os()).map_or_else(Cli::try_parse, Ok) {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    let lang = cli.global.lang;
    let ended = Session::new(cli.global).and_then(|session| run(&session, cli.command));
    match ended {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            explain_failure(&failure, lang);
            ExitCode::from(failure.exit_code())
        }
    }
}

/// Runs a command and tells its exit code.
fn run(session: &Session, command: Command) -> Result<u8> {
    match command {
        Command::Hook(hook) => hook::run(session, &hook),
        Command::Check(check) => check::run(session, &check),
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
    // Nothing can be done where even this cannot be printed.
    let _ = error.print();
    if error.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS }
}

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

/// Writes to a stream; a reader who went away (`| head`) is no failure.
fn print(stream: Stream, text: impl AsRef<[u8]>) {
    let _ = match stream {
        Stream::Out => std::io::stdout().lock().write_all(text.as_ref()),
        Stream::Err => std::io::stderr().lock().write_all(text.as_ref()),
    };
}
