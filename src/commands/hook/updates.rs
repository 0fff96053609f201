//! Judging refs that are about to change, with everything that becomes public by it.

use super::super::judging::Judging;
use super::super::printing::Printer;
use super::super::pushing::{Part, Pushing};
use super::super::reach::{adopt, reached};
use super::super::session::Setup;
use crate::failure::Result;
use crate::git::objects::Objects;
use crate::git::place::Place;
use crate::git::push::{self, Public, RefUpdate};
use crate::model::{Gap, Known, RefChange, Stage};
use crate::options::PathGlob;
use crate::policy::Policy;
use std::collections::BTreeMap;

/// What is judged.
pub(super) struct Updates<'u> {
    /// From where, or into what.
    pub place: &'u Place,
    pub objects: &'u Objects,
    pub stage: Stage,
    /// All updates of the push.
    pub all: &'u [RefUpdate],
    /// What is public already.
    pub public: &'u Public,
    /// The remote, as it was named; empty on a server.
    pub remote: &'u str,
}

impl Updates<'_> {
    /// Judges some of the updates by a policy.
    ///
    /// # Errors
    /// Where a ref or an object cannot be read.
    pub fn judge(&self, policy: &Policy, some: &[&RefUpdate], printer: &mut Printer<'_>) -> Result<()> {
        let mut pushing = Pushing::new(self.place, self.objects);
        let groups = self.by_rules(policy, some)?;
        for group in &groups {
            let first = group[0];
            let setup = Setup::new(policy, self.stage, first.branch())?.for_tag(first.tag());
            let judge = setup.judge();
            let whys = |rule: &str, option: &str| setup.why(rule, option);
            let mut selection = self.public.selection(self.objects, group)?;
            let reached = reached(self.place, policy, &selection)?;
            let judging = Judging { judge: &judge, whys: &whys, forms: setup.forms(), reached };
            for update in group {
                let within = self.within(update, &judging)?;
                pushing.reference(&judging, &change(update, within), printer);
            }
            if selection.is_empty() {
                continue;
            }
            printer.report.before_adoption += adopt(self.place, policy, &mut selection)?;
            let has_messages = first.has_messages();
            let part = Part { setup: &setup, judging: &judging, selection: &selection, has_messages };
            pushing.part(&part, printer)?;
        }
        self.totals(policy, &groups, &pushing, printer)
    }

    /// Judges how much is pushed in all, by the limits of each group, until one of them refuses it.
    fn totals(
        &self,
        policy: &Policy,
        groups: &[Vec<&RefUpdate>],
        pushing: &Pushing<'_>,
        printer: &mut Printer<'_>,
    ) -> Result<()> {
        for first in groups.iter().filter_map(|group| group.first()) {
            let setup = Setup::new(policy, self.stage, first.branch())?.for_tag(first.tag());
            let judge = setup.judge();
            let whys = |rule: &str, option: &str| setup.why(rule, option);
            let judging = Judging { judge: &judge, whys: &whys, forms: setup.forms(), reached: BTreeMap::new() };
            if pushing.totals(&judging, self.remote, self.public.is_nothing, printer) {
                break;
            }
        }
        Ok(())
    }

    /// Updates that are judged alike: by the same rules, which treat their branches and tags alike.
    fn by_rules<'s>(&self, policy: &Policy, some: &[&'s RefUpdate]) -> Result<Vec<Vec<&'s RefUpdate>>> {
        let mut groups: BTreeMap<(bool, Vec<String>), Vec<&RefUpdate>> = BTreeMap::new();
        for &update in some {
            let (branch, tag) = (update.branch(), update.tag());
            let setup = Setup::new(policy, self.stage, branch)?;
            let traits = policy.traits_of(branch, tag, &setup.effective);
            groups.entry((!update.has_messages(), traits)).or_default().push(update);
        }
        Ok(groups.into_values().collect())
    }

    /// Whether a branch contains what a tag is for, where a rule asks for that.
    fn within(&self, update: &RefUpdate, judging: &Judging<'_>) -> Result<Known<bool>> {
        let branches = update.tag().and_then(|tag| judging.judge.branches_for_tag(tag));
        let (Some(branches), Some(new)) = (branches, update.new) else { return Ok(Known::No(Gap::NotApplicable)) };
        let pushed = self.all.iter().filter_map(|update| Some((update.branch()?, update.new?)));
        let pushed = pushed.filter(|(branch, _)| PathGlob::any(branches, branch)).map(|(_, id)| id).collect();
        let matches = |name: &str| PathGlob::any(branches, name);
        push::contained(self.place, self.objects, &matches, pushed, new)
    }
}

fn change(update: &RefUpdate, within: Known<bool>) -> RefChange<'_> {
    RefChange { name: &update.remote, old: update.old, new: update.new, local: update.local_name(), within }
}
