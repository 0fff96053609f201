//! The pre-push hook: judges the commits that a push makes public, whoever made them and however.

use super::super::judging::Judging;
use super::super::session::{self, Session, Stream};
use crate::failure::Result;
use crate::finding::Outcome;
use crate::git::place::Place;
use crate::git::push::{self, RefUpdate};
use crate::git::revisions;
use crate::model::Stage;
use crate::policy::Policy;
use crate::report::Report;
use std::collections::{BTreeMap, HashSet};

/// Runs the hook; git hands it the refs on standard input.
///
/// # Errors
/// Where the policy or the history cannot be read.
pub fn run(session: &Session, place: &Place, stdin: &[u8]) -> Result<u8> {
    let updates = RefUpdate::parse(&String::from_utf8_lossy(stdin))?;
    let policy = match session.policy(Some(place))? {
        Ok(policy) => policy,
        Err(code) => return Ok(code),
    };
    let mut worst = Outcome::Clean;
    for group in by_policy(policy, &updates) {
        let outcome = judge(session, place, policy, &group, &updates)?;
        worst = if outcome.exit_code() == 1 || worst == Outcome::Clean { outcome } else { worst };
    }
    Ok(worst.exit_code())
}

/// Updates that are judged by the same rules: all of them, unless the policy has other rules for some branches.
fn by_policy<'u>(policy: &Policy, updates: &'u [RefUpdate]) -> Vec<Vec<&'u RefUpdate>> {
    let mut groups: BTreeMap<Option<&str>, Vec<&RefUpdate>> = BTreeMap::new();
    for update in updates.iter().filter(|update| update.new.is_some() && update.has_messages()) {
        let _ = policy;
        groups.entry(update.branch()).or_default().push(update);
    }
    groups.into_values().collect()
}

fn judge(
    session: &Session,
    place: &Place,
    policy: &Policy,
    group: &[&RefUpdate],
    all: &[RefUpdate],
) -> Result<Outcome> {
    let selection = push::selection(place, group, all)?;
    let branch = group.first().and_then(|update| update.branch());
    let effective = super::super::check::effective(policy, branch)?;
    let skip = session::skipped_rules()?;
    let judge = session::judge(policy, &effective, Stage::PrePush, branch, &skip);
    let format = session.format(policy, Stage::PrePush, Stream::Err);
    let whys = |rule: &str, option: &str| effective.why(&policy.sources, rule, option);
    let mut reached = BTreeMap::new();
    for (index, entry) in policy.exemptions.iter().enumerate() {
        if let Some(until) = &entry.until {
            let ids: HashSet<_> = revisions::names(place, &[revisions::one(place, until)?], &selection.hidden)?;
            reached.insert(index, ids);
        }
    }
    let judging = Judging {
        judge: &judge,
        format: format.as_ref(),
        whys: &whys,
        forms: &effective.vocabulary.forms,
        stream: Stream::Err,
        reached,
    };
    let report = Report { skipped: skip.clone(), ..Report::new(format.lists()) };
    let report = judging.history(place, &selection, report)?;
    Ok(report.outcome(session::denies_unchecked(policy, Stage::PrePush)))
}
