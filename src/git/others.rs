//! Hooks of others, which ours start.

use crate::failure::{Failure, Result};
use crate::words::Words;
use std::ffi::OsString;
use std::io::Write as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};

const NOT_STARTED: Words = Words::new("the hook `{0}` could not be started: {1}", "无法启动钩子 `{0}`：{1}");

/// Runs a hook of somebody else as git would have run it, and tells its exit code. `stdin` is what git wrote for the
/// hook, where ours has read it already.
///
/// # Errors
/// Where it cannot be started.
pub fn run(hook: &Path, arguments: &[OsString], stdin: Option<&[u8]>) -> Result<u8> {
    let failed = |error: std::io::Error| {
        Failure::unable(NOT_STARTED.with([hook.display().to_string().into(), error.to_string().into()]))
    };
    let mut child = match start(Command::new(hook), arguments, stdin.is_some()) {
        // As git does (run-command.c, `start_command`): a file that the system does not know how to
        // run, as one without a first line `#!`, is one for the shell.
        Err(error) if error.raw_os_error() == Some(NO_EXECUTABLE) => {
            let mut shell = Command::new("sh");
            shell.arg(hook);
            start(shell, arguments, stdin.is_some())
        }
        started => started,
    }
    .map_err(failed)?;
    if let (Some(mut pipe), Some(text)) = (child.stdin.take(), stdin) {
        // A hook that does not read all of it is no failure.
        let _ = pipe.write_all(text);
    }
    let status = child.wait().map_err(failed)?;
    // Ended by a signal is a refusal.
    Ok(status.code().map_or(1, |code| u8::try_from(code).unwrap_or(1)))
}

/// `ENOEXEC` of errno(3).
const NO_EXECUTABLE: i32 = 8;

fn start(mut command: Command, arguments: &[OsString], is_fed: bool) -> std::io::Result<Child> {
    command.args(arguments);
    // What our shim says to us is nothing to others: one of their hooks may start a cihook of its own.
    for name in OURS {
        command.env_remove(name);
    }
    command.stdin(if is_fed { Stdio::piped() } else { Stdio::inherit() });
    command.spawn()
}

const OURS: [&str; 2] = ["CIHOOK_SHIM", "CIHOOK_ONLY_WITH_POLICY"];
