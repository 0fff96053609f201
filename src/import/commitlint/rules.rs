//! Each rule of commitlint as rules of ours.

use super::super::found::Found;
use super::super::node::Node;
use super::super::style::{self, all_have, case, pattern_of_case};
use super::Rule;
use crate::policy::draft::Value;
use crate::words::Words;

const NO_TYPE: Words = Words::new("a header without a type is another form", "没有类型的标题是另一种格式");
const SETS_CASE: Words = Words::new("no pattern is known for this case", "没有对应此大小写形式的模式");
const PATTERN_TAKEN: Words = Words::new("`{0}` has a pattern already", "`{0}` 已有一个模式");
const NO_UNITS: Words = Words::new(
    "there UTF-16 units are counted, here columns: wide characters count two",
    "原工具按 UTF-16 单元计数，此处按显示宽度：宽字符算两列",
);

/// Carries them over.
pub fn carry(rules: &[Rule<'_>], found: &mut Found) {
    rules.iter().for_each(|rule| one(rule, rules, found));
    style_is_exact(rules, found);
}

/// What the description may be like has one table: what is not asked for is said to be free.
fn style_is_exact(rules: &[Rule<'_>], found: &mut Found) {
    let has = |name: &str| rules.iter().any(|rule| rule.name == name);
    if found.draft.find("rules.header-style").is_some() {
        if !has("subject-full-stop") && !has("header-full-stop") {
            found.quietly(0, "header-style", "full-stop", "any");
        }
        if !has("subject-case") {
            found.quietly(0, "header-style", "not-case", Value::List(Vec::new()));
        }
    }
    if found.draft.find("rules.header-scope").is_some() && !has("scope-empty") {
        found.quietly(0, "header-scope", "required", false);
    }
    if found.draft.find("rules.header-length").is_some() && !has("subject-min-length") {
        found.quietly(0, "header-length", "description-min", 0_u64);
    }
}

fn one(rule: &Rule<'_>, all: &[Rule<'_>], found: &mut Found) {
    let Rule { line, name, level, is_always, value } = *rule;
    let texts = value.and_then(Node::texts).unwrap_or_default();
    let number = value.and_then(Node::number);
    match (name, is_always) {
        ("type-enum", true) if !texts.is_empty() => {
            found.on(line, name, "header-type", level);
            found.set(line, name, "header-type", "allow", Value::texts(texts));
        }
        ("scope-enum", _) => scopes(rule, found),
        ("type-enum", true) => {}
        ("type-empty" | "subject-empty", false) | ("header-trim", true) => found.on(line, name, "header-format", level),
        ("type-empty", true) => found.not_carried(line, name, NO_TYPE.say()),
        ("type-case" | "scope-case", true) => word_case(rule, all, found),
        ("scope-empty", false) => {
            found.on(line, name, "header-scope", level);
            found.set(line, name, "header-scope", "required", true);
        }
        ("scope-empty", true) => {
            found.on(line, name, "header-scope", level);
            found.set(line, name, "header-scope", "deny", Value::texts(["**"]));
        }
        ("subject-case", _) => cases(rule, found),
        ("subject-full-stop" | "header-full-stop", false) if texts.is_empty() || texts == ["."] => {
            found.on(line, name, "header-style", level);
            found.set(line, name, "header-style", "full-stop", "never");
        }
        ("header-max-length", true) => length(rule, number, ("header-length", "max"), found),
        ("body-max-line-length", true) => length(rule, number, ("body-width", "max"), found),
        ("subject-min-length", true) => length(rule, number, ("header-length", "description-min"), found),
        ("type-max-length", true) => longest(rule, number, "header-type", found),
        ("scope-max-length", true) => longest(rule, number, "header-scope", found),
        ("subject-max-length", true) => longest(rule, number, "header-style", found),
        ("body-leading-blank", true) => found.on(line, name, "body-format", level),
        ("body-empty", false) => {
            found.on(line, name, "body-format", level);
            found.set(line, name, "body-format", "required", true);
        }
        ("references-empty", false) => {
            found.on(line, name, "header-issue", level);
            found.set(line, name, "header-issue", "where", Value::texts(["header", "body", "trailer"]));
        }
        ("signed-off-by", true) => sign_off(rule, found),
        ("trailer-exists", true) if texts.iter().any(|text| text.to_ascii_lowercase().starts_with("signed-off-by")) => {
            sign_off(rule, found)
        }
        ("trailer-exists", true) if !texts.is_empty() => {
            found.on(line, name, "trailers", level);
            let key = texts[0].split(':').next().unwrap_or_default().trim().to_owned();
            found.set(line, name, "trailers", "required", Value::texts([key]));
        }
        _ => found.not_carried(line, name, style::NO_RULE.say()),
    }
}

/// Has one of our rules ask for it, as strictly as there.
fn ask(rule: &Rule<'_>, ours: &str, key: &str, value: impl Into<Value>, found: &mut Found) {
    found.on(rule.line, rule.name, ours, rule.level);
    found.set(rule.line, rule.name, ours, key, value);
}

fn sign_off(rule: &Rule<'_>, found: &mut Found) {
    found.on(rule.line, rule.name, "sign-off", rule.level);
    found.stricter(rule.line, rule.name, "sign-off", style::IDENTITY.say());
}

fn scopes(rule: &Rule<'_>, found: &mut Found) {
    let list = rule.value.and_then(|value| value.get("scopes")).or(rule.value);
    let texts = list.and_then(Node::texts).unwrap_or_default();
    if !texts.is_empty() {
        ask(rule, "header-scope", if rule.is_always { "allow" } else { "deny" }, Value::texts(texts), found);
    }
}

fn length(rule: &Rule<'_>, number: Option<u64>, (ours, key): (&str, &str), found: &mut Found) {
    // What has no end is no limit.
    let Some(number) = number.filter(|number| *number > 0 && *number < 1_000_000) else { return };
    ask(rule, ours, key, number, found);
    if key == "max" {
        found.stricter(rule.line, rule.name, ours, NO_UNITS.say());
    }
}

fn longest(rule: &Rule<'_>, number: Option<u64>, ours: &str, found: &mut Found) {
    let Some(number) = number.filter(|number| *number < 1_000) else { return };
    pattern(rule, ours, &format!(".{{0,{number}}}"), found);
}

fn pattern(rule: &Rule<'_>, ours: &str, pattern: &str, found: &mut Found) {
    if found.draft.rule(ours).get("pattern").is_some() {
        return found.not_carried(rule.line, rule.name, PATTERN_TAKEN.with([ours.into()]));
    }
    ask(rule, ours, "pattern", pattern, found);
}

/// The case of types and scopes: nothing is lost where all that are allowed have it.
fn word_case(rule: &Rule<'_>, all: &[Rule<'_>], found: &mut Found) {
    let (list, ours) =
        if rule.name == "type-case" { ("type-enum", "header-type") } else { ("scope-enum", "header-scope") };
    let texts = rule.value.and_then(Node::texts).unwrap_or_default();
    let cases: Vec<&str> = texts.iter().filter_map(|text| case(text)).collect();
    let allowed = all.iter().find(|rule| rule.name == list && rule.is_always).and_then(|rule| rule.value);
    let allowed = allowed.map(|value| value.get("scopes").unwrap_or(value)).and_then(Node::texts).unwrap_or_default();
    if !allowed.is_empty() && cases.iter().any(|case| all_have(&allowed, case)) {
        return found.on(rule.line, rule.name, ours, rule.level);
    }
    let patterns: Vec<&str> = cases.iter().filter_map(|case| pattern_of_case(case)).collect();
    if patterns.is_empty() || patterns.len() < texts.len() {
        return found.not_carried(rule.line, rule.name, SETS_CASE.say());
    }
    pattern(rule, ours, &patterns.join("|"), found);
}

fn cases(rule: &Rule<'_>, found: &mut Found) {
    let texts = rule.value.and_then(|value| value.get("cases").unwrap_or(value).texts()).unwrap_or_default();
    let cases: Vec<&str> = texts.iter().filter_map(|text| case(text)).collect();
    if cases.len() < texts.len() {
        found.not_carried(rule.line, rule.name, style::ODD.say());
    }
    if !cases.is_empty() {
        ask(rule, "header-style", if rule.is_always { "case" } else { "not-case" }, Value::texts(cases), found);
    }
}
