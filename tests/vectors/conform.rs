//! conform: the header, and keys of Jira.

use crate::bench::Rules;
use crate::reasons::{BLANKS, EMPTY_SCOPE};
use crate::source::Case;
use crate::tally::{Class, Reason, Seen, Side, compare, run};
use cihook::message::issue::{self, Form};
use serde_json::{Value, json};

#[test]
fn conform() {
    run("conform", |case| {
        let class = match &case.expected {
            expected if !expected["conventional"].is_null() => conventional(case),
            expected if !expected["errors"].is_null() && case.input["jira_keys"].is_array() => jira(case),
            expected if !expected["dco"].is_null() => Err("sign-offs, which are compared elsewhere"),
            _ => Err("a check that has no counterpart"),
        };
        class.unwrap_or_else(Class::NotMapped)
    });
}

fn conventional(case: &Case) -> Result<Class, &'static str> {
    let scopes = texts(&case.input["scopes_regex"]);
    let mut rules =
        Rules::default().on("header-format").on("body-format").set("header-type", "allow", case.input["types"].clone());
    if !scopes.is_empty() {
        // There a scope only has to hold a match.
        let anywhere: Vec<String> = scopes.iter().map(|scope| format!(".*(?:{scope}).*")).collect();
        rules = rules.set("header-scope", "pattern", anywhere.join("|"));
    }
    judged(case, &rules, case.expected["conventional"] == true, &[BLANKS, EMPTY_SCOPE])
}

fn jira(case: &Case) -> Result<Class, &'static str> {
    let rules = Rules::default().set("header-issue", "where", json!(["header", "body", "trailer"])).set(
        "header-issue",
        "forms",
        json!(forms(&case.input)),
    );
    judged(case, &rules, case.expected["errors"] == 0, &[IN_BRACKETS])
}

const IN_BRACKETS: Reason = Reason {
    side: Side::WeRefuse,
    why: "in the header the issue stands last and in brackets (header-issue)",
    holds: |seen| {
        let forms: Vec<Form> = forms(seen.input).iter().filter_map(|form| Form::new(form)).collect();
        issue::is_mentioned(seen.judged.header(), &forms) && seen.judged.message.header.issues.is_empty()
    },
};

/// `PROJ` is written `PROJ-` here.
fn forms(input: &Value) -> Vec<String> {
    texts(&input["jira_keys"]).iter().map(|key| format!("{key}-")).collect()
}

fn texts(list: &Value) -> Vec<&str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

fn judged(case: &Case, rules: &Rules, passes_there: bool, reasons: &[Reason]) -> Result<Class, &'static str> {
    let bench = rules.bench()?;
    let judged = bench.judge_text(case.input["message"].as_str().expect("a text"));
    let seen = Seen { input: &case.input, expected: &case.expected, judged: &judged };
    Ok(compare(&seen, passes_there, judged.passes(), reasons))
}
