//! `cihook man`: the manual page of the program, or of one command.

use super::session::Stream;
use crate::failure::{Failure, Result};
use crate::words::Words;

const UNKNOWN: Words = Words::new(
    "there is no command `{0}`; `cihook --help` lists them",
    "没有 `{0}` 这个命令；`cihook --help` 会列出所有命令",
);
const FORMAT: Words = Words::new("the manual page cannot be written: {0}", "无法生成手册页：{0}");

/// Writes a page in the format of man(7): of the program, or of the command that is named.
///
/// # Errors
/// A usage error where no command has that name.
pub fn run(name: Option<&str>) -> Result<u8> {
    let mut command = crate::cli::described();
    command.build();
    if let Some(name) = name {
        let found = command.get_subcommands().find(|sub| sub.get_name() == name).cloned();
        command = found.ok_or_else(|| Failure::usage(UNKNOWN.with([name.into()])))?;
    }
    let mut text = Vec::new();
    let rendered = clap_mangen::Man::new(command).render(&mut text);
    rendered.map_err(|error| Failure::unable(FORMAT.with([error.to_string().into()])))?;
    super::print(Stream::Out, &text);
    Ok(0)
}
