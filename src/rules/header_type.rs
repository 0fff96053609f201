//! # header-type
//!
//! The type is one of the list, in the letters of the list.
//!
//! ## Why
//!
//! The type decides the next version, the section of the release notes and the label of a pull request. A word that is
//! not on the list falls through all of them.
//!
//! ## Good
//!
//! ```text
//! feat(api): add the login page (#12)
//! docs(readme): explain the installation (#3)
//! ```
//!
//! ## Bad
//!
//! ```text
//! Feat(api): add the login page (#12)
//! feature(api): add the login page (#12)
//! improve(api): make login quicker (#12)
//! ```
//!
//! ## Options
//!
//! - `allow`: the types that there are; empty: any.
//! - `alias`: other words for them, as `{ feature = "feat" }`; a repair writes the type.
//! - `about`: what the types mean, as `{ feat = { en = "a new feature", zh-CN = "新功能" } }` or one text for both
//!   languages; `cihook commit` shows it.
//! - `pattern`: a regular expression that has to match the whole type; it goes beside `allow`: one of both suffices.
//!
//! ## Fix
//!
//! Use a word of the list; `cihook explain header-type` shows it below. A misspelt type is corrected with
//! `cihook fix --suggested --apply`, another one with `cihook fix --type feat --apply`.

use super::header_format::reading::Reading;
use crate::finding::{Slot, Trust};
use crate::model::Commit;
use crate::options::{Bilingual, Pattern};
use crate::rule::{Configure, Cx, Family, Meta, Rule, Vocabulary, page};
use crate::text::Edit;
use crate::words::Words;
use std::collections::BTreeMap;

crate::options::options! {
    /// Settings of `header-type`.
    pub struct Options {
        /// The types that there are; empty: any.
        pub allow: Vec<String> = Vec::new(),
        /// Other words for them; a repair writes the type.
        pub alias: BTreeMap<String, String> = BTreeMap::new(),
        /// What the types mean: a text, or one for each language.
        pub about: BTreeMap<String, Bilingual> = BTreeMap::new(),
        /// A regular expression that has to match the whole type, beside `allow`.
        pub pattern: Option<Pattern> = None,
    }
}

/// The type of the header.
pub struct HeaderType(Options);

impl Configure for HeaderType {
    const META: Meta = Meta {
        id: "header-type",
        subject: Family::Header,
        summary: Words::new("the type is one of the list", "类型必须在列表中"),
        page: page!("header_type.rs"),
        chinese: include_str!("zh-CN/header-type.md"),
    };
    type Options = Options;

    fn new(options: Options) -> Self {
        Self(options)
    }
}

impl Rule for HeaderType {
    fn commit(&self, commit: &Commit<'_>, cx: &mut Cx<'_>) {
        let header = &commit.message.header;
        let (Some(span), Some(kind)) = (header.kind, header.kind()) else { return };
        if self.allows(&kind) {
            return;
        }
        let vocabulary = cx.situation.vocabulary;
        if let Some(meant) = vocabulary.type_of(&kind) {
            let is_case = meant.eq_ignore_ascii_case(&kind) && !meant.contains(char::is_uppercase);
            let message =
                if is_case { WRONG_CASE.with([meant.into()]) } else { ALIAS.with([meant.into(), kind.into()]) };
            cx.report(message).at(span, WRITE.with([meant.into()])).asked_by("allow").fix(
                Trust::Safe,
                WRITE.with([meant.into()]),
                [Edit::replace(span, meant)],
            );
            return;
        }
        let finding =
            cx.report(UNKNOWN.with([kind.as_ref().into()])).at(span, NOT_LISTED.say()).asked_by(self.asking());
        match vocabulary.misspelt(&kind) {
            Some(meant) => {
                finding.fix(Trust::Guess, WRITE.with([meant.into()]), [Edit::replace(span, meant)]).fills(Slot::Type);
            }
            None if vocabulary.types.is_empty() => {
                finding.remedy(CHOOSE.say());
            }
            None => Reading::of(&commit.message, vocabulary).correct(header, vocabulary, finding),
        }
        if !self.0.allow.is_empty() {
            finding.help(TYPES.with([vocabulary.types.clone().into()]));
        }
    }

    fn reads_grammar(&self) -> bool {
        true
    }

    fn teach(&self, vocabulary: &mut Vocabulary) {
        vocabulary.types = self.0.allow.as_slice().into();
        vocabulary.about = self.0.about.clone();
        vocabulary.aliases = self.0.alias.clone();
    }
}

impl HeaderType {
    fn allows(&self, kind: &str) -> bool {
        let any = self.0.allow.is_empty() && self.0.pattern.is_none();
        any || self.0.allow.iter().any(|allowed| allowed == kind)
            || self.0.pattern.as_ref().is_some_and(|pattern| pattern.matches(kind))
    }

    fn asking(&self) -> &'static str {
        if self.0.allow.is_empty() { "pattern" } else { "allow" }
    }
}

const UNKNOWN: Words = Words::new("`{0}` is not an allowed type", "`{0}` 不是可用的类型");
const WRONG_CASE: Words = Words::new("types are lower case: write `{0}`", "类型须小写：请写 `{0}`");
const ALIAS: Words = Words::new("use `{0}` instead of `{1}`", "请用 `{0}`，不要用 `{1}`");
const NOT_LISTED: Words = Words::new("not on the list", "不在列表中");
const WRITE: Words = Words::new("write `{0}`", "请写 `{0}`");
const CHOOSE: Words = Words::new("choose a type", "请选择类型");
const TYPES: Words = Words::new("types: {0}", "可用类型：{0}");
