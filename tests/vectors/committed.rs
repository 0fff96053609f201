//! committed: one message and the settings of a `committed.toml`.

use crate::bench::Rules;
use crate::tally::{Class, Reason, Seen, Side, compare, run};
use serde_json::json;
use toml::Table;

#[test]
fn committed_cli() {
    run("committed_cli", |case| {
        let text = case.input["config_toml"].as_str().unwrap_or_default();
        let settings: Table = toml::from_str(text).expect("settings in TOML");
        let bench = policy(&settings).bench().expect("a policy");
        let judged = bench.judge_text(case.input["message"].as_str().expect("a text"));
        let seen = Seen { input: &case.input, expected: &case.expected, judged: &judged };
        Class::worst([compare(&seen, case.expected["exit"] == 0, judged.passes(), &REASONS), complaint(&seen)])
    });
}

/// The policy that asks the same; what is not set has the value that it has there.
fn policy(settings: &Table) -> Rules {
    let flag = |key: &str, default: bool| settings.get(key).and_then(toml::Value::as_bool).unwrap_or(default);
    let number = |key: &str, default: u64| {
        settings.get(key).and_then(toml::Value::as_integer).and_then(|n| u64::try_from(n).ok()).unwrap_or(default)
    };
    let mut rules = Rules::default()
        .set("header-length", "max", number("subject_length", 50))
        .set("header-style", "full-stop", if flag("subject_not_punctuated", true) { "never" } else { "any" })
        .on("body-format");
    if flag("subject_capitalized", true) {
        rules = rules.set("header-style", "case", json!(["sentence-case"]));
    }
    if number("line_length", 72) > 0 {
        rules = rules.set("body-width", "max", number("line_length", 72));
    }
    if flag("no_fixup", true) {
        rules = rules.on("fixup-commit");
    }
    if flag("no_wip", true) {
        rules = rules.set("fixup-commit", "words", json!(["wip"]));
    }
    if settings.get("style").and_then(toml::Value::as_str) == Some("conventional") {
        rules = rules.on("header-format").set("header-type", "allow", types(settings));
    }
    rules
}

fn types(settings: &Table) -> serde_json::Value {
    let named = settings.get("allowed_types").and_then(toml::Value::as_array);
    let default = ["fix", "feat", "chore", "docs", "style", "refactor", "perf", "test"].map(str::to_owned).to_vec();
    let named = named.map(|list| list.iter().filter_map(|kind| kind.as_str().map(str::to_owned)).collect());
    json!(named.unwrap_or(default))
}

/// Of what is complained of there and has a rule here, that rule complains too.
fn complaint(seen: &Seen<'_>) -> Class {
    let said = seen.expected["stdout"].as_str().unwrap_or_default();
    let rules = [
        ("Work-in-progress", "fixup-commit"),
        ("Fixup commits", "fixup-commit"),
        ("should be capitalized", "header-style"),
        ("not end with punctuation", "header-style"),
    ];
    let missing = rules.iter().find(|(words, rule)| said.contains(words) && !seen.judged.found(rule));
    compare(seen, missing.is_none(), true, &REASONS)
}

const REASONS: [Reason; 2] = [
    Reason {
        side: Side::WeAccept,
        why: "the mood of verbs is not judged",
        holds: |seen| complains_of(seen, "imperative"),
    },
    Reason {
        side: Side::WeAccept,
        why: "of punctuation at the end only the full stop is refused (header-style)",
        holds: |seen| complains_of(seen, "punctuation") && !seen.judged.message.header.title().ends_with('.'),
    },
];

/// Whether all that is complained of there is this.
fn complains_of(seen: &Seen<'_>, words: &str) -> bool {
    let said = seen.expected["stdout"].as_str().unwrap_or_default();
    let errors: Vec<&str> = said.lines().filter(|line| line.contains("error")).collect();
    !errors.is_empty() && errors.iter().all(|line| line.contains(words))
}
