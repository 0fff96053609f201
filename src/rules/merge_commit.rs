//! # merge-commit
//!
//! There are no merge commits where a linear history is wanted.
//!
//! ## Why
//!
//! A pull request that merged the main branch into itself again and again hides what it changes, and its merges land
//! in the history for ever where pull requests land as they are.
//!
//! ## Good
//!
//! ```text
//! fix(auth): drop tokens without expiry (#7)
//! ```
//!
//! ## Bad
//!
//! A commit with more than one parent, whatever it says.
//!
//! ## Options
//!
//! None but `level`. In a pull request that will not land with its merges (`[landing]` of the policy, else the settings
//! of the server) the rule is never more than a warning.
//!
//! ## Fix
//!
//! `git rebase` your branch onto the main branch instead of merging the main branch into it.

use crate::model::{Commit, Method};
use crate::rule::{Configure, Cx, Family, Meta, Rule, page};
use crate::words::Words;

crate::options::options! {
    /// Settings of `merge-commit`: none.
    pub struct Options {}
}

/// Merges in a history that should have none.
pub struct MergeCommit;

impl Configure for MergeCommit {
    const META: Meta = Meta {
        id: "merge-commit",
        subject: Family::Message,
        summary: Words::new("there are no merge commits", "没有合并提交"),
        page: page!("merge_commit.rs"),
        chinese: include_str!("zh-CN/merge-commit.md"),
    };
    type Options = Options;

    fn new(_: Options) -> Self {
        Self
    }
}

impl Rule for MergeCommit {
    fn commit(&self, commit: &Commit<'_>, cx: &mut Cx<'_>) {
        if commit.is_merge() {
            let lands = !matches!(cx.landing(), Some(Method::Squash | Method::Rebase));
            let finding = cx.report(MERGE.say()).remedy(REBASE.say());
            if !lands {
                finding.at_most_warn();
            }
        }
    }
}

const MERGE: Words = Words::new("this is a merge commit", "这是一个合并提交");
const REBASE: Words = Words::new("rebase your commits instead of merging into them", "请用变基（rebase）代替合并");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Severity;
    use crate::model::Around;
    use crate::rules::testing_pr::{commit, sheet_of_commit};

    #[test]
    fn merges_that_do_not_land_are_warned_of() {
        let merge = Commit { parents: 2, ..commit("Merge branch 'main'") };
        let severity = |landing| {
            let around = Around { landing, ..Around::default() };
            sheet_of_commit(&MergeCommit, &merge, &around).findings[0].severity
        };
        assert_eq!([severity(Some(Method::Merge)), severity(None)], [Severity::Error; 2]);
        assert_eq!([severity(Some(Method::Squash)), severity(Some(Method::Rebase))], [Severity::Warn; 2]);
    }
}
