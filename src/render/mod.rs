//! Layer 5: how reports are shown, one file a format. Renderers are pure: they make text of data, and text from
//! outside passes the one function that makes it harmless for its place.
//!
//! The loop over subjects and findings stands in whoever prints ([`Page::add`] and the printer): a format writes a head,
//! a finding or an answer, and a tail. It keeps nothing in between, so that the order of what is written and how much of it
//! never depend on which thread was faster.

pub mod answer;
mod excerpt;
pub mod github;
pub mod human;
pub mod import;
pub mod json;
pub mod junit;
pub mod markdown;
mod marks;
pub mod mistakes;
mod said;
pub mod sarif;
pub mod trial;
mod unchecked;

use crate::finding::{Finding, Severity, Verdict};
use crate::model::Identity;
use crate::policy::Why;
use crate::repair::Correction;
use crate::report::Report;
use crate::words::{Lang, Place};
use answer::Answer;

/// Where a rule's setting comes from, by the rule and the name of the setting.
pub type Whys<'w> = dyn Fn(&str, &str) -> Option<Why> + Sync + 'w;

/// A subject with what was found in it, and what is known beside that.
#[derive(Clone, Copy)]
pub struct Shown<'s> {
    /// What was found.
    pub verdict: &'s Verdict<'s>,
    /// What can be made of the message.
    pub correction: &'s Correction,
    /// Where settings come from.
    pub whys: &'s Whys<'s>,
    /// Whether another message of the same subject passes, where that can be told. To ask takes as long as to judge.
    pub passes: Option<&'s dyn Fn(&str) -> bool>,
    /// The names and addresses of the user.
    pub people: &'s [Identity<'s>],
}

/// A format of reports. Findings are written one by one; what is said of the whole run comes last.
pub trait Format: Sync {
    /// How much is written out at most; the rest is counted.
    fn limit(&self) -> Limit {
        Limit::NONE
    }

    /// Whether what is unchecked and exempt is listed, not only counted.
    fn lists(&self) -> bool;

    /// Whether there is one answer a subject at the end, the oldest commit first, instead of findings as they come.
    fn answers(&self) -> bool {
        false
    }

    /// What comes before the first finding.
    fn head(&self, _out: &mut Vec<u8>) {}

    /// What parts two findings.
    fn between(&self) -> &'static str {
        ""
    }

    /// What all findings of a subject share, so that it is made once.
    fn shared(&self, _shown: &Shown<'_>, _out: &mut Vec<u8>) {}

    /// A finding.
    fn finding(&self, _finding: &Finding, _shown: &Shown<'_>, _shared: &[u8], _out: &mut Vec<u8>) {}

    /// The corrected text of a subject, for a list of its own; nothing where there is none.
    fn correction(&self, _shown: &Shown<'_>, _shared: &[u8], _out: &mut Vec<u8>) {}

    /// The one answer of a subject.
    fn answer(&self, _shown: &Shown<'_>) -> Option<Answer> {
        None
    }

    /// What comes after the last finding and before the corrections.
    fn middle(&self, _out: &mut Vec<u8>) {}

    /// What comes last.
    fn tail(&self, ending: &Ending<'_>, out: &mut Vec<u8>);
}

/// How a run ended.
pub struct Ending<'e> {
    /// What it comes to.
    pub report: &'e Report,
    /// How many findings were written out.
    pub shown: u64,
    /// The answers, in the order in which they are shown.
    pub answers: &'e [Answer],
    /// The one command to go on with.
    pub go_on: Option<&'e str>,
    /// The command that writes everything out, where there is one.
    pub all: Option<&'e str>,
    /// How cihook is called; nothing where the reader need not have it.
    pub program: Option<&'e str>,
}

/// How much is written out at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Findings, or subjects, of level error.
    pub errors: u64,
    /// Of level warn.
    pub warnings: u64,
    /// Of both.
    pub all: u64,
}

impl Limit {
    /// Everything.
    pub const NONE: Self = Self { errors: u64::MAX, warnings: u64::MAX, all: u64::MAX };

    /// So many of each level.
    pub const fn of_each(most: u64) -> Self {
        Self { errors: most, warnings: most, all: u64::MAX }
    }

    /// So many, whatever their level.
    pub const fn of_all(most: u64) -> Self {
        Self { all: most, ..Self::NONE }
    }

    /// Whether nothing more is written.
    pub const fn is_used_up(&self) -> bool {
        self.all == 0 || (self.errors == 0 && self.warnings == 0)
    }

    /// Takes one of a level, where some are left.
    pub fn take(&mut self, severity: Severity) -> bool {
        let left = match severity {
            Severity::Error => &mut self.errors,
            Severity::Warn => &mut self.warnings,
        };
        let takes = *left > 0 && self.all > 0;
        if takes {
            *left -= u64::from(*left < u64::MAX);
            self.all -= u64::from(self.all < u64::MAX);
        }
        takes
    }
}

/// What was written of some subjects, one after the other.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// All findings.
    pub text: Vec<u8>,
    /// Where each ends, and how much it weighs.
    pieces: Vec<(usize, Severity)>,
    /// Corrections.
    pub corrections: Vec<u8>,
    /// What the findings of a subject share; its memory serves the next one.
    shared: Vec<u8>,
}

impl Page {
    /// Writes the findings of a subject as far as `left` goes: that is what can still be shown of this page, and no more
    /// is made.
    pub fn add(&mut self, format: &dyn Format, shown: &Shown<'_>, left: &mut Limit) {
        if left.is_used_up() {
            return;
        }
        self.shared.clear();
        format.shared(shown, &mut self.shared);
        for finding in &shown.verdict.sheet.findings {
            if left.take(finding.severity) {
                self.text.extend_from_slice(format.between().as_bytes());
                format.finding(finding, shown, &self.shared, &mut self.text);
                self.pieces.push((self.text.len(), finding.severity));
            }
        }
        format.correction(shown, &self.shared, &mut self.corrections);
    }

    /// The findings that are shown, in their order, and how many these are. What does not fit into `left` is skipped.
    pub fn pieces(&self, left: &mut Limit, show: &mut dyn FnMut(&[u8])) -> u64 {
        let (mut start, mut from, mut count) = (0, 0, 0);
        // Neighbours are handed on together.
        for &(end, severity) in &self.pieces {
            if left.take(severity) {
                count += 1;
            } else {
                show(&self.text[from..start]);
                from = end;
            }
            start = end;
        }
        show(&self.text[from..start]);
        count
    }

    /// Forgets what was written and keeps the memory.
    pub fn clear(&mut self) {
        self.text.clear();
        self.pieces.clear();
        self.corrections.clear();
    }
}

/// A line of a terminal.
pub struct Terminal;

impl Place for Terminal {
    fn text(&self, text: &str, out: &mut dyn std::fmt::Write) -> std::fmt::Result {
        out.write_str(&crate::text::escape::line(text))
    }
}

/// How a terminal is written to.
#[derive(Clone, Copy, Debug)]
pub struct Screen {
    /// In which language.
    pub lang: Lang,
    /// Whether with colours.
    pub color: bool,
    /// How many columns there are.
    pub width: usize,
    /// How many bytes an answer has at most, where a program reads it.
    pub most: Option<usize>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(severities: &[Severity]) -> Page {
        let mut page = Page::default();
        for (index, &severity) in severities.iter().enumerate() {
            page.text.extend_from_slice(format!("{index} ").as_bytes());
            page.pieces.push((page.text.len(), severity));
        }
        page
    }

    #[test]
    fn the_first_of_each_level_are_shown_in_their_order() {
        use Severity::{Error, Warn};
        let page = page(&[Error, Warn, Error, Warn, Error]);
        let shown = |mut limit: Limit| {
            let mut text = String::new();
            let count = page.pieces(&mut limit, &mut |piece| text.push_str(&String::from_utf8_lossy(piece)));
            (text, count, limit.is_used_up())
        };
        assert_eq!(shown(Limit::NONE), ("0 1 2 3 4 ".to_owned(), 5, false));
        assert_eq!(shown(Limit::of_each(1)), ("0 1 ".to_owned(), 2, true));
        assert_eq!(shown(Limit::of_each(2)), ("0 1 2 3 ".to_owned(), 4, true));
        assert_eq!(shown(Limit { errors: 2, warnings: 0, all: 9 }), ("0 2 ".to_owned(), 2, true));
        assert_eq!(shown(Limit::of_all(3)), ("0 1 2 ".to_owned(), 3, true));
        assert_eq!(shown(Limit::of_all(0)), (String::new(), 0, true));
    }
}
