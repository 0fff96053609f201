//! The commits that were checked, as a command names them that repairs them.

use super::super::fix::offer;
use crate::cli::Check;
use crate::git::ask::Git;
use crate::git::revisions::Repository;
use crate::git::rewrite::range;
use crate::remedy;
use crate::report::Report;
use crate::text::escape;

/// More commits than this nobody repairs at once, and to look at all of them again would take as long as the check.
const COMMITS_MOST: u64 = 5_000;

/// Where the commits of a check are.
pub(super) fn of(repository: &Repository<'_>, check: &Check, report: &Report) -> remedy::Place {
    if let Some(branches) = &check.push {
        return offer::push(repository, branches, report);
    }
    let Some(written) = written(repository, check) else { return remedy::Place::Elsewhere };
    let is_ours = report.repairs.commits > 0 && report.repairs.is_ours() && report.checked.commits <= COMMITS_MOST;
    let is_open = is_ours
        && offer::is_possible(
            repository,
            match written.as_str() {
                "" => range::since_upstream(repository),
                written => range::named(repository, written),
            },
        );
    let range = if written.is_empty() { written } else { escape::shell_word(&written).into_owned() };
    remedy::Place::Range { range, is_open }
}

/// The range as it is written, or as somebody would write it; nothing where it is more than one.
fn written(repository: &Repository<'_>, check: &Check) -> Option<String> {
    match check.revision.as_deref() {
        _ if check.all => None,
        Some(written) => (!written.starts_with('-')).then(|| written.to_owned()),
        None if check.since_tag => {
            let tag = Git::at(repository.place).maybe(["describe", "--tags", "--abbrev=0", "HEAD"]);
            tag.map(|tag| format!("{tag}..HEAD"))
        }
        None => Some(String::new()),
    }
}
