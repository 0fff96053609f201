//! Names that are about to be made: `cihook check --tag` and `--branch`.

use super::super::judging::Judging;
use super::super::printing::Printer;
use crate::cli::Check;
use crate::failure::Result;
use crate::finding::Subject;
use crate::git::contained::Branches;
use crate::git::revisions::{self, Repository};
use crate::model::{Gap, Known, ObjectId, RefChange};
use crate::options::PathGlob;
use crate::policy::About;

impl Check {
    /// Whether commits are named, too.
    pub(super) const fn names_commits(&self) -> bool {
        self.revision.is_some() || self.push.is_some() || self.since_tag || self.all || self.changes
    }
}

/// The name within `NAME[=REV]`: a tag's name can hold no `=` that git would take for something else.
pub(super) fn name_of(written: &str) -> &str {
    written.split_once('=').map_or(written, |(name, _)| name)
}

/// Judges the names.
///
/// # Errors
/// Where the revision of the tag does not exist.
pub(super) fn judge(
    repository: &Repository<'_>,
    check: &Check,
    judging: &Judging<'_>,
    printer: &mut Printer<'_>,
) -> Result<()> {
    let about = |_: usize, covers: &mut dyn FnMut(&About<'_>)| covers(&About::default());
    if let Some(written) = &check.tag {
        let (name, revision) = written.split_once('=').unwrap_or((written, "HEAD"));
        let id = revisions::one(repository.place, revision)?;
        let within = match judging.judge.branches_for_tag(name) {
            Some(branches) => {
                let matches = |name: &str| PathGlob::any(branches, name);
                let branches = Branches { place: repository.place, objects: repository.objects, is_server: false };
                branches.contain(&[id], &matches, Vec::new())?.swap_remove(0)
            }
            None => Known::No(Gap::NotApplicable),
        };
        let full = format!("refs/tags/{name}");
        let change = RefChange { name: &full, old: None, new: Some(id), local: Some(name), within };
        judging.subject(Subject::Ref(&change), &about, printer);
    }
    if let Some(name) = &check.branch {
        let full = format!("refs/heads/{name}");
        let within = Known::No(Gap::NotApplicable);
        let change = RefChange { name: &full, old: None, new: Some(ObjectId::nothing()), local: Some(name), within };
        judging.subject(Subject::Ref(&change), &about, printer);
    }
    Ok(())
}
