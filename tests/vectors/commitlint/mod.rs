//! commitlint: single rules, whole configurations, and what it ignores.

mod ignored;
mod imported;
mod lint;
mod mapping;
mod reasons;

use crate::bench::{Judged, Rules};
use crate::source::Case;
use crate::tally::{Class, Seen, compare, run};
use cihook::message::cleanup::{Cleanup, Mode};
use mapping::{Asked, mapping};
use reasons::REASONS;
use serde_json::{Value, json};
use std::borrow::Cow;

#[test]
fn rules() {
    run("commitlint_rules", |case| {
        let passes = case.expected["valid"] == true;
        one_rule(&case.input, passes).unwrap_or_else(Class::NotMapped)
    });
}

/// Compares one rule on one message: `rule`, `when` and `value` as commitlint names them.
fn one_rule(input: &Value, passes: bool) -> Result<Class, &'static str> {
    let asked = Asked::of(input);
    let mapped = mapping(&asked)?;
    let is_ignoring = input["ignores"] == true;
    let bench = letting_off(mapped.rules, is_ignoring).bench()?;
    let text = as_read(input);
    let judged = bench.judge_text(&text);
    let expected = json!({ "valid": passes });
    let seen = Seen { input, expected: &expected, judged: &judged };
    if !says_its_forms(&asked, &judged, passes) {
        return Err("the case does not record what an issue reference looks like");
    }
    let reasons = REASONS.iter().chain(ignored::REASONS.iter().filter(|_| is_ignoring));
    Ok(compare(&seen, passes, !(mapped.refuses)(&judged), reasons))
}

/// What is ignored there is let off here, as far as there are settings for it.
fn letting_off(rules: Rules, is_ignoring: bool) -> Rules {
    let value = if is_ignoring { "skip" } else { "judge" };
    ["merges", "reverts", "autosquash", "versions"]
        .iter()
        .fold(rules, |rules, kind| rules.set("header-format", kind, value))
}

/// The message as the peer's parser was told to read it: where it takes a later line for the header, it was told of a
/// comment character.
fn as_read(input: &Value) -> Cow<'_, str> {
    let text = input["message"].as_str().unwrap_or_default();
    let header = input["parsed"]["header"].as_str().unwrap_or_default();
    let has_comments = text.starts_with('#') && !header.starts_with('#');
    if !has_comments {
        return Cow::Borrowed(text);
    }
    let strip = Cleanup { mode: Mode::Strip, comment: b"#".to_vec(), cut: false };
    Cow::Owned(String::from_utf8(strip.apply(text.as_bytes()).text).expect("UTF-8 stays UTF-8"))
}

/// A reference that the peer finds without `#` has a prefix of its configuration.
fn says_its_forms(asked: &Asked<'_>, judged: &Judged<'_>, passes: bool) -> bool {
    asked.rule != "references-empty" || !passes || judged.message.text.contains('#') || asked.has_forms()
}

/// What a rule of a configuration says, compared as [`one_rule`] does.
fn configured(case: &Case, rule: &str, setting: &Value, forms: &Value) -> Result<Class, &'static str> {
    let errors = [&case.expected["errors"], &case.expected["warnings"]];
    let complains = errors.iter().any(|list| list.as_array().is_some_and(|list| list.iter().any(|name| name == rule)));
    let input = json!({
        "rule": rule, "when": setting[1], "value": setting[2], "message": case.input["message"], "forms": forms,
        "ignores": case.input["opts"]["defaultIgnores"] != false,
    });
    one_rule(&input, !complains)
}
