//! Revisions as people write them (gitrevisions(7)): only git knows them all.

use super::alias;
use super::ask::Git;
use super::history::{self, Selection};
use super::objects::Objects;
use super::place::Place;
use crate::failure::{Failure, Result};
use crate::model::ObjectId;
use crate::words::Words;
use bstr::ByteSlice as _;
use std::collections::HashSet;

const UNKNOWN: Words = Words::new("there is no revision `{0}` here", "没有名为 `{0}` 的版本");
const NO_COMMIT: Words =
    Words::new("`{0}` is a {1}, and only commits have messages", "`{0}` 是 {1}，只有提交才有提交说明");
const SHALLOW: Words = Words::new(
    "this clone is shallow; get the whole history with: git fetch --unshallow --tags",
    "这是浅克隆；请获取完整历史：git fetch --unshallow --tags",
);
const FETCH: Words = Words::new("if it is on the server: git fetch --tags", "若在服务器上：git fetch --tags");
const MOVES: Words =
    Words::new("`{0}` is neither a tag nor a commit id, and may move", "`{0}` 既不是标签也不是提交编号，可能会移动");
const NO_UPSTREAM: Words =
    Words::new("this branch has no upstream, so there is no range to check", "当前分支没有上游分支，无法确定检查范围");
const DETACHED: Words =
    Words::new("HEAD is not on a branch, so there is no range to check", "HEAD 不在任何分支上，无法确定检查范围");
const NAME_RANGE: Words =
    Words::new("name it, for example: {0} check {1}..HEAD", "请写明范围，例如：{0} check {1}..HEAD");
const NO_TAG: Words = Words::new("HEAD reaches no tag", "HEAD 可达的历史中没有标签");
const NO_TAG_IN_SHALLOW: Words = Words::new("there is no tag in this shallow history", "现有的部分历史中没有标签");
const RANGE_OR_ALL: Words = Words::new(
    "give a range, or check everything with: {0} check --all",
    "请写明范围，或检查全部历史：{0} check --all",
);

/// The commits that `written` names: one commit, or a range.
///
/// # Errors
/// Where it names nothing, and where git does not answer: that is another failure.
pub fn select(repository: &Repository<'_>, written: &str) -> Result<Selection> {
    let listed = match far_range(written) {
        Some(sides) => repository.far(&sides)?,
        None => repository.listed(written)?,
    };
    let mut selection = Selection::default();
    for revision in listed {
        match revision {
            Revision::Wanted(id) => selection.tips.push(id),
            Revision::Hidden(id) => selection.hidden.push(id),
        }
    }
    if selection.tips.is_empty() {
        return Err(repository.unknown(written));
    }
    selection.alone = selection.hidden.is_empty() && selection.tips.len() == 1 && !written.contains("..");
    Ok(selection)
}

/// A repository whose revisions are read.
pub struct Repository<'r> {
    /// Where it is.
    pub place: &'r Place,
    /// Its objects.
    pub objects: &'r Objects,
}

/// A commit of a range.
#[derive(Clone, Copy)]
enum Revision {
    Wanted(ObjectId),
    Hidden(ObjectId),
}

/// One side of a range that lies far back: a revision, and how many first parents behind it.
struct Far<'w> {
    revision: &'w str,
    back: usize,
}

/// So many parents are walked here: git would read the same commits, which are needed again for judging.
const FAR: usize = 64;

/// `a~10000..b`: both sides, where one of them lies far back.
fn far_range(written: &str) -> Option<[Far<'_>; 2]> {
    let (from, to) = written.split_once("..").filter(|(_, to)| !to.starts_with('.'))?;
    let (from, to) = (far_side(from), far_side(to));
    (from.back.max(to.back) >= FAR).then_some([from, to])
}

fn far_side(text: &str) -> Far<'_> {
    let text = if text.is_empty() { "HEAD" } else { text };
    let far = text.rsplit_once('~').and_then(|(revision, back)| Some((revision, back.parse::<usize>().ok()?)));
    let (revision, back) = far.filter(|(revision, _)| !revision.is_empty()).unwrap_or((text, 0));
    Far { revision, back }
}

impl Repository<'_> {
    /// What git makes of a revision or a range.
    fn listed(&self, written: &str) -> Result<Vec<Revision>> {
        let git = Git::at(self.place);
        let told = git.text(["rev-parse", "--revs-only", "--end-of-options", written])?;
        let lines = told.lines().filter(|line| *line != "--end-of-options");
        let revisions = lines.map(|line| {
            let (hex, hidden) = line.strip_prefix('^').map_or((line, false), |hex| (hex, true));
            let id = self.commit(hex).ok_or_else(|| self.unknown(written))?;
            Ok(if hidden { Revision::Hidden(id) } else { Revision::Wanted(id) })
        });
        revisions.collect()
    }

    /// The sides of a range that lies far back. Often both begin at the same commit, for which git is asked once.
    fn far(&self, [from, to]: &[Far<'_>; 2]) -> Result<Vec<Revision>> {
        let hidden = one(self.place, from.revision)?;
        let wanted = if to.revision == from.revision { hidden } else { one(self.place, to.revision)? };
        Ok(vec![Revision::Hidden(self.behind(hidden, from)?), Revision::Wanted(self.behind(wanted, to)?)])
    }

    fn behind(&self, id: ObjectId, far: &Far<'_>) -> Result<ObjectId> {
        let found = history::first_parent(self.place, self.objects, id, far.back)?;
        found.ok_or_else(|| self.unknown(&format!("{}~{}", far.revision, far.back)))
    }

    /// The commit that an id of git's is, or that a tag is for.
    fn commit(&self, hex: &str) -> Option<ObjectId> {
        let id = ObjectId::from_hex(hex.as_bytes())?;
        self.objects.peeled(id).ok().flatten()
    }

    fn unknown(&self, written: &str) -> Failure {
        unknown(self.place, written)
    }
}

/// A revision that has to be one commit.
///
/// # Errors
/// Where it is none, and where git does not answer.
pub fn one(place: &Place, written: &str) -> Result<ObjectId> {
    commit(&Git::at(place), written)?.ok_or_else(|| unknown(place, written))
}

/// A revision that stays where it is, as policies name it: a tag, or the id of a commit. A branch is none, and nothing
/// that anybody may push, such as `refs/v1`, stands in the way of a tag (gitrevisions(7) tries it first).
///
/// # Errors
/// Where it is none of them; a branch is told as such.
pub fn fixed(place: &Place, written: &str) -> Result<ObjectId> {
    let git = Git::at(place);
    let tag = written.strip_prefix("refs/").unwrap_or(written);
    let tag = tag.strip_prefix("tags/").unwrap_or(tag);
    if let Some(id) = commit(&git, &format!("refs/tags/{tag}"))? {
        return Ok(id);
    }
    if let Some(id) = ObjectId::from_hex(written.as_bytes()) {
        return commit(&git, &id.to_string())?.ok_or_else(|| unknown(place, written));
    }
    if written.len() >= SHORTEST && written.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        // All objects whose ids begin so, whatever refs are named so.
        let ids = git.text(["rev-parse", &format!("--disambiguate={written}")])?;
        let commits: Vec<ObjectId> =
            ids.lines().filter_map(|id| commit(&git, id).transpose()).collect::<Result<_>>()?;
        if let [only] = commits.as_slice() {
            return Ok(*only);
        }
    }
    match commit(&git, written)? {
        Some(_) => Err(Failure::usage(MOVES.with([written.into()]))),
        None => Err(unknown(place, written)),
    }
}

/// Fewer digits of an id are not taken for one.
const SHORTEST: usize = 7;

/// Revisions that each have to be one commit, all asked for at once (git-cat-file(1), `--batch-check`): a git for each of
/// some ten thousand takes minutes. Ids are looked up here.
///
/// # Errors
/// Where one of them is none, and where git does not answer.
pub fn each(repository: &Repository<'_>, written: &[&str]) -> Result<Vec<ObjectId>> {
    let asked: Vec<&str> =
        written.iter().copied().filter(|text| ObjectId::from_hex(text.as_bytes()).is_none()).collect();
    let mut told = told_of(repository.place, &asked)?.into_iter();
    let resolve = |text: &&str| {
        let id = ObjectId::from_hex(text.as_bytes()).or_else(|| told.next().flatten());
        let id = id.ok_or_else(|| repository.unknown(text))?;
        let commit = if repository.objects.has(id)? { repository.objects.peeled(id)? } else { None };
        commit.ok_or_else(|| repository.unknown(text))
    };
    written.iter().map(resolve).collect()
}

fn told_of(place: &Place, asked: &[&str]) -> Result<Vec<Option<ObjectId>>> {
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let input: String = asked.iter().flat_map(|text| [text, "^{commit}\n"]).collect();
    let told = Git::at(place).fed(["cat-file", "--batch-check=%(objectname)"], input.into_bytes())?;
    Ok(told.split_str("\n").map(ObjectId::from_hex).take(asked.len()).collect())
}

/// Everything that the user has and the upstream has not: `@{upstream}..HEAD`.
///
/// # Errors
/// Where there is no upstream; the message names the range to give.
pub fn since_upstream(repository: &Repository<'_>) -> Result<Selection> {
    let git = Git::at(repository.place);
    if git.answer(["rev-parse", "--verify", "--quiet", "@{upstream}"])?.is_some() {
        return select(repository, "@{upstream}..HEAD");
    }
    let message = if git.answer(["symbolic-ref", "--quiet", "HEAD"])?.is_some() { &NO_UPSTREAM } else { &DETACHED };
    let program = alias::program_name(Some(repository.place));
    let hint = match likely_base(&git) {
        Some(base) => NAME_RANGE.with([program.into(), base.into()]),
        None => RANGE_OR_ALL.with([program.into()]),
    };
    Err(Failure::usage(message.say()).hint(hint))
}

/// Everything after the newest tag that HEAD reaches.
///
/// # Errors
/// Where it reaches none.
pub fn since_tag(repository: &Repository<'_>) -> Result<(String, Selection)> {
    // `git describe` fails alike where there is no tag and where it cannot look, so the second is ruled out first.
    let head = one(repository.place, "HEAD")?;
    let tag = Git::at(repository.place).maybe(["describe", "--tags", "--abbrev=0", &head.to_string()]);
    let tag = tag.ok_or_else(|| match is_shallow(repository.place) {
        true => Failure::unable(NO_TAG_IN_SHALLOW.say()).hint(SHALLOW.say()),
        false => {
            Failure::usage(NO_TAG.say()).hint(RANGE_OR_ALL.with([alias::program_name(Some(repository.place)).into()]))
        }
    })?;
    let selection = select(repository, &format!("refs/tags/{tag}..HEAD"))?;
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

fn commit(git: &Git, written: &str) -> Result<Option<ObjectId>> {
    let written = format!("{written}^{{commit}}");
    let told = git.answer(["rev-parse", "--verify", "--quiet", "--end-of-options", &written])?;
    Ok(told.and_then(|hex| ObjectId::from_hex(hex.as_bytes())))
}

fn is_shallow(place: &Place) -> bool {
    place.common_dir.join("shallow").exists()
}

fn unknown(place: &Place, written: &str) -> Failure {
    if let Some(kind) = other_kind(place, written) {
        return Failure::usage(NO_COMMIT.with([written.into(), kind.into()]));
    }
    let message = UNKNOWN.with([written.into()]);
    match is_shallow(place) {
        true => Failure::unable(message).hint(SHALLOW.say()),
        false => Failure::usage(message).hint(FETCH.say()),
    }
}

/// What is there under a name and is no commit: `blob` or `tree`, as git names them (git-cat-file(1), `-t`).
fn other_kind(place: &Place, written: &str) -> Option<String> {
    let git = Git::at(place);
    let id = git.maybe(["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{written}^{{}}")])?;
    git.maybe(["cat-file", "-t", &id]).filter(|kind| matches!(kind.as_str(), "blob" | "tree"))
}

/// Where a range would probably begin; nothing where no such name is there.
fn likely_base(git: &Git) -> Option<String> {
    let remote = git.maybe(["symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD"]);
    let known = ["origin/main", "origin/master", "main", "master"];
    let exists = |name: &&str| git.maybe(["rev-parse", "--verify", "--quiet", name]).is_some();
    remote.or_else(|| known.into_iter().find(exists).map(str::to_owned))
}
