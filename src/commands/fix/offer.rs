//! Whether `cihook fix` can be offered as the way to go on: it is not where it would refuse to run.

use crate::failure::Result;
use crate::git::revisions::Repository;
use crate::git::rewrite::guard;
use crate::git::rewrite::heads;
use crate::git::rewrite::range::{self, Range};
use crate::model::ObjectId;
use crate::remedy;
use crate::report::Report;
use crate::rewrite;
use crate::text::escape;

/// Whether the messages of these commits can be written anew: git is not in the middle of something, nothing of it is public,
/// the history is whole, and no signature would be lost.
pub fn is_possible(repository: &Repository<'_>, range: Result<Range>) -> bool {
    range.and_then(|range| check(repository, &range)).unwrap_or(false)
}

/// The commits of a push of these branches, and whether `cihook fix` would do its work there.
pub fn push(repository: &Repository<'_>, branches: &[String], report: &Report) -> remedy::Place {
    let is_ours = report.repairs.commits > 0 && report.repairs.is_ours();
    let is_open = is_ours && is_possible(repository, range::of_push(repository, branches));
    let branches = branches.iter().map(|branch| escape::shell_word(branch).into_owned()).collect();
    remedy::Place::Push { branches, is_open }
}

fn check(repository: &Repository<'_>, range: &Range) -> Result<bool> {
    let heads = heads::all(repository.place)?;
    guard::idle(&heads, range.targets.iter().map(|target| target.name.as_str()))?;
    let commits = range::commits(repository, &range.affected)?;
    let ids: Vec<ObjectId> = commits.iter().map(|(id, _)| id).collect();
    guard::whole(repository.place, &ids)?;
    guard::unpublished(repository.place, &ids)?;
    let is_unsigned = commits.iter().all(|(_, content)| !rewrite::is_signed(content));
    Ok(is_unsigned)
}
