//! # header-scope
//!
//! The header names the part of the project that it concerns, in brackets behind the type.
//!
//! ## Why
//!
//! A reader of the history sees at once whether a commit concerns them, and release notes can be sorted by part.
//!
//! ## Good
//!
//! ```text
//! feat(api): add the login page (#12)
//! fix(api,docs): rename the token field (#12)
//! ```
//!
//! ## Bad
//!
//! ```text
//! feat: add the login page (#12)
//! feat(): add the login page (#12)
//! ```
//!
//! ## Options
//!
//! - `required`: whether there has to be a scope (default `false`).
//! - `allow`: globs, one of which each scope has to match; empty: any.
//! - `deny`: globs that no scope may match.
//! - `pattern`: a regular expression that has to match each whole scope.
//! - `paths`: what belongs to a scope, as `{ api = ["internal/api/**"] }`: a commit with that scope has to touch at
//!   least one such path; `!glob` takes files off first. Scopes that are not named there may touch anything.
//!
//! ## Fix
//!
//! Name the part that you changed, in brackets after the type. `cihook fix --scope api --apply` fills it in where it is
//! missing, `cihook fix --edit` asks for the scope of each commit.

use super::header_format::{placeholder, reading::Reading};
use crate::finding::{Slot, Trust};
use crate::message::Message;
use crate::model::Commit;
use crate::options::{FileGlobs, PathGlob, Pattern};
use crate::rule::{Configure, Cx, Family, Meta, Needs, Rule, Vocabulary, page};
use crate::text::{Edit, Span, similar};
use crate::words::Words;
use std::collections::BTreeMap;

crate::options::options! {
    /// Settings of `header-scope`.
    pub struct Options {
        /// Whether there has to be a scope.
        pub required: bool = false,
        /// Globs, one of which each scope has to match; empty: any.
        pub allow: Vec<PathGlob> = Vec::new(),
        /// Globs that no scope may match.
        pub deny: Vec<PathGlob> = Vec::new(),
        /// A regular expression that has to match each whole scope.
        pub pattern: Option<Pattern> = None,
        /// What belongs to a scope: a commit with that scope has to touch at least one such path.
        pub paths: BTreeMap<String, FileGlobs> = BTreeMap::new(),
    }
}

/// The scope of the header.
pub struct HeaderScope(Options);

impl Configure for HeaderScope {
    const META: Meta = Meta {
        id: "header-scope",
        subject: Family::Header,
        summary: Words::new("the header names the part that it concerns", "标题写明涉及的范围"),
        page: page!("header_scope.rs"),
        chinese: include_str!("zh-CN/header-scope.md"),
    };
    type Options = Options;

    fn new(options: Options) -> Self {
        Self(options)
    }
}

impl Rule for HeaderScope {
    fn commit(&self, commit: &Commit<'_>, cx: &mut Cx<'_>) {
        let header = &commit.message.header;
        let mut any = false;
        for (span, scope) in header.scopes() {
            any = true;
            self.judge(span, &scope, cx);
        }
        if any {
            self.touched(commit, cx);
        } else if let (Some(inside), Some(brackets)) = (header.scope, header.scope_brackets) {
            self.empty(inside, brackets, cx);
        } else if self.0.required {
            self.missing(&commit.message, cx);
        }
    }

    fn reads_grammar(&self) -> bool {
        true
    }

    fn teach(&self, vocabulary: &mut Vocabulary) {
        vocabulary.scope_required = self.0.required;
        let literal = self.0.allow.iter().map(|glob| glob.0.as_str()).filter(|text| !text.contains(['*', '?', '{']));
        vocabulary.scopes = self.0.paths.keys().map(String::as_str).chain(literal).map(str::to_owned).collect();
    }

    fn needs(&self) -> Needs {
        Needs { paths: !self.0.paths.is_empty(), ..Needs::default() }
    }
}

impl HeaderScope {
    fn judge(&self, span: Span, scope: &str, cx: &mut Cx<'_>) {
        let Options { allow, deny, pattern, .. } = &self.0;
        if PathGlob::any(deny, scope) {
            cx.report(DENIED.with([scope.into()])).at(span, CHOOSE_OTHER.say()).asked_by("deny");
        } else if !allow.is_empty() && !PathGlob::any(allow, scope) {
            let globs: Vec<String> = allow.iter().map(|PathGlob(glob)| glob.as_str().to_owned()).collect();
            let nearest = similar::misspelt(
                scope,
                globs.iter().map(String::as_str).filter(|glob| !glob.contains(['*', '?', '{'])),
            );
            let title = nearest.map(|nearest| (WRITE.with([nearest.into()]), Edit::replace(span, nearest)));
            let finding = cx.report(UNKNOWN.with([scope.into()])).at(span, NOT_LISTED.say()).asked_by("allow");
            if let Some((title, edit)) = title {
                finding.fix(Trust::Guess, title, [edit]);
            }
            finding.help(SCOPES.with([globs.into()]));
        } else if let Some(pattern) = pattern.as_ref().filter(|pattern| !pattern.matches(scope)) {
            cx.report(UNKNOWN.with([scope.into()]))
                .at(span, NOT_MATCHING.with([pattern.as_str().into()]))
                .asked_by("pattern");
        }
    }

    /// Brackets with nothing in them.
    fn empty(&self, inside: Span, brackets: Span, cx: &mut Cx<'_>) {
        if self.0.required {
            cx.report(EMPTY.say())
                .at(brackets, NAME_PART.say())
                .asked_by("required")
                .fix(Trust::Placeholder, NAME_PART.say(), [Edit::replace(inside, placeholder::SCOPE)])
                .fills(Slot::Scope);
        } else {
            cx.report(EMPTY.say()).at(brackets, LEAVE_OUT.say()).fix(
                Trust::Safe,
                LEAVE_OUT.say(),
                [Edit::remove(brackets)],
            );
        }
    }

    /// No scope at all; a header without any type has a greater fault, which is not this rule's.
    fn missing(&self, message: &Message<'_>, cx: &mut Cx<'_>) {
        let header = &message.header;
        let is_bare_type = |word: &str| cx.situation.vocabulary.type_of(word).is_some();
        let place = match (header.kind, header.bare, header.bare_word()) {
            (Some(kind), _, _) => kind.end,
            (None, Some(bare), Some(word)) if is_bare_type(&word) => bare.word.end,
            _ => return,
        };
        let goes = Reading::of(message, cx.situation.vocabulary).place_of_scope(header);
        let finding = cx.report(MISSING.say()).at(Span::empty(place), EXPECTED.say()).asked_by("required");
        match goes {
            Some(place) => {
                let edit = Edit::insert(place, smol_str::format_smolstr!("({})", placeholder::SCOPE));
                finding.fix(Trust::Placeholder, NAME_PART.say(), [edit]).fills(Slot::Scope);
            }
            None => {
                finding.remedy(NAME_PART.say());
            }
        }
    }

    /// Whether the commit touches what its scopes stand for.
    fn touched(&self, commit: &Commit<'_>, cx: &mut Cx<'_>) {
        let named = |scope: &str| self.0.paths.get(scope);
        if self.0.paths.is_empty() || !commit.message.header.scopes().any(|(_, scope)| named(&scope).is_some()) {
            return;
        }
        let Some(paths) = cx.need(&commit.paths) else { return };
        for (span, scope) in commit.message.header.scopes() {
            let Some(globs) = named(&scope) else { continue };
            if paths.is_empty() || paths.iter().any(|path| globs.matches(path)) {
                continue;
            }
            let fitting = self.scopes_of(paths);
            let wanted: Vec<String> = globs.texts().collect();
            let finding =
                cx.report(ELSEWHERE.with([scope.into(), wanted.into()])).at(span, DOES_NOT_FIT.say()).asked_by("paths");
            if let [only] = fitting.as_slice() {
                finding.fix(Trust::Guess, WRITE.with([only.as_str().into()]), [Edit::replace(span, only.as_str())]);
            } else if !fitting.is_empty() {
                finding.help(FITTING.with([fitting.into()]));
            }
        }
    }

    /// The scopes that one of `paths` belongs to.
    fn scopes_of(&self, paths: &[String]) -> Vec<String> {
        let touches = |globs: &FileGlobs| paths.iter().any(|path| globs.matches(path));
        self.0.paths.iter().filter(|(_, globs)| touches(globs)).map(|(scope, _)| scope.clone()).collect()
    }
}

const MISSING: Words = Words::new("the scope is missing", "缺少范围");
const EXPECTED: Words = Words::new("expected `(scope)` here", "此处应有 `(范围)`");
const EMPTY: Words = Words::new("the scope is empty", "范围是空的");
const LEAVE_OUT: Words = Words::new("leave the brackets out", "请去掉括号");
const NAME_PART: Words = Words::new("name the part that the commit concerns", "请写明涉及的模块");
const UNKNOWN: Words = Words::new("`{0}` is not an allowed scope", "`{0}` 不是可用的范围");
const DENIED: Words = Words::new("the scope `{0}` is not allowed", "不允许使用范围 `{0}`");
const NOT_LISTED: Words = Words::new("not on the list", "不在列表中");
const NOT_MATCHING: Words = Words::new("does not match `{0}`", "不匹配 `{0}`");
const CHOOSE_OTHER: Words = Words::new("choose another scope", "请换一个范围");
const WRITE: Words = Words::new("write `{0}`", "请写 `{0}`");
const SCOPES: Words = Words::new("scopes: {0}", "可用范围：{0}");
const ELSEWHERE: Words =
    Words::new("the commit has the scope `{0}` and touches nothing of {1}", "提交的范围是 `{0}`，却没有改动 {1}");
const DOES_NOT_FIT: Words = Words::new("does not fit the changed files", "与改动的文件不符");
const FITTING: Words = Words::new("the changed files belong to: {0}", "改动的文件属于：{0}");
