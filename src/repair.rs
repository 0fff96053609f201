//! Layer 4: a message and what was found in it make the corrected message.

use crate::finding::{Finding, Trust};
use crate::text::{Edit, edit};

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

/// The message that one finding offers: with every safe edit, and with its own. `None` for a finding whose edits a
/// person has to fill in.
pub fn offered(text: &str, findings: &[Finding], finding: &Finding) -> Option<String> {
    let fix = finding.fix.as_ref().filter(|fix| fix.trust != Trust::Placeholder)?;
    let own = (fix.trust == Trust::Guess).then_some(&fix.edits);
    let safe = edits(findings, |trust| trust == Trust::Safe);
    Some(edit::apply(text, safe.chain(own.into_iter().flatten())))
}

fn edits(findings: &[Finding], wanted: impl Fn(Trust) -> bool) -> impl Iterator<Item = &Edit> {
    let fixes = findings.iter().filter_map(|finding| finding.fix.as_ref());
    fixes.filter(move |fix| wanted(fix.trust)).flat_map(|fix| &fix.edits)
}
