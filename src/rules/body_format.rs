//! # body-format
//!
//! A blank line parts the header from the body.
//!
//! ## Why
//!
//! Git takes everything up to the first blank line for the title. Without it, `git log --oneline`, mails and release
//! notes show half of the body as title.
//!
//! ## Good
//!
//! ```text
//! fix(auth): drop tokens without expiry (#7)
//!
//! They were valid for ever.
//! ```
//!
//! ## Bad
//!
//! ```text
//! fix(auth): drop tokens without expiry (#7)
//! They were valid for ever.
//! ```
//!
//! ## Options
//!
//! - `required`: whether there has to be a body (default `false`).
//!
//! ## 中文
//!
//! 标题和正文之间要有一个空行。选项：`required` 是否必须有正文。

use crate::finding::Trust;
use crate::message::{Message, cleanup};
use crate::model::Commit;
use crate::rule::{Configure, Cx, Family, Meta, Rule, page};
use crate::text::{Edit, Span, lines};
use crate::words::Words;

crate::options::options! {
    /// Settings of `body-format`.
    pub struct Options {
        /// Whether there has to be a body.
        pub required: bool = false,
    }
}

/// The shape of the body.
pub struct BodyFormat(Options);

impl Configure for BodyFormat {
    const META: Meta = Meta {
        id: "body-format",
        subject: Family::Message,
        summary: Words::new("a blank line parts header and body", "标题与正文之间有空行"),
        page: page!("body_format.rs"),
    };
    type Options = Options;

    fn new(options: Options) -> Self {
        Self(options)
    }
}

impl Rule for BodyFormat {
    fn commit(&self, commit: &Commit<'_>, cx: &mut Cx<'_>) {
        let message = &commit.message;
        if let Some(second) = second_line(message) {
            let end = message.header.line.end;
            cx.report(NO_BLANK_LINE.say()).at(second, BLANK_BEFORE.say()).remedy(INSERT.say()).fix(
                Trust::Safe,
                INSERT.say(),
                [Edit::insert(end, "\n")],
            );
        }
        if self.0.required && message.body.is_empty() && !commit.is_merge() {
            cx.report(NO_BODY.say()).remedy(EXPLAIN.say()).asked_by("required");
        }
    }
}

/// The line below the header, where there is one, when it is not blank.
fn second_line(message: &Message<'_>) -> Option<Span> {
    let line = message.header.line;
    let end = (!line.is_empty()).then_some(line.end)?;
    let below = end + lines::first_end(&message.text[end..]) + 1;
    let line = lines::inclusive(message.text.get(below..)?).next()?.trim_end_matches(is_space);
    (!line.is_empty()).then(|| Span::new(below, below + line.len()))
}

/// A blank as git knows it: a line of others, as U+3000, is blank to people, and to git it is more of the title.
fn is_space(c: char) -> bool {
    u8::try_from(c).is_ok_and(cleanup::is_space)
}

const NO_BLANK_LINE: Words = Words::new("no blank line parts header and body", "标题与正文之间缺少空行");
const BLANK_BEFORE: Words = Words::new("expected a blank line before this", "此行前应有空行");
const INSERT: Words = Words::new("put a blank line below the header", "请在标题下加一个空行");
const NO_BODY: Words = Words::new("the body is missing", "缺少正文");
const EXPLAIN: Words = Words::new("say below the header why the change is made", "请在标题下说明变更的原因");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Subject;
    use crate::rules::testing::judge;
    use crate::rules::testing_pr::commit;

    #[test]
    fn a_line_is_blank_when_git_says_so() {
        let found = |text: &str| judge::<BodyFormat>("", Subject::Commit(&commit(text))).findings.len();
        for blank in ["", " ", "\t\r"] {
            assert_eq!(found(&format!("feat: x\n{blank}\nbody\n")), 0, "{blank:?}");
        }
        for line in ["\u{3000}", "\u{a0}", "\u{c}", "\u{85}", "\u{2028}", "\u{200b}", "body"] {
            assert_eq!(found(&format!("feat: x\n{line}\nbody\n")), 1, "{line:?}");
        }
        assert_eq!(found("feat: x"), 0);
        assert_eq!(found("\u{200b}\n\u{200b}"), 0, "without a header nothing stands below it");
    }
}
