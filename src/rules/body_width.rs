//! # body-width
//!
//! The lines of the body fit a terminal.
//!
//! ## Why
//!
//! Git wraps nothing: a long line runs out of the window or breaks in the middle of a word.
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
//!
//! They were valid for ever, and whoever had stolen one of them could go on using it for as long as the server lived.
//! ```
//!
//! ## Options
//!
//! - `max`: the most columns of a line; East Asian wide characters count two.
//!
//! Lines with a URL, code (indented by four blanks or a tab, or between lines of three backquotes), quoted text (`>`),
//! lines of a single word, and trailers are never too long.
//!
//! ## Fix
//!
//! Break the lines of the body, or have your editor do it (`gq` in Vim, `M-q` in Emacs). cihook never changes the words of a
//! body, nor where its lines end.

use crate::message::Message;
use crate::model::Commit;
use crate::rule::{Configure, Cx, Family, Meta, Rule, page};
use crate::text::{Span, lines, width};
use crate::words::Words;

crate::options::options! {
    /// Settings of `body-width`.
    pub struct Options {
        /// The most columns of a line.
        pub max: u64 = 100,
    }
}

/// The width of the body's lines.
pub struct BodyWidth(Options);

impl Configure for BodyWidth {
    const META: Meta = Meta {
        id: "body-width",
        subject: Family::Message,
        summary: Words::new("the lines of the body fit a terminal", "正文每行不过宽"),
        page: page!("body_width.rs"),
        chinese: include_str!("zh-CN/body-width.md"),
    };
    type Options = Options;

    fn new(options: Options) -> Self {
        Self(options)
    }
}

impl Rule for BodyWidth {
    fn commit(&self, commit: &Commit<'_>, cx: &mut Cx<'_>) {
        let message = &commit.message;
        let mut wide = 0u64;
        let mut first = None;
        for (offset, line) in judged_lines(message).filter(|(_, line)| self.is_too_wide(line)) {
            wide += 1;
            first.get_or_insert((Span::new(offset, offset + line.len()), width::columns(line)));
        }
        if let Some((span, columns)) = first {
            let finding = cx
                .report(TOO_WIDE.with([columns.into(), self.0.max.into()]))
                .at(span, BREAK.say())
                .remedy(BREAK.say())
                .asked_by("max");
            if wide > 1 {
                finding.help(MORE.with([(wide - 1).into()]));
            }
        }
    }
}

impl BodyWidth {
    fn is_too_wide(&self, line: &str) -> bool {
        // A line of few bytes cannot have many columns: no character takes more columns than bytes.
        line.len() as u64 > self.0.max && width::columns(line) as u64 > self.0.max && !is_excepted(line)
    }
}

/// The lines of the body that are not within code, without blanks at their ends, and where each stands.
fn judged_lines<'m>(message: &Message<'m>) -> impl Iterator<Item = (usize, &'m str)> + use<'m> {
    let mut fenced = false;
    let mut next = message.body.start;
    lines::inclusive(message.body.of(message.text)).filter_map(move |line| {
        let (offset, content) = (next, line.trim_end());
        next += line.len();
        let is_fence = content.trim_start().starts_with("```");
        fenced ^= is_fence;
        (!fenced && !is_fence).then_some((offset, content))
    })
}

/// How wide the widest line of the body is that the rule has to judge; `None` without a body.
pub(crate) fn widest_line(message: &Message<'_>) -> Option<usize> {
    let wide = judged_lines(message).filter(|(_, line)| !is_excepted(line)).map(|(_, line)| width::columns(line));
    (!message.body.is_empty()).then(|| wide.max().unwrap_or(0))
}

fn is_excepted(line: &str) -> bool {
    let is_code = line.starts_with("    ") || line.starts_with('\t');
    let is_single_word = !line.trim().contains(' ') && line.is_ascii();
    is_code || line.trim_start().starts_with('>') || is_single_word || line.contains("://")
}

const TOO_WIDE: Words =
    Words::new("a line of the body is {0} columns wide, {1} are allowed", "正文有一行宽 {0} 列，最多 {1} 列");
const BREAK: Words = Words::new("break the line", "请换行");
const MORE: Words = Words::new("lines beside it that are too wide: {0}", "另外还有 {0} 行过宽");
