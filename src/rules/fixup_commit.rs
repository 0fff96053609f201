//! # fixup-commit
//!
//! Commits that are to be squashed into others do not reach the branches that count.
//!
//! ## Why
//!
//! `fixup!` and `squash!` are notes to oneself: they are squashed before anybody else sees them.
//!
//! ## Good
//!
//! ```text
//! fix(auth): drop tokens without expiry (#7)
//! ```
//!
//! ## Bad
//!
//! ```text
//! fixup! fix(auth): drop tokens without expiry (#7)
//! squash! fix(auth): drop tokens without expiry (#7)
//! ```
//!
//! ## Options
//!
//! - `protected`: globs of the branches that count. In a push to any other branch the rule is never more than a
//!   warning; nor is it in a pull request that will be squashed, unless its title is such a header.
//! - `words`: words that, at the beginning of the header, mean the same, as `wip` (case does not matter).
//!
//! ## Fix
//!
//! `git rebase -i --autosquash` puts such commits where they belong, before you push.

use crate::message::Message;
use crate::model::{Commit, HeaderFrom, Landing, Method, PullRequest, Stage};
use crate::options::PathGlob;
use crate::rule::{Configure, Cx, Family, Meta, Rule, page};
use crate::text::Span;
use crate::words::Words;

crate::options::options! {
    /// Settings of `fixup-commit`.
    pub struct Options {
        /// Globs of the branches that count; in a push to any other branch the rule only warns.
        pub protected: Vec<PathGlob> = Vec::new(),
        /// Words that mean the same at the beginning of the header.
        pub words: Vec<String> = Vec::new(),
    }
}

/// Commits that are to be squashed into others.
pub struct FixupCommit(Options);

impl Configure for FixupCommit {
    const META: Meta = Meta {
        id: "fixup-commit",
        subject: Family::Message,
        summary: Words::new(
            "`fixup!` and `squash!` commits are squashed before they land",
            "`fixup!`、`squash!` 提交落地前要先压缩",
        ),
        page: page!("fixup_commit.rs"),
        chinese: include_str!("zh-CN/fixup-commit.md"),
    };
    type Options = Options;

    fn new(options: Options) -> Self {
        Self(options)
    }
}

impl Rule for FixupCommit {
    fn commit(&self, commit: &Commit<'_>, cx: &mut Cx<'_>) {
        let Some(span) = self.prefix(&commit.message) else { return };
        let is_push = matches!(cx.situation.stage, Stage::PrePush | Stage::PreReceive);
        let counts = self.minds_branch(cx.situation.branch);
        let is_squashed = cx.landing() == Some(Method::Squash);
        let remedy = match cx.situation.rework.base.filter(|_| commit.message.header.autosquash.is_some()) {
            Some(base) => AUTOSQUASH.with([base.short().into()]),
            None => SQUASH_FIRST.say(),
        };
        let finding = cx
            .report(FIXUP.with([span.of(commit.message.text).trim().into()]))
            .at(span, SQUASH_FIRST.say())
            .remedy(remedy)
            .asked_by(self.asked_by(&commit.message));
        if (is_push && !counts) || is_squashed {
            finding.at_most_warn();
        }
    }

    fn pull_request(&self, pull_request: &PullRequest<'_>, cx: &mut Cx<'_>) {
        let Landing { commit: Some(commit), header_from: HeaderFrom::Title, .. } = &pull_request.landing else {
            return;
        };
        let Some(span) = self.prefix(&commit.message) else { return };
        cx.report(UNFINISHED.with([span.of(commit.message.text).trim().into()]))
            .at(span, RENAME.say())
            .remedy(RENAME.say())
            .asked_by(self.asked_by(&commit.message));
    }

    fn minds_branch(&self, branch: Option<&str>) -> bool {
        branch.is_some_and(|branch| PathGlob::any(&self.0.protected, branch))
    }
}

impl FixupCommit {
    /// What makes a header one of a commit that is to be squashed.
    fn prefix(&self, message: &Message<'_>) -> Option<Span> {
        let header = &message.header;
        let line = header.line.of(message.text);
        let word = self.0.words.iter().find_map(|word| starts_with_word(line, word));
        let word = word.map(|length| Span::new(header.line.start, header.line.start + length));
        header.autosquash.or(word)
    }

    /// The option that asks for it.
    const fn asked_by(&self, message: &Message<'_>) -> &'static str {
        if message.header.autosquash.is_some() { "level" } else { "words" }
    }
}

/// How long the word is that `line` starts with, with brackets around it.
fn starts_with_word(line: &str, word: &str) -> Option<usize> {
    let opened = line.trim_start_matches(['[', '(', '<']);
    let skipped = line.len() - opened.len();
    let start = opened.get(..word.len()).filter(|start| start.eq_ignore_ascii_case(word))?;
    let rest = &opened[start.len()..];
    let is_whole = !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    (is_whole && !word.is_empty()).then_some(skipped + start.len())
}

const FIXUP: Words =
    Words::new("`{0}`: this commit is to be squashed into another", "`{0}`：此提交应压缩到另一个提交中");
const UNFINISHED: Words =
    Words::new("`{0}`: the title says that the pull request is not finished", "`{0}`：标题表明拉取请求尚未完成");
const RENAME: Words = Words::new("take it out of the title when it is finished", "完成后请从标题中去掉");
const SQUASH_FIRST: Words = Words::new("squash it first", "请先压缩");
const AUTOSQUASH: Words = Words::new(
    "squash it with: git -c sequence.editor=: rebase -i --autosquash {0}",
    "请压缩：git -c sequence.editor=: rebase -i --autosquash {0}",
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_count_only_whole_and_first() {
        for line in ["wip add x", "WIP: add x", "[wip] x", "(WIP) x", "<wip> x", "wip"] {
            assert!(starts_with_word(line, "wip").is_some(), "{line}");
        }
        for line in ["wipe out x", "add wip", "", "w"] {
            assert_eq!(starts_with_word(line, "wip"), None, "{line}");
        }
    }
}
