//! Where the policy of a repository is.

use super::ask::Git;
use super::place::Place;
use crate::failure::{Failure, Result};
use crate::policy::{Policy, Rejected, Source};
use crate::words::Words;
use std::path::{Path, PathBuf};

/// The names that a policy can have, from the top of the work tree.
pub const NAMES: [&str; 3] = ["cihook.toml", ".cihook.toml", ".github/cihook.toml"];

/// A policy is text that people write; what is larger is none.
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
const TOO_LARGE: Words = Words::new("`{0}` is too large for a policy", "`{0}` 太大，不是策略文件");
const NO_TEXT: Words = Words::new("`{0}` is not text in UTF-8", "`{0}` 不是 UTF-8 文本");

/// The policy that holds for local work: the one that `told` names, else the one in the work tree, else in the tree of
/// HEAD of a bare repository, else the default preset.
///
/// # Errors
/// Where there are two of them, or one cannot be read.
pub fn load(place: Option<&Place>, told: Option<&Path>) -> Result<Found> {
    if let Some(path) = told {
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        return Ok(in_folder(Some(read(path, &path.display().to_string())?), &folder));
    }
    match place {
        Some(Place { work_tree: Some(top), .. }) => {
            let first = one_of(NAMES.iter().filter(|name| top.join(name).is_file()).copied())?;
            let source = first.map(|name| read(&top.join(name), name)).transpose()?;
            let folder =
                first.and_then(|name| Path::new(name).parent()).map_or_else(|| top.clone(), |parent| top.join(parent));
            Ok(in_folder(source, &folder))
        }
        Some(place) => of_revision(place, "HEAD"),
        None => Ok(in_folder(None, Path::new(""))),
    }
}

/// Whether the repository has a policy of its own.
pub fn exists(place: &Place) -> bool {
    match &place.work_tree {
        Some(top) => NAMES.iter().any(|name| top.join(name).is_file()),
        None => NAMES
            .iter()
            .any(|name| Git::at(place).maybe(["rev-parse", "--verify", "--quiet", &format!("HEAD:{name}")]).is_some()),
    }
}

/// The policy in the tree of a revision, else the default preset.
///
/// # Errors
/// Where there are two of them, or one cannot be read.
pub fn of_revision(place: &Place, revision: &str) -> Result<Found> {
    let git = Git::at(place);
    let blob = |name: &str| git.maybe(["rev-parse", "--verify", "--quiet", &format!("{revision}:{name}")]);
    let first = one_of(NAMES.iter().copied().filter(|name| blob(name).is_some()))?;
    let show = |name: &str| -> Result<String> {
        let bytes = git.bytes(["cat-file", "blob", &format!("{revision}:{name}")])?;
        text_of(bytes, name)
    };
    let source = match first {
        Some(name) => Some(Source { name: format!("{revision}:{name}"), text: show(name)?.into() }),
        None => None,
    };
    let folder = first.and_then(|name| name.rsplit_once('/')).map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let beside =
        |name: &str| show(&format!("{folder}{name}")).map_err(|failure| failure.message.plain(crate::words::Lang::En));
    Ok(found(Policy::load(source, &beside)))
}

fn in_folder(first: Option<Source>, folder: &Path) -> Found {
    found(Policy::load(first, &|name| beside(folder, name)))
}

fn found(loaded: std::result::Result<Policy, Box<Rejected>>) -> Found {
    match loaded {
        Ok(policy) => Found::Policy(Box::new(policy)),
        Err(rejected) => Found::Rejected(rejected),
    }
}

/// A file beside the policy; links that lead out of the folder are not followed.
fn beside(folder: &Path, name: &str) -> std::result::Result<String, String> {
    let real = |path: &Path| std::fs::canonicalize(path).map_err(|error| error.to_string());
    let folder = if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder.to_owned() };
    let path = real(&folder.join(name))?;
    if !path.starts_with(real(&folder)?) {
        return Err("it is a link that leads out".to_owned());
    }
    match read(&path, name) {
        Ok(source) => Ok(source.text.into_owned()),
        Err(failure) => Err(failure.message.plain(crate::words::Lang::En)),
    }
}

fn one_of<'n>(mut names: impl Iterator<Item = &'n str>) -> Result<Option<&'n str>> {
    let first = names.next();
    match (first, names.next()) {
        (Some(first), Some(second)) => {
            Err(Failure::usage(TWO.with([first.into(), second.into()])).hint(KEEP_ONE.say()))
        }
        _ => Ok(first),
    }
}

fn read(path: &Path, name: &str) -> Result<Source> {
    let usage = |error: std::io::Error| Failure { kind: crate::failure::Kind::Usage, ..Failure::reading(path, error) };
    let size = std::fs::metadata(path).map_err(usage)?.len();
    if size > MOST_BYTES {
        return Err(Failure::usage(TOO_LARGE.with([name.into()])));
    }
    let bytes = std::fs::read(path).map_err(usage)?;
    Ok(Source { name: name.to_owned(), text: text_of(bytes, name)?.into() })
}

fn text_of(bytes: Vec<u8>, name: &str) -> Result<String> {
    let text = String::from_utf8(bytes).map_err(|_| Failure::usage(NO_TEXT.with([name.into()])))?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}
