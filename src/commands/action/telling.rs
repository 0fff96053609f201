//! Telling people: the comment, the labels, the checks. What the token may not do is said elsewhere, with its reason; the
//! verdict does not hang on it.

use super::super::session::Stream;
use super::{Run, say};
use crate::failure::Result;
use crate::finding;
use crate::github::answers::Pull;
use crate::github::apply::{Site, Undone};
use crate::github::client::Trouble;
use crate::github::comment::{Draft, MARKER};
use crate::github::plan::{self, Check, Conclusion, Own, Step};
use crate::github::repository::Repository;
use crate::labels::Labels;
use crate::model::ObjectId;
use crate::policy::Policy;
use crate::text::escape;
use crate::words::{Sentence, Words};

/// Where a verdict is told.
pub struct Telling<'t> {
    /// The run.
    pub run: &'t Run<'t>,
    /// The repository.
    pub repository: &'t Repository<'t>,
    /// The pull request.
    pub pull: &'t Pull,
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
    /// Whether somebody asked for it, so that it has to stand beside the commit.
    pub is_recheck: bool,
}

/// What came of telling.
pub struct Told {
    /// What people have to know beside the findings.
    pub notes: Vec<Sentence>,
    is_broken: bool,
}

const MAY_NOT: Words = Words::new(
    "the token may not do this: {0} ({1}); the token of a fork's `pull_request` event can only read",
    "令牌没有权限：{0}（{1}）；来自 fork 的 `pull_request` 事件的令牌只能读取",
);
const FAILED: Words = Words::new("this failed: {0} ({1})", "操作失败：{0}（{1}）");
const PLAN: Words = Words::new("cihook: would {0}", "cihook：将{0}");
const NO_PLAN: Words = Words::new("cihook: nothing to change", "cihook：无需更改");

impl Told {
    /// What an order that failed makes of a verdict that was clean: nobody was told.
    pub fn exit_code(&self, outcome: finding::Outcome) -> u8 {
        let is_unheard = self.is_broken && outcome == finding::Outcome::Clean;
        if is_unheard { finding::Outcome::Incomplete.exit_code() } else { 0 }
    }
}

impl Telling<'_> {
    /// Compares what is there with what should be, and changes what differs.
    ///
    /// # Errors
    /// Where what is there cannot be read.
    pub fn tell(&self, verdict: &Verdict<'_>) -> Result<Told> {
        let mut told = Told { notes: verdict.draft.notes.to_vec(), is_broken: false };
        let mut steps = self.labels(verdict.labels, &mut told)?;
        steps.extend(self.comment(verdict, &mut told)?);
        for check in self.checks(verdict) {
            steps.extend(self.check(&check, &mut told)?);
        }
        if self.run.action.dry_run {
            self.show(&steps, verdict);
            return Ok(told);
        }
        let own = || self.run.own(self.repository);
        let site = Site { repository: self.repository, number: self.pull.number, own: &own };
        for undone in site.apply(&steps) {
            self.regret(&undone, &mut told);
        }
        Ok(told)
    }

    fn labels(&self, labels: &Labels<'_>, told: &mut Told) -> Result<Vec<Step>> {
        if self.run.action.no_labels || (labels.wanted.is_empty() && labels.unwanted.is_empty()) {
            return Ok(Vec::new());
        }
        let present = &self.pull.labels;
        let bears = |name: &&str| present.iter().any(|label| label.name.to_lowercase() == name.to_lowercase());
        let is_settled = labels.wanted.iter().all(&bears) && !labels.unwanted.iter().any(bears);
        if is_settled {
            return Ok(Vec::new());
        }
        let events = match self.repository.events(self.pull.number) {
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
        let letter = verdict.draft.letter();
        let comments = match self.repository.comments(self.pull.number) {
            Ok(comments) => comments,
            Err(trouble) if trouble.is_refused() => {
                told.notes
                    .push(MAY_NOT.with([plan::Step::CreateComment(letter.text).say().into(), trouble.say().into()]));
                return Ok(Vec::new());
            }
            Err(trouble) => return Err(trouble.into()),
        };
        let may_be_ours = comments.iter().any(|comment| comment.body.starts_with(MARKER));
        let own = if may_be_ours { self.run.own(self.repository)? } else { Own(String::new()) };
        Ok(plan::comment_steps(&letter, &comments, &own))
    }

    /// What stands beside the newest commit: the verdict where somebody asked for it, and the sign-offs where that was
    /// ordered.
    fn checks(&self, verdict: &Verdict<'_>) -> Vec<Check> {
        let Some(commit) = ObjectId::from_hex(self.pull.head.sha.as_bytes()) else { return Vec::new() };
        let action = self.run.action;
        let whole = verdict.is_recheck.then(|| {
            let is_clean = verdict.outcome == finding::Outcome::Clean;
            let conclusion = if is_clean { Conclusion::Success } else { Conclusion::Failure };
            verdict.draft.check(&action.check_name, commit, conclusion)
        });
        let dco = action.dco_check.then(|| verdict.draft.dco_check(commit));
        whole.into_iter().chain(dco).collect()
    }

    fn check(&self, check: &Check, told: &mut Told) -> Result<Option<Step>> {
        let known = match self.repository.checks(check) {
            Ok(known) => known,
            Err(trouble) if trouble.is_refused() => {
                told.notes.push(MAY_NOT.with([Step::CreateCheck(check.clone()).say().into(), trouble.say().into()]));
                return Ok(None);
            }
            Err(trouble) => return Err(trouble.into()),
        };
        let Own(own) = if known.is_empty() { Own(String::new()) } else { self.run.own(self.repository)? };
        Ok(plan::check_step(check, &known, own.trim_end_matches("[bot]")))
    }

    fn show(&self, steps: &[Step], verdict: &Verdict<'_>) {
        let lang = verdict.draft.lang;
        let none = steps.is_empty().then(|| NO_PLAN.say());
        let lines = steps.iter().map(|step| PLAN.with([step.say().into()])).chain(none);
        let text: String = lines.map(|line| escape::line(&line.plain(lang)).into_owned() + "\n").collect();
        super::super::print(Stream::Err, text);
    }

    fn regret(&self, undone: &Undone, told: &mut Told) {
        let values = [undone.step.say().into(), undone.trouble.say().into()];
        let note = match undone.trouble {
            Trouble::Refused { status: 401 | 403 | 404, .. } => MAY_NOT.with(values),
            Trouble::Refused { .. } | Trouble::Limited(_) => FAILED.with(values),
            Trouble::Broken(_) | Trouble::Unclear(_) => {
                told.is_broken = true;
                FAILED.with(values)
            }
        };
        say(self.run.session, &note);
        told.notes.push(note);
    }
}
