//! `[[label]]`: which labels a pull request bears. Several entries of one name are alternatives.

use super::rule_names;
use super::touched::Touched;
use crate::options::tree::{Data, Node, Place, Table};
use crate::options::{Field, Mistake, Nested, OneOrMany, OptionSet, PathGlob, Section, Setting};
use crate::words::Words;
use serde_json::{Value, json};

/// When a pull request bears a label. All conditions that are given have to hold.
#[derive(Clone, Debug)]
pub struct Label {
    /// Its name.
    pub name: String,
    /// Its colour, six hexadecimal digits in lower case, where the label is made.
    pub color: Option<String>,
    /// What it means, where the label is made.
    pub description: Option<String>,
    /// The types of what lands, any of which suffices.
    pub types: Vec<String>,
    /// Globs for the scopes of what lands, any of which suffices.
    pub scopes: Vec<PathGlob>,
    /// What the changed files have to be: all of these have to hold.
    pub files: Vec<Touched>,
    /// How many lines are changed, as `pr-size` counts them.
    pub size: Option<Lines>,
    /// Rules, any of which found something of level error.
    pub rules: Vec<String>,
    /// Globs for the branch that it comes from.
    pub head: Vec<PathGlob>,
    /// Globs for the branch that it goes into.
    pub base: Vec<PathGlob>,
    /// Whether it is a draft.
    pub draft: Option<bool>,
    /// Whether its author never contributed before.
    pub first_time: Option<bool>,
    /// Whether what lands announces a breaking change.
    pub breaking: Option<bool>,
    /// Whether it is only set, and never removed.
    pub add_only: bool,
    /// Where its name stands.
    pub place: Place,
}

/// A number of lines, `{ min = 10, max = 29 }`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lines {
    /// The fewest.
    pub min: u64,
    /// The most.
    pub max: Option<u64>,
}

impl Lines {
    /// Whether `count` is such a number.
    pub fn holds(self, count: u64) -> bool {
        count >= self.min && self.max.is_none_or(|max| count <= max)
    }
}

crate::options::options! {
    /// As it is written.
    pub struct Bounds {
        /// The fewest.
        pub min: Option<u64> = None,
        /// The most.
        pub max: Option<u64> = None,
    }
}

const NOT_A_RANGE: Words =
    Words::new("expected numbers of lines as { min = 10, max = 29 }", "这里应为行数范围，如 { min = 10, max = 29 }");
const NO_LINES: Words = Words::new("no number is at least {0} and at most {1}", "没有既不小于 {0} 又不大于 {1} 的行数");

impl Setting for Lines {
    fn read(node: &Node, mistakes: &mut Vec<Mistake>) -> Option<Self> {
        let Some(table) = node.as_table().filter(|table| !table.entries.is_empty()) else {
            mistakes.push(Mistake::at(node.place, NOT_A_RANGE.say()));
            return None;
        };
        let known = mistakes.len();
        let Bounds { min, max } = Section::read_all(table, node.place, mistakes);
        let min = min.unwrap_or(0);
        if let Some(max) = max.filter(|max| *max < min) {
            mistakes.push(Mistake::at(node.place, NO_LINES.with([min.into(), max.into()])));
        }
        (mistakes.len() == known).then_some(Self { min, max })
    }

    fn schema() -> Value {
        json!({
            "type": "object", "additionalProperties": false, "minProperties": 1,
            "properties": { "min": u64::schema(), "max": u64::schema() },
        })
    }

    fn toml(&self) -> String {
        let max = self.max.map_or_else(String::new, |max| format!(", max = {max}"));
        format!("{{ min = {}{max} }}", self.min)
    }
}

/// GitHub takes no longer names.
const NAME_MOST: usize = 50;
/// GitHub takes no longer descriptions.
const DESCRIPTION_MOST: usize = 100;

const TOO_LONG: Words = Words::new("this is {0} characters long, {1} are allowed", "共 {0} 个字符，最多 {1} 个");
const NO_NAME: Words = Words::new("the label has no name", "标签没有名称");
const ONE_LINE: Words = Words::new("this has to be one line", "只能写一行");
const NO_COLOR: Words = Words::new("`{0}` is not a colour", "`{0}` 不是颜色");
const AS_COLOR: Words =
    Words::new("write six hexadecimal digits, as \"d73a4a\"", "请写六位十六进制数字，如 \"d73a4a\"");
const NO_CONDITION: Words = Words::new(
    "every pull request would bear this label: name a condition, as `type`, `paths` or `rules`",
    "这样每个拉取请求都会带此标签：请写明条件，如 type、paths 或 rules",
);

const NO_FILES: Words = Words::new(
    "this asks nothing of the files: name `paths`, or another condition on them",
    "此处没有对文件提出条件：请写明 paths 或其他文件条件",
);

/// The keys that are conditions, beside those on files.
const CONDITIONS: [&str; 10] =
    ["type", "scope", "all", "size", "rules", "head", "base", "draft", "first-time", "breaking"];

impl OptionSet for Label {
    fn read(section: &mut Section<'_>) -> Self {
        fn many<T: Setting>(section: &mut Section<'_>, key: &'static str) -> Vec<T> {
            section.take_optional(key).map_or_else(Vec::new, |OneOrMany(list)| list)
        }
        let own = Touched::read(section);
        let more: Vec<Nested<Touched>> = section.take("all", Vec::new);
        Self {
            name: section.require("name").unwrap_or_default(),
            color: section.take_optional("color"),
            description: section.take_optional("description"),
            types: many(section, "type"),
            scopes: many(section, "scope"),
            files: std::iter::once(own).chain(more.into_iter().map(|Nested(one)| one)).collect(),
            size: section.take_optional("size"),
            rules: many(section, "rules"),
            head: many(section, "head"),
            base: many(section, "base"),
            draft: section.take_optional("draft"),
            first_time: section.take_optional("first-time"),
            breaking: section.take_optional("breaking"),
            add_only: section.take("add-only", || false),
            place: section.place_of("name"),
        }
    }

    fn fields() -> Vec<Field> {
        let field = |key, doc, schema| Field { key, doc, schema, default: String::new() };
        let globs = OneOrMany::<PathGlob>::schema;
        let texts = OneOrMany::<String>::schema;
        let name = json!({ "type": "string", "minLength": 1, "maxLength": NAME_MOST });
        let color = json!({ "type": "string", "pattern": "^#?[0-9a-fA-F]{6}$" });
        let sets = Vec::<Nested<Touched>>::schema();
        let description = json!({ "type": "string", "maxLength": DESCRIPTION_MOST });
        let mut fields = vec![
            field("name", "Its name.", name),
            field("color", "Its colour, six hexadecimal digits, where the label is made.", color),
            field("description", "What it means, where the label is made.", description),
            field("type", "The types of what lands, any of which suffices.", texts()),
            field("scope", "Globs for the scopes of what lands, any of which suffices.", globs()),
            field("all", "More conditions on the changed files, all of which have to hold.", sets),
            field("size", "How many lines are changed, as `pr-size` counts them.", Lines::schema()),
            field("rules", "Rules, any of which found something of level error.", texts()),
            field("head", "Globs for the branch that the pull request comes from.", globs()),
            field("base", "Globs for the branch that it goes into.", globs()),
            field("draft", "Whether it is a draft.", bool::schema()),
            field("first-time", "Whether its author never contributed before.", bool::schema()),
            field("breaking", "Whether what lands announces a breaking change.", bool::schema()),
            field("add-only", "Whether it is only set, and never removed.", bool::schema()),
        ];
        fields.splice(5..5, Touched::fields());
        fields
    }
}

impl Label {
    /// Reads one entry.
    pub(super) fn entry(table: &Table, place: Place, mistakes: &mut Vec<Mistake>) -> Self {
        let mut label: Self = Section::read_all(table, place, mistakes);
        label.check(table, mistakes);
        label.color = label.color.map(|color| color.trim_start_matches('#').to_ascii_lowercase());
        label
    }

    fn check(&self, table: &Table, mistakes: &mut Vec<Mistake>) {
        let at = |key: &str| table.get(key).map_or(self.place, |node| node.place);
        if self.name.trim().is_empty() && matches!(table.get("name"), Some(Node { data: Data::Text(_), .. })) {
            mistakes.push(Mistake::at(at("name"), NO_NAME.say()));
        }
        let description = self.description.as_deref().unwrap_or_default();
        for (key, text, most) in
            [("name", self.name.as_str(), NAME_MOST), ("description", description, DESCRIPTION_MOST)]
        {
            let length = text.chars().count();
            if length > most {
                mistakes.push(Mistake::at(at(key), TOO_LONG.with([length.into(), most.into()])));
            }
            if text.contains(char::is_control) {
                mistakes.push(Mistake::at(at(key), ONE_LINE.say()));
            }
        }
        if let Some(color) = self.color.as_deref().filter(|color| !is_color(color)) {
            mistakes.push(Mistake::at(at("color"), NO_COLOR.with([color.into()])).help(AS_COLOR.say()));
        }
        rule_names::check(table.get("rules"), &self.rules, mistakes);
        let of_files = Touched::fields();
        if CONDITIONS.iter().copied().chain(of_files.iter().map(|field| field.key)).all(|key| table.get(key).is_none())
        {
            mistakes.push(Mistake::at(self.place, NO_CONDITION.say()));
        }
        if table.get("all").is_some() && (self.files.len() < 2 || self.files[1..].iter().any(Touched::is_empty)) {
            mistakes.push(Mistake::at(at("all"), NO_FILES.say()));
        }
    }
}

fn is_color(text: &str) -> bool {
    let digits = text.strip_prefix('#').unwrap_or(text);
    digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}
