//! # tag-name
//!
//! A tag is a version, and a release is made of what was merged.
//!
//! ## Why
//!
//! Release scripts, package managers and people sort tags as versions: `v1.10`, `1.10.0` and `v1.10.0` side by side are
//! three versions to them. And a version that is on no branch is one that nobody can find again. Deleting a tag is
//! always allowed.
//!
//! ## Good
//!
//! ```text
//! v1.10.0
//! v1.10.0-rc.1
//! ```
//!
//! ## Bad
//!
//! ```text
//! 1.10
//! release-1.10
//! v1.10.0 for a commit that is on no main branch
//! ```
//!
//! ## Options
//!
//! - `allow`: forms of names, as for `branch-name`.
//! - `contained`: entries with `tags` (forms of names) and `branches` (globs): one of these branches, here or at a
//!   remote, has to contain what the tag is for.
//!
//! ## Fix
//!
//! The answer shows how to rename the tag. Where it names no branch, merge the commit first, or set the tag on a commit that
//! was merged.

use crate::model::{RefChange, Within};
use crate::options::{Nested, PathGlob};
use crate::rule::{Configure, Cx, Family, Meta, Rule, page};
use crate::text::name_form::NameForm;
use crate::words::Words;

crate::options::options! {
    /// Where some tags belong.
    pub struct Contained {
        /// Forms of the tags.
        pub tags: Vec<NameForm> = Vec::new(),
        /// Globs of branches, one of which has to contain what the tag is for.
        pub branches: Vec<PathGlob> = Vec::new(),
    }
}

crate::options::options! {
    /// Settings of `tag-name`.
    pub struct Options {
        /// Forms of names that a tag may have; empty: any.
        pub allow: Vec<NameForm> = Vec::new(),
        /// Where some tags belong.
        pub contained: Vec<Nested<Contained>> = Vec::new(),
    }
}

/// The names of tags, and where they belong.
pub struct TagName(Options);

impl Configure for TagName {
    const META: Meta = Meta {
        id: "tag-name",
        subject: Family::Ref,
        summary: Words::new("a tag is a version of what was merged", "标签须是版本号，且指向已合并的提交"),
        page: page!("tag_name.rs"),
        chinese: include_str!("zh-CN/tag-name.md"),
    };
    type Options = Options;

    fn new(options: Options) -> Self {
        Self(options)
    }
}

impl Rule for TagName {
    fn reference(&self, change: &RefChange<'_>, cx: &mut Cx<'_>) {
        let Some(tag) = change.tag().filter(|_| change.new.is_some()) else { return };
        let is_allowed = self.0.allow.is_empty() || self.0.allow.iter().any(|form| form.matches(tag, &[]));
        if !is_allowed {
            let finding = cx.report(ODD.with([tag.into()])).asked_by("allow");
            finding.remedy(match suggestion(tag, &self.0.allow) {
                Some(new) => RENAME.with([new.into()]),
                None => ANOTHER.say(),
            });
            let forms: Vec<String> = self.0.allow.iter().map(|form| form.as_str().to_owned()).collect();
            finding.help(FORMS.with([forms.into()]));
        }
        let Some(branches) = self.branches_for_tag(tag) else { return };
        match cx.need(&change.within) {
            Some(Within::Outside) => {
                let globs: Vec<String> = branches.iter().map(|PathGlob(glob)| glob.as_str().to_owned()).collect();
                let finding = cx.report(NOWHERE.with([tag.into(), globs.into()])).asked_by("contained");
                finding.remedy(MERGE_FIRST.say());
            }
            Some(Within::NoCommit(kind)) => {
                let finding = cx.report(NO_COMMIT.with([tag.into(), (*kind).into()])).asked_by("contained");
                finding.remedy(TAG_COMMIT.say());
            }
            Some(Within::Contained) | None => {}
        }
    }

    fn branches_for_tag(&self, tag: &str) -> Option<&[PathGlob]> {
        let entry = self.0.contained.iter().find(|entry| entry.0.tags.iter().any(|form| form.matches(tag, &[])))?;
        Some(&entry.0.branches)
    }
}

/// The version that somebody meant: with its `v`, and with three numbers; all that stands behind them stays, since a
/// pre-release is another version. A tag may bear a date, a text and a signature, so that no command is offered.
fn suggestion(tag: &str, allow: &[NameForm]) -> Option<String> {
    let version = tag.trim_start_matches(|c: char| !c.is_ascii_digit());
    let (numbers, rest) =
        version.split_at(version.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(version.len()));
    let numbers = numbers.trim_matches('.');
    let missing = 2usize.saturating_sub(numbers.matches('.').count());
    let full = format!("v{numbers}{}", ".0".repeat(missing));
    let meant = format!("{full}{rest}");
    (!numbers.is_empty() && allow.iter().any(|form| form.matches(&meant, &[]))).then_some(meant)
}

const ODD: Words = Words::new("`{0}` is not a version", "标签 `{0}` 不是版本号");
const RENAME: Words = Words::new("is `{0}` meant?", "是否应为 `{0}`？");
const ANOTHER: Words = Words::new("give it a name that is allowed", "请改用允许的名称");
const FORMS: Words = Words::new("allowed: {0}", "允许的形式：{0}");
const NOWHERE: Words = Words::new(
    "the tag `{0}` points to a commit that is on none of these branches: {1}",
    "标签 `{0}` 指向的提交不在以下任何分支中：{1}",
);
const MERGE_FIRST: Words =
    Words::new("merge the commit first, and tag what was merged", "请先合并该提交，再为合并结果打标签");

const NO_COMMIT: Words =
    Words::new("the tag `{0}` points to a {1}, not to a commit", "标签 `{0}` 指向的是 {1}，而不是提交");
const TAG_COMMIT: Words = Words::new("tag the commit that is released", "请为要发布的提交打标签");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Subject;
    use crate::model::{Gap, Known, ObjectId};
    use crate::rules::testing::{Judged, judge};

    const OPTIONS: &str = r#"allow = ["v{number}.{number}.{number}", "v{number}.{number}.{number}-{alpha,beta,rc}.{number}"]
[[contained]]
tags = ["v{number}.{number}.{number}"]
branches = ["main", "release-v*"]
"#;

    fn tag(name: &str, new: bool, within: Known<Within>) -> Judged {
        let id = ObjectId::from_bytes(&[1; 20]);
        let name = format!("refs/tags/{name}");
        let change = RefChange { name: &name, old: None, new: id.filter(|_| new), local: None, within };
        judge::<TagName>(OPTIONS, Subject::Ref(&change))
    }

    #[test]
    fn tags_are_versions() {
        for name in ["v1.10.0", "v0.1.0-rc.1"] {
            assert_eq!(tag(name, true, Known::Yes(Within::Contained)).findings.len(), 0, "{name}");
        }
        for (name, meant) in [("1.10", "v1.10.0"), ("release-1.2.3", "v1.2.3"), ("V2.0.0-rc.1", "v2.0.0-rc.1")] {
            let told = format!("is `{meant}` meant?");
            assert_eq!(tag(name, true, Known::Yes(Within::Contained)).remedies, [told]);
            assert_eq!(tag(name, false, Known::Yes(Within::Contained)).findings.len(), 0, "deleting {name}");
        }
        for name in ["x", "v9.2.0995", "v1.2.3-preview", "v1.2.3+build"] {
            assert_eq!(
                tag(name, true, Known::Yes(Within::Contained)).remedies,
                ["give it a name that is allowed"],
                "{name}"
            );
        }
    }

    #[test]
    fn plain_versions_are_contained_in_a_branch() {
        assert_eq!(tag("v1.0.0", true, Known::Yes(Within::Outside)).findings.len(), 1);
        assert_eq!(tag("v1.0.0", true, Known::Yes(Within::NoCommit("blob"))).findings.len(), 1);
        assert_eq!(tag("v1.0.0-rc.1", true, Known::Yes(Within::Outside)).findings.len(), 0);
        assert_eq!(tag("v1.0.0", true, Known::No(Gap::ShallowHistory)).unchecked, 1);
    }
}
