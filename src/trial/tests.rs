use super::*;
use crate::engine::{Judge, Occasion};
use crate::finding::Sheet;
use crate::message::Message;
use crate::message::issue::default_forms;
use crate::model::{Commit, Identity, Known, Stage};
use crate::options::Day;
use crate::policy::{Policy, Source};

const POLICY: &str = r#"
extends = ["openim"]
[[exempt]]
author = "*[bot]*"
rules = ["header-scope", "header-issue", "sign-off"]
reason = "generated"
[[exempt]]
author = "nobody"
rules = ["sign-off"]
reason = "not there"
"#;

fn trial(commits: &[(&str, &str)]) -> Trial {
    let source = Source { name: "cihook.toml".into(), text: POLICY.into() };
    let policy = Policy::load(Some(source), &|_| Err(String::new())).expect("a policy");
    let effective = policy.for_branch(None).expect("rules");
    let today = Day::parse("2026-11-27").expect("a day");
    let occasion = Occasion { stage: Stage::Check, branch: None, today, skip: &[], around: None };
    let judge = Judge::new(&policy, &effective, occasion);
    let rules: Vec<&'static str> = judge.rules().into_iter().map(|(rule, _)| rule).collect();
    let mut trial = Trial::of(&rules);
    let forms = default_forms();
    for (index, (author, text)) in commits.iter().enumerate() {
        let author = Identity { name: (*author).into(), email: format!("{author}@example.org").into() };
        let known = Known::Yes(author);
        let commit = Commit { author: known.clone(), committer: known, ..Commit::saying(Message::parse(text, &forms)) };
        let mut sheet = Sheet::default();
        let verdict = judge.commit(&commit, &|_| false, &mut sheet);
        trial.add(&verdict, Month::of(1_770_000_000 + 2_700_000 * index as i64, 0), AuthorKind::of(&commit));
    }
    trial
}

const GOOD: &str = "feat(api): add the page (#1)\n\nSigned-off-by: Ann <Ann@example.org>\n";

#[test]
fn commits_are_counted_by_rule_month_and_author() {
    let trial = trial(&[("Ann", GOOD), ("Ann", "feat: add"), ("x[bot]", "chore: bump x from 1 to 2")]);
    assert_eq!(trial.total, Count { commits: 3, refused: 1 });
    let of = |rule: &str| *trial.rules.iter().find(|tally| tally.rule == rule).expect("a rule");
    assert_eq!(of("sign-off"), Tally { rule: "sign-off", judged: 2, errors: 1, warnings: 0, commits: 1 });
    assert_eq!(of("header-type"), Tally { rule: "header-type", judged: 3, errors: 0, warnings: 0, commits: 0 });
    let months: Vec<String> = trial.months.keys().map(ToString::to_string).collect();
    assert_eq!(months, ["2026-02", "2026-03", "2026-04"]);
    assert_eq!(trial.kinds[&AuthorKind::Bot], Count { commits: 1, refused: 0 });
    assert_eq!(trial.kinds[&AuthorKind::Person], Count { commits: 2, refused: 1 });
    assert_eq!(trial.used, BTreeSet::from([0]));
}

#[test]
fn what_threads_counted_comes_to_the_same() {
    let commits = [("Ann", GOOD), ("Ann", "Merge it"), ("x[bot]", "chore: y"), ("Bob", "feat: z")];
    let whole = trial(&commits);
    let mut first = trial(&commits[..2]);
    let mut rest = trial(&commits);
    // The months of the parts are those of the whole: each part begins with the first month.
    rest.months.clear();
    first.merge(trial(&commits[2..]));
    assert_eq!((first.total, &first.rules, &first.kinds), (whole.total, &whole.rules, &whole.kinds));
    assert_eq!(rest.take().total, whole.total);
    assert_eq!((rest.total, rest.rules.len()), (Count::default(), whole.rules.len()));
}
