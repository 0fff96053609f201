//! Layer 4: a message and what was found in it make the corrected message.

use crate::finding::{Finding, Trust};
use crate::text::{Edit, edit};

/// What can be made of a message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Correction {
    /// The message with every safe edit made; `None` where there is none to make.
    pub safe: Option<String>,
    /// The message with every edit made, also those that a person has to look at or fill in; `None` where that is no
    /// more than the safe ones.
    pub suggested: Option<String>,
}

impl Correction {
    /// Corrects `text` by what was found in it.
    pub fn of(text: &str, findings: &[Finding]) -> Self {
        let safe = edits(findings, |trust| trust == Trust::Safe);
        let all = edits(findings, |_| true);
        Self {
            safe: (!safe.is_empty()).then(|| edit::apply(text, safe.iter().copied())),
            suggested: (all.len() > safe.len()).then(|| edit::apply(text, all)),
        }
    }

    /// The best that can be shown: what was suggested, else what is safe.
    pub fn best(&self) -> Option<&str> {
        self.suggested.as_deref().or(self.safe.as_deref())
    }
}

/// The message that one finding offers: with every safe edit, and with its own. `None` for a finding whose edits a
/// person has to fill in.
pub fn offered(text: &str, findings: &[Finding], finding: &Finding) -> Option<String> {
    let fix = finding.fix.as_ref().filter(|fix| fix.trust != Trust::Placeholder)?;
    let own = (fix.trust == Trust::Guess).then_some(&fix.edits);
    let safe = edits(findings, |trust| trust == Trust::Safe);
    Some(edit::apply(text, safe.into_iter().chain(own.into_iter().flatten())))
}

fn edits(findings: &[Finding], wanted: impl Fn(Trust) -> bool) -> Vec<&Edit> {
    let fixes = findings.iter().filter_map(|finding| finding.fix.as_ref());
    fixes.filter(|fix| wanted(fix.trust)).flat_map(|fix| &fix.edits).collect()
}
