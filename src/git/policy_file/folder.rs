//! Files of a work tree, and those that the index has where a sparse checkout leaves them out.

use super::{Files, MOST_BYTES, text_of, unreadable};
use crate::failure::{Failure, Kind, Result};
use crate::git::ask::Git;
use crate::git::file;
use crate::git::index;
use crate::git::place::Place;
use crate::words::Words;
use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::path::Path;

const LEADS_OUT: Words = Words::new(
    "it is a link that leads out of the repository; copy the file, or name it with --policy",
    "它是指向仓库之外的链接；请复制该文件，或用 --policy 指定",
);
const DANGLING: Words = Words::new("it is a link to nothing", "它是指向不存在文件的链接");
const NO_FILE: Words = Words::new("it is not a file", "它不是文件");
const LINK_IN_INDEX: Words = Words::new(
    "it is a link that is not checked out; add it to the sparse checkout",
    "它是未检出的链接；请将其加入稀疏检出",
);

/// A folder.
pub(super) struct Folder<'f> {
    /// The repository whose work tree it is, if any.
    pub place: Option<&'f Place>,
    pub top: &'f Path,
}

impl Files for Folder<'_> {
    fn text(&self, name: &str) -> Result<Option<String>> {
        let top = if self.top.as_os_str().is_empty() { Path::new(".") } else { self.top };
        let path = top.join(name);
        let kind = match path.symlink_metadata() {
            Ok(metadata) => metadata.file_type(),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                return self.place.map_or(Ok(None), |place| in_index(place, name));
            }
            Err(error) => return Err(unreadable(name, error.to_string())),
        };
        // A folder may be a link as well.
        if kind.is_symlink() || name.contains('/') {
            stays_within(&path, top, name)?;
        }
        let metadata = path.metadata().map_err(|error| unreadable(name, error.to_string()))?;
        if !metadata.is_file() {
            return Err(unreadable(name, NO_FILE.say()));
        }
        let file = File::open(&path).map_err(|error| unreadable(name, error.to_string()))?;
        content(file, name).map(Some)
    }

    fn shown(&self, name: &str) -> String {
        name.to_owned()
    }
}

/// A file that the user named, whatever it is: `--policy <(…)` is a pipe.
pub(super) fn named(path: &Path) -> Result<String> {
    let usage = |error: std::io::Error| Failure { kind: Kind::Usage, ..Failure::reading(path, error) };
    content(File::open(path).map_err(usage)?, &path.display().to_string())
}

fn content(file: File, name: &str) -> Result<String> {
    let mut bytes = Vec::new();
    let read = file.take(MOST_BYTES + 1).read_to_end(&mut bytes);
    read.map_err(|error| unreadable(name, error.to_string()))?;
    text_of(bytes, name)
}

/// Nothing outside of the repository is read, and so nothing of it is shown.
fn stays_within(path: &Path, top: &Path, name: &str) -> Result<()> {
    match file::leads_out(path, top) {
        Ok(false) => Ok(()),
        Ok(true) => Err(unreadable(name, LEADS_OUT.say())),
        Err(error) if error.kind() == ErrorKind::NotFound => Err(unreadable(name, DANGLING.say())),
        Err(error) => Err(unreadable(name, error.to_string())),
    }
}

/// What the index holds for a file that is not in the work tree: a sparse checkout (git-sparse-checkout(1)) or
/// `git update-index --skip-worktree` leaves files out that are part of the repository.
fn in_index(place: &Place, name: &str) -> Result<Option<String>> {
    let Some((mode, id)) = index::entry(place, name)? else { return Ok(None) };
    if mode == LINK {
        return Err(unreadable(name, LINK_IN_INDEX.say()));
    }
    let git = Git::at(place);
    let bytes = git.bytes(["cat-file", "blob", &id.to_string()]);
    let bytes = bytes.map_err(|failure| unreadable(name, failure.message))?;
    text_of(bytes, name).map(Some)
}

/// The mode of a link (gitformat-index(5)).
const LINK: u32 = 0o120_000;
