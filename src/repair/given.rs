//! What a person gave for the parts of a message that only a person knows.

use crate::finding::{Finding, Fix, Slot, Trust};
use crate::rules::header_format::placeholder;
use crate::text::{Edit, Span, edit, lookalike};
use smol_str::{SmolStr, format_smolstr};

/// What a repair may use beside what is safe. Each value fills in only what is missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Given<'g> {
    /// Whether what may have been meant is taken as well.
    pub suggested: bool,
    /// The issue, as a person writes it: `42`, `#42`, `owner/repo#42`.
    pub issue: Option<&'g str>,
    /// The scope.
    pub scope: Option<&'g str>,
    /// The type; it also replaces one that the policy does not allow.
    pub kind: Option<&'g str>,
}

impl Given<'_> {
    /// The same, without what could not be one word of a header and would say more than its place: a line break, a
    /// bracket, a colon.
    pub(super) fn sound(self) -> Self {
        let is_sound = |value: &&str| {
            let breaks = |c: char| c.is_control() || "()[]<>:,".contains(lookalike::folded(c));
            !value.is_empty() && !value.contains(breaks) && !value.contains(lookalike::needs_neighbours)
        };
        let is_word = |value: &&str| is_sound(value) && !value.contains(lookalike::is_blank);
        Self {
            issue: self.issue.filter(is_word).filter(|issue| is_reference(issue)),
            scope: self.scope.map(str::trim).filter(is_sound),
            kind: self.kind.filter(is_word),
            ..self
        }
    }

    /// `text` with all that may be repaired of these findings, and the slots that a given value filled.
    pub(super) fn applied(&self, text: &str, findings: &[Finding]) -> (String, Vec<Slot>) {
        let mut filled = Vec::new();
        let mut edits: Vec<Edit> = Vec::new();
        for finding in findings {
            let Some(fix) = &finding.fix else { continue };
            // A new type moves the place of a scope: that is for the next round.
            let waits = fix.slot == Some(Slot::Scope) && filled.contains(&Slot::Type);
            let slot = fix.slot.filter(|_| fix.trust != Trust::Safe);
            if waits {
                continue;
            }
            let of_person = slot.and_then(|slot| self.fills(slot, finding, fix));
            if let Some(of_person) = of_person {
                filled.extend(fix.slot);
                edits.extend(of_person);
            } else if self.may_take(fix) {
                edits.extend(fix.edits.iter().cloned());
            }
        }
        (edit::apply(text, &edits), filled)
    }

    fn may_take(&self, fix: &Fix) -> bool {
        match fix.trust {
            Trust::Safe => true,
            Trust::Guess => self.suggested,
            Trust::Placeholder => false,
        }
    }

    /// The edits of a fix with the given value in its place; `None` where none was given.
    fn fills(&self, slot: Slot, finding: &Finding, fix: &Fix) -> Option<Vec<Edit>> {
        match slot {
            Slot::Issue => self.issue.map(|issue| with_issue(&fix.edits, issue)),
            Slot::Scope => {
                let scope = self.scope?;
                Some(fix.edits.iter().map(|edit| filled_in(edit, placeholder::SCOPE, scope)).collect())
            }
            Slot::Type => self.kind.map(|kind| self.with_type(kind, finding, fix)),
        }
    }

    fn with_type(&self, kind: &str, finding: &Finding, fix: &Fix) -> Vec<Edit> {
        let written = finding.span.filter(|span| !span.is_empty());
        if let Some(span) = written {
            // A word that is no type may be the scope, unless there is another one.
            return match fix.edits.as_slice() {
                [first, close, colon] if self.scope.is_none() && close.text == ")" => {
                    vec![filled_in(first, placeholder::TYPE, kind), close.clone(), colon.clone()]
                }
                _ => vec![Edit::replace(span, kind)],
            };
        }
        let is_open = |edit: &Edit| edit.text.contains(placeholder::TYPE);
        if fix.edits.iter().any(is_open) {
            let scope = self.scope.map(|scope| format_smolstr!("({scope})")).unwrap_or_default();
            let brackets = format_smolstr!("({})", placeholder::SCOPE);
            let with_scope = |edit: &Edit| filled_in(edit, &brackets, &scope);
            return fix.edits.iter().map(|edit| filled_in(&with_scope(edit), placeholder::TYPE, kind)).collect();
        }
        match fix.edits.first() {
            // The first word was taken for another type: it stays what it is, a word.
            Some(first) if first.text != kind => vec![Edit::insert(first.span.start, format_smolstr!("{kind}: "))],
            _ => fix.edits.to_vec(),
        }
    }
}

fn filled_in(edit: &Edit, placeholder: &str, value: &str) -> Edit {
    Edit::replace(edit.span, edit.text.replacen(placeholder, value, 1))
}

/// The edits with another issue than the one that they hold, in the form that they have: a number alone takes what stands
/// before the number there, and so do `#42` and `GH-42`, which mean the same.
fn with_issue(edits: &[Edit], issue: &str) -> Vec<Edit> {
    let changed = |edit: &Edit| {
        let old = reference(&edit.text);
        let form =
            old.of(&edit.text).trim_end_matches(placeholder::ISSUE).trim_end_matches(|c: char| c.is_ascii_digit());
        let written: SmolStr = match plain_number(issue) {
            Some(number) => format_smolstr!("{form}{number}"),
            None => issue.into(),
        };
        Edit::replace(edit.span, edit::apply(&edit.text, [&Edit::replace(old, written)]))
    };
    edits.iter().map(changed).collect()
}

/// The number of `42`, `#42` and `GH-42`; other references are written as they are.
fn plain_number(issue: &str) -> Option<&str> {
    let (prefix, number) = parted(issue);
    (matches!(prefix, "" | "#") || prefix.eq_ignore_ascii_case("GH-")).then_some(number)
}

/// Whether a text ends in a number that an issue can have.
fn is_reference(issue: &str) -> bool {
    let (_, number) = parted(issue);
    !number.is_empty() && !number.starts_with('0')
}

/// What stands before the number, and the number.
fn parted(issue: &str) -> (&str, &str) {
    issue.split_at(issue.trim_end_matches(|c: char| c.is_ascii_digit()).len())
}

/// The reference in the text of an edit: ` (#<issue>)`, `Refs: #42`.
fn reference(text: &str) -> Span {
    let end = text.trim_end_matches([')', '\n']).len();
    let start = text[..end].rfind([' ', '(', '\n']).map_or(0, |at| at + 1);
    Span::new(start, end)
}
