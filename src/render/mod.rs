//! Layer 5: how reports are shown, one file a format. Renderers are pure: they make text of data, and text from
//! outside passes the one function that makes it harmless for its place.

mod excerpt;
pub mod github;
pub mod human;
pub mod json;
pub mod junit;
pub mod markdown;
pub mod mistakes;
mod said;
pub mod sarif;

use crate::finding::Verdict;
use crate::policy::Why;
use crate::repair::Correction;
use crate::report::Report;
use crate::words::{Lang, Place};

/// Where a rule's setting comes from, by the rule and the name of the setting.
pub type Whys<'w> = dyn Fn(&str, &str) -> Option<Why> + Sync + 'w;

/// A format of reports. Findings are written one by one; what is said of the whole run comes last.
pub trait Format: Sync {
    /// How many findings are written out at most; the rest is counted.
    fn most(&self) -> Option<u64>;

    /// Whether what is unchecked and exempt is listed, not only counted.
    fn lists(&self) -> bool;

    /// What comes before the first finding.
    fn head(&self, out: &mut Vec<u8>);

    /// What each finding begins with, and is taken away from the first.
    fn between(&self) -> &'static str;

    /// The findings of a verdict.
    fn verdict(&self, verdict: &Verdict<'_>, correction: &Correction, whys: &Whys<'_>, page: &mut Page);

    /// What comes after the last finding; `shown` of them were written out.
    fn tail(&self, report: &Report, shown: u64, out: &mut Vec<u8>);
}

/// Findings that were written, one behind the other.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// All of them.
    pub text: Vec<u8>,
    /// Where each ends.
    pub ends: Vec<usize>,
}

impl Page {
    /// A finding is written.
    pub fn end_finding(&mut self) {
        self.ends.push(self.text.len());
    }

    /// The first `count` findings; none is an empty text.
    pub fn first(&self, count: usize) -> &[u8] {
        let end = count.min(self.ends.len()).checked_sub(1).and_then(|last| self.ends.get(last));
        &self.text[..end.copied().unwrap_or(0)]
    }

    /// Forgets what was written and keeps the memory.
    pub fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
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
}
