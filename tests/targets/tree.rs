//! Tree objects, and the order of what stands in them.

use super::promises::choice;
use cihook::git::changes::tree::{Beside, Entries, Entry, order};
use std::cmp::Ordering;

/// The first byte chooses how long names of objects are, the rest is the content of a tree. Nothing of it is passed
/// unread without a word.
pub fn target(data: &[u8]) {
    let (first, content) = choice(data);
    let id_length = if first & 1 == 0 { 20 } else { 32 };
    let mut entries = Entries::of(content, id_length);
    let all: Vec<Entry<'_>> = entries.by_ref().collect();
    let least: usize = all.iter().map(|entry| entry.name.len() + id_length + 2).sum();
    assert!(least <= content.len(), "{} entries are more than there is", all.len());
    assert!(entries.is_broken() || content.is_empty() || !all.is_empty(), "what is left is told");
    for entry in &all {
        assert!(!entry.name.contains(&0) && entry.id.as_bytes().len() == id_length, "{entry:?}");
        assert_eq!(order(entry, entry), Ordering::Equal);
    }
    for pair in all.windows(2) {
        assert_eq!(order(&pair[0], &pair[1]), order(&pair[1], &pair[0]).reverse(), "{pair:?}");
    }
    every_entry_is_met(&all, content, id_length);
}

/// Of two trees that are the same and in order, each entry is beside itself, and none is passed.
fn every_entry_is_met(all: &[Entry<'_>], content: &[u8], id_length: usize) {
    if !all.is_sorted_by(|one, next| order(one, next) == Ordering::Less) {
        return;
    }
    let mut other = Beside::of(Entries::of(content, id_length));
    for entry in all {
        assert_eq!(other.same(entry, |passed| panic!("{passed:?} is passed")), Some(*entry));
    }
    other.rest(|left| panic!("{left:?} is left"));
}
