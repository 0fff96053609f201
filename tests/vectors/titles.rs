//! Titles of pull requests: action-semantic-pull-request, and the messages of semantic-pull-requests.

use crate::bench::{Bench, Rules};
use crate::reasons::{BLANKS, EMPTY_SCOPE, MERGE_BY_WORDS, says_merge};
use crate::source::Case;
use crate::tally::{Class, Reason, Seen, Side, compare, run};
use serde_json::{Value, json};

/// The types of `conventional-commit-types`, which both take where none are named.
const TYPES: [&str; 11] =
    ["feat", "fix", "docs", "style", "refactor", "perf", "test", "build", "ci", "chore", "revert"];

#[test]
fn semantic_pr_titles() {
    run("semantic_pr_titles", |case| title(case).unwrap_or_else(Class::NotMapped));
}

fn title(case: &Case) -> Result<Class, &'static str> {
    let options = &case.input["options"];
    let bench = policy(options)?.on("pr-title").bench()?;
    let judged = bench.judge_text(case.input["title"].as_str().expect("a text"));
    let by_title = bench.title(judged.message.text);
    let sources: Vec<_> = by_title.findings.iter().filter_map(|finding| finding.source).collect();
    let of_header: Vec<_> = judged.findings.iter().map(|finding| finding.rule).collect();
    assert_eq!(sources, of_header, "the title is judged as the header that it becomes: {}", case.input);
    let seen = Seen { input: &case.input, expected: &case.expected, judged: &judged };
    Ok(compare(&seen, case.expected["pass"] == true, judged.passes(), &REASONS))
}

const REASONS: [Reason; 4] = [
    BLANKS,
    EMPTY_SCOPE,
    Reason {
        side: Side::WeRefuse,
        why: "the grammar of the header is one; there it is a regular expression of the caller (header-format)",
        holds: |seen| seen.input["options"]["headerPattern"].is_string() && seen.judged.found("header-format"),
    },
    Reason {
        side: Side::WeAccept,
        why: "`!` before the colon belongs to the header (Conventional Commits 1.0.0, 13)",
        holds: |seen| {
            seen.input["options"]["headerPattern"].is_string() && seen.judged.message.header.breaking.is_some()
        },
    },
];

/// The policy that asks the same.
fn policy(options: &Value) -> Result<Rules, &'static str> {
    let mut rules = typed(&list(&options["types"]))?.set("header-scope", "required", options["requireScope"] == true);
    let scopes = list(&options["scopes"]);
    if !scopes.is_empty() {
        rules = rules.set("header-scope", "pattern", portable(&any_of(&scopes))?);
    }
    let denied = list(&options["disallowScopes"]);
    if !denied.iter().all(|scope| is_word(scope)) {
        return Err("scopes that are refused by a regular expression (`deny` has globs)");
    }
    rules = rules.set("header-scope", "deny", json!(denied));
    match options["subjectPattern"].as_str() {
        None => Ok(rules),
        Some(pattern) => {
            let rules = rules.set("header-style", "full-stop", "any");
            Ok(rules.set("header-style", "pattern", portable(pattern)?))
        }
    }
}

/// The types, which there are regular expressions too.
fn typed(types: &[&str]) -> Result<Rules, &'static str> {
    let rules = Rules::default().on("header-format").on("header-scope");
    let types = if types.is_empty() { &TYPES } else { types };
    if types.iter().all(|kind| is_word(kind)) {
        return Ok(rules.set("header-type", "allow", json!(types)));
    }
    Ok(rules.set("header-type", "pattern", portable(&any_of(types))?))
}

fn list(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

fn is_word(text: &str) -> bool {
    text.chars().all(|c| c.is_alphanumeric() || "-_/ ".contains(c))
}

fn any_of(patterns: &[&str]) -> String {
    patterns.iter().map(|pattern| format!("(?:{pattern})")).collect::<Vec<_>>().join("|")
}

/// A regular expression of JavaScript, where it needs no more than time in proportion to the text.
fn portable(pattern: &str) -> Result<&str, &'static str> {
    let looks_around = ["(?=", "(?!", "(?<=", "(?<!"].iter().any(|group| pattern.contains(group));
    if looks_around { Err("regular expressions that look around") } else { Ok(pattern) }
}

#[test]
fn zeke_semantic_messages() {
    run("zeke_semantic_messages", |case| message(case).unwrap_or_else(Class::NotMapped));
}

fn message(case: &Case) -> Result<Class, &'static str> {
    let bench = message_policy(&case.input["args"]).bench()?;
    let judged = bench.judge_text(case.input["message"].as_str().expect("a text"));
    let seen = Seen { input: &case.input, expected: &case.expected, judged: &judged };
    let is_semantic = case.expected["semantic"] == true;
    if is_semantic && says_merge(judged.header()) {
        assert!(passes_as_merge(&bench, judged.message.text), "{}", case.input);
    }
    Ok(compare(&seen, is_semantic, judged.passes(), &[BLANKS, EMPTY_SCOPE, MERGE_BY_WORDS]))
}

/// The arguments are scopes, types, whether merges pass and whether reverts do.
fn message_policy(arguments: &Value) -> Rules {
    let judging = |flag: &Value| if flag == true { "skip" } else { "judge" };
    let (scopes, types) = (list(&arguments[0]), list(&arguments[1]));
    let types = if types.is_empty() { TYPES.to_vec() } else { types };
    Rules::default()
        .set("header-format", "merges", judging(&arguments[2]))
        .set("header-format", "reverts", judging(&arguments[3]))
        .set("header-type", "allow", json!(types))
        .set("header-scope", "allow", json!(scopes))
}

fn passes_as_merge(bench: &Bench, text: &str) -> bool {
    let mut merge = bench.commit(text);
    merge.parents = 2;
    bench.judge(&merge).passes()
}
