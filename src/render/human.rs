//! The default format: like a compiler's, in the colours and the width of the terminal. The first line of a finding is
//! complete in itself, for windows that show no more.

use super::excerpt::Excerpt;
use super::{Format, Page, Screen, Terminal, Whys};
use crate::finding::{Excuse, Finding, Severity, Subject, Verdict};
use crate::model::{Blob, Commit, NewPath};
use crate::options::Size;
use crate::repair::Correction;
use crate::report::Report;
use crate::text::escape;
use crate::words::{Lang, Sentence, Words};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use bstr::ByteSlice as _;
use std::collections::BTreeMap;

/// Reports for people.
pub struct Human {
    /// Where they are shown.
    pub screen: Screen,
    /// How many findings are written out at most.
    pub most: Option<u64>,
    /// Only the last line.
    pub quiet: bool,
    /// Whether what passed and why is told as well.
    pub verbose: bool,
    /// Nothing at all where nothing is to be said: for hooks.
    pub silent_when_clean: bool,
    /// Whether missing facts count.
    pub deny_unchecked: bool,
    /// The rules that judge, for those who want to know what was looked at.
    pub rules: Vec<(&'static str, Severity)>,
    /// The reasons of the policy's `[[exempt]]` entries.
    pub reasons: Vec<String>,
}

impl Format for Human {
    fn most(&self) -> Option<u64> {
        if self.quiet { Some(0) } else { self.most }
    }

    fn lists(&self) -> bool {
        false
    }

    fn head(&self, _: &mut Vec<u8>) {}

    fn between(&self) -> &'static str {
        "\n"
    }

    fn verdict(&self, verdict: &Verdict<'_>, correction: &Correction, whys: &Whys<'_>, page: &mut Page) {
        for finding in &verdict.sheet.findings {
            page.text.extend_from_slice(self.between().as_bytes());
            page.text.extend_from_slice(self.finding(verdict, finding, correction, whys).as_bytes());
            page.end_finding();
        }
    }

    fn tail(&self, report: &Report, shown: u64, out: &mut Vec<u8>) {
        let mut text = String::new();
        if !self.quiet {
            self.not_shown(report, shown, &mut text);
            self.notes(report, &mut text);
        }
        let said = report.findings() + report.missing() + report.excused();
        let is_silent = said == 0 && report.skipped.is_empty() && !self.verbose;
        if !(self.silent_when_clean && is_silent) {
            text.push_str(&self.last_line(report));
            text.push('\n');
        }
        out.extend_from_slice(text.as_bytes());
    }
}

impl Human {
    fn finding(&self, verdict: &Verdict<'_>, finding: &Finding, correction: &Correction, whys: &Whys<'_>) -> String {
        let title = self.title(verdict, finding, correction);
        let label = finding.label.as_ref().map(|label| self.say(label));
        let path = path_of(verdict.subject);
        let excerpt = finding.span.map(|span| Excerpt::of(verdict.text(), span));
        let level = match finding.severity {
            Severity::Error => Level::ERROR,
            Severity::Warn => Level::WARNING,
        };
        let mut group = Group::with_title(level.primary_title(title).id(finding.rule));
        group = match &excerpt {
            Some(excerpt) => group.element(
                Snippet::source(excerpt.line.as_str())
                    .line_start(line_in_file(verdict.subject, excerpt.number))
                    .path(path.as_str())
                    .annotation(AnnotationKind::Primary.span(excerpt.marked.clone()).label(label)),
            ),
            None => group.element(Origin::path(path.as_str())),
        };
        if let Some(why) = whys(finding.source.unwrap_or(finding.rule), finding.option) {
            let setting = why.setting.map_or_else(String::new, |setting| format!(", {setting}"));
            let text = format!("{}:{} ({}{setting})", why.name, why.line, finding.source.unwrap_or(finding.rule));
            let name = self.pick("policy", "策略");
            group = group.element(Level::NOTE.with_name(name).message(escape::line(&text).into_owned()));
        }
        for help in &finding.help {
            group = group.element(Level::HELP.with_name(self.pick("help", "提示")).message(self.say(help)));
        }
        let renderer = if self.screen.color { Renderer::styled() } else { Renderer::plain() };
        let renderer = renderer.term_width(self.screen.width).decor_style(DecorStyle::Ascii);
        renderer.render(&[group]) + "\n"
    }

    fn say(&self, sentence: &Sentence) -> String {
        sentence.show(self.screen.lang, &Terminal)
    }

    fn pick(&self, en: &'static str, zh: &'static str) -> &'static str {
        match self.screen.lang {
            Lang::En => en,
            Lang::ZhCn => zh,
        }
    }

    /// What is wrong and what to type instead.
    fn title(&self, verdict: &Verdict<'_>, finding: &Finding, correction: &Correction) -> String {
        let message = self.say(&finding.message);
        let remedy = match &finding.remedy {
            Some(remedy) => Some(self.say(remedy)),
            None => corrected_header(verdict.text(), correction).map(|header| escape::line(header).into_owned()),
        };
        let colon = self.pick(": ", "：");
        remedy.map_or_else(|| message.clone(), |remedy| format!("{message}{colon}{remedy}"))
    }

    fn not_shown(&self, report: &Report, shown: u64, out: &mut String) {
        let rest = report.findings().saturating_sub(shown);
        if shown > 0 {
            out.push('\n');
        }
        if rest == 0 || shown == 0 && self.most == Some(0) {
            return;
        }
        let mut rules: Vec<(&str, u64)> = report.by_rule.iter().map(|(rule, count)| (*rule, *count)).collect();
        rules.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let rules: Vec<String> = rules.iter().map(|(rule, count)| format!("{rule} {count}")).collect();
        out.push_str(&self.say(&MORE.with([rest.into(), rules.join(", ").into()])));
        out.push('\n');
    }

    /// What was not judged, and why.
    fn notes(&self, report: &Report, out: &mut String) {
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
    fn last_line(&self, report: &Report) -> String {
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

/// The header as it should be, where that differs from what it is.
pub(super) fn corrected_header<'c>(text: &str, correction: &'c Correction) -> Option<&'c str> {
    let header = |text: &'c str| text.lines().find(|line| !line.trim().is_empty());
    let corrected = header(correction.best()?)?;
    let written = text.lines().find(|line| !line.trim().is_empty());
    (written != Some(corrected)).then_some(corrected)
}

/// What people know the subject by, as the arrow of a finding names it.
pub(super) fn path_of(subject: Subject<'_>) -> String {
    match subject {
        Subject::Commit(Commit { id: Some(id), .. }) => format!("commit {}", id.short()),
        Subject::Commit(Commit { draft: Some(draft), .. }) if !draft.file.is_empty() => {
            escape::line(&draft.file).into_owned()
        }
        Subject::Commit(_) => "<stdin>".to_owned(),
        Subject::Blob(Blob { entry, .. }) | Subject::Path(NewPath { entry, .. }) => {
            let path = entry.path.to_str_lossy();
            let path = escape::line(&path);
            entry.commit.map_or_else(|| path.to_string(), |commit| format!("{path} (commit {})", commit.short()))
        }
        Subject::Push(push) if push.remote.is_empty() => "push".to_owned(),
        Subject::Push(push) => format!("push to {}", escape::line(push.remote)),
        Subject::Ref(change) => escape::line(change.name).into_owned(),
        Subject::PullRequest(pull_request) => format!("pull request #{}", pull_request.number),
        Subject::Entry(entry) => escape::line(&entry.at).into_owned(),
    }
}

/// The line of the file that a line of the message is.
fn line_in_file(subject: Subject<'_>, line: usize) -> usize {
    let Subject::Commit(commit) = subject else { return line };
    commit.draft.and_then(|draft| draft.lines.get(line - 1).copied()).unwrap_or(line)
}

const MORE: Words = Words::new("and {0} more findings; all: {1}", "另外还有 {0} 个问题；合计：{1}");
const UNCHECKED: Words = Words::new("unchecked: {0} ({1} times): {2}", "未能检查：{0}（{1} 次）：{2}");
const EXEMPT: Words = Words::new("exempt ({0}): {1}", "豁免（{0}）：{1}");
const JUDGED_BY: Words = Words::new("judged by {0} ({1}): found {2}", "规则 {0}（{1}）：发现 {2} 个");
const SKIPPED: Words = Words::new("skipped, as CIHOOK_SKIP asks: {0}", "按 CIHOOK_SKIP 跳过：{0}");
const ONE_COMMIT: Words = Words::new("1 commit checked", "检查了 1 个提交");
const COMMITS: Words = Words::new("{0} commits checked", "检查了 {0} 个提交");
const FILES: Words = Words::new("new files: {0} ({1})", "新文件 {0} 个（{1}）");
const REFS: Words = Words::new("names checked: {0}", "检查了 {0} 个名称");
const BOTH_CHECKED: Words = Words::new("{0}, {1}", "{0}，{1}");
const NOTHING: Words = Words::new("nothing found", "没有问题");
const ERRORS: Words = Words::new("errors: {0}", "错误 {0} 个");
const WARNINGS: Words = Words::new("warnings: {0}", "警告 {0} 个");
const BOTH: Words = Words::new("errors: {0}, warnings: {1}", "错误 {0} 个，警告 {1} 个");
const UNCHECKED_COUNT: Words = Words::new("unchecked: {0}", "未能检查 {0} 项");
const EXEMPT_COUNT: Words = Words::new("exempt: {0}", "豁免 {0} 项");
const BEFORE_ADOPTION: Words = Words::new("older than the policy: {0}", "早于策略的提交 {0} 个");
const NOT_APPLICABLE: Words = Words::new("not applicable: {0}", "不适用 {0} 项");
