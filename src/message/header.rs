//! The header: `type(scope)!: description (#issue)`. Parsing never fails. It says what each part is and where, and
//! lists every [`Deviation`] from the grammar together with the edit that mends it.

mod scan;
#[cfg(test)]
mod tests;
mod visible;

use super::issue::{Form, Issue};
use crate::text::{Edit, Span, lookalike};
use smallvec::SmallVec;
use std::borrow::Cow;
use visible::Visible;

/// A header taken apart. All spans count from the start of the message.
#[derive(Clone, Debug, Default)]
pub struct Header<'a> {
    message: &'a str,
    /// The whole line, without its line break.
    pub line: Span,
    /// `fixup! `, `squash! `, `amend! `, as often as they stand there.
    pub autosquash: Option<Span>,
    /// The type; use [`Header::kind`] for its text.
    pub kind: Option<Span>,
    /// What stands in the brackets behind the type, without them.
    pub scope: Option<Span>,
    /// The brackets too.
    pub scope_brackets: Option<Span>,
    /// `!`.
    pub breaking: Option<Span>,
    /// `:`.
    pub colon: Option<Span>,
    /// Behind the colon, without blanks at the ends; the whole header where it has no type.
    pub description: Span,
    /// The description without the references that end it.
    pub title: Span,
    /// The references that end the header.
    pub issues: Vec<Issue<'a>>,
    /// All of their brackets.
    pub issue_group: Option<Span>,
    /// A reference that ends the header without its brackets, and what puts it into them.
    pub loose: Option<Edit>,
    /// For a header without a colon: its first word, which may be a type.
    pub bare: Option<Bare>,
    /// Where the header leaves the grammar, in the order in which the edits have to be made.
    pub deviations: Vec<Deviation>,
}

/// The first word of a header that has no colon behind a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bare {
    /// The word.
    pub word: Span,
    /// The word with the brackets around it, and the blanks up to the next word.
    pub whole: Span,
}

/// One place where a header leaves the grammar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deviation {
    /// What is wrong.
    pub fault: Fault,
    /// Where.
    pub span: Span,
    /// What mends it; nothing where only a person can know.
    pub edits: SmallVec<[Edit; 2]>,
}

/// How a header can leave the grammar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// Blanks or blank lines before the header.
    LeadingBlank,
    /// Blanks at the end.
    TrailingBlank,
    /// Two or more blanks in a row.
    DoubledBlank,
    /// A tab, or a blank that is no space.
    StrangeBlank,
    /// Full-width punctuation or letters where the grammar wants ASCII.
    FullWidth,
    /// A character that cannot be seen, or controls a terminal.
    Invisible,
    /// A blank between the type and the bracket of the scope.
    BlankBeforeScope,
    /// Blanks at the ends of the scope.
    BlankInScope,
    /// A comma in the scope with nothing before or behind it.
    LooseComma,
    /// `[scope]` for `(scope)`.
    ScopeBrackets,
    /// The bracket of the scope does not close.
    UnclosedScope,
    /// `feat!(scope):` for `feat(scope)!:`.
    EarlyBreaking,
    /// A blank before `:` or `!`.
    BlankBeforeColon,
    /// No colon behind type and scope.
    MissingColon,
    /// No blank behind the colon.
    MissingBlank,
    /// Nothing before the colon.
    EmptyType,
    /// Nothing behind the colon.
    EmptyDescription,
    /// No blank before the references that end the header.
    GluedIssue,
    /// References that end the header, with blanks or separators that do not belong there.
    IssueForm,
    /// A full stop behind the references that end the header.
    BehindIssue,
}

impl Deviation {
    fn new(fault: Fault, span: Span, edits: impl IntoIterator<Item = Edit>) -> Self {
        Self { fault, span, edits: edits.into_iter().collect() }
    }
}

impl Fault {
    /// Whether the fault concerns the references at the end, not the shape of the header.
    pub const fn concerns_issue(self) -> bool {
        matches!(self, Self::GluedIssue | Self::IssueForm | Self::BehindIssue)
    }
}

impl<'a> Header<'a> {
    /// Takes the line at `line` of `message` apart; `forms` say what an issue reference looks like.
    pub fn parse(line: Span, message: &'a str, forms: &[Form]) -> Self {
        let text = line.of(message);
        let mut header = match Visible::of(text) {
            None => scan::line(text, forms),
            Some(visible) => visible.put_back(text, scan::line(&visible.text, forms)),
        };
        header.shift(line.start);
        header.line = line;
        if line.start > 0 {
            let before = Span::new(0, line.start);
            header.deviations.insert(0, Deviation::new(Fault::LeadingBlank, before, [Edit::remove(before)]));
        }
        header.message = message;
        header
    }

    /// The type, with full-width letters folded to ASCII.
    pub fn kind(&self) -> Option<Cow<'a, str>> {
        self.kind.map(|span| plain(span.of(self.message)))
    }

    /// The first word of a header without a colon, folded as [`Header::kind`] is.
    pub fn bare_word(&self) -> Option<Cow<'a, str>> {
        self.bare.map(|bare| plain(bare.word.of(self.message)))
    }

    /// The scopes, which commas part, and where each stands.
    pub fn scopes(&self) -> impl Iterator<Item = (Span, Cow<'a, str>)> + use<'a> {
        let inside = self.scope.unwrap_or_default();
        let text = inside.of(self.message);
        let mut offset = inside.start;
        text.split_inclusive(is_comma).filter_map(move |part| {
            let item = part.trim_end_matches(is_comma);
            let start = offset + (item.len() - item.trim_start().len());
            offset += part.len();
            let item = item.trim();
            (!item.is_empty()).then(|| (Span::new(start, start + item.len()), plain(item)))
        })
    }

    /// The text of the description.
    pub fn description(&self) -> &'a str {
        self.description.of(self.message)
    }

    /// The text of the description without the references that end it.
    pub fn title(&self) -> &'a str {
        self.title.of(self.message)
    }

    /// The part of the message at `span`.
    pub fn text_of(&self, span: Span) -> &'a str {
        span.of(self.message)
    }

    /// The description without references, whether they stand in brackets or not.
    pub fn words(&self) -> Span {
        let end = self.loose.as_ref().map_or(self.title.end, |loose| loose.span.start.min(self.title.end));
        Span::new(self.title.start.min(end), end)
    }

    /// Whether the header has the shape `type…: …`.
    pub fn is_typed(&self) -> bool {
        self.colon.is_some() || self.kind.is_some()
    }
}

fn is_comma(c: char) -> bool {
    lookalike::folded(c) == ','
}

/// `text` as the grammar reads it: full-width forms are ASCII, and what has no place in a line is not there.
fn plain(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter(|&c| !lookalike::has_no_place(c)).map(lookalike::folded).collect())
}
