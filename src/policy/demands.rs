//! What a policy asks of the commits that reach a ref, so that two refs can be compared: what one branch let pass is not
//! thereby fit for another.

use super::{Effective, Policy};
use crate::model::Stage;
use crate::options::{Level, Mistake, PathGlob};
use crate::rule::Family;
use std::collections::{BTreeMap, BTreeSet};

/// What is asked at one stage.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Demands {
    /// Each rule with its level and its settings.
    rules: BTreeMap<&'static str, (Level, String)>,
    /// Rules that ask more of this branch than of others.
    minding: BTreeSet<&'static str>,
    /// The `[[exempt]]` entries that are for this branch or tag, with the rules that they let go.
    exempt: BTreeMap<usize, Vec<String>>,
}

impl Policy {
    /// What is asked of commits that reach a branch or a tag.
    ///
    /// # Errors
    /// Where the policy does not fit the branch.
    pub fn demands(&self, branch: Option<&str>, tag: Option<&str>, stage: Stage) -> Result<Demands, Vec<Mistake>> {
        let effective = self.for_branch(branch)?;
        let is_for = |globs: &[PathGlob], name: Option<&str>| name.is_some_and(|name| PathGlob::any(globs, name));
        let exempt = self.exemptions.iter().enumerate();
        let exempt = exempt.filter(|(_, entry)| is_for(&entry.branch, branch) || is_for(&entry.tag, tag));
        let exempt = exempt.map(|(index, entry)| (index, entry.rules.clone())).collect();
        let of_commits = effective.rules.iter().filter(|active| active.definition.meta.subject != Family::Ref);
        let mut demands = Demands { exempt, ..Demands::default() };
        for active in of_commits {
            let (id, level) = (active.definition.meta.id, active.levels.at(stage));
            if level != Level::Off {
                demands.rules.insert(id, (level, settings(&effective, id)));
                demands.minding.extend(active.rule.minds_branch(branch).then_some(id));
            }
        }
        Ok(demands)
    }
}

const fn weight(level: Level) -> u8 {
    match level {
        Level::Off => 0,
        Level::Warn => 1,
        Level::Error => 2,
    }
}

/// The settings of a rule as they are written, without its level.
fn settings(effective: &Effective, rule: &str) -> String {
    let entry = effective.tree.entries.iter().find(|entry| entry.key == rule);
    let table = entry.and_then(|entry| entry.node.as_table());
    let entries = table.into_iter().flat_map(|table| &table.entries).filter(|entry| entry.key != "level");
    let mut lines: Vec<String> = entries.map(|entry| format!("{} = {}", entry.key, entry.node.toml())).collect();
    lines.sort_unstable();
    lines.join("\n")
}

impl Demands {
    /// The rules that ask something here which they did not ask there, or not as strictly.
    pub fn beyond(&self, other: &Self) -> BTreeSet<&'static str> {
        let is_let_go = |id: &str| {
            let others = other.exempt.iter().filter(|(index, _)| !self.exempt.contains_key(index));
            others.into_iter().any(|(_, rules)| rules.iter().any(|rule| rule == id))
        };
        let is_asked = |id: &str, level: Level, settings: &str| {
            other.rules.get(id).is_some_and(|(there, same)| weight(*there) >= weight(level) && same == settings)
        };
        let is_beyond = |id: &str, level: Level, settings: &str| {
            !is_asked(id, level, settings) || is_let_go(id) || self.minding.contains(id) && !other.minding.contains(id)
        };
        let asked = self.rules.iter().filter(|(id, (level, settings))| is_beyond(id, *level, settings));
        asked.map(|(&id, _)| id).collect()
    }
}
