//! Judging refs that are about to change, with everything that becomes public by it.

use super::super::judging::Judging;
use super::super::printing::Printer;
use super::super::pushing::{Part, Pushing};
use super::super::reach::{adopt, reached};
use super::super::session::Setup;
use crate::failure::Result;
use crate::git::contained::Branches;
use crate::git::history::Selection;
use crate::git::objects::Objects;
use crate::git::place::Place;
use crate::git::push::{Counts, Public, RefUpdate};
use crate::git::{refs, rework, trust};
use crate::model::{Gap, Known, ObjectId, RefChange, Rework, Stage, Within};
use crate::options::PathGlob;
use crate::policy::Policy;
use bstr::{BStr, BString};
use std::collections::{BTreeMap, BTreeSet, HashMap};

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

/// Tags that the same branches have to contain, each with its number in the group and what it is for.
struct Asked<'a> {
    branches: &'a [PathGlob],
    tags: Vec<(usize, ObjectId)>,
}

/// Refs that ask less than the one that is pushed to.
#[derive(Default)]
struct Lax {
    refs: BTreeSet<BString>,
    beyond: BTreeSet<&'static str>,
}

impl Lax {
    /// All rules: those that such a ref asks as well, and those that it does not.
    fn split(&self) -> (Vec<String>, Vec<String>) {
        let all = crate::rules::ALL.iter().map(|definition| definition.meta.id);
        let (beyond, usual): (Vec<&str>, Vec<&str>) = all.partition(|id| self.beyond.contains(id));
        let owned = |ids: Vec<&str>| ids.into_iter().map(str::to_owned).collect();
        (owned(usual), owned(beyond))
    }
}

impl Updates<'_> {
    /// Judges some of the updates by a policy; `counts` says of which refs it may be that they were judged by it.
    ///
    /// # Errors
    /// Where a ref or an object cannot be read.
    pub fn judge(
        &self,
        policy: &Policy,
        some: &[&RefUpdate],
        counts: &Counts<'_>,
        printer: &mut Printer<'_>,
    ) -> Result<()> {
        let mut pushing = Pushing::new(self.place, self.objects);
        let groups = self.by_rules(policy, some)?;
        let rework = self.rework()?;
        for group in &groups {
            let first = group[0];
            let setup = || -> Result<Setup<'_>> {
                Ok(Setup::new(policy, self.stage, first.branch())?.for_tag(first.tag()).with_rework(rework))
            };
            self.refs(&setup()?, group, &pushing, printer)?;
            let lax = self.lax(policy, group, counts)?;
            let is_own = |name: &BStr| group.iter().any(|update| *name == *update.remote.as_str());
            let is_known = |name: &BStr| !first.has_messages() || is_own(name) || counts(name);
            if lax.refs.is_empty() {
                self.commits(&setup()?, group, &is_known, (&mut pushing, true), printer)?;
                continue;
            }
            // What a branch let pass that asks less is judged again, by what this one asks beyond that.
            let (usual, beyond) = lax.split();
            self.commits(&setup()?.leaving_out(beyond), group, &is_known, (&mut pushing, true), printer)?;
            let is_strict = |name: &BStr| is_own(name) || counts(name) && !lax.refs.contains(name);
            self.commits(&setup()?.leaving_out(usual), group, &is_strict, (&mut pushing, false), printer)?;
        }
        self.totals(policy, &groups, &pushing, printer)
    }

    /// What the user may write anew: nobody knows that on a server, where the push comes from somewhere else.
    fn rework(&self) -> Result<Rework> {
        if self.stage == Stage::PreReceive { Ok(Rework::default()) } else { rework::of(self.place, self.objects) }
    }

    /// Judges what happens to the refs of a group.
    fn refs(
        &self,
        setup: &Setup<'_>,
        group: &[&RefUpdate],
        pushing: &Pushing<'_>,
        printer: &mut Printer<'_>,
    ) -> Result<()> {
        let current = refs::current_branch(self.place);
        let judge = setup.judge();
        let whys = |rule: &str, option: &str| setup.why(rule, option);
        let judging = Judging { judge: &judge, whys: &whys, forms: setup.forms(), reached: BTreeMap::new() };
        for (update, within) in group.iter().zip(self.within(group, &judging)?) {
            let local = if update.local == "HEAD" { current.as_deref() } else { update.local_name() };
            let change = RefChange { name: &update.remote, old: update.old, new: update.new, local, within };
            pushing.reference(&judging, &change, printer);
        }
        Ok(())
    }

    /// Judges the commits of a group that no ref has which counts.
    fn commits(
        &self,
        setup: &Setup<'_>,
        group: &[&RefUpdate],
        counts: &Counts<'_>,
        (pushing, is_new): (&mut Pushing<'_>, bool),
        printer: &mut Printer<'_>,
    ) -> Result<()> {
        let policy = setup.policy;
        let judge = setup.judge();
        let whys = |rule: &str, option: &str| setup.why(rule, option);
        let selection = self.public.selection(self.objects, group, counts)?;
        let mut selection = Selection { amendable: setup.rework().tip, ..selection };
        if selection.is_empty() {
            return Ok(());
        }
        let reached = reached(self.place, policy, &selection)?;
        let judging = Judging { judge: &judge, whys: &whys, forms: setup.forms(), reached };
        printer.report.before_adoption += adopt(self.place, policy, &mut selection)?;
        let has_messages = group.first().is_some_and(|first| first.has_messages());
        pushing.part(&Part { setup, judging: &judging, selection: &selection, has_messages, is_new }, printer)
    }

    /// The refs that count but that ask less than the refs of a group, and what these ask beyond.
    fn lax(&self, policy: &Policy, group: &[&RefUpdate], counts: &Counts<'_>) -> Result<Lax> {
        let mut lax = Lax::default();
        let Some(first) = group.first().filter(|first| first.has_messages()) else { return Ok(lax) };
        let asked = Setup::demands(policy, self.stage, first.branch(), first.tag())?;
        // Of some ten thousand refs nearly all are treated alike.
        let mut seen: HashMap<Vec<String>, BTreeSet<&'static str>> = HashMap::new();
        for name in self.public.names().filter(|name| counts(name)) {
            let (branch, tag) = trust::short_name(name);
            let (branch, tag) = (branch.as_deref(), tag.as_deref());
            // A policy that does not fit the name of a branch has let nothing pass there.
            let Ok(effective) = policy.for_branch(branch) else { continue };
            let beyond = seen.entry(policy.traits_of(branch, tag, &effective)).or_insert_with(|| {
                policy.demands(branch, tag, self.stage).map(|there| asked.beyond(&there)).unwrap_or_default()
            });
            if !beyond.is_empty() {
                lax.beyond.extend(beyond.iter());
                lax.refs.insert(name.to_owned());
            }
        }
        Ok(lax)
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

    /// Whether branches contain what tags are for, where a rule asks for that; all that ask for the same branches at once.
    fn within(&self, group: &[&RefUpdate], judging: &Judging<'_>) -> Result<Vec<Known<Within>>> {
        let mut within = vec![Known::No(Gap::NotApplicable); group.len()];
        let mut asked: Vec<Asked<'_>> = Vec::new();
        for (number, update) in group.iter().enumerate() {
            let branches = update.tag().and_then(|tag| judging.judge.branches_for_tag(tag));
            let Some((branches, new)) = branches.zip(update.new) else { continue };
            match asked.iter_mut().find(|asked| std::ptr::eq(asked.branches, branches)) {
                Some(asked) => asked.tags.push((number, new)),
                None => asked.push(Asked { branches, tags: vec![(number, new)] }),
            }
        }
        let is_server = self.stage == Stage::PreReceive;
        for Asked { branches: globs, tags } in asked {
            let matches = |name: &str| PathGlob::any(globs, name);
            let pushed = self.all.iter().filter_map(|update| Some((update.branch()?, update.new?)));
            let pushed = pushed.filter(|(branch, _)| matches(branch)).map(|(_, id)| id).collect();
            let tagged: Vec<ObjectId> = tags.iter().map(|(_, id)| *id).collect();
            let branches = Branches { place: self.place, objects: self.objects, is_server };
            for ((number, _), found) in tags.iter().zip(branches.contain(&tagged, &matches, pushed)?) {
                within[*number] = found;
            }
        }
        Ok(within)
    }
}
