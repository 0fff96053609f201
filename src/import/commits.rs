//! Tools that are programs of their own: committed, cocogitto, commitizen, conform; and the DCO app.

use super::found::Found;
use super::node::{Node, Pair};
use super::style::{self, At};
use crate::policy::draft::Value;
use crate::words::Words;

const ALWAYS: Words = Words::new(
    "conform always allows feat and fix, though they are not written",
    "conform 总是允许 feat 和 fix，即使没有写出",
);
const SCOPE: Words =
    Words::new("the regular expressions match anywhere in the scope", "这些正则表达式可匹配范围的任意部分");
const AUTHORS: Words =
    Words::new("no globs are known for this regular expression: `{0}`", "无法把这个正则表达式写成通配符：`{0}`");
const ONLY_A_PROMPT: Words =
    Words::new("this is only a prompt, which enforces nothing", "这只是提问设置，不强制任何内容");
const MEMBERS: Words = Words::new(
    "hooks cannot know who is a member, so members are asked to sign; the action reads dco.yml and lets them off",
    "钩子无法得知谁是成员，因此成员也需签署；Action 会读取 dco.yml 并放行",
);
const ALONE: Words = Words::new("it counts only together with `individual`", "它只有与 `individual` 一起才有效");
const OWN_HEADER: Words = Words::new("a header of its own form is not carried", "自定义的标题格式未转换");
const LENGTH_OFF: u64 = 0;

/// What the settings of one table come to: each key is asked for once, and what nobody asked for is left over.
struct Keys<'n>(&'n Node, Vec<&'static str>);

impl<'n> Keys<'n> {
    fn pair(&mut self, key: &'static str) -> Option<&'n Pair> {
        self.1.push(key);
        self.0.pair(key)
    }

    fn flag(&mut self, key: &'static str, default: bool) -> (bool, usize) {
        self.pair(key).map_or((default, 0), |pair| (pair.node.flag().unwrap_or(default), pair.line))
    }

    fn number(&mut self, key: &'static str, default: u64) -> (u64, usize) {
        self.pair(key).map_or((default, 0), |pair| (pair.node.number().unwrap_or(default), pair.line))
    }

    fn left(&self) -> impl Iterator<Item = &'n Pair> + '_ {
        self.0.pairs().iter().filter(|pair| !self.1.contains(&pair.key.as_str()))
    }
}

fn conventional(line: usize, what: &str, types: (Vec<String>, usize), found: &mut Found) {
    found.on(line, what, "header-format", "error");
    if !types.0.is_empty() {
        found.on(types.1, "types", "header-type", "error");
        found.set(types.1, "types", "header-type", "allow", Value::texts(types.0));
    }
}

fn skip(found: &mut Found, line: usize, keys: &[&str]) {
    keys.iter().for_each(|key| found.quietly(line, "header-format", key, "skip"));
}

/// A list of words, with its line; `default` where it is not there.
fn words(pair: Option<&Pair>, default: &[&str]) -> (Vec<String>, usize) {
    pair.map_or_else(
        || (default.iter().map(|word| (*word).to_owned()).collect(), 0),
        |pair| (pair.node.texts().unwrap_or_default(), pair.line),
    )
}

fn length(found: &mut Found, (most, line): (u64, usize), what: &str, rule: &str) {
    if most != LENGTH_OFF {
        found.on(line, what, rule, "error");
        found.set(line, what, rule, "max", most);
        if rule == "header-length" {
            found.quietly(line, rule, "description-min", 0_u64);
        }
    }
}

/// `committed.toml`.
pub fn committed(root: &Node, found: &mut Found) -> bool {
    let mut keys = Keys(root, Vec::new());
    if let Some(pair) = keys.pair("style").filter(|pair| pair.node.text() == Some("conventional")) {
        let types =
            words(keys.pair("allowed_types"), &["fix", "feat", "chore", "docs", "style", "refactor", "perf", "test"]);
        conventional(pair.line, "style", types, found);
        let scopes = words(keys.pair("allowed_scopes"), &[]);
        if !scopes.0.is_empty() {
            found.on(scopes.1, "allowed_scopes", "header-scope", "error");
            found.set(scopes.1, "allowed_scopes", "header-scope", "allow", Value::texts(scopes.0));
            found.quietly(scopes.1, "header-scope", "required", false);
        }
    } else {
        found.quietly(0, "header-format", "level", "off");
    }
    length(found, keys.number("subject_length", 50), "subject_length", "header-length");
    length(found, keys.number("line_length", 72), "line_length", "body-width");
    let (is_plain, line) = keys.flag("subject_not_punctuated", true);
    if is_plain {
        found.on(line, "subject_not_punctuated", "header-style", "error");
        found.set(line, "subject_not_punctuated", "header-style", "full-stop", "never");
        found.not_carried(line, "subject_not_punctuated", style::FULL_STOP_ONLY.say());
    }
    let (is_capital, line) = keys.flag("subject_capitalized", true);
    if is_capital {
        found.on(line, "subject_capitalized", "header-style", "error");
        found.set(line, "subject_capitalized", "header-style", "pattern", r"[^\p{Ll}].*");
        if !is_plain {
            found.quietly(line, "header-style", "full-stop", "any");
        }
    }
    let (is_imperative, line) = keys.flag("imperative_subject", true);
    if is_imperative {
        found.not_carried(line, "imperative_subject", style::NO_RULE.say());
    }
    found.on(0, "body", "body-format", "error");
    committed_commits(&mut keys, found);
    keys.left().for_each(|pair| found.not_carried(pair.line, &pair.key, style::NO_RULE.say()));
    true
}

fn committed_commits(keys: &mut Keys<'_>, found: &mut Found) {
    let (no_fixup, fixup) = keys.flag("no_fixup", true);
    let (no_wip, wip) = keys.flag("no_wip", true);
    skip(found, 0, &["merges", "reverts"]);
    if no_fixup {
        found.on(fixup, "no_fixup", "fixup-commit", "error");
    } else {
        skip(found, fixup, &["autosquash"]);
    }
    match (no_wip, no_fixup) {
        (true, true) => found.set(wip, "no_wip", "fixup-commit", "words", Value::texts(["wip"])),
        (true, false) => found.not_carried(wip, "no_wip", style::NO_RULE.say()),
        _ => {}
    }
    let (may_merge, line) = keys.flag("merge_commit", true);
    if !may_merge {
        found.on(line, "merge_commit", "merge-commit", "error");
    }
    if let Some(pair) = keys.pair("ignore_author_re") {
        let regex = pair.node.text().unwrap_or_default();
        let plain = regex.trim_start_matches('(').trim_end_matches(')');
        let is_word =
            |word: &str| !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' '));
        if !plain.split('|').all(is_word) {
            return found.not_carried(pair.line, "ignore_author_re", AUTHORS.with([regex.into()]));
        }
        for word in plain.split('|') {
            found.exempt_author(pair.line, &pair.key, &format!("*{word}*"));
        }
    }
}

/// `cog.toml`.
pub fn cocogitto(root: &Node, found: &mut Found) -> bool {
    let mut keys = Keys(root, Vec::new());
    let mut types = words(None, &style::TYPES);
    if let Some(pair) = keys.pair("commit_types") {
        types.1 = pair.line;
        for kind in pair.node.pairs() {
            types.0.retain(|known| *known != kind.key);
            if !kind.node.pairs().is_empty() {
                types.0.push(kind.key.clone());
            }
        }
    }
    conventional(types.1, "commit_types", types, found);
    let scopes = words(keys.pair("scopes"), &[]);
    if !scopes.0.is_empty() {
        found.on(scopes.1, "scopes", "header-scope", "error");
        found.set(scopes.1, "scopes", "header-scope", "allow", Value::texts(scopes.0));
        found.quietly(scopes.1, "header-scope", "required", false);
    }
    for (option, key) in [("ignore_merge_commits", "merges"), ("ignore_fixup_commits", "autosquash")] {
        let (is_ignored, line) = keys.flag(option, false);
        found.quietly(line, "header-format", key, if is_ignored { "skip" } else { "judge" });
    }
    if let Some(prefix) = keys.pair("tag_prefix")
        && let Some(text) = prefix.node.text().filter(|text| !text.contains(['{', '}', '*', '?']))
    {
        let form = |rest: &str| format!("{text}{{number}}.{{number}}.{{number}}{rest}");
        found.on(prefix.line, "tag_prefix", "tag-name", "error");
        found.set(prefix.line, "tag_prefix", "tag-name", "allow", Value::texts([form(""), form("-**"), form("+**")]));
    }
    let left: Vec<usize> = keys.left().map(|pair| pair.line).collect();
    if let Some(line) = left.first() {
        found.not_carried(*line, "releases", style::NOT_OURS.with(["cocogitto".into()]));
    }
    true
}

/// commitizen: `.cz.toml`, `.czrc`, `.cz.json`, `.cz.yaml`, and its part of pyproject.toml.
pub fn commitizen(root: &Node, found: &mut Found) -> bool {
    let is_pyproject = found.file.ends_with("pyproject.toml");
    let Some(part) =
        root.at(&["tool", "commitizen"]).or_else(|| root.get("commitizen")).or(Some(root).filter(|_| !is_pyproject))
    else {
        return false;
    };
    let mut keys = Keys(part, Vec::new());
    if let Some(pair) = keys.pair("path") {
        found.no_effect(pair.line, "path", ONLY_A_PROMPT.say());
        return true;
    }
    let name = keys.pair("name");
    let line = name.map_or(0, |pair| pair.line);
    if let Some(name) = name.and_then(|pair| pair.node.text()).filter(|name| *name != "cz_conventional_commits") {
        own_form(name, line, part, found);
        return true;
    }
    let types = ["build", "bump", "chore", "ci", "docs", "feat", "fix", "perf", "refactor", "revert", "style", "test"];
    conventional(line, "name", words(None, &types), found);
    skip(found, 0, &["merges", "reverts", "autosquash"]);
    length(found, keys.number("message_length_limit", 0), "message_length_limit", "header-length");
    if let Some(pair) = keys.pair("tag_format")
        && let Some(text) = pair.node.text().filter(|text| text.contains("$version") || text.contains("${version}"))
    {
        let form = |rest: &str| {
            text.replace("${version}", "$version")
                .replace("$version", &format!("{{number}}.{{number}}.{{number}}{rest}"))
        };
        found.on(pair.line, "tag_format", "tag-name", "error");
        found.set(
            pair.line,
            "tag_format",
            "tag-name",
            "allow",
            Value::texts([form(""), form("{alpha,beta,rc,a,b}**"), form("-**")]),
        );
    }
    if let Some(pair) = keys.pair("allowed_prefixes") {
        let prefixes = pair.node.texts().unwrap_or_default().into_iter().filter(|prefix| !prefix.is_empty());
        let (plain, odd): (Vec<String>, Vec<String>) =
            prefixes.partition(|prefix| !prefix.contains(['*', '?', '{', '}']));
        found.exempt_headers(pair.line, "allowed_prefixes", plain.iter().map(|prefix| format!("{prefix}*")).collect());
        if let Some(odd) = odd.first() {
            found.not_carried(pair.line, "allowed_prefixes", style::NO_GLOB.with([odd.as_str().into()]));
        }
    }
    let left: Vec<usize> = keys.left().map(|pair| pair.line).collect();
    if let Some(line) = left.first() {
        found.not_carried(*line, "releases", style::NOT_OURS.with(["commitizen".into()]));
    }
    true
}

/// A form of one's own: `cz_customize` says it as a regular expression that matches the beginning of a message.
fn own_form(name: &str, line: usize, part: &Node, found: &mut Found) {
    let schema = part.get("customize").and_then(|customize| customize.pair("schema_pattern"));
    let Some(pair) = schema.filter(|_| name == "cz_customize") else {
        return found.not_carried(line, "name", OWN_HEADER.say());
    };
    let text = pair.node.text().unwrap_or_default();
    // What a body may be is not said by the form of a header.
    let of_header = text.trim_end_matches("([\\s\\S]*)").trim_end_matches("(\\n\\n.*)?");
    match style::whole(of_header, At::Start).filter(|_| !text.is_empty()) {
        Some(pattern) => {
            found.on(pair.line, "schema_pattern", "header-format", "error");
            found.set(pair.line, "schema_pattern", "header-format", "pattern", pattern);
            skip(found, 0, &["merges", "reverts", "autosquash"]);
        }
        None => found.not_carried(pair.line, "schema_pattern", style::REGEX.with([text.into()])),
    }
}

/// `.conform.yaml`: several policies for commits hold together.
pub fn conform(root: &Node, found: &mut Found) -> bool {
    let policies = root.get("policies").and_then(Node::list).unwrap_or_default();
    for policy in policies {
        match (policy.get("type").and_then(Node::text), policy.get("spec")) {
            (Some("commit"), Some(spec)) => conform_commit(spec, found),
            (Some(kind), _) => found.not_carried(policy.line, kind, style::NOT_OURS.with(["conform".into()])),
            _ => {}
        }
    }
    !policies.is_empty()
}

fn conform_commit(spec: &Node, found: &mut Found) {
    for pair in spec.pairs() {
        let (line, node) = (pair.line, &pair.node);
        match pair.key.as_str() {
            "header" => conform_header(node, found),
            "body" if node.get("required").and_then(Node::flag) == Some(true) => {
                found.on(line, "body.required", "body-format", "error");
                found.set(line, "body.required", "body-format", "required", true);
            }
            "dco" if node.flag() == Some(true) => {
                found.on(line, "dco", "sign-off", "error");
                found.stricter(line, "dco", "sign-off", style::IDENTITY.say());
            }
            "gpg" if node.flag() == Some(true) || node.get("required").and_then(Node::flag) == Some(true) => {
                found.on(line, "gpg", "signature", "error");
                found.set(line, "gpg", "signature", "require", "present");
            }
            "conventional" => conform_conventional(line, node, found),
            "body" | "dco" | "gpg" => {}
            "maximumOfOneCommit" if node.flag() == Some(false) => {}
            key => found.not_carried(line, key, style::NO_RULE.say()),
        }
    }
}

fn conform_header(node: &Node, found: &mut Found) {
    for pair in node.pairs() {
        let (line, key) = (pair.line, pair.key.as_str());
        match key {
            "length" => length(found, (pair.node.number().unwrap_or(0), line), "header.length", "header-length"),
            "invalidLastCharacters" if pair.node.text().is_some_and(|signs| signs.contains('.')) => {
                found.on(line, key, "header-style", "error");
                found.set(line, key, "header-style", "full-stop", "never");
                if pair.node.text() != Some(".") {
                    found.not_carried(line, key, style::FULL_STOP_ONLY.say());
                }
            }
            "case" if matches!(pair.node.text(), Some("lower" | "upper")) => {
                let pattern = if pair.node.text() == Some("lower") { r"[^\p{Lu}].*" } else { r"[^\p{Ll}].*" };
                found.on(line, "header.case", "header-style", "error");
                found.set(line, "header.case", "header-style", "pattern", pattern);
            }
            "jira" => jira(pair, found),
            "imperative" if pair.node.flag() == Some(false) => {}
            _ => found.not_carried(line, &format!("header.{key}"), style::NO_RULE.say()),
        }
    }
}

/// Keys of issues, of which the header has to name one: conform looks for `KEY-N` behind the scope or in brackets.
fn jira(pair: &Pair, found: &mut Found) {
    let keys = pair.node.get("keys").and_then(Node::texts).unwrap_or_default();
    let is_key = |key: &String| !key.is_empty() && key.chars().all(|sign| sign.is_alphanumeric() || sign == '_');
    if keys.is_empty() || !keys.iter().all(is_key) {
        return found.not_carried(pair.line, "header.jira", style::ODD.say());
    }
    found.on(pair.line, "header.jira", "header-format", "error");
    let pattern = format!(r"(.*[^\w])?({})-[0-9]+([^\w].*)?", keys.join("|"));
    found.set(pair.line, "header.jira", "header-format", "pattern", pattern);
}

fn conform_conventional(line: usize, node: &Node, found: &mut Found) {
    let mut types = words(node.pair("types"), &[]);
    types.1 = types.1.max(line);
    types.0.extend(
        ["feat", "fix"]
            .into_iter()
            .filter(|kind| !types.0.iter().any(|known| known == kind))
            .map(str::to_owned)
            .collect::<Vec<_>>(),
    );
    found.stricter(types.1, "conventional.types", "header-type", ALWAYS.say());
    conventional(line, "conventional", types, found);
    found.quietly(0, "header-format", "reverts", "skip");
    let scopes = words(node.pair("scopes"), &[]);
    let pattern = format!(".*({}).*", scopes.0.join("|"));
    if scopes.0.is_empty() || scopes.0.iter().any(|scope| scope == ".*") {
        // Every scope is allowed.
    } else if style::is_pattern(&pattern) {
        found.on(scopes.1, "conventional.scopes", "header-scope", "error");
        found.set(scopes.1, "conventional.scopes", "header-scope", "pattern", pattern);
        found.quietly(scopes.1, "header-scope", "required", false);
        found.stricter(scopes.1, "conventional.scopes", "header-scope", SCOPE.say());
    } else {
        found.not_carried(scopes.1, "conventional.scopes", style::REGEX.with([pattern.into()]));
    }
    if let Some(pair) = node.pair("descriptionLength") {
        found.not_carried(pair.line, "descriptionLength", style::NO_RULE.say());
    }
}

/// `.github/dco.yml`.
pub fn dco(root: &Node, found: &mut Found) -> bool {
    if root.get("jobs").is_some() || root.get("on").is_some() {
        return false;
    }
    found.preset = Some("dco");
    found.on(root.line, "DCO", "sign-off", "error");
    found.set(root.line, "DCO", "sign-off", "compat", "dcoapp");
    for (key, value) in [("merges", "skip"), ("reverts", "judge"), ("autosquash", "judge")] {
        found.quietly(root.line, "sign-off", key, value);
    }
    if let Some(members) = root.at(&["require", "members"]).filter(|members| members.flag() == Some(false)) {
        found.stricter(members.line, "require.members", "sign-off", MEMBERS.say());
    }
    let remediation = root.get("allowRemediationCommits");
    let is_allowed = |key: &str| remediation.and_then(|node| node.get(key)).filter(|node| node.flag() == Some(true));
    if let Some(third) = is_allowed("thirdParty").filter(|_| is_allowed("individual").is_none()) {
        found.no_effect(third.line, "thirdParty", ALONE.say());
    }
    true
}
