//! Which issues people name, in which form and where.

use super::Share;
use crate::message::Message;
use crate::message::issue::{self, Form, default_forms};
use std::collections::{BTreeMap, BTreeSet};

/// Where an issue may be named, as policies say it.
pub const PLACES: [&str; 3] = ["header", "body", "trailer"];

/// So many percent of the commits make a form or a place one that is used.
const USED: u64 = 5;

/// Words with a number that are no issues.
const NO_ISSUES: [&str; 18] = [
    "AES-", "API-", "CVE-", "CWE-", "ES-", "GHSA-", "HTTP-", "IPV-", "ISO-", "MD-", "PEP-", "RC-", "RFC-", "SHA-",
    "UTF-", "UTC-", "V-", "X-",
];

/// What people write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issues {
    /// What stands before the number.
    pub forms: Vec<Form>,
    /// The places where it stands, as policies name them, the most used one first; never empty.
    pub places: Vec<&'static str>,
    /// Commits that name one at these places.
    pub share: Share,
}

impl Issues {
    /// Reads the references of messages, which are given as texts.
    pub fn of(texts: &[&str]) -> Self {
        let forms = forms(texts);
        let named: Vec<[bool; 3]> = texts.iter().map(|text| places_of(text, &forms)).collect();
        let count = |place: usize| named.iter().filter(|named| named[place]).count() as u64;
        let mut order = [0, 1, 2];
        order.sort_by_key(|place| std::cmp::Reverse(count(*place)));
        let mut taken: Vec<usize> = vec![order[0]];
        for place in order.into_iter().skip(1) {
            let more = named.iter().filter(|named| named[place] && taken.iter().all(|taken| !named[*taken])).count();
            if more as u64 * 100 >= texts.len() as u64 * USED && more > 0 {
                taken.push(place);
            }
        }
        let mut share = Share::default();
        named.iter().for_each(|named| share.add(taken.iter().any(|place| named[*place])));
        Self { forms, places: taken.into_iter().map(|place| PLACES[place]).collect(), share }
    }
}

/// In which of the places a message names an issue.
fn places_of(text: &str, forms: &[Form]) -> [bool; 3] {
    let message = Message::parse(text, forms);
    let mentioned = |text: &str| issue::is_mentioned(text, forms);
    [
        !message.header.issues.is_empty(),
        mentioned(message.body.of(message.text)),
        message.trailers.list.iter().any(|trailer| mentioned(&trailer.value)),
    ]
}

/// The usual forms, or the keys of a tracker where these are used.
fn forms(texts: &[&str]) -> Vec<Form> {
    let mut keys: BTreeMap<&str, u64> = BTreeMap::new();
    let mut hashes = 0;
    for text in texts {
        hashes += u64::from(issue::is_mentioned(text, &default_forms()));
        let found: BTreeSet<&str> = keys_in(text).collect();
        found.into_iter().for_each(|key| *keys.entry(key).or_default() += 1);
    }
    let is_used = |count: u64| count >= 3 && count * 100 >= texts.len() as u64 * USED;
    let mut used: Vec<(&str, u64)> = keys.into_iter().filter(|(_, count)| is_used(*count)).collect();
    used.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let keys: Vec<Form> = used.iter().filter_map(|(key, _)| Form::new(key)).collect();
    if keys.is_empty() {
        return default_forms();
    }
    if is_used(hashes) { keys.into_iter().chain(default_forms()).collect() } else { keys }
}

/// The keys of trackers, as `PROJ-` in `PROJ-12`.
fn keys_in(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    text.split(move |c: char| !is_part(c)).filter_map(|word| {
        let number = word.len() - word.bytes().rev().take_while(u8::is_ascii_digit).count();
        let (key, number) = word.split_at(number);
        let project = key.strip_suffix('-')?;
        let is_key = (2..=12).contains(&project.len())
            && project.starts_with(|c: char| c.is_ascii_uppercase())
            && project.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
        (is_key && !number.is_empty() && !NO_ISSUES.contains(&key) && key != "GH-").then_some(key)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: impl Fn(usize) -> String) -> Issues {
        let texts: Vec<String> = (1..101).map(text).collect();
        Issues::of(&texts.iter().map(String::as_str).collect::<Vec<_>>())
    }

    #[test]
    fn forms_and_places_are_those_that_are_used() {
        let issues = seen(|n| format!("feat: add {n} (#{n})"));
        assert_eq!((issues.places, issues.share), (vec!["header"], Share { part: 100, whole: 100 }));
        let issues = seen(|n| format!("Add {n}\n\nUse UTF-8.\n\nCloses: PROJ-{n}\nSigned-off-by: A <a@b.c>\n"));
        assert_eq!((issues.places, issues.share.part), (vec!["trailer"], 100));
        assert_eq!(issues.forms.iter().map(Form::as_str).collect::<Vec<_>>(), ["PROJ-"]);
        let issues = seen(|n| match n % 4 {
            0 => format!("Add {n} (#1)"),
            1 => "Add".to_owned(),
            _ => format!("Add {n}\n\nThis closes #{n} for good."),
        });
        assert_eq!((issues.places, issues.share.part), (vec!["body", "header"], 75));
        let issues = seen(|n| format!("Add {n}"));
        assert_eq!((issues.places, issues.share.part), (vec!["header"], 0));
    }
}
