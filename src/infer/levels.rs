//! The rules with their settings, and how much each weighs: levels are chosen for the whole.

use super::grammar::Form;
use super::judged::{Counts, Judged, Mask};
use super::people::People;
use super::probes::{NOT_CASE, Probes};
use super::seen::Seen;
use super::since::Since;
use super::{PASS, Share, write};
use crate::message::Message;
use crate::message::issue;
use crate::options::Level;
use crate::policy::draft::Value;
use crate::text::lines;

/// From this share on, in percent, a rule that cannot be an error is a warning.
const RECOMMEND: u64 = 50;

/// A rule with its settings.
#[derive(Clone, Debug)]
pub struct Planned {
    /// Which rule.
    pub rule: &'static str,
    /// Its settings.
    pub options: Vec<(&'static str, Value)>,
    /// How many of the messages that it has something to judge in keep it.
    pub share: Share,
    /// How much it weighs.
    pub level: Level,
}

/// What is proposed for the messages.
pub struct Plan {
    /// What was seen.
    pub seen: Seen,
    /// The rules for messages, in the order in which findings are shown.
    pub rules: Vec<Planned>,
    /// What came of judging with all of them.
    pub judged: Judged,
    /// From where on it holds.
    pub since: Option<Since>,
}

impl Plan {
    /// Makes settings of what was seen, judges by them, and chooses the levels.
    pub fn of(people: &People<'_>) -> Self {
        let seen = Seen::of(people);
        let mut rules = settings(&seen, people);
        let is_required = seen.scoped.is(PASS);
        let applies = |rule: &str, message: &Message<'_>| applies(rule, message, is_required);
        let judged = Judged::of(&write::all_as_errors(&rules), people, &applies);
        rules.iter_mut().for_each(|planned| planned.share = judged.share(planned.rule));
        let errors = choose(&rules, &judged, &seen);
        for (at, planned) in rules.iter_mut().enumerate() {
            planned.level = match errors & (1 << at) {
                0 => weaker(planned, &seen),
                _ => Level::Error,
            };
        }
        Self { seen, rules, judged, since: None }
    }

    /// A rule of the plan.
    pub fn rule(&self, id: &str) -> Option<&Planned> {
        self.rules.iter().find(|planned| planned.rule == id)
    }

    /// Whether a rule is an error.
    pub fn is_error(&self, id: &str) -> bool {
        self.rule(id).is_some_and(|planned| planned.level == Level::Error)
    }

    /// How many rules are errors.
    pub fn errors(&self) -> usize {
        self.rules.iter().filter(|planned| planned.level == Level::Error).count()
    }

    /// The preset that comes nearest.
    pub fn base(&self) -> Option<&'static str> {
        let is_error = |id| self.is_error(id);
        match self.seen.grammar.form {
            Form::Conventional if is_error("header-issue") && is_error("header-scope") && self.seen.scoped.is(PASS) => {
                Some("openim")
            }
            Form::Conventional => Some("conventional"),
            Form::Subsystem => Some("kernel"),
            Form::Free if is_error("sign-off") => Some("dco"),
            Form::Free => None,
        }
    }
}

/// The settings of each rule that messages suffice to judge.
fn settings(seen: &Seen, people: &People<'_>) -> Vec<Planned> {
    let of = |rule, options| Planned { rule, options, share: Share::default(), level: Level::Off };
    let list = |words: &[String]| Value::texts(words.iter().map(String::as_str));
    let mut rules = vec![of("header-format", format(seen, people))];
    if seen.grammar.form == Form::Conventional && !seen.types.allow.is_empty() {
        let mut options = vec![("allow", list(&seen.types.allow))];
        if !seen.types.alias.is_empty() {
            let pairs = seen.types.alias.iter().map(|(word, meant)| (word.clone(), meant.as_str().into()));
            options.push(("alias", Value::Table(pairs.collect())));
        }
        rules.push(of("header-type", options));
    }
    if seen.grammar.form == Form::Conventional {
        let required = ("required", seen.scoped.is(PASS).into());
        rules.push(of("header-scope", vec![required, ("allow", list(&seen.scopes))]));
    }
    let forms = Value::texts(seen.issues.forms.iter().map(issue::Form::as_str));
    let places = Value::texts(seen.issues.places.iter().copied());
    rules.push(of("header-issue", vec![("where", places), ("forms", forms)]));
    let lengths = vec![("max", seen.header_max.into()), ("description-min", seen.description_min.into())];
    rules.push(of("header-length", lengths));
    rules.push(of("header-style", style(&seen.probes)));
    rules.push(of("body-format", vec![("required", false.into())]));
    rules.push(of("body-width", vec![("max", seen.body_max.into())]));
    rules.push(of("sign-off", vec![("compat", compat(&seen.probes).into())]));
    if !seen.required.is_empty() {
        rules.push(of("trailers", vec![("required", list(&seen.required))]));
    }
    rules.push(of("author", Vec::new()));
    rules
}

fn format(seen: &Seen, people: &People<'_>) -> Vec<(&'static str, Value)> {
    let grammar = if seen.grammar.form == Form::Subsystem { "subsystem" } else { "conventional" };
    let mut options = vec![("grammar", grammar.into())];
    if people.versions > 0 {
        options.push(("versions", "skip".into()));
    }
    options
}

/// The case that config-conventional asks for, where nearly all descriptions have it.
fn style(probes: &Probes) -> Vec<(&'static str, Value)> {
    let cases = NOT_CASE.into_iter().filter(|_| probes.not_case.is(PASS));
    vec![("full-stop", "never".into()), ("not-case", Value::texts(cases))]
}

/// How strictly sign-offs are read: as the DCO App does, where only that fits.
fn compat(probes: &Probes) -> &'static str {
    if !probes.strict.is(PASS) && probes.dcoapp.is(PASS) { "dcoapp" } else { "strict" }
}

/// Whether a rule has anything to judge in a message.
pub(super) fn applies(rule: &str, message: &Message<'_>, is_scope_required: bool) -> bool {
    let header = &message.header;
    match rule {
        "header-type" => header.kind.is_some(),
        "header-scope" if is_scope_required => header.kind.is_some(),
        "header-scope" => header.scope.is_some(),
        "body-format" => lines::inclusive(&message.text[header.line.end..]).any(|line| !line.trim().is_empty()),
        "body-width" => !message.body.is_empty(),
        _ => true,
    }
}

/// The set of rules under which enough commits pass: the largest one, of those the one that most commits pass, of those the
/// one whose rules come first.
fn choose(rules: &[Planned], judged: &Judged, seen: &Seen) -> Mask {
    let can_be = |planned: &Planned| {
        planned.share.is_enough() && (planned.rule != "header-format" || seen.grammar.form != Form::Free)
    };
    let possible: Mask =
        rules.iter().enumerate().filter(|(_, planned)| can_be(planned)).fold(0, |all, (at, _)| all | (1 << at));
    let (commits, by_hand) = (Counts::of(&judged.commits), Counts::of(&judged.by_hand));
    let fits = |set: &Mask| set & !possible == 0 && commits.is_fitting(*set) && by_hand.is_fitting(*set);
    let subsets = (0..1 << rules.len()).filter(fits);
    // Of two sets of one size that one comes first in which the first rule that differs is set.
    let rank = |set: &Mask| (set.count_ones(), commits.passing(*set).part, set.reverse_bits());
    subsets.max_by_key(rank).unwrap_or(0)
}

/// The level of a rule that is no error.
fn weaker(planned: &Planned, seen: &Seen) -> Level {
    let is_free = planned.rule == "header-format" && seen.grammar.form == Form::Free;
    if planned.share.is_enough() && planned.share.is(RECOMMEND) && !is_free { Level::Warn } else { Level::Off }
}
