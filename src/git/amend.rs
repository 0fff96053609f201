//! Git does not tell its commit-msg hook that a commit is amended. Where the system shows how git was called, that tells;
//! elsewhere it is inferred from what git does tell: the author's date of an amended commit is that of HEAD.

use super::ask::Git;
use super::caller;
use super::command_line::CommitLine;
use super::environment;
use super::place::Place;

/// Whether HEAD is probably being amended.
pub fn is_likely(place: &Place) -> bool {
    if let Some(arguments) = caller::of_commit() {
        return CommitLine::parse(&arguments).amends;
    }
    let told = environment::text("GIT_AUTHOR_DATE").unwrap_or_default();
    let date = told.trim_start_matches('@').split_whitespace().next().unwrap_or_default();
    !date.is_empty() && Git::at(place).maybe(["log", "-1", "--format=%at", "HEAD"]).as_deref() == Some(date)
}

/// Whether HEAD is a merge that is probably being amended, with its own header.
pub fn of_merge(place: &Place, message: &str) -> bool {
    let header = |text: &str| text.lines().next().unwrap_or_default().to_owned();
    let git = Git::at(place);
    let is_merge = git.maybe(["rev-parse", "--verify", "--quiet", "HEAD^2"]).is_some();
    let head = git.maybe(["log", "-1", "--format=%B", "HEAD"]).unwrap_or_default();
    is_merge && header(&head) == header(message) && is_likely(place)
}
