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
mod new_policy;
mod parse;
mod policy;
mod presets;
mod printing;
mod prompting;
mod pushing;
mod reach;
mod session;
mod spool;
mod status;
mod uninstall;

use crate::cli::{Cli, Command, Format, Global};
use crate::failure::{Failure, Kind, Result};
use crate::git::environment;
use crate::render::{self, Terminal};
use crate::words::Words;
use clap::{Parser as _, ValueEnum as _};
use session::{Session, Stream};
use std::io::Write as _;
use std::process::ExitCode;
use std::sync::OnceLock;

/// Runs the command line, and says how it ended.
pub fn main() -> ExitCode {
    let mut cli = match Cli::of_hook(std::env::args_os()).map_or_else(Cli::try_parse, Ok) {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    let is_hook = matches!(cli.command, Command::Hook(_));
    if let Err(failure) = if is_hook { hook_format(&mut cli.global) } else { Ok(()) } {
        explain_failure(&failure, &cli.global, Stream::Err);
        return ExitCode::from(failure.exit_code());
    }
    // Hooks leave standard output to git and to others' hooks.
    let stream = if is_hook { Stream::Err } else { Stream::Out };
    let global = Global { lang: cli.global.lang, format: cli.global.format, ..Global::default() };
    let ended = Session::new(cli.global, stream).and_then(|session| run(&session, cli.command)).and_then(written);
    match ended {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            explain_failure(&failure, &global, stream);
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

/// The format that the environment names for hooks, which have no options of ours.
///
/// # Errors
/// Where it names none.
fn hook_format(global: &mut Global) -> Result<()> {
    let Some(told) = environment::text("CIHOOK_FORMAT").filter(|told| !told.is_empty()) else { return Ok(()) };
    let known = Format::value_variants().iter().copied();
    let found =
        known.into_iter().find(|format| format.to_possible_value().is_some_and(|value| value.get_name() == told));
    global.format = found.ok_or_else(|| Failure::usage(NO_FORMAT.with([told.into()])))?;
    Ok(())
}

/// What clap says: help and version are no mistakes.
fn usage(error: &clap::Error) -> ExitCode {
    if error.use_stderr() && asks_for_json() {
        let text = error.render().to_string();
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let message = lines.next().unwrap_or_default();
        let hints: Vec<String> = lines.map(str::to_owned).collect();
        let message = message.strip_prefix("error: ").unwrap_or(message);
        print(Stream::Out, render::json::error("usage", message, &hints));
        return ExitCode::from(Kind::Usage.exit_code());
    }
    let printed = error.print().and_then(|()| std::io::stdout().flush());
    match (error.use_stderr(), printed) {
        (true, _) => ExitCode::from(Kind::Usage.exit_code()),
        (false, Ok(())) => ExitCode::SUCCESS,
        (false, Err(_)) => ExitCode::from(Kind::Unable.exit_code()),
    }
}

/// Whether a command line that could not be read asks for JSON.
fn asks_for_json() -> bool {
    let arguments: Vec<_> = std::env::args_os().collect();
    let is_pair = |pair: &[std::ffi::OsString]| pair[0] == "--format" && pair[1] == "json";
    arguments.windows(2).any(is_pair) || arguments.iter().any(|argument| argument == "--format=json")
}

const NO_REPORT: Words = Words::new("the report could not be written: {0}", "无法写出报告：{0}");
const NO_FORMAT: Words =
    Words::new("CIHOOK_FORMAT is `{0}`, which is not a format", "CIHOOK_FORMAT 的值 `{0}` 不是可用的格式");
const ERROR: Words = Words::new("error: {0}", "错误：{0}");
const HINT: Words = Words::new("  {0}", "  {0}");

fn explain_failure(failure: &Failure, global: &Global, stream: Stream) {
    let lang = Session { global: global.clone(), start: std::path::PathBuf::new(), failures: stream }.lang(None);
    if global.format == Format::Json {
        print(stream, render::json::failure(failure, lang));
        return;
    }
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
