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
fn a_title_weighs_what_its_own_rule_weighs() {
    let weighs = |rules: &str, severity: Severity| {
        let sheet = sheet(&policy(rules), &pull_request("feet(api): add the login page (#42)"), false);
        assert!(!sheet.findings.is_empty() && sheet.findings.iter().all(|finding| finding.severity == severity));
    };
    weighs("extends = [\"gentle\"]\n[rules]\nheader-type = \"error\"\n", Severity::Warn);
    weighs("[rules]\nheader-type = \"warn\"\npr-title = \"error\"\n", Severity::Error);
}

#[test]
fn of_rules_that_are_off_a_title_borrows_what_the_policy_sets() {
    let bad = pull_request("Add the login page");
    let borrowed = "extends = []\n[rules.header-format]\nlevel = \"off\"\ngrammar = \"conventional\"\n\
                    [rules.header-type]\nlevel = \"off\"\nallow = [\"feat\"]\n[rules.pr-title]\n";
    assert_eq!(found(&policy(borrowed), &bad), ["pr-title/header-format"]);
    assert_eq!(found(&policy(borrowed), &pull_request("fix: add it")), ["pr-title/header-type"]);
    let bare = "extends = []\n[rules]\nheader-format = \"off\"\npr-title = \"error\"\n";
    assert!(found(&policy(bare), &bad).is_empty(), "nothing is set of it");
    assert!(
        found(&policy("[rules]\nheader-scope = \"off\"\n"), &pull_request("feat: add the login page (#42)")).is_empty()
    );
    let last = "extends = []\n[rules.header-format]\nlevel = { default = \"off\", pull-request = \"off\" }\n\
                grammar = \"conventional\"\n[rules.pr-title]\n";
    assert!(found(&policy(last), &bad).is_empty(), "off for pull requests is the last word");
}

#[test]
fn a_pattern_takes_the_place_of_the_grammar() {
    let policy = policy("[rules.header-format]\npattern = \"(SHOP|PAY)-[0-9]+: .+[a-z]\"\n");
    assert!(found(&policy, &pull_request("PAY-7: pay the rent")).is_empty(), "no type, scope or issue is asked for");
    assert_eq!(found(&policy, &pull_request("feat(api): pay the rent (#42)")), ["pr-title/header-format"]);
    let effective = policy.for_branch(None).expect("no override");
    let today = Day::of_unix_time(0);
    let occasion = Occasion { stage: Stage::Check, branch: None, today, skip: &[], around: None };
    let judge = Judge::new(&policy, &effective, occasion);
    let findings = |text: &str, committer: &str| {
        let committer = Identity { name: "x".into(), email: committer.to_owned().into() };
        let commit = Commit { committer: Known::Yes(committer), ..commit(text) };
        let mut sheet = Sheet::default();
        judge.commit(&commit, &|_| false, &mut sheet);
        sheet.findings.iter().filter(|finding| finding.rule == "header-format").count()
    };
    assert_eq!(findings("PAY-7: pay the rent (#9)", "noreply@github.com"), 0, "the server added its number");
    assert_eq!(findings("PAY-7: pay the rent (#9)", "ada@example.org"), 1);
    assert_eq!(findings("fixup! PAY-7: pay the rent", "ada@example.org"), 0);
}

#[test]
fn commits_may_be_left_to_the_title() {
    let policy = policy("[rules.pr-title]\ncommits = \"off\"\n");
    let effective = policy.for_branch(None).expect("no override");
    let rules = |stage: Stage| {
        let occasion = Occasion { stage, branch: None, today: Day::of_unix_time(0), skip: &[], around: None };
        let judge = Judge::new(&policy, &effective, occasion);
        let mut sheet = Sheet::default();
        judge.commit(&commit("Add it\nand more\n"), &|_| false, &mut sheet);
        let rules: Vec<&str> = sheet.findings.iter().map(|finding| finding.rule).collect();
        (rules, sheet.exempt.len())
    };
    assert_eq!(rules(Stage::PullRequest), (vec!["sign-off"], 8));
    assert!(rules(Stage::CommitMsg).0.contains(&"header-format"));
    let mut subject = pull_request("Add it");
    subject.landing = Landing { method: Method::Merge, commit: None, ..subject.landing };
    assert!(!found(&policy, &subject).is_empty(), "else nothing would be judged");
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
