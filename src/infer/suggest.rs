//! The strictest settings that some commits already meet, as a fragment to be put on top of the policy that was tried.

use super::judged::{judge_with, read_by, refused_and_judged, with_fault_of};
use super::levels::applies;
use super::people::{facts, hand_written};
use super::types::USUAL;
use super::{Sample, Share};
use crate::message::Message;
use crate::message::Origin;
use crate::message::issue::{Form, default_forms};
use crate::model::{Commit, ObjectId};
use crate::options::{Day, Level, Setting as _, quoted};
use crate::policy::{Policy, Source};
use crate::rules::widest_line;
use crate::text::width;
use crate::words::{Lang, Plain, Words};
use std::collections::BTreeSet;

/// A list of scopes is no longer than this.
const SCOPES_MOST: usize = 30;

/// From this share on, in percent, a rule that is not met is a warning.
const RECOMMEND: u64 = 50;

const HEAD: Words = Words::new(
    "The strictest settings that these {0} commits already meet; to be put on top of the policy that was tried.",
    "这 {0} 个提交已经满足的最严格设置；请加在所试策略之上。",
);
const OF: Words = Words::new("{0} of {1}", "{1} 个中有 {0} 个");
const FEW: Words = Words::new("too little seen ({0})", "样本太少（{0} 个）");
const FEW_SEEN: Words = Words::new("{0}: too little seen ({1})", "{0}：样本太少（{1} 个）");

/// The settings of a rule, as TOML.
type Options = Vec<(&'static str, String)>;

/// A rule, and its settings from the strictest on.
struct Candidate {
    rule: &'static str,
    ways: Vec<Options>,
    /// Which of them is tried.
    way: usize,
    share: Share,
    is_met: bool,
    /// Whether the policy that was tried refuses some of the commits by it.
    is_refused: bool,
}

impl Candidate {
    /// Whether the rule has anything to judge in a message: where something is required, in each.
    fn applies(&self, message: &Message<'_>) -> bool {
        let is_required = self.ways[self.way].iter().any(|(key, value)| *key == "required" && value == "true");
        applies(self.rule, message, is_required) || (is_required && self.rule == "body-format")
    }
}

/// What is suggested for.
pub struct Tried<'t> {
    /// The policy that was tried.
    pub policy: &'t Policy,
    /// The branch that is worked on.
    pub branch: Option<&'t str>,
    /// The day, for exemptions that expire.
    pub today: Day,
    /// Which commits the revision of an `[[exempt]]` entry, by its number, reaches.
    pub reached: &'t dyn Fn(usize, ObjectId) -> bool,
}

/// Suggests settings that all samples meet.
pub fn suggest(tried: &Tried<'_>, samples: &[Sample], lang: Lang) -> String {
    let Tried { policy, branch, .. } = *tried;
    let commits: Vec<Commit<'_>> = samples.iter().map(facts).collect();
    let forms = policy.for_branch(branch).map_or_else(|_| default_forms(), |held| held.vocabulary.forms.clone());
    let written: Vec<String> = samples.iter().map(by_hand).collect();
    let mut candidates = candidates(&commits, &written, &forms);
    mark_refused(tried, &commits, &mut candidates);
    let most = candidates.iter().map(|candidate| candidate.ways.len()).max().unwrap_or(0);
    for _ in 0..most {
        if candidates.iter().all(|candidate| candidate.is_met) {
            break;
        }
        let Some(strict) = on_top(policy, &all(&candidates)) else { break };
        judge(&Tried { policy: &strict, ..*tried }, &commits, &written, &mut candidates);
    }
    text(&candidates, samples.len(), lang)
}

/// A message without the number that a server added.
fn by_hand(sample: &Sample) -> String {
    let (header, rest) = sample.text.split_once('\n').unwrap_or((&sample.text, ""));
    let written = hand_written(header, sample.committer.as_ref());
    if written.is_cut { format!("{}\n{rest}", written.header) } else { sample.text.clone() }
}

/// Marks the rules by which the policy that was tried refuses commits.
fn mark_refused(tried: &Tried<'_>, commits: &[Commit<'_>], candidates: &mut [Candidate]) {
    judge_with(tried.policy, tried.branch, tried.today, &mut |judge, rules| {
        let refused = commits.iter().fold(0, |all, commit| {
            let reached = |entry: usize| commit.id.is_some_and(|id| (tried.reached)(entry, id));
            all | refused_and_judged(judge, rules, &read_by(judge, commit), &reached).0
        });
        for candidate in candidates.iter_mut() {
            let at = rules.iter().position(|rule| *rule == candidate.rule);
            candidate.is_refused = at.is_some_and(|at| refused & (1 << at) != 0);
        }
    });
}

/// Judges with the settings that are tried, and goes on to the next ones where they are not met.
fn judge(tried: &Tried<'_>, commits: &[Commit<'_>], written: &[String], candidates: &mut [Candidate]) {
    judge_with(tried.policy, tried.branch, tried.today, &mut |judge, rules| {
        for candidate in candidates.iter_mut().filter(|candidate| !candidate.is_met) {
            candidate.share = Share::default();
        }
        for (commit, text) in commits.iter().zip(written) {
            let message = with_fault_of(commit, text, judge);
            let by_hand = Commit { message: message.clone(), ..commit.clone() };
            let reached = |entry: usize| commit.id.is_some_and(|id| (tried.reached)(entry, id));
            let (refused, judged) = refused_and_judged(judge, rules, &read_by(judge, commit), &reached);
            let (of_hand, _) = refused_and_judged(judge, rules, &by_hand, &reached);
            for candidate in candidates.iter_mut().filter(|candidate| !candidate.is_met) {
                let Some(at) = rules.iter().position(|rule| *rule == candidate.rule) else { continue };
                if judged & (1 << at) != 0 && candidate.applies(&message) {
                    // A number that a server added is none that anybody named.
                    let refused = if candidate.rule == "header-issue" { refused | of_hand } else { refused };
                    candidate.share.add(refused & (1 << at) == 0);
                }
            }
        }
    });
    for candidate in candidates.iter_mut().filter(|candidate| !candidate.is_met) {
        candidate.is_met = candidate.share.part == candidate.share.whole;
        if !candidate.is_met && candidate.way + 1 < candidate.ways.len() {
            candidate.way += 1;
        }
    }
}

/// A policy on top of another one.
fn on_top(policy: &Policy, fragment: &str) -> Option<Policy> {
    const BELOW: &str = "tried.toml";
    let first = policy.sources.first_name();
    let below = first.strip_prefix("preset ").unwrap_or(BELOW);
    let text = format!("extends = [{}]\n{fragment}", quoted(below));
    let read = |name: &str| {
        let name = if name == BELOW { first } else { name };
        let found = policy.sources.iter().find(|source| source.name == name);
        found.map(|source| source.text.to_string()).ok_or_else(String::new)
    };
    Policy::load(Some(Source { name: "suggested.toml".to_owned(), text: text.into() }), &read).ok()
}

/// All rules with the settings that are tried, as errors.
fn all(candidates: &[Candidate]) -> String {
    candidates.iter().map(|candidate| table(candidate, "level = \"error\"")).collect()
}

fn table(candidate: &Candidate, level: &str) -> String {
    let options = candidate.ways[candidate.way].iter();
    let options: String = options.map(|(key, value)| format!("{key} = {value}\n")).collect();
    format!("[rules.{}]\n{level}\n{options}", candidate.rule)
}

/// The fragment.
fn text(candidates: &[Candidate], commits: usize, lang: Lang) -> String {
    let say = |sentence: &crate::words::Sentence| sentence.show(lang, &Plain);
    let mut text = format!("# {}\n", say(&HEAD.with([commits.into()])));
    for candidate in candidates {
        let Share { part, whole } = candidate.share;
        let is_enough = candidate.share.is_enough();
        // Of what was hardly seen nothing is asked, but that it is not refused.
        if !is_enough && !candidate.is_refused {
            text.push_str(&format!("\n# {}\n", say(&FEW_SEEN.with([candidate.rule.into(), whole.into()]))));
            continue;
        }
        let level = match candidate.is_met {
            true => Level::Error,
            false if candidate.share.is(RECOMMEND) => Level::Warn,
            false => Level::Off,
        };
        let why = if is_enough { OF.with([part.into(), whole.into()]) } else { FEW.with([whole.into()]) };
        let line = format!("level = {}  # {}", level.toml(), say(&why));
        match candidate.is_met {
            true => text.push_str(&format!("\n{}", table(candidate, &line))),
            false => text.push_str(&format!("\n[rules.{}]\n{line}\n", candidate.rule)),
        }
    }
    text
}

/// What is tried of each rule that messages suffice to judge.
fn candidates(commits: &[Commit<'_>], written: &[String], forms: &[Form]) -> Vec<Candidate> {
    let messages: Vec<Message<'_>> = written.iter().map(|text| Message::parse(text, forms)).collect();
    let of = |rule, ways: Vec<Options>| Candidate {
        rule,
        ways,
        way: 0,
        share: Share::default(),
        is_met: false,
        is_refused: false,
    };
    vec![
        of("header-format", vec![Vec::new()]),
        of("header-type", vec![vec![("allow", types(&messages))]]),
        of("header-scope", scopes(&messages)),
        of("header-issue", places()),
        of("header-length", lengths(commits, &messages)),
        of("header-style", styles()),
        of("body-format", vec![flag("required", true), flag("required", false)]),
        of("body-width", vec![vec![("max", widest(&messages).to_string())]]),
        of("sign-off", ["strict", "dco2", "dcoapp"].map(|compat| vec![("compat", quoted(compat))]).to_vec()),
        of("closing-words", vec![flag("mentions", true), flag("mentions", false)]),
        of("merge-commit", vec![Vec::new()]),
        of("author", vec![Vec::new()]),
    ]
}

fn flag(key: &'static str, is: bool) -> Options {
    vec![(key, is.to_string())]
}

fn list(words: impl Iterator<Item = String>) -> String {
    format!("[{}]", words.map(|word| quoted(&word)).collect::<Vec<_>>().join(", "))
}

/// The types that were used; the usual ones where there are none.
fn types(messages: &[Message<'_>]) -> String {
    let seen: BTreeSet<String> =
        messages.iter().filter_map(|message| message.header.kind()).map(std::borrow::Cow::into_owned).collect();
    if seen.is_empty() { list(USUAL.into_iter().map(str::to_owned)) } else { list(seen.into_iter()) }
}

fn scopes(messages: &[Message<'_>]) -> Vec<Options> {
    let typed = messages.iter().filter(|message| message.header.kind.is_some());
    let seen: BTreeSet<String> =
        typed.flat_map(|message| message.header.scopes().map(|(_, scope)| scope.into_owned())).collect();
    let is_list = seen.len() <= SCOPES_MOST && !seen.iter().any(|scope| scope.contains(['*', '?', '{', '}']));
    let allow = if is_list { list(seen.into_iter()) } else { "[]".to_owned() };
    [true, false].map(|required| vec![("required", required.to_string()), ("allow", allow.clone())]).to_vec()
}

fn places() -> Vec<Options> {
    let places: [&[&str]; 4] = [&["header"], &["trailer"], &["body"], &["header", "body", "trailer"]];
    places.map(|places| vec![("where", list(places.iter().map(|place| (*place).to_owned())))]).to_vec()
}

fn lengths(commits: &[Commit<'_>], messages: &[Message<'_>]) -> Vec<Options> {
    let by_people = commits.iter().filter(|commit| !commit.is_merge() && commit.message.origin() == Origin::Author);
    let most = by_people.map(|commit| width::columns(commit.summary())).max().unwrap_or(0).max(1);
    let least = messages.iter().map(|message| width::columns(message.header.title())).min().unwrap_or(0);
    [least, 0].map(|least| vec![("max", most.to_string()), ("description-min", least.to_string())]).to_vec()
}

fn styles() -> Vec<Options> {
    let of = |stop: &str, case: &str, not_case: &str| {
        vec![("full-stop", quoted(stop)), ("case", case.to_owned()), ("not-case", not_case.to_owned())]
    };
    let all = r#"["sentence-case", "start-case", "pascal-case", "upper-case"]"#;
    vec![
        of("never", r#"["lower-case"]"#, "[]"),
        of("never", r#"["sentence-case"]"#, "[]"),
        of("never", "[]", all),
        of("never", "[]", "[]"),
    ]
}

fn widest(messages: &[Message<'_>]) -> usize {
    messages.iter().filter_map(widest_line).max().unwrap_or(0).max(1)
}
