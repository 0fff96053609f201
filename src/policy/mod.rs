//! Layer 3: a policy, from its files to the rules with their settings. Loading is pure: whoever calls brings the text
//! of the first file and a function that reads those beside it. Every mistake is reported in one run.

mod demands;
pub mod draft;
mod exempt;
mod fixed;
mod label;
mod landing;
mod lay;
mod layers;
mod overrides;
mod pages;
mod presets;
pub mod propose;
mod read;
mod rule_names;
mod schema;
mod show;
mod size_labels;
mod sources;
mod touched;

pub use demands::Demands;
pub use exempt::{About, Exemption, NEVER_BY_HEADER};
pub use label::{Label, Lines};
pub use landing::Landing;
pub use layers::{DEFAULT_PRESET, Read};
pub use pages::{PAGES, Page};
pub use presets::{PRESETS, Preset};
pub use read::{HookRepair, HookRepairs, Language, OnUnchecked};
pub use schema::schema;
pub use show::{show, show_json, show_rule, show_section};
pub use sources::{Source, Sources, Why};
pub use touched::Touched;

use crate::model::Stage;
use crate::options::tree::{Entry, Node, Place, Table};
use crate::options::{Level, Levels, Mistake, PathGlob};
use crate::rule::{Definition, Family, Rule, Vocabulary};
use crate::words::Sentence;
use overrides::Override;
use sha2::{Digest, Sha256};
use std::collections::HashSet;
use std::fmt::{self, Write as _};
use std::ops::Deref;

/// A policy that was read without a mistake.
#[derive(Debug)]
pub struct Policy {
    /// The files that it was made from.
    pub sources: Sources,
    /// The language that reports are written in.
    pub language: Language,
    /// Rules that do not hold for some commits.
    pub exemptions: Vec<Exemption>,
    /// The tags and commits from which on commits are judged; everything that one of them reaches is only counted.
    pub adopt_since: Vec<String>,
    /// How much missing facts weigh.
    pub on_unchecked: OnUnchecked,
    /// What hooks repair on their own.
    pub repair: HookRepairs,
    /// How pull requests land, where the policy says it.
    pub landing: Landing,
    /// Which labels pull requests bear.
    pub labels: Vec<Label>,
    /// Everything but the rules, as it was written.
    rest: Table,
    base: Effective,
    overrides: Vec<Override>,
}

/// What was wrong with a policy, and the files to show it in.
#[derive(Debug)]
pub struct Rejected {
    /// The files.
    pub sources: Sources,
    /// Everything that is wrong, in the order of the files.
    pub mistakes: Vec<Mistake>,
}

/// The rules that hold for one branch: those of the policy itself, or others.
pub enum Held<'p> {
    /// No `[[override]]` is for this branch.
    Base(&'p Effective),
    /// Some are.
    Own(Box<Effective>),
}

/// Rules with their settings.
pub struct Effective {
    /// All rules that the policy names, also those that are off.
    pub rules: Vec<Active>,
    /// What the community calls things.
    pub vocabulary: Vocabulary,
    /// Says which commits the rules of headers leave alone where the policy does not name `header-format`: merges and
    /// reverts, as is usual.
    usual_gate: Box<dyn Rule>,
    tree: Table,
}

/// A rule with its settings and levels.
pub struct Active {
    /// Which rule.
    pub definition: &'static Definition,
    /// The rule with its settings.
    pub rule: Box<dyn Rule>,
    /// How much it weighs, by stage.
    pub levels: Levels,
    /// The community's own sentence, shown last in every answer.
    pub help: Option<Sentence>,
}

impl Policy {
    /// Reads a policy: `name` and `text` are its first file; without one the default preset holds.
    ///
    /// # Errors
    /// All mistakes of all its files.
    pub fn load(first: Option<Source>, read: &Read<'_>) -> Result<Self, Box<Rejected>> {
        let mut mistakes = Vec::new();
        let (sources, mut tree) = layers::load(first, read, &mut mistakes);
        let known = mistakes.len();
        let broken: HashSet<(usize, usize)> =
            mistakes.iter().filter_map(|mistake| mistake.place).map(|place| sources.row(place)).collect();
        let policy = read::policy(&tree, &mut mistakes);
        if mistakes.is_empty() {
            let rules = read::take_rules(&mut tree);
            return Ok(Self {
                sources,
                language: policy.language,
                exemptions: policy.exemptions,
                adopt_since: policy.adopt_since,
                on_unchecked: policy.on_unchecked,
                repair: policy.repair,
                landing: policy.landing,
                labels: policy.labels,
                overrides: policy.overrides,
                rest: tree,
                base: Effective::new(policy.rules, rules),
            });
        }
        // What a line means that is no TOML, or that a reader of the files refused, is a guess: of such a line only the
        // first mistake counts.
        let mut seen = 0;
        mistakes.retain(|mistake| {
            seen += 1;
            seen <= known || mistake.place.is_none_or(|place| !broken.contains(&sources.row(place)))
        });
        mistakes.sort_by_key(|mistake| mistake.place.map(|place| (place.source, place.span)));
        Err(Box::new(Rejected { sources, mistakes }))
    }

    /// The rules that hold for a branch that is pushed to or worked on.
    ///
    /// # Errors
    /// Where the name of the branch makes a setting of an `[[override]]` impossible.
    pub fn for_branch(&self, branch: Option<&str>) -> Result<Held<'_>, Vec<Mistake>> {
        let laid: Vec<Table> =
            self.overrides.iter().filter_map(|entry| branch.and_then(|branch| entry.rules_for(branch))).collect();
        if laid.is_empty() {
            return Ok(Held::Base(&self.base));
        }
        let mut tree = self.base.tree.clone();
        laid.into_iter().for_each(|rules| lay::lay_rules(&mut tree, rules));
        let mut mistakes = Vec::new();
        let rules = read::rules(&tree, &mut mistakes);
        if mistakes.is_empty() { Ok(Held::Own(Box::new(Effective::new(rules, tree)))) } else { Err(mistakes) }
    }

    /// What sets a branch or a tag apart from others: those with the same traits are judged alike.
    pub fn traits_of(&self, branch: Option<&str>, tag: Option<&str>, effective: &Effective) -> Vec<String> {
        let mut traits = Vec::new();
        let overridden =
            self.overrides.iter().any(|entry| branch.is_some_and(|branch| entry.rules_for(branch).is_some()));
        traits.extend(branch.filter(|_| overridden).map(|branch| format!("override {branch}")));
        for (index, entry) in self.exemptions.iter().enumerate() {
            let is_for = |globs: &[PathGlob], name: Option<&str>| name.is_some_and(|name| PathGlob::any(globs, name));
            if is_for(&entry.branch, branch) || is_for(&entry.tag, tag) {
                traits.push(format!("exempt {index}"));
            }
        }
        let minding = effective.rules.iter().filter(|active| active.rule.minds_branch(branch));
        traits.extend(minding.map(|active| active.definition.meta.id.to_owned()));
        traits
    }

    /// The name of the file that people edit, or of the preset.
    pub fn name(&self) -> &str {
        self.sources.first_name()
    }

    /// `sha256:…` over the names and texts of all files, in the order in which they are laid over one another.
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        for source in self.sources.iter() {
            for part in [source.name.as_bytes(), source.text.as_bytes()] {
                hash.update((part.len() as u64).to_be_bytes());
                hash.update(part);
            }
        }
        hash.finalize().iter().fold(String::from("sha256:"), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }
}

impl Deref for Held<'_> {
    type Target = Effective;

    fn deref(&self) -> &Effective {
        match self {
            Self::Base(effective) => effective,
            Self::Own(effective) => effective,
        }
    }
}

impl fmt::Debug for Effective {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Effective").field("tree", &self.tree).finish_non_exhaustive()
    }
}

impl Effective {
    fn new(rules: Vec<Active>, tree: Table) -> Self {
        let held = rules.iter().filter(|active| !active.levels.is_off() || active.rule.teaches_when_off());
        let vocabulary = Vocabulary::of(held.map(|active| active.rule.as_ref()));
        Self { rules, vocabulary, usual_gate: crate::rules::usual_gate(), tree }
    }

    /// What says which commits the rules of headers leave alone.
    pub fn gate(&self) -> &dyn Rule {
        let own = self.rules.iter().find(|active| active.definition.meta.id == "header-format");
        own.map_or(self.usual_gate.as_ref(), |active| active.rule.as_ref())
    }

    /// Whether a rule judges the titles of pull requests: the header rules that are on do, and those that are off where a
    /// file that says so, or a later one, gives them another setting. `level.pull-request = "off"` is the last word.
    pub fn judges_titles(&self, sources: &Sources, active: &Active, stage: Stage) -> bool {
        let meta = active.definition.meta;
        if meta.subject != Family::Header || active.levels.at(stage) != Level::Off {
            return meta.subject == Family::Header;
        }
        let Some(settings) = self.tree.table(meta.id) else { return false };
        let Some(level) = settings.get("level") else { return false };
        let is_last_word = level.as_table().is_some_and(|stages| stages.get(stage.name()).is_some());
        let is_own = |entry: &&Entry| !matches!(entry.key.as_str(), "level" | "help");
        let mut own = settings.entries.iter().filter(is_own);
        !is_last_word && own.any(|entry| sources.rank(entry.node.place) >= sources.rank(level.place))
    }

    /// Where a rule's setting comes from: the setting itself, else the rule's level, else the rule's table.
    pub fn why(&self, sources: &Sources, rule: &str, option: &str) -> Option<Why> {
        let entry = self.tree.entries.iter().find(|entry| entry.key == rule)?;
        let settings = entry.node.as_table()?;
        let find = |key: &str| settings.entries.iter().find(|entry| entry.key == key);
        let setting = find(option).or_else(|| find("level"));
        let (place, shown) = setting.map_or((entry.key_place, None), |entry| (entry.key_place, Some(shown(entry))));
        Some(Why { name: sources.name_of(place), line: sources.line_of(place), setting: shown })
    }

    /// A setting of a rule, where the policy names it.
    pub fn setting(&self, rule: &str, key: &str) -> Option<&Node> {
        self.tree.table(rule)?.get(key)
    }

    /// The place of a rule in the policy.
    pub fn place(&self, rule: &str) -> Option<Place> {
        self.tree.entries.iter().find(|entry| entry.key == rule).map(|entry| entry.key_place)
    }

    /// Whether a rule is on at a stage.
    pub fn is_on(&self, rule: &str, stage: Stage) -> bool {
        self.rules.iter().any(|active| active.definition.meta.id == rule && active.levels.at(stage) != Level::Off)
    }
}

/// `key = value`, shortened where it is long.
fn shown(entry: &Entry) -> String {
    const MOST: usize = 60;
    let value = entry.node.toml();
    format!("{} = {}", entry.key, crate::text::width::fit(&value, MOST))
}

#[cfg(test)]
mod tests;
