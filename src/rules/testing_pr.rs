//! What the tests of rules for pull requests share.

use crate::finding::{Severity, Sheet};
use crate::message::{Message, issue};
use crate::model::{Account, Around, Commit, HeaderFrom, Known, Landing, Method, PullRequest, Rework, Stage};
use crate::rule::{Cx, Rule, Situation, Vocabulary};

/// A commit that says `text`, of which nothing else is known.
pub(super) fn commit(text: &str) -> Commit<'_> {
    Commit::saying(Message::parse(text, &issue::default_forms()))
}

/// A pull request that will be squashed.
pub(crate) fn pull_request<'t>(title: &'t str, body: &'t str) -> PullRequest<'t> {
    PullRequest {
        number: 12,
        title,
        body,
        author: Account::default(),
        is_draft: false,
        base: "main",
        head: "feat/x",
        is_first: false,
        landing: Landing {
            method: Method::Squash,
            commit: Some(commit(title)),
            suffix: " (#12)".to_owned(),
            header_from: HeaderFrom::Title,
            guessed: false,
        },
        templates: Known::Yes(Vec::new()),
        files: Known::Yes(Vec::new()),
    }
}

/// What a rule says of a pull request.
pub(super) fn sheet_of(rule: &dyn Rule, subject: &PullRequest<'_>, severity: Severity) -> Sheet {
    let mut sheet = Sheet::default();
    let vocabulary = Vocabulary::default();
    rule.pull_request(subject, &mut Cx::new(situation(&vocabulary, None), "rule", severity, &mut sheet));
    sheet
}

/// What a rule says of a commit of a pull request, with what a server knows around it.
pub(super) fn sheet_of_commit(rule: &dyn Rule, subject: &Commit<'_>, around: &Around<'_>) -> Sheet {
    let mut sheet = Sheet::default();
    let vocabulary = Vocabulary::default();
    rule.commit(subject, &mut Cx::new(situation(&vocabulary, Some(around)), "rule", Severity::Error, &mut sheet));
    sheet
}

fn situation<'s>(vocabulary: &'s Vocabulary, around: Option<&'s Around<'s>>) -> Situation<'s> {
    Situation {
        stage: Stage::PullRequest,
        branch: None,
        vocabulary,
        around,
        suffix: "",
        rework: Rework::default(),
        file_limit: None,
    }
}
