//! What a community calls things, and how it counts: what one rule's settings say to the others.

use super::{Counting, Rule};
use crate::message::header::Header;
use crate::message::issue::{self, Form};
use crate::options::Bilingual;
use crate::text::Span;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a community calls things; several rules read it.
#[derive(Clone, Debug)]
pub struct Vocabulary {
    /// The types that a header may have; empty: any.
    pub types: Arc<[String]>,
    /// What they mean, where the policy says it.
    pub about: BTreeMap<String, Bilingual>,
    /// Other words for them.
    pub aliases: BTreeMap<String, String>,
    /// What stands before the number of an issue.
    pub forms: Vec<Form>,
    /// Whether a header has to have a scope.
    pub scope_required: bool,
    /// The scopes that the policy names.
    pub scopes: Vec<String>,
    /// Whether references to issues are put into brackets at the end of the header.
    pub issue_ends_header: bool,
    /// Whether the policy gives a regular expression for the whole header: it has no type, scope or issue then.
    pub has_pattern: bool,
    /// Whether of pull requests only the title is judged, and not how their commits are written.
    pub is_title_only: bool,
    /// Which changed lines count towards the size of a pull request.
    pub counting: Counting,
}

impl Default for Vocabulary {
    fn default() -> Self {
        let aliases = BTreeMap::new();
        Self {
            types: Arc::default(),
            about: BTreeMap::new(),
            aliases,
            forms: issue::default_forms(),
            scope_required: false,
            scopes: Vec::new(),
            issue_ends_header: false,
            has_pattern: false,
            is_title_only: false,
            counting: Counting::default(),
        }
    }
}

impl Vocabulary {
    /// What these rules teach.
    pub fn of<'r>(rules: impl Iterator<Item = &'r dyn Rule>) -> Self {
        let mut vocabulary = Self::default();
        rules.for_each(|rule| rule.teach(&mut vocabulary));
        vocabulary
    }

    /// What a header says beside its type and its issues: also behind a type that lacks its colon.
    pub fn words_of(&self, header: &Header<'_>) -> Span {
        let words = if self.issue_ends_header { header.words() } else { header.title };
        let bare = header.bare.filter(|_| header.bare_word().is_some_and(|word| self.type_of(&word).is_some()));
        bare.map_or(words, |bare| Span::new(bare.whole.end, words.end.max(bare.whole.end)))
    }

    /// The type that `word` is or stands for, whatever its case.
    pub fn type_of(&self, word: &str) -> Option<&str> {
        let exact = self.types.iter().find(|kind| *kind == word);
        let in_any_case = || self.types.iter().find(|kind| is_same(kind, word));
        let alias = || self.aliases.iter().find(|(alias, _)| is_same(alias, word)).map(|(_, meant)| meant);
        exact.or_else(in_any_case).or_else(alias).map(String::as_str)
    }
}

/// Whether two words are the same but for their case.
fn is_same(a: &str, b: &str) -> bool {
    fn lower(text: &str) -> impl Iterator<Item = char> {
        text.chars().flat_map(char::to_lowercase)
    }
    a.eq_ignore_ascii_case(b) || (!b.is_ascii() && lower(a).eq(lower(b)))
}
