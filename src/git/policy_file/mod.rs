//! Where the policy of a repository is. That there is none has to be proven: a policy that cannot be read is a failure,
//! never the default.

mod folder;
mod tree;

use super::ask::Git;
use super::place::Place;
use crate::failure::{Failure, Result};
use crate::policy::{Policy, Rejected, Source};
use crate::words::{Lang, Sentence, Words};
use folder::Folder;
use std::path::Path;
use tree::Tree;

/// The names that a policy can have, from the top of the work tree.
pub const NAMES: [&str; 3] = ["cihook.toml", ".cihook.toml", ".github/cihook.toml"];

/// A policy is text that people write; what is larger is none. In bytes.
const MOST_BYTES: u64 = 1 << 20;

/// What came of looking for a policy.
pub enum Found {
    /// It was read.
    Policy(Box<Policy>),
    /// It was read, and it has mistakes.
    Rejected(Box<Rejected>),
}

const TWO: Words = Words::new("there are two policies: `{0}` and `{1}`", "存在两个策略文件：`{0}` 和 `{1}`");
const KEEP_ONE: Words = Words::new("keep one of them", "请只保留一个");
const UNREADABLE: Words = Words::new("the policy `{0}` cannot be read: {1}", "无法读取策略文件 `{0}`：{1}");
const TOO_LARGE: Words = Words::new("`{0}` is too large for a policy", "`{0}` 太大，不是策略文件");
const NO_TEXT: Words = Words::new("`{0}` is not text in UTF-8", "`{0}` 不是 UTF-8 文本");
const NOT_THERE: Words = Words::new("there is no such file", "没有这个文件");
const UNBORN: Words = Words::new(
    "HEAD names the branch `{0}`, which does not exist: the policy cannot be read",
    "HEAD 指向不存在的分支 `{0}`：无法读取策略文件",
);
const SET_HEAD: Words = Words::new(
    "let HEAD name the main branch, for example: git symbolic-ref HEAD {0}",
    "请让 HEAD 指向主分支，例如：git symbolic-ref HEAD {0}",
);

/// The files of one repository state, of which a policy may be one.
trait Files {
    /// The text of a file; `None` where it is certain that there is none.
    ///
    /// # Errors
    /// Where that is not certain, or the file is no text that could be a policy.
    fn text(&self, name: &str) -> Result<Option<String>>;

    /// How messages name a file.
    fn shown(&self, name: &str) -> String;
}

/// The policy that holds for local work: the one that `told` names, else the one in the work tree (or in the index,
/// where a sparse checkout leaves it out), else in the tree of HEAD of a bare repository, else the default preset.
///
/// # Errors
/// Where there are two of them, or it is not known whether there is one, or one cannot be read.
pub fn load(place: Option<&Place>, told: Option<&Path>) -> Result<Found> {
    if let Some(path) = told {
        let source = Source { name: path.display().to_string(), text: folder::named(path)?.into() };
        let folder = Folder { place: None, top: path.parent().unwrap_or(Path::new("")) };
        return Ok(with(Some(source), "", &folder));
    }
    match place {
        Some(place) => match &place.work_tree {
            Some(top) => one_of(&Folder { place: Some(place), top }),
            None => of_head(place),
        },
        None => Ok(found(Policy::load(None, &|_| Err(String::new())))),
    }
}

/// Whether the repository has a policy of its own.
///
/// # Errors
/// Where that is not known.
pub fn exists(place: &Place) -> Result<bool> {
    let has = |files: &dyn Files| NAMES.iter().try_fold(false, |found, name| Ok(found || files.text(name)?.is_some()));
    match &place.work_tree {
        Some(top) => has(&Folder { place: Some(place), top }),
        None => match head(place)? {
            Some(tree) => has(&tree),
            None => Ok(false),
        },
    }
}

/// The policy in the tree of HEAD, which on a server holds for new branches and for tags; else the default preset, also
/// in a repository that has no branch yet.
///
/// # Errors
/// As [`of_revision`], and where HEAD names no branch that is there while others are.
pub fn of_head(place: &Place) -> Result<Found> {
    match head(place)? {
        Some(tree) => one_of(&tree),
        None => Ok(found(Policy::load(None, &|_| Err(String::new())))),
    }
}

/// The policy in the tree of a revision, else the default preset.
///
/// # Errors
/// Where there are two of them, or the tree or one of them cannot be read.
pub fn of_revision(place: &Place, revision: &str) -> Result<Found> {
    one_of(&Tree::of(place, revision)?)
}

/// The paths at which the files of a policy stand in a tree, and those at which it might have stood.
pub fn paths(policy: &Policy) -> Vec<String> {
    let first = policy.sources.first_name();
    let first = first.split_once(':').map_or(first, |(_, path)| path);
    let folder = first.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let beside = policy.sources.iter().map(|source| source.name.as_str()).filter(|name| name.ends_with(".toml"));
    let beside = beside.filter(|name| !name.contains(':')).map(|name| format!("{folder}{name}"));
    NAMES.iter().map(|&name| name.to_owned()).chain(beside).collect()
}

/// The tree of HEAD; `None` where nothing was ever committed. `git symbolic-ref` tells the branch of an unborn HEAD
/// (git-symbolic-ref(1)).
fn head(place: &Place) -> Result<Option<Tree<'_>>> {
    let git = Git::at(place);
    if git.answer(["rev-parse", "--verify", "--quiet", "HEAD"])?.is_some() {
        return Tree::of(place, "HEAD").map(Some);
    }
    let branches = git.text(["for-each-ref", "--count=1", "--format=%(refname)", "refs/heads"])?;
    if branches.is_empty() {
        return Ok(None);
    }
    let name = git.text(["symbolic-ref", "HEAD"])?;
    let hint = SET_HEAD.with([crate::text::escape::shell_word(&branches).into_owned().into()]);
    Err(Failure::unable(UNBORN.with([name.trim_start_matches("refs/heads/").into()])).hint(hint))
}

fn one_of(files: &dyn Files) -> Result<Found> {
    let mut first: Option<(&str, String)> = None;
    for name in NAMES {
        let Some(text) = files.text(name)? else { continue };
        if let Some((first, _)) = first {
            return Err(Failure::usage(TWO.with([first.into(), name.into()])).hint(KEEP_ONE.say()));
        }
        first = Some((name, text));
    }
    let folder = first.as_ref().and_then(|(name, _)| name.rsplit_once('/')).map_or("", |(folder, _)| folder);
    let source = first.as_ref().map(|(name, text)| Source { name: files.shown(name), text: text.clone().into() });
    Ok(with(source, folder, files))
}

/// The policy that starts with a file; files that it extends lie beside it, in `folder`.
fn with(first: Option<Source>, folder: &str, files: &dyn Files) -> Found {
    let beside = |name: &str| {
        let path = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        let text = files.text(&path).map_err(|failure| failure.message.plain(Lang::En))?;
        text.ok_or_else(|| NOT_THERE.say().plain(Lang::En))
    };
    found(Policy::load(first, &beside))
}

fn found(loaded: std::result::Result<Policy, Box<Rejected>>) -> Found {
    match loaded {
        Ok(policy) => Found::Policy(Box::new(policy)),
        Err(rejected) => Found::Rejected(rejected),
    }
}

/// What kept a policy that is there from being read: exit code 3.
fn unreadable(name: &str, why: impl Into<crate::words::Value>) -> Failure {
    Failure::unable(UNREADABLE.with([name.into(), why.into()]))
}

fn text_of(bytes: Vec<u8>, name: &str) -> Result<String> {
    let usage = |message: Sentence| Failure::usage(message);
    if u64::try_from(bytes.len()).is_ok_and(|length| length > MOST_BYTES) {
        return Err(usage(TOO_LARGE.with([name.into()])));
    }
    let text = String::from_utf8(bytes).map_err(|_| usage(NO_TEXT.with([name.into()])))?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}
