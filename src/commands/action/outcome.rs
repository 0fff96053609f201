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

const FAILED: Words = Words::new("cihook could not check: {0}", "cihook 未能检查：{0}");

/// What a run comes to.
pub struct Outcome {
    name: &'static str,
    findings: Value,
    labels: Value,
    summary: String,
}

impl Outcome {
    /// Of an event that has nothing to judge.
    pub fn nothing() -> Self {
        Self { name: finding::Outcome::Clean.name(), findings: json!([]), labels: json!([]), summary: String::new() }
    }

    /// Of facts that were judged.
    pub fn of(draft: &Draft<'_>, verdict: finding::Outcome, labels: &[&str]) -> Self {
        let told = draft.told.iter().flat_map(|told| told.findings.iter().map(move |finding| (told, finding)));
        let findings: Vec<Value> = told
            .take(FINDINGS_MOST)
            .map(|(told, finding)| {
                let message = finding.message.plain(draft.lang);
                json!({ "rule": finding.rule, "level": finding.severity.name(), "subject": told.subject, "message": message })
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

/// Tells the runner that nothing could be judged.
///
/// # Errors
/// Where its files cannot be written.
pub fn failed(runner: &Runner, failure: &Failure, lang: Lang) -> Result<()> {
    let summary = FAILED.with([failure.message.clone().into()]).show(lang, &Markdown);
    let name = finding::Outcome::Incomplete.name();
    Outcome { name, findings: json!([]), labels: json!([]), summary: format!("### {summary}\n") }.tell(runner)
}
