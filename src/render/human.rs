//! The default format: one answer a subject, with the one way to go on; with `-v` every finding in full, like a compiler's.
//! The first line is complete in itself, for windows that show no more.

mod full;
mod summary;

use super::answer::{Answer, Kind, Paint};
use super::{Ending, Format, Limit, Screen, Shown, Terminal};
use crate::finding::{Finding, Severity};
use crate::model::Stage;
use crate::report::Report;
use crate::text::width;
use crate::words::{Lang, Sentence, Words};
use std::collections::{BTreeMap, BTreeSet};

/// Reports for people.
pub struct Human {
    /// Where they are shown.
    pub screen: Screen,
    /// Where it is judged.
    pub stage: Stage,
    /// Only the last line.
    pub quiet: bool,
    /// Whether every finding is written out, and what passed and why is told as well.
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

/// So many subjects are shown.
const SUBJECTS_MOST: u64 = 20;

/// So many subjects are shown where none of them is refused.
const WARNED_MOST: usize = 5;

/// So many sentences are shown below a table.
const WORDS_MOST: usize = 5;

/// So wide are a header and its correction in a table.
const HEADER_MOST: (usize, usize) = (40, 80);

impl Format for Human {
    fn limit(&self) -> Limit {
        match (self.quiet, self.verbose) {
            (true, _) => Limit::of_all(0),
            (_, true) => Limit::NONE,
            _ => Limit::of_each(SUBJECTS_MOST),
        }
    }

    fn lists(&self) -> bool {
        false
    }

    fn answers(&self) -> bool {
        !self.verbose && !self.quiet
    }

    fn between(&self) -> &'static str {
        "\n"
    }

    fn finding(&self, finding: &Finding, shown: &Shown<'_>, _: &[u8], out: &mut Vec<u8>) {
        out.extend_from_slice(self.whole(finding, shown).as_bytes());
    }

    fn answer(&self, shown: &Shown<'_>) -> Option<Answer> {
        Answer::of(shown, self.screen)
    }

    fn tail(&self, ending: &Ending<'_>, out: &mut Vec<u8>) {
        let mut text = String::new();
        if !self.quiet {
            self.answered(ending, &mut text);
        }
        text.push_str(&self.foot(ending, !text.is_empty() || ending.shown > 0));
        out.extend_from_slice(text.as_bytes());
    }
}

/// The answers of a run, by how they are shown.
struct Parts<'a> {
    commits: Vec<&'a Answer>,
    others: Vec<&'a Answer>,
    severity: Severity,
}

impl Human {
    fn say(&self, sentence: &Sentence) -> String {
        sentence.show(self.screen.lang, &Terminal)
    }

    fn pick(&self, en: &'static str, zh: &'static str) -> &'static str {
        match self.screen.lang {
            Lang::En => en,
            Lang::ZhCn => zh,
        }
    }

    fn paint(&self) -> Paint {
        Paint(self.screen.color)
    }

    /// All answers, as far as there is room.
    fn answered(&self, ending: &Ending<'_>, out: &mut String) {
        let Some(severity) = ending.answers.iter().map(|answer| answer.severity).max() else { return };
        let (mut others, commits): (Vec<&Answer>, Vec<&Answer>) =
            ending.answers.iter().partition(|answer| answer.kind == Kind::Other);
        others.sort_by_key(|answer| std::cmp::Reverse(answer.severity));
        let commits = commits.into_iter().filter(|answer| answer.severity == severity).collect();
        let parts = Parts { commits, others, severity };
        let mut room = self.screen.most.unwrap_or(usize::MAX).saturating_sub(self.foot(ending, true).len() + 200);
        let mut add = |text: String, out: &mut String| {
            let fits = out.is_empty() || text.len() <= room;
            if fits {
                room = room.saturating_sub(text.len());
                out.push_str(&text);
            }
            fits
        };
        match parts.commits.as_slice() {
            [] => {}
            [only] if ending.report.checked.commits <= 1 && parts.others.is_empty() => {
                for line in self.block(only, ending) {
                    add(line, out);
                }
            }
            commits => {
                add(self.first_line(&parts, ending), out);
                let rows = self.rows(commits);
                let most = if severity == Severity::Error { rows.len() } else { rows.len().min(WARNED_MOST) };
                let shown = rows.into_iter().take(most).take_while(|row| add(row.clone(), out)).count();
                self.not_shown(&parts, shown, ending, out);
                if ending.go_on.is_none() && severity == Severity::Error {
                    self.words(commits, out);
                }
                self.own(commits, out);
            }
        }
        let shown = parts.others.iter().take_while(|answer| {
            let parted = if out.is_empty() { "" } else { "\n" };
            add(format!("{parted}{}", self.block(answer, ending).concat()), out)
        });
        let rest = parts.others.len() - shown.count();
        if rest > 0 {
            out.push_str(&format!("  {}\n", self.say(&REST.with([rest.into()]))));
        }
    }

    /// The answer of one subject, line by line.
    fn block(&self, answer: &Answer, ending: &Ending<'_>) -> Vec<String> {
        let go_on = ending.go_on.filter(|_| answer.kind != Kind::Other);
        let said = match (&answer.write, go_on) {
            // What is put in is harmless already.
            (Some(header), _) => format!("{}{header}", self.say(&WRITE.say())),
            (None, Some(command)) if answer.signs => {
                format!("{}{}{command}", self.say(&ADD_SIGN_OFF.say()), self.pick(": ", "："))
            }
            (None, _) => answer.remedy.clone(),
        };
        let title = format!("{}{said}", self.level(answer.severity, &answer.rules));
        let mut lines = vec![self.paint().strong(&title)];
        lines.extend(answer.lines.iter().cloned());
        if let Some(policy) = self.policy(answer, ending.program) {
            lines.push(format!("{} {policy}", self.paint().frame("  =")));
        }
        lines.extend(answer.own.iter().map(|own| format!("{} {own}", self.paint().frame("  ="))));
        lines.into_iter().map(|line| line + "\n").collect()
    }

    fn level(&self, severity: Severity, rules: &[&str]) -> String {
        let level = match severity {
            Severity::Error => "error",
            Severity::Warn => "warning",
        };
        format!("{}: ", self.paint().level(severity, &format!("{level}[{}]", rules.join(", "))))
    }

    /// Where the policy asks for it, and the page that says why.
    fn policy(&self, answer: &Answer, program: Option<&str>) -> Option<String> {
        let mut files: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (name, line) in &answer.policy {
            files.entry(name).or_default().push(line.to_string());
        }
        let files: Vec<String> = files.iter().map(|(name, lines)| format!("{name}:{}", lines.join(", "))).collect();
        if files.is_empty() {
            return None;
        }
        let why = program.map_or_else(String::new, |program| {
            self.say(&WHY.with([format!("{program} explain {}", answer.explain).into()]))
        });
        Some(format!("{}{}{why}", self.pick("policy: ", "策略："), files.join("; ")))
    }

    /// How many commits are refused, by which rules, and what to do.
    fn first_line(&self, parts: &Parts<'_>, ending: &Ending<'_>) -> String {
        let mut rules: Vec<&str> = Vec::new();
        let of_answers = parts.commits.iter().chain(&parts.others).flat_map(|answer| answer.rules.iter().copied());
        let failed = ending.report.failed.iter().copied().filter(|_| parts.severity == Severity::Error);
        for rule in of_answers.chain(failed) {
            if !rules.contains(&rule) {
                rules.push(rule);
            }
        }
        let count = self.count(parts, ending.report);
        let all = ending.report.checked.commits.max(count);
        let counted = match (parts.severity, self.stage) {
            (Severity::Warn, _) => &WARNED,
            (_, Stage::PrePush) => &PUSHED,
            (_, Stage::PreReceive) => &RECEIVED,
            _ => &FOUND,
        };
        let words = match (count, all) {
            (1, 1) => &counted[0],
            (1, _) => &counted[1],
            _ => &counted[2],
        };
        let said = self.say(&words.with([count.into(), all.into()]));
        let go_on = ending.go_on.map_or_else(String::new, |command| format!("{}{command}", self.pick(": ", "：")));
        let title = format!("{}{said}{go_on}", self.level(parts.severity, &rules));
        self.paint().strong(&title) + "\n"
    }

    /// How many commits there are of the level that is shown.
    fn count(&self, parts: &Parts<'_>, report: &Report) -> u64 {
        let shown = parts.commits.len() as u64;
        if parts.severity == Severity::Error { report.repairs.commits.max(shown) } else { report.warned.max(shown) }
    }

    /// A row a commit.
    fn rows(&self, commits: &[&Answer]) -> Vec<String> {
        let sign_off = self.say(&ADD_SIGN_OFF.say());
        let cells: Vec<[String; 4]> = commits
            .iter()
            .map(|answer| {
                let what = match &answer.write {
                    Some(header) => header,
                    None if answer.signs => &sign_off,
                    None => &answer.short,
                };
                let id = match &answer.kind {
                    Kind::Commit(id) => id.clone(),
                    Kind::Message | Kind::Other => String::new(),
                };
                let summary = width::fit(&answer.summary, HEADER_MOST.0).into_owned();
                [id, summary, width::fit(what, HEADER_MOST.1).into_owned(), answer.rules.join(", ")]
            })
            .collect();
        let widest = |column: usize| cells.iter().map(|row| width::columns(&row[column])).max().unwrap_or(0);
        let widths = [widest(0), widest(1), widest(2)];
        let row = |row: &[String; 4]| {
            let padded = row
                .iter()
                .zip(widths)
                .map(|(cell, width)| format!("{cell}{}", " ".repeat(width.saturating_sub(width::columns(cell)))));
            format!("  {}  {}\n", padded.collect::<Vec<_>>().join("  "), row[3])
        };
        cells.iter().map(row).collect()
    }

    fn not_shown(&self, parts: &Parts<'_>, shown: usize, ending: &Ending<'_>, out: &mut String) {
        let rest = self.count(parts, ending.report).saturating_sub(shown as u64);
        if rest > 0 {
            let said = match ending.all {
                Some(command) => REST_WITH.with([rest.into(), command.into()]),
                None => REST.with([rest.into()]),
            };
            out.push_str(&format!("  {}\n", self.say(&said)));
        }
    }

    /// What no command does, said once.
    fn words(&self, commits: &[&Answer], out: &mut String) {
        let mut said: Vec<&str> = Vec::new();
        for words in commits.iter().flat_map(|answer| &answer.words) {
            if !said.contains(&words.as_str()) && said.len() < WORDS_MOST {
                said.push(words);
            }
        }
        said.into_iter().for_each(|words| out.push_str(&format!("{} {words}\n", self.paint().frame("  ="))));
    }

    /// What the community says of the rules, each sentence once.
    fn own(&self, commits: &[&Answer], out: &mut String) {
        let said: BTreeSet<&str> = commits.iter().flat_map(|answer| &answer.own).map(String::as_str).collect();
        said.into_iter().for_each(|own| out.push_str(&format!("{} {own}\n", self.paint().frame("  ="))));
    }

    /// What comes after the answers: what was not judged, the line that says it all, and how to go on.
    fn foot(&self, ending: &Ending<'_>, has_answers: bool) -> String {
        let report = ending.report;
        let mut text = String::new();
        if !self.quiet {
            if self.verbose && ending.shown > 0 {
                text.push('\n');
            }
            self.notes(report, &mut text);
        }
        let said = report.findings() + report.missing() + report.excused();
        let is_silent = said == 0 && report.skipped.is_empty() && !self.verbose;
        let beside = report.missing() + report.excused() + report.before_adoption + report.skipped.len() as u64;
        let is_of_commits = ending.answers.iter().all(|answer| answer.kind != Kind::Other);
        let is_answered = has_answers && report.errors > 0 && beside == 0 && is_of_commits && !self.verbose;
        if !(self.silent_when_clean && is_silent) && (self.quiet || !is_answered) {
            text.push_str(&self.last_line(report));
            text.push('\n');
        }
        if let Some(command) = ending.go_on.filter(|_| !self.quiet) {
            let label = self.say(&GO_ON.say());
            text.push_str(&format!("\n{label}  {}\n", self.paint().strong(command)));
        }
        text
    }
}

const WRITE: Words = Words::new("write: ", "请写：");
const ADD_SIGN_OFF: Words = Words::new("add your sign-off", "请添加您的签署");
const WHY: Words = Words::new(" (why: {0})", "（说明见 {0}）");
const GO_ON: Words = Words::new("Go on with:", "继续：");
const REST: Words = Words::new("and {0} more", "另有 {0} 个");
const REST_WITH: Words = Words::new("and {0} more: {1}", "另有 {0} 个：{1}");
/// How many commits: one of one, one of several, several.
type Counted = [Words; 3];

const PUSHED: Counted = [
    Words::new("{0} of {1} commit cannot be pushed yet", "{1} 个提交中有 {0} 个暂时不能推送"),
    Words::new("{0} of {1} commits cannot be pushed yet", "{1} 个提交中有 {0} 个暂时不能推送"),
    Words::new("{0} of {1} commits cannot be pushed yet", "{1} 个提交中有 {0} 个暂时不能推送"),
];
const RECEIVED: Counted = [
    Words::new("{0} of {1} commit was refused", "{1} 个提交中有 {0} 个被拒绝"),
    Words::new("{0} of {1} commits was refused", "{1} 个提交中有 {0} 个被拒绝"),
    Words::new("{0} of {1} commits were refused", "{1} 个提交中有 {0} 个被拒绝"),
];
const FOUND: Counted = [
    Words::new("{0} of {1} commit does not follow the policy", "{1} 个提交中有 {0} 个不符合策略"),
    Words::new("{0} of {1} commits does not follow the policy", "{1} 个提交中有 {0} 个不符合策略"),
    Words::new("{0} of {1} commits do not follow the policy", "{1} 个提交中有 {0} 个不符合策略"),
];
const WARNED: Counted = [
    Words::new("{0} of {1} commit can be improved", "{1} 个提交中有 {0} 个可以改进"),
    Words::new("{0} of {1} commits can be improved", "{1} 个提交中有 {0} 个可以改进"),
    Words::new("{0} of {1} commits can be improved", "{1} 个提交中有 {0} 个可以改进"),
];
