//! # pr-title
//!
//! The title of a pull request makes a header that keeps the header rules.
//!
//! ## Why
//!
//! A pull request that is squashed lands as one commit, and its title becomes the header of that commit: its own commits
//! may be flawless, and what lands is not.
//!
//! ## Good
//!
//! ```text
//! feat(api): add the login page (#12)
//! ```
//!
//! ## Bad
//!
//! ```text
//! Feature/login page
//! ```
//!
//! ## Options
//!
//! None but `level`: what is judged are the header rules of the policy, and none weighs more than this rule.
//!
//! Judged is the commit that will land (`[landing]` of the policy, else the settings of the server): its issue without the
//! ` (#N)` that GitHub adds, its length with it. Where the server takes the header of the only commit instead of the title,
//! that commit is judged by the header rules themselves, and this rule only adds what comes of the ` (#N)`. Where the
//! commits land as they are (`merge`, `rebase`) there is nothing to judge.
//!
//! ## Fix
//!
//! Edit the title on the page of the pull request; the answer shows the corrected one. The check runs again on its own.

use crate::finding::{Finding, Severity};
use crate::model::{HeaderFrom, PullRequest};
use crate::rule::{Configure, Family, Meta, Rule, page};
use crate::words::Words;

crate::options::options! {
    /// Settings of `pr-title`: none.
    pub struct Options {}
}

/// The name of the rule, in which the engine has the header rules judge what will land.
pub const ID: &str = "pr-title";

/// The title of a pull request.
pub struct PrTitle;

impl Configure for PrTitle {
    const META: Meta = Meta {
        id: ID,
        subject: Family::PullRequest,
        summary: Words::new("the title makes a header that keeps the header rules", "标题将成为符合规则的提交标题"),
        page: page!("pr_title.rs"),
        chinese: include_str!("zh-CN/pr-title.md"),
    };
    type Options = Options;

    fn new(_: Options) -> Self {
        Self
    }
}

/// The header rules judge for it: see [`crate::engine`].
impl Rule for PrTitle {}

/// Makes what a header rule found in the commit that will land a finding of this rule.
pub fn adopt(finding: &mut Finding, severity: Severity, pull_request: &PullRequest<'_>) {
    finding.source = Some(finding.rule);
    finding.rule = ID;
    finding.severity = finding.severity.min(severity);
    // A title has one line: what needs a second one cannot be made of it.
    finding.fix.take_if(|fix| fix.edits.iter().any(|edit| edit.text.contains('\n')));
    finding.help(match pull_request.landing.header_from {
        HeaderFrom::Title => EDIT_TITLE.say(),
        HeaderFrom::Commit => AMEND.say(),
    });
    if pull_request.landing.guessed {
        finding.help(GUESSED.say());
    }
}

const EDIT_TITLE: Words = Words::new("change the title on the page of the pull request", "请在拉取请求页面修改标题");
const AMEND: Words = Words::new(
    "the only commit gives the header: its author changes its message with git commit --amend --allow-empty, and pushes it again",
    "标题取自唯一的提交：请其作者用 git commit --amend --allow-empty 修改提交说明，然后重新推送",
);
const GUESSED: Words = Words::new(
    "the merge method is not known: set [landing] method = \"squash\" in the policy, or what fits",
    "合并方式未知：请在策略中设置 [landing] method = \"squash\" 或相应的值",
);
