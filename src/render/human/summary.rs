//! What was not judged, and the line that says it all.

use super::Human;
use crate::finding::Excuse;
use crate::options::Size;
use crate::report::Report;
use crate::words::{Sentence, Words};
use std::collections::BTreeMap;

impl Human {
    /// What was not judged, and why.
    pub(super) fn notes(&self, report: &Report, out: &mut String) {
        let mut line = |sentence: Sentence| {
            out.push_str(&self.say(&sentence));
            out.push('\n');
        };
        for ((rule, reason), count) in &report.unchecked_counts {
            line(UNCHECKED.with([(*rule).into(), (*count).into(), reason.as_str().into()]));
        }
        for (excuse, rules) in by_excuse(report) {
            let why = match excuse {
                Excuse::Entry(index) => self.reasons.get(index).cloned().unwrap_or_default().into(),
                other => other.words().map(Words::say).map_or_else(|| String::new().into(), Into::into),
            };
            line(EXEMPT.with([why, rules.into()]));
        }
        if !report.skipped.is_empty() {
            line(SKIPPED.with([report.skipped.clone().into()]));
        }
        if self.verbose {
            for (rule, severity) in &self.rules {
                let found = report.by_rule.get(rule).copied().unwrap_or(0);
                line(JUDGED_BY.with([(*rule).into(), severity.name().into(), found.into()]));
            }
        }
    }

    /// The one line that says it all.
    pub(super) fn last_line(&self, report: &Report) -> String {
        let mut parts = vec![what_was_checked(report)];
        parts.push(match (report.errors, report.warnings) {
            (0, 0) => NOTHING.say(),
            (errors, 0) => ERRORS.with([errors.into()]),
            (0, warnings) => WARNINGS.with([warnings.into()]),
            (errors, warnings) => BOTH.with([errors.into(), warnings.into()]),
        });
        let more = [
            (report.missing(), &UNCHECKED_COUNT),
            (report.excused(), &EXEMPT_COUNT),
            (report.before_adoption, &BEFORE_ADOPTION),
        ];
        parts.extend(more.into_iter().filter(|(count, _)| *count > 0).map(|(count, words)| words.with([count.into()])));
        if self.verbose && report.not_applicable > 0 {
            parts.push(NOT_APPLICABLE.with([report.not_applicable.into()]));
        }
        let comma = self.pick(", ", "，");
        let line = parts.iter().map(|part| self.say(part)).collect::<Vec<_>>().join(comma);
        self.painted(&format!("cihook: {line}"), report)
    }

    fn painted(&self, line: &str, report: &Report) -> String {
        use owo_colors::OwoColorize;
        if !self.screen.color {
            line.to_owned()
        } else if report.errors > 0 {
            line.red().bold().to_string()
        } else if report.warnings > 0 || report.missing() > 0 {
            line.yellow().to_string()
        } else {
            line.green().to_string()
        }
    }
}

/// For each excuse, the rules that were not applied, and how often.
fn by_excuse(report: &Report) -> BTreeMap<Excuse, String> {
    let mut lines: BTreeMap<Excuse, Vec<String>> = BTreeMap::new();
    for ((rule, excuse), count) in &report.exempt_counts {
        lines.entry(*excuse).or_default().push(format!("{rule} {count}"));
    }
    lines.into_iter().map(|(excuse, rules)| (excuse, rules.join(", "))).collect()
}

/// How much was looked at.
fn what_was_checked(report: &Report) -> Sentence {
    let checked = report.checked;
    let commits = match checked.commits {
        1 => ONE_COMMIT.say(),
        commits => COMMITS.with([commits.into()]),
    };
    let bytes = Size(checked.bytes).to_string();
    match (checked.commits, checked.blobs, checked.refs) {
        (0, 0, refs) if refs > 0 => BOTH_CHECKED.with([commits.into(), REFS.with([refs.into()]).into()]),
        (_, 0, _) => commits,
        (0, files, _) => FILES.with([files.into(), bytes.into()]),
        (_, files, _) => BOTH_CHECKED.with([commits.into(), FILES.with([files.into(), bytes.into()]).into()]),
    }
}

const UNCHECKED: Words = Words::new("unchecked: {0} ({1} times): {2}", "未能检查：{0}（{1} 次）：{2}");
const EXEMPT: Words = Words::new("exempt ({0}): {1}", "豁免（{0}）：{1}");
const JUDGED_BY: Words = Words::new("{0} ({1}): {2} found", "规则 {0}（{1}）：发现 {2} 个");
const SKIPPED: Words = Words::new("skipped, as CIHOOK_SKIP asks: {0}", "按 CIHOOK_SKIP 跳过：{0}");
const ONE_COMMIT: Words = Words::new("1 commit checked", "检查了 1 个提交");
const COMMITS: Words = Words::new("{0} commits checked", "检查了 {0} 个提交");
const FILES: Words = Words::new("new files: {0} ({1})", "新文件 {0} 个（{1}）");
const REFS: Words = Words::new("names checked: {0}", "检查了 {0} 个名称");
const BOTH_CHECKED: Words = Words::new("{0}, {1}", "{0}，{1}");
const NOTHING: Words = Words::new("no problems", "没有问题");
const ERRORS: Words = Words::new("errors: {0}", "错误 {0} 个");
const WARNINGS: Words = Words::new("warnings: {0}", "警告 {0} 个");
const BOTH: Words = Words::new("errors: {0}, warnings: {1}", "错误 {0} 个，警告 {1} 个");
const UNCHECKED_COUNT: Words = Words::new("unchecked: {0}", "未能检查 {0} 项");
const EXEMPT_COUNT: Words = Words::new("exempt: {0}", "豁免 {0} 项");
const BEFORE_ADOPTION: Words = Words::new("older than the policy: {0}", "早于策略的提交 {0} 个");
const NOT_APPLICABLE: Words = Words::new("not applicable: {0}", "不适用 {0} 项");
