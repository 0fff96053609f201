//! Layer 5: how reports are shown, one file a format. Renderers are pure: they make text of data, and text from
//! outside passes the one function that makes it harmless for its place.

pub mod human;
pub mod json;
pub mod mistakes;

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
    fn head(&self, out: &mut String);

    /// What comes between two findings.
    fn between(&self) -> &'static str;

    /// One finding of a verdict, by its number.
    fn finding(&self, verdict: &Verdict<'_>, number: usize, correction: &Correction, whys: &Whys<'_>, out: &mut String);

    /// What comes after the last finding; `shown` of them were written out.
    fn tail(&self, report: &Report, shown: u64, out: &mut String);
}

/// A line of a terminal.
pub struct Terminal;

impl Place for Terminal {
    fn text(&self, text: &str, out: &mut String) {
        out.push_str(&crate::text::escape::line(text));
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
