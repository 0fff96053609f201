//! What was seen in the messages of a history, as settings of the rules.

use super::grammar::Grammar;
use super::issues::Issues;
use super::people::People;
use super::probes::Probes;
use super::types::Types;
use super::{FEW, Share};
use crate::message::Message;
use crate::message::issue::default_forms;
use crate::rules::widest_line;
use crate::text::width;
use std::collections::BTreeMap;

/// A list of scopes has at most so many,
const SCOPES_MOST: usize = 30;

/// and covers so many percent.
const SCOPES_COVER: u64 = 95;

/// Lengths are taken so that so many percent fit.
const FIT: usize = 99;

/// and rounded up to a multiple of this,
const STEP: u64 = 10;

/// but to no less than what everybody may expect (git-commit(1), DISCUSSION; "Submitting patches" of git).
const LEAST: u64 = 72;

/// Trailers that a tool or a server adds: people cannot write them by hand.
const BY_TOOLS: [&str; 15] = [
    "acked-by",
    "change-id",
    "cherry-picked-from",
    "co-authored-by",
    "cr-commit-position",
    "differential revision",
    "git-svn-id",
    "link",
    "message-id",
    "part-of",
    "pr-url",
    "reviewed-by",
    "reviewed-on",
    "tested-by",
    "x-git-url",
];

/// The trailer that has a rule of its own.
const SIGN_OFF: &str = "Signed-off-by";

/// What was seen.
pub struct Seen {
    /// Which form of headers fits best.
    pub grammar: Grammar,
    /// The types.
    pub types: Types,
    /// Headers with a scope, of those with a type.
    pub scoped: Share,
    /// The scopes, where these are few.
    pub scopes: Vec<String>,
    /// The issues.
    pub issues: Issues,
    /// The most columns of a header.
    pub header_max: u64,
    /// The fewest columns of a description.
    pub description_min: u64,
    /// The most columns of a line of the body.
    pub body_max: u64,
    /// Keys of trailers that nearly every message has and that people write.
    pub required: Vec<String>,
    /// Those that tools add.
    pub by_tools: Vec<String>,
    /// Headers in Chinese.
    pub chinese: Share,
    /// Settings that were tried.
    pub probes: Probes,
}

impl Seen {
    /// Reads what people wrote by hand.
    pub fn of(people: &People<'_>) -> Self {
        let probes = Probes::of(people);
        let forms = default_forms();
        let texts: Vec<&str> = people.by_hand.iter().map(|by_hand| by_hand.text.as_ref()).collect();
        let messages: Vec<Message<'_>> = texts.iter().map(|text| Message::parse(text, &forms)).collect();
        let authors = people.by_hand.iter().map(|by_hand| by_hand.author.as_ref());
        let types = Types::of(messages.iter().zip(authors), people.count());
        let (scoped, scopes) = scopes(&messages);
        let headers = people.by_hand.iter().map(|by_hand| &people.commits[by_hand.index]);
        let headers = headers.map(|commit| width::columns(commit.summary()) as u64).collect();
        let bodies = messages.iter().filter_map(widest_line).map(|columns| columns as u64).collect();
        let (required, by_tools) = trailers(&messages);
        Self {
            grammar: Grammar::of(&probes, &messages, &types),
            issues: Issues::of(&texts),
            header_max: fitting(headers),
            description_min: description_min(&messages),
            body_max: fitting(bodies),
            chinese: chinese(&messages),
            types,
            scoped,
            scopes,
            required,
            by_tools,
            probes,
        }
    }
}

/// The 99th percentile, rounded up.
fn fitting(mut widths: Vec<u64>) -> u64 {
    widths.sort_unstable();
    let at = (widths.len() * FIT).div_ceil(100).saturating_sub(1);
    let most = widths.get(at).copied().unwrap_or(0);
    if most <= LEAST { LEAST } else { most.div_ceil(STEP) * STEP }
}

/// The usual least width of a description, where nearly all have it.
fn description_min(messages: &[Message<'_>]) -> u64 {
    const USUAL: u64 = 4;
    let mut share = Share::default();
    messages.iter().for_each(|message| share.add(width::columns(message.header.title()) as u64 >= USUAL));
    if share.is(FIT as u64) { USUAL } else { 0 }
}

fn chinese(messages: &[Message<'_>]) -> Share {
    let is_han = |c: char| matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}');
    let mut share = Share::default();
    messages.iter().for_each(|message| share.add(message.header.text_of(message.header.line).contains(is_han)));
    share
}

/// How many headers have a scope, and the scopes where few of them cover nearly all.
fn scopes(messages: &[Message<'_>]) -> (Share, Vec<String>) {
    let mut share = Share::default();
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    let mut lists = Vec::new();
    for message in messages.iter().filter(|message| message.header.kind.is_some()) {
        let scopes: Vec<String> = message.header.scopes().map(|(_, scope)| scope.into_owned()).collect();
        share.add(!scopes.is_empty());
        if !scopes.is_empty() {
            scopes.iter().for_each(|scope| *counts.entry(scope.clone()).or_default() += 1);
            lists.push(scopes);
        }
    }
    let mut by_count: Vec<(&String, &u64)> =
        counts.iter().filter(|(scope, _)| !scope.contains(['*', '?', '{', '}'])).collect();
    by_count.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    // What was written once only may be a slip, where there is no room for all.
    let is_all = by_count.len() <= SCOPES_MOST;
    let taken = by_count.into_iter().filter(|(_, count)| is_all || **count > 1).take(SCOPES_MOST);
    let mut taken: Vec<String> = taken.map(|(scope, _)| scope.clone()).collect();
    let mut covered = Share::default();
    lists.iter().for_each(|scopes| covered.add(scopes.iter().all(|scope| taken.contains(scope))));
    taken.sort_unstable();
    let is_list = share.part >= FEW && covered.is(SCOPES_COVER);
    (share, if is_list { taken } else { Vec::new() })
}

/// Keys that nearly every message has: those that people write, and those that tools add.
fn trailers(messages: &[Message<'_>]) -> (Vec<String>, Vec<String>) {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for message in messages {
        let mut keys: Vec<&str> = message.trailers.list.iter().map(|trailer| trailer.key).collect();
        keys.sort_unstable();
        keys.dedup();
        keys.into_iter().for_each(|key| *counts.entry(key).or_default() += 1);
    }
    let whole = messages.len() as u64;
    let usual = counts.into_iter().filter(|(_, part)| Share { part: *part, whole }.is(super::PASS));
    let usual = usual.map(|(key, _)| key.to_owned()).filter(|key| !key.eq_ignore_ascii_case(SIGN_OFF));
    usual.partition(|key| !BY_TOOLS.contains(&key.to_lowercase().as_str()))
}
