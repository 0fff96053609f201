//! Revisions that a policy names: tags and commits, which stay where they are.

use crate::options::Mistake;
use crate::options::tree::Place;
use crate::words::Words;

const MOVES: Words = Words::new(
    "`{0}` moves with every commit, so that nothing would be left to check: name a tag, or a whole commit id",
    "`{0}` 会随每次提交移动，这样就没有内容需要检查了：请写标签或完整的提交编号",
);

/// Notes the revisions that are sure to move, wherever the policy is read; that another is a branch only git knows.
pub(super) fn check(place: Place, revisions: &[String], mistakes: &mut Vec<Mistake>) {
    for revision in revisions {
        let name = revision.split(['~', '^', '@']).next().unwrap_or_default();
        let is_special = name.is_empty() || name == "HEAD" || name.ends_with("_HEAD");
        if is_special || ["refs/heads/", "refs/remotes/", "heads/"].iter().any(|start| revision.starts_with(start)) {
            mistakes.push(Mistake::at(place, MOVES.with([revision.as_str().into()])));
        }
    }
}
