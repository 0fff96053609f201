//! `cihook policy show`: the policy that holds, and where each value comes from.

use super::{Effective, Policy};
use crate::options::tree::{Data, Entry, Node, Place, Table, key_toml};
use crate::rule::Definition;
use crate::rules;
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

/// The rules of `effective` as TOML, each setting with its origin behind it. Settings that no file names stand with
/// what they are without a policy.
pub fn show(policy: &Policy, effective: &Effective) -> String {
    let mut out = String::new();
    let parts = rules::ALL.iter().filter_map(|definition| show_rule(policy, effective, definition));
    let rest = SHOWN.iter().filter_map(|name| show_section(policy, name));
    for part in parts.chain(rest) {
        out.push_str(&part);
        out.push('\n');
    }
    out
}

/// One rule as TOML, each setting with its origin; nothing where the policy does not name the rule.
pub fn show_rule(policy: &Policy, effective: &Effective, definition: &Definition) -> Option<String> {
    let origin = |place: Place| format!("{}:{}", policy.sources.name_of(place), policy.sources.line_of(place));
    let id = definition.meta.id;
    let settings = effective.tree.table(id)?;
    let mut out = format!("[rules.{}]\n", key_toml(id));
    let _ = match settings.entries.iter().find(|entry| entry.key == "level") {
        Some(level) => writeln!(out, "level = {}  # {}", level.node.toml(), origin(level.key_place)),
        None => writeln!(out, "level = \"error\"  # default"),
    };
    if let Some(help) = settings.entries.iter().find(|entry| entry.key == "help") {
        let _ = setting(&mut out, help, &origin);
    }
    for field in definition.fields() {
        let written = settings.entries.iter().find(|entry| entry.key == field.key);
        let _ = match written {
            Some(entry) => setting(&mut out, entry, &origin),
            None if field.default.is_empty() => Ok(()),
            None => writeln!(out, "{} = {}  # default", field.key, field.default),
        };
    }
    Some(out)
}

/// What a policy says beside its rules, as `exempt`: a table, or the entries of an array of tables, each setting with
/// its origin; nothing where it does not say it.
pub fn show_section(policy: &Policy, name: &str) -> Option<String> {
    let origin = |place: Place| format!("{}:{}", policy.sources.name_of(place), policy.sources.line_of(place));
    let entry = policy.rest.entries.iter().find(|entry| entry.key == name)?;
    let (opening, closing, nodes) = match &entry.node.data {
        Data::List(list) => ("[[", "]]", list.as_slice()),
        _ => ("[", "]", std::slice::from_ref(&entry.node)),
    };
    let table = |table: &Table| {
        let mut out = format!("{opening}{}{closing}\n", entry.key);
        table.entries.iter().for_each(|entry| {
            let _ = setting(&mut out, entry, &origin);
        });
        out
    };
    let parts: Vec<String> = nodes.iter().filter_map(Node::as_table).map(table).collect();
    (!parts.is_empty()).then(|| parts.join("\n"))
}

/// What is shown beside the rules.
const SHOWN: [&str; 7] = ["exempt", "adopt", "on-unchecked", "repair", "landing", "label", "size-labels"];

/// The same as data: for each setting its value, as TOML, and its origin.
pub fn show_json(policy: &Policy, effective: &Effective) -> Value {
    let origin = |place: Place| format!("{}:{}", policy.sources.name_of(place), policy.sources.line_of(place));
    let mut rules = Map::new();
    for active in &effective.rules {
        let id = active.definition.meta.id;
        let written = effective.tree.table(id).map(|table| settings(table, &origin));
        let mut shown = written.and_then(|written| written.as_object().cloned()).unwrap_or_default();
        let defaults = active.definition.fields().into_iter().filter(|field| !field.default.is_empty());
        for field in defaults {
            shown.entry(field.key).or_insert_with(|| json!({ "value": field.default, "origin": "default" }));
        }
        rules.insert(id.to_owned(), Value::Object(shown));
    }
    let mut shown = json!({ "source": policy.name(), "digest": policy.digest(), "rules": rules });
    for entry in policy.rest.entries.iter().filter(|entry| SHOWN.contains(&entry.key.as_str())) {
        shown[entry.key.as_str()] = match &entry.node.data {
            Data::List(list) => list.iter().filter_map(Node::as_table).map(|table| settings(table, &origin)).collect(),
            _ => entry.node.as_table().map_or(Value::Null, |table| settings(table, &origin)),
        };
    }
    shown
}

/// The settings of a table, each as its TOML and its origin.
fn settings(table: &Table, origin: &dyn Fn(Place) -> String) -> Value {
    let written = |entry: &Entry| json!({ "value": entry.node.toml(), "origin": origin(entry.key_place) });
    Value::Object(table.entries.iter().map(|entry| (entry.key.to_string(), written(entry))).collect())
}

fn setting(out: &mut String, entry: &Entry, origin: &dyn Fn(Place) -> String) -> std::fmt::Result {
    // Entries of an array of tables may come from several files.
    let parts = match &entry.node.data {
        Data::List(list) if list.iter().any(|node| matches!(node.data, Data::Table(_))) => list.as_slice(),
        _ => return writeln!(out, "{} = {}  # {}", key_toml(&entry.key), entry.node.toml(), origin(entry.key_place)),
    };
    writeln!(out, "{} = [", entry.key)?;
    parts.iter().try_for_each(|node: &Node| writeln!(out, "  {},  # {}", node.toml(), origin(node.place)))?;
    writeln!(out, "]")
}
