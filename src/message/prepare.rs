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
    branch: &str,
    forms: &[Form],
    type_of: &dyn Fn(&str) -> Option<&'v str>,
) -> Option<String> {
    let issue = issue::in_branch(branch, forms);
    let kind = branch.split_once('/').and_then(|(first, _)| type_of(first));
    let end = file.find('\n').unwrap_or(file.len());
    let first = &file[..end];
    if first.starts_with('#') || first.trim().is_empty() {
        let header = match (kind, &issue) {
            (None, None) => return None,
            (Some(kind), Some(issue)) => format!("{kind}:  ({issue})"),
            (Some(kind), None) => format!("{kind}: "),
            (None, Some(issue)) => format!(" ({issue})"),
        };
        let rest = if first.starts_with('#') { file } else { file[end..].trim_start_matches('\n') };
        return Some(format!("{header}\n\n{rest}"));
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

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(file: &str, branch: &str) -> Option<String> {
        let type_of = |word: &str| ["feat", "fix"].into_iter().find(|kind| *kind == word);
        prepared(file, branch, &issue::default_forms(), &type_of)
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
}
