//! YAML: the first document of a text, by the parser's events, so that neither depth nor aliases cost more than they are
//! allowed to.

use super::node::{Broken, DEPTH_MOST, Data, NODES_MOST, Node, Pair, TOO_DEEP, TOO_MUCH};
use saphyr_parser::{Event, Parser, ScalarStyle, Span};
use std::collections::HashMap;

/// Reads a text.
///
/// # Errors
/// Where it is no YAML, or an alias leads into itself.
pub fn read(text: &str) -> Result<Node, Broken> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut builder = Builder::default();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| Broken {
            line: error.marker().line().max(1),
            column: error.marker().col() + 1,
            why: reason(error.info(), text, error.marker().line()),
        })?;
        if matches!(event, Event::DocumentEnd) {
            break;
        }
        builder.take(event, span)?;
    }
    Ok(builder.root.unwrap_or(Node::new(1, Data::Null)))
}

/// A glob without quotes is an alias to YAML; what to type instead is said.
fn reason(info: &str, text: &str, line: usize) -> String {
    let written =
        text.lines().nth(line.max(1) - 1).and_then(|written| written.find('*').map(|at| written[at..].trim_end()));
    match written.filter(|written| info.contains("anchor") && written.chars().count() <= 80 && !written.contains('\''))
    {
        Some(glob) => format!("{info}; a glob stands in quotes: '{glob}'"),
        None => info.to_owned(),
    }
}

/// What is open: a list, or a map whose key may be read already.
struct Open {
    node: Node,
    anchor: usize,
    key: Option<(String, usize)>,
    nodes: usize,
}

#[derive(Default)]
struct Builder {
    open: Vec<Open>,
    anchors: HashMap<usize, (Node, usize)>,
    nodes: usize,
    root: Option<Node>,
}

impl Builder {
    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), Broken> {
        let line = span.start.line().max(1);
        let broken = |why: &str| Broken { line, column: span.start.col() + 1, why: why.to_owned() };
        match event {
            Event::SequenceStart(anchor, _) => self.start(Node::new(line, Data::List(Vec::new())), anchor),
            Event::MappingStart(anchor, _) => self.start(Node::new(line, Data::Map(Vec::new())), anchor),
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(done) = self.open.pop() {
                    let size = self.nodes - done.nodes;
                    self.put(done.node, done.anchor, size);
                }
            }
            Event::Scalar(text, style, anchor, _) => {
                self.nodes += 1;
                self.put(Node::new(line, scalar(&text, style)), anchor, 1);
            }
            Event::Alias(id) => {
                let (mut node, size) = self.anchors.get(&id).cloned().ok_or_else(|| broken("an alias of itself"))?;
                node.line = line;
                self.nodes += size;
                if self.nodes > NODES_MOST {
                    return Err(broken(TOO_MUCH));
                }
                self.put(node, 0, size);
            }
            _ => {}
        }
        if self.open.len() > DEPTH_MOST {
            return Err(broken(TOO_DEEP));
        }
        if self.nodes > NODES_MOST { Err(broken(TOO_MUCH)) } else { Ok(()) }
    }

    fn start(&mut self, node: Node, anchor: usize) {
        self.open.push(Open { node, anchor, key: None, nodes: self.nodes });
        self.nodes += 1;
    }

    fn put(&mut self, node: Node, anchor: usize, size: usize) {
        if anchor > 0 {
            self.anchors.insert(anchor, (node.clone(), size));
        }
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return;
        };
        match (&mut open.node.data, open.key.take()) {
            (Data::List(list), _) => list.push(node),
            (Data::Map(_), None) => open.key = Some((name(&node), node.line)),
            (Data::Map(pairs), Some((key, line))) => match node.data {
                // `<<: *defaults`: what stands here already wins.
                Data::Map(merged) if key == "<<" => pairs.splice(0..0, merged).for_each(drop),
                data => pairs.push(Pair { key, line, node: Node { line: node.line, data } }),
            },
            _ => {}
        }
    }
}

/// A key as text: `on: push` is no truth here.
fn name(node: &Node) -> String {
    match &node.data {
        Data::Text(text) => text.clone(),
        Data::Flag(flag) => flag.to_string(),
        Data::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

fn scalar(text: &str, style: ScalarStyle) -> Data {
    if style != ScalarStyle::Plain {
        return Data::Text(text.to_owned());
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Data::Null,
        "true" | "True" | "TRUE" => Data::Flag(true),
        "false" | "False" | "FALSE" => Data::Flag(false),
        ".inf" | ".Inf" => Data::Number(f64::INFINITY),
        _ => match text.parse::<f64>() {
            Ok(number) if text.starts_with(|c: char| c.is_ascii_digit() || c == '-') => Data::Number(number),
            _ => Data::Text(text.to_owned()),
        },
    }
}
