//! What one configuration comes to.

use crate::policy::NEVER_BY_HEADER;
use crate::policy::draft::{PolicyDraft, Section, Value};
use crate::words::{Sentence, Words};

/// What became of something that a configuration says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It is asked for here too.
    Carried,
    /// Here more is asked for.
    Stricter,
    /// Here it is not asked for.
    NotCarried,
    /// There it had no effect.
    NoEffect,
}

/// Something that a configuration says, and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What became of it.
    pub kind: Kind,
    /// Where it stands, as `.gitlint:4`.
    pub origin: String,
    /// What it is called there.
    pub what: String,
    /// What it is called here.
    pub key: Option<String>,
    /// Why.
    pub why: Option<Sentence>,
}

/// What one configuration comes to.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The tool.
    pub tool: &'static str,
    /// The file.
    pub file: String,
    /// The settings.
    pub draft: PolicyDraft,
    /// The preset that it is nearest to.
    pub preset: Option<&'static str>,
    /// What became of everything that it says.
    pub lines: Vec<Line>,
}

const TWO_LEVELS: Words = Words::new(
    "`{0}` has one strength here, and two settings ask for different ones: the stricter holds",
    "此处 `{0}` 只有一个级别，而两处设置要求不同：取更严格的",
);

/// How much a word of a policy asks for, against others in its place.
pub(super) fn strength(word: &str) -> u8 {
    match word {
        "error" | "judge" | "never" | "strict" => 2,
        "warn" => 1,
        _ => 0,
    }
}

impl Found {
    /// Nothing yet.
    pub fn new(tool: &'static str, file: &str) -> Self {
        Self { tool, file: file.to_owned(), ..Self::default() }
    }

    /// A place in the file; line 0 is what holds without being written.
    pub fn origin(&self, line: usize) -> String {
        if line == 0 { format!("{} (default)", self.tool) } else { format!("{}:{line}", self.file) }
    }

    fn add(&mut self, kind: Kind, line: usize, what: &str, key: Option<String>, why: Option<Sentence>) {
        let line = Line { kind, origin: self.origin(line), what: what.to_owned(), key, why };
        if !self.lines.contains(&line) {
            self.lines.push(line);
        }
    }

    /// Sets an option of a rule.
    pub fn set(&mut self, line: usize, what: &str, rule: &str, key: &str, value: impl Into<Value>) {
        let origin = self.origin(line);
        self.draft.rule(rule).set(key, value, &origin);
        self.add(Kind::Carried, line, what, Some(format!("{rule}.{key}")), None);
    }

    /// Turns a rule on; where it is on already the stricter level holds.
    pub fn on(&mut self, line: usize, what: &str, rule: &str, level: &str) {
        let origin = self.origin(line);
        let section = self.draft.rule(rule);
        let before = match section.get("level") {
            Some(Value::Text(before)) => Some(before.clone()),
            _ => None,
        };
        if before.as_deref().is_none_or(|before| strength(level) > strength(before)) {
            section.set("level", level, &origin);
        }
        self.add(Kind::Carried, line, what, Some(rule.to_owned()), None);
        if before.is_some_and(|before| before != level) {
            self.add(Kind::Stricter, line, what, Some(rule.to_owned()), Some(TWO_LEVELS.with([rule.into()])));
        }
    }

    /// Says that something is carried by what is no rule.
    pub fn set_elsewhere(&mut self, line: usize, what: &str, key: &str) {
        self.add(Kind::Carried, line, what, Some(key.to_owned()), None);
    }

    /// Sets an option that needs no line in the report.
    pub fn quietly(&mut self, line: usize, rule: &str, key: &str, value: impl Into<Value>) {
        let origin = self.origin(line);
        self.draft.rule(rule).set(key, value, &origin);
    }

    /// Says that here more is asked for.
    pub fn stricter(&mut self, line: usize, what: &str, rule: &str, why: Sentence) {
        self.add(Kind::Stricter, line, what, Some(rule.to_owned()), Some(why));
    }

    /// Says that something is not asked for here.
    pub fn not_carried(&mut self, line: usize, what: &str, why: Sentence) {
        self.add(Kind::NotCarried, line, what, None, Some(why));
    }

    /// Says that something had no effect there.
    pub fn no_effect(&mut self, line: usize, what: &str, why: Sentence) {
        self.add(Kind::NoEffect, line, what, None, Some(why));
    }

    /// Lets an author off the rules that are on.
    pub fn exempt_author(&mut self, line: usize, what: &str, glob: &str) {
        let rules = self.rules();
        if rules.is_empty() {
            return;
        }
        let origin = self.origin(line);
        let mut entry = Section::entry("exempt");
        entry.set("author", glob, &origin).set("rules", Value::texts(rules), "");
        entry.set("reason", format!("{what} in {}", self.file), "");
        self.draft.push(entry);
        self.set_elsewhere(line, what, "exempt.author");
    }

    /// Lets some headers off the rules that are on and that what a committer writes may let off.
    pub fn exempt_headers(&mut self, line: usize, what: &str, globs: Vec<String>) {
        let is_in_reach = |rule: &String| !NEVER_BY_HEADER.contains(&rule.as_str());
        let rules: Vec<String> = self.rules().into_iter().filter(is_in_reach).collect();
        if rules.is_empty() || globs.is_empty() {
            return;
        }
        let origin = self.origin(line);
        let mut entry = Section::entry("exempt");
        entry.set("header", Value::texts(globs), &origin).set("rules", Value::texts(rules), "");
        entry.set("reason", format!("{what} in {}", self.file), "");
        self.draft.push(entry);
        self.set_elsewhere(line, what, "exempt.header");
    }

    /// The rules that are on.
    pub fn rules(&self) -> Vec<String> {
        let sections = self
            .draft
            .sections
            .iter()
            .filter(|section| section.get("level").is_some_and(|level| *level != "off".into()));
        sections.filter_map(|section| section.name.strip_prefix("rules.")).map(str::to_owned).collect()
    }
}
