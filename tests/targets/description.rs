//! Pull requests: the title, the description and the template that it was made from.

use super::promises::{first_line, forms, judge, preset};
use cihook::finding::{Sheet, Subject};
use cihook::message::Message;
use cihook::model::{Account, Commit, HeaderFrom, Known, Landing, Method, PullRequest};
use cihook::policy::Policy;
use cihook::rules::pr_description::release_note;
use std::sync::LazyLock;

static POLICY: LazyLock<Policy> = LazyLock::new(|| preset("openim"));

/// The first line is the title, the rest the description. Nobody gets by with the template.
pub fn target(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (title, body) = first_line(&text);
    assert!(is_objected(title, body, body), "the template as it is passes: {body:?}");
    assert!(is_objected(title, &format!("<!-- {} -->", body.replace("--", "")), ""), "a comment says nothing");
    let _ = is_objected(title, body, "");
    if let Some(note) = release_note(body) {
        assert!(!note.trim().is_empty() && body.contains("```"), "{body:?} has the note {note:?}");
    }
}

fn is_objected(title: &str, body: &str, template: &str) -> bool {
    let effective = POLICY.for_branch(None).expect("presets have no overrides");
    let commit = Commit::saying(Message::parse(title, &forms()));
    let subject = PullRequest {
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
            commit: Some(commit),
            suffix: " (#12)".to_owned(),
            header_from: HeaderFrom::Title,
            guessed: false,
        },
        templates: Known::Yes(vec![template.to_owned()]),
        files: Known::Yes(Vec::new()),
    };
    let mut sheet = Sheet::default();
    judge(&POLICY, &effective).subject(Subject::PullRequest(&subject), &|_, _| {}, &mut sheet);
    sheet.findings.iter().any(|finding| finding.rule == "pr-description")
}
