//! What stands behind the colon: the description, and the references that end the header.

use super::super::{Fault, Header};
use super::Scanner;
use crate::message::issue::{self, Form, Group, Issue};
use crate::text::lookalike::{is_blank, is_strange_blank};
use crate::text::{Edit, Span};

impl<'s> Scanner<'s> {
    /// The rest of the line: description, references, and the blanks in and around them.
    pub(super) fn description(&mut self, header: &mut Header<'s>, forms: &[Form]) {
        let start = self.at;
        let group = issue::trailing_group(self.rest(), forms);
        let end = start + self.rest().trim_end_matches(is_blank).len();
        header.description = Span::new(start.min(end), end);
        header.title = header.description;
        match &group {
            Some(group) => self.issue_group(header, group, start),
            None => {
                let words = header.bare.map_or(start, |bare| bare.whole.end);
                let loose = issue::loose_at_end(&self.text[words..], forms);
                header.loose = loose.map(|edit| Edit { span: edit.span.shifted(words), ..edit });
            }
        }
        self.inner_blanks(header.title);
        if let Some(group) = &group {
            self.group_form(group, start);
        }
        let trailing = Span::new(end, self.text.len());
        if header.description.is_empty() || (header.is_typed() && header.title.is_empty()) {
            self.note(Fault::EmptyDescription, Span::empty(header.title.end), []);
        } else if !trailing.is_empty() && group.as_ref().is_none_or(|group| group.tail.is_empty()) {
            self.note(Fault::TrailingBlank, trailing, [Edit::remove(trailing)]);
        }
        let shifted = |issue: Issue<'s>| Issue { span: issue.span.shifted(start), ..issue };
        header.issues = group.map_or_else(Vec::new, |group| group.issues.into_iter().map(shifted).collect());
    }

    /// Where the group stands, and the one blank before it.
    fn issue_group(&mut self, header: &mut Header<'s>, group: &Group<'_>, start: usize) {
        let span = group.span.shifted(start);
        let before = self.text[start..span.start].trim_end_matches(is_blank).len() + start;
        let blanks = Span::new(before, span.start);
        header.title = Span::new(start, before);
        header.issue_group = Some(span);
        if !self.text[start..before].contains(char::is_alphanumeric) {
            return;
        }
        match blanks.is_empty() {
            true => self.note(Fault::GluedIssue, span, [Edit::insert(span.start, " ")]),
            false => self.one_blank(blanks),
        }
    }

    fn group_form(&mut self, group: &Group<'_>, start: usize) {
        if let Some(edit) = &group.canonical {
            let fault = match group.span.shifted(start).of(self.text) {
                written if written.contains(is_strange_blank) => Fault::StrangeBlank,
                _ if group.full_width => Fault::FullWidth,
                _ => Fault::IssueForm,
            };
            let edit = Edit { span: edit.span.shifted(start), text: edit.text.clone() };
            self.note(fault, group.span.shifted(start), [edit]);
        }
        let tail = group.tail.shifted(start);
        if !tail.is_empty() {
            let is_blank_only = tail.of(self.text).chars().all(is_blank);
            let fault = if is_blank_only { Fault::TrailingBlank } else { Fault::BehindIssue };
            self.note(fault, tail, [Edit::remove(tail)]);
        }
    }

    /// Tabs, their like, and runs of blanks within `span`.
    pub(super) fn inner_blanks(&mut self, span: Span) {
        let text = span.of(self.text);
        let mut at = 0;
        while let Some(found) = text[at..].find(is_blank) {
            let start = at + found;
            let length = text[start..].find(|c| !is_blank(c)).unwrap_or(text.len() - start);
            let run = Span::new(start, start + length);
            let fault = match run.of(text) {
                blanks if blanks.chars().count() > 1 => Some(Fault::DoubledBlank),
                one if one.contains(is_strange_blank) => Some(Fault::StrangeBlank),
                _ => None,
            };
            if let Some(fault) = fault {
                let place = run.shifted(span.start);
                self.note(fault, place, [Edit::replace(place, " ")]);
            }
            at = run.end;
        }
    }
}
