//! From the merged tree to typed settings.

use super::exempt::Exemption;
use super::fixed;
use super::label::Label;
use super::landing::Landing;
use super::layers::whole;
use super::overrides::{Override, filled_in};
use super::{Active, lay, rule_names, size_labels};
use crate::options::tree::{Data, Entry, Place, Table};
use crate::options::{Bilingual, Level, Levels, Mistake, OneOrMany, PathGlob, Section};
use crate::rules;
use crate::words::{Lang, Words};

crate::options::choice! {
    /// The language that reports are written in.
    pub enum Language {
        /// What the reader's system speaks.
        Auto = "auto",
        /// English.
        En = "en",
        /// Simplified Chinese.
        ZhCn = "zh-CN",
    }
}

impl Language {
    /// The language that the policy fixes, if it does.
    pub const fn fixed(self) -> Option<Lang> {
        match self {
            Self::Auto => None,
            Self::En => Some(Lang::En),
            Self::ZhCn => Some(Lang::ZhCn),
        }
    }
}

crate::options::options! {
    /// How much facts weigh that could not be learnt.
    pub struct OnUnchecked {
        /// In hooks.
        pub hooks: Level = Level::Warn,
        /// In `cihook check`.
        pub check: Level = Level::Error,
        /// In the action.
        pub action: Level = Level::Error,
    }
}

crate::options::choice! {
    /// What a hook repairs in a message on its own.
    pub enum HookRepair {
        /// Nothing.
        Off = "off",
        /// How it is written, not what it says.
        Safe = "safe",
    }
}

crate::options::options! {
    /// What hooks repair on their own.
    pub struct HookRepairs {
        /// In commit-msg: `safe` corrects how a message is written, where it is accepted then.
        pub commit_msg: HookRepair = HookRepair::Off,
    }
}

crate::options::options! {
    /// From when on commits are judged.
    pub struct Adopt {
        /// Tags or commits; everything that one of them reaches is only counted.
        pub since: Option<OneOrMany<String>> = None,
    }
}

/// What a policy says, beside its rules.
pub(super) struct Head {
    pub(super) language: Language,
    pub(super) exemptions: Vec<Exemption>,
    pub(super) adopt_since: Vec<String>,
    pub(super) on_unchecked: OnUnchecked,
    pub(super) repair: HookRepairs,
    pub(super) landing: Landing,
    pub(super) labels: Vec<Label>,
    pub(super) overrides: Vec<Override>,
    pub(super) rules: Vec<Active>,
}

const NOT_A_TABLE: Words = Words::new("expected a table here", "这里应为表");
const NOT_A_RULE: Words =
    Words::new("expected a level such as \"error\", or a table of settings", "这里应为级别（如 \"error\"）或设置表");
const NOT_TABLES: Words = Words::new("expected `[[{0}]]` entries", "这里应为 `[[{0}]]` 条目");
const NO_BRANCH: Words = Words::new("name the branches for which it holds", "请写明对哪些分支生效");

/// Reads everything and checks everything, also what no branch uses at the moment.
pub(super) fn policy(tree: &Table, mistakes: &mut Vec<Mistake>) -> Head {
    let mut section = Section::new(tree, whole(), mistakes);
    section.allow("requires");
    section.allow("rules");
    section.allow("adopt");
    section.allow("on-unchecked");
    section.allow("override");
    section.allow("exempt");
    section.allow("landing");
    section.allow("repair");
    section.allow("label");
    section.allow("size-labels");
    let language = section.take("language", || Language::Auto);
    section.finish();
    let none = Table::default();
    let rules_table = rules_of(tree, mistakes).unwrap_or(&none);
    let rules = rules(rules_table, mistakes);
    let adopt: Adopt = table_of(tree, "adopt", mistakes);
    let adopt_since = adopt.since.map_or_else(Vec::new, |OneOrMany(list)| list);
    if let Some(place) = tree.get("adopt").and_then(|node| Some(node.as_table()?.get("since")?.place)) {
        fixed::check(place, &adopt_since, mistakes);
    }
    let mut labels =
        entries(tree, "label", mistakes, |table, place, mistakes| Some(Label::entry(table, place, mistakes)));
    if let Some(node) = tree.get("size-labels").filter(|node| node.as_table().is_none()) {
        mistakes.push(Mistake::at(node.place, NOT_A_TABLE.say()));
    }
    let sizes = size_labels::read(tree, mistakes);
    size_labels::check(&sizes, &labels, mistakes);
    labels.extend(sizes);
    Exemption::check_labels(tree, &labels, mistakes);
    Head {
        language,
        exemptions: entries(tree, "exempt", mistakes, |table, place, mistakes| {
            Some(Exemption::read(table, place, mistakes))
        }),
        adopt_since,
        on_unchecked: table_of(tree, "on-unchecked", mistakes),
        repair: table_of(tree, "repair", mistakes),
        landing: table_of(tree, "landing", mistakes),
        labels,
        overrides: entries(tree, "override", mistakes, |table, place, mistakes| {
            read_override(table, place, rules_table, mistakes)
        }),
        rules,
    }
}

/// Takes the `rules` table out of a policy without mistakes.
pub(super) fn take_rules(tree: &mut Table) -> Table {
    match tree.remove("rules").map(|entry| entry.node.data) {
        Some(Data::Table(rules)) => rules,
        _ => Table::default(),
    }
}

fn rules_of<'t>(tree: &'t Table, mistakes: &mut Vec<Mistake>) -> Option<&'t Table> {
    let node = tree.get("rules")?;
    if node.as_table().is_none() {
        mistakes.push(Mistake::at(node.place, NOT_A_TABLE.say()));
    }
    node.as_table()
}

/// A table of settings, or the defaults.
fn table_of<O: crate::options::OptionSet>(tree: &Table, key: &str, mistakes: &mut Vec<Mistake>) -> O {
    let empty = Table::default();
    let (table, place) = match tree.get(key) {
        None => (&empty, whole()),
        Some(node) => match node.as_table() {
            Some(table) => (table, node.place),
            None => {
                mistakes.push(Mistake::at(node.place, NOT_A_TABLE.say()));
                (&empty, node.place)
            }
        },
    };
    Section::read_all(table, place, mistakes)
}

/// The `[[key]]` entries.
fn entries<T>(
    tree: &Table,
    key: &str,
    mistakes: &mut Vec<Mistake>,
    read: impl Fn(&Table, Place, &mut Vec<Mistake>) -> Option<T>,
) -> Vec<T> {
    let Some(node) = tree.get(key) else { return Vec::new() };
    let Data::List(list) = &node.data else {
        mistakes.push(Mistake::at(node.place, NOT_TABLES.with([key.into()])));
        return Vec::new();
    };
    let mut found = Vec::new();
    for entry in list {
        match entry.as_table() {
            Some(table) => found.extend(read(table, entry.place, mistakes)),
            None => mistakes.push(Mistake::at(entry.place, NOT_TABLES.with([key.into()]))),
        }
    }
    found
}

fn read_override(table: &Table, place: Place, base: &Table, mistakes: &mut Vec<Mistake>) -> Option<Override> {
    let mut section = Section::new(table, place, mistakes);
    let branches: Option<OneOrMany<PathGlob>> = section.require("branch");
    section.allow("rules");
    section.finish();
    let OneOrMany(branches) = branches?;
    if branches.is_empty() {
        mistakes.push(Mistake::at(place, NO_BRANCH.say()));
    }
    let rules_table = rules_of(table, mistakes).cloned().unwrap_or_default();
    // Whether the settings are right cannot depend on the branch: they are read once with a plain name.
    let mut tried = base.clone();
    let known = mistakes.len();
    lay::lay_rules(&mut tried, filled_in(&rules_table, "branch"));
    rules(&tried, mistakes);
    // What is wrong with the rules that this entry leaves alone was said already.
    let (before, new) = mistakes.split_at(known);
    let new: Vec<Mistake> = new.iter().filter(|mistake| !before.contains(mistake)).cloned().collect();
    mistakes.truncate(known);
    mistakes.extend(new);
    Some(Override { branches, rules: rules_table })
}

/// The rules of a table, with their settings.
pub(super) fn rules(tree: &Table, mistakes: &mut Vec<Mistake>) -> Vec<Active> {
    for entry in tree.entries.iter().filter(|entry| rules::find(&entry.key).is_none()) {
        mistakes.push(rule_names::unknown(&entry.key, entry.key_place));
    }
    let named = |id: &str| tree.entries.iter().find(|entry| entry.key == id);
    rules::ALL.iter().filter_map(|definition| rule(definition, named(definition.meta.id)?, mistakes)).collect()
}

fn rule(definition: &'static crate::rule::Definition, entry: &Entry, mistakes: &mut Vec<Mistake>) -> Option<Active> {
    let Some(table) = entry.node.as_table() else {
        mistakes.push(Mistake::at(entry.node.place, NOT_A_RULE.say()));
        return None;
    };
    let mut section = Section::new(table, entry.key_place, mistakes);
    let levels = section.take("level", || Levels::everywhere(Level::Error));
    let rule = definition.configure(&mut section);
    let help = section.take_optional::<Bilingual>("help").map(|help| help.sentence());
    section.finish();
    Some(Active { definition, rule, levels, help })
}
