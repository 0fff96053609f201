//! Layer 1: a commit message as data. Bytes become text ([`decode`]), an edited file becomes what git will store
//! ([`cleanup`], [`draft`]), and the text falls into [`header`], body and [`trailers`]. Nothing here fails and nothing
//! here judges: what deviates from the grammar is kept with its place for the rules to report.

pub mod cleanup;
pub mod decode;
pub mod draft;
pub mod header;
pub mod issue;
pub mod prepare;
pub mod trailers;
pub mod wording;

use crate::text::{Span, lines, lookalike};
use decode::DecodeFault;
use header::Header;
use issue::Form;
use std::borrow::Cow;
use trailers::Trailers;

/// A message as git stores it, taken apart.
#[derive(Clone, Debug)]
pub struct Message<'a> {
    /// The whole text, after clean-up.
    pub text: &'a str,
    /// Why the stored bytes are not this text, where they are not.
    pub fault: Option<DecodeFault>,
    /// The first line that is not blank.
    pub header: Header<'a>,
    /// What stands between header and trailers, without the blank lines around it.
    pub body: Span,
    /// The trailer block, as `git interpret-trailers --no-divider` finds it.
    pub trailers: Trailers<'a>,
}

impl<'a> Message<'a> {
    /// Takes `text` apart; `forms` say what an issue reference looks like.
    pub fn parse(text: &'a str, forms: &[Form]) -> Self {
        let header = Header::parse(first_line(text), text, forms);
        let trailers = Trailers::parse(text);
        let body = trimmed(text, Span::new(header.line.end, trailers.block.start.max(header.line.end)));
        Self { text, fault: None, header, body, trailers }
    }

    /// The same message with a note on what its bytes were not.
    pub fn with_fault(mut self, fault: Option<DecodeFault>) -> Self {
        self.fault = fault;
        self
    }

    /// Whether the message announces a breaking change: `!` in the header, or a `BREAKING CHANGE:` or
    /// `BREAKING-CHANGE:` line that starts a paragraph or stands among the trailers (Conventional Commits 1.0.0, 8 to
    /// 16).
    pub fn is_breaking(&self) -> bool {
        self.header.breaking.is_some() || lines::inclusive(&self.text[self.header.line.end..]).any(is_breaking_line)
    }

    /// All issues that it refers to, in their plain form: what a server may be asked about.
    pub fn references(&self, forms: &[Form]) -> Vec<String> {
        let header = self.header.issues.iter().map(|issue| issue.text.to_string());
        let below = issue::mentioned(&self.text[self.header.line.end..], forms).map(Cow::into_owned);
        let mut all: Vec<String> = header.chain(below).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Whether nothing but blanks and sign-offs is left, so that git aborts the commit
    /// (`rest_is_empty` of git's `sequencer.c`).
    pub fn is_empty(&self) -> bool {
        let is_blank = |line: &str| line.bytes().all(cleanup::is_space);
        self.text.split('\n').all(|line| is_blank(line) || line.starts_with("Signed-off-by: "))
    }

    /// What the tool that wrote the header says the commit is.
    pub fn origin(&self) -> Origin {
        Origin::of(self.header.line.of(self.text))
    }
}

/// A message that git or GitHub wrote, known by its header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Nobody but the author.
    Author,
    /// `Revert "…"`, as `git revert` and GitHub's revert button write it.
    Revert,
    /// `Reapply "…"`, as `git revert` of a revert writes it since git 2.43.
    Reapply,
}

impl Origin {
    /// Reads a header line. The quotation has to close: only ` (#12)`, which GitHub appends, may follow.
    fn of(header: &str) -> Self {
        let origin = match header {
            _ if header.starts_with("Revert \"") => Self::Revert,
            _ if header.starts_with("Reapply \"") => Self::Reapply,
            _ => return Self::Author,
        };
        let opened = header.find('"').unwrap_or(0);
        let closed = header.rfind('"').unwrap_or(0);
        let rest = header[closed + 1..].trim();
        let appended = rest.strip_prefix("(#").and_then(|rest| rest.strip_suffix(')'));
        let is_complete = rest.is_empty() || appended.is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()));
        if closed > opened + 1 && is_complete { origin } else { Self::Author }
    }
}

fn is_breaking_line(line: &str) -> bool {
    let rest = line.strip_prefix("BREAKING CHANGE").or_else(|| line.strip_prefix("BREAKING-CHANGE"));
    rest.is_some_and(|rest| rest.starts_with(": ") || rest.starts_with(" #") || rest.trim_end() == ":")
}

/// The first line on which something can be seen, without its line break.
fn first_line(text: &str) -> Span {
    let mut start = 0;
    for line in lines::inclusive(text) {
        if line.contains(|c: char| !c.is_whitespace() && !lookalike::needs_neighbours(c)) {
            let content = line.strip_suffix('\n').unwrap_or(line);
            let content = content.strip_suffix('\r').unwrap_or(content);
            return Span::new(start, start + content.len());
        }
        start += line.len();
    }
    Span::empty(0)
}

/// `span` without the blank lines at both ends.
fn trimmed(text: &str, span: Span) -> Span {
    let inner = span.of(text);
    let mut start = span.start;
    for line in lines::inclusive(inner) {
        if !line.trim().is_empty() {
            break;
        }
        start += line.len();
    }
    let end = span.start + inner.trim_end().len();
    if start >= end { Span::empty(span.start) } else { Span::new(start, end) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Message<'_> {
        Message::parse(text, &issue::default_forms())
    }

    #[test]
    fn a_message_falls_into_header_body_and_trailers() {
        let message = parse("feat(api): add x (#1)\n\nWhy it\n\nmatters.\n\nSigned-off-by: A <a@b.c>\n");
        assert_eq!(message.header.line.of(message.text), "feat(api): add x (#1)");
        assert_eq!(message.body.of(message.text), "Why it\n\nmatters.");
        assert_eq!(message.trailers.list[0].key, "Signed-off-by");
    }

    #[test]
    fn blank_lines_in_front_do_not_hide_the_header() {
        let message = parse("\n \nfix: x\nbody");
        assert_eq!(message.header.line.of(message.text), "fix: x");
        assert_eq!(message.body.of(message.text), "body");
    }

    #[test]
    fn breaking_changes_are_seen_in_header_and_footer() {
        assert!(parse("feat!: x").is_breaking());
        assert!(parse("feat: x\n\nbody\n\nBREAKING CHANGE: gone\n").is_breaking());
        assert!(parse("feat: x\n\nBREAKING-CHANGE: gone\n").is_breaking());
        assert!(!parse("feat: x\n\nthis is no BREAKING CHANGE: really\n").is_breaking());
    }

    #[test]
    fn reverts_are_known_by_a_closed_quotation() {
        assert_eq!(parse("Revert \"feat: x\"\n").origin(), Origin::Revert);
        assert_eq!(parse("Revert \"feat: x\" (#12)\n").origin(), Origin::Revert);
        assert_eq!(parse("Reapply \"feat: x\"\n").origin(), Origin::Reapply);
        assert_eq!(parse("Revert \"feat: x\" and add a miner\n").origin(), Origin::Author);
        assert_eq!(parse("Revert \"\n").origin(), Origin::Author);
        assert_eq!(parse("Revert the thing\n").origin(), Origin::Author);
    }

    #[test]
    fn references_are_those_of_header_and_body() {
        let message = parse("feat: x (#12, o/r#3)\n\nSee #4 and #12.\n\nRefs: GH-5\n");
        assert_eq!(message.references(&issue::default_forms()), ["#12", "#4", "GH-5", "o/r#3"]);
    }

    #[test]
    fn sign_offs_alone_are_an_empty_message() {
        assert!(parse("\n\nSigned-off-by: A <a@b.c>\n").is_empty());
        assert!(!parse("x\n\nSigned-off-by: A <a@b.c>\n").is_empty());
        assert!(!parse("\u{3000}\n").is_empty(), "git stores it");
    }
}
