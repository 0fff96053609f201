//! What is staged, before the commit exists: `cihook check --staged` and the pre-commit hook.

use super::super::judging::Judging;
use super::super::printing::{Printer, Show};
use super::super::session::{STAGED, Session, Setup, Stream};
use crate::failure::Result;
use crate::finding::Subject;
use crate::git::index::{self, Staged, StagedName};
use crate::git::objects::Objects;
use crate::git::place::Place;
use crate::git::{promisor, refs};
use crate::model::{Blob, Gap, Known, NewPath, ObjectId, Reach, RefChange, Stage, TreeEntry};
use crate::policy::{About, Policy};
use crate::remedy;
use bstr::ByteSlice as _;
use std::collections::BTreeMap;

/// Judges what is staged, and the branch that it is for.
///
/// # Errors
/// Where the index or the repository cannot be read.
pub fn run(session: &Session, place: &Place, policy: &Policy, stage: Stage, stream: Stream) -> Result<u8> {
    let branch = refs::current_branch(place);
    let setup = Setup::new(policy, stage, branch.as_deref())?;
    let judge = setup.judge();
    let whys = |rule: &str, option: &str| setup.why(rule, option);
    let judging = Judging { judge: &judge, whys: &whys, forms: setup.forms(), reached: BTreeMap::new() };
    let format = session.format(policy, &judge, stage, stream, STAGED);
    let mut printer = Printer::begin(Show { format: format.as_ref(), people: &[] }, stream, &setup.skip);
    let objects = Objects::open(place)?;
    if let Some(branch) = branch.as_deref().filter(|_| stage == Stage::PreCommit) {
        new_branch(place, branch, &judging, &mut printer)?;
    }
    let (staged, names) = index::staged(place, &objects)?;
    blobs(place, &objects, &staged, &judging, &mut printer)?;
    names.iter().for_each(|name| path(name, &judging, &mut printer));
    let scene = session.scene(&printer.report, || remedy::Place::Elsewhere);
    Ok(setup.outcome(&printer.end(&scene)).exit_code())
}

/// Judges the name of a branch that no remote has yet: pushing will create it.
fn new_branch(place: &Place, branch: &str, judging: &Judging<'_>, printer: &mut Printer<'_>) -> Result<()> {
    let remotes = refs::below(place, "refs/remotes/")?;
    let ends = |name: &[u8]| name.strip_suffix(branch.as_bytes()).is_some_and(|rest| rest.ends_with(b"/"));
    if remotes.keys().any(|name| ends(name)) {
        return Ok(());
    }
    let name = format!("refs/heads/{branch}");
    let within = Known::No(Gap::NotApplicable);
    let change = RefChange { name: &name, old: None, new: Some(ObjectId::nothing()), local: Some(branch), within };
    let about = |_: usize, covers: &mut dyn FnMut(&About<'_>)| covers(&About::default());
    judging.subject(Subject::Ref(&change), &about, printer);
    Ok(())
}

fn blobs(
    place: &Place,
    objects: &Objects,
    staged: &[Staged],
    judging: &Judging<'_>,
    printer: &mut Printer<'_>,
) -> Result<()> {
    let mut sized = Vec::new();
    for blob in staged.iter().filter(|blob| blob.is_new_blob) {
        sized.push((objects.size(blob.id)?, blob));
    }
    sized.sort_by_key(|(size, _)| std::cmp::Reverse(size.unwrap_or(u64::MAX)));
    for (size, staged) in sized {
        let path = staged.path.to_str_lossy();
        let about = |_: usize, covers: &mut dyn FnMut(&About<'_>)| {
            covers(&About { path: Some(&path), ..About::default() });
        };
        let blob = Blob {
            entry: entry(staged.path.as_bstr(), staged.id, staged.replaces),
            size: Known::or(size, || promisor::gap(place)),
        };
        judging.subject(Subject::Blob(&blob), &about, printer);
    }
    Ok(())
}

fn path(name: &StagedName, judging: &Judging<'_>, printer: &mut Printer<'_>) {
    let path = name.path.to_str_lossy();
    let about = |_: usize, covers: &mut dyn FnMut(&About<'_>)| covers(&About { path: Some(&path), ..About::default() });
    let clash = name.clash.as_ref().map(|clash| clash.as_bstr());
    judging.subject(Subject::Path(&NewPath::new(entry(name.path.as_bstr(), name.id, false), clash)), &about, printer);
}

fn entry(path: &bstr::BStr, id: ObjectId, replaces: bool) -> TreeEntry<'_> {
    TreeEntry { path, id, commit: None, reach: Reach::Staged, replaces }
}
