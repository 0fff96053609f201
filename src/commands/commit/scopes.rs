//! Scopes that are likely for what is about to be committed.

use super::compose::Parts;
use super::desk::Desk;
use crate::git::place::Place;
use crate::git::{committing, paths};
use crate::message::header::Header;
use crate::rule::Vocabulary;
use crate::text::Span;
use std::collections::BTreeMap;

/// So many subjects of the history are looked at.
const LOOKED_AT: usize = 200;

/// More suggestions nobody reads.
const MOST: usize = 12;

/// Folders that say nothing about a part of a project.
const GENERIC: [&str; 8] = ["src", "lib", "pkg", "cmd", "internal", "packages", "crates", "app"];

/// The likeliest first: folders of what is staged, what the policy names, what the history uses; only those that the policy
/// accepts.
pub fn likely(place: &Place, desk: &Desk<'_>, vocabulary: &Vocabulary, amends: bool) -> Vec<String> {
    let staged = paths::staged(place, amends);
    let staged = staged.yes().map(Vec::as_slice).unwrap_or_default();
    let used = used(&committing::subjects(place, LOOKED_AT), vocabulary);
    let folders = folders(staged);
    let (seen, new): (Vec<_>, Vec<_>) = folders.into_iter().partition(|folder| used.contains(folder));
    let named = vocabulary.scopes.iter().cloned();
    let kind = vocabulary.types.first().cloned().unwrap_or_default();
    let fits = |scope: &String| {
        let parts =
            Parts { kind: kind.clone(), scope: scope.clone(), description: "description".into(), ..Parts::default() };
        desk.sheet(&parts.message()).findings.iter().all(|finding| finding.rule != "header-scope")
    };
    let mut likely: Vec<String> = Vec::new();
    for scope in seen.into_iter().chain(named).chain(used.clone()).chain(new) {
        if likely.len() < MOST && !likely.contains(&scope) && fits(&scope) {
            likely.push(scope);
        }
    }
    likely
}

/// The names of the folders that paths are in, the most frequent first.
fn folders(paths: &[String]) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for path in paths {
        let folders = path.rsplit('/').skip(1).filter(|folder| !GENERIC.contains(folder) && !folder.starts_with('.'));
        folders.for_each(|folder| *counts.entry(folder).or_default() += 1);
    }
    by_count(counts.into_iter().map(|(name, count)| (name.to_owned(), count)).collect())
}

/// The scopes of first lines, the most frequent first.
fn used(subjects: &str, vocabulary: &Vocabulary) -> Vec<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for subject in subjects.lines() {
        let header = Header::parse(Span::new(0, subject.len()), subject, &vocabulary.forms);
        for (_, scope) in header.scopes().filter(|_| header.is_typed()) {
            *counts.entry(scope.to_string()).or_default() += 1;
        }
    }
    by_count(counts.into_iter().collect())
}

fn by_count(mut counts: Vec<(String, usize)>) -> Vec<String> {
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts.into_iter().map(|(name, _)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_named_by_how_much_of_them_is_staged() {
        let paths =
            ["internal/api/a.go", "internal/api/b.go", "web/x.ts", "README.md", ".github/x.yml"].map(str::to_owned);
        assert_eq!(folders(&paths), ["api", "web"]);
    }

    #[test]
    fn scopes_of_the_history_are_counted() {
        let subjects = "feat(web): a (#1)\nfix(api): b (#2)\nfix(api,web): c (#3)\nMerge x (y)\nfix(api): d";
        assert_eq!(used(subjects, &Vocabulary::default()), ["api", "web"]);
    }
}
