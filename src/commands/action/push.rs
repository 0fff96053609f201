//! Commits that were pushed: judged and told in the log and the summary, since there is nobody's page to write on.

use super::base::Base;
use super::desk::{Desk, Reach};
use super::outcome::Outcome;
use super::{Run, setup};
use crate::failure::Result;
use crate::github::client::Trouble;
use crate::github::comment::Draft;
use crate::github::event::Push;
use crate::github::repository::{Listed, Repository};
use crate::github::{answers, facts};
use crate::model::{Gap, Stage};

/// Why the commits of a default branch are not known.
const NO_BEFORE: &str = "the server does not have what the default branch was before";

/// Judges a push, and tells.
///
/// # Errors
/// Where its commits cannot be had.
pub fn run(run: &Run<'_>, push: &Push) -> Result<u8> {
    let repository = run.repository(&push.repository);
    let (since, listed) = commits(&repository, push)?;
    let base = Base::at(&repository, &since)?;
    let policy = match run.policy(&repository, &base)? {
        Ok(policy) => policy,
        Err(code) => return Ok(code),
    };
    let branch = push.name.strip_prefix("refs/heads/").unwrap_or(&push.name);
    let setup = setup(policy, Stage::Check, branch)?;
    let judge = setup.judge();
    let mut desk = Desk::new(run.session, &setup, &judge);
    let paths = super::pull::paths(&repository, &listed.items, judge.needs().paths)?;
    let commits = facts::commits(&listed.items, setup.forms(), paths)?;
    desk.commits(&commits, &Reach { repository: &repository, head: &push.after.to_string() })?;
    if let Some(gap) = &listed.gap {
        desk.miss("commits", &push.name, gap);
    }
    desk.print();
    let missing = desk.missing();
    let draft = Draft {
        lang: run.session.lang(Some(policy)),
        told: &desk.told,
        missing: &missing,
        notes: &[],
        commits: listed.items.len(),
        newest: Some(push.after),
        onto: None,
        is_first: false,
        remediation: None,
    };
    let verdict = setup.outcome(&desk.report);
    Outcome::of(&draft, verdict, &[]).tell(run.runner)?;
    Ok(verdict.exit_code())
}

/// What was pushed since what the ref was, else since the default branch; and since when. What a forced push left behind
/// may be gone.
fn commits(
    repository: &Repository<'_>,
    push: &Push,
) -> std::result::Result<(String, Listed<answers::Commit>), Trouble> {
    let after = push.after.to_string();
    if let Some(before) = push.before.map(|before| before.to_string()) {
        match repository.between(&before, &after, None) {
            Err(trouble) if trouble.is_missing() => {}
            ended => return ended.map(|listed| (before, listed)),
        }
    }
    let mut listed = repository.between(&push.default_branch, &after, None)?;
    if push.name.strip_prefix("refs/heads/") == Some(&push.default_branch) {
        // What it is held against is the branch itself: that there is nothing between them says nothing.
        listed.gap = Some(Gap::Unreadable(NO_BEFORE.to_owned()));
    }
    Ok((push.default_branch.clone(), listed))
}
