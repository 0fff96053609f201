//! Hooks of others that were there before ours. Such a hook lies beside ours, as `NAME.before-cihook`. It is started from
//! a folder of links, where it has its own name and the neighbours that it had: many ask `$0` who they are and what lies
//! around them.

use super::shim::{Owner, owner_of};
use crate::failure::{Failure, Result};
use crate::words::Words;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// What is put behind the name of a hook that was there before, and behind that of the folder of links.
const BEFORE: &str = ".before-cihook";

const BOTH: Words = Words::new(
    "`{0}` is not cihook's, and `{1}` is kept from before: two hooks of others cannot both stay",
    "`{0}` 不是 cihook 的钩子，而 `{1}` 是之前保留的：两个其他钩子无法同时保留",
);
const REMOVE_ONE: Words =
    Words::new("remove or merge one of them, then install again", "请删除或合并其中一个，再重新安装");

/// Where a hook is kept.
pub(super) fn file(hooks: &Path, name: &str) -> PathBuf {
    hooks.join(format!("{name}{BEFORE}"))
}

/// The folder of links: beside the folder of hooks, as deep as that, so that paths from there still lead where they led.
fn folder(hooks: &Path) -> PathBuf {
    let hooks = if hooks.as_os_str().is_empty() { Path::new(".") } else { hooks };
    let real = if hooks.file_name().is_none() { fs::canonicalize(hooks).ok() } else { None };
    let hooks = real.unwrap_or_else(|| hooks.to_owned());
    let mut name = hooks.file_name().map(OsString::from).unwrap_or_default();
    name.push(BEFORE);
    hooks.with_file_name(name)
}

/// What came of keeping a hook.
pub(super) enum Taken {
    /// It is kept here, and still at its own place as well.
    Kept(PathBuf),
    /// Somebody else replaced it meanwhile.
    Changed,
}

/// Keeps a hook. It stays at its own place until ours is put over it, so that there is no moment without a hook, and a
/// step that was cut short can be done again.
///
/// # Errors
/// Where another hook is kept already, or the folder cannot be written to.
pub(super) fn take(hooks: &Path, name: &str) -> Result<Taken> {
    let (file, kept) = (hooks.join(name), file(hooks, name));
    match fs::hard_link(&file, &kept) {
        Ok(()) => Ok(Taken::Kept(kept)),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            if is_same(&file, &kept) {
                Ok(Taken::Kept(kept))
            } else if owner_of(&file) != Owner::Other {
                Ok(Taken::Changed)
            } else {
                let names = [file.display().to_string().into(), kept.display().to_string().into()];
                Err(Failure::usage(BOTH.with(names)).hint(REMOVE_ONE.say()))
            }
        }
        // File systems without such links.
        Err(_) => copy(&file, &kept).map(|()| Taken::Kept(kept)),
    }
}

fn copy(file: &Path, kept: &Path) -> Result<()> {
    let new = crate::git::file::beside(kept);
    let copied = fs::copy(file, &new).and_then(|_| fs::rename(&new, kept));
    copied.map_err(|error| {
        let _ = fs::remove_file(&new);
        Failure::writing(kept, error)
    })
}

/// Whether two hooks are one: the same link, or the same bytes.
fn is_same(one: &Path, other: &Path) -> bool {
    match (fs::read_link(one), fs::read_link(other)) {
        (Ok(one), Ok(other)) => one == other,
        (Err(_), Err(_)) => crate::git::file::is_same(one, other),
        _ => false,
    }
}

/// Gives the hook of that name back its place, over ours or where there is none; tells whether one was kept. What is kept
/// and at its place as well is not kept any more.
///
/// # Errors
/// Where the folder cannot be written to.
pub(super) fn give_back(hooks: &Path, name: &str, place: &Path) -> Result<bool> {
    let kept = file(hooks, name);
    if kept.symlink_metadata().is_err() {
        return Ok(false);
    }
    if owner_of(place) == Owner::Other {
        if is_same(place, &kept) {
            fs::remove_file(&kept).map_err(|error| Failure::writing(&kept, error))?;
        }
        return Ok(false);
    }
    fs::rename(&kept, place).map_err(|error| Failure::writing(place, error))?;
    Ok(true)
}

/// Removes the folder of links, once no hook is kept any more.
pub(super) fn tidy(hooks: &Path) {
    let is_kept = |entry: fs::DirEntry| entry.file_name().as_encoded_bytes().ends_with(BEFORE.as_bytes());
    if fs::read_dir(hooks).is_ok_and(|entries| entries.flatten().any(is_kept)) {
        return;
    }
    let folder = folder(hooks);
    for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
        // Only what was made here; what cannot be removed does no harm, since git looks elsewhere.
        if entry.path().read_link().is_ok_and(|target| target.starts_with("..")) {
            let _ = fs::remove_file(entry.path());
        }
    }
    let _ = fs::remove_dir(&folder);
}

/// The path by which a kept hook is started, with all that lies around it.
///
/// # Errors
/// Where a link cannot be made: without its neighbours a hook may do nothing, and nobody would know.
pub(super) fn ready(hooks: &Path, name: &str) -> Result<PathBuf> {
    let folder = folder(hooks);
    fs::create_dir_all(&folder).map_err(|error| Failure::writing(&folder, error))?;
    let Some(own) = folder.file_name().and_then(OsStr::to_str).and_then(|own| own.strip_suffix(BEFORE)) else {
        return Ok(file(hooks, name));
    };
    let above = Path::new("..").join(own);
    let entries: Vec<OsString> = fs::read_dir(hooks)
        .map_err(|error| Failure::reading(hooks, error))?
        .filter_map(|entry| entry.ok().map(|entry| entry.file_name()))
        .collect();
    for entry in &entries {
        let text = entry.to_string_lossy();
        if let Some(kept) = text.strip_suffix(BEFORE) {
            link(&above.join(entry), &folder.join(kept))?;
        } else if !text.ends_with(".sample") && !text.ends_with(".tmp") && is_neighbour(hooks, entry, &entries) {
            link(&above.join(entry), &folder.join(entry))?;
        }
    }
    Ok(folder.join(name))
}

/// Whether something lay there before we came: hooks that are ours did not.
fn is_neighbour(hooks: &Path, entry: &OsStr, all: &[OsString]) -> bool {
    let mut kept = entry.to_owned();
    kept.push(BEFORE);
    !all.contains(&kept) && !owner_of(&hooks.join(entry)).is_ours()
}

fn link(target: &Path, link: &Path) -> Result<()> {
    match fs::read_link(link) {
        Ok(old) if old == target => return Ok(()),
        // A neighbour that was kept since.
        Ok(_) => fs::remove_file(link).map_err(|error| Failure::writing(link, error))?,
        Err(_) => {}
    }
    match symlink(target, link) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(Failure::writing(link, error)),
        _ => Ok(()),
    }
}

#[cfg(unix)]
fn symlink(target: &Path, link: &Path) -> std::io::Result<()> {
    std::os::unix::fs::symlink(target, link)
}

/// Links need a privilege on Windows; a copy of a file does there what is needed.
#[cfg(not(unix))]
fn symlink(target: &Path, link: &Path) -> std::io::Result<()> {
    let source = link.parent().unwrap_or(Path::new(".")).join(target);
    if source.is_file() { fs::copy(source, link).map(drop) } else { Ok(()) }
}
