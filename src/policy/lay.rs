//! How rules are laid over one another.

use crate::options::tree::{Data, Entry, Node, Place, Table};

/// Writes the short form `rule = "error"` out as a table, here and in overrides, so that layers can be laid over one
/// another.
pub(super) fn normalize(mut table: Table) -> Table {
    let write_out = |node: &mut Node| {
        if let Data::Table(rules) = &mut node.data {
            rules.entries.iter_mut().for_each(|entry| write_out_level(&mut entry.node, entry.key_place));
        }
    };
    for entry in &mut table.entries {
        match (entry.key.as_str(), &mut entry.node.data) {
            ("rules", _) => write_out(&mut entry.node),
            ("override", Data::List(list)) => {
                for node in list {
                    if let Data::Table(fields) = &mut node.data {
                        fields
                            .entries
                            .iter_mut()
                            .filter(|entry| entry.key == "rules")
                            .for_each(|entry| write_out(&mut entry.node));
                    }
                }
            }
            _ => {}
        }
    }
    table
}

fn write_out_level(node: &mut Node, key_place: Place) {
    if let Data::Text(_) = node.data {
        let level = Entry { key: "level".into(), key_place, node: node.clone() };
        node.data = Data::Table(Table { entries: vec![level] });
    }
}

/// Lays rules over others. A table of levels by stage is laid over a single level as over its `default`.
pub(super) fn lay_rules(base: &mut Table, later: Table) {
    for entry in &later.entries {
        let by_stage = entry.node.as_table().and_then(|table| table.get("level")).and_then(Node::as_table).is_some();
        let known = base.entries.iter_mut().find(|known| known.key == entry.key);
        if let Some(Node { data: Data::Table(known), .. }) = known.filter(|_| by_stage).map(|known| &mut known.node) {
            for level in known.entries.iter_mut().filter(|level| level.key == "level") {
                if let Data::Text(_) = level.node.data {
                    let default = Entry { key: "default".into(), key_place: level.key_place, node: level.node.clone() };
                    level.node.data = Data::Table(Table { entries: vec![default] });
                }
            }
        }
    }
    base.lay(later);
}
