//! `[[override]]`: other settings for some branches.

use crate::options::PathGlob;
use crate::options::tree::{Data, Node, Table};

/// Settings that hold for branches of some names.
#[derive(Clone, Debug)]
pub(super) struct Override {
    pub(super) branches: Vec<PathGlob>,
    pub(super) rules: Table,
}

/// What stands for the name of the branch in a setting.
const PLACEHOLDER: &str = "{branch}";

impl Override {
    /// The settings for `branch`, where it is one of those branches.
    pub(super) fn rules_for(&self, branch: &str) -> Option<Table> {
        PathGlob::any(&self.branches, branch).then(|| filled_in(&self.rules, branch))
    }
}

/// `table` with the name of the branch put in. Settings may be globs, in which braces mean something: a brace of the
/// branch's own becomes "any one character".
pub(super) fn filled_in(table: &Table, branch: &str) -> Table {
    let literal = branch.replace(['{', '}'], "?");
    let mut table = table.clone();
    for entry in &mut table.entries {
        fill(&mut entry.node, &literal);
    }
    table
}

fn fill(node: &mut Node, branch: &str) {
    match &mut node.data {
        Data::Text(text) if text.contains(PLACEHOLDER) => *text = text.replace(PLACEHOLDER, branch).into(),
        Data::List(list) => list.iter_mut().for_each(|node| fill(node, branch)),
        Data::Table(table) => table.entries.iter_mut().for_each(|entry| fill(&mut entry.node, branch)),
        _ => {}
    }
}
