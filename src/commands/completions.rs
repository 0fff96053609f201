//! `cihook completions`: completions for a shell.

use super::session::Stream;
use crate::failure::Result;

/// Runs the command.
///
/// # Errors
/// Never; all commands look alike.
pub fn run(shell: clap_complete::Shell) -> Result<u8> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut crate::cli::described(), "cihook", &mut text);
    super::print(Stream::Out, &text);
    Ok(0)
}
