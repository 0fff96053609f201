//! What a repository says at a commit that nobody proposes: its policy, and the files that tell how to read a change.

use crate::failure::{Failure, Result};
use crate::git::policy_file::NAMES;
use crate::github::answers::TreeEntry;
use crate::github::client::Trouble;
use crate::github::event;
use crate::github::repository::Repository;
use crate::model::ObjectId;
use crate::policy::{Policy, Rejected, Source};
use crate::words::{Lang, Words};
use std::collections::BTreeMap;
use std::path::Path;

/// The files of a commit, as far as their names were told.
pub struct Base<'r> {
    repository: &'r Repository<'r>,
    revision: String,
    /// What stands at the top and in `.github`, by its path; `None` where the server does not list it.
    entries: Option<BTreeMap<String, TreeEntry>>,
}

const TWO: Words = Words::new("there are two policies: `{0}` and `{1}`", "存在两个策略文件：`{0}` 和 `{1}`");
const KEEP_ONE: Words = Words::new("keep one of them", "请只保留一个");
const NOT_PINNED: Words = Words::new(
    "`{0}` is not a pinned policy; write OWNER/REPO@SHA:PATH with a full commit id",
    "`{0}` 不是固定的策略：请写作 OWNER/REPO@SHA:PATH，并使用完整的提交编号",
);
const NO_SUCH: Words = Words::new("there is no policy `{0}`", "没有策略 `{0}`");

/// A policy, or its mistakes.
pub type Read = std::result::Result<&'static Policy, Box<Rejected>>;

impl<'r> Base<'r> {
    /// The files of a commit.
    ///
    /// # Errors
    /// Where the server is broken; one that does not list trees is asked for each file.
    pub fn at(repository: &'r Repository<'r>, revision: &str) -> Result<Self> {
        let top = folder(repository, revision)?;
        let inner = top.iter().flatten().find(|entry| entry.path == ".github" && entry.kind == "tree").cloned();
        let below = match &inner {
            Some(inner) => folder(repository, &inner.sha)?,
            None => Some(Vec::new()),
        };
        let entries = top.zip(below).map(|(top, below)| {
            let below = below.into_iter().map(|entry| entry.below(".github"));
            top.into_iter().chain(below).map(|entry| (entry.path.clone(), entry)).collect()
        });
        Ok(Self { repository, revision: revision.to_owned(), entries })
    }

    /// The commit.
    pub fn revision(&self) -> &str {
        &self.revision
    }

    /// What stands at the top and in `.github`, for those who look for one of several; `None` where nobody knows.
    pub fn entries(&self) -> Option<impl Iterator<Item = &TreeEntry>> {
        self.entries.as_ref().map(BTreeMap::values)
    }

    /// The text of a file at the top or in `.github`; `None` where there is none.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn text(&self, path: &str) -> std::result::Result<Option<String>, Trouble> {
        if self.entries.as_ref().is_some_and(|entries| !entries.contains_key(path)) {
            return Ok(None);
        }
        self.repository.text(path, &self.revision)
    }

    /// The policy of the repository at this commit; without a file the default preset.
    ///
    /// # Errors
    /// Where there are two of them, or one cannot be read.
    pub fn policy(&self) -> Result<Read> {
        let mut found: Vec<(&str, String)> = Vec::new();
        for name in NAMES {
            found.extend(self.text(name)?.map(|text| (name, text)));
        }
        if let [(first, _), (second, _), ..] = found.as_slice() {
            return Err(Failure::usage(TWO.with([(*first).into(), (*second).into()])).hint(KEEP_ONE.say()));
        }
        let first = found.pop();
        let folder = first.as_ref().and_then(|(name, _)| name.rsplit_once('/')).map_or("", |(folder, _)| folder);
        let folder = folder.to_owned();
        let source = first.map(|(name, text)| Source { name: name.to_owned(), text: text.into() });
        Ok(load(source, self.repository, &folder, &self.revision))
    }
}

/// What stands in a folder; `None` where the server does not list all of it.
fn folder(repository: &Repository<'_>, tree: &str) -> std::result::Result<Option<Vec<TreeEntry>>, Trouble> {
    match repository.folder(tree) {
        Ok(listing) => Ok(listing.gap.is_none().then_some(listing.entries)),
        Err(trouble) if trouble.is_refused() => Ok(None),
        Err(trouble) => Err(trouble),
    }
}

/// The policy at `OWNER/REPO@SHA:PATH`.
///
/// # Errors
/// Where it is not pinned to a commit, or is not there.
pub fn pinned(repository: &Repository<'_>, told: &str) -> Result<Read> {
    let parts = told.split_once('@').and_then(|(name, rest)| Some((name, rest.split_once(':')?)));
    let parts = parts.filter(|(name, (id, path))| {
        event::is_repository(name) && ObjectId::from_hex(id.as_bytes()).is_some() && !path.is_empty()
    });
    let (name, (id, path)) = parts.ok_or_else(|| Failure::usage(NOT_PINNED.with([told.into()])))?;
    let elsewhere = Repository::new(repository.client, name);
    let text = elsewhere.text(path, id)?.ok_or_else(|| Failure::usage(NO_SUCH.with([told.into()])))?;
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    Ok(load(Some(Source { name: told.to_owned(), text: text.into() }), &elsewhere, folder, id))
}

fn load(first: Option<Source>, repository: &Repository<'_>, folder: &str, revision: &str) -> Read {
    let beside = |name: &str| {
        let path = Path::new(folder).join(name).to_string_lossy().into_owned();
        match repository.text(&path, revision) {
            Ok(Some(text)) => Ok(text),
            Ok(None) => Err("there is no such file".to_owned()),
            Err(trouble) => Err(trouble.say().plain(Lang::En)),
        }
    };
    // The policy is kept until the program ends, as that of every other command.
    Policy::load(first, &beside).map(|policy| &*Box::leak(Box::new(policy)))
}
