//! What will land of a pull request is judged: by its title, and in the name of `pr-title`.

#![allow(clippy::expect_used, reason = "tests say what they expect")]

use cihook::engine::{Judge, Occasion};
use cihook::finding::{Severity, Sheet, Subject};
use cihook::message::{Message, issue};
use cihook::model::{Account, Commit, HeaderFrom, Identity, Known, Landing, Method, PullRequest, Stage};
use cihook::options::Day;
use cihook::policy::{About, Policy, Source};

fn policy(text: &str) -> Policy {
    let source = Source { name: "cihook.toml".to_owned(), text: text.to_owned().into() };
    Policy::load(Some(source), &|_| Err("no such file".to_owned())).expect("a policy")
}

fn commit(text: &str) -> Commit<'_> {
    Commit::saying(Message::parse(text, &issue::default_forms()))
}

fn pull_request(title: &str) -> PullRequest<'_> {
    PullRequest {
        number: 7,
        title,
        body: "Fixes #12",
        author: Account { login: "dependabot", is_bot: true },
        is_draft: false,
        base: "main",
        head: "feat/42-login",
        is_first: false,
        landing: Landing {
            method: Method::Squash,
            commit: Some(commit(title)),
            suffix: " (#7)".to_owned(),
            header_from: HeaderFrom::Title,
            guessed: false,
        },
        templates: Known::Yes(Vec::new()),
        files: Known::Yes(Vec::new()),
    }
}

fn sheet(policy: &Policy, subject: &PullRequest<'_>, excused: bool) -> Sheet {
    let effective = policy.for_branch(None).expect("no override");
    let stage = Stage::PullRequest;
    let occasion = Occasion { stage, branch: Some("main"), today: Day::of_unix_time(0), skip: &[], around: None };
    let mut sheet = Sheet::default();
    let judge = Judge::new(policy, &effective, occasion);
    let dependabot = Identity { name: "dependabot[bot]".into(), email: "bot@example.org".into() };
    let author = Commit { author: Known::Yes(dependabot), ..commit("") };
    judge.subject(
        Subject::PullRequest(subject),
        &|_, tell| {
            let about = About { commit: Some(&author), ..About::default() };
            if excused {
                tell(&about)
            }
        },
        &mut sheet,
    );
    sheet
}

/// The rules that found something, each with the rule that it stands in for.
fn found(policy: &Policy, subject: &PullRequest<'_>) -> Vec<String> {
    let name =
        |rule: &str, source: Option<&str>| source.map_or_else(|| rule.to_owned(), |source| format!("{rule}/{source}"));
    sheet(policy, subject, false).findings.iter().map(|finding| name(finding.rule, finding.source)).collect()
}

#[test]
fn the_title_is_judged_as_the_header_that_it_becomes() {
    let policy = policy("");
    assert!(found(&policy, &pull_request("feat(api): add the login page (#42)")).is_empty());
    assert_eq!(
        found(&policy, &pull_request("feet: add the login page")),
        ["pr-title/header-type", "pr-title/header-scope", "pr-title/header-issue"]
    );
    let subject = pull_request("feat(api): add the login page");
    let sheet = sheet(&policy, &subject, false);
    let fix = sheet.findings[0].fix.as_ref().expect("a fix");
    assert_eq!(fix.edits[0].text, " (#42)", "guessed from the branch that it comes from");
}

#[test]
fn the_number_that_the_server_adds_counts_for_the_length_and_not_as_the_issue() {
    let policy =
        policy("extends = []\n[rules.header-issue]\n[rules.header-length]\nmax = 30\n[rules]\npr-title = \"error\"\n");
    assert_eq!(found(&policy, &pull_request("feat: add the login page")), ["pr-title/header-issue"]);
    assert!(found(&policy, &pull_request("feat: log in here ok (#1)")).is_empty());
    assert_eq!(found(&policy, &pull_request("feat: add a login pag (#1)")), ["pr-title/header-length"]);
}

#[test]
fn the_header_of_the_only_commit_is_that_commits() {
    let policy =
        policy("extends = []\n[rules.header-issue]\n[rules.header-length]\nmax = 30\n[rules]\npr-title = \"error\"\n");
    let mut subject = pull_request("anything");
    subject.landing.header_from = HeaderFrom::Commit;
    subject.landing.commit = Some(commit("feat: add the whole login page\n"));
    assert_eq!(found(&policy, &subject), ["pr-title/header-length"], "and no issue: the commit is judged itself");
}

#[test]
fn nothing_is_judged_where_commits_land_as_they_are() {
    let policy = policy("extends = []\n[rules]\nheader-type = \"error\"\npr-title = \"error\"\n");
    let mut subject = pull_request("anything");
    subject.landing = Landing { method: Method::Rebase, commit: None, ..subject.landing };
    let sheet = sheet(&policy, &subject, false);
    assert_eq!((sheet.findings.len(), sheet.not_applicable), (0, 1));
}

#[test]
fn no_title_weighs_more_than_its_rule() {
    let policy = policy("extends = [\"gentle\"]\n[rules]\nheader-type = \"error\"\n");
    let sheet = sheet(&policy, &pull_request("feet(api): add the login page (#42)"), false);
    assert!(sheet.findings.iter().all(|finding| finding.severity == Severity::Warn));
}

#[test]
fn reverts_and_exempt_titles_are_let_off() {
    let text = "[[exempt]]\nauthor = \"dependabot*\"\nrules = [\"header-issue\"]\nreason = \"has none\"\n";
    let revert = sheet(&policy(text), &pull_request("Revert \"feat(api): add the login page (#3)\""), false);
    assert_eq!((revert.findings.len(), revert.exempt.len()), (0, 1));
    let exempt = sheet(&policy(text), &pull_request("feat(api): add the login page"), true);
    assert_eq!((exempt.findings.len(), exempt.exempt.len()), (0, 1));
}

#[test]
fn unfinished_and_closing_titles_are_found() {
    let policy = policy("extends = []\n[rules]\nclosing-words = \"error\"\n[rules.fixup-commit]\nwords = [\"wip\"]\n");
    assert_eq!(found(&policy, &pull_request("[WIP] fixes #9999")), ["closing-words", "fixup-commit"]);
    assert_eq!(found(&policy, &pull_request("fixup! feat: x")), ["fixup-commit"]);
    assert!(found(&policy, &pull_request("feat: wipe out")).is_empty());
}
