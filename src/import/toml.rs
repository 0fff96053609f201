//! TOML, by the reader of our own policies.

use super::node::{Broken, Data, Lines, Node, Pair, place};
use crate::options::tree::{self, Table};

/// Reads a text.
///
/// # Errors
/// Where it is no TOML: the first mistake.
pub fn read(text: &str) -> Result<Node, Broken> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut mistakes = Vec::new();
    let table = tree::parse(text, 0, &mut mistakes);
    if let Some(mistake) = mistakes.first() {
        let (line, column) = place(text, mistake.place.map_or(0, |place| place.span.start));
        return Err(Broken { line, column, why: mistake.message.plain(crate::words::Lang::En) });
    }
    let lines = Lines::of(text);
    Ok(Node::new(1, Data::Map(convert(&table, &lines))))
}

fn convert(table: &Table, lines: &Lines) -> Vec<Pair> {
    let pairs = table.entries.iter().map(|entry| Pair {
        key: entry.key.to_string(),
        line: lines.line(entry.key_place.span.start),
        node: value(&entry.node, lines),
    });
    pairs.collect()
}

fn value(node: &tree::Node, lines: &Lines) -> Node {
    let data = match &node.data {
        tree::Data::Text(text) | tree::Data::Date(text) => Data::Text(text.to_string()),
        tree::Data::Integer(number) => Data::Number(*number as f64),
        tree::Data::Float(number) => Data::Number(number.parse().unwrap_or(f64::NAN)),
        tree::Data::Boolean(flag) => Data::Flag(*flag),
        tree::Data::List(list) => Data::List(list.iter().map(|node| value(node, lines)).collect()),
        tree::Data::Table(table) => Data::Map(convert(table, lines)),
    };
    Node::new(lines.line(node.place.span.start), data)
}
