//! A merge queue: its own commit is judged for what it is, and the commits of the pull request in it are judged as they
//! were in the pull request. It always concludes, so that no queue is held up.

use super::around;
use super::base::Base;
use super::desk::{Desk, Reach};
use super::outcome::Outcome;
use super::{Run, setup};
use crate::failure::Result;
use crate::github::comment::Draft;
use crate::github::event::MergeGroup;
use crate::github::facts;
use crate::github::repository::{Gathered, Repository};
use crate::model::Stage;
use crate::words::{Sentence, Words};
use std::collections::HashSet;

const NO_NUMBER: Words = Words::new(
    "the queue's branch names no pull request: all of its commits are judged as the queue's own",
    "合并队列的分支没有写明拉取请求：其全部提交按队列生成的提交检查",
);
const GONE: Words = Words::new(
    "pull request {0} cannot be read ({1}): all commits are judged as the queue's own",
    "无法读取拉取请求 {0}（{1}）：全部提交按队列生成的提交检查",
);

/// Judges a merge group, and tells.
///
/// # Errors
/// Where its commits cannot be had: the check fails then, and does not wait.
pub fn run(run: &Run<'_>, group: &MergeGroup) -> Result<u8> {
    let repository = run.repository(&group.repository);
    let mut notes = Vec::new();
    let listed = repository.between(&group.base.to_string(), &group.head.to_string(), None)?;
    let gathered = pull_of(&repository, group, &mut notes);
    let base = Base::at(&repository, &group.base.to_string())?;
    let policy = match run.policy(&repository, &base)? {
        Ok(policy) => policy,
        Err(code) => return Ok(code),
    };
    let setup = setup(policy, Stage::MergeGroup, &group.branch)?;
    let needed = setup.judge().needs();
    let own: &[_] = gathered.as_ref().map_or(&[], |gathered| &gathered.commits.items);
    let proposed: HashSet<&str> = own.iter().map(|commit| commit.sha.as_str()).collect();
    let made: Vec<_> = listed.items.iter().filter(|commit| !proposed.contains(commit.sha.as_str())).cloned().collect();
    let paths = super::pull::paths(&repository, own, needed.paths)?;
    let commits = facts::commits(own, setup.forms(), paths)?;
    let asked: Vec<_> = own.iter().chain(&made).cloned().collect();
    let pull = gathered.as_ref().and_then(|gathered| gathered.pull.base.repo.as_ref());
    let around = around::learn(&repository, pull, &commits, &asked, None, needed)?;
    let judge = setup.judge_with(Some(&around));
    let of_queue = setup.judge_with(Some(&around)).for_queue();
    let mut desk = Desk::new(run.session, &setup, &judge);
    desk.commits(&commits, &Reach { repository: &repository, head: &group.head.to_string() })?;
    for commit in &facts::commits(&made, setup.forms(), Vec::new())? {
        desk.commit_by(&of_queue, commit);
    }
    let gaps = [listed.gap.as_ref(), gathered.as_ref().and_then(|gathered| gathered.commits.gap.as_ref())];
    for gap in gaps.into_iter().flatten() {
        desk.miss("commits", &group.branch, gap);
    }
    desk.print();
    let missing = desk.missing();
    let draft = Draft {
        lang: run.session.lang(Some(policy)),
        told: &desk.told,
        missing: &missing,
        notes: &notes,
        commits: own.len() + made.len(),
        newest: Some(group.head),
        is_first: false,
        remediation: None,
    };
    let verdict = setup.outcome(&desk.report);
    Outcome::of(&draft, verdict, &[]).tell(run.runner)?;
    Ok(verdict.exit_code())
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
