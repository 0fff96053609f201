//! What was not judged, and the line that says it all.

use super::super::unchecked;
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
        unchecked::sentences(report).for_each(&mut line);
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
                let (rule, level) = ((*rule).into(), severity.name().into());
                line(if found == 0 { CLEAN.with([rule, level]) } else { JUDGED_BY.with([rule, level, found.into()]) });
            }
        }
    }

    /// The one line that says it all.
    pub(super) fn last_line(&self, report: &Report) -> String {
        let mut parts = vec![what_was_checked(report)];
        let (errors, warnings) = (report.errors, report.warnings);
        parts.extend((errors == 0 && warnings == 0).then(|| NOTHING.say()));
        parts.extend((errors > 0).then(|| counted(errors, &ONE_ERROR, &ERRORS)));
        parts.extend((warnings > 0).then(|| counted(warnings, &ONE_WARNING, &WARNINGS)));
        let more = [
            (report.missing(), &UNCHECKED_COUNT, &UNCHECKED_COUNT),
            (report.excused(), &EXEMPT_COUNT, &EXEMPT_COUNT),
            (report.before_adoption, &ONE_OLDER, &OLDER),
        ];
        let more = more.into_iter().filter(|(count, ..)| *count > 0);
        parts.extend(more.map(|(count, one, many)| counted(count, one, many)));
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

/// A number of things, of which one is said in another way.
fn counted(count: u64, one: &'static Words, many: &'static Words) -> Sentence {
    if count == 1 { one } else { many }.with([count.into()])
}

/// How much was looked at.
fn what_was_checked(report: &Report) -> Sentence {
    let checked = report.checked;
    let commits = counted(checked.commits, &ONE_COMMIT, &COMMITS);
    let bytes = Size(checked.bytes).to_string();
    match (checked.commits, checked.blobs, checked.refs) {
        (0, 0, refs) if refs > 0 => BOTH_CHECKED.with([commits.into(), counted(refs, &ONE_REF, &REFS).into()]),
        (_, 0, _) => commits,
        (0, files, _) => FILES.with([files.into(), bytes.into()]),
        (_, files, _) => BOTH_CHECKED.with([commits.into(), FILES.with([files.into(), bytes.into()]).into()]),
    }
}

const EXEMPT: Words = Words::new("exempt ({0}): {1}", "豁免（{0}）：{1}");
const JUDGED_BY: Words = Words::new("{0} ({1}): found {2}", "规则 {0}（{1}）：发现 {2} 个");
const CLEAN: Words = Words::new("{0} ({1}): no problems", "规则 {0}（{1}）：没有问题");
const SKIPPED: Words = Words::new("skipped, as CIHOOK_SKIP asks: {0}", "按 CIHOOK_SKIP 跳过：{0}");
const ONE_COMMIT: Words = Words::new("{0} commit checked", "检查了 {0} 个提交");
const COMMITS: Words = Words::new("{0} commits checked", "检查了 {0} 个提交");
const FILES: Words = Words::new("new files: {0} ({1})", "新文件 {0} 个（{1}）");
const ONE_REF: Words = Words::new("{0} ref checked", "检查了 {0} 个引用");
const REFS: Words = Words::new("{0} refs checked", "检查了 {0} 个引用");
const BOTH_CHECKED: Words = Words::new("{0}, {1}", "{0}，{1}");
const NOTHING: Words = Words::new("no problems", "没有问题");
const ONE_ERROR: Words = Words::new("{0} error", "错误 {0} 个");
const ERRORS: Words = Words::new("{0} errors", "错误 {0} 个");
const ONE_WARNING: Words = Words::new("{0} warning", "警告 {0} 个");
const WARNINGS: Words = Words::new("{0} warnings", "警告 {0} 个");
const UNCHECKED_COUNT: Words = Words::new("unchecked: {0}", "未能检查 {0} 项");
const EXEMPT_COUNT: Words = Words::new("exempt: {0}", "豁免 {0} 项");
const ONE_OLDER: Words = Words::new("{0} commit older than the policy not checked", "早于策略的提交 {0} 个未检查");
const OLDER: Words = Words::new("{0} commits older than the policy not checked", "早于策略的提交 {0} 个未检查");
const NOT_APPLICABLE: Words = Words::new("not applicable: {0}", "不适用 {0} 项");
