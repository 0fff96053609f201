//! The editor that git would open (git-var(1), `GIT_EDITOR`), on a file of ours.

use super::ask::{Git, not_started};
use super::file::{self, Use};
use super::place::Place;
use crate::failure::{Failure, Result};
use crate::words::Words;
use std::path::Path;
use std::process::Command;

const FAILED: Words = Words::new("the editor ended with an error; nothing was changed", "编辑器异常退出，未作任何修改");

/// Opens a text in the editor, and tells what it is afterwards. The file stays until [`forget`], so that nothing that a
/// person wrote is lost where it cannot be used.
///
/// # Errors
/// Where git knows no editor, or it ends with an error.
pub fn edit(place: &Place, file: &Path, text: &str) -> Result<String> {
    file::write(file, text.as_bytes(), Use::Private)?;
    let editor = Git::at(place).text(["var", "GIT_EDITOR"])?;
    // As git starts it (editor.c, `launch_specified_editor`): by the shell, with the file as its argument.
    let mut command = Command::new("sh");
    command.arg("-c").arg(format!("{editor} \"$@\"")).arg(&editor).arg(file).current_dir(&place.start);
    let status = command.status().map_err(|error| not_started(&error))?;
    if !status.success() {
        return Err(Failure::unable(FAILED.say()));
    }
    std::fs::read_to_string(file).map_err(|error| Failure::reading(file, error))
}

/// Removes the file.
pub fn forget(file: &Path) {
    // What cannot be removed is overwritten by the next one.
    let _ = std::fs::remove_file(file);
}
