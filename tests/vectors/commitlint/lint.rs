//! Whole configurations of commitlint.

use super::configured;
use super::mapping::{has_no_subject, has_no_type};
use crate::bench::{Bench, Judged};
use crate::reasons::{BLANKS, EMPTY_SCOPE};
use crate::source::Case;
use crate::tally::{Class, Reason, Seen, Side, compare, run};
use cihook::message::cleanup::{Cleanup, Mode};
use cihook::message::header::Fault;
use serde_json::{Value, json};

#[test]
fn configurations() {
    let conventional = Bench::load("extends = [\"conventional\"]").expect("a preset");
    run("commitlint_lint", |case| match case.input["config"].as_str() {
        Some("@commitlint/config-conventional") => preset(&conventional, case),
        Some(_) => Class::NotMapped("a configuration that has no preset here"),
        None => rules(case).unwrap_or_else(Class::NotMapped),
    });
}

/// Each rule of the configuration on its own.
fn rules(case: &Case) -> Result<Class, &'static str> {
    let options = &case.input["opts"];
    let own = ["ignores", "plugins", "parser"].iter().any(|key| !options[*key].is_null());
    let parsing = &options["parserOpts"];
    if own || parsing.as_object().is_some_and(|keys| keys.keys().any(|key| !KNOWN.contains(&key.as_str()))) {
        return Err("functions, parsers and patterns that a configuration brings along");
    }
    let case = &uncommented(case, parsing["commentChar"].as_str());
    let rules = case.input["rules"].as_object().into_iter().flatten();
    let judged = rules.filter(|(_, setting)| setting[0] != 0);
    let classes: Result<Vec<Class>, _> =
        judged.map(|(rule, setting)| configured(case, rule, setting, &parsing["issuePrefixes"])).collect();
    Ok(Class::worst(classes?))
}

/// Options of the parser that have a counterpart.
const KNOWN: [&str; 2] = ["issuePrefixes", "commentChar"];

/// The case with the message as git stores it when comments start with `comment`.
fn uncommented(case: &Case, comment: Option<&str>) -> Case {
    let mut input = case.input.clone();
    if let (Some(comment), Some(text)) = (comment, case.input["message"].as_str()) {
        let strip = Cleanup { mode: Mode::Strip, comment: comment.into(), cut: false };
        input["message"] = json!(String::from_utf8(strip.apply(text.as_bytes()).text).expect("UTF-8 stays UTF-8"));
    }
    Case { line: case.line, source: case.source.clone(), input, expected: case.expected.clone() }
}

/// The preset against config-conventional: the same verdict, and for each complaint there one of ours.
fn preset(bench: &Bench, case: &Case) -> Class {
    let judged = bench.judge_text(case.input["message"].as_str().expect("a text"));
    let seen = Seen { input: &case.input, expected: &case.expected, judged: &judged };
    let verdict = compare(&seen, case.expected["valid"] == true, judged.passes(), &PRESET);
    let complaints = ["errors", "warnings"].iter().flat_map(|list| case.expected[*list].as_array()).flatten();
    let found = complaints.map(|rule| complaint(&seen, rule));
    Class::worst(std::iter::once(verdict).chain(found))
}

fn complaint(seen: &Seen<'_>, rule: &Value) -> Class {
    let rule = rule.as_str().unwrap_or_default();
    compare(seen, false, !is_found(seen.judged, rule), &PRESET)
}

/// Whether we complain of what a rule there complains of.
fn is_found(judged: &Judged<'_>, rule: &str) -> bool {
    match rule {
        "type-enum" | "type-case" => judged.found("header-type"),
        "type-empty" => has_no_type(judged),
        "subject-empty" => has_no_subject(judged),
        "subject-case" => judged.asked("header-style", "not-case"),
        "subject-full-stop" => judged.asked("header-style", "full-stop"),
        "header-max-length" => judged.asked("header-length", "max"),
        "header-trim" => judged.deviates(&[Fault::LeadingBlank, Fault::TrailingBlank]),
        "body-leading-blank" => judged.found("body-format"),
        "body-max-line-length" | "footer-max-line-length" => judged.found("body-width"),
        _ => false,
    }
}

const PRESET: [Reason; 5] = [
    BLANKS,
    EMPTY_SCOPE,
    Reason {
        side: Side::WeAccept,
        why: "footers without a blank line before them are lines of the body (git knows no other trailers)",
        holds: |seen| complains_only(seen, &["footer-leading-blank"]),
    },
    Reason {
        side: Side::WeAccept,
        why: "trailers, code, quotations and lines of one word are never too wide (body-width)",
        holds: |seen| complains_only(seen, &["body-max-line-length", "footer-max-line-length"]),
    },
    Reason {
        side: Side::WeAccept,
        why: "`!` before the colon belongs to the header (Conventional Commits 1.0.0, 13)",
        holds: |seen| {
            seen.judged.message.header.breaking.is_some() && complains_only(seen, &["type-empty", "subject-empty"])
        },
    },
];

fn complains_only(seen: &Seen<'_>, rules: &[&str]) -> bool {
    let all: Vec<&Value> =
        ["errors", "warnings"].iter().flat_map(|list| seen.expected[*list].as_array()).flatten().collect();
    !all.is_empty() && all.iter().all(|rule| rule.as_str().is_some_and(|rule| rules.contains(&rule)))
}
