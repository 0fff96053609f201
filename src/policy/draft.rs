//! A policy that is being written: settings, each with the reason or the place that it comes from. It becomes a file
//! that explains itself.

use crate::options::quoted;
use crate::options::tree::{key_toml, parse};
use crate::text::escape;
use std::fmt::Write as _;

/// What a setting can be.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A string.
    Text(String),
    /// A whole number.
    Number(u64),
    /// `true` or `false`.
    Flag(bool),
    /// An array.
    List(Vec<Value>),
    /// An inline table.
    Table(Vec<(String, Value)>),
}

impl Value {
    /// A list of strings.
    pub fn texts<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self::List(texts.into_iter().map(|text| Self::Text(text.into())).collect())
    }

    /// As TOML, on one line.
    pub fn toml(&self) -> String {
        match self {
            Self::Text(text) => quoted(text),
            Self::Number(number) => number.to_string(),
            Self::Flag(flag) => flag.to_string(),
            Self::List(list) => format!("[{}]", list.iter().map(Self::toml).collect::<Vec<_>>().join(", ")),
            Self::Table(pairs) if pairs.is_empty() => "{}".to_owned(),
            Self::Table(pairs) => {
                let pairs: Vec<_> =
                    pairs.iter().map(|(key, value)| format!("{} = {}", key_toml(key), value.toml())).collect();
                format!("{{ {} }}", pairs.join(", "))
            }
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

/// A key, what it is set to, and where that comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// The key.
    pub key: String,
    /// What it is set to.
    pub value: Value,
    /// Why: stands behind it as a comment.
    pub origins: Vec<String>,
}

/// A table of the policy.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Section {
    /// Its name, as `rules.header-type`; empty at the top.
    pub name: String,
    /// Whether it is one of several (`[[name]]`).
    pub is_entry: bool,
    /// What it sets, in order.
    pub settings: Vec<Setting>,
}

impl Section {
    /// An entry of an array of tables.
    pub fn entry(name: &str) -> Self {
        Self { name: name.to_owned(), is_entry: true, settings: Vec::new() }
    }

    /// Sets a key, with where that comes from.
    pub fn set(&mut self, key: &str, value: impl Into<Value>, origin: &str) -> &mut Self {
        let value = value.into();
        let origins = if origin.is_empty() { Vec::new() } else { vec![origin.to_owned()] };
        match self.settings.iter_mut().find(|setting| setting.key == key) {
            Some(known) => (known.value, known.origins) = (value, origins),
            None => self.settings.push(Setting { key: key.to_owned(), value, origins }),
        }
        self
    }

    /// What a key is set to.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.settings.iter().find(|setting| setting.key == key).map(|setting| &setting.value)
    }

    /// Takes a setting out.
    pub fn take(&mut self, key: &str) -> Option<Setting> {
        let index = self.settings.iter().position(|setting| setting.key == key)?;
        Some(self.settings.remove(index))
    }

    fn write(&self, out: &mut String) {
        if self.settings.is_empty() {
            return;
        }
        match (self.name.is_empty(), self.is_entry) {
            (true, _) => {}
            (false, true) => out.push_str(&format!("\n[[{}]]\n", self.name)),
            (false, false) => out.push_str(&format!("\n[{}]\n", self.name)),
        }
        for Setting { key, value, origins } in &self.settings {
            let _ = write!(out, "{} = {}", key_toml(key), value.toml());
            if !origins.is_empty() {
                out.push_str(&format!(" # {}", comment(&origins.join("; "))));
            }
            out.push('\n');
        }
    }
}

/// A policy that is being written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PolicyDraft {
    /// The first lines, as comments.
    pub head: Vec<String>,
    /// What it is laid over.
    pub extends: Vec<String>,
    /// Its tables: those of rules, then the others, then entries.
    pub sections: Vec<Section>,
    /// The last lines, as comments.
    pub tail: Vec<String>,
}

impl PolicyDraft {
    /// The table of a name, made where it is not there yet.
    pub fn section(&mut self, name: &str) -> &mut Section {
        let at = self.sections.iter().position(|section| section.name == name && !section.is_entry);
        let at = at.unwrap_or_else(|| {
            let before = self.sections.iter().position(|section| section.is_entry).unwrap_or(self.sections.len());
            self.sections.insert(before, Section { name: name.to_owned(), ..Section::default() });
            before
        });
        &mut self.sections[at]
    }

    /// The table of a rule.
    pub fn rule(&mut self, rule: &str) -> &mut Section {
        self.section(&format!("rules.{rule}"))
    }

    /// The table of a name, where it is there.
    pub fn find(&self, name: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.name == name && !section.is_entry)
    }

    /// Adds an entry of an array of tables.
    pub fn push(&mut self, entry: Section) {
        self.sections.push(entry);
    }

    /// Lays the draft over a preset instead of over nothing: what the preset says too is left out, and rules that only the
    /// preset has are turned off.
    pub fn over_preset(&mut self, name: &str, text: &str) {
        let mut mistakes = Vec::new();
        let preset = parse(text, 0, &mut mistakes);
        for rule in preset.table("rules").iter().flat_map(|rules| &rules.entries) {
            let section = self.rule(&rule.key);
            if section.settings.is_empty() {
                section.set("level", "off", "");
                continue;
            }
            let Some(table) = rule.node.as_table() else { continue };
            let is_said =
                |setting: &Setting| table.get(&setting.key).is_some_and(|node| node.toml() == setting.value.toml());
            section.settings.retain(|setting| !is_said(setting));
        }
        self.extends.push(name.to_owned());
    }

    /// The file.
    pub fn toml(&self) -> String {
        let mut version = env!("CARGO_PKG_VERSION").split('.');
        let (major, minor) = (version.next().unwrap_or("0"), version.next().unwrap_or("1"));
        let mut out = String::new();
        self.head.iter().for_each(|line| out.push_str(&format!("# {}\n", comment(line))));
        let extends = Value::texts(self.extends.iter().map(String::as_str)).toml();
        let _ = writeln!(out, "requires = \">={major}.{minor}\"\nextends = {extends}");
        self.sections.iter().filter(|section| section.name.is_empty()).for_each(|section| section.write(&mut out));
        self.sections.iter().filter(|section| !section.name.is_empty()).for_each(|section| section.write(&mut out));
        if !self.tail.is_empty() {
            out.push('\n');
        }
        self.tail.iter().for_each(|line| out.push_str(&format!("# {}\n", comment(line))));
        out
    }
}

/// Text that may come from strangers, on one line of a comment.
fn comment(text: &str) -> String {
    escape::line(text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{Policy, Source};

    fn loads(text: &str) {
        let source = Source { name: "cihook.toml".into(), text: text.to_owned().into() };
        Policy::load(Some(source), &|_| Err(String::new())).expect("a policy");
    }

    #[test]
    fn a_draft_is_a_policy_with_its_reasons() {
        let mut draft = PolicyDraft { head: vec!["from \u{1b}[31mx\n[rules]".into()], ..PolicyDraft::default() };
        let mut entry = Section::entry("exempt");
        entry.set("author", "*[bot]", "").set("rules", Value::texts(["header-type"]), "").set(
            "reason",
            "a \"bot\"",
            "x:1",
        );
        draft.push(entry);
        draft.rule("header-type").set("level", "error", "a:1").set(
            "allow",
            Value::texts(["feat", "ü\n"]),
            "a:2\nlevel = 1",
        );
        draft.section("landing").set("method", "squash", "");
        let text = draft.toml();
        loads(&text);
        assert!(text.contains("level = \"error\" # a:1\n"), "{text}");
        assert!(text.find("[landing]") < text.find("[[exempt]]"), "{text}");
        assert_eq!(text.lines().filter(|line| line.starts_with('[')).count(), 3, "{text}");
    }

    #[test]
    fn what_a_preset_says_is_left_out() {
        let preset = "[rules.a]\nlevel = \"error\"\nmax = 1\n[rules.sign-off]\nlevel = \"error\"\n";
        let mut draft = PolicyDraft::default();
        draft.rule("a").set("level", "error", "").set("max", 2_u64, "");
        draft.over_preset("dco", preset);
        let text = draft.toml();
        assert!(
            text.ends_with("extends = [\"dco\"]\n\n[rules.a]\nmax = 2\n\n[rules.sign-off]\nlevel = \"off\"\n"),
            "{text}"
        );
    }
}
