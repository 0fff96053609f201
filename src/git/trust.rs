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
    Ok(same.into_iter().filter(|(_, id)| !changed.contains(id)).map(|(name, _)| name.to_owned()).collect())
}

/// The commits of the refs that reach a change of the policy which the governing revision does not have: what came with it
/// may have been judged by something else.
fn changed(
    place: &Place,
    governing: ObjectId,
    refs: &[(&BStr, ObjectId)],
    paths: &[String],
) -> Result<BTreeSet<ObjectId>> {
    let tips: BTreeSet<ObjectId> = refs.iter().map(|(_, id)| *id).filter(|id| *id != governing).collect();
    let has_change = |tips: &mut dyn Iterator<Item = ObjectId>| -> Result<bool> {
        let tips: String = tips.map(|id| format!("{id}\n")).collect();
        let paths: String = paths.iter().map(|path| format!(":(top,literal){path}\n")).collect();
        let input = format!("{tips}^{governing}\n--\n{paths}");
        let options = ["rev-list", "--max-count=1", "--full-history", "--stdin"];
        Ok(!Git::at(place).fed(options, input.into_bytes())?.is_empty())
    };
    if tips.is_empty() || !has_change(&mut tips.iter().copied())? {
        return Ok(BTreeSet::new());
    }
    let mut changed = BTreeSet::new();
    for tip in tips {
        if has_change(&mut std::iter::once(tip))? {
            changed.insert(tip);
        }
    }
    Ok(changed)
}

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
