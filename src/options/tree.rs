//! TOML as a tree whose parts know where they stand.

use super::Mistake;
use crate::text::Span;
use crate::words::Words;
use smol_str::SmolStr;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A place in one of the files that make a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Which file, by its number.
    pub source: usize,
    /// Where in it.
    pub span: Span,
}

/// A value and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// What it is.
    pub data: Data,
    /// Where it stands.
    pub place: Place,
}

/// What a value can be.
#[derive(Clone, Debug, PartialEq)]
pub enum Data {
    /// A string.
    Text(SmolStr),
    /// A whole number.
    Integer(i64),
    /// Any other number, as written.
    Float(SmolStr),
    /// `true` or `false`.
    Boolean(bool),
    /// A date or time, as written.
    Date(SmolStr),
    /// An array.
    List(Vec<Node>),
    /// A table.
    Table(Table),
}

/// Keys and what they hold, in alphabetical order of the keys.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// One for each key.
    pub entries: Vec<Entry>,
}

/// A key and what it holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: SmolStr,
    /// Where the key stands.
    pub key_place: Place,
    /// What it holds.
    pub node: Node,
}

const SYNTAX: Words = Words::new("invalid TOML: {0}", "这里不是有效的 TOML：{0}");

/// Reads a file; what is wrong in one line does not keep the others from being read.
pub fn parse(text: &str, source: usize, mistakes: &mut Vec<Mistake>) -> Table {
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        let place = Place { source, span: Span::new(span.start, span.end) };
        mistakes.push(Mistake::at(place, SYNTAX.with([error.message().into()])));
    }
    convert_table(table.into_inner(), source)
}

fn convert_table(table: DeTable<'_>, source: usize) -> Table {
    let entries = table.into_iter().map(|(key, value)| Entry {
        key_place: place(source, key.span()),
        key: SmolStr::from(key.into_inner()),
        node: convert(value, source),
    });
    Table { entries: entries.collect() }
}

fn convert(value: Spanned<DeValue<'_>>, source: usize) -> Node {
    let place = place(source, value.span());
    let data = match value.into_inner() {
        DeValue::String(text) => Data::Text(SmolStr::from(text)),
        DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) => Data::Integer(number),
            Err(_) => Data::Float(number.to_string().into()),
        },
        DeValue::Float(number) => Data::Float(number.as_str().into()),
        DeValue::Boolean(flag) => Data::Boolean(flag),
        DeValue::Datetime(date) => Data::Date(date.to_string().into()),
        DeValue::Array(list) => Data::List(list.into_iter().map(|node| convert(node, source)).collect()),
        DeValue::Table(table) => Data::Table(convert_table(table, source)),
    };
    Node { data, place }
}

fn place(source: usize, span: std::ops::Range<usize>) -> Place {
    Place { source, span: Span::new(span.start, span.end) }
}

impl Table {
    /// What `key` holds.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries.iter().find(|entry| entry.key == key).map(|entry| &entry.node)
    }

    /// The table that `key` holds.
    pub fn table(&self, key: &str) -> Option<&Table> {
        self.get(key).and_then(Node::as_table)
    }

    /// Takes `key` out.
    pub fn remove(&mut self, key: &str) -> Option<Entry> {
        let at = self.entries.iter().position(|entry| entry.key == key)?;
        Some(self.entries.remove(at))
    }

    /// Lays `later` over this table: later values win key by key, tables are laid over one another, and arrays of
    /// tables (`[[…]]`) are appended.
    pub fn lay(&mut self, later: Table) {
        for entry in later.entries {
            match self.entries.iter_mut().find(|known| known.key == entry.key) {
                None => self.entries.push(entry),
                Some(known) => {
                    known.key_place = entry.key_place;
                    known.node.lay(entry.node);
                }
            }
        }
    }
}

impl Node {
    /// The table that it is.
    pub fn as_table(&self) -> Option<&Table> {
        match &self.data {
            Data::Table(table) => Some(table),
            _ => None,
        }
    }

    fn lay(&mut self, later: Node) {
        match (&mut self.data, later.data) {
            (Data::Table(table), Data::Table(later)) => table.lay(later),
            (Data::List(list), Data::List(later)) if is_of_tables(list) && is_of_tables(&later) => list.extend(later),
            (data, later_data) => {
                *data = later_data;
                self.place = later.place;
            }
        }
    }

    /// The value as TOML, on one line.
    pub fn toml(&self) -> String {
        let joined = |parts: Vec<String>| parts.join(", ");
        match &self.data {
            Data::Text(text) => super::quoted(text),
            Data::Integer(number) => number.to_string(),
            Data::Float(text) | Data::Date(text) => text.to_string(),
            Data::Boolean(flag) => flag.to_string(),
            Data::List(list) => format!("[{}]", joined(list.iter().map(Self::toml).collect())),
            Data::Table(table) if table.entries.is_empty() => "{}".to_owned(),
            Data::Table(table) => {
                let pair = |entry: &Entry| format!("{} = {}", key_toml(&entry.key), entry.node.toml());
                format!("{{ {} }}", joined(table.entries.iter().map(pair).collect()))
            }
        }
    }
}

/// A key as TOML: bare where it can be.
pub fn key_toml(key: &str) -> String {
    let is_bare = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    if is_bare { key.to_owned() } else { super::quoted(key) }
}

fn is_of_tables(list: &[Node]) -> bool {
    !list.is_empty() && list.iter().all(|node| matches!(node.data, Data::Table(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, source: usize) -> Table {
        let mut mistakes = Vec::new();
        let table = parse(text, source, &mut mistakes);
        assert_eq!(mistakes.len(), 0, "{mistakes:?}");
        table
    }

    #[test]
    fn later_layers_win_key_by_key_and_tables_in_arrays_append() {
        let mut table = read("a = 1\nb = [1, 2]\n[t]\nx = 1\ny = 2\n[[l]]\nn = 1\n", 0);
        table.lay(read("b = [3]\n[t]\ny = 3\n[[l]]\nn = 2\n", 1));
        let whole = Node { data: Data::Table(table.clone()), place: place(0, 0..0) };
        assert_eq!(whole.toml(), "{ a = 1, b = [3], l = [{ n = 1 }, { n = 2 }], t = { x = 1, y = 3 } }");
        let source = |key: &str| table.table("t").and_then(|t| t.get(key)).map(|node| node.place.source);
        assert_eq!((source("x"), source("y")), (Some(0), Some(1)));
    }

    #[test]
    fn several_syntax_errors_are_found_in_one_run() {
        let mut mistakes = Vec::new();
        let table = parse("a = \nb = 1\nc = [\n", 0, &mut mistakes);
        assert!(mistakes.len() >= 2, "{mistakes:?}");
        assert!(table.get("b").is_some());
    }
}
