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
//! - `commits`: `judge` (default) judges the commits of the pull request too; `off` lets their header and body rules be, which
//!   reports show, and the title is judged however the pull request lands. Sign-off, author, trailers, fixup commits and sizes
//!   are judged all the same.
//!
//! What is judged are the header rules of the policy, at the level of this rule. A header rule that is `off` counts too where
//! the policy gives it a setting beside (as `allow`), but not where its `pull-request` level is `off`.
//!
//! Judged is the commit that will land (`[landing]` of the policy, else the settings of the server): its issue without the
//! ` (#N)` that GitHub adds, its length with it. Where the server takes the header of the only commit instead of the title,
//! that commit is judged by the header rules themselves, and this rule only adds what comes of the ` (#N)`. Where the
//! commits land as they are (`merge`, `rebase`) there is nothing to judge.
//!
//! ## Fix
//!
//! Edit the title on the page of the pull request; the answer shows the corrected one. The check runs again on its own.

use crate::finding::Finding;
use crate::model::{HeaderFrom, PullRequest};
use crate::rule::{Configure, Family, Meta, Rule, Vocabulary, page};
use crate::words::Words;

crate::options::options! {
    /// Settings of `pr-title`.
    pub struct Options {
        /// Whether the header and body rules judge the commits of the pull request too.
        pub commits: Commits = Commits::Judge,
    }
}

crate::options::choice! {
    /// What becomes of the commits of a pull request whose title is judged.
    pub enum Commits {
        /// They are judged as well.
        Judge = "judge",
        /// How they are written does not matter.
        Off = "off",
    }
}

/// The name of the rule, in which the engine has the header rules judge what will land.
pub const ID: &str = "pr-title";

/// The title of a pull request.
pub struct PrTitle(Options);

impl Configure for PrTitle {
    const META: Meta = Meta {
        id: ID,
        subject: Family::PullRequest,
        summary: Words::new("the title makes a header that keeps the header rules", "标题将成为符合规则的提交标题"),
        page: page!("pr_title.rs"),
        chinese: include_str!("zh-CN/pr-title.md"),
    };
    type Options = Options;

    fn new(options: Options) -> Self {
        Self(options)
    }
}

/// The header rules judge for it: see [`crate::engine`].
impl Rule for PrTitle {
    fn teach(&self, vocabulary: &mut Vocabulary) {
        vocabulary.is_title_only = self.0.commits == Commits::Off;
    }
}

/// Makes what a header rule found in the commit that will land a finding of this rule.
pub fn adopt(finding: &mut Finding, pull_request: &PullRequest<'_>) {
    finding.source = Some(finding.rule);
    finding.rule = ID;
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
