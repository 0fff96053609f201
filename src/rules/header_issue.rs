//! # header-issue
//!
//! The commit says which issue it belongs to.
//!
//! ## Why
//!
//! The reason for a change is in its issue. Years later the number is the only way from a line of code to the
//! discussion that led to it.
//!
//! ## Good
//!
//! ```text
//! feat(api): add the login page (#12)
//! feat(api): add the login page (#1, #2)
//! feat(api): add the login page (owner/repo#12)
//! feat(api): add the login page (GH-12)
//! ```
//!
//! ## Bad
//!
//! ```text
//! feat(api): add the login page
//! feat(api): add the login page #12
//! feat(api): (#12) add the login page
//! ```
//!
//! ## Options
//!
//! - `where`: the places, any of which suffices: `header` (in brackets, last), `body`, `trailer`.
//! - `forms`: what stands before the number, as `#`, `GH-`, `PROJ-`; `owner/repo#` goes with `#`.
//! - `verify`: whether the issue has to be there (`exists`) and open (`open`), or is believed (`no`, the default). Only a
//!   server can tell: judged in pull requests and merge queues, for `#` and `GH-`. When it does not answer, the rule is
//!   unchecked.
//!
//! ## Fix
//!
//! Write the number in brackets at the end of the header. A number that is there in another form is moved by
//! `cihook fix --apply`; a missing one is filled in by `cihook fix --issue 12 --apply`, or from the name of the branch with
//! `--suggested`.

mod elsewhere;

use super::header_format::placeholder;
use crate::finding::{Finding, Slot, Trust};
use crate::message::Message;
use crate::message::header::Fault;
use crate::message::issue::{self, Form};
use crate::model::{Around, Commit, Gap, IssueState, Known, Stage};
use crate::rule::{Configure, Cx, Family, Meta, Needs, Rule, Vocabulary, page};
use crate::text::{Edit, Span};
use crate::words::Words;
use elsewhere::below;
use smol_str::{SmolStr, format_smolstr};
use std::borrow::Cow;

crate::options::choice! {
    /// Where an issue may be named.
    pub enum Where {
        /// In brackets at the end of the header.
        Header = "header",
        /// Anywhere in the body.
        Body = "body",
        /// In the value of a trailer.
        Trailer = "trailer",
    }
}

crate::options::choice! {
    /// What is asked of the issue itself.
    pub enum Verify {
        /// Nothing.
        No = "no",
        /// It is there.
        Exists = "exists",
        /// It is there and open.
        Open = "open",
    }
}

crate::options::options! {
    /// Settings of `header-issue`.
    pub struct Options {
        /// The places, any of which suffices.
        pub r#where: Vec<Where> = vec![Where::Header],
        /// What stands before the number; `owner/repo#` goes with `#`.
        pub forms: Vec<Form> = issue::default_forms(),
        /// Whether the issue has to be there, and open.
        pub verify: Verify = Verify::No,
    }
}

/// The issue of the commit.
pub struct HeaderIssue(Options);

impl Configure for HeaderIssue {
    const META: Meta = Meta {
        id: "header-issue",
        subject: Family::Header,
        summary: Words::new("the commit says which issue it belongs to", "提交写明所属的 issue"),
        page: page!("header_issue.rs"),
        chinese: include_str!("zh-CN/header-issue.md"),
    };
    type Options = Options;

    fn new(options: Options) -> Self {
        Self(options)
    }
}

impl Rule for HeaderIssue {
    fn commit(&self, commit: &Commit<'_>, cx: &mut Cx<'_>) {
        let message = &commit.message;
        if message.header.line.is_empty() {
            return;
        }
        self.form(message, cx);
        if !self.is_named(message) {
            self.missing(message, cx);
        }
        if let Some(around) = cx.situation.around.filter(|_| self.0.verify != Verify::No) {
            self.verify(message, around, cx);
        }
    }

    fn needs(&self) -> Needs {
        Needs { issues: self.0.verify != Verify::No, ..Needs::default() }
    }

    fn reads_grammar(&self) -> bool {
        true
    }

    fn teach(&self, vocabulary: &mut Vocabulary) {
        vocabulary.forms.clone_from(&self.0.forms);
        vocabulary.issue_ends_header = self.0.r#where.contains(&Where::Header);
    }
}

impl HeaderIssue {
    fn is_named(&self, message: &Message<'_>) -> bool {
        let mentioned = |text: &str| issue::is_mentioned(text, &self.0.forms);
        self.0.r#where.iter().any(|place| match place {
            Where::Header => !message.header.issues.is_empty(),
            Where::Body => mentioned(message.body.of(message.text)),
            Where::Trailer => message.trailers.list.iter().any(|trailer| mentioned(&trailer.value)),
        })
    }

    /// References that are there, but written a little differently.
    fn form(&self, message: &Message<'_>, cx: &mut Cx<'_>) {
        for deviation in message.header.deviations.iter().filter(|deviation| deviation.fault.concerns_issue()) {
            let words = match deviation.fault {
                Fault::GluedIssue => &GLUED,
                Fault::BehindIssue => &BEHIND,
                _ => &FORM,
            };
            let finding = cx.report(words.say()).at(deviation.span, SPACED.say()).asked_by("where");
            finding.fix(Trust::Safe, SPACED.say(), deviation.edits.clone());
            if deviation.fault != Fault::BehindIssue {
                finding.at_most_warn();
            }
        }
    }

    fn missing(&self, message: &Message<'_>, cx: &mut Cx<'_>) {
        if !self.0.r#where.contains(&Where::Header) {
            self.missing_below(message, cx);
            return;
        }
        if elsewhere::report(message, &self.0.forms, cx) {
            return;
        }
        let header = &message.header;
        let end = header.description.end;
        let guess = cx.situation.branch.and_then(|branch| issue::in_branch(branch, &self.0.forms));
        let branch = cx.situation.branch.unwrap_or_default();
        let shown = match &guess {
            Some(guess) => format_smolstr!(" ({guess})"),
            None => self.example(),
        };
        let edit = Edit::insert(end, shown.clone());
        let finding = cx.report(MISSING.say()).at(Span::empty(end), EXPECTED.with([shown.into()])).asked_by("where");
        match guess {
            Some(guess) => finding.help(FROM_BRANCH.with([branch.into(), guess.as_str().into()])).fix(
                Trust::Guess,
                ADD.with([guess.into()]),
                [edit],
            ),
            None => finding.fix(Trust::Placeholder, ADD_NUMBER.say(), [edit]),
        }
        .fills(Slot::Issue);
    }

    /// Where no header takes the issue: a line of its own above the trailers, or one of them.
    fn missing_below(&self, message: &Message<'_>, cx: &mut Cx<'_>) {
        let places: Vec<String> = self.0.r#where.iter().map(|place| place_name(*place).to_owned()).collect();
        let form = self.0.forms.first().map_or("#", Form::as_str);
        let is_trailer = self.0.r#where.contains(&Where::Trailer);
        let word = if is_trailer { "Refs:" } else { "Refs" };
        let header = message.header.line.of(message.text);
        let named: Vec<Cow<'_, str>> = issue::mentioned(header, &self.0.forms).collect();
        let finding = cx.report(MISSING.say()).remedy(NAME_IN.with([places.into()])).asked_by("where");
        if named.is_empty() {
            let line = format_smolstr!("{word} {form}{}", placeholder::ISSUE);
            finding.fix(Trust::Placeholder, ADD_NUMBER.say(), [below(message, &line, is_trailer)]).fills(Slot::Issue);
        } else {
            let line = format_smolstr!("{word} {}", named.join(", "));
            finding.fix(Trust::Guess, REPEAT.say(), [below(message, &line, is_trailer)]);
        }
    }

    /// Whether the issues are there and open: all that the header names, or one that is named elsewhere.
    fn verify(&self, message: &Message<'_>, around: &Around<'_>, cx: &mut Cx<'_>) {
        let issues = &message.header.issues;
        for issue in issues {
            match self.fault(&issue.text, around) {
                // A queue squashes other pull requests beside the one that it asks about.
                Known::Yes(Some(&IS_PULL_REQUEST))
                    if cx.situation.stage == Stage::MergeGroup && issues.len() > 1 && Some(issue) == issues.last() => {}
                Known::Yes(None) => {}
                Known::Yes(Some(words)) => {
                    self.wrong(words, &issue.text, cx).at(issue.span, OTHER.say());
                }
                Known::No(gap) => cx.missing(gap),
            }
        }
        if !message.header.issues.is_empty() {
            return;
        }
        let named = self.elsewhere(message);
        let faults: Vec<Known<Option<&'static Words>>> = named.iter().map(|text| self.fault(text, around)).collect();
        if faults.contains(&Known::Yes(None)) {
            return;
        }
        let gap = faults.iter().find_map(|fault| match fault {
            Known::No(gap) => Some(gap.clone()),
            Known::Yes(_) => None,
        });
        match (gap, named.first().zip(faults.first())) {
            (Some(gap), _) => cx.missing(gap),
            (None, Some((text, Known::Yes(Some(words))))) => {
                self.wrong(words, text, cx);
            }
            (None, _) => {}
        }
    }

    /// The issues that the places beside the header name.
    fn elsewhere<'m>(&self, message: &'m Message<'_>) -> Vec<Cow<'m, str>> {
        let mentioned = |text: &'m str| issue::mentioned(text, &self.0.forms);
        let places = self.0.r#where.iter();
        places
            .flat_map(|place| -> Vec<Cow<'m, str>> {
                match place {
                    Where::Header => Vec::new(),
                    Where::Body => mentioned(message.body.of(message.text)).collect(),
                    Where::Trailer => message.trailers.list.iter().flat_map(|line| mentioned(&line.value)).collect(),
                }
            })
            .collect()
    }

    /// What is wrong with an issue; of a form that no server here knows, nobody can tell.
    fn fault(&self, text: &str, around: &Around<'_>) -> Known<Option<&'static Words>> {
        let is_ours = text.contains('#') || text.get(..3).is_some_and(|form| form.eq_ignore_ascii_case("GH-"));
        if !is_ours {
            return Known::No(Gap::NotApplicable);
        }
        let unasked = || Known::No(Gap::Unreadable(text.to_owned()));
        let state = around.issues.get(text).cloned().unwrap_or_else(unasked);
        state.map(|state| match (state, self.0.verify) {
            (IssueState::Missing, _) => Some(&NOT_THERE),
            (IssueState::PullRequest, _) => Some(&IS_PULL_REQUEST),
            (IssueState::Closed, Verify::Open) => Some(&CLOSED),
            (IssueState::Open | IssueState::Closed, _) => None,
        })
    }

    fn wrong<'f>(&self, words: &'static Words, text: &str, cx: &'f mut Cx<'_>) -> &'f mut Finding {
        cx.report(words.with([text.into()])).remedy(OTHER.say()).asked_by("verify")
    }

    /// What a reference looks like here.
    fn example(&self) -> SmolStr {
        format_smolstr!(" ({}{})", self.0.forms.first().map_or("#", Form::as_str), placeholder::ISSUE)
    }
}

const fn place_name(place: Where) -> &'static str {
    match place {
        Where::Header => "header",
        Where::Body => "body",
        Where::Trailer => "trailer",
    }
}

const MISSING: Words = Words::new("the issue number is missing", "缺少 issue 编号");
const EXPECTED: Words = Words::new("expected `{0}` here", "此处应有 `{0}`");
const NAME_IN: Words = Words::new("name it in the {0}", "请写在 {0} 中");
const ADD: Words = Words::new("add `{0}`", "添加 `{0}`");
const REPEAT: Words = Words::new("name the issue of the header there as well", "请在该处也写上标题中的 issue");
const ADD_NUMBER: Words = Words::new("add the number of the issue", "添加 issue 编号");
const FROM_BRANCH: Words = Words::new("the branch is `{0}`: is it `{1}`?", "当前分支是 `{0}`：是 `{1}` 吗？");
const GLUED: Words = Words::new("add a space before the issue number", "issue 编号前应有空格");
const NOT_THERE: Words = Words::new("there is no issue `{0}`", "不存在 issue `{0}`");
const IS_PULL_REQUEST: Words = Words::new("`{0}` is a pull request, not an issue", "`{0}` 是拉取请求，不是 issue");
const CLOSED: Words = Words::new("the issue `{0}` is closed", "issue `{0}` 已关闭");
const OTHER: Words = Words::new("name the issue that this belongs to, or reopen it", "请写所属的 issue，或重新打开它");
const FORM: Words = Words::new("the issue numbers are written `(#1, #2)`", "issue 编号的写法是 `(#1, #2)`");
const BEHIND: Words = Words::new("remove the text after the issue number", "issue 编号后不应有内容");
const SPACED: Words = Words::new("write it as ` (#1)` at the end", "请在末尾写作 ` (#1)`");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing_pr::{commit, sheet_of_commit};

    /// What is found, or why nothing is.
    fn verified(verify: Verify, header: &str, state: Option<Known<IssueState>>) -> &'static str {
        let rule = HeaderIssue(Options { verify, forms: vec_of(["#", "GH-", "PROJ-"]), ..Options::default() });
        let issues = state.map(|state| ("#12".to_owned(), state)).into_iter().collect();
        let sheet = sheet_of_commit(&rule, &commit(header), &Around { issues, ..Around::default() });
        match (sheet.findings.len(), sheet.unchecked.len()) {
            (0, 0) => "passes",
            (0, _) => "unchecked",
            _ => "found",
        }
    }

    fn vec_of(forms: [&str; 3]) -> Vec<Form> {
        forms.into_iter().filter_map(Form::new).collect()
    }

    #[test]
    fn issues_are_verified_where_a_server_answers() {
        let header = "feat: x (#12)";
        let at = |verify, state| verified(verify, header, Some(Known::Yes(state)));
        assert_eq!(at(Verify::Open, IssueState::Open), "passes");
        assert_eq!(at(Verify::Open, IssueState::Closed), "found");
        assert_eq!(at(Verify::Exists, IssueState::Closed), "passes");
        assert_eq!(at(Verify::Exists, IssueState::Missing), "found");
        assert_eq!(at(Verify::Exists, IssueState::PullRequest), "found");
        assert_eq!(at(Verify::No, IssueState::Missing), "passes");
    }

    #[test]
    fn an_issue_that_is_named_elsewhere_is_verified_there() {
        let rule = HeaderIssue(Options { verify: Verify::Open, r#where: vec![Where::Body], ..Options::default() });
        let found = |states: [IssueState; 2]| {
            let issues = ["#1", "#2"].map(str::to_owned).into_iter().zip(states.map(Known::Yes)).collect();
            let around = Around { issues, ..Around::default() };
            sheet_of_commit(&rule, &commit("feat: x\n\nPart of #1, after #2.\n"), &around).findings.len()
        };
        assert_eq!(found([IssueState::Closed, IssueState::Open]), 0, "one suffices");
        assert_eq!(found([IssueState::Closed, IssueState::Missing]), 1);
    }

    #[test]
    fn an_outage_is_unchecked() {
        let outage = Known::No(Gap::Unreadable("502".to_owned()));
        assert_eq!(verified(Verify::Open, "feat: x (#12)", Some(outage)), "unchecked");
        assert_eq!(verified(Verify::Open, "feat: x (#12)", None), "unchecked");
    }
}
