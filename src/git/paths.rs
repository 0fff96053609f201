//! The paths that a commit changes, against its first parent.

use super::ask::Git;
use super::place::Place;
use crate::failure::Result;
use crate::model::{Gap, Known, ObjectId};
use crate::words::Lang;
use git2::{DiffOptions, Oid, Repository};

/// Reads the changed paths of commits.
pub struct Paths {
    git: Git,
    /// The library's view of the repository; `None` where it cannot open it, and git is asked.
    repository: Option<Repository>,
}

impl Paths {
    /// For the commits of a repository.
    pub fn of(place: &Place) -> Self {
        Self { git: Git::at(place), repository: Repository::open(&place.git_dir).ok() }
    }

    /// The changed paths of a commit; a rename is the old path and the new one.
    pub fn of_commit(&self, id: ObjectId) -> Known<Vec<String>> {
        let by_library = self.repository.as_ref().and_then(|repository| by_library(repository, id).ok());
        match by_library.map_or_else(|| by_git(&self.git, id), Ok) {
            Ok(paths) => Known::Yes(paths),
            Err(failure) => Known::No(Gap::Unreadable(failure.message.plain(Lang::En))),
        }
    }
}

/// The paths that the next commit will change: the index against HEAD, or against HEAD's parent when HEAD is amended.
pub fn staged(place: &Place, amending: bool) -> Known<Vec<String>> {
    let git = Git::at(place);
    let base = if amending { "HEAD^1^{commit}" } else { "HEAD^{commit}" };
    let listed = match git.maybe(["rev-parse", "--verify", "--quiet", base]) {
        Some(base) => git.bytes(["diff-index", "--cached", "--name-only", "--no-renames", "-z", &base, "--"]),
        None => git.bytes(["ls-files", "-z"]),
    };
    match listed {
        Ok(listed) => Known::Yes(split(&listed)),
        Err(failure) => Known::No(Gap::Unreadable(failure.message.plain(Lang::En))),
    }
}

fn by_library(repository: &Repository, id: ObjectId) -> std::result::Result<Vec<String>, git2::Error> {
    let commit = repository.find_commit(Oid::from_bytes(id.as_bytes())?)?;
    let parent = commit.parents().next().map(|parent| parent.tree()).transpose()?;
    let mut options = DiffOptions::new();
    options.skip_binary_check(true).ignore_submodules(false);
    let diff = repository.diff_tree_to_tree(parent.as_ref(), Some(&commit.tree()?), Some(&mut options))?;
    let mut paths = Vec::new();
    for delta in diff.deltas() {
        let file = if delta.new_file().path_bytes().is_some() { delta.new_file() } else { delta.old_file() };
        paths.extend(file.path_bytes().map(|path| String::from_utf8_lossy(path).into_owned()));
    }
    Ok(paths)
}

fn by_git(git: &Git, id: ObjectId) -> Result<Vec<String>> {
    let arguments = ["diff-tree", "--root", "--no-commit-id", "--name-only", "--no-renames", "-r", "-z", "-m"];
    let listed = git.bytes(arguments.into_iter().chain(["--first-parent", &id.to_string()]))?;
    Ok(split(&listed))
}

fn split(listed: &[u8]) -> Vec<String> {
    let paths = listed.split(|&byte| byte == 0).filter(|path| !path.is_empty());
    paths.map(|path| String::from_utf8_lossy(path).into_owned()).collect()
}
