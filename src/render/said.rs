//! What is said of a finding, in the parts that formats put together in their own ways.

use super::Shown;
use super::answer::corrected_header;
use crate::finding::Finding;
use crate::words::{Lang, Place, Sentence};

/// The parts, harmless for the place that they were made for.
pub(super) struct Said {
    /// What is wrong.
    pub(super) message: String,
    /// What to type instead.
    pub(super) remedy: Option<String>,
    /// What else helps.
    pub(super) help: Vec<String>,
}

impl Said {
    /// What is said of a finding, for a place.
    pub(super) fn of(finding: &Finding, shown: &Shown<'_>, lang: Lang, place: &dyn Place) -> Self {
        let say = |sentence: &Sentence| sentence.show(lang, place);
        let code = |text: &str| {
            let mut out = String::new();
            // A String takes everything.
            let _ = place.code(text, &mut out);
            out
        };
        let corrected = || corrected_header(shown.verdict.text(), shown.correction).map(code);
        Self {
            message: say(&finding.message),
            remedy: finding.remedy.as_ref().map(say).or_else(corrected),
            help: finding.help.iter().chain(&finding.own).map(say).collect(),
        }
    }

    /// Everything, a line each.
    pub(super) fn lines(&self) -> String {
        let remedy = self.remedy.as_deref().map_or_else(String::new, |remedy| format!(": {remedy}"));
        let help: String = self.help.iter().map(|help| format!("\n{help}")).collect();
        format!("{}{remedy}{help}", self.message)
    }
}
