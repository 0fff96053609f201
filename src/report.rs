//! Layer 2: what a whole run comes to. Verdicts are added one by one and forgotten, so that a long history needs no
//! more memory than a short one.

use crate::finding::{Excuse, Outcome, Severity, Subject, Verdict};
use crate::model::{Blob, Commit, Gap, NewPath};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// What was judged, in words that outlive it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SubjectLine {
    /// What it is.
    pub kind: &'static str,
    /// Its name: the id of a commit, the file of a message.
    pub id: String,
    /// Its header.
    pub summary: String,
}

/// The name of a subject: the id of a commit, the file of a message.
pub struct SubjectId<'s>(pub Subject<'s>);

impl fmt::Display for SubjectId<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Subject::Commit(Commit { id: Some(id), .. }) => id.fmt(f),
            Subject::Commit(Commit { draft: Some(draft), .. }) => f.write_str(&draft.file),
            Subject::Commit(_) => Ok(()),
            Subject::Blob(Blob { entry, .. }) | Subject::Path(NewPath { entry, .. }) => entry.id.fmt(f),
            Subject::Push(push) => f.write_str(push.remote),
            Subject::Ref(change) => f.write_str(change.name),
            Subject::PullRequest(pull_request) => pull_request.number.fmt(f),
            Subject::Entry(entry) => f.write_str(&entry.at),
        }
    }
}

impl From<Subject<'_>> for SubjectLine {
    fn from(subject: Subject<'_>) -> Self {
        Self { kind: subject.kind(), id: SubjectId(subject).to_string(), summary: subject.summary().into_owned() }
    }
}

/// Something of a rule and a subject that a report lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed<T> {
    /// Which rule.
    pub rule: &'static str,
    /// Which subject.
    pub subject: SubjectLine,
    /// What of it.
    pub what: T,
}

/// How much was looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// Commits and drafts.
    pub commits: u64,
    /// Refs.
    pub refs: u64,
    /// Blobs.
    pub blobs: u64,
    /// Bytes of these blobs, uncompressed.
    pub bytes: u64,
}

/// What it takes to have the refused commits of a run accepted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Repairs {
    /// Commits and drafts with at least one finding of level error.
    pub commits: u64,
    /// Those of them that are not the user's own.
    pub of_others: u64,
    /// Findings that another message does not repair.
    pub beyond: u64,
    /// Whether the user's own sign-off is missing.
    pub signs: bool,
    /// Whether a person has to write something.
    pub asks: bool,
}

impl Repairs {
    /// What both need.
    pub const fn and(self, other: Self) -> Self {
        Self {
            commits: self.commits + other.commits,
            of_others: self.of_others + other.of_others,
            beyond: self.beyond + other.beyond,
            signs: self.signs || other.signs,
            asks: self.asks || other.asks,
        }
    }

    /// Whether other messages repair all of it, and all of it is the user's own.
    pub const fn is_ours(&self) -> bool {
        self.of_others == 0 && self.beyond == 0
    }
}

/// What a run comes to.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// How much was looked at.
    pub checked: Checked,
    /// Findings of level error.
    pub errors: u64,
    /// Findings of level warn.
    pub warnings: u64,
    /// The rules that found something of level error.
    pub failed: BTreeSet<&'static str>,
    /// Findings by rule.
    pub by_rule: BTreeMap<&'static str, u64>,
    /// Facts that could not be learnt, by rule and reason.
    pub unchecked_counts: BTreeMap<(&'static str, Gap), u64>,
    /// Rules that were not applied, by rule and excuse.
    pub exempt_counts: BTreeMap<(&'static str, Excuse), u64>,
    /// The facts that could not be learnt, where the report lists them.
    pub unchecked: Vec<Listed<Gap>>,
    /// The rules that were not applied, where the report lists them.
    pub exempt: Vec<Listed<Excuse>>,
    /// Rules that do not apply at the stage, over all subjects.
    pub not_applicable: u64,
    /// Rules that the user asked to skip.
    pub skipped: Vec<String>,
    /// Commits that were only counted, because they are older than the policy.
    pub before_adoption: u64,
    /// What the refused commits need.
    pub repairs: Repairs,
    /// Commits and drafts with nothing worse than a warning.
    pub warned: u64,
    /// Whether the entries themselves are kept, not only their counts.
    pub lists: bool,
}

impl Report {
    /// A report of nothing yet; `lists` says whether it keeps what was unchecked and exempt, or only counts it.
    pub fn new(lists: bool) -> Self {
        Self { lists, ..Self::default() }
    }

    /// Adds what was said of one subject.
    pub fn add(&mut self, verdict: &Verdict<'_>) {
        match verdict.subject {
            Subject::Commit(_) => {
                self.checked.commits += 1;
                let findings = &verdict.sheet.findings;
                let is_warned = findings.iter().all(|finding| finding.severity == Severity::Warn);
                self.warned += u64::from(is_warned && !findings.is_empty());
            }
            Subject::Ref(_) => self.checked.refs += 1,
            Subject::Blob(blob) => {
                self.checked.blobs += 1;
                self.checked.bytes += blob.size.yes().copied().unwrap_or(0);
            }
            Subject::Path(_) | Subject::Push(_) | Subject::PullRequest(_) | Subject::Entry(_) => {}
        }
        for finding in &verdict.sheet.findings {
            match finding.severity {
                Severity::Error => {
                    self.errors += 1;
                    self.failed.insert(finding.rule);
                }
                Severity::Warn => self.warnings += 1,
            }
            *self.by_rule.entry(finding.rule).or_default() += 1;
        }
        for unchecked in &verdict.sheet.unchecked {
            let key = (unchecked.rule, unchecked.gap.clone());
            *self.unchecked_counts.entry(key).or_default() += 1;
        }
        for exempt in &verdict.sheet.exempt {
            *self.exempt_counts.entry((exempt.rule, exempt.reason)).or_default() += 1;
        }
        self.not_applicable += verdict.sheet.not_applicable as u64;
        if self.lists && !(verdict.sheet.unchecked.is_empty() && verdict.sheet.exempt.is_empty()) {
            self.list(verdict);
        }
    }

    fn list(&mut self, verdict: &Verdict<'_>) {
        let subject = SubjectLine::from(verdict.subject);
        self.unchecked.extend(verdict.sheet.unchecked.iter().map(|unchecked| Listed {
            rule: unchecked.rule,
            subject: subject.clone(),
            what: unchecked.gap.clone(),
        }));
        self.exempt.extend(verdict.sheet.exempt.iter().map(|exempt| Listed {
            rule: exempt.rule,
            subject: subject.clone(),
            what: exempt.reason,
        }));
    }

    /// What was judged once more, by the rules of another branch, counts once.
    pub fn again(&mut self, again: Checked) {
        self.checked.commits = self.checked.commits.saturating_sub(again.commits);
        self.checked.blobs = self.checked.blobs.saturating_sub(again.blobs);
        self.checked.bytes = self.checked.bytes.saturating_sub(again.bytes);
    }

    /// Adds what another report holds.
    pub fn merge(&mut self, other: Self) {
        self.checked.commits += other.checked.commits;
        self.checked.refs += other.checked.refs;
        self.checked.blobs += other.checked.blobs;
        self.checked.bytes += other.checked.bytes;
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.not_applicable += other.not_applicable;
        self.before_adoption += other.before_adoption;
        self.repairs = self.repairs.and(other.repairs);
        self.warned += other.warned;
        self.failed.extend(other.failed);
        other.by_rule.into_iter().for_each(|(rule, count)| *self.by_rule.entry(rule).or_default() += count);
        for (key, count) in other.unchecked_counts {
            *self.unchecked_counts.entry(key).or_default() += count;
        }
        for (key, count) in other.exempt_counts {
            *self.exempt_counts.entry(key).or_default() += count;
        }
        self.unchecked.extend(other.unchecked);
        self.exempt.extend(other.exempt);
        self.skipped.extend(other.skipped);
    }

    /// A fact that concerns the run as a whole could not be learnt.
    pub fn miss(&mut self, rule: &'static str, subject: SubjectLine, gap: Gap) {
        *self.unchecked_counts.entry((rule, gap.clone())).or_default() += 1;
        if self.lists {
            self.unchecked.push(Listed { rule, subject, what: gap });
        }
    }

    /// Whether an `[[exempt]]` entry, by its number, excused something.
    pub fn uses_entry(&self, index: usize) -> bool {
        self.exempt_counts.keys().any(|(_, excuse)| *excuse == Excuse::Entry(index))
    }

    /// Everything that was found.
    pub fn findings(&self) -> u64 {
        self.errors + self.warnings
    }

    /// How many facts could not be learnt.
    pub fn missing(&self) -> u64 {
        self.unchecked_counts.values().sum()
    }

    /// How often a rule was not applied on purpose.
    pub fn excused(&self) -> u64 {
        self.exempt_counts.values().sum()
    }

    /// What the run comes to; `deny_unchecked` says whether missing facts count.
    pub fn outcome(&self, deny_unchecked: bool) -> Outcome {
        if self.errors > 0 {
            Outcome::Violations
        } else if deny_unchecked && !self.unchecked_counts.is_empty() {
            Outcome::Incomplete
        } else {
            Outcome::Clean
        }
    }
}
