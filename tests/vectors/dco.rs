//! Sign-offs as the DCO App and DCO 2 judge them.

use crate::bench::{Bench, Rules};
use crate::source::Case;
use crate::tally::{Class, run};
use cihook::finding::Severity;
use cihook::model::{
    Around, Commit, DcoConfig, DcoFacts, Gap, Identity, Known, ObjectId, People, Person, Signature, Stage,
};
use serde_json::Value;
use std::collections::BTreeMap;

fn bench(compat: &'static str) -> Bench {
    Rules::default().set("sign-off", "compat", compat).bench().expect("a policy")
}

#[test]
fn dco_app() {
    let bench = bench("dcoapp");
    run("dco_app", |case| app(&bench, case));
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// The id of the commit at `index`; some tests name none.
fn id(commit: &Value, index: usize) -> ObjectId {
    let made = || ObjectId::from_bytes(&[index as u8 + 1; 20]).expect("an id");
    commit["sha"].as_str().and_then(|sha| ObjectId::from_hex(sha.as_bytes())).unwrap_or_else(made)
}

/// A commit as GitHub's API tells of it.
fn of_api<'c>(bench: &Bench, commit: &'c Value, index: usize) -> Commit<'c> {
    let git = &commit["commit"];
    let signature = if git["verification"]["verified"] == true { Signature::Verified } else { Signature::Absent };
    Commit {
        id: Some(id(commit, index)),
        author: person(&git["author"]),
        committer: person(&git["committer"]),
        parents: list(&commit["parents"]).len(),
        signature: Known::Yes(signature),
        ..bench.commit(git["message"].as_str().expect("a text"))
    }
}

fn person(person: &Value) -> Known<Identity<'_>> {
    let text = |key: &str| person[key].as_str().unwrap_or_default().into();
    Known::or((!person.is_null()).then(|| Identity { name: text("name"), email: text("email") }), || Gap::NotApplicable)
}

fn account(account: &Value, is_member: impl Fn(&str) -> bool) -> Option<Person> {
    let login = account["login"].as_str()?;
    let is_bot = account["type"] == "Bot" || account["is_bot"] == true;
    Some(Person { login: login.to_owned(), is_bot, is_member: Known::Yes(is_member(login)) })
}

fn app(bench: &Bench, case: &Case) -> Class {
    let required = &case.input["signoff_required_by_login"];
    let is_member = |login: &str| required[login] == false;
    let allowed = &case.input["allowRemediationCommits"];
    let config = DcoConfig {
        require_members: !required.as_object().is_some_and(|all| all.values().any(|required| required == false)),
        individual: allowed["individual"] == true,
        third_party: allowed["thirdParty"] == true,
    };
    let told = list(&case.input["commits"]);
    let commits: Vec<Commit<'_>> =
        told.iter().enumerate().map(|(index, commit)| of_api(bench, commit, index)).collect();
    let people = told.iter().zip(&commits).filter_map(|(told, commit)| {
        Some((commit.id?, People { author: account(&told["author"], is_member), committer: None }))
    });
    let facts = DcoFacts { config: Known::Yes(config), commits: &commits, people: people.collect(), opener: None };
    let here = failing(bench, Stage::PullRequest, facts, &commits);
    let there: Vec<bool> = told
        .iter()
        .map(|commit| list(&case.expected["failed"]).iter().any(|failed| failed["sha"] == commit["sha"]))
        .collect();
    if here == there { Class::Agree } else { Class::Wrong(format!("there {there:?}, here {here:?}")) }
}

/// Which of some commits are at fault, or not judged.
fn failing(bench: &Bench, stage: Stage, facts: DcoFacts<'_>, commits: &[Commit<'_>]) -> Vec<bool> {
    let around = Around { dco: Some(facts), ..Around::default() };
    let is_at_fault = |commit: &Commit<'_>| {
        let sheet = bench.sheet(commit, stage, Some(&around));
        !sheet.unchecked.is_empty() || sheet.findings.iter().any(|finding| finding.severity == Severity::Error)
    };
    commits.iter().map(is_at_fault).collect()
}

#[test]
fn dco_merge_queue() {
    let bench = bench("dcoapp");
    run("dco_merge_queue", |case| queue(&bench, case));
}

fn queue(bench: &Bench, case: &Case) -> Class {
    let read = |key: &str| -> Vec<(&Value, Commit<'_>)> {
        let told = list(&case.input[key]).iter().enumerate();
        told.map(|(index, commit)| (commit, of_api(bench, commit, index))).collect()
    };
    let (own, all) = (read("pr_commits"), read("merge_group_range"));
    let commits: Vec<Commit<'_>> = own.iter().map(|(_, commit)| commit.clone()).collect();
    let made = all.iter().filter(|(_, commit)| own.iter().all(|(_, known)| known.id != commit.id));
    let judged: Vec<Commit<'_>> = commits.iter().cloned().chain(made.map(|(_, commit)| commit.clone())).collect();
    let people: BTreeMap<ObjectId, People> = own
        .iter()
        .chain(&all)
        .filter_map(|(told, commit)| {
            Some((commit.id?, People { author: account(&told["author"], |_| false), committer: None }))
        })
        .collect();
    let facts = DcoFacts { config: Known::Yes(DcoConfig::default()), commits: &commits, people, opener: None };
    let here = !failing(bench, Stage::MergeGroup, facts, &judged).contains(&true);
    let there = case.expected["conclusion"] == "success";
    if here == there { Class::Agree } else { Class::Wrong(format!("there {there}, here {here}")) }
}

#[test]
fn dco2() {
    let bench = bench("dco2");
    run("dco2", |case| second(&bench, case));
}

/// The tests call their commits `sha1`, `sha2`: names that no commit has.
fn with_ids(text: &str) -> String {
    (1..=9).fold(text.to_owned(), |text, number| text.replace(&format!("sha{number}"), &number.to_string().repeat(40)))
}

fn second(bench: &Bench, case: &Case) -> Class {
    let config = &case.input["config"];
    let allowed = &config["allow_remediation_commits"];
    let config = DcoConfig {
        require_members: config["require"]["members"] != false,
        individual: allowed["individual"] == true,
        third_party: allowed["third_party"] == true,
    };
    let members = list(&case.input["members"]);
    let is_member = |login: &str| members.iter().any(|member| member == login);
    let told = list(&case.input["commits"]);
    let texts: Vec<String> =
        told.iter().map(|commit| with_ids(commit["message"].as_str().unwrap_or_default())).collect();
    let commit = |(index, (told, text)): (usize, (&'_ Value, &'_ String))| {
        let sha = with_ids(told["sha"].as_str().unwrap_or_default());
        let made = || ObjectId::from_bytes(&[index as u8 + 0xa0; 20]).expect("an id");
        let signature = if told["verified"] == true { Signature::Verified } else { Signature::Absent };
        (ObjectId::from_hex(sha.as_bytes()).unwrap_or_else(made), signature, text.clone())
    };
    let parts: Vec<_> = told.iter().zip(&texts).enumerate().map(commit).collect();
    let commits: Vec<Commit<'_>> = told
        .iter()
        .zip(&parts)
        .map(|(told, (id, signature, text))| Commit {
            id: Some(*id),
            author: person(&told["author"]),
            committer: person(&told["committer"]),
            parents: if told["is_merge"] == true { 2 } else { 1 },
            signature: Known::Yes(*signature),
            ..bench.commit(text)
        })
        .collect();
    let people = told.iter().zip(&commits).filter_map(|(told, commit)| {
        let of = |key: &str| account(&told[key], is_member).or_else(|| nobody(&told[key]));
        Some((commit.id?, People { author: of("author"), committer: of("committer") }))
    });
    let facts = DcoFacts { config: Known::Yes(config), commits: &commits, people: people.collect(), opener: None };
    let here = failing(bench, Stage::PullRequest, facts, &commits);
    let there: Vec<bool> =
        list(&case.expected["commits"]).iter().map(|commit| !list(&commit["errors"]).is_empty()).collect();
    if here == there { Class::Agree } else { Class::Wrong(format!("there {there:?}, here {here:?}")) }
}

/// An account without a name, as the tests have them, which may still be a bot's.
fn nobody(account: &Value) -> Option<Person> {
    (account["is_bot"] == true).then_some(Person { login: String::new(), is_bot: true, is_member: Known::Yes(false) })
}
