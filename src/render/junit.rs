//! `--format junit`: every finding is a test case of its own. Errors are failures, warnings are passed cases that say
//! something, and facts that could not be learnt are errors where the policy wants them.

use super::answer::path_of;
use super::said::Said;
use super::{Ending, Format, Shown};
use crate::finding::{Finding, Severity};
use crate::text::escape;
use crate::words::{Lang, Plain};

/// Reports as JUnit's XML.
pub struct Junit {
    /// The language of the sentences.
    pub lang: Lang,
    /// Whether missing facts count.
    pub deny_unchecked: bool,
}

/// A suite of one case; the counts are those of its failures, errors and skipped cases.
fn suite(rule: &str, subject: &str, (failures, errors, skipped): (u8, u8, u8), inside: &str) -> String {
    let (rule, subject) = (escape::xml(rule), escape::xml(subject));
    format!(
        "  <testsuite name=\"{rule}\" tests=\"1\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"{skipped}\">\n    \
         <testcase classname=\"{rule}\" name=\"{subject}\">{inside}</testcase>\n  </testsuite>\n"
    )
}

impl Format for Junit {
    fn lists(&self) -> bool {
        true
    }

    fn head(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"cihook\">\n");
    }

    fn finding(&self, finding: &Finding, shown: &Shown<'_>, _: &[u8], out: &mut Vec<u8>) {
        let said = Said::of(finding, shown, self.lang, &Plain);
        let (message, text) = (escape::xml(&said.message), escape::xml(&said.lines()));
        let (rule, subject) = (finding.rule, path_of(shown.verdict.subject));
        let suite = match finding.severity {
            Severity::Error => {
                let inside = format!("<failure message=\"{message}\" type=\"{rule}\">{text}</failure>");
                suite(rule, &subject, (1, 0, 0), &inside)
            }
            Severity::Warn => suite(rule, &subject, (0, 0, 0), &format!("<system-out>{text}</system-out>")),
        };
        out.extend_from_slice(suite.as_bytes());
    }

    fn tail(&self, ending: &Ending<'_>, out: &mut Vec<u8>) {
        let report = ending.report;
        for listed in &report.unchecked {
            let reason = escape::xml(&listed.what.reason());
            let (kind, counts) = if self.deny_unchecked { ("error", (0, 1, 0)) } else { ("skipped", (0, 0, 1)) };
            let subject = format!("{} {}", listed.subject.kind, listed.subject.id);
            let inside = format!("<{kind} message=\"{reason}\"/>");
            out.extend_from_slice(suite(listed.rule, subject.trim(), counts, &inside).as_bytes());
        }
        let checked = suite("checked", &format!("{} commits", report.checked.commits), (0, 0, 0), "");
        out.extend_from_slice(checked.as_bytes());
        out.extend_from_slice(b"</testsuites>\n");
    }
}
