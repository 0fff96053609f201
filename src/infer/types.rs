//! The types that a community uses, and what it writes instead of them now and then.

use super::Share;
use crate::message::Message;
use crate::policy::Policy;
use crate::text::similar;
use std::collections::{BTreeMap, BTreeSet};

/// The types that people expect (Conventional Commits, as commitlint's config-conventional has them).
pub const USUAL: [&str; 11] =
    ["build", "chore", "ci", "docs", "feat", "fix", "perf", "refactor", "revert", "style", "test"];

/// A word is used when it was written so often,
const USED: u64 = 3;

/// by so many people.
const USERS: usize = 2;

/// A spelling that is so many times rarer than another one is a slip.
const RARER: u64 = 5;

/// What was seen before the colon.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Types {
    /// The types to allow: the usual ones first.
    pub allow: Vec<String>,
    /// Other words for them.
    pub alias: BTreeMap<String, String>,
    /// Headers with one of the usual types, of those with any.
    pub usual: Share,
}

/// How often a word was used, and by whom.
#[derive(Default)]
struct Used<'m> {
    count: u64,
    people: BTreeSet<&'m str>,
}

impl Types {
    /// Reads the types of messages and their authors; `people` is how many there are.
    pub fn of<'m>(messages: impl Iterator<Item = (&'m Message<'m>, &'m str)>, people: usize) -> Self {
        let mut words: BTreeMap<String, Used<'m>> = BTreeMap::new();
        let mut usual = Share::default();
        for (message, author) in messages {
            let Some(kind) = message.header.kind() else { continue };
            usual.add(USUAL.iter().any(|known| known.eq_ignore_ascii_case(&kind)));
            let used = words.entry(kind.into_owned()).or_default();
            used.count += 1;
            used.people.insert(author);
        }
        let users = USERS.min(people);
        let is_used = |used: &Used<'_>| used.count >= USED && used.people.len() >= users;
        let mut allow: BTreeSet<&str> =
            words.iter().filter(|(_, used)| is_used(used)).map(|(word, _)| word.as_str()).collect();
        if usual.is(50) {
            allow.extend(USUAL);
        }
        let alias = aliases(&words, &mut allow);
        let own = allow.iter().copied().filter(|word| !USUAL.contains(word));
        let allow = USUAL.into_iter().filter(|word| allow.contains(word)).chain(own).map(str::to_owned).collect();
        Self { allow, alias, usual }
    }

    /// Whether nearly all headers with a word before the colon use few words: these are types, and no subsystems.
    pub fn are_few(&self) -> bool {
        const FEW: usize = 15;
        self.allow.len() <= FEW
    }
}

/// The words that stand for a type; they are no types of their own.
fn aliases<'w>(words: &'w BTreeMap<String, Used<'_>>, allow: &mut BTreeSet<&'w str>) -> BTreeMap<String, String> {
    let known = known_aliases();
    let count = |word: &str| words.get(word).map_or(0, |used| used.count);
    let mut alias = BTreeMap::new();
    // The most used ones are what the others are slips of.
    let mut by_count: Vec<&str> = allow.iter().copied().collect();
    by_count.sort_by_key(|word| std::cmp::Reverse(count(word)));
    for (word, used) in words {
        if USUAL.contains(&word.as_str()) {
            continue;
        }
        let is_rarer = |meant: &&&str| **meant != word.as_str() && used.count * RARER <= count(meant);
        let is_own = allow.contains(word.as_str());
        let slip = by_count.iter().filter(is_rarer).find(|meant| is_slip(word, meant, is_own));
        let known = known.get(&word.to_lowercase()).map(String::as_str);
        let known = known.filter(|meant| allow.contains(meant) && (!is_own || used.count * RARER <= count(meant)));
        let Some(meant) = slip.copied().or(known) else { continue };
        allow.remove(word.as_str());
        // Another case is corrected without being named.
        if !word.eq_ignore_ascii_case(meant) {
            alias.insert(word.clone(), meant.to_owned());
        }
    }
    alias.retain(|_, meant| allow.contains(meant.as_str()));
    alias
}

/// Whether `word` is a spelling of `meant` that is one edit or swap away. A word that several people use is one only where
/// no other word is likely; so are short ones, which are near too many others.
fn is_slip(word: &str, meant: &str, is_used: bool) -> bool {
    const LONG: usize = 4;
    word.eq_ignore_ascii_case(meant)
        || similar::misspelt(word, [meant]).is_some()
        || (!is_used && meant.len() >= LONG && similar::is_one_slip(word, meant))
}

/// What the default preset knows as other words for the usual types.
fn known_aliases() -> BTreeMap<String, String> {
    let policy = Policy::load(None, &|_| Err(String::new())).ok();
    let aliases = policy.and_then(|policy| policy.for_branch(None).ok().map(|held| held.vocabulary.aliases.clone()));
    aliases.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::issue::default_forms;

    fn types(headers: &[(&str, usize)]) -> Types {
        let texts: Vec<(String, String)> = headers
            .iter()
            .flat_map(|(kind, count)| (0..*count).map(move |n| (format!("{kind}: add {n}"), format!("p{}", n % 3))))
            .collect();
        let forms = default_forms();
        let messages: Vec<(Message<'_>, &str)> =
            texts.iter().map(|(text, author)| (Message::parse(text, &forms), author.as_str())).collect();
        Types::of(messages.iter().map(|(message, author)| (message, *author)), 3)
    }

    #[test]
    fn own_types_join_the_usual_ones() {
        let seen = types(&[("feat", 50), ("deps", 4), ("fix", 20), ("once", 1)]);
        assert!(seen.allow.len() == 12 && seen.allow.contains(&"deps".to_owned()), "{seen:?}");
        let seen = types(&[("add", 50), ("drop", 40), ("fix", 9)]);
        assert_eq!(seen.allow, ["fix", "add", "drop"], "where the usual ones are not usual, only those that are used");
    }

    #[test]
    fn slips_and_known_words_become_aliases() {
        let seen = types(&[("feat", 90), ("faet", 2), ("Feat", 3), ("feature", 4), ("chore", 40), ("chor", 1)]);
        let alias = |word: &str| seen.alias.get(word).map(String::as_str);
        assert_eq!((alias("faet"), alias("feature"), alias("chor")), (Some("feat"), Some("feat"), Some("chore")));
        assert!(seen.allow.len() == USUAL.len() && alias("Feat").is_none(), "{seen:?}");
        let seen = types(&[("feat", 9), ("feature", 30), ("Fix", 20), ("fix", 30), ("cli", 6), ("ci", 60)]);
        let allow = |word: &str| seen.allow.contains(&word.to_owned());
        assert!(allow("feature") && allow("Fix") && allow("cli") && seen.alias.is_empty(), "{seen:?}");
    }
}
