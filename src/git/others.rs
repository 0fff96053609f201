//! Hooks of others, which ours start.

use crate::failure::{Failure, Result};
use crate::words::Words;
use std::ffi::OsString;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

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
    let mut command = Command::new(hook);
    command.args(arguments).env_remove("CIHOOK_SHIM");
    command.stdin(if stdin.is_some() { Stdio::piped() } else { Stdio::inherit() });
    let mut child = command.spawn().map_err(failed)?;
    if let (Some(mut pipe), Some(text)) = (child.stdin.take(), stdin) {
        // A hook that does not read all of it is no failure.
        let _ = pipe.write_all(text);
    }
    let status = child.wait().map_err(failed)?;
    // Ended by a signal is a refusal.
    Ok(status.code().map_or(1, |code| u8::try_from(code).unwrap_or(1)))
}
