//! The file of a policy that is not there yet: where it goes, and what is said of it.

use super::session::Session;
use crate::failure::{Failure, Result};
use crate::git::file::{self, Use};
use crate::git::policy_file::NAMES;
use crate::words::{Sentence, Words};
use std::path::{Path, PathBuf};

const EXISTS: Words = Words::new("there is a policy already: `{0}`", "已有策略文件：`{0}`");
const BARE: Words = Words::new("a bare repository has no place for a policy file", "裸仓库没有放置策略文件的地方");
const WRITTEN: Words = Words::new("written: {0}", "已写入：{0}");

/// The folder that it goes to: the top of the work tree, where there is none yet. What has its name and is no file, such as
/// a link to nothing, is somebody's as well.
///
/// # Errors
/// Where there is one already, or no work tree.
pub(super) fn folder(session: &Session) -> Result<PathBuf> {
    let Some(top) = session.place()?.work_tree else { return Err(Failure::usage(BARE.say())) };
    match NAMES.iter().find(|name| top.join(name).symlink_metadata().is_ok()) {
        Some(name) => Err(Failure::usage(EXISTS.with([(*name).into()]))),
        None => Ok(top),
    }
}

/// Writes it, and says so.
///
/// # Errors
/// Where it cannot be written.
pub(super) fn write(folder: &Path, text: &str) -> Result<Sentence> {
    file::write(&folder.join(NAMES[0]), text.as_bytes(), Use::Shared)?;
    Ok(WRITTEN.with([NAMES[0].into()]))
}
