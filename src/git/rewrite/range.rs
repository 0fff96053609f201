//! The commits whose messages are repaired, and the refs that lead to them.

use crate::failure::{Failure, Result};
use crate::git::alias;
use crate::git::ask::Git;
use crate::git::history::{Batch, Selection};
use crate::git::objects::Objects;
use crate::git::place::Place;
use crate::git::push;
use crate::git::refs;
use crate::git::revisions::{self, Repository};
use crate::model::ObjectId;
use crate::words::Words;
use std::collections::HashSet;

/// What moves when the commits get new ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The whole name of a local branch, or `HEAD` where HEAD is on none.
    pub name: String,
    /// Where it is.
    pub tip: ObjectId,
}

/// What is repaired.
#[derive(Clone, Debug)]
pub struct Range {
    /// The refs that the range ends at; the last one is the one that was named.
    pub targets: Vec<Target>,
    /// The commits whose messages are repaired.
    pub wanted: Selection,
    /// Everything that may get a new id: the commits, and what comes after them.
    pub affected: Selection,
}

const NO_BRANCH: Words = Words::new(
    "`{0}` is not a local branch, and only the messages of local branches can be changed",
    "`{0}` 不是本地分支，只能修改本地分支上的提交说明",
);
const END: Words = Words::new(
    "end the range with a branch or HEAD, for example: {0} fix {1}..HEAD",
    "请以分支或 HEAD 作为范围的终点，例如：{0} fix {1}..HEAD",
);
const NOT_REACHED: Words = Words::new("`{0}` is not part of the current branch", "`{0}` 不在当前分支上");
const SWITCH: Words = Words::new("switch to the branch that has it", "请切换到包含它的分支");
const UNBORN: Words = Words::new("there is no commit yet", "还没有任何提交");

/// The range that a person named.
///
/// # Errors
/// Where it is none, or does not end at a local branch or HEAD.
pub fn named(repository: &Repository<'_>, written: &str) -> Result<Range> {
    match end_of_range(written) {
        Some((start, end)) => {
            let target = target(repository, start, end)?;
            let wanted = Selection { alone: false, ..revisions::select(repository, written)? };
            Ok(Range { targets: vec![target], affected: wanted.clone(), wanted })
        }
        None => one(repository, written),
    }
}

/// The commits that `@{upstream}..HEAD` names.
///
/// # Errors
/// Where there is no upstream.
pub fn since_upstream(repository: &Repository<'_>) -> Result<Range> {
    let wanted = Selection { alone: false, ..revisions::since_upstream(repository)? };
    Ok(Range { targets: vec![head(repository)?], affected: wanted.clone(), wanted })
}

/// The commits that a push of these branches would make public: what they reach and no remote-tracking ref does. Without
/// a branch it is the current one.
///
/// # Errors
/// Where one of them is no local branch.
pub fn of_push(repository: &Repository<'_>, branches: &[String]) -> Result<Range> {
    let targets = match branches {
        [] => vec![head(repository)?],
        branches => {
            let local = |branch: &String| local(repository, branch)?.ok_or_else(|| no_branch(branch));
            branches.iter().map(local).collect::<Result<Vec<_>>>()?
        }
    };
    let hidden = push::seen_by_remotes(repository.place, repository.objects)?;
    let wanted = Selection { tips: targets.iter().map(|target| target.tip).collect(), hidden, ..Selection::default() };
    Ok(Range { targets, affected: wanted.clone(), wanted })
}

/// `a..b`: both sides.
fn end_of_range(written: &str) -> Option<(&str, &str)> {
    let (start, end) = written.split_once("..").filter(|(_, end)| !end.starts_with('.'))?;
    Some((start, if end.is_empty() { "HEAD" } else { end }))
}

/// One commit: what moves is the current branch.
fn one(repository: &Repository<'_>, written: &str) -> Result<Range> {
    if let Some(name) = full_name(repository, written)?.filter(|name| is_foreign(name)) {
        return Err(no_branch(&name));
    }
    let id = revisions::one(repository.place, written)?;
    let target = match local(repository, written)? {
        Some(target) => target,
        None => head(repository)?,
    };
    let parents = repository.objects.commit(id, |content| crate::git::object::links(content).parents.to_vec())?;
    let affected = Selection { tips: vec![target.tip], hidden: parents, ..Selection::default() };
    if !revisions::names(repository.place, &affected.tips, &affected.hidden)?.contains(&id) {
        return Err(Failure::usage(NOT_REACHED.with([written.into()])).hint(SWITCH.say()));
    }
    let wanted = Selection { tips: vec![id], alone: true, ..Selection::default() };
    Ok(Range { targets: vec![target], wanted, affected })
}

fn target(repository: &Repository<'_>, start: &str, end: &str) -> Result<Target> {
    if end == "HEAD" || end == "@" {
        return head(repository);
    }
    if let Some(target) = local(repository, end)? {
        return Ok(target);
    }
    // An id is as good as the branch that is there.
    let head = head(repository)?;
    let is_named = full_name(repository, end)?.is_some();
    if !is_named && revisions::one(repository.place, end)? == head.tip {
        return Ok(head);
    }
    Err(no_branch(end).hint(END.with([alias::program_name(Some(repository.place)).into(), start.into()])))
}

/// A local branch, by its name.
fn local(repository: &Repository<'_>, written: &str) -> Result<Option<Target>> {
    if written == "HEAD" || written == "@" {
        return head(repository).map(Some);
    }
    let Some(name) = full_name(repository, written)?.filter(|name| name.starts_with("refs/heads/")) else {
        return Ok(None);
    };
    let tip = revisions::one(repository.place, &name)?;
    Ok(Some(Target { name, tip }))
}

/// HEAD's branch, or HEAD where it is on none.
fn head(repository: &Repository<'_>) -> Result<Target> {
    let name =
        refs::current_branch(repository.place).map_or_else(|| "HEAD".to_owned(), |name| format!("refs/heads/{name}"));
    let git = Git::at(repository.place);
    let told = git.answer(["rev-parse", "--verify", "--quiet", "HEAD^{commit}"])?;
    let tip = told.and_then(|hex| ObjectId::from_hex(hex.as_bytes()));
    Ok(Target { name, tip: tip.ok_or_else(|| Failure::usage(UNBORN.say()))? })
}

/// The ref that a revision names by itself; none for `main~1` or an id.
fn full_name(repository: &Repository<'_>, written: &str) -> Result<Option<String>> {
    Git::at(repository.place)
        .answer(["rev-parse", "--verify", "--quiet", "--symbolic-full-name", "--end-of-options", written])
        .map(|told| {
            // git rev-parse(1) prints `--end-of-options` as well.
            let name = told?.lines().find(|line| *line != "--end-of-options")?.to_owned();
            name.starts_with("refs/").then_some(name)
        })
}

fn is_foreign(name: &str) -> bool {
    !name.starts_with("refs/heads/")
}

fn no_branch(name: &str) -> Failure {
    Failure::usage(NO_BRANCH.with([name.into()]))
}

/// The commits of a selection, parents before children.
///
/// # Errors
/// Where one of them cannot be read.
pub fn commits(repository: &Repository<'_>, selection: &Selection) -> Result<Batch> {
    let mut batch = Batch::default();
    let mut add = |id: ObjectId| repository.objects.commit(id, |content| batch.push(id, content));
    if selection.alone {
        selection.tips.iter().copied().try_for_each(&mut add)?;
        return Ok(batch);
    }
    let tips = selection.tips.iter().map(|id| format!("{id}\n"));
    let hidden = selection.hidden.iter().map(|id| format!("^{id}\n"));
    let input: String = tips.chain(hidden).collect();
    let arguments = ["rev-list", "--topo-order", "--reverse", "--stdin"];
    let listed = Git::at(repository.place).fed(arguments, input.into_bytes())?;
    listed.split(|&byte| byte == b'\n').filter_map(ObjectId::from_hex).try_for_each(&mut add)?;
    Ok(batch)
}

/// The names of the commits of a selection.
///
/// # Errors
/// Where git cannot list them.
pub fn ids(place: &Place, selection: &Selection) -> Result<HashSet<ObjectId>> {
    if selection.alone {
        return Ok(selection.tips.iter().copied().collect());
    }
    let hidden: String = selection.hidden.iter().map(|id| format!("^{id}\n")).collect();
    let tips: String = selection.tips.iter().map(|id| format!("{id}\n")).collect();
    let listed = Git::at(place).fed(["rev-list", "--stdin"], (tips + &hidden).into_bytes())?;
    Ok(listed.split(|&byte| byte == b'\n').filter_map(ObjectId::from_hex).collect())
}

/// Opens the repository of a place.
///
/// # Errors
/// Where its objects cannot be read.
pub fn open(place: &Place) -> Result<Objects> {
    Objects::open(place)
}
