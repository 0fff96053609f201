//! A merge queue: its own commit is judged for what it is, and the commits of the pull request in it are judged as they
//! were in the pull request. It always concludes, so that no queue is held up.

use super::around::{self, Named};
use super::base::Base;
use super::desk::{Desk, Reach};
use super::orders::{Orders, Told};
use super::outcome::Outcome;
use super::{MISTAKES, Run, setup};
use crate::failure::Result;
use crate::finding;
use crate::github::answers;
use crate::github::check::Check;
use crate::github::comment::{self, Draft};
use crate::github::event::MergeGroup;
use crate::github::facts;
use crate::github::landing;
use crate::github::plan::Step;
use crate::github::repository::{Gathered, Repository};
use crate::message::Message;
use crate::model::{Around, Gap, Stage};
use crate::words::{Lang, Sentence, Words};
use std::collections::HashSet;

const NO_NUMBER: Words = Words::new(
    "the queue's branch names no pull request; its commits are checked as made by the queue, and sign-offs are unknown",
    "合并队列的分支没有写明拉取请求：其提交按队列生成的提交检查，签署情况未知",
);
const GONE: Words = Words::new(
    "pull request {0} cannot be read ({1}); all commits are checked as made by the queue, and sign-offs are unknown",
    "无法读取拉取请求 {0}（{1}）：全部提交按队列生成的提交检查，签署情况未知",
);

/// Why the commits of the pull request are unchecked where nobody knows which they are.
const UNNAMED: &str = "the commits of the pull request are not known";

/// Judges a merge group, and tells. The check run concludes whatever happens: a queue waits for it.
///
/// # Errors
/// Where its commits cannot be had: the check fails then, and does not wait.
pub fn run(run: &Run<'_>, group: &MergeGroup) -> Result<u8> {
    let repository = run.repository(&group.repository);
    let queue = Queue { run, repository: &repository, group };
    match queue.judge() {
        Ok(Ok(judged)) => queue.conclude(&judged),
        Ok(Err(code)) => {
            queue.fail(&MISTAKES.say());
            Ok(code)
        }
        Err(failure) => {
            queue.fail(&failure.message);
            Err(failure)
        }
    }
}

/// A merge group on the way to its verdict.
struct Queue<'q> {
    run: &'q Run<'q>,
    repository: &'q Repository<'q>,
    group: &'q MergeGroup,
}

/// What is said of a merge group.
struct Judged {
    told: Vec<comment::Told>,
    missing: Vec<(String, String, String)>,
    notes: Vec<Sentence>,
    commits: usize,
    lang: Lang,
    outcome: finding::Outcome,
    asks_sign_off: bool,
}

impl Queue<'_> {
    fn judge(&self) -> Result<std::result::Result<Judged, u8>> {
        let Self { run, repository, group } = *self;
        let listed = repository.between(&group.base.to_string(), &group.head.to_string(), None)?;
        let mut notes = Vec::new();
        let gathered = pull_of(repository, group, &mut notes);
        let base = Base::at(repository, &group.base.to_string())?;
        let policy = match run.policy(repository, &base)? {
            Ok(policy) => policy,
            Err(code) => return Ok(Err(code)),
        };
        let setup = setup(policy, Stage::MergeGroup, &group.branch)?;
        let needed = setup.judge().needs();
        let own: &[_] = gathered.as_ref().map_or(&[], |gathered| &gathered.commits.items);
        let proposed: HashSet<&str> = own.iter().map(|commit| commit.sha.as_str()).collect();
        let mut made: Vec<_> =
            listed.items.iter().filter(|commit| !proposed.contains(commit.sha.as_str())).cloned().collect();
        let paths = super::pull::paths(repository, own, needed.paths)?;
        let commits = facts::commits(own, setup.forms(), paths)?;
        let asked: Vec<_> = own.iter().chain(&made).cloned().collect();
        let pull = gathered.as_ref().and_then(|gathered| gathered.pull.base.repo.as_ref());
        let suffix = group.number.map(landing::suffix).unwrap_or_default();
        let squashed = without_suffix(&mut made, &suffix);
        let made = facts::commits(&made, setup.forms(), Vec::new())?;
        let messages: Vec<Message<'_>> = made.iter().map(|commit| commit.message.clone()).collect();
        let named = Named { others: &messages, forms: setup.forms() };
        let labels = gathered.iter().flat_map(|gathered| &gathered.pull.labels).map(|label| &*label.name).collect();
        let around = around::learn(repository, pull, &commits, &asked, &named, None, needed)?;
        let around = Around { labels, ..around };
        let judge = setup.judge_with(Some(&around));
        let of_queue = setup.judge_with(Some(&around)).for_queue();
        let of_squashed = setup.judge_with(Some(&around)).for_queue().with_suffix(&suffix);
        let mut desk = Desk::new(run.session, &setup, &judge);
        // The queue's commit need not have those of the pull request among its parents: they are in its own branch.
        let head = gathered.as_ref().map_or("", |gathered| &gathered.pull.head.sha);
        desk.commits(&commits, &Reach { repository, head })?;
        for (commit, is_squashed) in made.iter().zip(squashed) {
            desk.commit_by(if is_squashed { &of_squashed } else { &of_queue }, commit);
        }
        let unnamed = gathered.is_none().then(|| Gap::Unreadable(UNNAMED.to_owned()));
        let of_pull = gathered.as_ref().and_then(|gathered| gathered.commits.gap.as_ref());
        for gap in [listed.gap.as_ref(), of_pull, unnamed.as_ref()].into_iter().flatten() {
            desk.miss("commits", &group.branch, gap);
        }
        desk.print();
        Ok(Ok(Judged {
            missing: desk.missing(),
            notes,
            commits: own.len() + made.len(),
            lang: run.session.lang(Some(policy)),
            outcome: setup.outcome(&desk.report),
            asks_sign_off: setup.effective.is_on(comment::SIGN_OFF, Stage::MergeGroup),
            told: desk.told,
        }))
    }

    /// Leaves the verdict behind, beside the commit that the queue made too where that was ordered.
    fn conclude(&self, judged: &Judged) -> Result<u8> {
        let draft = Draft {
            lang: judged.lang,
            told: &judged.told,
            missing: &judged.missing,
            notes: &judged.notes,
            commits: judged.commits,
            newest: Some(self.group.head),
            onto: None,
            is_first: false,
            remediation: None,
        };
        let check = draft.dco_check_of_queue(self.group.head, judged.asks_sign_off);
        let told = self.report(&check, draft.lang, judged.notes.clone());
        let outcome = told.outcome(judged.outcome);
        Outcome::of(&Draft { notes: &told.notes, ..draft }, outcome, &[]).tell(self.run.runner)?;
        Ok(outcome.exit_code())
    }

    /// Ends the check where there is no verdict.
    fn fail(&self, why: &Sentence) {
        let lang = self.run.session.lang(None);
        self.report(&comment::dco_check_failed(self.group.head, lang, why), lang, Vec::new());
    }

    /// Reports a check where that was ordered. Where nobody tells whether there is one already, it is made: a second one
    /// does less harm than a queue that waits.
    fn report(&self, check: &Check, lang: Lang, notes: Vec<Sentence>) -> Told {
        let orders = Orders { run: self.run, repository: self.repository, number: 0, lang };
        let mut told = Told::with(notes);
        let ordered = self.run.action.dco_check.then(|| orders.check(check, &mut told));
        let step = ordered.and_then(|step| step.unwrap_or_else(|_| Some(Step::CreateCheck(check.clone()))));
        orders.give(step.as_slice(), &mut told);
        told
    }
}

/// Takes what the server added off the headers of the commits that it squashed, as it is for the title of a pull request:
/// the number is that of the pull request and no issue. Tells which commits had it.
fn without_suffix(made: &mut [answers::Commit], suffix: &str) -> Vec<bool> {
    let cut = |commit: &mut answers::Commit| {
        let Some(message) = commit.commit.message.as_mut().filter(|_| !suffix.is_empty()) else { return false };
        let end = message.find('\n').unwrap_or(message.len());
        let Some(header) = message[..end].strip_suffix(suffix) else { return false };
        let start = header.len();
        message.replace_range(start..end, "");
        true
    };
    made.iter_mut().map(cut).collect()
}

/// The pull request that the queue's branch names, where it can be read.
fn pull_of(repository: &Repository<'_>, group: &MergeGroup, notes: &mut Vec<Sentence>) -> Option<Gathered> {
    let Some(number) = group.number else {
        notes.push(NO_NUMBER.say());
        return None;
    };
    match repository.gather(number) {
        Ok(gathered) => Some(gathered),
        Err(failure) => {
            notes.push(GONE.with([number.into(), failure.message.into()]));
            None
        }
    }
}
