//! The policy cookbook: every policy loads, and every example has the verdict that the page claims, in both languages.

#![allow(clippy::disallowed_methods, clippy::expect_used, clippy::panic, reason = "tests bring the outside in")]

use cihook::engine::{Judge, Occasion};
use cihook::finding::{Severity, Sheet, Subject};
use cihook::message::Message;
use cihook::model::{Account, Commit, Gap, HeaderFrom, Identity, Known, Landing, Method, PullRequest, Stage};
use cihook::options::Day;
use cihook::policy::{Policy, Source};

/// A recipe: its title, its policy, and messages with what is claimed of each.
struct Recipe {
    title: String,
    policy: String,
    messages: Vec<(String, String)>,
}

/// The recipes of a page.
fn recipes(page: &str) -> Vec<Recipe> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(page);
    let text = std::fs::read_to_string(path).expect("a page");
    let parts = text.split("\n## ").skip(1).map(str::to_owned);
    parts
        .map(|part| {
            let title = part.lines().next().unwrap_or_default().to_owned();
            let blocks: Vec<(&str, &str)> =
                part.split("```").skip(1).step_by(2).map(|block| block.split_once('\n').expect("a block")).collect();
            let policy = blocks.iter().find(|(kind, _)| *kind == "toml").expect("a policy").1.to_owned();
            let messages = blocks.iter().filter_map(|(kind, text)| Some((kind.strip_prefix("text ")?, *text)));
            Recipe {
                title,
                policy,
                messages: messages.map(|(kind, text)| (kind.to_owned(), text.to_owned())).collect(),
            }
        })
        .collect()
}

fn passes(policy: &Policy, text: &str, is_title: bool) -> bool {
    let effective = policy.for_branch(None).expect("rules");
    let known = Known::Yes(Identity { name: "Ann Lee".into(), email: "ann@example.org".into() });
    let message = Message::parse(text, &effective.vocabulary.forms);
    let commit = Commit {
        author: known.clone(),
        committer: known,
        paths: Known::No(Gap::NotApplicable),
        ..Commit::saying(message)
    };
    let stage = if is_title { Stage::PullRequest } else { Stage::Check };
    let occasion = Occasion { stage, branch: None, today: Day::of_unix_time(0), skip: &[], around: None };
    let judge = Judge::new(policy, &effective, occasion);
    let mut sheet = Sheet::default();
    if is_title {
        let pull_request = pull_request(text.trim_end(), commit);
        judge.subject(Subject::PullRequest(&pull_request), &|_, _| {}, &mut sheet);
    } else {
        judge.commit(&commit, &|_| false, &mut sheet);
    }
    sheet.findings.iter().all(|finding| finding.severity != Severity::Error)
}

fn pull_request<'t>(title: &'t str, commit: Commit<'t>) -> PullRequest<'t> {
    PullRequest {
        number: 7,
        title,
        body: "",
        author: Account::default(),
        is_draft: false,
        base: "main",
        head: "x",
        is_first: false,
        landing: Landing {
            method: Method::Squash,
            commit: Some(commit),
            suffix: " (#7)".to_owned(),
            header_from: HeaderFrom::Title,
            guessed: false,
        },
        templates: Known::Yes(Vec::new()),
        files: Known::Yes(Vec::new()),
    }
}

#[test]
fn every_example_has_its_verdict() {
    for page in ["cookbook.md", "cookbook.zh-CN.md"] {
        let recipes = recipes(page);
        assert_eq!(recipes.len(), 12, "{page}");
        for Recipe { title, policy, messages } in recipes {
            let source = Source { name: "cihook.toml".to_owned(), text: policy.into() };
            let policy = Policy::load(Some(source), &|_| Err(String::new()));
            let policy = policy.unwrap_or_else(|rejected| panic!("{page}: {title}: {:?}", rejected.mistakes));
            for claim in ["accepted", "refused"] {
                let claimed: Vec<_> = messages.iter().filter(|(kind, _)| kind.starts_with(claim)).collect();
                assert!(claimed.len() >= 2, "{page}: {title}: {claim}");
                for (kind, text) in claimed {
                    let is_title = kind.ends_with("title");
                    assert_eq!(passes(&policy, text, is_title), claim == "accepted", "{page}: {title}: {text}");
                }
            }
        }
    }
}

#[test]
fn both_pages_have_the_same_policies_and_examples() {
    let [english, chinese] = ["cookbook.md", "cookbook.zh-CN.md"].map(recipes);
    for (one, other) in english.iter().zip(&chinese) {
        assert_eq!((&one.policy, &one.messages), (&other.policy, &other.messages), "{}", one.title);
    }
}
