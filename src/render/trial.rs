//! `cihook policy try`: what a policy would have done to a history, in tables for people and as JSON.

use super::answer::{Paint, corrected_header};
use super::{Screen, Shown, Terminal};
use crate::engine::IdleEntry;
use crate::finding::{Finding, Severity, Subject};
use crate::model::{AuthorKind, Commit, ObjectId};
use crate::remedy;
use crate::text::{escape, width};
use crate::trial::{Count, Trial};
use crate::words::{Lang, Sentence, Words};
use serde_json::{Value, json};

/// A commit that would be refused, in one line; all of its text is harmless for a terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    id: String,
    summary: String,
    what: String,
    rules: String,
}

/// So wide are a header and what would make it pass.
const WIDTHS: (usize, usize) = (40, 80);

impl Row {
    /// The row of a commit: what would make it pass is the corrected header, where there is one.
    pub fn of(shown: &Shown<'_>, id: ObjectId, lang: Lang) -> Self {
        let say = |sentence: &Sentence| sentence.show(lang, &Terminal);
        let errors = || shown.verdict.sheet.findings.iter().filter(|finding| finding.severity == Severity::Error);
        let lacks_sign_off = errors().any(remedy::lacks_sign_off);
        let header = corrected_header(shown.verdict.text(), shown.correction).map(escape::line);
        let what = match (header, lacks_sign_off, errors().next()) {
            (Some(header), false, _) => header.into_owned(),
            (Some(header), true, _) => format!("{header} + {}", say(&SIGN_OFF.say())),
            (None, true, Some(first)) if remedy::lacks_sign_off(first) => say(&ADD_SIGN_OFF.say()),
            (None, _, Some(first)) => say(&first.message),
            (None, _, None) => String::new(),
        };
        Self {
            id: id.short().to_string(),
            summary: escape::line(&shown.verdict.subject.summary()).into_owned(),
            what,
            rules: refused_by(&shown.verdict.sheet.findings).join(", "),
        }
    }

    /// What is shown of it, as far as there is room.
    fn cells(&self) -> [String; 3] {
        let [summary, what] =
            [(&self.summary, WIDTHS.0), (&self.what, WIDTHS.1)].map(|(cell, most)| width::fit(cell, most).into_owned());
        [self.id.clone(), summary, what]
    }
}

/// The rules that refuse, each once.
fn refused_by(findings: &[Finding]) -> Vec<&'static str> {
    let mut rules: Vec<&'static str> = Vec::new();
    for finding in findings.iter().filter(|finding| finding.severity == Severity::Error) {
        if !rules.contains(&finding.rule) {
            rules.push(finding.rule);
        }
    }
    rules
}

/// A commit that would be refused, as JSON.
pub fn json_row(commit: &Commit<'_>, id: ObjectId, findings: &[Finding], kind: AuthorKind) -> Value {
    let summary = Subject::Commit(commit).summary();
    json!({ "id": id.to_string(), "summary": summary, "rules": refused_by(findings), "kind": kind.name() })
}

/// All but the refusals, as JSON: what comes before them, and what comes after.
pub fn json(trial: &Trial, unused: &[IdleEntry]) -> (String, String) {
    let rules = trial.rules.iter().map(|tally| {
        json!({
            "rule": tally.rule, "judged": tally.judged, "errors": tally.errors, "warnings": tally.warnings,
            "commits": tally.commits,
        })
    });
    let months = trial.months.iter().map(
        |(month, count)| json!({ "month": month.to_string(), "commits": count.commits, "refused": count.refused }),
    );
    let kinds = trial
        .kinds
        .iter()
        .map(|(kind, count)| json!({ "kind": kind.name(), "commits": count.commits, "refused": count.refused }));
    let (rules, months, kinds): (Value, Value, Value) = (rules.collect(), months.collect(), kinds.collect());
    let unused = unused.iter().map(|entry| match entry.expired {
        Some(day) => json!({ "at": entry.place.at, "reason": entry.place.reason, "expired": day.to_string() }),
        None => json!({ "at": entry.place.at, "reason": entry.place.reason }),
    });
    let Count { commits, refused } = trial.total;
    let head = format!(
        "{{\"version\":{},\"commits\":{commits},\"refused\":{refused},\"rules\":{rules},\"months\":{months},\
         \"authors\":{kinds},\"refusals\":[",
        super::json::VERSION
    );
    (head, format!("],\"unused-exemptions\":{}}}\n", unused.collect::<Value>()))
}

/// What is shown to people.
pub struct Tables<'t> {
    /// What was counted.
    pub trial: &'t Trial,
    /// The first of the commits that would be refused.
    pub rows: &'t [Row],
    /// Exemptions that excused nothing.
    pub unused: &'t [IdleEntry],
    /// Commits that are older than the policy.
    pub before_adoption: u64,
    /// Whether the clone is shallow, and its history ends early.
    pub is_shallow: bool,
    /// The name of the policy.
    pub policy: &'t str,
    /// The command that shows all rows.
    pub all: &'t str,
    /// Where it is shown.
    pub screen: Screen,
    /// Whether bars are drawn.
    pub bars: bool,
    /// Only the line that says it all.
    pub quiet: bool,
}

const TOTAL: Words = Words::new("{0} of {1} commits would be refused by {2}", "{2} 会拒绝 {1} 个提交中的 {0} 个");
const ONE: Words = Words::new("{0} of {1} commit would be refused by {2}", "{2} 会拒绝 {1} 个提交中的 {0} 个");
const NOTHING: Words = Words::new("0 commits", "0 个提交");
const RULE: Words = Words::new("rule", "规则");
const JUDGED: Words = Words::new("checked", "已检查");
const ERRORS: Words = Words::new("errors", "错误");
const WARNINGS: Words = Words::new("warnings", "警告");
const COMMITS: Words = Words::new("commits", "提交");
const MONTH: Words = Words::new("month", "月份");
const AUTHOR: Words = Words::new("author", "作者");
const REFUSED: Words = Words::new("refused", "被拒绝");
const REFUSED_ARE: Words =
    Words::new("Refused, and what would make them pass:", "会被拒绝的提交，以及怎样写才能通过：");
const REST: Words = Words::new("and {0} more: {1}", "另有 {0} 个：{1}");
const SIGN_OFF: Words = Words::new("a sign-off", "签署");
const ADD_SIGN_OFF: Words = Words::new("a sign-off by its author", "由作者本人签署");
const BEFORE: Words =
    Words::new("{0} commits before the adoption of the policy were not checked", "策略采用之前的 {0} 个提交未检查");
const SHALLOW: Words = Words::new(
    "this clone is shallow: older commits were not checked (git fetch --unshallow --tags)",
    "这是浅克隆：更早的提交未检查（git fetch --unshallow --tags）",
);
const UNCHECKED: Words =
    Words::new("{0} facts could not be determined and were not checked", "有 {0} 项信息无法获知，未检查");
const UNUSED: Words =
    Words::new("{0}: this exemption matches no commit here ({1})", "{0}：此豁免没有匹配任何提交（{1}）");
const EXPIRED: Words = Words::new("{0}: this exemption expired on {2} ({1})", "{0}：此豁免已于 {2} 过期（{1}）");
const PERSON: Words = Words::new("person", "个人");
const BOT: Words = Words::new("bot", "机器人");
const SERVER: Words = Words::new("server", "服务器");

impl Tables<'_> {
    /// The whole text.
    pub fn text(&self) -> String {
        let Count { commits, refused } = self.trial.total;
        let name = || escape::line(self.policy).into_owned();
        let total = match commits {
            0 => self.say(&NOTHING.say()),
            1 => self.say(&ONE.with([refused.into(), commits.into(), name().into()])),
            _ => self.say(&TOTAL.with([refused.into(), commits.into(), name().into()])),
        };
        let mut text = format!("{}\n", Paint(self.screen.color).strong(&total));
        if self.quiet {
            return text;
        }
        if commits > 0 {
            self.by_rule(&mut text);
            let months = self.trial.months.iter().map(|(month, count)| (month.to_string(), *count));
            self.counts(&MONTH, months.collect(), &mut text);
            let kinds = self.trial.kinds.iter().map(|(kind, count)| (self.say(&kind_words(*kind).say()), *count));
            self.counts(&AUTHOR, kinds.collect(), &mut text);
        }
        self.refusals(&mut text);
        self.notes(&mut text);
        text
    }

    fn say(&self, sentence: &Sentence) -> String {
        sentence.show(self.screen.lang, &Terminal)
    }

    fn by_rule(&self, text: &mut String) {
        let head = [&RULE, &JUDGED, &ERRORS, &WARNINGS, &COMMITS].map(|words| self.say(&words.say()));
        let rows = self.trial.rules.iter().map(|tally| {
            let numbers = [tally.judged, tally.errors, tally.warnings, tally.commits];
            let cells = [tally.rule.to_owned()].into_iter().chain(numbers.map(|number| number.to_string()));
            (cells.collect(), (tally.commits, tally.judged))
        });
        self.table(&head, &rows.collect::<Vec<_>>(), text);
    }

    fn counts(&self, what: &'static Words, counts: Vec<(String, Count)>, text: &mut String) {
        let head = [what, &COMMITS, &REFUSED].map(|words| self.say(&words.say()));
        let rows = counts.into_iter().map(|(name, Count { commits, refused })| {
            (vec![name, commits.to_string(), refused.to_string()], (refused, commits))
        });
        self.table(&head, &rows.collect::<Vec<_>>(), text);
    }

    /// A table with a bar for the share at the end of each row.
    fn table(&self, head: &[String], rows: &[(Vec<String>, (u64, u64))], text: &mut String) {
        let cells = || [head].into_iter().chain(rows.iter().map(|(cells, _)| cells.as_slice()));
        let widths: Vec<usize> = (0..head.len())
            .map(|column| cells().map(|cells| width::columns(&cells[column])).max().unwrap_or(0))
            .collect();
        let line = |cells: &[String]| {
            let padded = cells.iter().zip(&widths).enumerate().map(|(at, (cell, most))| padded(cell, *most, at > 0));
            padded.collect::<Vec<_>>().join("  ")
        };
        text.push_str(&format!("\n{}\n", Paint(self.screen.color).frame(&line(head))));
        for (cells, (part, whole)) in rows {
            let bar = if self.bars { bar(*part, *whole) } else { String::new() };
            let parted = if bar.is_empty() { "" } else { "  " };
            let bar = Paint(self.screen.color).level(Severity::Warn, &bar);
            text.push_str(&format!("{}{parted}{bar}\n", line(cells)));
        }
    }

    fn refusals(&self, text: &mut String) {
        if self.rows.is_empty() {
            return;
        }
        text.push_str(&format!("\n{}\n", self.say(&REFUSED_ARE.say())));
        let cells: Vec<[String; 3]> = self.rows.iter().map(Row::cells).collect();
        let widest = |at: usize| cells.iter().map(|cells| width::columns(&cells[at])).max().unwrap_or(0);
        let widths = [widest(0), widest(1), widest(2)];
        for (row, cells) in self.rows.iter().zip(&cells) {
            let padded = cells.iter().zip(widths).map(|(cell, most)| padded(cell, most, false));
            text.push_str(&format!("  {}  {}\n", padded.collect::<Vec<_>>().join("  "), row.rules));
        }
        let rest = self.trial.total.refused.saturating_sub(self.rows.len() as u64);
        if rest > 0 {
            text.push_str(&format!("  {}\n", self.say(&REST.with([rest.into(), self.all.into()]))));
        }
    }

    fn notes(&self, text: &mut String) {
        let mut notes = Vec::new();
        if self.before_adoption > 0 {
            notes.push(BEFORE.with([self.before_adoption.into()]));
        }
        if self.is_shallow {
            notes.push(SHALLOW.say());
        }
        if self.trial.unchecked > 0 {
            notes.push(UNCHECKED.with([self.trial.unchecked.into()]));
        }
        notes.extend(self.unused.iter().map(|entry| {
            let (at, reason) = (entry.place.at.as_str().into(), entry.place.reason.as_str().into());
            match entry.expired {
                Some(day) => EXPIRED.with([at, reason, day.to_string().into()]),
                None => UNUSED.with([at, reason]),
            }
        }));
        if !notes.is_empty() {
            text.push('\n');
        }
        notes.iter().for_each(|note| text.push_str(&format!("{}\n", self.say(note))));
    }
}

const fn kind_words(kind: AuthorKind) -> &'static Words {
    match kind {
        AuthorKind::Person => &PERSON,
        AuthorKind::Bot => &BOT,
        AuthorKind::Server => &SERVER,
    }
}

fn padded(cell: &str, most: usize, right: bool) -> String {
    let room = " ".repeat(most.saturating_sub(width::columns(cell)));
    if right { format!("{room}{cell}") } else { format!("{cell}{room}") }
}

/// A share as a bar of at most twenty columns, to an eighth of a column; what is there is seen.
fn bar(part: u64, whole: u64) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    const COLUMNS: u64 = 20;
    let eighths = (part * COLUMNS * 8).div_ceil(whole.max(1));
    let (full, rest) = (eighths / 8, eighths % 8);
    format!("{}{}", "█".repeat(full as usize), EIGHTHS[rest as usize])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_shares() {
        let columns = |part, whole| width::columns(&bar(part, whole));
        assert_eq!((columns(0, 9), columns(1, 1000), columns(500, 1000), columns(9, 9)), (0, 1, 10, 20));
        assert_eq!(bar(0, 0), "");
    }
}
