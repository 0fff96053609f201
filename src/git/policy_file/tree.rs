//! Files of a commit.

use super::{Files, MOST_BYTES, NAMES, TOO_LARGE, text_of, unreadable};
use crate::failure::{Failure, Result};
use crate::git::ask::Git;
use crate::git::place::Place;
use crate::words::Words;
use bstr::ByteSlice as _;
use std::collections::BTreeMap;

const LINK: Words =
    Words::new("it is a link, and links of a commit are not followed", "它是链接，提交中的链接不会被跟随");
const NO_FILE: Words = Words::new("it is not a file", "它不是文件");
const NO_SIZE: Words = Words::new("it is missing from this clone", "此克隆中缺少该文件");

/// The tree of a revision.
pub(super) struct Tree<'p> {
    place: &'p Place,
    revision: &'p str,
    /// What stands at the names of a policy.
    listed: BTreeMap<String, Entry>,
}

/// What `git ls-tree --long` tells of a name (git-ls-tree(1)).
struct Entry {
    mode: String,
    kind: String,
    id: String,
    size: String,
}

impl<'p> Tree<'p> {
    /// Asks git once for all names that a policy can have.
    ///
    /// # Errors
    /// Where the revision or a tree of it cannot be read, as in a clone without trees.
    pub fn of(place: &'p Place, revision: &'p str) -> Result<Self> {
        let listed = list(place, revision, &NAMES)?;
        Ok(Self { place, revision, listed })
    }

    fn read(&self, name: &str, entry: &Entry) -> Result<String> {
        let shown = self.shown(name);
        match (entry.kind.as_str(), entry.mode.as_str()) {
            ("blob", "120000") => return Err(unreadable(&shown, LINK.say())),
            ("blob", _) => {}
            _ => return Err(unreadable(&shown, NO_FILE.say())),
        }
        let size: u64 = entry.size.parse().map_err(|_| unreadable(&shown, NO_SIZE.say()))?;
        if size > MOST_BYTES {
            return Err(Failure::usage(TOO_LARGE.with([shown.into()])));
        }
        let bytes = Git::at(self.place).bytes(["cat-file", "blob", &entry.id]);
        text_of(bytes.map_err(|failure| unreadable(&shown, failure.message))?, &shown)
    }
}

impl Files for Tree<'_> {
    fn text(&self, name: &str) -> Result<Option<String>> {
        if NAMES.contains(&name) {
            return self.listed.get(name).map(|entry| self.read(name, entry)).transpose();
        }
        let listed = list(self.place, self.revision, &[name])?;
        listed.get(name).map(|entry| self.read(name, entry)).transpose()
    }

    fn shown(&self, name: &str) -> String {
        format!("{}:{name}", self.revision)
    }
}

fn list(place: &Place, revision: &str, names: &[&str]) -> Result<BTreeMap<String, Entry>> {
    let revision = format!("{revision}^{{tree}}");
    let options = ["--literal-pathspecs", "ls-tree", "-z", "--long", "--full-tree", revision.as_str(), "--"];
    let listed = Git::at(place).bytes(options.iter().copied().chain(names.iter().copied()));
    let listed = listed.map_err(|failure| unreadable(names[0], failure.message))?;
    Ok(listed.split_str("\0").filter_map(entry).collect())
}

fn entry(line: &[u8]) -> Option<(String, Entry)> {
    let (facts, name) = line.to_str().ok()?.split_once('\t')?;
    let mut facts = facts.split_ascii_whitespace().map(str::to_owned);
    let entry = Entry { mode: facts.next()?, kind: facts.next()?, id: facts.next()?, size: facts.next()? };
    Some((name.to_owned(), entry))
}
