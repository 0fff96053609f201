//! How much a rule weighs, and where.

use super::choice::choice;
use super::section::suggestion;
use super::setting::wrong_kind;
use super::tree::{Data, Node};
use super::{Mistake, Setting};
use crate::model::Stage;
use crate::words::Words;
use serde_json::{Map, Value, json};

choice! {
    /// How much a rule weighs.
    pub enum Level {
        /// It is not judged.
        Off = "off",
        /// Its findings are shown.
        Warn = "warn",
        /// Its findings stop what is going on.
        Error = "error",
    }
}

/// The level of a rule at each stage: one word for all, or `{ default = "error", commit-msg = "off" }`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Levels([Level; Stage::ALL.len()]);

impl Levels {
    /// The same everywhere.
    pub const fn everywhere(level: Level) -> Self {
        Self([level; Stage::ALL.len()])
    }

    /// At one stage.
    pub fn at(&self, stage: Stage) -> Level {
        Stage::ALL.iter().position(|&known| known == stage).map_or(Level::Off, |index| self.0[index])
    }

    /// Whether the rule is off everywhere.
    pub fn is_off(&self) -> bool {
        self.0.iter().all(|&level| level == Level::Off)
    }
}

const KIND: Words = Words::new("a level, or a table of levels by stage", "级别，或按阶段列出级别的表");
const UNKNOWN_STAGE: Words = Words::new("there is no stage `{0}`", "没有名为 `{0}` 的阶段");

impl Setting for Levels {
    fn read(node: &Node, mistakes: &mut Vec<Mistake>) -> Option<Self> {
        match &node.data {
            Data::Text(_) => Level::read(node, mistakes).map(Self::everywhere),
            Data::Table(table) => {
                let default = table.get("default").map_or(Some(Level::Error), |node| Level::read(node, mistakes));
                let mut levels = Self::everywhere(default.unwrap_or(Level::Error));
                for entry in table.entries.iter().filter(|entry| entry.key != "default") {
                    match Stage::ALL.iter().position(|stage| stage.name() == entry.key) {
                        Some(index) => levels.0[index] = Level::read(&entry.node, mistakes).unwrap_or(Level::Error),
                        None => {
                            let known = ["default"].into_iter().chain(Stage::ALL.iter().map(|stage| stage.name()));
                            let message = UNKNOWN_STAGE.with([entry.key.as_str().into()]);
                            let help = suggestion(&entry.key, known);
                            mistakes.push(Mistake::at(entry.key_place, message).help(help));
                        }
                    }
                }
                Some(levels)
            }
            _ => {
                mistakes.push(wrong_kind(KIND.say(), node));
                None
            }
        }
    }

    fn schema() -> Value {
        let names = ["default"].into_iter().chain(Stage::ALL.iter().map(|stage| stage.name()));
        let stages: Map<String, Value> = names.map(|name| (name.to_owned(), Level::schema())).collect();
        json!({ "anyOf": [Level::schema(), {
            "type": "object", "properties": stages, "additionalProperties": false
        }] })
    }

    fn toml(&self) -> String {
        let pairs: Vec<String> =
            Stage::ALL.iter().map(|&stage| format!("{} = {}", stage.name(), self.at(stage).toml())).collect();
        if self.0.iter().all(|&level| level == self.0[0]) {
            self.0[0].toml()
        } else {
            format!("{{ {} }}", pairs.join(", "))
        }
    }
}
