//! The commit that a pull request becomes. The policy wins over the server, and where neither tells, the title is taken as
//! it is. Pure.
//!
//! Source: <https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/configuring-pull-request-merges/configuring-commit-squashing-for-pull-requests>.

use super::answers::{self, Pull};
use crate::model::{BodySource, HeaderFrom, Method, TitleSource};
use crate::policy::Landing as Told;

/// How a pull request lands, as far as it can be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// How.
    pub method: Method,
    /// Where its header comes from.
    pub header_from: HeaderFrom,
    /// The message of the one commit that it becomes; `None` where its commits land as they are.
    pub text: Option<String>,
    /// What the server adds to the header.
    pub suffix: String,
    /// Whether neither policy nor server tells the method.
    pub guessed: bool,
}

/// Whether the policy leaves anything to the server.
pub fn leaves_open(told: &Told) -> bool {
    match told.method {
        None => true,
        Some(Method::Squash) => told.title.is_none() || told.body.is_none(),
        Some(Method::Merge | Method::Rebase) => false,
    }
}

/// Settles how `pull` lands; `settings` are those of its base repository, as far as the token may see them.
pub fn settle(pull: &Pull, settings: &answers::Repository, told: &Told, commits: &[answers::Commit]) -> Settled {
    let (method, guessed) = match told.method.or_else(|| ordered(pull)) {
        Some(method) => (method, false),
        None => allowed(settings),
    };
    if method != Method::Squash {
        return Settled { method, header_from: HeaderFrom::Title, text: None, suffix: String::new(), guessed };
    }
    let only = match commits {
        [only] => only.commit.message.as_deref(),
        _ => None,
    };
    let title = told.title.or_else(|| title_source(settings)).unwrap_or(TitleSource::PullRequest);
    let (header_from, header) = match (title, only) {
        (TitleSource::CommitOrPullRequest, Some(message)) => (HeaderFrom::Commit, parts(message).0),
        _ => (HeaderFrom::Title, pull.title.as_str()),
    };
    let body = match told.body.or_else(|| body_source(settings)).unwrap_or(BodySource::Blank) {
        BodySource::Blank => String::new(),
        BodySource::PullRequest => pull.body.replace("\r\n", "\n"),
        BodySource::Commits => match only {
            Some(message) => parts(message).1.to_owned(),
            None => listed(commits),
        },
    };
    let body = body.trim();
    let text = if body.is_empty() { format!("{header}\n") } else { format!("{header}\n\n{body}\n") };
    Settled { method, header_from, text: Some(text), suffix: suffix(pull.number), guessed }
}

/// What the server adds to the header of a pull request that it squashes.
pub fn suffix(number: u64) -> String {
    format!(" (#{number})")
}

/// How somebody ordered it to land.
fn ordered(pull: &Pull) -> Option<Method> {
    match pull.auto_merge.as_ref()?.merge_method.as_str() {
        "squash" => Some(Method::Squash),
        "merge" => Some(Method::Merge),
        "rebase" => Some(Method::Rebase),
        _ => None,
    }
}

/// The only method that is allowed; else, as a guess, the one for which the title counts.
fn allowed(settings: &answers::Repository) -> (Method, bool) {
    let answers::Repository { allow_squash_merge, allow_merge_commit, allow_rebase_merge, .. } = settings;
    match (allow_squash_merge, allow_merge_commit, allow_rebase_merge) {
        (Some(true), Some(false), Some(false)) => (Method::Squash, false),
        (Some(false), Some(true), Some(false)) => (Method::Merge, false),
        (Some(false), Some(false), Some(true)) => (Method::Rebase, false),
        (Some(false), _, _) => (Method::Merge, true),
        _ => (Method::Squash, true),
    }
}

fn title_source(settings: &answers::Repository) -> Option<TitleSource> {
    match settings.squash_merge_commit_title.as_deref()? {
        "PR_TITLE" => Some(TitleSource::PullRequest),
        "COMMIT_OR_PR_TITLE" => Some(TitleSource::CommitOrPullRequest),
        _ => None,
    }
}

fn body_source(settings: &answers::Repository) -> Option<BodySource> {
    match settings.squash_merge_commit_message.as_deref()? {
        "PR_BODY" => Some(BodySource::PullRequest),
        "COMMIT_MESSAGES" => Some(BodySource::Commits),
        "BLANK" => Some(BodySource::Blank),
        _ => None,
    }
}

/// The header of a message, and what follows it.
fn parts(message: &str) -> (&str, &str) {
    let message = message.trim_start_matches(['\n', '\r']);
    message.split_once('\n').map_or((message, ""), |(header, body)| (header.trim_end(), body.trim()))
}

/// The messages of several commits, as GitHub lists them in the body of a squashed one.
fn listed(commits: &[answers::Commit]) -> String {
    let messages = commits.iter().filter(|commit| commit.parents.len() < 2);
    let messages = messages.filter_map(|commit| commit.commit.message.as_deref());
    messages.map(|message| format!("* {}", message.trim())).collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn pull() -> Pull {
        serde_json::from_value(json!({ "number": 7, "title": "feat: title", "body": "Why\r\nso" })).expect("a pull")
    }

    fn settings(title: &str, body: &str) -> answers::Repository {
        serde_json::from_value(json!({ "allow_squash_merge": true, "allow_merge_commit": false,
            "allow_rebase_merge": false, "squash_merge_commit_title": title, "squash_merge_commit_message": body }))
        .expect("settings")
    }

    fn commits(messages: &[&str]) -> Vec<answers::Commit> {
        let commit = |message: &&str| serde_json::from_value(json!({ "commit": { "message": message } })).expect("one");
        messages.iter().map(commit).collect()
    }

    fn open() -> Told {
        Told { method: None, title: None, body: None }
    }

    #[test]
    fn a_single_commit_lends_its_header_and_body() {
        let one = commits(&["fix: commit\n\nbecause\n"]);
        let settled = settle(&pull(), &settings("COMMIT_OR_PR_TITLE", "COMMIT_MESSAGES"), &open(), &one);
        assert_eq!(settled.text.as_deref(), Some("fix: commit\n\nbecause\n"));
        assert_eq!(
            (settled.header_from, settled.guessed, settled.suffix.as_str()),
            (HeaderFrom::Commit, false, " (#7)")
        );
        let settled = settle(&pull(), &settings("PR_TITLE", "PR_BODY"), &open(), &one);
        assert_eq!(settled.text.as_deref(), Some("feat: title\n\nWhy\nso\n"));
    }

    #[test]
    fn several_commits_are_listed() {
        let two = commits(&["fix: a\n\nbecause\n", "fix: b"]);
        let settled = settle(&pull(), &settings("COMMIT_OR_PR_TITLE", "COMMIT_MESSAGES"), &open(), &two);
        assert_eq!(settled.text.as_deref(), Some("feat: title\n\n* fix: a\n\nbecause\n\n* fix: b\n"));
    }

    #[test]
    fn the_policy_wins_and_silence_is_a_guess() {
        let told = Told { method: Some(Method::Merge), ..open() };
        let settled = settle(&pull(), &settings("PR_TITLE", "BLANK"), &told, &[]);
        assert_eq!((settled.method, settled.text, settled.guessed), (Method::Merge, None, false));
        let settled = settle(&pull(), &answers::Repository::default(), &open(), &commits(&["x"]));
        assert_eq!((settled.text.as_deref(), settled.guessed), (Some("feat: title\n"), true));
        let ordered = Pull { auto_merge: Some(answers::AutoMerge { merge_method: "rebase".into() }), ..pull() };
        assert_eq!(settle(&ordered, &answers::Repository::default(), &open(), &[]).method, Method::Rebase);
        assert!(leaves_open(&open()) && !leaves_open(&told));
    }
}
