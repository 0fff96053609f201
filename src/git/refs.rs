//! Refs and what they point to (git-pack-refs(1), gitrepository-layout(5)): read from their files, or told by git where
//! they are stored in another way.

use super::ask::Git;
use super::config::parse;
use super::place::Place;
use crate::failure::{Failure, Result};
use crate::model::ObjectId;
use bstr::{BString, ByteSlice as _};
use std::collections::BTreeMap;
use std::path::Path;

/// Refs by their whole names.
pub type Refs = BTreeMap<BString, ObjectId>;

/// All refs whose names begin with `prefix`, which ends with a slash.
///
/// # Errors
/// Where they cannot be read.
pub fn below(place: &Place, prefix: &str) -> Result<Refs> {
    if has_own_storage(place) { told(place, prefix) } else { read(place, prefix) }
}

/// The branch that HEAD is on, without `refs/heads/`; `None` on a detached HEAD. Where refs are kept in another way, the
/// file `HEAD` holds a name that no branch can have, and git is asked (the reftable part of gitrepository-layout(5)).
pub fn current_branch(place: &Place) -> Option<String> {
    const ELSEWHERE: &str = "refs/heads/.invalid";
    let head = std::fs::read_to_string(place.git_dir.join("HEAD")).ok()?;
    let name = match head.trim_end().strip_prefix("ref: ")? {
        ELSEWHERE => Git::at(place).maybe(["symbolic-ref", "--quiet", "HEAD"])?,
        name => name.to_owned(),
    };
    name.strip_prefix("refs/heads/").map(str::to_owned)
}

/// The commit that HEAD names; `None` where there is none yet, or it cannot be read.
pub fn head(place: &Place) -> Option<ObjectId> {
    match current_branch(place) {
        Some(branch) => {
            below(place, "refs/heads/").ok()?.get(format!("refs/heads/{branch}").as_bytes().as_bstr()).copied()
        }
        None => ObjectId::from_hex(std::fs::read(place.git_dir.join("HEAD")).ok()?.trim_end()),
    }
}

/// The branch that is worked on: that of HEAD, and during a rebase the one that is rebased, while HEAD is on none
/// (git-rebase(1); `head-name` of the folders in which git keeps its state).
pub fn branch_at_work(place: &Place) -> Option<String> {
    current_branch(place).or_else(|| {
        let states = ["rebase-merge/head-name", "rebase-apply/head-name"];
        let name = states.iter().find_map(|state| std::fs::read_to_string(place.git_dir.join(state)).ok())?;
        name.trim_end().strip_prefix("refs/heads/").map(str::to_owned)
    })
}

/// Whether refs are kept in another way than in files (`extensions.refStorage` of git-config(1)).
fn has_own_storage(place: &Place) -> bool {
    let text = std::fs::read(place.common_dir.join("config")).unwrap_or_default();
    let settings = parse::parse(&text).unwrap_or_default();
    let storage = settings.iter().rev().find(|setting| setting.key == "extensions.refstorage");
    storage.is_some_and(|setting| setting.value.as_deref() != Some(b"files"))
}

fn told(place: &Place, prefix: &str) -> Result<Refs> {
    let listed = Git::at(place).bytes(["for-each-ref", "--format=%(objectname) %(refname)", prefix])?;
    Ok(lines(&listed).filter_map(entry).collect())
}

/// Refs from their files: a loose one wins over its packed twin.
fn read(place: &Place, prefix: &str) -> Result<Refs> {
    let packed = place.common_dir.join("packed-refs");
    let text = match std::fs::read(&packed) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(Failure::reading(&packed, error)),
    };
    let mut refs: Refs =
        lines(&text).filter_map(entry).filter(|(name, _)| name.starts_with(prefix.as_bytes())).collect();
    loose(&place.common_dir.join(prefix), prefix.as_bytes(), &mut refs)?;
    Ok(refs)
}

/// The refs in the files of a folder and of those below it; `prefix` ends with a slash.
fn loose(folder: &Path, prefix: &[u8], refs: &mut Refs) -> Result<()> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if is_gone(&error) => return Ok(()),
        Err(error) => return Err(Failure::reading(folder, error)),
    };
    for entry in entries {
        let entry = entry.map_err(|error| Failure::reading(folder, error))?;
        let mut name = BString::from(prefix);
        name.extend_from_slice(entry.file_name().as_encoded_bytes());
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            name.push(b'/');
            loose(&entry.path(), &name, refs)?;
            continue;
        }
        match std::fs::read(entry.path()) {
            // A symbolic ref is none of its own: what it points to is read as well.
            Ok(text) => refs.extend(ObjectId::from_hex(text.trim_end()).map(|id| (name, id))),
            // Deleted in the meantime.
            Err(error) if is_gone(&error) => {}
            Err(error) => return Err(Failure::reading(&entry.path(), error)),
        }
    }
    Ok(())
}

fn is_gone(error: &std::io::Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory)
}

fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(|&byte| byte == b'\n')
}

/// `<id> <name>`; comments, and the lines that say what a tag is for, are none.
fn entry(line: &[u8]) -> Option<(BString, ObjectId)> {
    let at = line.iter().position(|&byte| byte == b' ')?;
    Some((line[at + 1..].into(), ObjectId::from_hex(&line[..at])?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_packed_refs_are_read() {
        let hex = "0123456789abcdef0123456789abcdef01234567";
        assert_eq!(
            entry(format!("{hex} refs/heads/a b").as_bytes()).map(|(name, _)| name),
            Some("refs/heads/a b".into())
        );
        for line in ["# pack-refs with: peeled fully-peeled sorted", &format!("^{hex}"), "", "xyz refs/heads/a"] {
            assert_eq!(entry(line.as_bytes()), None, "{line}");
        }
    }
}
