//! New commits in the place of old ones. Objects first, then the backup, then one transaction of refs: killed at any
//! moment, each ref is the old or the new one.

use super::backup;
use super::heads::{self, Head};
use super::range::Target;
use crate::failure::{Failure, Result};
use crate::git::ask::Git;
use crate::git::place::Place;
use crate::git::{file, others, refs};
use crate::model::ObjectId;
use crate::rewrite::Rewritten;
use crate::text::escape;
use crate::words::Words;
use bstr::ByteSlice as _;
use std::collections::{BTreeMap, HashMap};
use std::ffi::OsString;
use std::io::Write as _;
use std::path::PathBuf;

/// A ref that moves, or does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Its whole name.
    pub name: String,
    /// Where it was.
    pub old: ObjectId,
    /// Where it goes.
    pub new: ObjectId,
}

/// What happens to the refs of a repository.
#[derive(Clone, Debug, Default)]
pub struct Moves {
    /// The refs that move, the one that was named last.
    pub refs: Vec<Moved>,
    /// The refs that still lead to the old commits.
    pub not_moved: Vec<String>,
}

const PACK: Words = Words::new("the new commits cannot be packed: {0}", "无法打包新的提交：{0}");

/// Which refs move: the branches that were named, and every other local branch whose tip gets a new id. Tags, notes,
/// remote-tracking refs, branches that fork off within the range, and HEADs of other work trees that are on no branch stay.
///
/// # Errors
/// Where refs cannot be read.
pub fn moves(place: &Place, targets: &[Target], heads: &[Head], rewritten: &[Rewritten]) -> Result<Moves> {
    let Some(first) = rewritten.first() else { return Ok(Moves::default()) };
    let new: HashMap<ObjectId, ObjectId> = rewritten.iter().map(|one| (one.old, one.new)).collect();
    let mut moves = Moves::default();
    let contains = format!("--contains={}", first.old);
    let format = "--format=%(objectname) %(refname)";
    let roots = roots(rewritten);
    let mut listed = BTreeMap::new();
    for root in roots.iter().map(|id| format!("--contains={id}")).chain([contains]) {
        let told = Git::at(place).bytes(["for-each-ref", format, &root, "refs/heads/", "refs/tags/"])?;
        for line in told.lines() {
            let Some((id, name)) = line.split_once_str(" ") else { continue };
            listed.insert(name.to_str_lossy().into_owned(), ObjectId::from_hex(id));
        }
    }
    for (name, id) in listed {
        if targets.iter().any(|target| target.name == name) {
            continue;
        }
        match id.and_then(|old| Some((old, *new.get(&old)?))) {
            Some((old, new)) if name.starts_with("refs/heads/") => moves.refs.push(Moved { name, old, new }),
            _ => moves.not_moved.push(name),
        }
    }
    for head in heads.iter().filter(|head| !head.is_here) {
        if head.detached.is_some_and(|id| new.contains_key(&id)) {
            moves.not_moved.push(head.git_dir.join("HEAD").display().to_string());
        }
    }
    for target in targets {
        if let Some(&new) = new.get(&target.tip) {
            moves.refs.push(Moved { name: target.name.clone(), old: target.tip, new });
        }
    }
    Ok(moves)
}

/// The first commits that get a new id, so that everything that leads to a rewritten commit leads to one of them.
fn roots(rewritten: &[Rewritten]) -> Vec<ObjectId> {
    let renamed: std::collections::HashSet<ObjectId> = rewritten.iter().map(|one| one.new).collect();
    let is_root =
        |one: &&Rewritten| !crate::git::object::links(&one.content).parents.iter().any(|id| renamed.contains(id));
    rewritten.iter().filter(is_root).map(|one| one.old).collect()
}

/// The pushes that bring the new commits to where the old ones were pushed: for each branch that moves and that a remote
/// has under its own name, with the place where it was last seen there.
///
/// # Errors
/// Where refs cannot be read.
pub fn pushes(place: &Place, moves: &Moves, rewritten: &[Rewritten]) -> Result<Vec<String>> {
    let mut pushes = Vec::new();
    if rewritten.is_empty() {
        return Ok(pushes);
    }
    let remotes = Git::at(place).text(["remote"])?;
    let tracking = refs::below(place, "refs/remotes/")?;
    for branch in moves.refs.iter().filter_map(|moved| moved.name.strip_prefix("refs/heads/")) {
        for remote in remotes.lines() {
            let name = format!("refs/remotes/{remote}/{branch}");
            let Some(tip) = tracking.get(bstr::BStr::new(&name)) else { continue };
            if has_any(place, *tip, rewritten)? {
                let lease = escape::shell_word(&format!("--force-with-lease={branch}:{tip}")).into_owned();
                pushes.push(format!("git push {lease} {} {}", escape::shell_word(remote), escape::shell_word(branch)));
            }
        }
    }
    Ok(pushes)
}

/// Whether a commit is, or descends from, one that gets a new id.
fn has_any(place: &Place, tip: ObjectId, rewritten: &[Rewritten]) -> Result<bool> {
    for root in roots(rewritten) {
        let (root, tip) = (root.to_string(), tip.to_string());
        if Git::at(place).answer_as_is(["merge-base", "--is-ancestor", &root, &tip])?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Writes the new commits and moves the refs; the backup ref to go back by.
///
/// # Errors
/// Where something cannot be written, or a ref is another by now: then no ref has moved.
pub fn apply(place: &Place, rewritten: &[Rewritten], moves: &Moves) -> Result<String> {
    let pack = pack(rewritten)?;
    // In a folder below the top git writes the pack beside that folder's own path: it is told where the repository is.
    let folder = std::path::absolute(&place.git_dir).map_err(|error| Failure::reading(&place.git_dir, error))?;
    let repository = heads::of_git_dir(&folder);
    Git::at(place).fed([&repository, &"index-pack".into(), &"--stdin".into()], pack)?;
    let kept = moves.refs.iter().map(|moved| (moved.name.clone(), (moved.old, moved.new))).collect();
    let backup = backup::keep(place, &kept)?;
    let mut commands = String::from("start\n");
    if let Some(last) = moves.refs.last() {
        backup::update(place, format!("update ORIG_HEAD {}\n", last.old), "cihook fix")?;
    }
    for moved in &moves.refs {
        commands.push_str(&format!("update {} {} {}\n", moved.name, moved.new, moved.old));
    }
    commands.push_str("prepare\ncommit\n");
    backup::update(place, commands, "cihook fix")?;
    let moved: Vec<(&str, ObjectId)> = moves.refs.iter().map(|moved| (moved.name.as_str(), moved.new)).collect();
    heads::log(place, &moved, "cihook fix");
    Ok(backup)
}

/// A pack of the new commits (gitformat-pack(5)): one file, which git indexes and syncs once.
fn pack(rewritten: &[Rewritten]) -> Result<Vec<u8>> {
    let failed = |error: &dyn std::fmt::Display| Failure::unable(PACK.with([error.to_string().into()]));
    let count = u32::try_from(rewritten.len()).map_err(|error| failed(&error))?;
    let mut pack = [b"PACK", &2_u32.to_be_bytes()[..], &count.to_be_bytes()].concat();
    for one in rewritten {
        pack.extend_from_slice(&entry_header(one.content.len()));
        let level = gix_zlib::Compression::new(1).unwrap_or_default();
        let mut deflate = gix_zlib::stream::deflate::Write::new(pack, level);
        deflate.write_all(&one.content).and_then(|()| deflate.flush()).map_err(|error| failed(&error))?;
        pack = deflate.into_inner();
    }
    let kind = match rewritten.first().map(|one| one.new.as_bytes().len()) {
        Some(32) => gix_hash::Kind::Sha256,
        _ => gix_hash::Kind::Sha1,
    };
    let mut hasher = gix_hash::hasher(kind);
    hasher.update(&pack);
    let sum = hasher.try_finalize().map_err(|error| failed(&error))?;
    pack.extend_from_slice(sum.as_bytes());
    Ok(pack)
}

/// The kind (a commit) and the size of an object in a pack, seven bits a byte but for the first.
fn entry_header(size: usize) -> Vec<u8> {
    const COMMIT: u8 = 1;
    let mut rest = size >> 4;
    let mut header = vec![COMMIT << 4 | (size & 15) as u8];
    while rest > 0 {
        if let Some(last) = header.last_mut() {
            *last |= 0x80;
        }
        header.push((rest & 0x7f) as u8);
        rest >>= 7;
    }
    header
}

/// Copies notes as `notes.rewrite*` say, and runs the hook post-rewrite, as a rebase does (githooks(5)). What they come to
/// changes nothing: the refs have moved. The notes that could not be copied are told.
///
/// # Errors
/// Where notes could not be copied.
pub fn after(place: &Place, rewritten: &[Rewritten]) -> Result<()> {
    let lines: String = rewritten.iter().map(|one| format!("{} {}\n", one.old, one.new)).collect();
    let copied = Git::at(place).fed(["notes", "copy", "--for-rewrite=rebase", "--stdin"], lines.clone().into_bytes());
    if let Some(hook) = post_rewrite(place) {
        // Its failure changes nothing, and its exit code is told to nobody (githooks(5), "post-rewrite").
        let _ = others::run(&hook, &[OsString::from("rebase")], Some(lines.as_bytes()));
    }
    copied.map(drop)
}

fn post_rewrite(place: &Place) -> Option<PathBuf> {
    let told = Git::at(place).maybe(["rev-parse", "--git-path", "hooks/post-rewrite"])?;
    let hook = place.start.join(told);
    file::is_executable(&hook).then_some(hook)
}

/// Lock files of refs that an earlier run, or a git, left over: nobody can move those refs until they are gone.
pub fn locks(place: &Place, names: &[&str]) -> Vec<PathBuf> {
    let lock = |name: &str| {
        let folder = if name == "HEAD" { &place.git_dir } else { &place.common_dir };
        folder.join(format!("{name}.lock"))
    };
    let packed = place.common_dir.join("packed-refs.lock");
    names.iter().map(|name| lock(name)).chain([packed]).filter(|lock| lock.exists()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_written_seven_bits_a_byte() {
        assert_eq!(entry_header(5), [0x15]);
        assert_eq!(entry_header(200), [0x98, 0x0c]);
        assert_eq!(entry_header(1 << 14), [0x90, 0x80, 0x08]);
    }
}
