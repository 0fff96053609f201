//! The work trees of a repository, and what each of them is in the middle of (git-worktree(1); gitrepository-layout(5)).

use crate::failure::{Failure, Result};
use crate::git::ask::Git;
use crate::git::file;
use crate::git::place::Place;
use crate::git::refs;
use crate::model::ObjectId;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// A work tree's HEAD.
#[derive(Clone, Debug)]
pub struct Head {
    /// What belongs to this work tree alone.
    pub git_dir: PathBuf,
    /// The whole name of its branch; `None` where HEAD is on none.
    pub branch: Option<String>,
    /// The commit of a HEAD that is on no branch.
    pub detached: Option<ObjectId>,
    /// Whether it is the work tree that cihook works in.
    pub is_here: bool,
}

/// The HEADs of all work trees, the main one first.
///
/// # Errors
/// Where the list of work trees cannot be read.
pub fn all(place: &Place) -> Result<Vec<Head>> {
    let mut folders = vec![place.common_dir.clone()];
    let linked = place.common_dir.join("worktrees");
    match std::fs::read_dir(&linked) {
        Ok(entries) => {
            for entry in entries {
                folders.push(entry.map_err(|error| Failure::reading(&linked, error))?.path());
            }
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(Failure::reading(&linked, error)),
    }
    folders.sort();
    Ok(folders.into_iter().map(|folder| head(place, folder)).collect())
}

/// Tells the reflogs of the HEADs of other work trees that their branch has moved: git itself does that in the work tree
/// alone where the command runs (git-update-ref(1), "Logging updates"). What cannot be told changes nothing: the branch has
/// a reflog of its own.
pub fn log(place: &Place, moved: &[(&str, ObjectId)], message: &str) {
    for head in all(place).unwrap_or_default().into_iter().filter(|head| !head.is_here) {
        let is_its = |(name, _): &&(&str, ObjectId)| head.branch.as_deref() == Some(*name);
        let Some((_, id)) = moved.iter().find(is_its) else { continue };
        let id = id.to_string();
        let told = ["update-ref", "-m", message, "HEAD", &id, &id].map(OsString::from);
        let _ = Git::at(place).maybe([of_git_dir(&head.git_dir)].into_iter().chain(told));
    }
}

/// The argument of git that says which git directory it works in.
pub fn of_git_dir(folder: &Path) -> OsString {
    let mut argument = OsString::from("--git-dir=");
    argument.push(folder);
    argument
}

fn head(place: &Place, git_dir: PathBuf) -> Head {
    let is_here = std::fs::canonicalize(&git_dir).ok() == std::fs::canonicalize(&place.git_dir).ok();
    let at = Place { git_dir: git_dir.clone(), ..place.clone() };
    let text = std::fs::read_to_string(git_dir.join("HEAD")).unwrap_or_default();
    let (branch, detached) = if text.trim_end() == "ref: refs/heads/.invalid" {
        // Refs are kept in another way than in files: only git knows.
        let folder = of_git_dir(&git_dir);
        let git = Git::at(place);
        let ask = |words: &[&str]| git.maybe(std::iter::once(folder.clone()).chain(words.iter().map(OsString::from)));
        let branch = ask(&["symbolic-ref", "--quiet", "HEAD"]);
        let id = ask(&["rev-parse", "--verify", "--quiet", "HEAD"]);
        (branch, id.and_then(|hex| ObjectId::from_hex(hex.as_bytes())))
    } else {
        let branch = refs::current_branch(&at).map(|name| format!("refs/heads/{name}"));
        (branch, ObjectId::from_hex(text.trim_end().as_bytes()))
    };
    let detached = detached.filter(|_| branch.is_none());
    Head { git_dir, branch, detached, is_here }
}

/// What git is in the middle of, as its command is called.
const STATES: [(&str, &str); 7] = [
    ("rebase-merge", "rebase"),
    ("rebase-apply", "rebase"),
    ("MERGE_HEAD", "merge"),
    ("CHERRY_PICK_HEAD", "cherry-pick"),
    ("REVERT_HEAD", "revert"),
    ("sequencer", "cherry-pick"),
    ("BISECT_START", "bisect"),
];

impl Head {
    /// What is going on in this work tree, where it holds the branch: it is checked out there, or is rebased or bisected, and
    /// HEAD is on none meanwhile.
    pub fn busy_with(&self, branch: &str) -> Option<&'static str> {
        let state = STATES.iter().find(|(file, _)| self.git_dir.join(file).exists()).map(|(_, name)| *name)?;
        (self.branch.as_deref() == Some(branch) || self.is_here && branch == "HEAD" || self.remembers(branch))
            .then_some(state)
    }

    /// Whether a state that git keeps names the branch, which it will set when it is done.
    fn remembers(&self, branch: &str) -> bool {
        let short = branch.strip_prefix("refs/heads/").unwrap_or(branch);
        let read = |name: &str| file::read_small(&self.git_dir.join(name)).unwrap_or_default();
        let is_it = |line: &[u8]| line.trim_ascii() == branch.as_bytes() || line.trim_ascii() == short.as_bytes();
        let is_named = |name: &str| read(name).split(|&byte| byte == b'\n').any(is_it);
        ["rebase-merge/head-name", "rebase-merge/update-refs", "rebase-apply/head-name", "BISECT_START"]
            .into_iter()
            .any(is_named)
    }
}
