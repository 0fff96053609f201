//! Several configurations as one policy: where two disagree the stricter wins, and the line names both.

use super::found::{Found, Kind, Line, strength};
use crate::policy::draft::{PolicyDraft, Section, Setting, Value};
use crate::words::Words;

const TWO_FORMS: Words = Words::new(
    "types or scopes are judged by the usual form of a header, beside which {0} cannot stand",
    "类型或范围按通常的标题格式检查，{0} 无法同时使用",
);
const NOTHING_BOTH: Words = Words::new(
    "nothing is allowed by this and by {0}: the first of them holds",
    "没有任何值同时被此处和 {0} 允许：以前者为准",
);

/// What all configurations come to.
#[derive(Clone, Debug, Default)]
pub struct Merged {
    /// The policy.
    pub draft: PolicyDraft,
    /// The files, each with its tool.
    pub sources: Vec<(String, &'static str)>,
    /// What became of everything that they say.
    pub lines: Vec<Line>,
}

/// Puts configurations together. `preset` gives the text of one.
pub fn merge(all: Vec<Found>, preset: impl Fn(&str) -> Option<&'static str>) -> Merged {
    let mut merged = Merged::default();
    let asking = all.iter().filter(|found| !found.draft.sections.is_empty()).count();
    let base = all.iter().find_map(|found| found.preset).filter(|_| asking == 1);
    let rules: Vec<Vec<String>> = all.iter().map(Found::rules).collect();
    for (index, found) in all.into_iter().enumerate() {
        let others: Vec<&String> =
            rules.iter().enumerate().filter(|(other, _)| *other != index).flat_map(|(_, rules)| rules).collect();
        for section in found.draft.sections {
            if section.is_entry { push(section, &others, &mut merged.draft) } else { lay(section, &mut merged) }
        }
        merged.lines.extend(found.lines);
        merged.sources.push((found.file, found.tool));
    }
    one_form(&mut merged);
    if let Some((name, text)) = base.and_then(|name| Some((name, preset(name)?))) {
        merged.draft.over_preset(name, text);
    }
    merged
}

/// A regular expression for the whole header leaves nothing to the rules for type and scope: where one of those is asked for
/// too, they say more.
fn one_form(merged: &mut Merged) {
    let is_on = |rule: &str| {
        let section = merged.draft.find(&format!("rules.{rule}"));
        section.is_some_and(|section| section.get("level").is_some_and(|level| *level != "off".into()))
    };
    if !is_on("header-type") && !is_on("header-scope") {
        return;
    }
    let Some(setting) = merged.draft.rule("header-format").take("pattern") else { return };
    let is_of_pattern = |line: &&mut Line| line.key.as_deref() == Some("header-format.pattern");
    for line in merged.lines.iter_mut().filter(is_of_pattern) {
        line.kind = Kind::NotCarried;
        line.key = None;
        line.why = Some(TWO_FORMS.with([setting.value.toml().into()]));
    }
}

/// An exemption of one file excuses nothing from what another file asks.
fn push(mut entry: Section, others: &[&String], draft: &mut PolicyDraft) {
    if let Some(setting) = entry.settings.iter_mut().find(|setting| entry.name == "exempt" && setting.key == "rules")
        && let Value::List(rules) = &mut setting.value
    {
        rules.retain(|rule| !others.iter().any(|other| *rule == Value::from(other.as_str())));
        if rules.is_empty() {
            return;
        }
    }
    draft.push(entry);
}

fn lay(section: Section, merged: &mut Merged) {
    let Merged { draft, lines, .. } = merged;
    let ours = draft.section(&section.name);
    for setting in section.settings {
        match ours.settings.iter_mut().find(|known| known.key == setting.key) {
            None => ours.settings.push(setting),
            Some(known) => {
                lines.extend(lost(known, &setting, &section.name));
                *known = stricter(known.clone(), setting);
            }
        }
    }
}

/// The line for a list of what is allowed that has nothing in common with the one before: nothing satisfies both.
fn lost(known: &Setting, later: &Setting, section: &str) -> Option<Line> {
    let (Value::List(a), Value::List(b)) = (&known.value, &later.value) else { return None };
    let is_apart = !a.is_empty() && !b.is_empty() && !b.iter().any(|value| a.contains(value));
    (is_apart && is_of_allowed(&known.key)).then(|| Line {
        kind: Kind::NotCarried,
        origin: later.origins.join("; "),
        what: format!("{}.{}", section.trim_start_matches("rules."), later.key),
        key: None,
        why: Some(NOTHING_BOTH.with([known.origins.join("; ").into()])),
    })
}

/// Whether a list says what is allowed, and not what is asked for or refused.
fn is_of_allowed(key: &str) -> bool {
    matches!(key, "allow" | "case" | "where")
}

fn stricter(a: Setting, b: Setting) -> Setting {
    let origins = [a.origins.clone(), b.origins.clone()].concat();
    if a.value == b.value {
        return Setting { origins: a.origins.into_iter().chain(b.origins).collect(), ..b };
    }
    let value = match (&a.value, &b.value) {
        (Value::Number(x), Value::Number(y)) if a.key == "description-min" => Value::Number(*x.max(y)),
        (Value::Number(x), Value::Number(y)) => Value::Number(*x.min(y)),
        (Value::Flag(x), Value::Flag(y)) => Value::Flag(*x || *y),
        (Value::List(x), Value::List(y)) => lists(&a.key, x, y),
        (Value::Text(x), Value::Text(y)) => Value::Text(if strength(x) >= strength(y) { x.clone() } else { y.clone() }),
        (_, other) => other.clone(),
    };
    Setting { key: a.key, value, origins }
}

/// What both allow; of what is refused all. An empty list of what is allowed allows everything.
fn lists(key: &str, a: &[Value], b: &[Value]) -> Value {
    if !is_of_allowed(key) {
        let more = b.iter().filter(|value| !a.contains(value));
        return Value::List(a.iter().chain(more).cloned().collect());
    }
    let both: Vec<Value> = a.iter().filter(|value| b.contains(value)).cloned().collect();
    match (a.is_empty(), b.is_empty(), both.is_empty()) {
        (true, ..) => Value::List(b.to_vec()),
        (_, true, _) | (_, _, true) => Value::List(a.to_vec()),
        _ => Value::List(both),
    }
}
