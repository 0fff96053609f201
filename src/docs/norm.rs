//! What a policy asks for, as texts need it.

use crate::model::Stage;
use crate::options::Level;
use crate::options::tree::{self, Data, Node};
use crate::policy::{Effective, Policy};
use crate::rule::Vocabulary;
use crate::words::Sentence;

/// A policy, for the branch that people work on.
pub struct Norm<'p> {
    /// The policy.
    pub policy: &'p Policy,
    /// Its rules.
    pub effective: &'p Effective,
}

impl Norm<'_> {
    /// What the community calls things.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.effective.vocabulary
    }

    /// How much a rule weighs where it weighs most.
    pub fn level(&self, rule: &str) -> Level {
        let active = self.effective.rules.iter().find(|active| active.definition.meta.id == rule);
        let levels = active.map(|active| Stage::ALL.iter().map(|stage| active.levels.at(*stage)));
        levels.into_iter().flatten().max_by_key(|level| weight(*level)).unwrap_or(Level::Off)
    }

    /// Whether a rule judges anywhere.
    pub fn asks(&self, rule: &str) -> bool {
        self.level(rule) != Level::Off
    }

    /// The community's own sentence on a rule.
    pub fn help(&self, rule: &str) -> Option<Sentence> {
        self.effective.rules.iter().find(|active| active.definition.meta.id == rule)?.help.clone()
    }

    /// A setting of a rule, as it is written or as it is without that.
    fn setting(&self, rule: &str, key: &str) -> Option<Data> {
        if let Some(node) = self.effective.setting(rule, key) {
            return Some(node.data.clone());
        }
        let fields = crate::rules::find(rule)?.fields();
        let default =
            fields.into_iter().find(|field| field.key == key).filter(|field| !field.default.is_empty())?.default;
        let table = tree::parse(&format!("x = {default}"), 0, &mut Vec::new());
        table.get("x").map(|node| node.data.clone())
    }

    /// A setting that is a number.
    pub fn number(&self, rule: &str, key: &str) -> u64 {
        match self.setting(rule, key) {
            Some(Data::Integer(number)) => u64::try_from(number).unwrap_or(0),
            _ => 0,
        }
    }

    /// A setting that is a text.
    pub fn word(&self, rule: &str, key: &str) -> Option<String> {
        match self.setting(rule, key) {
            Some(Data::Text(text)) => Some(text.to_string()),
            _ => None,
        }
    }

    /// Whether a setting is `true`.
    pub fn is(&self, rule: &str, key: &str) -> bool {
        matches!(self.setting(rule, key), Some(Data::Boolean(true)))
    }

    /// A setting that is a list of texts.
    pub fn list(&self, rule: &str, key: &str) -> Vec<String> {
        let text = |node: &Node| match &node.data {
            Data::Text(text) => Some(text.to_string()),
            _ => None,
        };
        match self.setting(rule, key) {
            Some(Data::List(list)) => list.iter().filter_map(text).collect(),
            _ => Vec::new(),
        }
    }
}

const fn weight(level: Level) -> u8 {
    match level {
        Level::Off => 0,
        Level::Warn => 1,
        Level::Error => 2,
    }
}
