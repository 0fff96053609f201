//! JSON, with comments and trailing commas as other tools take them.

use super::node::{Broken, DEPTH_MOST, Data, Lines, Node, Pair, TOO_DEEP};
use jsonc_parser::ast::Value;
use jsonc_parser::common::Ranged as _;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

/// Reads a text.
///
/// # Errors
/// Where it is no JSON.
pub fn read(text: &str) -> Result<Node, Broken> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines = Lines::of(text);
    let parsed = parse_to_ast(text, &CollectOptions::default(), &ParseOptions::default()).map_err(|error| Broken {
        line: error.line_display(),
        column: error.column_display(),
        why: error.kind().to_string(),
    })?;
    match parsed.value {
        Some(value) => convert(&value, &lines, DEPTH_MOST),
        None => Ok(Node::new(1, Data::Null)),
    }
}

fn convert(value: &Value<'_>, lines: &Lines, depth: usize) -> Result<Node, Broken> {
    let line = lines.line(value.range().start);
    let Some(depth) = depth.checked_sub(1) else { return Err(Broken { line, column: 1, why: TOO_DEEP.to_owned() }) };
    let data = match value {
        Value::StringLit(text) => Data::Text(text.value.clone().into_owned()),
        Value::NumberLit(number) => Data::Number(number.value.parse().unwrap_or(f64::NAN)),
        Value::BooleanLit(flag) => Data::Flag(flag.value),
        Value::NullKeyword(_) => Data::Null,
        Value::Array(array) => {
            Data::List(array.elements.iter().map(|value| convert(value, lines, depth)).collect::<Result<_, _>>()?)
        }
        Value::Object(object) => {
            let pairs = object.properties.iter().map(|property| {
                let key = property.name.as_str().to_owned();
                let line = lines.line(property.range.start);
                Ok(Pair { key, line, node: convert(&property.value, lines, depth)? })
            });
            Data::Map(pairs.collect::<Result<_, Broken>>()?)
        }
    };
    Ok(Node::new(line, data))
}
