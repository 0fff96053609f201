//! A whole message, repaired until nothing is left that may be repaired without a person.

use crate::finding::{Sheet, Trust};
use crate::text::edit;

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

/// A message after its repair.
#[derive(Clone, Debug)]
pub struct Repaired {
    /// The message.
    pub text: String,
    /// What is still found in it.
    pub left: Sheet,
}

/// More rounds than any message needs: a repair shows the next fault, and each rule repairs its own.
const MOST_ROUNDS: usize = 8;

/// Repairs `text`; `judge` tells what a text has wrong.
pub fn whole(text: &str, given: &Given<'_>, judge: &mut dyn FnMut(&str) -> Sheet) -> Repaired {
    let mut text = text.to_owned();
    let mut left = judge(&text);
    for _ in 0..MOST_ROUNDS {
        let fixes = left.findings.iter().filter_map(|finding| finding.fix.as_ref());
        let wanted = fixes.filter(|fix| match fix.trust {
            Trust::Safe => true,
            Trust::Guess => given.suggested,
            Trust::Placeholder => false,
        });
        let repaired = edit::apply(&text, wanted.flat_map(|fix| &fix.edits));
        if repaired == text {
            break;
        }
        text = repaired;
        left = judge(&text);
    }
    Repaired { text, left }
}
