//! What became of other tools' configurations, for people and for programs.

use super::Terminal;
use crate::import::{Caller, Kind, Line, Merged};
use crate::trial::Count;
use crate::words::{InLang, Lang, Words};
use serde_json::{Value, json};

const READ: Words = Words::new("read: {0} ({1})", "已读取：{0}（{1}）");
const CARRIED: Words = Words::new("carried", "已转换");
const STRICTER: Words = Words::new("stricter here", "此处更严格");
const NOT_CARRIED: Words = Words::new("not carried", "未转换");
const NO_EFFECT: Words = Words::new("had no effect there", "原来就没有效果");
const CALLERS: Words = Words::new(
    "still calls the old tool; let it call cihook, see: cihook install",
    "仍在调用旧工具；请改为调用 cihook，参见：cihook install",
);
const REFUSES: Words = Words::new(
    "newest commits looked at: {1}; refused by this policy: {0}",
    "已查看最近的 {1} 个提交，此策略会拒绝 {0} 个",
);
const ROW: Words = Words::new("  {0}  {1}", "  {0}  {1}");
const TO: Words = Words::new("  {0}  {1} -> {2}", "  {0}  {1} -> {2}");
const WHY: Words = Words::new("  {0}  {1}: {2}", "  {0}  {1}：{2}");

/// The kinds in the order in which they are told, each with its name in JSON.
const KINDS: [(Kind, &Words, &str); 4] = [
    (Kind::Carried, &CARRIED, "carried"),
    (Kind::Stricter, &STRICTER, "stricter"),
    (Kind::NotCarried, &NOT_CARRIED, "not-carried"),
    (Kind::NoEffect, &NO_EFFECT, "no-effect"),
];

/// What is told of an import.
pub struct Report<'r> {
    /// What the files come to.
    pub merged: &'r Merged,
    /// What still calls the old tools.
    pub callers: &'r [Caller],
    /// The policy, where it was not written to a file.
    pub policy: Option<&'r str>,
    /// What the policy would have done to the newest commits, where there are any.
    pub would: Option<Count>,
}

impl Report<'_> {
    /// For people.
    pub fn human(&self, lang: Lang) -> String {
        let mut text = human(self.merged, self.callers, lang);
        if let Some(Count { commits, refused }) = self.would {
            text.push_str(&format!("\n{}\n", REFUSES.with([refused.into(), commits.into()]).show(lang, &Terminal)));
        }
        text
    }

    /// For programs.
    pub fn json(&self, lang: Lang) -> String {
        let mut report = json(self.merged, self.callers, lang);
        report["commits"] = self.would.map(|would| would.commits).into();
        report["refused"] = self.would.map(|would| would.refused).into();
        if let Some(policy) = self.policy {
            report["policy"] = policy.into();
        }
        format!("{report:#}\n")
    }
}

fn human(merged: &Merged, callers: &[Caller], lang: Lang) -> String {
    let mut lines: Vec<String> = Vec::new();
    for (file, tool) in &merged.sources {
        lines.push(READ.with([file.as_str().into(), (*tool).into()]).show(lang, &Terminal));
    }
    for (kind, title, _) in KINDS {
        let mut rows = merged.lines.iter().filter(|line| line.kind == kind).peekable();
        if rows.peek().is_some() {
            lines.push(format!("\n{}", title.say().show(lang, &Terminal)));
        }
        lines.extend(rows.map(|line| row(line, lang)));
    }
    if !callers.is_empty() {
        lines.push(format!("\n{}", CALLERS.say().show(lang, &Terminal)));
    }
    lines.extend(
        callers
            .iter()
            .map(|caller| ROW.with([caller.origin.as_str().into(), caller.text.as_str().into()]).show(lang, &Terminal)),
    );
    lines.into_iter().map(|line| line + "\n").collect()
}

fn row(line: &Line, lang: Lang) -> String {
    let (origin, what) = (line.origin.as_str(), line.what.as_str());
    let sentence = match (&line.key, &line.why) {
        (_, Some(why)) => WHY.with([origin.into(), what.into(), why.clone().into()]),
        (Some(key), None) => TO.with([origin.into(), what.into(), key.as_str().into()]),
        (None, None) => ROW.with([origin.into(), what.into()]),
    };
    sentence.show(lang, &Terminal)
}

fn json(merged: &Merged, callers: &[Caller], lang: Lang) -> Value {
    let mut report = json!({ "version": 1 });
    report["sources"] = merged.sources.iter().map(|(file, tool)| json!({ "file": file, "tool": tool })).collect();
    for (kind, _, name) in KINDS {
        let lines = merged.lines.iter().filter(|line| line.kind == kind);
        report[name] = lines.map(|line| entry(line, lang)).collect();
    }
    report["callers"] = callers.iter().map(|caller| json!({ "origin": caller.origin, "text": caller.text })).collect();
    report
}

fn entry(line: &Line, lang: Lang) -> Value {
    let mut entry = json!({ "origin": line.origin, "setting": line.what });
    if let Some(key) = &line.key {
        entry["key"] = key.as_str().into();
    }
    if let Some(why) = &line.why {
        entry["why"] = InLang(why, lang).to_string().into();
    }
    entry
}
