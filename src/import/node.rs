//! What a configuration says, whatever it was written in: values that know their line.

/// A value and its line.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The line, from 1.
    pub line: usize,
    /// What it is.
    pub data: Data,
}

/// What a value can be.
#[derive(Clone, Debug, PartialEq)]
pub enum Data {
    /// Nothing: `null`, `undefined`, an empty value.
    Null,
    /// `true` or `false`.
    Flag(bool),
    /// A number.
    Number(f64),
    /// A string.
    Text(String),
    /// A regular expression of JavaScript, without its slashes; `(?i)` stands for its flag `i`.
    Regex(String),
    /// An array.
    List(Vec<Node>),
    /// Keys and what they hold, in order.
    Map(Vec<Pair>),
    /// What only running it would tell, as it is written.
    Code(String),
}

/// A key and what it holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The key.
    pub key: String,
    /// Its line.
    pub line: usize,
    /// What it holds.
    pub node: Node,
}

/// Why a text could not be read, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
    /// Why, in the words of whoever read it.
    pub why: String,
}

/// So deep may values stand in one another.
pub const DEPTH_MOST: usize = 64;

/// So many values may a configuration have, with what its aliases repeat.
pub const NODES_MOST: usize = 20_000;

/// What is deeper.
pub const TOO_DEEP: &str = "nested too deeply";

/// What is longer.
pub const TOO_MUCH: &str = "too many values";

impl Node {
    /// A value of a line.
    pub fn new(line: usize, data: Data) -> Self {
        Self { line, data }
    }

    /// The pairs, where it is a map.
    pub fn pairs(&self) -> &[Pair] {
        if let Data::Map(pairs) = &self.data { pairs } else { &[] }
    }

    /// The pair of a key.
    pub fn pair(&self, key: &str) -> Option<&Pair> {
        self.pairs().iter().rev().find(|pair| pair.key == key)
    }

    /// What a key holds.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.pair(key).map(|pair| &pair.node)
    }

    /// The same, to put something else in its place.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        let Data::Map(pairs) = &mut self.data else { return None };
        pairs.iter_mut().rev().find(|pair| pair.key == key).map(|pair| &mut pair.node)
    }

    /// Says that it stands in another line, with all that it holds.
    pub fn move_to(&mut self, line: usize) {
        self.line = line;
        match &mut self.data {
            Data::List(list) => list.iter_mut().for_each(|node| node.move_to(line)),
            Data::Map(pairs) => {
                for pair in pairs {
                    pair.line = line;
                    pair.node.move_to(line);
                }
            }
            _ => {}
        }
    }

    /// What a path of keys leads to.
    pub fn at(&self, path: &[&str]) -> Option<&Node> {
        path.iter().try_fold(self, |node, key| node.get(key))
    }

    /// The text, where it is one.
    pub fn text(&self) -> Option<&str> {
        if let Data::Text(text) = &self.data { Some(text) } else { None }
    }

    /// The list, where it is one.
    pub fn list(&self) -> Option<&[Node]> {
        if let Data::List(list) = &self.data { Some(list) } else { None }
    }

    /// Whether it is true, as a word too.
    pub fn flag(&self) -> Option<bool> {
        match &self.data {
            Data::Flag(flag) => Some(*flag),
            Data::Text(text) => match text.trim().to_ascii_lowercase().as_str() {
                "true" | "yes" | "on" | "1" => Some(true),
                "false" | "no" | "off" | "0" => Some(false),
                _ => None,
            },
            _ => None,
        }
    }

    /// The number, where it is one that counts something. What has no end is the largest.
    pub fn number(&self) -> Option<u64> {
        match &self.data {
            Data::Number(number) if *number >= 0.0 => Some(*number as u64),
            Data::Text(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    /// The texts of a list, or the one text; nothing where something else is among them.
    pub fn texts(&self) -> Option<Vec<String>> {
        match &self.data {
            Data::Text(text) => Some(vec![text.clone()]),
            Data::List(list) => list.iter().map(|node| node.text().map(str::to_owned)).collect(),
            _ => None,
        }
    }

    /// The first value within that only running would tell.
    pub fn code(&self) -> Option<&Node> {
        match &self.data {
            Data::Code(_) => Some(self),
            Data::List(list) => list.iter().find_map(Self::code),
            Data::Map(pairs) => pairs.iter().find_map(|pair| pair.node.code()),
            _ => None,
        }
    }
}

/// The line and the column, from 1, of a byte.
pub fn place(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    (before.bytes().filter(|&byte| byte == b'\n').count() + 1, before[start..].chars().count() + 1)
}

/// The lines of a text, so that those of many bytes are found fast.
pub struct Lines(Vec<usize>);

impl Lines {
    /// Of a text.
    pub fn of(text: &str) -> Self {
        Self(text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at).collect())
    }

    /// The line, from 1, of a byte.
    pub fn line(&self, at: usize) -> usize {
        self.0.partition_point(|&end| end < at) + 1
    }
}
