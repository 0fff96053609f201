//! What a setting can be.

use super::Mistake;
use super::tree::{Data, Node, key_toml};
use crate::words::{Sentence, Words};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A type that settings can have.
pub trait Setting: Sized {
    /// Reads a value; `None` after complaining.
    fn read(node: &Node, mistakes: &mut Vec<Mistake>) -> Option<Self>;
    /// Its JSON Schema (draft 2020-12).
    fn schema() -> Value;
    /// The value as TOML, on one line.
    fn toml(&self) -> String;
}

const WRONG_KIND: Words = Words::new("expected {0}, found {1}", "这里应为{0}，实际是{1}");
const TEXT: Words = Words::new("a text", "文本");
const NUMBER: Words = Words::new("a number", "数字");
const WHOLE_NUMBER: Words = Words::new("a whole number", "非负整数");
const FLAG: Words = Words::new("true or false", "true 或 false");
const DATE: Words = Words::new("a date", "日期");
const LIST: Words = Words::new("a list", "列表");
const TABLE: Words = Words::new("a table", "表");

/// "Expected this, found that", at the place of `node`.
pub(super) fn wrong_kind(expected: Sentence, node: &Node) -> Mistake {
    let found = match &node.data {
        Data::Text(_) => &TEXT,
        Data::Integer(_) | Data::Float(_) => &NUMBER,
        Data::Boolean(_) => &FLAG,
        Data::Date(_) => &DATE,
        Data::List(_) => &LIST,
        Data::Table(_) => &TABLE,
    };
    Mistake::at(node.place, WRONG_KIND.with([expected.into(), found.say().into()]))
}

/// The text that `node` is; otherwise a complaint that names what was expected.
pub(super) fn text_of<'n>(node: &'n Node, expected: &'static Words, mistakes: &mut Vec<Mistake>) -> Option<&'n str> {
    match &node.data {
        Data::Text(text) => Some(text),
        _ => {
            mistakes.push(wrong_kind(expected.say(), node));
            None
        }
    }
}

impl Setting for String {
    fn read(node: &Node, mistakes: &mut Vec<Mistake>) -> Option<Self> {
        text_of(node, &TEXT, mistakes).map(str::to_owned)
    }

    fn schema() -> Value {
        json!({ "type": "string" })
    }

    fn toml(&self) -> String {
        quoted(self)
    }
}

impl Setting for bool {
    fn read(node: &Node, mistakes: &mut Vec<Mistake>) -> Option<Self> {
        match node.data {
            Data::Boolean(flag) => Some(flag),
            _ => {
                mistakes.push(wrong_kind(FLAG.say(), node));
                None
            }
        }
    }

    fn schema() -> Value {
        json!({ "type": "boolean" })
    }

    fn toml(&self) -> String {
        self.to_string()
    }
}

impl Setting for u64 {
    fn read(node: &Node, mistakes: &mut Vec<Mistake>) -> Option<Self> {
        match node.data {
            Data::Integer(number) if number >= 0 => Some(number.unsigned_abs()),
            _ => {
                mistakes.push(wrong_kind(WHOLE_NUMBER.say(), node));
                None
            }
        }
    }

    fn schema() -> Value {
        json!({ "type": "integer", "minimum": 0 })
    }

    fn toml(&self) -> String {
        self.to_string()
    }
}

/// Absent, unless it is written.
impl<T: Setting> Setting for Option<T> {
    fn read(node: &Node, mistakes: &mut Vec<Mistake>) -> Option<Self> {
        T::read(node, mistakes).map(Some)
    }

    fn schema() -> Value {
        T::schema()
    }

    fn toml(&self) -> String {
        self.as_ref().map_or_else(String::new, T::toml)
    }
}

impl<T: Setting> Setting for Vec<T> {
    fn read(node: &Node, mistakes: &mut Vec<Mistake>) -> Option<Self> {
        let Data::List(list) = &node.data else {
            mistakes.push(wrong_kind(LIST.say(), node));
            return None;
        };
        let read: Vec<Option<T>> = list.iter().map(|node| T::read(node, mistakes)).collect();
        read.into_iter().collect()
    }

    fn schema() -> Value {
        json!({ "type": "array", "items": T::schema() })
    }

    fn toml(&self) -> String {
        format!("[{}]", self.iter().map(T::toml).collect::<Vec<_>>().join(", "))
    }
}

impl<T: Setting> Setting for BTreeMap<String, T> {
    fn read(node: &Node, mistakes: &mut Vec<Mistake>) -> Option<Self> {
        let Some(table) = node.as_table() else {
            mistakes.push(wrong_kind(TABLE.say(), node));
            return None;
        };
        let read: Vec<Option<(String, T)>> = table
            .entries
            .iter()
            .map(|entry| T::read(&entry.node, mistakes).map(|value| (entry.key.to_string(), value)))
            .collect();
        read.into_iter().collect()
    }

    fn schema() -> Value {
        json!({ "type": "object", "additionalProperties": T::schema() })
    }

    fn toml(&self) -> String {
        let pairs: Vec<String> =
            self.iter().map(|(key, value)| format!("{} = {}", key_toml(key), value.toml())).collect();
        if pairs.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", pairs.join(", ")) }
    }
}

/// A text as a basic string of TOML.
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
