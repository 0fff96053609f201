//! What the name of a branch can say of a message that has still to be written.

use super::header::Header;
use super::issue::{self, Form};
use crate::text::Span;

/// `file` with the type and the issue that `branch` names, where they are missing; `None` where nothing is to be added.
///
/// The file is one that git prepared for an editor, or a message that was given on the command line. `type_of` tells
/// the type that a word stands for.
pub fn prepared<'v>(
    file: &str,
    comment: &str,
    branch: &str,
    forms: &[Form],
    type_of: &dyn Fn(&str) -> Option<&'v str>,
) -> Option<String> {
    let (kind, issue) = facts(branch, forms, type_of);
    let end = file.find('\n').unwrap_or(file.len());
    let first = &file[..end];
    let is_comment = !comment.is_empty() && first.starts_with(comment);
    if is_comment || first.trim().is_empty() {
        let header = prefill(branch, forms, type_of)?;
        let rest = if is_comment { file } else { file[end..].trim_start_matches('\n') };
        return Some(format!("{header}\n\n{rest}"));
    }
    if is_of_git(first) {
        return None;
    }
    let header = Header::parse(Span::new(0, end), file, forms);
    let kind = kind.filter(|_| !header.is_typed() && header.bare_word().is_none_or(|word| type_of(&word).is_none()));
    let issue = issue.filter(|_| header.issues.is_empty());
    if kind.is_none() && issue.is_none() {
        return None;
    }
    let kind = kind.map_or_else(String::new, |kind| format!("{kind}: "));
    let issue = issue.map_or_else(String::new, |issue| format!(" ({issue})"));
    Some(format!("{kind}{}{issue}{}", first.trim_end(), &file[end..]))
}

/// The header that is offered where there is none: a person types the description into it.
pub fn prefill<'v>(branch: &str, forms: &[Form], type_of: &dyn Fn(&str) -> Option<&'v str>) -> Option<String> {
    Some(match facts(branch, forms, type_of) {
        (None, None) => return None,
        (Some(kind), Some(issue)) => format!("{kind}:  ({issue})"),
        (Some(kind), None) => format!("{kind}: "),
        (None, Some(issue)) => format!(" ({issue})"),
    })
}

fn facts<'v>(
    branch: &str,
    forms: &[Form],
    type_of: &dyn Fn(&str) -> Option<&'v str>,
) -> (Option<&'v str>, Option<String>) {
    let kind = branch.split_once('/').and_then(|(first, _)| type_of(first));
    (kind, issue::in_branch(branch, forms))
}

/// Whether git or a server wrote the header, for a program to read it again: `git rebase --autosquash` looks for the rest
/// of it (git-rebase(1)).
fn is_of_git(header: &str) -> bool {
    ["fixup! ", "squash! ", "amend! ", "Merge ", "Revert \"", "Reapply \""]
        .iter()
        .any(|start| header.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(file: &str, branch: &str) -> Option<String> {
        let type_of = |word: &str| ["feat", "fix"].into_iter().find(|kind| *kind == word);
        prepared(file, "#", branch, &issue::default_forms(), &type_of)
    }

    #[test]
    fn an_empty_message_gets_type_and_issue() {
        assert_eq!(filled("\n# hint\n", "feat/42-login").as_deref(), Some("feat:  (#42)\n\n# hint\n"));
        assert_eq!(filled("# hint\n", "tom/42-login").as_deref(), Some(" (#42)\n\n# hint\n"));
        assert_eq!(filled("\n# hint\n", "main"), None);
    }

    #[test]
    fn a_message_that_was_typed_keeps_its_words() {
        assert_eq!(filled("add login\n", "feat/42-x").as_deref(), Some("feat: add login (#42)\n"));
        assert_eq!(
            filled("feat(a): add login\n\nbody\n", "feat/42-x").as_deref(),
            Some("feat(a): add login (#42)\n\nbody\n")
        );
        assert_eq!(filled("feat(a): add login (#7)\n", "feat/42-x"), None);
    }

    #[test]
    fn what_git_wrote_stays_as_it_is() {
        for header in ["fixup! add it", "squash! add it", "amend! add it", "Merge branch 'a'", "Revert \"add it\""] {
            assert_eq!(filled(&format!("{header}\n"), "feat/42-x"), None, "{header}");
        }
    }

    #[test]
    fn comments_begin_as_the_user_set_it() {
        let none = |_: &str| None;
        let file = prepared("; hint\n", ";", "tom/42-x", &issue::default_forms(), &none);
        assert_eq!(file.as_deref(), Some(" (#42)\n\n; hint\n"));
    }
}
