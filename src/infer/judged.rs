//! A policy's rules on what people wrote, as `cihook check` judges.

use super::people::{ByHand, People};
use super::{PASS, Share};
use crate::engine::{Judge, Occasion};
use crate::finding::{Severity, Sheet};
use crate::message::Message;
use crate::message::issue::default_forms;
use crate::model::{Commit, Stage};
use crate::options::Day;
use crate::policy::{Policy, Source};
use std::collections::BTreeMap;

/// Which rules refuse which commits: a bit for each rule.
pub type Mask = u32;

/// What came of judging.
#[derive(Clone, Debug, Default)]
pub struct Judged {
    /// The rules, in the order in which findings are shown.
    pub rules: Vec<&'static str>,
    /// What was refused of each commit, as it was stored.
    pub commits: Vec<Mask>,
    /// What was refused of each message, as it was written by hand.
    pub by_hand: Vec<Mask>,
    /// Which rules had something to judge in it.
    pub applied: Vec<Mask>,
}

/// The rule whose verdict counts the number that a server adds.
const WITH_NUMBER: &str = "header-length";

impl Judged {
    /// Judges by a policy; `applies` tells whether a rule has anything to judge in a message.
    pub fn of(policy: &str, people: &People<'_>, applies: &dyn Fn(&str, &Message<'_>) -> bool) -> Self {
        let mut judged = Self::default();
        with_judge(policy, &mut |judge, rules| {
            let commits: Vec<Mask> = people.commits.iter().map(|commit| mask(judge, rules, commit).0).collect();
            judged = Self::of_hand(judge, rules, people, applies);
            let number = rules.iter().position(|rule| *rule == WITH_NUMBER).map_or(0, |at| 1 << at);
            for (refused, by_hand) in judged.by_hand.iter_mut().zip(&people.by_hand) {
                *refused = (*refused & !number) | (commits[by_hand.index] & number);
            }
            judged.commits = commits;
        });
        judged
    }

    /// Judges what was written by hand, and nothing else, with rules that have something to judge in every message.
    pub fn probe(policy: &str, people: &People<'_>) -> Self {
        let mut judged = Self::default();
        with_judge(policy, &mut |judge, rules| judged = Self::of_hand(judge, rules, people, &|_, _| true));
        judged
    }

    fn of_hand(
        judge: &Judge<'_>,
        rules: &[&'static str],
        people: &People<'_>,
        applies: &dyn Fn(&str, &Message<'_>) -> bool,
    ) -> Self {
        let masks = people.by_hand.iter().map(|by_hand| written(judge, rules, people, by_hand, applies));
        let (by_hand, applied) = masks.unzip();
        Self { rules: rules.to_vec(), commits: Vec::new(), by_hand, applied }
    }

    /// How many of the messages that a rule has something to judge in keep it.
    pub fn share(&self, rule: &str) -> Share {
        let mut share = Share::default();
        let Some(at) = self.rules.iter().position(|known| *known == rule) else { return share };
        for (refused, applied) in self.by_hand.iter().zip(&self.applied) {
            if applied & (1 << at) != 0 {
                share.add(refused & (1 << at) == 0);
            }
        }
        share
    }

    /// How many commits pass where these rules are errors.
    pub fn passing(&self, errors: Mask) -> Share {
        Counts::of(&self.commits).passing(errors)
    }
}

/// How often each set of rules refused something: there are few of them, and many sets of levels to try.
pub struct Counts(BTreeMap<Mask, u64>);

impl Counts {
    /// Counts what was refused.
    pub fn of(masks: &[Mask]) -> Self {
        let mut counts = BTreeMap::new();
        masks.iter().for_each(|mask| *counts.entry(*mask).or_default() += 1);
        Self(counts)
    }

    /// How many pass where these rules are errors.
    pub fn passing(&self, errors: Mask) -> Share {
        let passed = self.0.iter().filter(|(mask, _)| *mask & errors == 0).map(|(_, count)| count).sum();
        Share { part: passed, whole: self.0.values().sum() }
    }

    /// Whether enough pass.
    pub fn is_fitting(&self, errors: Mask) -> bool {
        self.0.is_empty() || self.passing(errors).is(PASS)
    }
}

/// The rules that refuse one of these commits.
pub fn refusing(policy: &str, commits: &[Commit<'_>]) -> Vec<&'static str> {
    let mut found = Vec::new();
    with_judge(policy, &mut |judge, rules| {
        let all = commits.iter().fold(0, |all, commit| all | mask(judge, rules, commit).0);
        found = rules.iter().enumerate().filter(|(at, _)| all & (1 << at) != 0).map(|(_, rule)| *rule).collect();
    });
    found
}

/// Makes a judge of a policy that was written here.
fn with_judge(policy: &str, use_it: &mut UseJudge<'_>) {
    let source = Source { name: "cihook.toml".to_owned(), text: policy.to_owned().into() };
    let Ok(policy) = Policy::load(Some(source), &|_| Err(String::new())) else { return };
    // No entry of such a policy expires.
    judge_with(&policy, None, Day::of_unix_time(0), use_it);
}

/// What is done with a judge and the names of its rules.
pub type UseJudge<'u> = dyn FnMut(&Judge<'_>, &[&'static str]) + 'u;

/// Makes a judge of a policy, for `cihook check`.
pub fn judge_with(policy: &Policy, branch: Option<&str>, today: Day, use_it: &mut UseJudge<'_>) {
    let Ok(effective) = policy.for_branch(branch) else { return };
    let judge =
        Judge::new(policy, &effective, Occasion { stage: Stage::Check, branch, today, skip: &[], around: None });
    let rules: Vec<&'static str> = judge.rules().into_iter().map(|(rule, _)| rule).take(Mask::BITS as usize).collect();
    use_it(&judge, &rules);
}

/// What is refused of a commit as it was stored, and what was judged.
fn mask(judge: &Judge<'_>, rules: &[&'static str], commit: &Commit<'_>) -> (Mask, Mask) {
    refused_and_judged(judge, rules, &read_by(judge, commit), &|_| false)
}

/// Another text of a commit, with the same fault of its bytes.
pub fn with_fault_of<'t>(commit: &Commit<'_>, text: &'t str, judge: &Judge<'_>) -> Message<'t> {
    Message::parse(text, judge.forms()).with_fault(commit.message.fault.clone())
}

/// A commit whose message is read with the forms of issues that a judge knows; it was read with the usual ones.
pub fn read_by<'c>(judge: &Judge<'_>, commit: &Commit<'c>) -> Commit<'c> {
    match judge.forms() == default_forms() {
        true => commit.clone(),
        false => Commit { message: with_fault_of(commit, commit.message.text, judge), ..commit.clone() },
    }
}

/// What is refused of a commit, and what was judged; `reached` says which revisions of `[[exempt]]` entries reach it.
pub fn refused_and_judged(
    judge: &Judge<'_>,
    rules: &[&'static str],
    commit: &Commit<'_>,
    reached: &dyn Fn(usize) -> bool,
) -> (Mask, Mask) {
    let mut sheet = Sheet::default();
    let sheet = judge.commit(commit, reached, &mut sheet).sheet;
    let bit = |rule: &str| rules.iter().position(|known| *known == rule).map_or(0, |at| 1 << at);
    let errors = sheet.findings.iter().filter(|finding| finding.severity == Severity::Error);
    let refused = errors.fold(0, |all, finding| all | bit(finding.rule));
    let left_out =
        sheet.exempt.iter().map(|exempt| exempt.rule).chain(sheet.unchecked.iter().map(|missing| missing.rule));
    let left_out = left_out.fold(0, |all, rule| all | bit(rule));
    (refused, !left_out)
}

/// The same, of a message as it was written by hand.
fn written(
    judge: &Judge<'_>,
    rules: &[&'static str],
    people: &People<'_>,
    by_hand: &ByHand<'_>,
    applies: &dyn Fn(&str, &Message<'_>) -> bool,
) -> (Mask, Mask) {
    let stored = &people.commits[by_hand.index];
    let message = with_fault_of(stored, &by_hand.text, judge);
    let applied = rules.iter().enumerate().filter(|(_, rule)| applies(rule, &message));
    let applied = applied.fold(0, |all, (at, _)| all | (1 << at));
    let commit = Commit { message, ..stored.clone() };
    let (refused, judged) = refused_and_judged(judge, rules, &commit, &|_| false);
    (refused, judged & applied)
}

/// What a policy refuses of each commit of people.
pub fn refused_of(policy: &str, people: &People<'_>) -> Vec<Mask> {
    let mut masks = Vec::new();
    with_judge(policy, &mut |judge, rules| {
        masks = people.commits.iter().map(|commit| mask(judge, rules, commit).0).collect();
    });
    masks
}
