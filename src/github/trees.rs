//! Trees of a repository: which files there are, and how large they are.

use super::answers::{Tree, TreeEntry};
use super::client::{Server, Trouble};
use super::encode;
use super::repository::Repository;
use crate::model::Gap;
use std::collections::{BTreeMap, BTreeSet};

/// Folders that are looked into one by one where a listing of everything is cut off.
const FOLDERS_MOST: usize = 40;

/// Pages of a server that gives trees in pages.
const PAGES_MOST: u64 = 200;

/// What stands in a tree, as far as it was told.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    /// All entries below the tree, by their paths.
    pub entries: Vec<TreeEntry>,
    /// Why this is not all.
    pub gap: Option<Gap>,
}

impl TreeEntry {
    /// The same, where its tree is the folder of that path.
    pub fn below(self, folder: &str) -> Self {
        Self { path: format!("{folder}/{}", self.path), ..self }
    }
}

impl Repository<'_> {
    /// What stands directly in a tree or in the tree of a commit.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn folder(&self, tree: &str) -> Result<Listing, Trouble> {
        self.tree(tree, false)
    }

    /// Everything below the tree of a commit. Where that is cut off, the folders of `wanted` are looked into.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn everything(&self, commit: &str, wanted: &BTreeSet<&str>) -> Result<Listing, Trouble> {
        let mut listing = self.tree(commit, true)?;
        if listing.gap.is_some() {
            let known: BTreeSet<&str> = listing.entries.iter().map(|entry| entry.path.as_str()).collect();
            let lacking: Vec<&str> = wanted.iter().copied().filter(|path| !known.contains(path)).collect();
            let found = self.one_by_one(commit, &lacking)?;
            listing.entries.extend(found);
        }
        Ok(listing)
    }

    fn tree(&self, tree: &str, recursive: bool) -> Result<Listing, Trouble> {
        let address = self.address(&format!("git/trees/{}", encode::segment(tree)));
        let address = if recursive { format!("{address}?recursive=1") } else { address };
        if self.client.server == Server::Gitea {
            return self.tree_in_pages(&address);
        }
        let tree: Tree = self.client.get(&address)?;
        let got = tree.tree.len() as u64;
        Ok(Listing { entries: tree.tree, gap: tree.truncated.then_some(Gap::ApiLimit { got, of: got + 1 }) })
    }

    /// Gitea gives trees in pages, and says `truncated` as long as there are more.
    fn tree_in_pages(&self, address: &str) -> Result<Listing, Trouble> {
        let sign = if address.contains('?') { '&' } else { '?' };
        let mut entries = Vec::new();
        for page in 1..=PAGES_MOST {
            let tree: Tree = self.client.get(&format!("{address}{sign}per_page=1000&page={page}"))?;
            let is_last = !tree.truncated || tree.tree.is_empty();
            entries.extend(tree.tree);
            if is_last {
                return Ok(Listing { entries, gap: None });
            }
        }
        let got = entries.len() as u64;
        Ok(Listing { entries, gap: Some(Gap::ApiLimit { got, of: got + 1 }) })
    }

    /// The entries of single files, found folder by folder.
    fn one_by_one(&self, commit: &str, paths: &[&str]) -> Result<Vec<TreeEntry>, Trouble> {
        let mut folders: BTreeMap<String, Vec<TreeEntry>> = BTreeMap::new();
        let mut found = Vec::new();
        'paths: for path in paths {
            let mut folder = String::new();
            let mut tree = commit.to_owned();
            for (index, part) in path.split('/').enumerate() {
                if !folders.contains_key(&folder) {
                    if folders.len() == FOLDERS_MOST {
                        break 'paths;
                    }
                    folders.insert(folder.clone(), self.tree(&tree, false)?.entries);
                }
                let Some(entry) = folders[&folder].iter().find(|entry| entry.path == part) else { continue 'paths };
                if entry.kind != "tree" {
                    found.push(TreeEntry { path: (*path).to_owned(), ..entry.clone() });
                    continue 'paths;
                }
                tree.clone_from(&entry.sha);
                folder = if index == 0 { part.to_owned() } else { format!("{folder}/{part}") };
            }
        }
        Ok(found)
    }
}
