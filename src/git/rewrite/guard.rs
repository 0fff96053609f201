//! What stands in the way of new ids: an operation that git is in the middle of, commits that others build on, and
//! histories whose parents are not those of the objects.

use super::heads::Head;
use crate::failure::{Failure, Result};
use crate::git::ask::Git;
use crate::git::place::Place;
use crate::git::refs;
use crate::model::ObjectId;
use crate::words::Words;
use bstr::ByteSlice as _;
use std::collections::HashSet;

const BUSY: Words = Words::new("a {0} is in progress on `{1}`", "`{1}` 上正在进行 {0}");
const FINISH: Words =
    Words::new("finish or abort it first: git {0} --abort gives it up", "请先完成或放弃它：git {0} --abort 可放弃");
const FINISH_BISECT: Words = Words::new("end it first with: git bisect reset", "请先结束：git bisect reset");
const PUBLISHED: Words = Words::new(
    "{0} would get a new id, but `{1}` already has it, and others build on it",
    "{0} 会获得新的编号，但 `{1}` 已包含它，其他人在其上工作",
);
const OVERRIDE: Words =
    Words::new("add --published if you really want to rewrite it", "如确实要改写，请加上 --published");
const SHALLOW: Words = Words::new("this clone is shallow, and ends at {0}", "这是浅克隆，历史止于 {0}");
const UNSHALLOW: Words =
    Words::new("get the whole history with: git fetch --unshallow", "请获取完整历史：git fetch --unshallow");
const GRAFTED: Words = Words::new(
    "the parents of {0} are replaced by info/grafts, and would be lost",
    "{0} 的父提交由 info/grafts 替换，改写会丢失该替换",
);
const REPLACED: Words = Words::new(
    "{0} is replaced by another object (refs/replace), and the rewrite would lose that",
    "{0} 已被另一个对象替换（refs/replace），改写会丢失该替换",
);
const UNREPLACE: Words = Words::new("remove it first with: git replace -d {0}", "请先删除：git replace -d {0}");
const KEEP_GRAFTS: Words = Words::new(
    "make it permanent or remove it first (git-replace(1), --convert-graft-file)",
    "请先将其固化或删除（git-replace(1)，--convert-graft-file）",
);

/// Branches that others build on, where a remote does not say which is its own.
const DEFAULTS: [&str; 3] = ["main", "master", "develop"];

/// Refuses while git is in the middle of something in a work tree that holds one of the branches.
///
/// # Errors
/// In that case.
pub fn idle<'b>(heads: &[Head], branches: impl IntoIterator<Item = &'b str>) -> Result<()> {
    for branch in branches {
        if let Some(state) = heads.iter().find_map(|head| head.busy_with(branch)) {
            let hint = if state == "bisect" { FINISH_BISECT.say() } else { FINISH.with([state.into()]) };
            let short = branch.strip_prefix("refs/heads/").unwrap_or(branch);
            return Err(Failure::usage(BUSY.with([state.into(), short.into()])).hint(hint));
        }
    }
    Ok(())
}

/// Refuses where the history of these commits is not what their objects say.
///
/// # Errors
/// In that case, and where it cannot be looked up.
pub fn whole(place: &Place, commits: &[ObjectId]) -> Result<()> {
    let shallow = ids_of(&place.common_dir.join("shallow"))?;
    let grafts = ids_of(&place.common_dir.join("info/grafts"))?;
    let replaced: HashSet<ObjectId> = refs::below(place, "refs/replace/")?
        .into_keys()
        .filter_map(|name| ObjectId::from_hex(name.strip_prefix(b"refs/replace/")?))
        .collect();
    for id in commits {
        if shallow.contains(id) {
            return Err(Failure::usage(SHALLOW.with([id.short().into()])).hint(UNSHALLOW.say()));
        }
        if grafts.contains(id) {
            return Err(Failure::usage(GRAFTED.with([id.short().into()])).hint(KEEP_GRAFTS.say()));
        }
        if replaced.contains(id) {
            let hint = UNREPLACE.with([id.to_string().into()]);
            return Err(Failure::usage(REPLACED.with([id.short().into()])).hint(hint));
        }
    }
    Ok(())
}

/// The first word of each line of a file of ids; none where there is no such file.
fn ids_of(file: &std::path::Path) -> Result<HashSet<ObjectId>> {
    let text = match std::fs::read(file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(HashSet::new()),
        Err(error) => return Err(Failure::reading(file, error)),
    };
    Ok(text.lines().filter_map(|line| ObjectId::from_hex(line.fields().next()?)).collect())
}

/// Refuses where a branch that others build on has one of these commits: the default branch of a remote, or a branch
/// `release-v*`.
///
/// # Errors
/// In that case, and where it cannot be looked up.
pub fn unpublished(place: &Place, commits: &[ObjectId]) -> Result<()> {
    if commits.is_empty() {
        return Ok(());
    }
    for (name, tip) in shared(place)? {
        let mine: String = commits.iter().map(|id| format!("{id}\n")).collect();
        let own = Git::at(place).fed(["rev-list", "--stdin"], format!("{mine}^{tip}\n").into_bytes())?;
        let own: HashSet<ObjectId> = own.lines().filter_map(ObjectId::from_hex).collect();
        if let Some(id) = commits.iter().find(|id| !own.contains(id)) {
            let message = PUBLISHED.with([id.short().into(), name.into()]);
            return Err(Failure::usage(message).hint(OVERRIDE.say()));
        }
    }
    Ok(())
}

/// The remote-tracking branches that others build on, by their short names.
fn shared(place: &Place) -> Result<Vec<(String, ObjectId)>> {
    let git = Git::at(place);
    let remotes = git.text(["remote"])?;
    let format = "--format=%(refname)%00%(objectname)%00%(symref)";
    let listed = git.bytes(["for-each-ref", format, "refs/remotes/"])?;
    let mut found = Vec::new();
    for remote in remotes.lines() {
        let prefix = format!("refs/remotes/{remote}/");
        let mut branches = Vec::new();
        let mut default = None;
        for line in listed.lines() {
            let mut fields = line.split(|&byte| byte == 0);
            let name = fields.next().and_then(|name| name.to_str().ok()?.strip_prefix(&prefix));
            let (Some(name), Some(id)) = (name, fields.next().and_then(ObjectId::from_hex)) else { continue };
            let target = fields.next().and_then(|symref| symref.to_str().ok()?.strip_prefix(&prefix));
            match target {
                Some(target) if name == "HEAD" => default = Some(target.to_owned()),
                _ => branches.push((name.to_owned(), id)),
            }
        }
        let is_shared = |name: &str| {
            let is_default = default.as_deref().map_or_else(|| DEFAULTS.contains(&name), |default| default == name);
            is_default || name.starts_with("release-v")
        };
        let of_remote = branches.into_iter().filter(|(name, _)| is_shared(name));
        found.extend(of_remote.map(|(name, id)| (format!("{remote}/{name}"), id)));
    }
    Ok(found)
}
