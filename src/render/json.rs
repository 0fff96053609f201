//! `--format json`, version 1. Within a version keys are only added.

use super::{Format, Page, Whys};
use crate::finding::{Excuse, Finding, Fix, Subject, Trust, Verdict};
use crate::policy::Policy;
use crate::repair::{self, Correction};
use crate::report::{Listed, Report, SubjectId, SubjectLine};
use crate::text::{Position, escape, lines};
use crate::words::{InLang, Lang, Sentence};
use serde::ser::{Serialize, Serializer};
use std::fmt::Display;
use std::io::Write as _;
use std::ops::Range;

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

#[derive(serde::Serialize)]
struct Entry<'f> {
    rule: &'f str,
    subject: &'f SubjectLine,
    reason: &'f str,
}

impl Format for Json<'_> {
    fn most(&self) -> Option<u64> {
        None
    }

    fn lists(&self) -> bool {
        true
    }

    fn head(&self, out: &mut Vec<u8>) {
        let policy = serde_json::json!({ "source": self.policy.name(), "digest": self.policy.digest() });
        let families = serde_json::json!(self.families);
        let _ = write!(out, "{{\"version\":{VERSION},\"policy\":{policy},\"families\":{families},\"findings\":[");
    }

    fn between(&self) -> &'static str {
        ","
    }

    fn verdict(&self, verdict: &Verdict<'_>, correction: &Correction, _: &Whys<'_>, page: &mut Page) {
        let mut writer = Writer { json: self, verdict, correction, subject: None, corrected: None };
        for finding in &verdict.sheet.findings {
            page.text.extend_from_slice(self.between().as_bytes());
            writer.finding(finding, &mut page.text);
            page.end_finding();
        }
    }

    fn tail(&self, report: &Report, _: u64, out: &mut Vec<u8>) {
        out.extend_from_slice(b"],\"unchecked\":[");
        for (index, listed) in report.unchecked.iter().enumerate() {
            entry(out, index, listed, &listed.what.reason());
        }
        out.extend_from_slice(b"],\"exempt\":[");
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

fn entry<T>(out: &mut Vec<u8>, index: usize, listed: &Listed<T>, reason: &str) {
    out.extend_from_slice(if index == 0 { b"" } else { b"," });
    push(out, &Entry { rule: listed.rule, subject: &listed.subject, reason });
}

/// Writes the findings of one verdict. What they share is written once and copied.
struct Writer<'w> {
    json: &'w Json<'w>,
    verdict: &'w Verdict<'w>,
    correction: &'w Correction,
    subject: Option<Range<usize>>,
    corrected: Option<Range<usize>>,
}

impl Writer<'_> {
    fn finding(&mut self, finding: &Finding, out: &mut Vec<u8>) {
        out.extend_from_slice(b"{\"rule\":\"");
        out.extend_from_slice(finding.rule.as_bytes());
        out.extend_from_slice(b"\",\"level\":\"");
        out.extend_from_slice(finding.severity.name().as_bytes());
        once(out, &mut self.subject, |out| self.verdict.subject.write(out));
        out.extend_from_slice(b",\"message\":");
        self.sentence(&finding.message, out);
        self.help(finding, out);
        if let Some(span) = finding.span {
            let Position { line, column } = Position::of(self.verdict.text(), span.start);
            let parts = [(",\"span\":{\"start\":", span.start), (",\"end\":", span.end), (",\"line\":", line)];
            for (key, value) in parts.into_iter().chain([(",\"column\":", column)]) {
                out.extend_from_slice(key.as_bytes());
                number(value, out);
            }
            out.push(b'}');
        }
        if let Some(fix) = &finding.fix {
            self.fix(finding, fix, out);
        }
        out.push(b'}');
    }

    /// What to type instead, and what else helps.
    fn help(&self, finding: &Finding, out: &mut Vec<u8>) {
        out.extend_from_slice(b",\"help\":[");
        let placeholder = finding.fix.as_ref().is_some_and(|fix| fix.trust == Trust::Placeholder);
        let suggested = self.correction.suggested().filter(|_| placeholder && finding.remedy.is_none());
        let mut first = true;
        if let Some(header) = suggested.and_then(first_line) {
            push(out, &header);
            first = false;
        }
        for sentence in finding.remedy.iter().chain(&finding.help) {
            out.extend_from_slice(if first { b"" } else { b"," });
            self.sentence(sentence, out);
            first = false;
        }
        out.push(b']');
    }

    fn fix(&mut self, finding: &Finding, fix: &Fix, out: &mut Vec<u8>) {
        let text = self.verdict.text();
        let findings = &self.verdict.sheet.findings;
        let guessed = match fix.trust {
            Trust::Safe => None,
            Trust::Guess => repair::offered(text, findings, finding),
            Trust::Placeholder => return,
        };
        out.extend_from_slice(b",\"fix\":{\"title\":");
        self.sentence(&fix.title, out);
        match guessed {
            Some(guessed) => {
                out.extend_from_slice(b",\"safe\":false,\"text\":");
                push(out, &guessed);
            }
            None => {
                let safe = self.correction.safe().unwrap_or(text);
                once(out, &mut self.corrected, |out| {
                    out.extend_from_slice(b",\"safe\":true,\"text\":");
                    push(out, &safe);
                });
            }
        }
        out.push(b'}');
    }

    fn sentence(&self, sentence: &Sentence, out: &mut Vec<u8>) {
        match sentence.fixed(self.json.lang) {
            Some(text) => push(out, &text),
            None => push(out, &Text(InLang(sentence, self.json.lang))),
        }
    }
}

impl Subject<'_> {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"\",\"subject\":{\"kind\":\"");
        out.extend_from_slice(self.kind().as_bytes());
        out.extend_from_slice(b"\",\"id\":");
        push(out, &Text(SubjectId(*self)));
        out.extend_from_slice(b",\"summary\":");
        push(out, &self.summary());
        out.push(b'}');
    }
}

/// Writes something the first time, and copies it from where it stands after that.
fn once(out: &mut Vec<u8>, written: &mut Option<Range<usize>>, write: impl FnOnce(&mut Vec<u8>)) {
    match written {
        Some(range) => out.extend_from_within(range.clone()),
        None => {
            let start = out.len();
            write(out);
            *written = Some(start..out.len());
        }
    }
}

fn first_line(text: &str) -> Option<&str> {
    lines::inclusive(text).map(str::trim_end).find(|line| !line.is_empty())
}

/// Writes a number; a formatter would take longer for it than the rest of a span takes.
fn number(value: usize, out: &mut Vec<u8>) {
    if value > 9 {
        number(value / 10, out);
    }
    out.push(b"0123456789"[value % 10]);
}

/// Something that shows itself, as a JSON string.
struct Text<T>(T);

impl<T: Display> Serialize for Text<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// JSON of plain structs cannot fail: there are no maps with other keys than texts, and a vector takes everything.
fn push(out: &mut Vec<u8>, value: &impl Serialize) {
    let text = serde_json::to_string(value).unwrap_or_default();
    out.extend_from_slice(escape::json(&text).as_bytes());
}
