//! # header-length
//!
//! The header fits one line, and its description says something.
//!
//! ## Why
//!
//! `git log --oneline`, mails and web pages cut long headers off, and what is cut off nobody reads. A description of
//! three letters says nothing.
//!
//! ## Good
//!
//! ```text
//! fix(auth): drop tokens without expiry (#7)
//! feat(用户): 新增 (#7)
//! ```
//!
//! ## Bad
//!
//! ```text
//! fix(auth): x (#7)
//! fix(auth): drop all tokens that have no date of expiry because they would be valid for ever and could be stolen (#7)
//! ```
//!
//! ## Options
//!
//! - `max`: the most columns of the header; East Asian wide characters count two. 0: no limit.
//! - `description-min`: the fewest columns of the description, without the issue number; signs alone, as `----`, count none.
//!
//! ## Fix
//!
//! Say the most important thing in the header, and the rest in the body, after a blank line. Only a person can shorten a
//! description: `cihook commit --retry` or, for commits that exist, `cihook fix --edit`.

use crate::message::header::Header;
use crate::model::Commit;
use crate::rule::{Configure, Cx, Family, Meta, Rule, page};
use crate::text::{Span, width};
use crate::words::Words;

crate::options::options! {
    /// Settings of `header-length`.
    pub struct Options {
        /// The most columns of the header; 0: no limit.
        pub max: u64 = 100,
        /// The fewest columns of the description, without the issue number.
        pub description_min: u64 = 0,
    }
}

/// The length of the header.
pub struct HeaderLength(Options);

impl Configure for HeaderLength {
    const META: Meta = Meta {
        id: "header-length",
        subject: Family::Header,
        summary: Words::new("the header fits one line and says something", "标题长度适中"),
        page: page!("header_length.rs"),
        chinese: include_str!("zh-CN/header-length.md"),
    };
    type Options = Options;

    fn new(options: Options) -> Self {
        Self(options)
    }
}

impl Rule for HeaderLength {
    fn commit(&self, commit: &Commit<'_>, cx: &mut Cx<'_>) {
        let header = &commit.message.header;
        let whole = header.autosquash.map_or(header.line, |prefix| Span::new(prefix.end, header.line.end));
        let text = whole.of(commit.message.text);
        let added = width::columns(cx.situation.suffix) as u64;
        let columns = width::columns(text) as u64 + added;
        if self.0.max > 0 && columns > self.0.max {
            let beyond = whole.start + within(text, self.0.max.saturating_sub(added));
            let suffix = cx.situation.suffix;
            let finding = cx
                .report(TOO_LONG.with([columns.into(), self.0.max.into()]))
                .at(Span::new(beyond, whole.end), BEYOND.say())
                .remedy(SHORTEN.say())
                .asked_by("max");
            if !suffix.is_empty() {
                finding.help(WITH_SUFFIX.with([suffix.into()]));
            }
        }
        self.description(header, commit.message.text, cx);
    }
}

impl HeaderLength {
    fn description(&self, header: &Header<'_>, text: &str, cx: &mut Cx<'_>) {
        let title = cx.situation.vocabulary.words_of(header);
        // Signs alone (`----`, an emoji) take room and say nothing.
        let said = title.of(text).trim_end_matches(['.', '。', '．', ' ']);
        let columns = if said.contains(char::is_alphanumeric) { width::columns(said) as u64 } else { 0 };
        if columns < self.0.description_min && !header.title.is_empty() {
            cx.report(TOO_SHORT.with([columns.into(), self.0.description_min.into()]))
                .at(title, SAY_MORE.say())
                .remedy(SAY_MORE.say())
                .asked_by("description-min");
        }
    }
}

/// How many bytes of `text` fit into `columns`.
fn within(text: &str, columns: u64) -> usize {
    let mut used = 0;
    let mut buffer = [0; 4];
    for (at, c) in text.char_indices() {
        used += width::columns(c.encode_utf8(&mut buffer)) as u64;
        if used > columns {
            return at;
        }
    }
    text.len()
}

const TOO_LONG: Words = Words::new("the header is {0} columns wide, {1} are allowed", "标题宽 {0} 列，最多 {1} 列");
const WITH_SUFFIX: Words = Words::new("counted with `{0}`, which is added when it lands", "已计入落地时追加的 `{0}`");
const BEYOND: Words = Words::new("this is too much", "超出的部分");
const SHORTEN: Words = Words::new("shorten it, and put details into the body", "请缩短标题，把细节写进正文");
const TOO_SHORT: Words =
    Words::new("the description is too short ({0} characters, at least {1})", "描述太短（{0} 列，至少 {1} 列）");
const SAY_MORE: Words = Words::new("say what the commit does", "请写明本次提交做了什么");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Subject;
    use crate::rules::testing::judge;
    use crate::rules::testing_pr::commit;

    #[test]
    fn signs_alone_are_no_description() {
        let found =
            |text: &str| judge::<HeaderLength>("description-min = 4", Subject::Commit(&commit(text))).findings.len();
        for said in ["feat: docs (#1)", "feat: 登录", "feat: c++20", "feat: 🎉 party"] {
            assert_eq!(found(said), 0, "{said}");
        }
        for junk in ["feat: ---- (#1)", "feat: !!!!", "feat: 🎉🎉🎉", "feat: abc.....", "feat: ....."] {
            assert_eq!(found(junk), 1, "{junk}");
        }
    }
}
