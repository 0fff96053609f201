//! The scanner: it reads look-alikes as what they stand for, and notes them.

mod behind;

use super::{Bare, Deviation, Fault, Header};
use crate::message::issue::{self, Form};
use crate::text::lookalike::{self, is_blank};
use crate::text::{Edit, Span};
use smallvec::{SmallVec, smallvec};
use smol_str::SmolStr;

/// Prefixes that `git commit --fixup` and `--squash` write for `git rebase --autosquash`.
const AUTOSQUASH: [&str; 3] = ["fixup!", "squash!", "amend!"];

/// Takes a line without invisible characters apart; spans count from its start.
pub(super) fn line<'s>(line: &'s str, forms: &[Form]) -> Header<'s> {
    let mut scanner = Scanner { text: line, at: 0, deviations: Vec::new() };
    let lead = scanner.blanks();
    if !lead.is_empty() {
        scanner.note(Fault::LeadingBlank, lead, [Edit::remove(lead)]);
    }
    let autosquash = scanner.autosquash();
    let start = scanner.at;
    let mut header: Header<'s> = scanner.prefix().unwrap_or_default();
    if !header.is_typed() {
        scanner.at = start;
        header.bare = scanner.bare(forms);
        scanner.at = start;
    }
    header.autosquash = autosquash;
    scanner.description(&mut header, forms);
    header.deviations = scanner.deviations;
    header
}

/// A place in a line, and what was odd up to there.
struct Scanner<'s> {
    text: &'s str,
    at: usize,
    deviations: Vec<Deviation>,
}

impl<'s> Scanner<'s> {
    fn rest(&self) -> &'s str {
        &self.text[self.at..]
    }

    /// The next character as the grammar reads it.
    fn peek(&self) -> Option<char> {
        self.rest().chars().next().map(lookalike::folded)
    }

    fn note(&mut self, fault: Fault, span: Span, edits: impl IntoIterator<Item = Edit>) {
        self.deviations.push(Deviation::new(fault, span, edits));
    }

    fn take_while(&mut self, accept: impl Fn(char) -> bool) -> Span {
        let start = self.at;
        let length = self.rest().find(|c| !accept(c)).unwrap_or(self.rest().len());
        self.at += length;
        Span::new(start, self.at)
    }

    fn blanks(&mut self) -> Span {
        self.take_while(is_blank)
    }

    /// Takes `wanted`, or what is taken for it, and notes the latter.
    fn punctuation(&mut self, wanted: char) -> Option<Span> {
        let found = self.rest().chars().next().filter(|&c| lookalike::folded(c) == wanted)?;
        let span = Span::new(self.at, self.at + found.len_utf8());
        self.at = span.end;
        if found != wanted {
            self.note(Fault::FullWidth, span, [Edit::replace(span, ascii(wanted))]);
        }
        Some(span)
    }

    /// Notes blanks that should be one space.
    fn one_blank(&mut self, blanks: Span) {
        let fault = match blanks.of(self.text) {
            " " => return,
            one if one.chars().count() == 1 => Fault::StrangeBlank,
            _ => Fault::DoubledBlank,
        };
        self.note(fault, blanks, [Edit::replace(blanks, " ")]);
    }

    fn autosquash(&mut self) -> Option<Span> {
        let start = self.at;
        let is_parted = |rest: &str, word: &str| rest.strip_prefix(word).is_some_and(|rest| rest.starts_with(is_blank));
        while let Some(word) = AUTOSQUASH.iter().find(|word| is_parted(self.rest(), word)) {
            self.at += word.len();
            let blanks = self.blanks();
            self.one_blank(blanks);
        }
        (self.at > start).then(|| Span::new(start, self.at))
    }

    /// `type(scope)!:`, as far as anybody can tell; `None` leaves the position anywhere.
    fn prefix(&mut self) -> Option<Header<'static>> {
        let noted = self.deviations.len();
        let header = self.typed();
        if header.is_none() {
            self.deviations.truncate(noted);
        }
        header
    }

    fn typed(&mut self) -> Option<Header<'static>> {
        let mut header = Header::default();
        let word = self.word();
        header.kind = (!word.is_empty()).then_some(word);
        if word.is_empty() && self.peek() == Some('[') {
            return None;
        }
        let early = self.early_breaking();
        let gap = self.blanks();
        if matches!(self.peek(), Some('(' | '[')) {
            self.scope(&mut header)?;
            if !gap.is_empty() {
                self.note(Fault::BlankBeforeScope, gap, [Edit::remove(gap)]);
            }
        } else {
            self.at = gap.start;
        }
        let end = self.at;
        if let Some(bang) = early {
            self.forget_full_width(bang);
            self.note(Fault::EarlyBreaking, bang, [Edit::remove(bang), Edit::insert(end, "!")]);
            header.breaking = Some(bang);
        }
        self.colon(&mut header, gap, end)?;
        Some(header)
    }

    /// The type: up to the first blank, bracket, `!` or colon; it starts with a letter or digit and holds a letter.
    fn word(&mut self) -> Span {
        let start = self.at;
        let is_start = self.peek().is_some_and(char::is_alphanumeric);
        let word = self.take_while(|c| is_start && !is_blank(c) && !"([!:".contains(lookalike::folded(c)));
        if !word.of(self.text).contains(char::is_alphabetic) {
            self.at = start;
            return Span::empty(start);
        }
        if word.of(self.text).chars().any(|c| lookalike::ascii(c).is_some()) {
            let folded: String = word.of(self.text).chars().map(lookalike::folded).collect();
            self.note(Fault::FullWidth, word, [Edit::replace(word, folded)]);
        }
        word
    }

    /// A `!` directly before the bracket of a scope.
    fn early_breaking(&mut self) -> Option<Span> {
        let mut ahead = self.rest().chars().map(lookalike::folded);
        let is_early = ahead.next() == Some('!') && matches!(ahead.next(), Some('(' | '['));
        is_early.then(|| self.punctuation('!')).flatten()
    }

    /// `(scope)`, or what is meant for it.
    fn scope(&mut self, header: &mut Header<'static>) -> Option<()> {
        let opening = self.peek().filter(|c| matches!(c, '(' | '['))?;
        let closing = if opening == '(' { ')' } else { ']' };
        let open = self.punctuation(opening)?;
        let inner_start = self.at;
        let rest = self.rest();
        let is_bracket = |c: char| "()[]".contains(lookalike::folded(c));
        let length = rest.find(|c| lookalike::folded(c) == closing).filter(|&end| !rest[..end].contains(is_bracket));
        let may_be_open = length.is_none() && header.kind.is_some();
        let unclosed = may_be_open.then(|| rest.find(|c| lookalike::folded(c) == ':')).flatten();
        self.at += length.or(unclosed)?;
        let inside = Span::new(inner_start, self.at);
        if inside.of(self.text).contains(is_bracket) {
            return None;
        }
        if unclosed.is_some() && inside.of(self.text).chars().all(|c| is_blank(c) || lookalike::folded(c) == ',') {
            let opened = open.to(inside);
            self.forget_full_width(open);
            self.note(Fault::UnclosedScope, open, [Edit::remove(opened)]);
            return Some(());
        }
        let close = match unclosed {
            None => self.punctuation(closing)?,
            Some(_) => {
                self.note(Fault::UnclosedScope, open, [Edit::insert(inside.end, ascii(closing))]);
                Span::empty(inside.end)
            }
        };
        self.scope_inside(inside);
        if opening == '[' {
            self.plain_brackets(open, close);
        }
        header.scope = Some(trim(self.text, inside));
        header.scope_brackets = Some(open.to(close));
        Some(())
    }

    fn scope_inside(&mut self, inside: Span) {
        let kept = trim(self.text, inside);
        if kept != inside {
            let blanks = [Span::new(inside.start, kept.start), Span::new(kept.end, inside.end)];
            self.note(Fault::BlankInScope, inside, blanks.map(Edit::remove));
        }
        let loose: SmallVec<[Edit; 2]> = loose_commas(kept.of(self.text))
            .into_iter()
            .map(|edit| Edit { span: edit.span.shifted(kept.start), ..edit })
            .collect();
        let replaced: SmallVec<[Edit; 2]> = kept
            .of(self.text)
            .char_indices()
            .filter_map(|(at, c)| {
                let span = Span::new(kept.start + at, kept.start + at + c.len_utf8());
                Some(Edit::replace(span, ascii(lookalike::ascii(c)?)))
            })
            .filter(|edit| {
                !loose.iter().any(|comma| comma.span.start <= edit.span.start && edit.span.end <= comma.span.end)
            })
            .collect();
        if !replaced.is_empty() {
            self.note(Fault::FullWidth, kept, replaced);
        }
        if !loose.is_empty() {
            self.note(Fault::LooseComma, kept, loose);
        }
        self.inner_blanks(kept);
    }

    /// What is taken out or replaced anyway need not be folded before.
    fn forget_full_width(&mut self, span: Span) {
        self.deviations.retain(|deviation| deviation.fault != Fault::FullWidth || deviation.span != span);
    }

    /// Square brackets become round ones.
    fn plain_brackets(&mut self, open: Span, close: Span) {
        self.forget_full_width(open);
        self.forget_full_width(close);
        for deviation in &mut self.deviations {
            if deviation.fault == Fault::UnclosedScope {
                deviation.edits = smallvec![Edit::insert(close.start, ")")];
            }
        }
        let mut edits: SmallVec<[Edit; 2]> = smallvec![Edit::replace(open, "(")];
        edits.extend((!close.is_empty()).then(|| Edit::replace(close, ")")));
        self.note(Fault::ScopeBrackets, open.to(close), edits);
    }

    /// `!` and `:` behind type and scope, with whatever blanks stand between; `gap` are those before a scope.
    fn colon(&mut self, header: &mut Header<'static>, gap: Span, end: usize) -> Option<()> {
        let before = self.blanks();
        if let Some(bang) = self.punctuation('!') {
            if header.breaking.is_some() {
                self.forget_full_width(bang);
                self.note(Fault::EarlyBreaking, bang, [Edit::remove(bang)]);
            }
            header.breaking = header.breaking.or(Some(bang));
        }
        let behind_bang = if self.at == before.end { end } else { self.at };
        let between = self.blanks();
        let is_typed = header.kind.is_some() || header.scope.is_some();
        let found = self.rest().chars().next();
        if self.peek() != Some(':') {
            let is_spread = !gap.is_empty() || (behind_bang > end && !before.is_empty());
            return if is_spread { None } else { self.missing_colon(header, behind_bang) };
        }
        if self.is_other_colon(is_typed) || (!is_typed && header.breaking.is_some()) {
            return None;
        }
        for blanks in [before, between].into_iter().filter(|blanks| !blanks.is_empty()) {
            self.note(Fault::BlankBeforeColon, blanks, [Edit::remove(blanks)]);
        }
        let colon = Span::new(self.at, self.at + found.map_or(1, char::len_utf8));
        self.at = colon.end;
        if header.kind.is_none() {
            self.note(Fault::EmptyType, Span::empty(colon.start), []);
        }
        header.colon = Some(colon);
        self.behind_colon(colon);
        Some(())
    }

    /// Colons that part no type: `std::vector`, `https://…`, `:emoji:`.
    fn is_other_colon(&self, is_typed: bool) -> bool {
        let behind = &self.rest()[self.rest().chars().next().map_or(0, char::len_utf8)..];
        let spaced = behind.is_empty() || behind.starts_with(is_blank) || !self.rest().starts_with(':');
        behind.starts_with(':') || behind.starts_with("//") || (!is_typed && !spaced)
    }

    /// One blank belongs behind the colon.
    fn behind_colon(&mut self, colon: Span) {
        let is_wide = colon.of(self.text) != ":";
        let blanks = self.blanks();
        let at_end = self.rest().is_empty();
        let wanted = if at_end { "" } else { " " };
        if is_wide {
            let span = if at_end { colon } else { colon.to(blanks) };
            self.note(Fault::FullWidth, colon, [Edit::replace(span, format!(":{wanted}"))]);
        }
        if is_wide && at_end && !blanks.is_empty() {
            self.note(Fault::TrailingBlank, blanks, [Edit::remove(blanks)]);
        } else if !is_wide && blanks.of(self.text) != wanted {
            let fault = match blanks.of(self.text).chars().count() {
                0 => Fault::MissingBlank,
                1 if !at_end => Fault::StrangeBlank,
                _ if at_end => Fault::TrailingBlank,
                _ => Fault::DoubledBlank,
            };
            let place = if blanks.is_empty() { colon } else { blanks };
            self.note(fault, place, [Edit::replace(blanks, wanted)]);
        }
    }

    /// A type with a scope glued to it is a type also without a colon: `feat(api) add x`.
    fn missing_colon(&mut self, header: &Header<'static>, end: usize) -> Option<()> {
        let scope = header.scope?;
        let inside = scope.of(self.text);
        let is_issue = self.text[end..].trim().is_empty() && inside.ends_with(|c: char| c.is_ascii_digit());
        if header.kind.is_none() || inside.is_empty() || inside.contains(is_blank) || is_issue {
            return None;
        }
        self.at = end;
        let blanks = self.blanks();
        let edit = match (blanks.is_empty(), self.rest().is_empty()) {
            (_, true) => Edit::replace(blanks, ":"),
            (true, _) => Edit::insert(end, ": "),
            (false, _) => Edit::replace(blanks, ": "),
        };
        self.note(Fault::MissingColon, Span::empty(end), [edit]);
        Some(())
    }

    /// The first word of a header that is no `type: …`; brackets around it and a separator behind it go along.
    fn bare(&mut self, forms: &[Form]) -> Option<Bare> {
        let start = self.at;
        let bracketed = self.peek().filter(|c| matches!(c, '[' | '('));
        if let Some(open) = bracketed {
            self.take_while(|c| lookalike::folded(c) == open);
        }
        let word = self.take_while(|c| !is_blank(c) && !"()[]:".contains(lookalike::folded(c)));
        if bracketed.is_some() {
            let closing = if bracketed == Some('(') { ')' } else { ']' };
            let close = self.take_while(|c| lookalike::folded(c) == closing);
            if close.is_empty() {
                return None;
            }
            self.take_while(|c| lookalike::folded(c) == ':');
        }
        let is_word = word.of(self.text).starts_with(char::is_alphabetic);
        let blanks = self.blanks();
        let parted = bracketed.is_some() || !blanks.is_empty();
        (is_word && parted && !issue::is_all(self.rest(), forms))
            .then(|| Bare { word, whole: Span::new(start, self.at) })
    }
}

/// An ASCII character as a text.
fn ascii(c: char) -> SmolStr {
    SmolStr::new(c.encode_utf8(&mut [0; 4]))
}

/// `span` without the blanks at its ends.
fn trim(text: &str, span: Span) -> Span {
    let inner = span.of(text);
    let start = span.start + (inner.len() - inner.trim_start_matches(is_blank).len());
    let end = span.start + inner.trim_end_matches(is_blank).len();
    if start >= end { Span::empty(span.start) } else { Span::new(start, end) }
}

/// Commas in a scope part two names: those with nothing before or behind them part nothing, and of several that stand
/// together one is enough. A scope of commas alone has none of them: what is meant cannot be known.
fn loose_commas(scope: &str) -> SmallVec<[Edit; 2]> {
    let is_comma = |c| lookalike::folded(c) == ',';
    let is_gap = |c| is_blank(c) || is_comma(c);
    let mut loose = SmallVec::new();
    let mut at = 0;
    while let Some(found) = scope[at..].find(is_gap) {
        let start = at + found;
        let end = scope[start..].find(|c| !is_gap(c)).map_or(scope.len(), |length| start + length);
        let gap = Span::new(start, end);
        let commas = gap.of(scope).chars().filter(|&c| is_comma(c)).count();
        match (start == 0, end == scope.len()) {
            (true, true) => {}
            (false, false) if commas > 1 => loose.push(Edit::replace(gap, ",")),
            (false, false) => {}
            _ if commas > 0 => loose.push(Edit::remove(gap)),
            _ => {}
        }
        at = end;
    }
    loose
}
