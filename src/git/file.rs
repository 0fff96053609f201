//! Files that cihook writes: first beside their place, then moved there, so that nobody ever sees half of one.

use crate::failure::{Failure, Result};
use std::fs::{self, OpenOptions};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

/// What a file may be used for; other bits of its mode follow the user's umask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Read by its owner alone.
    Private,
    /// Read by everybody.
    Shared,
    /// Run by everybody.
    Program,
}

/// Writes a file in one step.
///
/// # Errors
/// Where the folder or the file cannot be written, or the disk is full; then the old file is still there.
pub fn write(path: &Path, content: &[u8], used: Use) -> Result<()> {
    prepare(path, content, used)?.put()
}

/// What is longer is no file of settings that a person wrote, in bytes.
const MOST_BYTES: u64 = 1 << 20;

/// A short file, also behind links. Nothing where there is none, or something else of that name: to open a pipe waits for
/// somebody who writes.
pub fn read_small(path: &Path) -> Option<Vec<u8>> {
    let mut text = Vec::new();
    let file = path.is_file().then(|| fs::File::open(path).ok())??;
    file.take(MOST_BYTES).read_to_end(&mut text).ok()?;
    Some(text)
}

/// Whether a link in the path, or the path itself, leads to something outside of a folder.
///
/// # Errors
/// Where one of them is not there or cannot be followed.
pub fn leads_out(path: &Path, folder: &Path) -> std::io::Result<bool> {
    Ok(!path.canonicalize()?.starts_with(folder.canonicalize()?))
}

/// Whether there is a file, also behind links, that holds exactly this.
pub fn holds(path: &Path, content: &[u8]) -> bool {
    let is_as_long = fs::metadata(path).is_ok_and(|data| data.is_file() && data.len() == content.len() as u64);
    is_as_long && fs::read(path).is_ok_and(|text| text == content)
}

/// Whether two files, also behind links, hold the same.
pub fn is_same(one: &Path, other: &Path) -> bool {
    one.is_file() && fs::read(one).is_ok_and(|text| holds(other, &text))
}

/// Removes what a run that was killed left beside a file that it was about to write.
pub fn sweep(path: &Path) {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let entries = path.parent().and_then(|folder| fs::read_dir(folder).ok());
    for entry in entries.into_iter().flatten().flatten() {
        let file = entry.file_name().to_string_lossy().into_owned();
        let process = file.strip_prefix(&format!(".{name}.")).and_then(|rest| rest.strip_suffix(".tmp"));
        if process.and_then(|process| process.parse().ok()).is_some_and(is_over) {
            // What cannot be removed does no harm: git runs no hook of that name.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Whether a process has ended, where the system tells (proc(5)).
fn is_over(process: u32) -> bool {
    Path::new("/proc/self").exists() && !Path::new("/proc").join(process.to_string()).exists()
}

/// Writes a file that is there already, also behind links, and leaves its mode as it is.
///
/// # Errors
/// As [`write`], and where there is no such file.
pub fn replace(path: &Path, content: &[u8]) -> Result<()> {
    let failed = |error| Failure::writing(path, error);
    let real = fs::canonicalize(path).map_err(failed)?;
    let mode = fs::metadata(&real).map_err(failed)?.permissions();
    let prepared = prepare(&real, content, Use::Private)?;
    fs::set_permissions(&prepared.beside, mode).map_err(failed)?;
    prepared.put()
}

/// A file that is whole on the disk and not yet at its place. Dropped, it is gone.
#[derive(Debug)]
pub struct Prepared {
    beside: PathBuf,
    path: PathBuf,
}

/// Writes everything that may fail before the old file is touched.
///
/// # Errors
/// Where the folder cannot be written to, or the disk is full.
pub fn prepare(path: &Path, content: &[u8], used: Use) -> Result<Prepared> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|error| Failure::writing(folder, error))?;
    let prepared = Prepared { beside: beside(path), path: path.to_owned() };
    write_new(&prepared.beside, content, used).map_err(|error| Failure::writing(path, error))?;
    Ok(prepared)
}

impl Prepared {
    /// Moves the file to its place; nobody ever sees that place without a file.
    ///
    /// # Errors
    /// Where it cannot be moved; the old file is still there.
    pub fn put(self) -> Result<()> {
        fs::rename(&self.beside, &self.path).map_err(|error| Failure::writing(&self.path, error))
    }
}

impl Drop for Prepared {
    fn drop(&mut self) {
        // Where it was put to its place, nothing is left beside it.
        let _ = fs::remove_file(&self.beside);
    }
}

/// Takes a file away; one that is not there is none to take away.
///
/// # Errors
/// Where it stays.
pub fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Failure::writing(path, error)),
        _ => Ok(()),
    }
}

fn write_new(path: &Path, content: &[u8], used: Use) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(match used {
            Use::Private => 0o600,
            Use::Shared => 0o666,
            Use::Program => 0o777,
        });
    }
    #[cfg(not(unix))]
    let _ = used;
    let mut file = options.open(path)?;
    file.write_all(content)?;
    file.sync_all()
}

/// A name beside `path` that nobody else uses.
pub(super) fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    path.with_file_name(format!(".{name}.{}.tmp", std::process::id()))
}

/// Whether the system would run a file: a regular one, also behind links, with a bit for it.
#[cfg(unix)]
pub fn is_executable(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(file).is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
}

/// Whether the system would run a file: a regular one, also behind links, with a bit for it.
#[cfg(not(unix))]
pub fn is_executable(file: &Path) -> bool {
    file.is_file()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_write_that_fails_leaves_the_old_file_and_nothing_else() {
        let folder = std::env::temp_dir().join(format!("cihook-file-{}", std::process::id()));
        let file = folder.join("a");
        assert!(write(&file, b"one", Use::Private).is_ok());
        assert!(write(&file, b"two", Use::Private).is_ok());
        assert!(write(&file.join("below"), b"x", Use::Shared).is_err());
        assert_eq!(fs::read(&file).ok().as_deref(), Some(b"two".as_slice()));
        assert_eq!(fs::read_dir(&folder).map(Iterator::count).ok(), Some(1));
        let _ = fs::remove_dir_all(&folder);
    }
}
