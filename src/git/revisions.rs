//! Revisions as people write them (gitrevisions(7)): only git knows them all.

use super::ask::Git;
use super::history::Selection;
use super::place::Place;
use crate::failure::{Failure, Result};
use crate::model::ObjectId;
use crate::words::Words;
use std::collections::HashSet;

const UNKNOWN: Words = Words::new("there is no revision `{0}` here", "没有名为 `{0}` 的版本");
const SHALLOW: Words = Words::new(
    "this clone is shallow; get the whole history with: git fetch --unshallow --tags",
    "这是浅克隆；请获取完整历史：git fetch --unshallow --tags",
);
const FETCH: Words = Words::new("if it is on the server: git fetch --tags", "若在服务器上：git fetch --tags");
const NO_UPSTREAM: Words =
    Words::new("this branch has no upstream, so there is no range to judge", "当前分支没有上游分支，无法确定检查范围");
const DETACHED: Words =
    Words::new("HEAD is on no branch, so there is no range to judge", "HEAD 不在任何分支上，无法确定检查范围");
const NAME_RANGE: Words =
    Words::new("name it, for example: cihook check {0}..HEAD", "请写明范围，例如：cihook check {0}..HEAD");
const NO_TAG: Words = Words::new("HEAD reaches no tag", "HEAD 可达的历史中没有标签");
const NAME_TAGGED: Words = Words::new(
    "name a range, or judge everything with: cihook check --all",
    "请写明范围，或检查全部历史：cihook check --all",
);

/// The commits that `written` names: one commit, or a range.
///
/// # Errors
/// Where it names nothing.
pub fn select(place: &Place, written: &str) -> Result<Selection> {
    let git = Git::at(place);
    let listed = git.text(["rev-parse", "--revs-only", "--end-of-options", written]).unwrap_or_default();
    let mut selection = Selection::default();
    let mut negative = Vec::new();
    for line in listed.lines() {
        match line.strip_prefix('^') {
            Some(id) => negative.push(id),
            None if ObjectId::from_hex(line.as_bytes()).is_some() => selection.tips.extend(commit(&git, line)),
            None => {}
        }
    }
    selection.hidden = negative.iter().filter_map(|id| commit(&git, id)).collect();
    if selection.tips.is_empty() || selection.hidden.len() != negative.len() {
        return Err(unknown(place, written));
    }
    selection.alone = selection.hidden.is_empty() && selection.tips.len() == 1 && !written.contains("..");
    Ok(selection)
}

/// A revision that has to be one commit.
///
/// # Errors
/// Where it is none.
pub fn one(place: &Place, written: &str) -> Result<ObjectId> {
    commit(&Git::at(place), written).ok_or_else(|| unknown(place, written))
}

/// Everything that the user has and the upstream has not: `@{upstream}..HEAD`.
///
/// # Errors
/// Where there is no upstream; the message names the range to give.
pub fn since_upstream(place: &Place) -> Result<Selection> {
    let git = Git::at(place);
    if git.maybe(["rev-parse", "--verify", "--quiet", "@{upstream}"]).is_some() {
        return select(place, "@{upstream}..HEAD");
    }
    let message = if git.maybe(["symbolic-ref", "--quiet", "HEAD"]).is_some() { &NO_UPSTREAM } else { &DETACHED };
    Err(Failure::usage(message.say()).hint(NAME_RANGE.with([likely_base(&git).into()])))
}

/// Everything after the newest tag that HEAD reaches.
///
/// # Errors
/// Where it reaches none.
pub fn since_tag(place: &Place) -> Result<(String, Selection)> {
    let tag = Git::at(place).maybe(["describe", "--tags", "--abbrev=0", "HEAD"]);
    let tag = tag.ok_or_else(|| Failure::usage(NO_TAG.say()).hint(NAME_TAGGED.say()))?;
    let selection = select(place, &format!("refs/tags/{tag}..HEAD"))?;
    Ok((tag, selection))
}

/// The names of all commits that `tips` reach and `hidden` do not.
///
/// # Errors
/// Where git cannot list them.
pub fn names(place: &Place, tips: &[ObjectId], hidden: &[ObjectId]) -> Result<HashSet<ObjectId>> {
    let tips = tips.iter().map(ToString::to_string);
    let hidden = hidden.iter().map(|id| format!("^{id}"));
    let arguments = ["rev-list".to_owned()].into_iter().chain(tips).chain(hidden);
    let listed = Git::at(place).bytes(arguments)?;
    Ok(listed.split(|&byte| byte == b'\n').filter_map(ObjectId::from_hex).collect())
}

/// How many commits there are in a selection.
///
/// # Errors
/// Where git cannot count them.
pub fn count(place: &Place, selection: &Selection) -> Result<u64> {
    let tips = selection.tips.iter().map(ToString::to_string);
    let hidden = selection.hidden.iter().map(|id| format!("^{id}"));
    let arguments = ["rev-list".to_owned(), "--count".to_owned()].into_iter().chain(tips).chain(hidden);
    let told = Git::at(place).text(arguments)?;
    told.parse().map_err(|_| Failure::unable(UNKNOWN.with([told.into()])))
}

fn commit(git: &Git, written: &str) -> Option<ObjectId> {
    let told = git.maybe(["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{written}^{{commit}}")])?;
    ObjectId::from_hex(told.as_bytes())
}

fn unknown(place: &Place, written: &str) -> Failure {
    let message = UNKNOWN.with([written.into()]);
    match place.common_dir.join("shallow").exists() {
        true => Failure::unable(message).hint(SHALLOW.say()),
        false => Failure::usage(message).hint(FETCH.say()),
    }
}

/// Where a range would probably begin.
fn likely_base(git: &Git) -> String {
    let remote = git.maybe(["symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD"]);
    let known = ["origin/main", "origin/master", "main", "master"];
    let exists = |name: &&str| git.maybe(["rev-parse", "--verify", "--quiet", name]).is_some();
    remote
        .or_else(|| known.iter().find(|name| exists(name)).map(|name| (*name).to_owned()))
        .unwrap_or_else(|| "v1.2.0".to_owned())
}
