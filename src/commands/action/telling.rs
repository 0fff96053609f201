//! Telling people of a pull request: the comment, the labels, the checks.

use super::Run;
use super::orders::{Orders, Told};
use crate::failure::Result;
use crate::finding;
use crate::github::check::{Check, Conclusion};
use crate::github::comment::Draft;
use crate::github::plan::{self, Own, Step};
use crate::github::repository::{Gathered, Repository};
use crate::labels::Labels;
use crate::model::ObjectId;
use crate::policy::Policy;

/// Where a verdict is told.
pub struct Telling<'t> {
    /// The run.
    pub run: &'t Run<'t>,
    /// The repository.
    pub repository: &'t Repository<'t>,
    /// The pull request.
    pub gathered: &'t Gathered,
    /// The policy, for what it says of labels.
    pub policy: &'t Policy,
}

/// What is told.
pub struct Verdict<'v> {
    /// What people read.
    pub draft: &'v Draft<'v>,
    /// What it comes to.
    pub outcome: finding::Outcome,
    /// The labels that it should bear.
    pub labels: &'v Labels<'v>,
    /// Whether the policy asks for sign-offs.
    pub asks_sign_off: bool,
    /// Whether somebody asked for it, so that it has to stand beside the commit.
    pub is_recheck: bool,
}

impl Telling<'_> {
    /// Compares what is there with what should be, and changes what differs. What cannot be compared is told, and does
    /// not keep the rest back.
    pub fn tell(&self, verdict: &Verdict<'_>) -> Told {
        let orders = Orders {
            run: self.run,
            repository: self.repository,
            number: self.gathered.pull.number,
            lang: verdict.draft.lang,
        };
        let mut told = Told::with(verdict.draft.notes.to_vec());
        let labels = self.labels(verdict.labels, &mut told);
        let mut steps = orders.or_regret(labels, &mut told);
        let comment = self.comment(verdict, &mut told);
        steps.extend(orders.or_regret(comment, &mut told));
        for check in self.checks(verdict) {
            let step = orders.check(&check, &mut told);
            steps.extend(orders.or_regret(step, &mut told));
        }
        orders.give(&steps, &mut told);
        told
    }

    fn labels(&self, labels: &Labels<'_>, told: &mut Told) -> Result<Vec<Step>> {
        if self.run.action.no_labels || (labels.wanted.is_empty() && labels.unwanted.is_empty()) {
            return Ok(Vec::new());
        }
        let present = &self.gathered.pull.labels;
        let bears = |name: &&str| present.iter().any(|label| label.name.to_lowercase() == name.to_lowercase());
        let is_settled = labels.wanted.iter().all(&bears) && !labels.unwanted.iter().any(bears);
        if is_settled {
            return Ok(Vec::new());
        }
        let events = match self.repository.events(self.gathered.pull.number) {
            Ok(events) => events,
            // Some servers have no such list: nobody knows who set a label, and so each is somebody's.
            Err(trouble) if trouble.is_missing() => Vec::new(),
            Err(trouble) => return Err(trouble.into()),
        };
        let own = if events.is_empty() { Own(String::new()) } else { self.run.own(self.repository)? };
        let changes = plan::label_changes(&labels.wanted, &labels.unwanted, present, &events, &own);
        told.notes.extend(changes.notes.iter().cloned());
        let known = if changes.add.is_empty() { Vec::new() } else { self.repository.labels()? };
        let look = |name: &str| {
            let entries = || self.policy.labels.iter().filter(|label| label.name.to_lowercase() == name.to_lowercase());
            let color = entries().find_map(|label| label.color.as_deref());
            (color, entries().find_map(|label| label.description.as_deref()))
        };
        Ok(plan::label_steps(&changes, &known, look))
    }

    fn comment(&self, verdict: &Verdict<'_>, told: &mut Told) -> Result<Vec<Step>> {
        if self.run.action.no_comment {
            return Ok(Vec::new());
        }
        let letter = verdict.draft.letter().keyed(self.run.action.key.as_deref());
        // Where there are none, none is ours. One that is written meanwhile is found after ours is.
        if self.gathered.has_no_comments() {
            return Ok(plan::comment_steps(&letter, &[], &Own(String::new())));
        }
        let comments = match self.repository.comments(self.gathered.pull.number) {
            Ok(comments) => comments,
            Err(trouble) if trouble.is_refused() => {
                told.may_not(&Step::CreateComment(letter.text), &trouble);
                return Ok(Vec::new());
            }
            Err(trouble) => return Err(trouble.into()),
        };
        let may_be_ours = comments.iter().any(|comment| comment.body.starts_with(letter.marker()));
        let own = if may_be_ours { self.run.own(self.repository)? } else { Own(String::new()) };
        Ok(plan::comment_steps(&letter, &comments, &own))
    }

    /// What stands beside the newest commit: the verdict where somebody asked for it, and the sign-offs where that was
    /// ordered.
    fn checks(&self, verdict: &Verdict<'_>) -> Vec<Check> {
        let Some(commit) = ObjectId::from_hex(self.gathered.pull.head.sha.as_bytes()) else { return Vec::new() };
        let action = self.run.action;
        let whole = verdict.is_recheck.then(|| {
            let is_clean = verdict.outcome == finding::Outcome::Clean;
            let conclusion = if is_clean { Conclusion::Success } else { Conclusion::Failure };
            verdict.draft.check(&action.check_name, commit, conclusion)
        });
        let dco = action.dco_check.then(|| verdict.draft.dco_check(commit, verdict.asks_sign_off));
        whole.into_iter().chain(dco).collect()
    }
}
