//! What a run leaves for the steps after it: outputs and the summary.

use super::runner::Runner;
use crate::failure::{Failure, Result};
use crate::finding;
use crate::github::comment::Draft;
use crate::render::markdown::Markdown;
use crate::words::{Lang, Words};
use serde_json::{Value, json};

/// So many findings stand in the outputs; the summary has all of them.
const FINDINGS_MOST: usize = 200;

/// So many bytes at most: a runner takes one MiB for all outputs of a step (GitHub Docs, "Passing information between
/// jobs").
const BYTES_MOST: usize = 256 << 10;

/// So many characters of a message or a header.
const TEXT_MOST: usize = 500;

/// The outcome where nothing was judged.
const NONE: &str = "none";

const FAILED: Words = Words::new("cihook could not check: {0}", "cihook 未能检查：{0}");

/// What a run comes to.
pub struct Outcome {
    name: &'static str,
    findings: Value,
    labels: Value,
    summary: String,
}

impl Outcome {
    /// Of an event that has nothing to judge, which is no verdict.
    pub fn nothing() -> Self {
        Self { name: NONE, findings: json!([]), labels: json!([]), summary: String::new() }
    }

    /// Of facts that were judged.
    pub fn of(draft: &Draft<'_>, verdict: finding::Outcome, labels: &[&str]) -> Self {
        let told = draft.told.iter().flat_map(|told| told.findings.iter().map(move |finding| (told, finding)));
        let findings: Vec<Value> = told
            .take(FINDINGS_MOST)
            .map(|(told, finding)| {
                let message = shortened(&finding.message.plain(draft.lang));
                let (kind, id) = (told.subject.kind, &told.subject.id);
                let subject = json!({ "kind": kind, "id": id, "summary": shortened(&told.subject.summary) });
                json!({ "rule": finding.rule, "level": finding.severity.name(), "subject": subject, "message": message })
            })
            .scan(0, |bytes, finding| {
                *bytes += finding.to_string().len();
                (*bytes <= BYTES_MOST).then_some(finding)
            })
            .collect();
        Self { name: verdict.name(), findings: json!(findings), labels: json!(labels), summary: draft.summary() }
    }

    /// Tells the runner.
    ///
    /// # Errors
    /// Where its files cannot be written.
    pub fn tell(&self, runner: &Runner) -> Result<()> {
        if !self.summary.is_empty() {
            runner.summarize(&self.summary)?;
        }
        let (findings, labels) = (self.findings.to_string(), self.labels.to_string());
        runner.output(&[("outcome", self.name), ("findings", &findings), ("labels", &labels)])
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(TEXT_MOST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// Tells the runner that nothing could be judged.
///
/// # Errors
/// Where its files cannot be written.
pub fn failed(runner: &Runner, failure: &Failure, lang: Lang) -> Result<()> {
    let summary = FAILED.with([failure.message.clone().into()]).show(lang, &Markdown);
    let name = finding::Outcome::Incomplete.name();
    Outcome { name, findings: json!([]), labels: json!([]), summary: format!("### {summary}\n") }.tell(runner)
}
