//! commitlint: `.commitlintrc*`, `commitlint.config.*`, the key `commitlint` of package.json, and what
//! `commitlint --print-config json` prints.

mod extended;
mod rules;

pub use extended::Beside;
pub(super) use extended::include;

use super::found::Found;
use super::json;
use super::node::{Data, Node};
use super::style::{self, At};
use crate::words::Words;

/// What `@commitlint/config-conventional` asks for.
const CONVENTIONAL: &str = r#"{
"body-leading-blank": [1, "always"], "body-max-line-length": [2, "always", 100], "footer-leading-blank": [1, "always"],
"footer-max-line-length": [2, "always", 100], "header-max-length": [2, "always", 100], "header-trim": [2, "always"],
"subject-case": [2, "never", ["sentence-case", "start-case", "pascal-case", "upper-case"]], "subject-empty": [2, "never"],
"subject-full-stop": [2, "never", "."], "type-case": [2, "always", "lower-case"], "type-empty": [2, "never"],
"type-enum": [2, "always", ["build", "chore", "ci", "docs", "feat", "fix", "perf", "refactor", "revert", "style", "test"]] }"#;

/// What `@commitlint/config-angular` asks for.
const ANGULAR: &str = r#"{
"body-leading-blank": [1, "always"], "footer-leading-blank": [1, "always"], "header-max-length": [2, "always", 72],
"scope-case": [2, "always", "lower-case"], "subject-case": [2, "never", ["sentence-case", "start-case", "pascal-case", "upper-case"]],
"subject-empty": [2, "never"], "subject-full-stop": [2, "never", "."], "type-case": [2, "always", "lower-case"],
"type-empty": [2, "never"], "type-enum": [2, "always", ["build", "ci", "docs", "feat", "fix", "perf", "refactor", "revert", "style", "test"]] }"#;

const EXTENDS: Words = Words::new(
    "`{0}` is another file, which was not read; either: npx commitlint --print-config json | cihook policy import -",
    "`{0}` 是另一个文件，没有读取；可以：npx commitlint --print-config json | cihook policy import -",
);
const PRESET_PATTERN: Words = Words::new("a header of its own form is not carried", "自定义的标题格式未转换");
const HEADER_ONLY: Words = Words::new(
    "there it is looked for in the whole message, here in the header",
    "原工具在整个提交说明中查找，此处只看标题",
);
const TITLES: Words =
    Words::new("the titles of pull requests that land are judged as well", "合并时成为提交的拉取请求标题也会检查");
const PROMPT: Words = Words::new("questions of its own prompt", "它自己的提问设置");

/// A rule of commitlint: where it is set, how strong, in which sense, with which value.
pub struct Rule<'n> {
    line: usize,
    name: &'n str,
    level: &'static str,
    is_always: bool,
    value: Option<&'n Node>,
}

/// Reads a configuration; of a package.json its part.
pub fn read(root: &Node, found: &mut Found) -> bool {
    let is_package = found.file.ends_with("package.json");
    let root = match root.get("commitlint").filter(|_| is_package) {
        Some(part) => part,
        None if is_package => return false,
        None => root,
    };
    if matches!(root.data, Data::Code(_)) {
        found.not_carried(root.line, "commitlint", style::IS_CODE.say());
        return true;
    }
    let is_printed = root.get("plugins").is_some_and(|plugins| plugins.pairs().is_empty() && plugins.list().is_none());
    let mut bases = Vec::new();
    if !is_printed {
        extends(root, found, &mut bases);
    }
    rules_of(&bases, root.get("rules"), found);
    ignores(root, found);
    others(root, found);
    true
}

/// The rules that are extended, the nearest last.
fn extends(root: &Node, found: &mut Found, bases: &mut Vec<(usize, Node)>) {
    let Some(entries) = root.get("extends") else { return };
    for node in entries.list().unwrap_or(std::slice::from_ref(entries)) {
        if matches!(node.data, Data::Map(_)) {
            extends(node, found, bases);
            bases.extend(node.get("rules").map(|rules| (node.line, rules.clone())));
            continue;
        }
        let name = node.text().unwrap_or_default();
        let text = match name {
            "@commitlint/config-conventional" | "conventional" | "@commitlint/conventional" => CONVENTIONAL,
            "@commitlint/config-angular" | "angular" => ANGULAR,
            _ => {
                found.not_carried(
                    node.line,
                    "extends",
                    if name.is_empty() { style::IS_CODE.say() } else { EXTENDS.with([name.into()]) },
                );
                continue;
            }
        };
        if text == CONVENTIONAL {
            found.preset = Some("conventional");
            found.quietly(node.line, "pr-title", "level", "error");
            found.stricter(node.line, "extends", "pr-title", TITLES.say());
        }
        bases.extend(json::read(text).map(|rules| (node.line, rules)));
    }
}

fn rules_of(bases: &[(usize, Node)], own: Option<&Node>, found: &mut Found) {
    let mut all: Vec<(usize, &str, &Node, bool)> = Vec::new();
    let own_pairs = own.map(Node::pairs).unwrap_or_default();
    let inherited = bases.iter().flat_map(|(line, rules)| rules.pairs().iter().map(move |pair| (*line, pair, false)));
    for (line, pair, is_own) in inherited.chain(own_pairs.iter().map(|pair| (pair.line, pair, true))) {
        // What cannot be read leaves what it would have replaced unknown: that is not asked for either.
        all.retain(|(_, name, ..)| *name != pair.key);
        all.push((line, &pair.key, &pair.node, is_own));
    }
    let mut read: Vec<Rule<'_>> = Vec::new();
    for (line, name, node, is_own) in all {
        if node.code().is_some() {
            found.not_carried(line, name, style::IS_CODE.say());
            continue;
        }
        match rule(line, name, node) {
            Some(rule) if rule.level == "off" => {}
            Some(rule) => read.push(rule),
            None if is_own && name != "..." => found.not_carried(line, name, style::ODD.say()),
            None => {}
        }
    }
    rules::carry(&read, found);
    if found.preset.is_some() && found.draft.find("rules.header-scope").is_none() {
        let line = bases.first().map_or(0, |(line, _)| *line);
        found.quietly(line, "header-scope", "level", "error");
        found.quietly(line, "header-scope", "required", false);
    }
}

/// `[level, "always" | "never", value]`, or a level alone.
fn rule<'n>(line: usize, name: &'n str, node: &'n Node) -> Option<Rule<'n>> {
    let alone = std::slice::from_ref(node);
    let list = node.list().unwrap_or(alone);
    let level = match list.first()?.number()? {
        0 => "off",
        1 => "warn",
        2 => "error",
        _ => return None,
    };
    let is_always = list.get(1).and_then(Node::text) != Some("never");
    Some(Rule { line, name, level, is_always, value: list.get(2) })
}

/// What commitlint leaves alone: without a word merges, reverts, autosquash commits and bare versions.
fn ignores(root: &Node, found: &mut Found) {
    let skips = root.get("defaultIgnores").and_then(Node::flag) != Some(false);
    if found.draft.find("rules.header-format").is_some() {
        let line = root.pair("defaultIgnores").map_or(0, |pair| pair.line);
        for key in ["merges", "reverts", "autosquash", "versions"] {
            found.quietly(line, "header-format", key, if skips { "skip" } else { "judge" });
        }
        if found.draft.find("rules.sign-off").is_some() && skips {
            ["merges", "reverts", "autosquash"].iter().for_each(|key| found.quietly(line, "sign-off", key, "skip"));
        }
    }
    let Some(pair) = root.pair("ignores") else { return };
    let alone = std::slice::from_ref(&pair.node);
    for node in pair.node.list().unwrap_or(alone) {
        let code = if let Data::Code(code) = &node.data { ignored(code) } else { None };
        match code {
            Some((glob, is_exact)) => {
                found.exempt_headers(node.line, "ignores", vec![glob]);
                if !is_exact {
                    found.stricter(node.line, "ignores", "exempt", HEADER_ONLY.say());
                }
            }
            None => found.not_carried(node.line, "ignores", style::IS_CODE.say()),
        }
    }
}

/// The headers that a function leaves alone, where it is one of the usual ones: `(m) => m.startsWith('x')`, `.includes('x')`;
/// and whether that is all that it does.
fn ignored(code: &str) -> Option<(String, bool)> {
    let (parameter, body) = code.split_once("=>")?;
    let parameter = parameter.trim().trim_matches(['(', ')']).split(':').next()?.trim();
    let call = body.trim().trim_end_matches([',', ';']).strip_prefix(parameter)?.strip_prefix('.')?;
    let (method, argument) = call.split_once('(')?;
    let argument = argument.trim_end().strip_suffix(')')?.trim();
    let quote = argument.chars().next().filter(|sign| "'\"`".contains(*sign))?;
    let text = argument.strip_prefix(quote)?.strip_suffix(quote)?;
    if text.is_empty() || text.contains([quote, '\\', '$', '*', '?', '{', '}', '\n']) {
        return None;
    }
    match method {
        "startsWith" => Some((format!("{text}*"), true)),
        "includes" => Some((format!("*{text}*"), false)),
        _ => None,
    }
}

/// A header of its own form, where its parser has a regular expression for it. Where types or scopes are asked for too, that
/// is told when everything is put together.
fn own_form(pair: &super::node::Pair, found: &mut Found) {
    let pattern = pair.node.at(&["parserOpts", "headerPattern"]);
    let regex = pattern.and_then(|node| match &node.data {
        Data::Regex(regex) | Data::Text(regex) => Some((node.line, regex)),
        _ => None,
    });
    match regex.and_then(|(line, regex)| Some((line, style::whole(regex, At::Anywhere)?))) {
        Some((line, pattern)) if found.draft.find("rules.header-format").is_some() => {
            found.set(line, "headerPattern", "header-format", "pattern", pattern);
        }
        _ => found.not_carried(pair.line, "parserPreset", PRESET_PATTERN.say()),
    }
}

fn others(root: &Node, found: &mut Found) {
    for pair in root.pairs() {
        let node = &pair.node;
        match pair.key.as_str() {
            "parserPreset"
                if node
                    .at(&["parserOpts", "headerPattern"])
                    .is_some_and(|pattern| !matches!(pattern.data, Data::Map(_)))
                    || matches!(node.data, Data::Code(_)) =>
            {
                own_form(pair, found);
            }
            "plugins" if node.list().is_some_and(|list| !list.is_empty()) || node.code().is_some() => {
                found.not_carried(pair.line, "plugins", style::IS_CODE.say());
            }
            "prompt" => found.not_carried(pair.line, "prompt", PROMPT.say()),
            "..." => found.not_carried(pair.line, "...", style::IS_CODE.say()),
            _ => {}
        }
    }
}
