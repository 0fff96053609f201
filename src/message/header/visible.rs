//! Characters that have no place in a line are taken out before it is read, and put back into the spans afterwards.

use super::{Bare, Deviation, Fault, Header};
use crate::message::issue::Issue;
use crate::text::{Edit, Span, lookalike};
use std::borrow::Cow;

/// A line without the characters that have no place in it.
pub(super) struct Visible {
    pub(super) text: String,
    /// For each byte of `text`, its offset in the line.
    offsets: Vec<usize>,
    removed: Vec<Span>,
}

impl Visible {
    /// `None` where everything has its place.
    pub(super) fn of(line: &str) -> Option<Self> {
        if line.bytes().all(|byte| (0x20..0x7f).contains(&byte)) || !line.contains(lookalike::needs_neighbours) {
            return None;
        }
        let mut visible = Self { text: String::new(), offsets: Vec::new(), removed: Vec::new() };
        let mut before = None;
        for (at, c) in line.char_indices() {
            let span = Span::new(at, at + c.len_utf8());
            let after = line[span.end..].chars().next();
            if lookalike::is_misplaced(before, c, after) {
                match visible.removed.last_mut() {
                    Some(last) if last.end == at => last.end = span.end,
                    _ => visible.removed.push(span),
                }
            } else {
                visible.text.push(c);
                visible.offsets.extend(span.range());
                // What was taken out is nobody's neighbour: the line without it is read in the same way.
                before = Some(c);
            }
        }
        (!visible.removed.is_empty()).then_some(visible)
    }

    pub(super) fn put_back(&self, line: &str, mut header: Header<'_>) -> Header<'static> {
        header.map_spans(|span| {
            let offset = |at: usize| self.offsets.get(at).copied().unwrap_or(line.len());
            let end = if span.is_empty() { offset(span.start) } else { offset(span.end - 1) + 1 };
            Span::new(offset(span.start), end)
        });
        let removed = self.removed.iter().map(|&span| Deviation::new(Fault::Invisible, span, [Edit::remove(span)]));
        // The others keep their order: edits at one place are made in it.
        header.deviations.splice(..0, removed);
        header.into_owned()
    }
}

impl Header<'_> {
    /// The same header in a text that has `by` more bytes in front.
    pub(super) fn shift(&mut self, by: usize) {
        if by > 0 {
            self.map_spans(|span| span.shifted(by));
        }
    }

    /// The same header, without a text of its own.
    fn into_owned(self) -> Header<'static> {
        let owned = |issue: Issue<'_>| Issue { span: issue.span, text: Cow::Owned(issue.text.into_owned()) };
        Header { message: "", issues: self.issues.into_iter().map(owned).collect(), ..self }
    }

    fn map_spans(&mut self, map: impl Fn(Span) -> Span) {
        let optional = [
            &mut self.autosquash,
            &mut self.kind,
            &mut self.scope,
            &mut self.scope_brackets,
            &mut self.breaking,
            &mut self.colon,
            &mut self.issue_group,
        ];
        for span in optional.into_iter().flatten() {
            *span = map(*span);
        }
        if let Some(bare) = &mut self.bare {
            *bare = Bare { word: map(bare.word), whole: map(bare.whole) };
        }
        if let Some(loose) = &mut self.loose {
            loose.span = map(loose.span);
        }
        self.description = map(self.description);
        self.title = map(self.title);
        for issue in &mut self.issues {
            issue.span = map(issue.span);
        }
        for deviation in &mut self.deviations {
            deviation.span = map(deviation.span);
            for edit in &mut deviation.edits {
                edit.span = map(edit.span);
            }
        }
    }
}
