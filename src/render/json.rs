//! `--format json`, version 1. Within a version keys are only added.

use super::{Ending, Format, Shown};
use crate::failure::{Failure, Kind};
use crate::finding::{Excuse, Finding, Fix, Subject, Trust};
use crate::policy::Policy;
use crate::report::{Listed, SubjectId, SubjectLine};
use crate::text::{Position, escape};
use crate::words::{InLang, Lang, Sentence};
use serde::ser::{Serialize, Serializer};
use std::fmt::Display;
use std::io::Write as _;

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

    fn shared(&self, shown: &Shown<'_>, out: &mut Vec<u8>) {
        shown.verdict.subject.write(out);
    }

    fn finding(&self, finding: &Finding, shown: &Shown<'_>, shared: &[u8], out: &mut Vec<u8>) {
        out.extend_from_slice(b"{\"rule\":\"");
        out.extend_from_slice(finding.rule.as_bytes());
        out.extend_from_slice(b"\",\"level\":\"");
        out.extend_from_slice(finding.severity.name().as_bytes());
        out.extend_from_slice(b"\",\"subject\":");
        out.extend_from_slice(shared);
        out.extend_from_slice(b",\"message\":");
        self.sentence(&finding.message, out);
        out.extend_from_slice(b",\"help\":[");
        for (index, sentence) in finding.remedy.iter().chain(&finding.help).chain(&finding.own).enumerate() {
            out.extend_from_slice(if index == 0 { b"" } else { b"," });
            self.sentence(sentence, out);
        }
        out.push(b']');
        if let Some(span) = finding.span {
            let Position { line, column } = Position::of(shown.verdict.text(), span.start);
            numbers(
                out,
                b",\"span\":{",
                &[("start", span.start), ("end", span.end), ("line", line), ("column", column)],
            );
            out.push(b'}');
        }
        if let Some(fix) = &finding.fix {
            self.fix(fix, out);
        }
        out.push(b'}');
    }

    fn correction(&self, shown: &Shown<'_>, shared: &[u8], out: &mut Vec<u8>) {
        let text = shown.verdict.text();
        let Some(corrected) = shown.correction.best().filter(|corrected| *corrected != text) else { return };
        let fixes = shown.verdict.sheet.findings.iter().filter_map(|finding| finding.fix.as_ref());
        let trust = fixes.map(|fix| fix.trust).max_by_key(|trust| *trust as u8).unwrap_or(Trust::Safe);
        out.extend_from_slice(b",{\"subject\":");
        out.extend_from_slice(shared);
        out.extend_from_slice(b",\"applicability\":\"");
        out.extend_from_slice(applicability(trust).as_bytes());
        out.extend_from_slice(b"\",\"text\":");
        push(out, &corrected);
        // What only a person knows is refused where it still stands for itself.
        let is_filled = trust != Trust::Placeholder;
        if let Some(passes) = shown.passes {
            let clean = is_filled && passes(corrected);
            out.extend_from_slice(if clean { b",\"clean\":true" } else { b",\"clean\":false" });
        }
        out.push(b'}');
    }

    fn middle(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"],\"corrections\":[");
    }

    fn tail(&self, ending: &Ending<'_>, out: &mut Vec<u8>) {
        let report = ending.report;
        out.push(b']');
        if let Some(command) = ending.go_on {
            out.extend_from_slice(b",\"go-on\":");
            push(out, &command);
        }
        out.extend_from_slice(b",\"unchecked\":[");
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

    fn fix(&self, fix: &Fix, out: &mut Vec<u8>) {
        out.extend_from_slice(b",\"fix\":{\"title\":");
        self.sentence(&fix.title, out);
        out.extend_from_slice(b",\"applicability\":\"");
        out.extend_from_slice(applicability(fix.trust).as_bytes());
        out.extend_from_slice(b"\",\"edits\":[");
        for (index, edit) in fix.edits.iter().enumerate() {
            out.extend_from_slice(if index == 0 { b"" } else { b"," });
            numbers(out, b"{", &[("start", edit.span.start), ("end", edit.span.end)]);
            out.extend_from_slice(b",\"text\":");
            push(out, &edit.text.as_str());
            out.push(b'}');
        }
        out.extend_from_slice(b"]}");
    }

    fn sentence(&self, sentence: &Sentence, out: &mut Vec<u8>) {
        match sentence.fixed(self.lang) {
            Some(text) => push(out, &text),
            None => push(out, &Text(InLang(sentence, self.lang))),
        }
    }
}

/// As reports name it.
const fn applicability(trust: Trust) -> &'static str {
    match trust {
        Trust::Safe => "safe",
        Trust::Guess => "suggested",
        Trust::Placeholder => "has-placeholders",
    }
}

fn entry<T>(out: &mut Vec<u8>, index: usize, listed: &Listed<T>, reason: &str) {
    out.extend_from_slice(if index == 0 { b"" } else { b"," });
    push(out, &Entry { rule: listed.rule, subject: &listed.subject, reason });
}

impl Subject<'_> {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"{\"kind\":\"");
        out.extend_from_slice(self.kind().as_bytes());
        out.extend_from_slice(b"\",\"id\":");
        push(out, &Text(SubjectId(*self)));
        out.extend_from_slice(b",\"summary\":");
        push(out, &self.summary());
        out.push(b'}');
    }
}

/// Keys with numbers, after what opens them.
fn numbers(out: &mut Vec<u8>, opening: &[u8], pairs: &[(&str, usize)]) {
    out.extend_from_slice(opening);
    for (index, (key, value)) in pairs.iter().enumerate() {
        out.extend_from_slice(if index == 0 { b"\"" } else { b",\"" });
        out.extend_from_slice(key.as_bytes());
        out.extend_from_slice(b"\":");
        number(*value, out);
    }
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

/// Why there is no report, as JSON.
pub fn failure(failure: &Failure, lang: Lang) -> String {
    let kind = match failure.kind {
        Kind::Usage => "usage",
        Kind::Unable => "unable",
    };
    let hints: Vec<String> = failure.hints.iter().map(|hint| hint.plain(lang)).collect();
    error(kind, &failure.message.plain(lang), &hints)
}

/// An error of some kind, as JSON.
pub fn error(kind: &str, message: &str, hints: &[String]) -> String {
    let error =
        serde_json::json!({ "version": VERSION, "error": { "kind": kind, "message": message, "hints": hints } });
    escape::json(&error.to_string()).into_owned() + "\n"
}
