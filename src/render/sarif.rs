//! `--format sarif`: SARIF 2.1.0 (OASIS), for code scanning. Rules come with their pages; commits, messages and blobs are
//! the artifacts that findings stand in.

use super::said::Said;
use super::{Ending, Format, Shown};
use crate::finding::{Finding, Outcome, Severity, Subject, Verdict};
use crate::model::{Blob, Commit, NewPath};
use crate::report::SubjectId;
use crate::rule::Meta;
use crate::text::{Position, escape};
use crate::words::{Lang, Place};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use std::io::Write as _;

/// A message of SARIF.
struct Message;

impl Place for Message {
    fn text(&self, text: &str, out: &mut dyn std::fmt::Write) -> std::fmt::Result {
        out.write_str(&escape::sarif(text))
    }
}

/// Reports as SARIF.
pub struct Sarif {
    /// The language of the sentences.
    pub lang: Lang,
    /// The rules that there are.
    pub rules: Vec<&'static Meta>,
    /// Whether missing facts count.
    pub deny_unchecked: bool,
}

impl Sarif {
    fn rule(&self, meta: &'static Meta) -> Value {
        let page = meta.text(self.lang);
        let summary = meta.summary.say().plain(self.lang);
        let opening: Vec<&str> = page.lines().skip(2).take_while(|line| !line.is_empty()).collect();
        json!({
            "id": meta.id,
            "shortDescription": { "text": summary },
            "fullDescription": { "text": opening.join(" ") },
            "help": { "text": page, "markdown": page },
            "properties": { "tags": [meta.subject.name()] },
        })
    }

    fn result(&self, finding: &Finding, shown: &Shown<'_>) -> Value {
        let verdict = shown.verdict;
        let said = Said::of(finding, shown, self.lang, &Message);
        let level = match finding.severity {
            Severity::Error => "error",
            Severity::Warn => "warning",
        };
        let mut result = json!({
            "ruleId": finding.rule,
            "level": level,
            "message": { "text": said.lines() },
            "locations": [location(verdict, finding)],
            "partialFingerprints": { "cihook/v1": fingerprint(verdict, finding, &said.message) },
        });
        if let Some(index) = self.rules.iter().position(|meta| meta.id == finding.rule) {
            result["ruleIndex"] = index.into();
        }
        result
    }
}

/// What stays the same when the finding is found again: rule, subject and what is wrong.
fn fingerprint(verdict: &Verdict<'_>, finding: &Finding, message: &str) -> String {
    let text = format!("{}\0{}\0{}\0{message}", finding.rule, verdict.subject.kind(), SubjectId(verdict.subject));
    Sha256::digest(text.as_bytes()).iter().take(16).fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn location(verdict: &Verdict<'_>, finding: &Finding) -> Value {
    let subject = verdict.subject;
    let mut physical = Map::new();
    physical.insert("artifactLocation".to_owned(), json!({ "uri": artifact(subject) }));
    if let Some(span) = finding.span {
        let at = |offset: usize| Position::of(verdict.text(), offset);
        let (start, end) = (at(span.start), at(span.end));
        let region = json!({
            "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column,
        });
        physical.insert("region".to_owned(), region);
    }
    json!({
        "physicalLocation": physical,
        "logicalLocations": [{ "name": subject.summary(), "fullyQualifiedName": SubjectId(subject).to_string(), "kind": subject.kind() }],
    })
}

/// What the finding stands in, as a relative reference.
fn artifact(subject: Subject<'_>) -> String {
    match subject {
        Subject::Commit(Commit { draft: Some(draft), .. }) if !draft.file.is_empty() => {
            escape::uri_path(draft.file.as_bytes())
        }
        Subject::Blob(Blob { entry, .. }) | Subject::Path(NewPath { entry, .. }) => escape::uri_path(entry.path),
        other => escape::uri_path(format!("{}/{}", other.kind(), SubjectId(other)).as_bytes()),
    }
}

impl Format for Sarif {
    fn lists(&self) -> bool {
        true
    }

    fn head(&self, out: &mut Vec<u8>) {
        let rules: Vec<Value> = self.rules.iter().map(|meta| self.rule(meta)).collect();
        let driver = json!({
            "name": "cihook",
            "version": env!("CARGO_PKG_VERSION"),
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": rules,
        });
        let schema = "https://json.schemastore.org/sarif-2.1.0.json";
        let _ = write!(
            out,
            "{{\"$schema\":\"{schema}\",\"version\":\"2.1.0\",\"runs\":[{{\"tool\":{{\"driver\":{driver}}},\
             \"columnKind\":\"unicodeCodePoints\",\"results\":["
        );
    }

    fn between(&self) -> &'static str {
        ","
    }

    fn finding(&self, finding: &Finding, shown: &Shown<'_>, _: &[u8], out: &mut Vec<u8>) {
        out.extend_from_slice(escape::json(&self.result(finding, shown).to_string()).as_bytes());
    }

    fn tail(&self, ending: &Ending<'_>, out: &mut Vec<u8>) {
        let report = ending.report;
        let unchecked = report.unchecked.iter().map(|listed| {
            json!({
                "level": "warning",
                "message": { "text": format!("{} {}: {}", listed.subject.kind, listed.subject.id, listed.what.reason()) },
                "associatedRule": { "id": listed.rule },
            })
        });
        let outcome = report.outcome(self.deny_unchecked);
        let invocation = json!({
            "executionSuccessful": outcome != Outcome::Incomplete,
            "toolExecutionNotifications": unchecked.collect::<Vec<_>>(),
        });
        let invocation = invocation.to_string();
        let invocation = escape::json(&invocation);
        let properties = json!({ "outcome": outcome.name() });
        let _ = writeln!(out, "],\"invocations\":[{invocation}],\"properties\":{properties}}}]}}");
    }
}
