//! Several configurations as one policy: where two disagree the stricter wins, and the line names both.

use super::found::{Found, Line, strength};
use crate::policy::draft::{PolicyDraft, Section, Setting, Value};

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
            if section.is_entry { push(section, &others, &mut merged.draft) } else { lay(section, &mut merged.draft) }
        }
        merged.lines.extend(found.lines);
        merged.sources.push((found.file, found.tool));
    }
    if let Some((name, text)) = base.and_then(|name| Some((name, preset(name)?))) {
        merged.draft.over_preset(name, text);
    }
    merged
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

fn lay(section: Section, draft: &mut PolicyDraft) {
    let ours = draft.section(&section.name);
    for setting in section.settings {
        match ours.settings.iter_mut().find(|known| known.key == setting.key) {
            None => ours.settings.push(setting),
            Some(known) => *known = stricter(known.clone(), setting),
        }
    }
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
    if !matches!(key, "allow" | "case" | "where") {
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
