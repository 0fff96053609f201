//! Layer 4: what a policy would have done to a history. Verdicts are counted one by one and forgotten, by rule, by month
//! and by kind of author; several threads count for themselves, and what they counted is put together.

mod month;

use crate::finding::{Excuse, Severity, Verdict};
use crate::model::AuthorKind;
use std::collections::{BTreeMap, BTreeSet};

pub use month::Month;

/// How many commits there were, and how many of them the policy refuses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// All of them.
    pub commits: u64,
    /// Those with a finding of level error.
    pub refused: u64,
}

impl Count {
    const fn add(&mut self, other: Self) {
        self.commits += other.commits;
        self.refused += other.refused;
    }
}

/// What one rule said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally {
    /// Which rule.
    pub rule: &'static str,
    /// Commits that it was judged on: exempt ones, and those of which a fact is missing, are left out.
    pub judged: u64,
    /// Findings of level error.
    pub errors: u64,
    /// Findings of level warn.
    pub warnings: u64,
    /// Commits with a finding, whatever its level.
    pub commits: u64,
}

impl Tally {
    const fn of(rule: &'static str) -> Self {
        Self { rule, judged: 0, errors: 0, warnings: 0, commits: 0 }
    }
}

/// What a policy would have done to some commits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trial {
    /// All commits.
    pub total: Count,
    /// By rule, in the order in which findings are shown.
    pub rules: Vec<Tally>,
    /// By the month in which the change was written, as its author's clock showed it.
    pub months: BTreeMap<Month, Count>,
    /// By kind of author.
    pub kinds: BTreeMap<AuthorKind, Count>,
    /// The `[[exempt]]` entries that excused something, by their numbers.
    pub used: BTreeSet<usize>,
    /// Facts that could not be learnt.
    pub unchecked: u64,
}

impl Trial {
    /// A trial of nothing yet, by these rules.
    pub fn of(rules: &[&'static str]) -> Self {
        Self { rules: rules.iter().map(|rule| Tally::of(rule)).collect(), ..Self::default() }
    }

    /// Counts what was said of one commit, and tells whether it is refused.
    pub fn add(&mut self, verdict: &Verdict<'_>, month: Month, kind: AuthorKind) -> bool {
        let sheet = verdict.sheet;
        for tally in &mut self.rules {
            let is_exempt = sheet.exempt.iter().any(|exempt| exempt.rule == tally.rule);
            let is_unchecked = sheet.unchecked.iter().any(|missing| missing.rule == tally.rule);
            tally.judged += u64::from(!is_exempt && !is_unchecked);
            let mut found = false;
            for finding in sheet.findings.iter().filter(|finding| finding.rule == tally.rule) {
                found = true;
                match finding.severity {
                    Severity::Error => tally.errors += 1,
                    Severity::Warn => tally.warnings += 1,
                }
            }
            tally.commits += u64::from(found);
        }
        for exempt in &sheet.exempt {
            if let Excuse::Entry(index) = exempt.reason {
                self.used.insert(index);
            }
        }
        self.unchecked += sheet.unchecked.len() as u64;
        let is_refused = sheet.findings.iter().any(|finding| finding.severity == Severity::Error);
        let one = Count { commits: 1, refused: u64::from(is_refused) };
        self.total.add(one);
        self.months.entry(month).or_default().add(one);
        self.kinds.entry(kind).or_default().add(one);
        is_refused
    }

    /// Adds what another thread counted.
    pub fn merge(&mut self, other: Self) {
        self.total.add(other.total);
        for (tally, more) in self.rules.iter_mut().zip(other.rules) {
            tally.judged += more.judged;
            tally.errors += more.errors;
            tally.warnings += more.warnings;
            tally.commits += more.commits;
        }
        other.months.into_iter().for_each(|(month, count)| self.months.entry(month).or_default().add(count));
        other.kinds.into_iter().for_each(|(kind, count)| self.kinds.entry(kind).or_default().add(count));
        self.used.extend(other.used);
        self.unchecked += other.unchecked;
    }

    /// Begins again, with the same rules.
    pub fn take(&mut self) -> Self {
        let rules: Vec<&'static str> = self.rules.iter().map(|tally| tally.rule).collect();
        std::mem::replace(self, Self::of(&rules))
    }
}

#[cfg(test)]
mod tests;
