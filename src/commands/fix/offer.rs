//! Whether `cihook fix` can be offered as the way to go on: it is not where it would refuse to run.

use crate::failure::Result;
use crate::git::revisions::Repository;
use crate::git::rewrite::guard;
use crate::git::rewrite::heads;
use crate::git::rewrite::range::{self, Range};
use crate::model::ObjectId;
use crate::rewrite;

/// Whether the messages of these commits can be written anew: git is not in the middle of something, nothing of it is public,
/// the history is whole, and no signature would be lost.
pub fn is_possible(repository: &Repository<'_>, range: Result<Range>) -> bool {
    range.and_then(|range| check(repository, &range)).unwrap_or(false)
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
