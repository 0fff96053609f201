//! What a header is taken for, found in its text.

use super::super::lead::{self, Lead};
use super::{Bare, Led, Named, Reading, Tagged, concerns_shape, is_loose_colon};
use crate::message::Message;
use crate::message::header::{Fault, Header};
use crate::message::issue;
use crate::rule::Vocabulary;
use crate::text::{Edit, Span, lookalike};
use std::borrow::Cow;

/// More words than this before a colon are a sentence.
const MOST_WORDS: usize = 3;

/// What stands before a header.
pub(super) fn led(message: &Message<'_>, vocabulary: &Vocabulary) -> Option<Reading> {
    let header = &message.header;
    let start = header.autosquash.map_or(header.line.start, |prefix| prefix.end);
    let text = Span::new(start, header.line.end).of(message.text);
    let start = start + (text.len() - text.trim_start_matches(lookalike::is_unseen).len());
    let end = start
        + Span::new(start, header.line.end.max(start)).of(message.text).trim_end_matches(lookalike::is_unseen).len();
    let lead = Lead::of(Span::new(start, end).of(message.text), &vocabulary.forms)?;
    let span = Span::new(start, start + lead.length);
    let closing = lead.closing.filter(|&closing| Span::new(span.end, end).of(message.text).ends_with(closing));
    let closing = closing.map(|closing| Span::new(end - closing.len_utf8(), end));
    let rest = Span::new(span.end, closing.map_or(end, |closing| closing.start));
    let behind = Header::parse(rest, message.text, &vocabulary.forms);
    let known = |word: &str| vocabulary.type_of(word).is_some();
    let is_typed = behind.colon.is_some() && behind.kind().is_some_and(|kind| known(&kind)) && !is_loose_colon(&behind);
    let kind = lead.kind.filter(|kind| known(kind)).map(|kind| {
        let is_said_again = behind.bare_word().is_some_and(|word| word.eq_ignore_ascii_case(kind));
        (kind, behind.bare.filter(|_| is_said_again).map_or(0, |bare| bare.whole.end - rest.start))
    });
    let is_led = is_typed || kind.is_some() || !lead.issues.is_empty();
    let kind = kind.filter(|_| !is_typed);
    let own = if is_typed { own_edits(&behind, vocabulary) } else { Vec::new() };
    let reading = Reading::Led(Led {
        own,
        span,
        end: behind.description.end,
        closing,
        group: behind.issue_group,
        kind,
        is_typed,
        lead,
    });
    is_led.then_some(reading)
}

/// What puts a header into its form that only something before it kept from being read: what the line as a whole does not
/// show.
fn own_edits(header: &Header<'_>, vocabulary: &Vocabulary) -> Vec<Edit> {
    let of_shape = header.deviations.iter().filter(|deviation| concerns_shape(deviation.fault));
    let mut edits: Vec<Edit> = of_shape.flat_map(|deviation| deviation.edits.iter().cloned()).collect();
    let kind = header.kind.zip(header.kind());
    edits.extend(kind.and_then(|(span, kind)| {
        let meant = vocabulary.type_of(&kind).filter(|meant| *meant != kind)?;
        Some(Edit::replace(span, meant))
    }));
    edits
}

/// A part in square brackets before a header with an allowed type.
pub(super) fn tagged(message: &Message<'_>, vocabulary: &Vocabulary) -> Option<Reading> {
    let header = &message.header;
    let start = header.autosquash.map_or(header.line.start, |prefix| prefix.end);
    let text = Span::new(start, header.line.end.max(start)).of(message.text);
    let (name, behind) = text.strip_prefix('[')?.split_once(']')?;
    let is_part = |c: char| c.is_alphanumeric() || "/-_.".contains(c);
    if name.is_empty() || !name.chars().all(is_part) || vocabulary.type_of(name).is_some() {
        return None;
    }
    let said = behind.trim_start_matches(lookalike::is_blank);
    let span = Span::new(start, header.line.end - said.len());
    let behind = Header::parse(Span::new(span.end, header.line.end), message.text, &vocabulary.forms);
    let kind = behind.kind().filter(|kind| vocabulary.type_of(kind).is_some()).and(behind.kind)?;
    let first = |brackets: Span| behind.text_of(brackets).chars().next().map_or(1, char::len_utf8);
    let place = match behind.scope_brackets {
        None => (kind.end, "(", ")"),
        Some(brackets) if behind.scopes().next().is_none() => (brackets.start + first(brackets), "", ""),
        Some(brackets) => (brackets.start + first(brackets), "", ","),
    };
    let is_typed = behind.colon.is_some() && !is_loose_colon(&behind);
    let own = own_edits(&behind, vocabulary);
    is_typed.then(|| Reading::Tagged(Tagged { name: name.into(), span, place, own }))
}

/// A word before the colon that is no type, and can be the name of a part.
pub(super) fn named_by_type(header: &Header<'_>, kind: &str) -> Option<Reading> {
    let (name, colon) = (header.kind?, header.colon?);
    let has = |fault| header.deviations.iter().any(|deviation| deviation.fault == fault);
    let is_wide = header.text_of(colon) != ":";
    if !is_name(kind) || (has(Fault::MissingBlank) && !is_wide) || is_loose_colon(header) || header.breaking.is_some() {
        return None;
    }
    let open = header.scope_brackets.map(|brackets| {
        let first = header.text_of(brackets).chars().next().map_or(1, char::len_utf8);
        (Span::new(name.end, brackets.start + first), header.scopes().next().is_some())
    });
    let colon = Span::new(name.end, header.description.start.max(colon.end));
    Some(Reading::Named(Named { name, colon, open, kind: None }))
}

/// Words before the first colon that name a part; the first of them may be a type.
pub(super) fn named(message: &Message<'_>, vocabulary: &Vocabulary) -> Option<Reading> {
    let header = &message.header;
    let text = header.text_of(header.description);
    let start = header.description.start;
    let at = text.find([':', '：'])?;
    let (before, behind) = text.split_at(at);
    let wide = behind.starts_with('：');
    let behind = &behind[if wide { '：'.len_utf8() } else { 1 }..];
    let said = behind.trim_start_matches(lookalike::is_blank);
    let name = before.trim_end_matches(lookalike::is_blank);
    let is_parted = name.len() == before.len() && (wide || said.len() < behind.len());
    if said.is_empty() || !is_parted || !is_name(name) {
        return None;
    }
    let words = name.split(lookalike::is_blank).filter(|word| !word.is_empty()).count();
    if words > MOST_WORDS {
        return None;
    }
    let colon = Span::new(start + name.len(), start + text.len() - said.len());
    let first =
        header.bare.filter(|bare| bare.word.start == start && bare.whole.start == start).zip(header.bare_word());
    let typed = first.and_then(|(bare, word)| {
        let kind = vocabulary.type_of(&word).filter(|kind| kind.eq_ignore_ascii_case(&word))?;
        Some((kind.to_owned(), bare))
    });
    let (name, kind) = match typed {
        Some((kind, bare)) => (Span::new(bare.whole.end, start + name.len()), Some((kind, bare.word))),
        None => (Span::new(start, start + name.len()), None),
    };
    (!name.is_empty()).then_some(Reading::Named(Named { name, colon, open: None, kind }))
}

/// Whether a text can be the name of a part: words, and what joins them in paths.
fn is_name(text: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || "/-_.+&*".contains(c) || c == ' ';
    text.contains(char::is_alphabetic) && text.chars().all(fits)
}

/// A first word that is a type, whatever its case, or stands for one.
pub(super) fn bare(header: &Header<'_>, vocabulary: &Vocabulary) -> Option<Reading> {
    let (bare, word) = header.bare.zip(header.bare_word())?;
    let kind = vocabulary.type_of(&word)?.to_owned();
    let is_kept = bare.word.start == bare.whole.start && !kind.eq_ignore_ascii_case(&word);
    let description_end = header.description.end;
    Some(Reading::Bare(Bare { kind, word: bare.word, end: bare.whole.end, is_kept, issue: None, description_end }))
}

/// `Bug 1532 - x`, `fix #12: x`: a type, the number of an issue, and something that parts them from the description.
pub(super) fn numbered(message: &Message<'_>, vocabulary: &Vocabulary) -> Option<Reading> {
    let header = &message.header;
    let (bare, word) = header.bare.zip(header.bare_word())?;
    let kind = vocabulary.type_of(&word)?.to_owned();
    let behind = Span::new(bare.whole.end, header.description.end.max(bare.whole.end)).of(message.text);
    let end = behind.find(|c: char| lookalike::is_blank(c) || lookalike::folded(c) == ':')?;
    let issue = issue::reference(&behind[..end], &vocabulary.forms).map(Cow::into_owned);
    let issue = issue.or_else(|| issue::of_number(&behind[..end], &vocabulary.forms))?;
    let separator = lead::separator(&behind[end..]);
    let said = behind[end + separator..].trim_start_matches(lookalike::is_blank);
    let end = bare.whole.end + behind.len() - said.len();
    let description_end = header.description.end;
    let is_numbered = separator > 0 && !said.is_empty() && header.issues.is_empty();
    let (word, issue) = (bare.word, Some(issue));
    is_numbered.then_some(Reading::Bare(Bare { kind, word, end, is_kept: false, issue, description_end }))
}
