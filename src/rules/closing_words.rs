//! # closing-words
//!
//! No commit message closes an issue, and no title of a pull request.
//!
//! ## Why
//!
//! `fix #12` in a message closes the issue whenever and wherever the commit lands: on a fork's main branch, with a
//! cherry-pick to an old release, again after a revert. The place for closing words is the pull request.
//!
//! ## Good
//!
//! ```text
//! fix(auth): drop tokens without expiry (#7)
//!
//! Part of owner/repo#12.
//! ```
//!
//! ## Bad
//!
//! ```text
//! fix(auth): drop tokens without expiry (#7)
//!
//! Fixes #12
//! ```
//!
//! ## Options
//!
//! - `mentions`: whether `@name` is refused as well: each push of such a commit notifies that person (default
//!   `false`).
//!
//! ## Fix
//!
//! Write `Part of owner/repo#12` or the bare number in the message, and `Fixes #12` in the description of the pull request.

use crate::message::issue::{self, Form};
use crate::message::wording;
use crate::model::{Commit, HeaderFrom, PullRequest};
use crate::rule::{Configure, Cx, Family, Meta, Rule, page};
use crate::text::Span;
use crate::words::Words;

crate::options::options! {
    /// Settings of `closing-words`.
    pub struct Options {
        /// Whether `@name` is refused as well.
        pub mentions: bool = false,
    }
}

/// Words that close an issue.
pub struct ClosingWords(Options);

impl Configure for ClosingWords {
    const META: Meta = Meta {
        id: "closing-words",
        subject: Family::Message,
        summary: Words::new("no message closes an issue", "提交说明不会关闭 issue"),
        page: page!("closing_words.rs"),
        chinese: include_str!("zh-CN/closing-words.md"),
    };
    type Options = Options;

    fn new(options: Options) -> Self {
        Self(options)
    }
}

impl Rule for ClosingWords {
    fn commit(&self, commit: &Commit<'_>, cx: &mut Cx<'_>) {
        self.judge(commit.message.text, cx);
    }

    /// The title lands in every way: as a header, or in the message of the merge.
    fn pull_request(&self, pull_request: &PullRequest<'_>, cx: &mut Cx<'_>) {
        if pull_request.landing.header_from == HeaderFrom::Title {
            self.judge(pull_request.title, cx);
        }
    }
}

impl ClosingWords {
    fn judge(&self, text: &str, cx: &mut Cx<'_>) {
        if let Some(span) = closing(text, &cx.situation.vocabulary.forms) {
            cx.report(CLOSES.with([span.of(text).into()])).at(span, LEAVE_OUT.say()).remedy(LEAVE_OUT.say());
        }
        if let Some(span) = mention(text).filter(|_| self.0.mentions) {
            cx.report(MENTIONS.with([span.of(text).into()]))
                .at(span, NO_AT.say())
                .remedy(NO_AT.say())
                .asked_by("mentions");
        }
    }
}

/// The first keyword that is followed by a reference: `fix #12`, `Closes: owner/repo#12`, `resolves https://…/issues/12`.
fn closing(text: &str, forms: &[Form]) -> Option<Span> {
    let mut before: Option<Span> = None;
    for word in words(text) {
        let written = word.of(text);
        if let Some(keyword) = before
            && (issue::is_mentioned(written, forms) || is_issue_url(written))
        {
            return Some(Span::new(keyword.start, word.end));
        }
        let bare = written.trim_start_matches(['(', '*', '-', '"']);
        before = wording::is_keyword(bare).then(|| Span::new(word.end - bare.len(), word.end));
    }
    None
}

fn is_issue_url(word: &str) -> bool {
    let number = word.trim_end_matches(['.', ',', ')']).rsplit('/').next().unwrap_or_default();
    let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    word.starts_with("http") && (word.contains("/issues/") || word.contains("/pull/")) && is_number
}

/// The first `@name` that is no part of an e-mail address.
fn mention(text: &str) -> Option<Span> {
    let start_of =
        |at: usize| text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric() && !"._-/`".contains(c));
    text.match_indices('@').find_map(|(at, _)| {
        let name = text[at + 1..].split(|c: char| !c.is_ascii_alphanumeric() && !"-_/".contains(c)).next()?;
        let is_name = name.starts_with(|c: char| c.is_ascii_alphanumeric());
        (is_name && start_of(at)).then(|| Span::new(at, at + 1 + name.len()))
    })
}

/// The places of all words that blanks part.
fn words(text: &str) -> impl Iterator<Item = Span> {
    let start = text.as_ptr() as usize;
    text.split_whitespace().map(move |word| {
        let at = word.as_ptr() as usize - start;
        Span::new(at, at + word.len())
    })
}

const CLOSES: Words = Words::new("`{0}` closes an issue when the commit lands", "`{0}` 会在提交落地时关闭 issue");
const LEAVE_OUT: Words = Words::new("write it into the pull request instead", "请改写到拉取请求的描述里");
const MENTIONS: Words = Words::new("`{0}` notifies a person with each push", "`{0}` 会在每次推送时通知该用户");
const NO_AT: Words = Words::new("leave the `@` out", "请去掉 `@`");

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<&str> {
        closing(text, &issue::default_forms()).map(|span| span.of(text))
    }

    #[test]
    fn keywords_close_only_with_a_reference() {
        assert_eq!(found("x\n\nFixes #12."), Some("Fixes #12."));
        assert_eq!(found("closes: k/k#9999"), Some("closes: k/k#9999"));
        assert_eq!(
            found("(resolved https://github.com/o/r/issues/3)"),
            Some("resolved https://github.com/o/r/issues/3)")
        );
        assert_eq!(found("fix: drop tokens (#12)"), None);
        assert_eq!(found("prefix #12"), None);
        assert_eq!(found("fix the #12"), None);
    }

    #[test]
    fn mentions_are_no_addresses() {
        let found = |text: &str| mention(text).map(|span| span.of(text).to_owned());
        assert_eq!(found("thanks @tom!").as_deref(), Some("@tom"));
        assert_eq!(found("Signed-off-by: A <a@b.c>"), None);
        assert_eq!(found("pkg/@scope"), None);
    }
}
