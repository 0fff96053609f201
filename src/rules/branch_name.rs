//! # branch-name
//!
//! A new branch says what it is for.
//!
//! ## Why
//!
//! `patch-1`, `test` and `my-branch-final-2` tell nobody what they are, and nobody dares to delete them. Only a branch
//! that a push creates is judged: branches that are there can always be changed and deleted, and so can the branch of a
//! pull request, which may belong to another repository.
//!
//! ## Good
//!
//! ```text
//! feat/42-login
//! release-v3.8
//! ```
//!
//! ## Bad
//!
//! ```text
//! Feature_Login
//! patch-1
//! ```
//!
//! ## Options
//!
//! - `allow`: forms of names. `*`, `**` and `{a,b}` as in globs; `{type}` is a type of `header-type`, `{words}` are
//!   letters, digits, `.`, `_`, `-` and `#`, `{number}` is a number.
//!
//! ## Fix
//!
//! `git branch -m feat/42-login` renames the branch that you are on, then push it again.

use crate::model::RefChange;
use crate::rule::{Configure, Cx, Family, Meta, Rule, Vocabulary, page};
use crate::text::escape::shell_word;
use crate::text::name_form::NameForm;
use crate::words::Words;

crate::options::options! {
    /// Settings of `branch-name`.
    pub struct Options {
        /// Forms of names that a new branch may have; empty: any.
        pub allow: Vec<NameForm> = Vec::new(),
    }
}

/// The names of new branches.
pub struct BranchName(Options);

impl Configure for BranchName {
    const META: Meta = Meta {
        id: "branch-name",
        subject: Family::Ref,
        summary: Words::new("a new branch says what it is for", "新建的分支说明用途"),
        page: page!("branch_name.rs"),
        chinese: include_str!("zh-CN/branch-name.md"),
    };
    type Options = Options;

    fn new(options: Options) -> Self {
        Self(options)
    }
}

impl Rule for BranchName {
    fn reference(&self, change: &RefChange<'_>, cx: &mut Cx<'_>) {
        let Some(name) = change.branch().filter(|_| change.old.is_none() && change.new.is_some()) else { return };
        let vocabulary = cx.situation.vocabulary;
        let is_allowed = |name: &str| self.0.allow.iter().any(|form| form.matches(name, &vocabulary.types));
        if self.0.allow.is_empty() || is_allowed(name) {
            return;
        }
        let better = suggestion(name, vocabulary, &is_allowed);
        let finding = cx.report(ODD.with([name.into()])).asked_by("allow");
        finding.remedy(match (better.as_deref().map(shell_word), change.local) {
            (Some(new), Some(local)) if local == name => {
                RENAME.with([format!("git branch -m {} {new}", shell_word(local)).into()])
            }
            (Some(new), _) => PUSH_AS.with([new.into_owned().into()]),
            (None, _) => ANOTHER.say(),
        });
        let forms: Vec<String> = self.0.allow.iter().map(|form| form.as_str().to_owned()).collect();
        finding.help(FORMS.with([forms.into()]));
    }
}

/// A name that is allowed and says the same: the words of the old one, behind the type that one of them is, or else
/// behind the first type that there is.
fn suggestion(name: &str, vocabulary: &Vocabulary, is_allowed: &dyn Fn(&str) -> bool) -> Option<String> {
    let words: Vec<&str> = name.split(|c: char| !c.is_alphanumeric() && c != '#' && c != '.').collect();
    let words: Vec<&str> =
        words.into_iter().map(|word| word.trim_matches('.')).filter(|word| !word.is_empty()).collect();
    let (first, rest) = words.split_first()?;
    let (kind, rest) = match vocabulary.type_of(first) {
        Some(kind) if !rest.is_empty() => (kind, rest),
        _ => (vocabulary.types.first()?.as_str(), &words[..]),
    };
    let better = format!("{kind}/{}", rest.join("-").to_lowercase());
    is_allowed(&better).then_some(better)
}

const ODD: Words = Words::new("branch `{0}` does not match any allowed form", "新分支 `{0}` 的名称不符合约定");
const RENAME: Words = Words::new("rename it, then push again: {0}", "请重命名后再推送：{0}");
const PUSH_AS: Words = Words::new("push it under another name, as `{0}`", "请以其他名称推送，如 `{0}`");
const ANOTHER: Words = Words::new("give it a name that is allowed", "请改用允许的名称");
const FORMS: Words = Words::new("allowed: {0}", "允许的形式：{0}");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Subject;
    use crate::model::{Gap, Known, ObjectId};
    use crate::rules::testing::{Judged, judge};

    const OPTIONS: &str = "allow = [\"main\", \"{type}/{words}\"]";

    fn branch(name: &str, old: bool, new: bool) -> Judged {
        let id = ObjectId::from_bytes(&[1; 20]);
        let change = RefChange {
            name: &format!("refs/heads/{name}"),
            old: id.filter(|_| old),
            new: id.filter(|_| new),
            local: Some(name),
            within: Known::No(Gap::NotApplicable),
        };
        judge::<BranchName>(OPTIONS, Subject::Ref(&change))
    }

    #[test]
    fn only_new_branches_are_judged() {
        assert_eq!(branch("patch-1", false, true).findings.len(), 1);
        assert_eq!(branch("patch-1", true, true).findings.len(), 0);
        assert_eq!(branch("patch-1", true, false).findings.len(), 0);
        assert_eq!(branch("main", false, true).findings.len(), 0);
    }

    #[test]
    fn a_better_name_is_offered() {
        for (name, better) in [
            ("Fix_Login", "fix/login"),
            ("feat/a/b", "feat/a-b"),
            ("patch-1", "feat/patch-1"),
            ("DOCS", "feat/docs"),
            ("修复登录", "feat/修复登录"),
        ] {
            let told = format!("rename it, then push again: git branch -m {name} {better}");
            assert_eq!(branch(name, false, true).remedies, [told]);
        }
    }
}
