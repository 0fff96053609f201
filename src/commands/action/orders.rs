//! Orders to the server: what is to be changed is shown or carried out, and what was not done is told with its reason. The
//! verdict does not hang on it.

use super::super::session::Stream;
use super::{Run, say};
use crate::failure::Result;
use crate::finding;
use crate::github::apply::{Site, Undone};
use crate::github::check::Check;
use crate::github::client::Trouble;
use crate::github::plan::{self, Own, Step};
use crate::github::repository::Repository;
use crate::text::escape;
use crate::words::{Lang, Sentence, Words};

/// Where orders are given.
pub struct Orders<'o> {
    /// The run.
    pub run: &'o Run<'o>,
    /// The repository.
    pub repository: &'o Repository<'o>,
    /// The pull request; 0 where none is written to.
    pub number: u64,
    /// The language of the plan.
    pub lang: Lang,
}

/// What came of telling.
pub struct Told {
    /// What people have to know beside the findings.
    pub notes: Vec<Sentence>,
    /// Whether something failed that the token may do: nobody was told.
    is_broken: bool,
}

const MAY_NOT: Words = Words::new(
    "the token may not do this: {0} ({1}); the token of a fork's `pull_request` event can only read",
    "令牌没有权限：{0}（{1}）；来自 fork 的 `pull_request` 事件的令牌只能读取",
);
const FAILED: Words = Words::new("this failed: {0} ({1})", "操作失败：{0}（{1}）");
const UNREAD: Words = Words::new(
    "the existing comments, labels or checks could not be read ({0})",
    "无法读取已有的评论、标签或检查（{0}）",
);
const PLAN: Words = Words::new("cihook: would {0}", "cihook：将{0}");
const NO_PLAN: Words = Words::new("cihook: nothing to change", "cihook：无需更改");

impl Told {
    /// Nothing but these notes so far.
    pub const fn with(notes: Vec<Sentence>) -> Self {
        Self { notes, is_broken: false }
    }

    /// What is left of a verdict: one that is clean and that nobody was told of is incomplete.
    pub fn outcome(&self, outcome: finding::Outcome) -> finding::Outcome {
        let is_unheard = self.is_broken && outcome == finding::Outcome::Clean;
        if is_unheard { finding::Outcome::Incomplete } else { outcome }
    }

    /// Notes what the token may not do.
    pub fn may_not(&mut self, step: &Step, trouble: &Trouble) {
        self.notes.push(MAY_NOT.with([step.say().into(), trouble.say().into()]));
    }
}

impl Orders<'_> {
    /// What has to be done about a check, where anything has.
    ///
    /// # Errors
    /// Where what is there cannot be read.
    pub fn check(&self, check: &Check, told: &mut Told) -> Result<Option<Step>> {
        let known = match self.repository.checks(check) {
            Ok(known) => known,
            Err(trouble) if trouble.is_refused() => {
                told.may_not(&Step::CreateCheck(check.clone()), &trouble);
                return Ok(None);
            }
            Err(trouble) => return Err(trouble.into()),
        };
        let Own(own) = if known.is_empty() { Own(String::new()) } else { self.run.own(self.repository)? };
        Ok(plan::check_step(check, &known, own.trim_end_matches("[bot]")))
    }

    /// What was planned; where it could not be, that is told.
    pub fn or_regret<T: Default>(&self, planned: Result<T>, told: &mut Told) -> T {
        planned.unwrap_or_else(|failure| {
            let note = UNREAD.with([failure.message.into()]);
            say(self.run.session, &note);
            told.notes.push(note);
            told.is_broken = true;
            T::default()
        })
    }

    /// Carries a plan out; a dry run only shows it.
    pub fn give(&self, steps: &[Step], told: &mut Told) {
        if self.run.action.dry_run {
            self.show(steps);
            return;
        }
        let own = || self.run.own(self.repository);
        let site = Site { repository: self.repository, number: self.number, own: &own };
        for undone in site.apply(steps) {
            self.regret(&undone, told);
        }
    }

    fn show(&self, steps: &[Step]) {
        let none = steps.is_empty().then(|| NO_PLAN.say());
        let lines = steps.iter().map(|step| PLAN.with([step.say().into()])).chain(none);
        let text: String = lines.map(|line| escape::line(&line.plain(self.lang)).into_owned() + "\n").collect();
        super::super::print(Stream::Err, text);
    }

    fn regret(&self, undone: &Undone, told: &mut Told) {
        let values = [undone.step.say().into(), undone.trouble.say().into()];
        let note = match undone.trouble {
            Trouble::Refused { status: 401 | 403 | 404, .. } => MAY_NOT.with(values),
            Trouble::Refused { .. } | Trouble::Limited(_) | Trouble::TooMuch(_) => FAILED.with(values),
            Trouble::Broken(_) | Trouble::Unclear(_) => {
                told.is_broken = true;
                FAILED.with(values)
            }
        };
        say(self.run.session, &note);
        told.notes.push(note);
    }
}
