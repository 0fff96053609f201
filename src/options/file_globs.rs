//! Globs for files, of which some take files off.

use super::text::PathGlob;
use super::tree::{Data, Node};
use super::{Mistake, OneOrMany, Setting, quoted};
use crate::words::Words;
use serde_json::{Value, json};

/// A glob, or `!glob` for everything that it does not match.
#[derive(Clone, Debug)]
pub struct SignedGlob {
    glob: PathGlob,
    is_negated: bool,
}

impl SignedGlob {
    /// Whether it takes `path`.
    pub fn matches(&self, path: &str) -> bool {
        self.glob.0.matches(path) != self.is_negated
    }
}

const NOTHING_OFF: Words = Words::new("`!` takes nothing off without a glob behind it", "`!` 之后缺少通配符");

impl Setting for SignedGlob {
    fn read(node: &Node, mistakes: &mut Vec<Mistake>) -> Option<Self> {
        let negated = match &node.data {
            Data::Text(text) => text.strip_prefix('!'),
            _ => None,
        };
        if negated.is_some_and(str::is_empty) {
            mistakes.push(Mistake::at(node.place, NOTHING_OFF.say()));
            return None;
        }
        let bare = negated.map(|glob| Node { data: Data::Text(glob.into()), place: node.place });
        let glob = PathGlob::read(bare.as_ref().unwrap_or(node), mistakes)?;
        Some(Self { glob, is_negated: negated.is_some() })
    }

    fn schema() -> Value {
        json!({ "type": "string", "pattern": "^(!.|[^!])" })
    }

    fn toml(&self) -> String {
        let sign = if self.is_negated { "!" } else { "" };
        quoted(&format!("{sign}{}", self.glob.0.as_str()))
    }
}

/// Globs for files: what a `!glob` matches is taken off first; of the others one has to match, where there is one. A list
/// of nothing but `!glob` means all other files.
#[derive(Clone, Debug, Default)]
pub struct FileGlobs(Vec<SignedGlob>);

impl FileGlobs {
    /// Whether they name no file.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether `path` is one of the files that they name.
    pub fn matches(&self, path: &str) -> bool {
        let parts = |is_negated: bool| self.0.iter().filter(move |each| each.is_negated == is_negated);
        !self.is_empty()
            && parts(true).all(|each| each.matches(path))
            && (parts(false).next().is_none() || parts(false).any(|each| each.matches(path)))
    }

    /// As they stand in the policy.
    pub fn texts(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(|each| format!("{}{}", if each.is_negated { "!" } else { "" }, each.glob.0.as_str()))
    }
}

impl Setting for FileGlobs {
    fn read(node: &Node, mistakes: &mut Vec<Mistake>) -> Option<Self> {
        OneOrMany::read(node, mistakes).map(|OneOrMany(globs)| Self(globs))
    }

    fn schema() -> Value {
        OneOrMany::<SignedGlob>::schema()
    }

    /// None is written by leaving the setting out.
    fn toml(&self) -> String {
        if self.is_empty() { String::new() } else { self.0.toml() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::tree;

    fn globs(text: &str) -> FileGlobs {
        let mut mistakes = Vec::new();
        let table = tree::parse(&format!("x = {text}"), 0, &mut mistakes);
        let globs = FileGlobs::read(table.get("x").expect("a value"), &mut mistakes).expect("globs");
        assert!(mistakes.is_empty(), "{mistakes:?}");
        globs
    }

    #[test]
    fn what_is_negated_is_taken_off_first() {
        let some = globs("[\"src/**\", \"!src/gen/**\", \"docs/*\"]");
        assert!(some.matches("src/a.rs") && some.matches("docs/a.md"));
        assert!(!some.matches("src/gen/a.rs") && !some.matches("a.rs"));
        assert_eq!(some.toml(), "[\"src/**\", \"!src/gen/**\", \"docs/*\"]");
    }

    #[test]
    fn negations_alone_mean_all_others() {
        let others = globs("\"!docs/**\"");
        assert!(others.matches("a.rs") && !others.matches("docs/a.md"));
        assert!(!FileGlobs::default().matches("a.rs"), "no glob names no file");
    }

    #[test]
    fn a_sign_alone_is_a_mistake() {
        let mut mistakes = Vec::new();
        let table = tree::parse("x = [\"!\", \"!a{\"]", 0, &mut mistakes);
        assert!(FileGlobs::read(table.get("x").expect("a value"), &mut mistakes).is_none());
        assert_eq!(mistakes.len(), 2);
    }
}
