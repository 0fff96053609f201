//! INI files as Python's configparser reads them.

use super::node::{Broken, Data, Node, Pair};

/// Reads a text: sections, each a map of texts. Continued lines are joined.
///
/// # Errors
/// Where a line is neither a section nor a setting, or stands before the first section.
pub fn read(text: &str) -> Result<Node, Broken> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut sections: Vec<Pair> = Vec::new();
    for (index, written) in text.lines().enumerate() {
        let (line, trimmed) = (index + 1, written.trim());
        let broken = |why: &str| Broken { line, column: 1, why: why.to_owned() };
        if trimmed.is_empty() || trimmed.starts_with(['#', ';']) {
            continue;
        }
        if written.starts_with([' ', '\t'])
            && let Some(Data::Text(text)) =
                settings(&mut sections).and_then(|pairs| pairs.last_mut()).map(|pair| &mut pair.node.data)
        {
            text.push('\n');
            text.push_str(trimmed);
            continue;
        }
        if let Some(name) = trimmed.strip_prefix('[') {
            let name = name.strip_suffix(']').ok_or_else(|| broken("a section without its closing bracket"))?;
            sections.push(Pair { key: name.trim().to_owned(), line, node: Node::new(line, Data::Map(Vec::new())) });
            continue;
        }
        let pairs = settings(&mut sections).ok_or_else(|| broken("a setting before the first section"))?;
        let (key, value) = trimmed.split_once(['=', ':']).unwrap_or((trimmed, ""));
        let value = Node::new(line, Data::Text(value.trim().to_owned()));
        pairs.push(Pair { key: key.trim().to_ascii_lowercase(), line, node: value });
    }
    Ok(Node::new(1, Data::Map(sections)))
}

/// The settings of the section that was begun last.
fn settings(sections: &mut [Pair]) -> Option<&mut Vec<Pair>> {
    match &mut sections.last_mut()?.node.data {
        Data::Map(pairs) => Some(pairs),
        _ => None,
    }
}
