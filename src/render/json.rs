//! `--format json`, version 1. Within a version keys are only added.

use super::{Format, Whys};
use crate::finding::{Excuse, Trust, Verdict};
use crate::policy::Policy;
use crate::repair::{self, Correction};
use crate::report::{Listed, Report, SubjectLine};
use crate::text::Position;
use crate::words::Lang;
use serde::Serialize;
use std::fmt::Write as _;

/// The version of the format.
pub const VERSION: u32 = 1;

/// Reports as JSON.
pub struct Json<'j> {
    /// The language of the sentences.
    pub lang: Lang,
    /// The policy, for its name, its digest and the reasons of its exemptions.
    pub policy: &'j Policy,
    /// What the run judges.
    pub families: &'j [&'static str],
    /// Whether missing facts count.
    pub deny_unchecked: bool,
}

#[derive(Serialize)]
struct Finding<'f> {
    rule: &'f str,
    level: &'f str,
    subject: Subject<'f>,
    message: &'f str,
    help: &'f [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    span: Option<Span>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<Fix<'f>>,
}

#[derive(Serialize)]
struct Subject<'f> {
    kind: &'f str,
    id: &'f str,
    summary: &'f str,
}

#[derive(Serialize)]
struct Span {
    start: usize,
    end: usize,
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct Fix<'f> {
    title: &'f str,
    safe: bool,
    text: &'f str,
}

#[derive(Serialize)]
struct Entry<'f> {
    rule: &'f str,
    subject: Subject<'f>,
    reason: &'f str,
}

impl Format for Json<'_> {
    fn most(&self) -> Option<u64> {
        None
    }

    fn lists(&self) -> bool {
        true
    }

    fn head(&self, out: &mut String) {
        let policy = serde_json::json!({ "source": self.policy.name(), "digest": self.policy.digest() });
        let families = serde_json::json!(self.families);
        let _ = write!(out, "{{\"version\":{VERSION},\"policy\":{policy},\"families\":{families},\"findings\":[");
    }

    fn between(&self) -> &'static str {
        ","
    }

    fn finding(&self, verdict: &Verdict<'_>, number: usize, correction: &Correction, _: &Whys<'_>, out: &mut String) {
        let finding = &verdict.findings[number];
        let text = verdict.text();
        let subject = SubjectLine::from(&verdict.subject);
        let message = finding.message.plain(self.lang);
        let remedy = finding.remedy.as_ref().map(|remedy| remedy.plain(self.lang));
        let help: Vec<String> = remedy.into_iter().chain(finding.help.iter().map(|help| help.plain(self.lang))).collect();
        let offered = match finding.fix.as_ref().map(|fix| fix.trust) {
            Some(Trust::Safe) => correction.safe.clone(),
            Some(Trust::Guess) => repair::offered(text, &verdict.findings, finding),
            _ => None,
        };
        let title = finding.fix.as_ref().map_or_else(String::new, |fix| fix.title.plain(self.lang));
        let safe = finding.fix.as_ref().is_some_and(|fix| fix.trust == Trust::Safe);
        push(out, &Finding {
            rule: finding.rule,
            level: finding.severity.name(),
            subject: subject_of(&subject),
            message: &message,
            help: &help,
            span: finding.span.map(|span| {
                let Position { line, column } = Position::of(text, span.start);
                Span { start: span.start, end: span.end, line, column }
            }),
            fix: offered.as_deref().map(|text| Fix { title: &title, safe, text }),
        });
    }

    fn tail(&self, report: &Report, _: u64, out: &mut String) {
        out.push_str("],\"unchecked\":[");
        for (index, listed) in report.unchecked.iter().enumerate() {
            entry(out, index, listed, &listed.what.reason());
        }
        out.push_str("],\"exempt\":[");
        for (index, listed) in report.exempt.iter().enumerate() {
            entry(out, index, listed, &self.excuse(listed.what));
        }
        let checked = report.checked;
        let tail = serde_json::json!({
            "skipped": report.skipped,
            "not_applicable": report.not_applicable,
            "before_adoption": report.before_adoption,
            "checked": {
                "commits": checked.commits, "refs": checked.refs, "blobs": checked.blobs, "bytes": checked.bytes,
            },
            "outcome": report.outcome(self.deny_unchecked).name(),
        });
        let _ = writeln!(out, "],{}", tail.to_string().trim_start_matches('{'));
    }
}

impl Json<'_> {
    fn excuse(&self, excuse: Excuse) -> String {
        match (excuse.words(), excuse) {
            (Some(words), _) => words.say().plain(self.lang),
            (None, Excuse::Entry(index)) => {
                self.policy.exemptions.get(index).map_or_else(String::new, |entry| entry.reason.clone())
            }
            (None, _) => String::new(),
        }
    }
}

fn entry<T>(out: &mut String, index: usize, listed: &Listed<T>, reason: &str) {
    out.push_str(if index == 0 { "" } else { "," });
    push(out, &Entry { rule: listed.rule, subject: subject_of(&listed.subject), reason });
}

fn subject_of(line: &SubjectLine) -> Subject<'_> {
    Subject { kind: line.kind, id: &line.id, summary: &line.summary }
}

/// JSON of plain structs cannot fail: there are no maps with other keys than texts, and no writer that breaks.
fn push(out: &mut String, value: &impl Serialize) {
    out.push_str(&serde_json::to_string(value).unwrap_or_default());
}
