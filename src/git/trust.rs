//! Which refs of a server were judged by the policy that is in force now. Everything else that the server holds (refs of
//! forks and reviews, branches that brought a policy of their own) was judged by another one, or never.

use super::ask::Git;
use super::changes::tree::Entries;
use super::object;
use super::objects::trees::Trees;
use super::objects::{self, Objects};
use super::place::Place;
use super::push::Public;
use crate::failure::Result;
use crate::model::ObjectId;
use bstr::{BStr, BString, ByteSlice as _};
use std::collections::BTreeSet;

/// The branches and tags that hold the same policy as a revision, and whose own commits never held another one.
///
/// # Errors
/// Where a commit or a tree cannot be read.
pub fn by_same_policy(
    place: &Place,
    objects: &Objects,
    governing: ObjectId,
    paths: &[String],
    public: &Public,
) -> Result<BTreeSet<BString>> {
    let mut reader = Reader { objects, trees: Trees::of(place, objects) };
    let policy = reader.files(governing, paths)?;
    let mut same: Vec<(&BStr, ObjectId)> = Vec::new();
    for (name, id) in public.branches_and_tags() {
        if id == governing || reader.files(id, paths)? == policy {
            same.push((name, id));
        }
    }
    let changed = changed(place, governing, &same, paths)?;
    Ok(same.into_iter().map(|(name, _)| name.to_owned()).filter(|name| !changed.contains(name)).collect())
}

/// The refs that reach a change of the policy which the governing revision does not have: what came with it may have been
/// judged by something else.
fn changed(
    place: &Place,
    governing: ObjectId,
    refs: &[(&BStr, ObjectId)],
    paths: &[String],
) -> Result<BTreeSet<BString>> {
    let tips: BTreeSet<ObjectId> = refs.iter().map(|(_, id)| *id).filter(|id| *id != governing).collect();
    let mut changed = BTreeSet::new();
    if tips.is_empty() {
        return Ok(changed);
    }
    let tips: String = tips.iter().map(|id| format!("{id}\n")).collect();
    let paths: String = paths.iter().map(|path| format!(":(top,literal){path}\n")).collect();
    let input = format!("{tips}^{governing}\n--\n{paths}");
    let git = Git::at(place);
    let changes = git.fed(["rev-list", "--full-history", "--stdin"], input.into_bytes())?;
    let changes: Vec<&str> = changes.lines().filter_map(|line| line.to_str().ok()).collect();
    for some in changes.chunks(CHANGES_AT_ONCE) {
        let contains = some.iter().flat_map(|id| ["--contains", *id]);
        let listing = ["for-each-ref", "--format=%(refname)"].into_iter().chain(contains);
        let names = git.bytes(listing.chain(["refs/heads/", "refs/tags/"]))?;
        changed.extend(names.lines().map(BString::from));
    }
    Ok(changed)
}

/// So many commits fit on a command line; changes of a policy are rare.
const CHANGES_AT_ONCE: usize = 500;

struct Reader<'r> {
    objects: &'r Objects,
    trees: Trees<'r>,
}

impl Reader<'_> {
    /// What stands at the paths in the tree of a commit.
    fn files(&mut self, commit: ObjectId, paths: &[String]) -> Result<Vec<Option<ObjectId>>> {
        let tree = self.objects.commit(commit, object::links)?.tree.ok_or_else(|| objects::missing(commit))?;
        paths.iter().map(|path| self.file(tree, path)).collect()
    }

    fn file(&mut self, tree: ObjectId, path: &str) -> Result<Option<ObjectId>> {
        let mut at = tree;
        for name in path.split('/') {
            let content = self.trees.get(at)?.ok_or_else(|| objects::missing(at))?;
            let entry = Entries::of(&content, at.as_bytes().len()).find(|entry| entry.name == name.as_bytes());
            match entry {
                Some(entry) => at = entry.id,
                None => return Ok(None),
            }
        }
        Ok(Some(at))
    }
}

/// The name of the branch or the tag that a ref of a server or of a remote is, without what stands before it.
pub fn short_name(name: &[u8]) -> (Option<String>, Option<String>) {
    let text = |name: &[u8]| Some(name.to_str_lossy().into_owned());
    if let Some(name) = name.strip_prefix(b"refs/heads/") {
        (text(name), None)
    } else if let Some(name) = name.strip_prefix(b"refs/tags/") {
        (None, text(name))
    } else if let Some(name) = name.strip_prefix(b"refs/remotes/") {
        let branch = name.find_byte(b'/').map_or(name, |at| &name[at + 1..]);
        (text(branch), None)
    } else {
        (None, None)
    }
}
