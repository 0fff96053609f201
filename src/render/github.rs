//! `--format github`: workflow commands, which GitHub's runner shows as annotations. It shows ten errors and ten warnings
//! of a step: no more are written, and one line counts the rest.

use super::answer::path_of;
use super::said::Said;
use super::unchecked;
use super::{Ending, Format, Limit, Shown};
use crate::finding::{Finding, Severity, Subject};
use crate::model::{Blob, NewPath};
use crate::text::escape;
use crate::words::{Lang, Plain, Words};
use bstr::ByteSlice as _;

/// Reports as workflow commands.
pub struct Github {
    /// The language of the sentences.
    pub lang: Lang,
}

/// How many annotations of a kind a step can have.
pub const MOST: u64 = 10;

const MORE: Words = Words::new(
    "cihook: {0} errors and {1} warnings more than a step can show",
    "cihook：另有 {0} 个错误和 {1} 个警告，超出一个步骤能显示的数量",
);
const UNCHECKED: Words = Words::new("cihook: {0}", "cihook：{0}");

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
    fn limit(&self) -> Limit {
        Limit::of_each(MOST)
    }

    fn lists(&self) -> bool {
        false
    }

    fn finding(&self, finding: &Finding, shown: &Shown<'_>, _: &[u8], out: &mut Vec<u8>) {
        let subject = shown.verdict.subject;
        let name = match finding.severity {
            Severity::Error => "error",
            Severity::Warn => "warning",
        };
        let title = format!("{} ({})", finding.rule, path_of(subject));
        let file = file_of(subject).map_or_else(String::new, |file| format!("file={file},"));
        let said = Said::of(finding, shown, self.lang, &Plain).lines();
        let (title, said) = (escape::workflow_property(&title), escape::workflow_data(&said));
        out.extend_from_slice(format!("::{name} {file}title={title}::{said}\n").as_bytes());
    }

    fn tail(&self, ending: &Ending<'_>, out: &mut Vec<u8>) {
        let report = ending.report;
        let mut line = |sentence: crate::words::Sentence| {
            out.extend_from_slice(escape::line(&sentence.plain(self.lang)).as_bytes());
            out.push(b'\n');
        };
        let (errors, warnings) = (report.errors.saturating_sub(MOST), report.warnings.saturating_sub(MOST));
        if errors + warnings > 0 {
            line(MORE.with([errors.into(), warnings.into()]));
        }
        unchecked::sentences(report).for_each(|sentence| line(UNCHECKED.with([sentence.into()])));
    }
}
