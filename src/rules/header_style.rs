//! # header-style
//!
//! The description has no final full stop, and the case that a community wants.
//!
//! ## Why
//!
//! A header is a title: titles end without a full stop, and lists of them read well when all are written alike.
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
//! fix(auth): drop tokens without expiry. (#7)
//! docs(readme): 说明安装步骤。 (#7)
//! ```
//!
//! ## Options
//!
//! - `full-stop`: `never` (default) or `any`.
//! - `case`: the cases of which the description has to have one; empty: any. There are `lower-case`, `upper-case`,
//!   `sentence-case`, `start-case`, `pascal-case`, `camel-case`, `kebab-case` and `snake-case`.
//! - `not-case`: cases that the description must not have.
//! - `pattern`: a regular expression that has to match the whole description, without the issue number.
//!
//! ## Fix
//!
//! `cihook fix --apply` removes the full stop. Write the description in one of the cases that the answer names.

use crate::finding::Trust;
use crate::message::header::{Fault, Header};
use crate::model::Commit;
use crate::options::{Pattern, quoted};
use crate::rule::{Configure, Cx, Family, Meta, Rule, page};
use crate::text::case::Case;
use crate::text::{Edit, Span, lookalike};
use crate::words::Words;

crate::options::choice! {
    /// Whether the description may end in a full stop.
    pub enum FullStop {
        /// It must not.
        Never = "never",
        /// It may.
        Any = "any",
    }
}

crate::options::choice! {
    /// The case of a description.
    pub enum Named {
        /// No capitals.
        Lower = "lower-case",
        /// Only capitals.
        Upper = "upper-case",
        /// A capital first.
        Sentence = "sentence-case",
        /// Capitals for all words.
        Start = "start-case",
        /// Capitals and no blanks.
        Pascal = "pascal-case",
        /// Capitals and no blanks, the first letter small.
        Camel = "camel-case",
        /// Hyphens between words.
        Kebab = "kebab-case",
        /// Underscores between words.
        Snake = "snake-case",
    }
}

crate::options::options! {
    /// Settings of `header-style`.
    pub struct Options {
        /// Whether the description may end in a full stop.
        pub full_stop: FullStop = FullStop::Never,
        /// The cases of which the description has to have one; empty: any.
        pub case: Vec<Named> = Vec::new(),
        /// Cases that the description must not have.
        pub not_case: Vec<Named> = Vec::new(),
        /// A regular expression that has to match the whole description, without the issue number.
        pub pattern: Option<Pattern> = None,
    }
}

/// The style of the description.
pub struct HeaderStyle(Options);

impl Configure for HeaderStyle {
    const META: Meta = Meta {
        id: "header-style",
        subject: Family::Header,
        summary: Words::new("the description has no final full stop", "描述末尾不加句号"),
        page: page!("header_style.rs"),
        chinese: include_str!("zh-CN/header-style.md"),
    };
    type Options = Options;

    fn new(options: Options) -> Self {
        Self(options)
    }
}

impl Rule for HeaderStyle {
    fn commit(&self, commit: &Commit<'_>, cx: &mut Cx<'_>) {
        let message = &commit.message;
        let vocabulary = cx.situation.vocabulary;
        let title = Title { span: vocabulary.words_of(&message.header), message: message.text };
        if title.text().is_empty() {
            return;
        }
        if self.0.full_stop == FullStop::Never {
            let glued = message.header.issue_group.filter(|group| group.start == title.span.end);
            full_stop(&title, glued.is_some() && !vocabulary.issue_ends_header, cx);
            if !vocabulary.issue_ends_header {
                behind_issue(&message.header, cx);
            }
        }
        self.case(&title, cx);
        if let Some(pattern) = self.0.pattern.as_ref().filter(|pattern| !pattern.matches(title.text())) {
            cx.report(NO_MATCH.with([pattern.as_str().into()]))
                .at(title.span, REWRITE.say())
                .remedy(REWRITE.say())
                .asked_by("pattern");
        }
    }
}

/// What the rule judges: the description without the issues.
#[derive(Clone, Copy)]
struct Title<'a> {
    span: Span,
    message: &'a str,
}

impl<'a> Title<'a> {
    fn text(&self) -> &'a str {
        self.span.of(self.message)
    }
}

impl HeaderStyle {
    fn case(&self, title: &Title<'_>, cx: &mut Cx<'_>) {
        let text = title.text();
        let first = text.chars().find(|&c| !lookalike::has_no_place(c));
        let is_cased = first.is_some_and(|c| c.is_lowercase() || c.is_uppercase());
        if !is_cased {
            return;
        }
        let denied = self.0.not_case.iter().find(|case| case.case().holds(text));
        let option = match denied {
            Some(_) => "not-case",
            None if self.0.case.is_empty() || self.0.case.iter().any(|case| case.case().holds(text)) => return,
            None => "case",
        };
        let lowered = lowered_first(title).filter(|(_, lowered)| self.allows(lowered));
        let message = match denied {
            Some(case) => DENIED_CASE.with([case.name().into()]),
            None => WRONG_CASE.with([self.0.case.iter().map(|case| case.name().to_owned()).collect::<Vec<_>>().into()]),
        };
        let finding = cx.report(message).at(title.span, REWRITE.say()).asked_by(option);
        match lowered {
            Some((edit, _)) => finding.fix(Trust::Safe, SMALL_LETTER.say(), [edit]),
            None => finding.remedy(REWRITE.say()),
        };
    }

    fn allows(&self, title: &str) -> bool {
        let holds = |case: &Named| case.case().holds(title);
        (self.0.case.is_empty() || self.0.case.iter().any(holds)) && !self.0.not_case.iter().any(holds)
    }
}

impl Named {
    const fn case(self) -> Case {
        match self {
            Self::Lower => Case::Lower,
            Self::Upper => Case::Upper,
            Self::Sentence => Case::Sentence,
            Self::Start => Case::Start,
            Self::Pascal => Case::Pascal,
            Self::Camel => Case::Camel,
            Self::Kebab => Case::Kebab,
            Self::Snake => Case::Snake,
        }
    }

    fn name(self) -> &'static str {
        Self::ALL.iter().find(|(case, _)| *case == self).map_or("", |(_, name)| name)
    }
}

/// A full stop at the end of the description, also before the issue number. An ellipsis is none. Where it stands for the
/// blank before an issue number, a blank comes instead.
fn full_stop(title: &Title<'_>, is_glued: bool, cx: &mut Cx<'_>) {
    let text = title.text();
    let is_blank = |c: char| lookalike::is_blank(c) || lookalike::has_no_place(c);
    let kept = text.trim_end_matches(|c| is_blank(c) || matches!(c, '.' | '。' | '．'));
    let stops = text[kept.len()..].trim();
    // Behind a colon it is all that there is: without it nothing is left of a description.
    let is_alone =
        !kept.contains(char::is_alphanumeric) || lookalike::folded(kept.chars().last().unwrap_or(':')) == ':';
    if stops.is_empty() || stops.contains("..") || is_alone {
        return;
    }
    let span = Span::new(title.span.start + kept.len(), title.span.end);
    replace(Edit::replace(span, if is_glued { " " } else { "" }), stops, cx);
}

/// A full stop behind the issue number, which is nobody else's where the header needs no issue.
fn behind_issue(header: &Header<'_>, cx: &mut Cx<'_>) {
    let behind = header.deviations.iter().find(|deviation| deviation.fault == Fault::BehindIssue);
    if let Some(span) = behind.map(|deviation| deviation.span) {
        replace(Edit::remove(span), header.text_of(span).trim(), cx);
    }
}

fn replace(edit: Edit, stops: &str, cx: &mut Cx<'_>) {
    cx.report(FULL_STOP.with([quoted(stops).into()])).at(edit.span, REMOVE.say()).asked_by("full-stop").fix(
        Trust::Safe,
        REMOVE.say(),
        [edit],
    );
}

/// The description with a small first letter, where the first word is no abbreviation or name in odd letters.
fn lowered_first(title: &Title<'_>) -> Option<(Edit, String)> {
    let text = title.text();
    let seen = text.trim_start_matches(lookalike::has_no_place);
    let start = title.span.start + (text.len() - seen.len());
    let mut chars = seen.chars();
    let first = chars.next().filter(|c| c.is_uppercase())?;
    let word = chars.as_str().split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    if word.contains(char::is_uppercase) {
        return None;
    }
    let lower: String = first.to_lowercase().collect();
    let span = Span::new(start, start + first.len_utf8());
    Some((Edit::replace(span, lower.as_str()), lower + chars.as_str()))
}

const FULL_STOP: Words = Words::new("the description ends in {0}", "描述以 {0} 结尾");
const REMOVE: Words = Words::new("remove it", "请删除");
const DENIED_CASE: Words = Words::new("the description must not be in {0}", "描述不能使用 {0}");
const WRONG_CASE: Words = Words::new("the description has to be in {0}", "描述应使用 {0}");
const SMALL_LETTER: Words = Words::new("begin with a small letter", "首字母请小写");
const NO_MATCH: Words = Words::new("the description does not match `{0}`", "描述不匹配 `{0}`");
const REWRITE: Words = Words::new("rewrite the description", "请改写描述");
