//! Where a repository is. Found as git finds it (git(1), "GIT_DIR"; gitrepository-layout(5)), without opening it.

use super::config::parse::{self, Setting};
use super::environment;
use crate::failure::{Failure, Result};
use crate::words::Words;
use bstr::ByteSlice as _;
use std::path::{Path, PathBuf};

/// A repository, and the work tree that belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// What belongs to this work tree alone: HEAD, index, `COMMIT_EDITMSG`.
    pub git_dir: PathBuf,
    /// What all work trees share: objects, refs, config, hooks.
    pub common_dir: PathBuf,
    /// The top of the work tree; `None` for a bare repository.
    pub work_tree: Option<PathBuf>,
    /// Where cihook was started.
    pub start: PathBuf,
}

const NO_REPOSITORY: Words = Words::new("there is no git repository here", "当前目录不在 git 仓库中");
const GO_THERE: Words = Words::new("go to one, or name it with -C", "请进入仓库目录，或用 -C 指定");
const GONE: Words = Words::new("`{0}` is not a git repository", "`{0}` 不是 git 仓库");

impl Place {
    /// The repository that git would work on when it is started in `start`.
    ///
    /// # Errors
    /// Where there is none.
    pub fn find(start: &Path) -> Result<Self> {
        match environment::path("GIT_DIR") {
            Some(git_dir) => Self::told(start, &start.join(git_dir)),
            None => Self::above(start).ok_or_else(|| Failure::usage(NO_REPOSITORY.say()).hint(GO_THERE.say())),
        }
    }

    /// The repository that `GIT_DIR` names, as in a hook. Without `GIT_WORK_TREE` git was started at the top.
    fn told(start: &Path, git_dir: &Path) -> Result<Self> {
        let git_dir = link_target(git_dir).unwrap_or_else(|| git_dir.to_owned());
        if !is_git_dir(&git_dir) {
            return Err(Failure::usage(GONE.with([git_dir.display().to_string().into()])));
        }
        let common_dir = common_dir(&git_dir);
        let work_tree = match environment::path("GIT_WORK_TREE") {
            Some(tree) => Some(start.join(tree)),
            None => (!is_bare(&git_dir, &common_dir, start)).then(|| start.to_owned()),
        };
        Ok(Self { git_dir, common_dir, work_tree, start: start.to_owned() })
    }

    fn above(start: &Path) -> Option<Self> {
        let ceilings = ceilings();
        for folder in start.ancestors() {
            let dot_git = folder.join(".git");
            let git_dir = if dot_git.is_dir() { Some(dot_git) } else { link_target(&dot_git) };
            if let Some(git_dir) = git_dir.filter(|git_dir| is_git_dir(git_dir)) {
                let common_dir = common_dir(&git_dir);
                let work_tree = (!says_bare(&git_dir, &common_dir)).then(|| folder.to_owned());
                return Some(Self { git_dir, common_dir, work_tree, start: start.to_owned() });
            }
            if is_git_dir(folder) {
                let git_dir = folder.to_owned();
                let common_dir = common_dir(&git_dir);
                return Some(Self { git_dir, common_dir, work_tree: None, start: start.to_owned() });
            }
            if ceilings.iter().any(|ceiling| folder.parent() == Some(ceiling)) {
                return None;
            }
        }
        None
    }

    /// Whether this is a bare repository that was found within the work tree of another one, which may have brought it along
    /// with its hooks (git-config(1), `safe.bareRepository`).
    pub fn is_embedded(&self) -> bool {
        let is_found = environment::path("GIT_DIR").is_none() && self.work_tree.is_none();
        is_found && self.git_dir.ancestors().skip(1).any(|folder| folder.join(".git").symlink_metadata().is_ok())
    }

    /// Whether git is in the middle of a merge, so that the next commit will have several parents.
    pub fn is_merging(&self) -> bool {
        self.git_dir.join("MERGE_HEAD").exists()
    }

    /// Whether git is in the middle of something that brings its own messages: a merge, a pick, a revert, a rebase, or mails
    /// that are applied.
    pub fn has_message_of_git(&self) -> bool {
        let states = ["MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply"];
        states.iter().any(|state| self.git_dir.join(state).exists())
    }

    /// Whether git is in the middle of a rebase, of either kind (git-rebase(1), "BACKENDS").
    pub fn is_rebasing(&self) -> bool {
        self.git_dir.join("rebase-merge").exists() || self.git_dir.join("rebase-apply/rebasing").exists()
    }

    /// The folder in which cihook keeps what belongs to this work tree.
    pub fn own_folder(&self) -> PathBuf {
        self.git_dir.join("cihook")
    }
}

/// Git's own test (setup.c, `is_git_directory`): a HEAD, objects, and refs.
fn is_git_dir(folder: &Path) -> bool {
    if folder.symlink_metadata().is_err() || folder.join("HEAD").symlink_metadata().is_err() {
        return false;
    }
    let common = common_dir(folder);
    let has_objects = std::env::var_os("GIT_OBJECT_DIRECTORY").is_some() || common.join("objects").is_dir();
    has_objects && common.join("refs").is_dir()
}

/// Where a file `gitdir: …` points to, as in linked work trees and submodules.
fn link_target(file: &Path) -> Option<PathBuf> {
    let text = if file.is_file() { std::fs::read(file).ok()? } else { return None };
    Some(file.parent()?.join(environment::path_of(line(text.strip_prefix(b"gitdir: ")?))))
}

/// Without the line breaks at its end.
fn line(text: &[u8]) -> &[u8] {
    text.trim_end_with(|end| matches!(end, '\n' | '\r'))
}

fn common_dir(git_dir: &Path) -> PathBuf {
    if let Some(told) = environment::path("GIT_COMMON_DIR") {
        return told;
    }
    match std::fs::read(git_dir.join("commondir")) {
        Ok(text) => git_dir.join(environment::path_of(line(&text))),
        Err(_) => git_dir.to_owned(),
    }
}

/// Whether there is no work tree where `GIT_DIR` alone is told: the repository says so, or git is started in itself.
fn is_bare(git_dir: &Path, common_dir: &Path, start: &Path) -> bool {
    let same = |a: &Path, b: &Path| std::fs::canonicalize(a).ok() == std::fs::canonicalize(b).ok();
    says_bare(git_dir, common_dir) || same(git_dir, start)
}

/// Whether the repository itself says that it is bare, as `git clone --bare URL project/.git` makes it say; its linked
/// work trees are none the less (git-worktree(1), "CONFIGURATION FILE").
fn says_bare(git_dir: &Path, common_dir: &Path) -> bool {
    if git_dir != common_dir {
        return false;
    }
    let read = |name: &str| {
        let text = std::fs::read(common_dir.join(name)).unwrap_or_default();
        parse::parse(&text).unwrap_or_default()
    };
    let is_true = |settings: &[Setting], key: &str| {
        let last = settings.iter().rev().find(|setting| setting.key == key)?;
        Some(last.value.as_deref().is_none_or(parse::is_true))
    };
    let settings = read("config");
    let own = is_true(&settings, "extensions.worktreeconfig") == Some(true);
    let own = own.then(|| is_true(&read("config.worktree"), "core.bare")).flatten();
    own.or_else(|| is_true(&settings, "core.bare")).unwrap_or(false)
}

fn ceilings() -> Vec<PathBuf> {
    let told = std::env::var_os("GIT_CEILING_DIRECTORIES").unwrap_or_default();
    std::env::split_paths(&told).filter(|path| path.is_absolute()).collect()
}
