//! # pr-description
//!
//! The description of a pull request says what it is about, and which issue it belongs to.
//!
//! ## Why
//!
//! Reviewers read it first, and years later it is what is left of the reasons. A template that nobody filled in says
//! nothing.
//!
//! ## Good
//!
//! ```text
//! Tokens without an expiry date were valid for ever. They are dropped now when they are read.
//!
//! Fixes #12
//! ```
//!
//! ## Bad
//!
//! ```text
//! <!-- Describe your change here -->
//! ```
//!
//! ## Options
//!
//! - `template`: whether a template of the repository that nobody filled in counts as empty (default `true`).
//! - `issue`: whether the description or the title has to name an issue (default `true`).
//! - `release-note`: whether there has to be a block of three backquotes and `release-note` with a note for the release
//!   in it, or `NONE` (default `false`).
//!
//! Comments (`<!-- … -->`) say nothing.
//!
//! ## Fix
//!
//! Say in the description what changes and why, and name the issue: `Fixes #12`. Delete what is left of the template.

use crate::message::issue::{self, Form};
use crate::model::PullRequest;
use crate::rule::{Configure, Cx, Family, Meta, Rule, page};
use crate::words::Words;

crate::options::options! {
    /// Settings of `pr-description`.
    pub struct Options {
        /// Whether a template that nobody filled in counts as empty.
        pub template: bool = true,
        /// Whether the description or the title has to name an issue.
        pub issue: bool = true,
        /// Whether there has to be a release note.
        pub release_note: bool = false,
    }
}

/// The description of a pull request.
pub struct PrDescription(Options);

impl Configure for PrDescription {
    const META: Meta = Meta {
        id: "pr-description",
        subject: Family::PullRequest,
        summary: Words::new("the description says what the pull request is about", "描述写明拉取请求的内容"),
        page: page!("pr_description.rs"),
        chinese: include_str!("zh-CN/pr-description.md"),
    };
    type Options = Options;

    fn new(options: Options) -> Self {
        Self(options)
    }
}

impl Rule for PrDescription {
    fn pull_request(&self, pull_request: &PullRequest<'_>, cx: &mut Cx<'_>) {
        let said = words(pull_request.body);
        let edit = || EDIT.say();
        if said.is_empty() {
            cx.report(EMPTY.say()).remedy(DESCRIBE.say()).help(edit());
        } else if self.0.template
            && let Some(templates) = cx.need(&pull_request.templates)
            && templates.iter().any(|template| words(template) == said)
        {
            cx.report(UNTOUCHED.say()).remedy(DESCRIBE.say()).asked_by("template").help(edit());
        }
        if self.0.issue && !names_issue(pull_request, &cx.situation.vocabulary.forms) {
            let example = example(cx);
            cx.report(NO_ISSUE.say()).remedy(NAME_ISSUE.with([example])).asked_by("issue").help(edit());
        }
        if self.0.release_note && release_note(pull_request.body).is_none() {
            cx.report(NO_NOTE.say()).remedy(WRITE_NOTE.say()).asked_by("release-note").help(NONE.say()).help(edit());
        }
    }
}

fn example(cx: &Cx<'_>) -> crate::words::Value {
    let form = cx.situation.vocabulary.forms.first().map_or("#", Form::as_str);
    format!("Fixes {form}123").into()
}

fn names_issue(pull_request: &PullRequest<'_>, forms: &[Form]) -> bool {
    let text = without_comments(pull_request.body);
    let is_url = |word: &str| word.contains("://") && word.contains("/issues/");
    [text.as_str(), pull_request.title]
        .iter()
        .any(|text| issue::is_mentioned(text, forms) || text.split_whitespace().any(is_url))
}

/// The words of a description, without its comments and the boxes that nobody ticked.
fn words(text: &str) -> String {
    without_comments(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text without `<!-- … -->`; a comment that does not close goes to the end, as a browser reads it.
fn without_comments(text: &str) -> String {
    let mut rest = text;
    let mut kept = String::with_capacity(text.len());
    while let Some((before, comment)) = rest.split_once("<!--") {
        kept.push_str(before);
        rest = comment.split_once("-->").map_or("", |(_, after)| after);
    }
    kept + rest
}

/// The release note: what stands in a block `release-note`, or in a block below the words "Release note". As prow finds
/// it (`pkg/plugins/releasenote`).
pub fn release_note(body: &str) -> Option<String> {
    const FENCE: &str = "```";
    let text = without_comments(body);
    let mut offset = 0;
    while let Some(at) = text[offset..].find(FENCE).map(|at| offset + at) {
        let inside = &text[at + FENCE.len()..];
        let end = inside.find(FENCE)?;
        let before = text[..at].trim_end().trim_end_matches(['*', ':']).trim_end();
        let is_headed = before.to_lowercase().ends_with("release note");
        let named = inside[..end].strip_prefix("release-note");
        let note = named.or(is_headed.then_some(&inside[..end])).map(str::trim);
        if let Some(note) = note.filter(|note| !note.is_empty()) {
            return Some(note.to_owned());
        }
        offset = at + 2 * FENCE.len() + end;
    }
    None
}

const EMPTY: Words = Words::new("the description is empty", "描述为空");
const UNTOUCHED: Words = Words::new("the description is the template as it is", "描述是未填写的模板");
const DESCRIBE: Words = Words::new("say what changes, and why", "请写明改了什么、为什么改");
const NO_ISSUE: Words = Words::new("neither description nor title names an issue", "描述和标题都没有提到 issue");
const NAME_ISSUE: Words = Words::new("add a line `{0}`", "请加一行 `{0}`");
const NO_NOTE: Words = Words::new("the description has no release note", "描述中没有发布说明");
const WRITE_NOTE: Words = Words::new(
    "add a block that opens with three backquotes and release-note",
    "请添加以三个反引号加 release-note 开头的代码块",
);
const NONE: Words = Words::new("where users notice nothing, write NONE into it", "若对用户没有影响，请在其中写 NONE");
const EDIT: Words = Words::new("change the description on the page of the pull request", "请在拉取请求页面修改描述");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Severity;
    use crate::model::{Gap, Known};
    use crate::rules::testing_pr::{pull_request, sheet_of};
    use crate::words::Lang;

    fn found(options: Options, body: &str, templates: Known<Vec<String>>) -> Vec<String> {
        let mut subject = pull_request("feat: x", body);
        subject.templates = templates;
        let sheet = sheet_of(&PrDescription(options), &subject, Severity::Warn);
        let unchecked = sheet.unchecked.iter().map(|unchecked| unchecked.gap.reason().into_owned());
        sheet.findings.iter().map(|finding| finding.message.plain(Lang::En)).chain(unchecked).collect()
    }

    fn with_template(body: &str) -> Vec<String> {
        let template = "## What\r\n<!-- say it -->\r\n\r\n- [ ] tested\r\n".to_owned();
        found(Options { issue: false, ..Options::default() }, body, Known::Yes(vec![template]))
    }

    #[test]
    fn empty_and_untouched_descriptions_say_nothing() {
        assert_eq!(with_template(" \n<!-- only a comment"), ["the description is empty"]);
        assert_eq!(with_template("## What\n\n- [ ] tested\n"), ["the description is the template as it is"]);
        assert!(with_template("## What\nTokens are dropped.\n- [ ] tested").is_empty());
    }

    #[test]
    fn a_template_that_could_not_be_read_is_unchecked() {
        let gap = Known::No(Gap::Unreadable("403".to_owned()));
        assert_eq!(found(Options { issue: false, ..Options::default() }, "words", gap), ["unreadable: 403"]);
    }

    #[test]
    fn an_issue_is_named_by_number_or_address() {
        let issue = |body: &str| found(Options::default(), body, Known::Yes(Vec::new())).is_empty();
        assert!(issue("Fixes #12") && issue("see https://github.com/o/r/issues/3"));
        assert!(!issue("drops tokens") && !issue("x <!-- Fixes #123 -->"));
    }

    #[test]
    fn release_notes_are_found_as_prow_finds_them() {
        let note = |body: &str| release_note(body);
        assert_eq!(note("```release-note\nsomething great.\n```").as_deref(), Some("something great."));
        assert_eq!(note("**Release note**:\n<!-- steps -->\n```NONE\n```").as_deref(), Some("NONE"));
        assert_eq!(note("```go\nx\n```\n```release-note\nNONE\n```").as_deref(), Some("NONE"));
        for none in ["", "```release-note\n\n```", "```\ntext\n```", "```release-note\nx"] {
            assert_eq!(note(none), None, "{none}");
        }
    }
}
