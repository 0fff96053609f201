//! A configuration that was imported judges as the policy that was written by hand for the same cases.

use super::mapping::{Asked, mapping};
use super::{as_read, letting_off};
use crate::aloud::aloud;
use crate::bench::Bench;
use crate::source::cases;
use cihook::import::{Kind, merge, read};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What `policy import` makes of one rule; nothing where it says that it carries it otherwise, or not.
fn imported(asked: &Asked<'_>, input: &Value) -> Option<Bench> {
    let when = if asked.never { "never" } else { "always" };
    let rules = json!({ asked.rule: [2, when, input["value"]] });
    let config = json!({ "rules": rules, "defaultIgnores": input["ignores"] == true });
    let found =
        read(".commitlintrc.json", &config.to_string(), &|_| None).expect("a configuration").expect("something in it");
    let merged = merge(vec![found], |_| None);
    let is_lost = merged.lines.iter().any(|line| line.kind == Kind::NotCarried && line.what == asked.rule);
    // A sign-off is more here than its line, which is told: it has to be the author's or committer's.
    let is_other = merged.draft.find("rules.sign-off").is_some();
    if is_lost || is_other {
        return None;
    }
    Some(Bench::load(&merged.draft.toml()).expect("a policy"))
}

#[test]
fn what_is_imported_judges_as_what_is_written_by_hand() {
    let (mut compared, mut not_carried) = (0, BTreeMap::new());
    for case in cases("commitlint_rules").into_iter().flatten() {
        let asked = Asked::of(&case.input);
        let Ok(mapped) = mapping(&asked) else { continue };
        let Ok(by_hand) = letting_off(mapped.rules, case.input["ignores"] == true).bench() else { continue };
        let Some(bench) = imported(&asked, &case.input) else {
            *not_carried.entry(asked.rule.to_owned()).or_insert(0) += 1;
            continue;
        };
        let text = as_read(&case.input);
        let [one, other] = [&by_hand, &bench].map(|bench| (mapped.refuses)(&bench.judge_text(&text)));
        assert_eq!(one, other, "{}: {}", case.source, case.input);
        compared += 1;
    }
    if compared > 0 {
        aloud(format_args!(
            "commitlint, imported: {compared} cases judged alike; told to be others or none: {not_carried:?}"
        ));
    }
}
