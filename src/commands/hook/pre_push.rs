//! The pre-push hook: judges the commits that a push makes public, whoever made them and however.

use super::super::check::reached;
use super::super::judging::Judging;
use super::super::printing::Printer;
use super::super::session::{Session, Setup, Stream};
use crate::failure::Result;
use crate::git::objects::Objects;
use crate::git::place::Place;
use crate::git::push::{self, RefUpdate};
use crate::model::Stage;
use crate::policy::Policy;
use std::collections::BTreeMap;

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
    let whole = Setup::new(policy, Stage::PrePush, None)?;
    let judge = whole.judge();
    let format = session.format(policy, &judge, Stage::PrePush, Stream::Err);
    let mut printer = Printer::begin(format.as_ref(), Stream::Err, &whole.skip);
    for group in by_rules(policy, &updates)? {
        judge_group(place, policy, &group, &updates, &mut printer)?;
    }
    Ok(whole.outcome(&printer.end()).exit_code())
}

/// Updates that are judged alike: by the same rules, which treat their branches alike.
fn by_rules<'u>(policy: &Policy, updates: &'u [RefUpdate]) -> Result<Vec<Vec<&'u RefUpdate>>> {
    let mut groups: BTreeMap<Vec<String>, Vec<&RefUpdate>> = BTreeMap::new();
    for update in updates.iter().filter(|update| update.new.is_some() && update.has_messages()) {
        let branch = update.branch();
        let setup = Setup::new(policy, Stage::PrePush, branch)?;
        groups.entry(policy.traits_of(branch, &setup.effective)).or_default().push(update);
    }
    Ok(groups.into_values().collect())
}

fn judge_group(
    place: &Place,
    policy: &Policy,
    group: &[&RefUpdate],
    all: &[RefUpdate],
    printer: &mut Printer<'_>,
) -> Result<()> {
    let selection = push::selection(place, group, all)?;
    let setup = Setup::new(policy, Stage::PrePush, group.first().and_then(|update| update.branch()))?;
    let judge = setup.judge();
    let whys = |rule: &str, option: &str| setup.why(rule, option);
    let reached = reached(place, policy, &selection)?;
    let judging = Judging { judge: &judge, whys: &whys, forms: setup.forms(), reached };
    judging.history(place, &Objects::open(place)?, &selection, printer)
}
