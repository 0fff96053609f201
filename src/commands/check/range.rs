//! The commits that were checked, as a command names them that repairs them.

use super::is_of_many;
use crate::cli::Check;
use crate::git::ask::Git;
use crate::git::place::Place;
use crate::git::refs;
use crate::remedy;
use crate::text::escape;

/// The remote branches on which nothing is ever written anew: the default branch, where that is known, and those that are
/// released from.
const PUBLIC: [&str; 5] =
    ["--remotes=*/HEAD", "--remotes=*/main", "--remotes=*/master", "--remotes=*/develop", "--remotes=*/release-v*"];

/// Where the commits of a check are, if its range ends where a local branch does.
pub(super) fn of(place: &Place, check: &Check) -> remedy::Place {
    let git = Git::at(place);
    let Some(range) = written(place, &git, check) else { return remedy::Place::Elsewhere };
    let spec = match range.as_str() {
        "" => "@{upstream}..HEAD".to_owned(),
        range if is_of_many(range) => range.to_owned(),
        revision => format!("{revision}^!"),
    };
    let count = |hidden: &[&str]| {
        let not = ["--not"].into_iter().filter(|_| !hidden.is_empty());
        git.maybe(["rev-list", "--count", spec.as_str()].into_iter().chain(not).chain(hidden.iter().copied()))
    };
    let all = count(&[]);
    let is_open = !place.has_message_of_git() && all.is_some() && all == count(&PUBLIC);
    remedy::Place::Range { range: escape::shell_word(&range).into_owned().replace("''", ""), is_open }
}

/// The range as it is written, or as somebody would write it.
fn written(place: &Place, git: &Git, check: &Check) -> Option<String> {
    if check.all {
        return None;
    }
    let Some(written) = check.revision.as_deref() else {
        let tag = git.maybe(["describe", "--tags", "--abbrev=0", "HEAD"]).filter(|_| check.since_tag);
        return if check.since_tag { Some(format!("{}..HEAD", tag?)) } else { Some(String::new()) };
    };
    let end = match written.split_once("..") {
        Some((_, end)) if end.starts_with('.') => return None,
        Some((_, end)) => end,
        None if is_of_many(written) => return None,
        None => written,
    };
    let is_branch = |name: &str| {
        let full = format!("refs/heads/{name}");
        refs::below(place, "refs/heads/").is_ok_and(|refs| refs.contains_key(bstr::BStr::new(&full)))
    };
    (!written.starts_with('-') && (end.is_empty() || end == "HEAD" || is_branch(end))).then(|| written.to_owned())
}
