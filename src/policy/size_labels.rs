//! `[size-labels]`: labels by size, of which a pull request bears one. Each holds from its number of lines up to the next
//! one's, so that no two can hold together.

use super::label::Label;
use crate::options::tree::{Data, Entry, Node, Place, Table};
use crate::options::{Field, Mistake, OptionSet as _, Section, Setting};
use crate::words::Words;
use serde_json::{Value, json};

crate::options::options! {
    /// A label by size, where more is said of it than its number.
    pub struct Step {
        /// The fewest changed lines.
        pub min: Option<u64> = None,
        /// Its colour, six hexadecimal digits, where the label is made.
        pub color: Option<String> = None,
        /// What it means, where the label is made.
        pub description: Option<String> = None,
    }
}

const NOT_A_STEP: Words = Words::new(
    "expected the fewest lines as a number, or { min = 10, color = \"eebb00\" }",
    "这里应为最少行数，或 { min = 10, color = \"eebb00\" }",
);
const SAME_START: Words = Words::new("`{0}` begins at {1} lines as well", "`{0}` 也从 {1} 行开始");
const TWICE: Words = Words::new(
    "`{0}` is one of `[size-labels]`: give this label another name",
    "`{0}` 已在 `[size-labels]` 中：请为此标签另取名称",
);

/// The schema of the section.
pub(super) fn schema() -> Value {
    let described = |field: Field| {
        let mut schema = field.schema;
        schema["description"] = field.doc.trim().into();
        (field.key.to_owned(), schema)
    };
    let fields: serde_json::Map<String, Value> = Step::fields().into_iter().map(described).collect();
    let table = json!({
        "type": "object", "additionalProperties": false, "required": ["min"], "properties": fields,
    });
    json!({
        "description": "Labels by size: each holds from its number of changed lines up to the next one's.",
        "type": "object", "additionalProperties": { "anyOf": [u64::schema(), table] },
    })
}

/// The labels of the section, the smallest first.
pub(super) fn read(tree: &Table, mistakes: &mut Vec<Mistake>) -> Vec<Label> {
    let Some(Node { data: Data::Table(section), .. }) = tree.get("size-labels") else { return Vec::new() };
    let mut steps: Vec<(u64, &Entry)> =
        section.entries.iter().filter_map(|entry| Some((start(entry, mistakes)?, entry))).collect();
    steps.sort_by_key(|(start, entry)| (*start, entry.key_place.span));
    for pair in steps.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
        let message = SAME_START.with([pair[0].1.key.as_str().into(), pair[0].0.into()]);
        mistakes.push(Mistake::at(pair[1].1.key_place, message));
    }
    let ends = steps.iter().skip(1).map(|(next, _)| Some(*next)).chain([None]);
    let labels = steps.iter().zip(ends).map(|((start, entry), next)| label(entry, *start, next, mistakes));
    labels.collect()
}

/// Finds `[[label]]` entries of the same names: they would hold beside another size.
pub(super) fn check(sizes: &[Label], labels: &[Label], mistakes: &mut Vec<Mistake>) {
    let is_size = |label: &&Label| sizes.iter().any(|size| size.name.to_lowercase() == label.name.to_lowercase());
    for label in labels.iter().filter(is_size) {
        mistakes.push(Mistake::at(label.place, TWICE.with([label.name.as_str().into()])));
    }
}

fn start(entry: &Entry, mistakes: &mut Vec<Mistake>) -> Option<u64> {
    let node = &entry.node;
    let start = match &node.data {
        Data::Integer(_) => return u64::read(node, mistakes),
        Data::Table(table) => Section::read_all::<Step>(table, node.place, mistakes).min,
        _ => None,
    };
    if start.is_none() {
        mistakes.push(Mistake::at(node.place, NOT_A_STEP.say()));
    }
    start
}

/// The label as `[[label]]` would say it, so that it is checked in the same way.
fn label(entry: &Entry, start: u64, next: Option<u64>, mistakes: &mut Vec<Mistake>) -> Label {
    let place = entry.key_place;
    let pair =
        |key: &str, data: Data, place: Place| Entry { key: key.into(), key_place: place, node: Node { data, place } };
    let number = |count: u64| Data::Integer(i64::try_from(count).unwrap_or(i64::MAX));
    let end = next.map(|next| next.saturating_sub(1).max(start));
    let bounds = [("min", Some(start)), ("max", end)];
    let bounds = bounds.into_iter().filter_map(|(key, count)| Some(pair(key, number(count?), place))).collect();
    let mut entries = vec![
        pair("name", Data::Text(entry.key.as_str().into()), place),
        pair("size", Data::Table(Table { entries: bounds }), place),
    ];
    if let Data::Table(table) = &entry.node.data {
        entries
            .extend(table.entries.iter().filter(|entry| entry.key == "color" || entry.key == "description").cloned());
    }
    Label::entry(&Table { entries }, place, mistakes)
}
