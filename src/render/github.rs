//! `--format github`: workflow commands, which GitHub's runner shows as annotations. It shows ten errors and ten warnings
//! of a step: no more are written, and one line counts the rest.

use super::human::path_of;
use super::said::Said;
use super::{Format, Page, Whys};
use crate::finding::{Finding, Severity, Subject, Verdict};
use crate::model::{Blob, NewPath};
use crate::repair::Correction;
use crate::report::Report;
use crate::text::escape;
use crate::words::{Lang, Plain, Words};
use bstr::ByteSlice as _;
use std::sync::atomic::{AtomicU64, Ordering};

/// Reports as workflow commands.
pub struct Github {
    lang: Lang,
    errors: AtomicU64,
    warnings: AtomicU64,
}

/// How many annotations of a kind a step can have.
pub const MOST: u64 = 10;

const MORE: Words = Words::new(
    "cihook: {0} errors and {1} warnings more than a step can show",
    "cihook：另有 {0} 个错误和 {1} 个警告，超出一个步骤能显示的数量",
);
const UNCHECKED: Words = Words::new("cihook: unchecked: {0} ({1} times): {2}", "cihook：未能检查：{0}（{1} 次）：{2}");

impl Github {
    /// Reports in a language.
    pub const fn new(lang: Lang) -> Self {
        Self { lang, errors: AtomicU64::new(0), warnings: AtomicU64::new(0) }
    }

    /// Whether one more of a kind may be written.
    fn takes(&self, severity: Severity) -> bool {
        let count = match severity {
            Severity::Error => &self.errors,
            Severity::Warn => &self.warnings,
        };
        count.fetch_add(1, Ordering::Relaxed) < MOST
    }

    fn command(&self, verdict: &Verdict<'_>, finding: &Finding, correction: &Correction) -> String {
        let name = match finding.severity {
            Severity::Error => "error",
            Severity::Warn => "warning",
        };
        let title = format!("{} ({})", finding.rule, path_of(verdict.subject));
        let file = file_of(verdict.subject).map_or_else(String::new, |file| format!("file={file},"));
        let said = Said::of(finding, verdict, correction, self.lang, &Plain).lines();
        let (title, said) = (escape::workflow_property(&title), escape::workflow_data(&said));
        format!("::{name} {file}title={title}::{said}\n")
    }
}

/// The file that an annotation is shown at.
fn file_of(subject: Subject<'_>) -> Option<String> {
    match subject {
        Subject::Blob(Blob { entry, .. }) | Subject::Path(NewPath { entry, .. }) => {
            Some(escape::workflow_property(&entry.path.to_str_lossy()))
        }
        _ => None,
    }
}

impl Format for Github {
    fn most(&self) -> Option<u64> {
        None
    }

    fn lists(&self) -> bool {
        false
    }

    fn head(&self, _: &mut Vec<u8>) {}

    fn between(&self) -> &'static str {
        ""
    }

    fn verdict(&self, verdict: &Verdict<'_>, correction: &Correction, _: &Whys<'_>, page: &mut Page) {
        for finding in verdict.sheet.findings.iter().filter(|finding| self.takes(finding.severity)) {
            page.text.extend_from_slice(self.command(verdict, finding, correction).as_bytes());
            page.end_finding();
        }
    }

    fn tail(&self, report: &Report, _: u64, out: &mut Vec<u8>) {
        let mut line = |sentence: crate::words::Sentence| {
            out.extend_from_slice(escape::line(&sentence.plain(self.lang)).as_bytes());
            out.push(b'\n');
        };
        let (errors, warnings) = (report.errors.saturating_sub(MOST), report.warnings.saturating_sub(MOST));
        if errors + warnings > 0 {
            line(MORE.with([errors.into(), warnings.into()]));
        }
        for ((rule, reason), count) in &report.unchecked_counts {
            line(UNCHECKED.with([(*rule).into(), (*count).into(), reason.as_str().into()]));
        }
    }
}
