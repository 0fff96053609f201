//! An issue that is there, and not where it belongs. No second one is put beside it.

use crate::finding::{Slot, Trust};
use crate::message::Message;
use crate::message::header::Header;
use crate::message::issue::{self, Form};
use crate::message::wording::{self, Worded};
use crate::rule::{Cx, Vocabulary};
use crate::rules::header_format::{placeholder, reading::Reading};
use crate::text::{Edit, Span};
use crate::words::Words;
use smol_str::format_smolstr;
use std::borrow::Cow;

/// Reports an issue that is there, and not where it belongs; whether there is one. No second one is put beside it.
pub(super) fn report(message: &Message<'_>, forms: &[Form], cx: &mut Cx<'_>) -> bool {
    let header = &message.header;
    let vocabulary = cx.situation.vocabulary;
    let description = header.words();
    let said = description.of(message.text);
    if let Some(Worded { start, issues, closing }) = Worded::at_end(header.description(), forms) {
        let start = header.description.start + start;
        let span = Span::new(start, header.description.end);
        let mut edits = vec![Edit::replace(span, format_smolstr!(" ({})", issues.join(", ")))];
        if !closing.is_empty() {
            edits.push(below(message, &closing.join("\n"), false));
        }
        cx.report(ELSEWHERE.say()).at(span, LAST.say()).asked_by("where").fix(Trust::Guess, LAST.say(), edits);
    } else if let Some(edit) = header.loose.clone() {
        let finding = cx.report(LOOSE.say()).at(edit.span, BRACKETS.say()).asked_by("where");
        let is_alone = said.split_whitespace().nth(1).is_none() && said.is_ascii();
        if wording::goes_on(said) {
            finding.remedy(LAST.say());
        } else {
            let trust = if is_alone { Trust::Guess } else { Trust::Safe };
            finding.fix(trust, BRACKETS.say(), [edit]);
        }
    } else if let Some((span, issue)) = as_scope(header, forms) {
        let issue = Edit::insert(header.description.end, format_smolstr!(" ({issue})"));
        let finding = cx.report(ELSEWHERE.say()).at(span, LAST.say()).asked_by("where");
        match header.scope_brackets.filter(|_| !vocabulary.scope_required) {
            Some(brackets) => finding.fix(Trust::Guess, LAST.say(), [Edit::remove(brackets), issue]),
            None => {
                let scope = Edit::replace(span, placeholder::SCOPE);
                finding.fix(Trust::Placeholder, LAST.say(), [scope, issue]).fills(Slot::Scope)
            }
        };
    } else if let Some(span) = mention(message, vocabulary) {
        cx.report(ELSEWHERE.say()).at(span, LAST.say()).asked_by("where").remedy(LAST.say());
    } else {
        let issues = wording::below(message, forms);
        if issues.is_empty() {
            return false;
        }
        let end = header.description.end;
        let edit = Edit::insert(end, format_smolstr!(" ({})", issues.join(", ")));
        cx.report(ELSEWHERE.say()).at(Span::empty(end), LAST.say()).asked_by("where").fix(
            Trust::Safe,
            LAST.say(),
            [edit],
        );
    }
    true
}

/// The issue that stands where the scope belongs: `fix(#12): x`.
fn as_scope<'h>(header: &Header<'h>, forms: &[Form]) -> Option<(Span, Cow<'h, str>)> {
    let span = header.scope?;
    Some((span, issue::reference(header.text_of(span), forms)?))
}

/// Whether the header names an issue anywhere: another correction moves it, or only a person can.
fn mention(message: &Message<'_>, vocabulary: &Vocabulary) -> Option<Span> {
    let line = message.header.line;
    let is_named = issue::is_mentioned(line.of(message.text), &vocabulary.forms);
    (is_named || Reading::of(message, vocabulary).moves_issue()).then_some(line)
}

/// Puts a line below the header: as one of the trailers, or as a paragraph before them.
pub(super) fn below(message: &Message<'_>, line: &str, is_trailer: bool) -> Edit {
    let block = message.trailers.block;
    if block.is_empty() {
        return Edit::insert(message.text.trim_end().len(), format_smolstr!("\n\n{line}"));
    }
    Edit::insert(block.start, format_smolstr!("{line}\n{}", if is_trailer { "" } else { "\n" }))
}

const ELSEWHERE: Words = Words::new("the issue number is not at the end of the first line", "issue 编号不在标题末尾");
const LAST: Words = Words::new("put it last, in round brackets", "请写在标题末尾的圆括号里");
const LOOSE: Words = Words::new("put the issue number in round brackets", "issue 编号应写在圆括号里");
const BRACKETS: Words = Words::new("put it in round brackets", "请加上圆括号");
