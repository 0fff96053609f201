//! What a header without an allowed type is taken for, so that all header rules correct it together and no word is lost.

mod find;

use super::lead::Lead;
use super::placeholder;
use crate::finding::{Finding, Slot, Trust};
use crate::message::Message;
use crate::message::header::{Fault, Header};
use crate::rule::Vocabulary;
use crate::text::{Edit, Span, similar};
use crate::words::{Sentence, Words};
use smol_str::{SmolStr, format_smolstr};

/// What a header is taken for.
#[derive(Clone, Debug)]
pub(in crate::rules) enum Reading {
    /// Type and colon are where they belong, or where a misspelt type is.
    Typed,
    /// A sentence: its brackets and colons are its own.
    Prose,
    /// Something stands before a header.
    Led(Led),
    /// A part in square brackets before a header: `[backend] fix: x`.
    Tagged(Tagged),
    /// Words before the colon, which name a part: `vendor: update x`, `build system: x`.
    Named(Named),
    /// The first word is a type that lacks its colon.
    Bare(Bare),
}

/// A header behind something else.
#[derive(Clone, Debug)]
pub(in crate::rules) struct Led {
    lead: Lead,
    /// From the first sign to the header.
    span: Span,
    /// Where references go.
    end: usize,
    /// What closes a quotation.
    closing: Option<Span>,
    /// The group of references that the header has.
    group: Option<Span>,
    /// The type that the header has or an emoji gives it; a word of the same meaning at its start goes along.
    kind: Option<(&'static str, usize)>,
    is_typed: bool,
    /// What is wrong with the form of the header itself.
    own: Vec<Edit>,
}

/// A part in square brackets before a header that has its type.
#[derive(Clone, Debug)]
pub(in crate::rules) struct Tagged {
    /// The part.
    name: SmolStr,
    /// From the bracket to the header.
    span: Span,
    /// Where the part goes, and what comes before and after it there.
    place: (usize, &'static str, &'static str),
    /// What is wrong with the form of the header itself.
    own: Vec<Edit>,
}

/// A part that is named before the colon.
#[derive(Clone, Debug)]
pub(in crate::rules) struct Named {
    /// The name.
    name: Span,
    /// From the end of the name to the description.
    colon: Span,
    /// The first bracket of a scope behind the name, and whether there is something in it.
    open: Option<(Span, bool)>,
    /// The type that stands before the name, and its place.
    kind: Option<(String, Span)>,
}

/// A type without its colon.
#[derive(Clone, Debug)]
pub(in crate::rules) struct Bare {
    kind: String,
    word: Span,
    /// Up to the description.
    end: usize,
    /// Whether the word is kept, since it is not the type itself.
    is_kept: bool,
    /// The number of an issue behind it, as in `Bug 1532 - x`, in its plain form.
    issue: Option<String>,
    description_end: usize,
}

/// A header longer than this is no slip of anybody. In bytes.
const LONGEST: usize = 4096;

/// Types that say at the start of a sentence what they say before a colon.
const VERBS: [&str; 3] = ["feat", "fix", "refactor"];

impl Reading {
    /// Reads a header that has a fault.
    pub(in crate::rules) fn of(message: &Message<'_>, vocabulary: &Vocabulary) -> Self {
        let header = &message.header;
        if header.line.len() > LONGEST {
            return if header.is_typed() { Self::Typed } else { Self::Prose };
        }
        match header.kind() {
            Some(kind) if vocabulary.types.is_empty() || vocabulary.type_of(&kind).is_some() => Self::Typed,
            None if header.is_typed() => Self::Typed,
            Some(kind) => find::led(message, vocabulary)
                .or_else(|| find::tagged(message, vocabulary))
                .or_else(|| vocabulary.misspelt(&kind).map(|_| Self::Typed))
                .or_else(|| find::named_by_type(header, &kind))
                .unwrap_or(Self::Prose),
            None => find::led(message, vocabulary)
                .or_else(|| find::tagged(message, vocabulary))
                .or_else(|| find::numbered(message, vocabulary))
                .or_else(|| find::named(message, vocabulary))
                .or_else(|| find::bare(header, vocabulary))
                .unwrap_or(Self::Prose),
        }
    }

    /// Where the bracket of a scope goes that is missing; `None` where another correction gives it a place.
    pub(in crate::rules) fn place_of_scope(&self, header: &Header<'_>) -> Option<usize> {
        match self {
            Self::Typed => header.kind.map(|kind| kind.end),
            Self::Bare(bare) if bare.is_kept => Some(bare.word.start),
            Self::Bare(bare) => Some(bare.word.end),
            Self::Prose | Self::Led(_) | Self::Tagged(_) | Self::Named(_) => None,
        }
    }

    /// Whether the correction of the header moves the number of an issue to its end.
    pub(in crate::rules) fn moves_issue(&self) -> bool {
        match self {
            Self::Led(led) => !led.lead.issues.is_empty(),
            Self::Bare(bare) => bare.issue.is_some(),
            Self::Typed | Self::Prose | Self::Tagged(_) | Self::Named(_) => false,
        }
    }

    /// How far an edit of one fault of the form can be trusted; `None` where what looks like a fault is none.
    pub(super) fn trust(&self, fault: Fault, header: &Header<'_>) -> Option<Trust> {
        if !concerns_shape(fault) {
            return Some(Trust::Safe);
        }
        match self {
            Self::Typed if is_loose_colon(header) => Some(Trust::Guess),
            Self::Typed => Some(Trust::Safe),
            Self::Named(named) if named.kind.is_none() => Some(Trust::Guess),
            _ => None,
        }
    }

    /// Corrects a header that has no type; returns whether it could.
    pub(in crate::rules) fn correct(&self, header: &Header<'_>, vocabulary: &Vocabulary, finding: &mut Finding) {
        match self {
            Self::Typed => {}
            Self::Prose => {
                let start = header.autosquash.map_or(header.line.start, |prefix| prefix.end);
                let start = if header.is_typed() { start } else { header.description.start };
                finding
                    .fix(
                        Trust::Placeholder,
                        NAME_TYPE.say(),
                        [Edit::insert(start, form(placeholder::TYPE, vocabulary))],
                    )
                    .fills(Slot::Type);
            }
            Self::Led(led) => led.correct(vocabulary, finding),
            Self::Tagged(tagged) => tagged.correct(finding),
            Self::Named(named) => named.correct(finding),
            Self::Bare(bare) => {
                finding.fix(bare.trust(header), CORRECT.say(), bare.edits(header)).fills(Slot::Type);
            }
        }
    }
}

impl Led {
    fn correct(&self, vocabulary: &Vocabulary, finding: &mut Finding) {
        let mut edits = Vec::new();
        let start = match self.kind {
            _ if self.is_typed => SmolStr::default(),
            Some((kind, _)) => form(kind, vocabulary),
            None => form(placeholder::TYPE, vocabulary),
        };
        let length = self.kind.map_or(0, |(_, length)| length);
        edits.push(Edit::replace(Span::new(self.span.start, self.span.end + length), start));
        edits.extend(self.own.iter().cloned());
        edits.extend(self.closing.map(Edit::remove));
        let issues = self.lead.issues.join(", ");
        match self.group {
            _ if issues.is_empty() => {}
            Some(group) => edits.push(Edit::insert(group.start + 1, format_smolstr!("{issues}, "))),
            None => edits.push(Edit::insert(self.end, format_smolstr!(" ({issues})"))),
        }
        let trust = match self.is_typed {
            true if self.lead.is_said || (self.group.is_some() && !issues.is_empty()) => Trust::Guess,
            true => Trust::Safe,
            false if self.kind.is_some() && !vocabulary.scope_required => Trust::Guess,
            false => Trust::Placeholder,
        };
        finding.fix(trust, CORRECT.say(), edits);
        if !self.is_typed {
            finding.fills(Slot::Type);
        }
    }
}

impl Tagged {
    fn correct(&self, finding: &mut Finding) {
        let (at, before, after) = self.place;
        let name = Edit::insert(at, format_smolstr!("{before}{}{after}", self.name));
        let edits = [Edit::remove(self.span), name].into_iter().chain(self.own.iter().cloned());
        finding.fix(Trust::Guess, CORRECT.say(), edits);
    }
}

impl Named {
    fn correct(&self, finding: &mut Finding) {
        if let Some((kind, place)) = &self.kind {
            let gap = Span::new(place.end, self.name.start);
            let edits = [
                Edit::replace(*place, kind.as_str()),
                Edit::replace(gap, "("),
                Edit::insert(self.name.end, ")"),
                Edit::replace(self.colon, ": "),
            ];
            finding.fix(Trust::Guess, CORRECT.say(), edits).fills(Slot::Type);
            return;
        }
        let edits = match self.open {
            None => vec![
                Edit::insert(self.name.start, format_smolstr!("{}(", placeholder::TYPE)),
                Edit::insert(self.name.end, ")"),
                Edit::replace(self.colon, ": "),
            ],
            Some((open, is_said)) => vec![
                Edit::insert(self.name.start, format_smolstr!("{}(", placeholder::TYPE)),
                Edit::replace(open, if is_said { "," } else { "" }),
            ],
        };
        finding.fix(Trust::Placeholder, KEEP_WORD.say(), edits).fills(Slot::Type);
    }
}

impl Bare {
    fn edits(&self, header: &Header<'_>) -> Vec<Edit> {
        let written = Span::new(header.bare.map_or(self.word.start, |bare| bare.whole.start), self.word.end);
        let mut edits = if self.is_kept {
            // The colon goes along with the first letter: what other rules put before the word comes before it.
            let first = header.text_of(self.word).chars().next().unwrap_or(' ');
            let first_letter = Span::new(self.word.start, self.word.start + first.len_utf8());
            vec![
                Edit::insert(self.word.start, self.kind.as_str()),
                Edit::replace(first_letter, format_smolstr!(": {first}")),
            ]
        } else {
            vec![Edit::replace(written, self.kind.as_str()), Edit::replace(Span::new(self.word.end, self.end), ": ")]
        };
        edits
            .extend(self.issue.as_ref().map(|issue| Edit::insert(self.description_end, format_smolstr!(" ({issue})"))));
        edits
    }

    /// Whether the type is one for sure: a tag in brackets, or a word that begins no name (`build system`, `test plan`).
    fn trust(&self, header: &Header<'_>) -> Trust {
        let is_tag = header.bare.is_some_and(|bare| bare.word.start > bare.whole.start);
        let is_exact = header.text_of(self.word) == self.kind;
        let behind = header.text_of(Span::new(self.end, self.description_end.max(self.end)));
        let has_scope = behind.starts_with(['(', '[', '（', '【']);
        let is_sure = is_exact && !has_scope && (is_tag || VERBS.contains(&self.kind.as_str()));
        if is_sure && self.issue.is_none() { Trust::Safe } else { Trust::Guess }
    }

    /// What is said of it.
    pub(super) fn missing_colon(&self) -> Sentence {
        MISSING_COLON.with([self.kind.as_str().into()])
    }

    /// Where the colon belongs.
    pub(super) fn place(&self) -> Span {
        Span::empty(self.word.end)
    }
}

/// `type(<scope>): `, with the scope only where there has to be one.
pub(super) fn form(kind: &str, vocabulary: &Vocabulary) -> SmolStr {
    if vocabulary.scope_required {
        format_smolstr!("{kind}({}): ", placeholder::SCOPE)
    } else {
        format_smolstr!("{kind}: ")
    }
}

/// Whether a fault is one of type, scope and colon, which prose has as well.
const fn concerns_shape(fault: Fault) -> bool {
    matches!(
        fault,
        Fault::FullWidth
            | Fault::BlankBeforeScope
            | Fault::BlankInScope
            | Fault::LooseComma
            | Fault::ScopeBrackets
            | Fault::UnclosedScope
            | Fault::EarlyBreaking
            | Fault::BlankBeforeColon
            | Fault::MissingColon
            | Fault::MissingBlank
    )
}

/// A colon that stands at the wrong side of the blank, as in `Document :edit`.
fn is_loose_colon(header: &Header<'_>) -> bool {
    let has = |fault| header.deviations.iter().any(|deviation| deviation.fault == fault);
    has(Fault::BlankBeforeColon) && has(Fault::MissingBlank)
}

impl Vocabulary {
    /// The type of which `word` is a misspelling.
    pub(in crate::rules) fn misspelt(&self, word: &str) -> Option<&str> {
        similar::misspelt(word, self.types.iter().map(String::as_str))
    }
}

const CORRECT: Words = Words::new("write the header in its form", "按格式书写标题");
const NAME_TYPE: Words = Words::new("name the type of the change", "写明变更的类型");
const KEEP_WORD: Words =
    Words::new("name the type; the word before the colon can be the scope", "请写明类型；冒号前的词可作为范围");
const MISSING_COLON: Words = Words::new("missing `:` after the type `{0}`", "类型 `{0}` 后缺少冒号");
