//! Layer 4: a message and what was found in it make the corrected message.

mod given;
mod whole;

use crate::finding::{Finding, Trust};
use crate::message::Message;
use crate::text::{Edit, edit, lookalike};

pub use given::Given;
pub use whole::{Repaired, whole};

/// What can be made of a message; its memory serves one message after the other.
#[derive(Clone, Debug, Default)]
pub struct Correction {
    safe: String,
    suggested: String,
    has_safe: bool,
    has_more: bool,
}

impl Correction {
    /// Corrects `text` by what was found in it.
    pub fn fill(&mut self, text: &str, findings: &[Finding]) {
        let findings = if is_too_long(text) { &[] } else { findings };
        let fixes = || findings.iter().filter_map(|finding| finding.fix.as_ref());
        self.has_safe = fixes().any(|fix| fix.trust == Trust::Safe);
        self.has_more = fixes().any(|fix| fix.trust != Trust::Safe);
        if self.has_safe {
            edit::apply_into(&mut self.safe, text, edits(findings, |trust| trust == Trust::Safe));
        }
        if self.has_more {
            edit::apply_into(&mut self.suggested, text, edits(findings, |_| true));
        }
    }

    /// The message with every safe edit made; `None` where there is none to make.
    pub fn safe(&self) -> Option<&str> {
        self.has_safe.then_some(&self.safe)
    }

    /// The message with every edit made, also those that a person has to look at or fill in; `None` where that is no
    /// more than the safe ones.
    pub fn suggested(&self) -> Option<&str> {
        self.has_more.then_some(&self.suggested)
    }

    /// The best that can be shown: what was suggested, else what is safe.
    pub fn best(&self) -> Option<&str> {
        self.suggested().or(self.safe())
    }
}

/// Whether the first line is longer than any that a person wrote: nobody wants to see it again, written better. In bytes.
fn is_too_long(text: &str) -> bool {
    const LONGEST: usize = 4096;
    text.lines().next().is_some_and(|line| line.len() > LONGEST)
}

/// The message that one finding offers: with every safe edit, and with its own. `None` for a finding whose edits a
/// person has to fill in.
pub fn offered(text: &str, findings: &[Finding], finding: &Finding) -> Option<String> {
    let fix = finding.fix.as_ref().filter(|fix| fix.trust != Trust::Placeholder && !is_too_long(text))?;
    let own = (fix.trust == Trust::Guess).then_some(&fix.edits);
    let safe = edits(findings, |trust| trust == Trust::Safe);
    Some(edit::apply(text, safe.chain(own.into_iter().flatten())))
}

/// No edit is safe that makes another message, whatever its rule thinks of the place alone.
pub fn doubt(message: &Message<'_>, findings: &mut [Finding]) {
    let is_safe = |finding: &&mut Finding| finding.fix.as_ref().is_some_and(|fix| fix.trust == Trust::Safe);
    if may_change(message) {
        for fix in findings.iter_mut().filter(is_safe).filter_map(|finding| finding.fix.as_mut()) {
            fix.trust = Trust::Guess;
        }
    }
}

/// Whether another message may come of one whose header is only written better: of bytes that could not be read, since they
/// would be stored as U+FFFD; of a header that git then takes for a comment and drops; of a trailer that stands first, and
/// is none when nothing stands before it; of `fixup! ` alone, which is a prefix by the blank at its end.
fn may_change(message: &Message<'_>) -> bool {
    let header = &message.header;
    let block = message.trailers.block;
    let is_trailer = !block.is_empty() && block.start <= header.line.start;
    let is_prefix = header.autosquash.is_some() && !header.is_typed() && header.description.is_empty();
    message.fault.is_some() || is_trailer || is_prefix || may_become_comment(message)
}

/// The characters that git chooses from with `core.commentChar=auto`, and that people set.
const COMMENT_CHARACTERS: &str = "#;@!$%^&|:";

/// Whether the header begins with a comment character behind what an edit takes away: blanks, what cannot be seen, and a
/// tag in brackets.
fn may_become_comment(message: &Message<'_>) -> bool {
    let line = message.header.line;
    let text = line.of(message.text);
    let mut seen = text.trim_start_matches(lookalike::is_unseen);
    while let Some((_, behind)) = seen.strip_prefix('[').and_then(|tagged| tagged.split_once(']')) {
        seen = behind.trim_start_matches(lookalike::is_unseen);
    }
    let is_bare = line.start == 0 && seen.len() == text.len();
    !is_bare && seen.starts_with(|c| COMMENT_CHARACTERS.contains(c))
}

fn edits(findings: &[Finding], wanted: impl Fn(Trust) -> bool) -> impl Iterator<Item = &Edit> {
    let fixes = findings.iter().filter_map(|finding| finding.fix.as_ref());
    fixes.filter(move |fix| wanted(fix.trust)).flat_map(|fix| &fix.edits)
}
