//! Files that cihook writes: first beside their place, then moved there, so that nobody ever sees half of one.

use crate::failure::{Failure, Result};
use std::fs::{self, OpenOptions};
use std::io::Write as _;
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
fn beside(path: &Path) -> PathBuf {
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
