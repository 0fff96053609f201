//! commit-check, and the arguments of hooks in `.pre-commit-config.yaml`.

use super::found::Found;
use super::node::Node;
use super::style::{self, At};
use crate::policy::draft::Value;
use crate::words::Words;

const NO_SECTION: Words =
    Words::new("the tool has no such section: it used its defaults", "该工具没有这个部分：它使用了默认值");
const MARKS: Words =
    Words::new("the marks of programs are looked for in trailers only", "只在尾注中查找程序留下的标记");

fn put(found: &mut Found, line: usize, what: &str, rule: &str) {
    found.on(line, what, rule, "error");
}

/// `cchk.toml`, `commit-check.toml`.
pub fn commit_check(root: &Node, found: &mut Found) -> bool {
    for pair in root.pairs() {
        match pair.key.as_str() {
            "commit" => commit(&pair.node, found),
            "branch" => branch(&pair.node, found),
            _ => found.no_effect(pair.line, &pair.key, NO_SECTION.say()),
        }
    }
    true
}

fn commit(node: &Node, found: &mut Found) {
    let known = |key: &str| node.pair(key);
    if known("conventional_commits").and_then(|pair| pair.node.flag()) == Some(true) {
        let line = known("conventional_commits").map_or(0, |pair| pair.line);
        put(found, line, "conventional_commits", "header-format");
        let types = known("allow_commit_types").and_then(|pair| pair.node.texts()).filter(|types| !types.is_empty());
        let types = types.unwrap_or_else(|| style::TYPES.map(str::to_owned).to_vec());
        let line = known("allow_commit_types").map_or(0, |pair| pair.line);
        put(found, line, "allow_commit_types", "header-type");
        found.set(line, "allow_commit_types", "header-type", "allow", Value::texts(types));
    }
    for pair in node.pairs() {
        if !pair.node.pairs().is_empty() {
            found.no_effect(pair.line, &format!("commit.{}", pair.key), NO_SECTION.say());
            continue;
        }
        let (line, key, flag) = (pair.line, pair.key.as_str(), pair.node.flag());
        match (key, flag) {
            ("allow_commit_scopes", _) => {
                if let Some(scopes) = pair.node.texts().filter(|scopes| !scopes.is_empty()) {
                    put(found, line, key, "header-scope");
                    found.set(line, key, "header-scope", "allow", Value::texts(scopes));
                    found.quietly(line, "header-scope", "required", false);
                }
            }
            ("subject_max_length" | "subject_min_length", _) => {
                let ours = if key == "subject_max_length" { "max" } else { "description-min" };
                put(found, line, key, "header-length");
                found.set(line, key, "header-length", ours, pair.node.number().unwrap_or(0));
            }
            ("subject_capitalized", Some(true)) => {
                put(found, line, key, "header-style");
                found.set(line, key, "header-style", "pattern", r"[^\p{Ll}].*");
                found.quietly(line, "header-style", "full-stop", "any");
            }
            ("allow_merge_commits", Some(flag)) => {
                found.quietly(line, "header-format", "merges", "skip");
                if !flag {
                    put(found, line, key, "merge-commit");
                }
            }
            ("allow_wip_commits", Some(false)) => {
                put(found, line, key, "fixup-commit");
                found.set(line, key, "fixup-commit", "words", Value::texts(["wip"]));
            }
            ("allow_fixup_commits", Some(false)) => put(found, line, key, "fixup-commit"),
            ("require_body", Some(true)) => {
                put(found, line, key, "body-format");
                found.set(line, key, "body-format", "required", true);
            }
            ("require_signed_off_by", Some(true)) => {
                put(found, line, key, "sign-off");
                found.stricter(line, key, "sign-off", style::IDENTITY.say());
            }
            ("ai_attribution", _) if pair.node.text() == Some("forbid") => {
                put(found, line, key, "trailers");
                let marks = ["Co-authored-by: *noreply@anthropic.com*", "Co-authored-by: *Copilot*", "Assisted-by"];
                found.set(line, key, "trailers", "forbidden", Value::texts(marks));
                found.not_carried(line, key, MARKS.say());
            }
            ("ignore_authors" | "conventional_commits" | "allow_commit_types", _) => {}
            // A flag that allows or does not require asks for nothing.
            (key, Some(flag)) if flag == key.starts_with("allow_") => {}
            _ => found.not_carried(line, key, style::NO_RULE.say()),
        }
    }
    if found.draft.find("rules.header-length").is_some_and(|section| section.get("max").is_none()) {
        found.quietly(0, "header-length", "max", 0_u64);
    }
    authors(node, found);
}

fn authors(node: &Node, found: &mut Found) {
    let Some(pair) = node.pair("ignore_authors") else { return };
    for author in pair.node.texts().unwrap_or_default().into_iter().filter(|author| !author.is_empty()) {
        found.exempt_author(pair.line, "ignore_authors", &author);
    }
}

fn branch(node: &Node, found: &mut Found) {
    if let Some(pair) = node.pair("conventional_branch").filter(|pair| pair.node.flag() == Some(true)) {
        let types = node.get("allow_branch_types").and_then(Node::texts).filter(|types| !types.is_empty());
        let types =
            types.unwrap_or_else(|| ["feature", "bugfix", "hotfix", "release", "chore"].map(str::to_owned).to_vec());
        put(found, pair.line, "conventional_branch", "branch-name");
        let line = node.pair("allow_branch_types").map_or(0, |pair| pair.line);
        let forms = ["main", "master", "develop"]
            .map(str::to_owned)
            .into_iter()
            .chain(types.iter().map(|kind| format!("{kind}/**")));
        found.set(line, "allow_branch_types", "branch-name", "allow", Value::texts(forms));
    }
    let left =
        node.pairs().iter().filter(|pair| !matches!(pair.key.as_str(), "conventional_branch" | "allow_branch_types"));
    for pair in left {
        if pair.node.pairs().is_empty() {
            found.not_carried(pair.line, &pair.key, style::NO_RULE.say());
        } else {
            found.no_effect(pair.line, &format!("branch.{}", pair.key), NO_SECTION.say());
        }
    }
}

/// `.commit-check.yml`, of version 1: a regular expression for each check.
pub fn version_1(root: &Node, found: &mut Found) -> bool {
    let Some(checks) = root.get("checks").and_then(Node::list) else { return false };
    for check in checks {
        let name = check.get("check").and_then(Node::text).unwrap_or_default();
        let regex = check.pair("regex");
        let text = regex.and_then(|pair| pair.node.text()).unwrap_or_default();
        let line = regex.map_or(check.line, |pair| pair.line);
        match name {
            // Without an expression a check is off.
            _ if text.is_empty() => {}
            "message" => message(line, text, found),
            "commit_signoff" => {
                put(found, line, name, "sign-off");
                found.stricter(line, name, "sign-off", style::IDENTITY.say());
            }
            _ => found.not_carried(line, name, style::NO_RULE.say()),
        }
    }
    true
}

/// The usual expression lists types; another one stands for the whole header.
fn message(line: usize, regex: &str, found: &mut Found) {
    let listed = regex.strip_prefix("^(").and_then(|rest| rest.split_once(')'));
    let listed = listed.filter(|(_, rest)| rest.trim_start_matches("{1}").starts_with(r"(\("));
    let types: Vec<&str> = listed.map(|(types, _)| types.split('|').collect()).unwrap_or_default();
    if !types.is_empty() && types.iter().all(|kind| kind.chars().all(char::is_alphanumeric)) {
        put(found, line, "message", "header-format");
        put(found, line, "message", "header-type");
        found.set(line, "message", "header-type", "allow", Value::texts(types));
        return ["merges", "reverts", "autosquash"]
            .iter()
            .for_each(|key| found.quietly(line, "header-format", key, "skip"));
    }
    match style::whole(regex.trim_end_matches(r"([\s\S]*)"), At::Start) {
        Some(pattern) => {
            put(found, line, "message", "header-format");
            found.set(line, "message", "header-format", "pattern", pattern);
        }
        None => found.not_carried(line, "message", style::REGEX.with([regex.into()])),
    }
}

/// `.pre-commit-config.yaml`: what stands in the arguments of hooks that are known.
pub fn pre_commit(root: &Node, found: &mut Found) -> bool {
    let repos = root.get("repos").and_then(Node::list).unwrap_or_default();
    let hooks = repos.iter().filter_map(|repo| repo.get("hooks")?.list()).flatten();
    let before = found.lines.len();
    for hook in hooks {
        let args = hook.get("args").and_then(Node::texts).unwrap_or_default();
        let line = hook.pair("args").map_or(hook.line, |pair| pair.line);
        match hook.get("id").and_then(Node::text) {
            Some("conventional-pre-commit") => conventional(line, &args, found),
            Some("check-added-large-files") => {
                let size = args.iter().find_map(|arg| arg.strip_prefix("--maxkb=")?.parse::<u64>().ok()).unwrap_or(500);
                put(found, line, "check-added-large-files", "file-size");
                found.set(line, "check-added-large-files", "file-size", "max", format!("{size}KiB"));
            }
            Some("check-case-conflict") => {
                put(found, line, "check-case-conflict", "path-name");
                found.set(line, "check-case-conflict", "path-name", "case-clashes", true);
                found.quietly(line, "path-name", "windows", false);
            }
            _ => {}
        }
    }
    found.lines.len() > before
}

fn conventional(line: usize, args: &[String], found: &mut Found) {
    let what = "conventional-pre-commit";
    let (mut types, mut scopes, mut is_scoped, mut is_strict) = (Vec::new(), Vec::new(), false, false);
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--strict" => is_strict = true,
            "--force-scope" => is_scoped = true,
            "--scopes" => {
                scopes = args
                    .next()
                    .map(|list| list.split(',').map(|scope| scope.trim().to_owned()).collect())
                    .unwrap_or_default()
            }
            option if option.starts_with("--scopes=") => {
                scopes = option[9..].split(',').map(|scope| scope.trim().to_owned()).collect()
            }
            "--no-color" | "--verbose" => {}
            option if option.starts_with('-') => found.not_carried(line, option, style::NO_RULE.say()),
            kind => types.push(kind.to_owned()),
        }
    }
    if types.is_empty() {
        types = style::TYPES.map(str::to_owned).to_vec();
    }
    types.extend(
        ["feat", "fix"]
            .into_iter()
            .filter(|kind| !types.iter().any(|known| known == kind))
            .map(str::to_owned)
            .collect::<Vec<_>>(),
    );
    put(found, line, what, "header-format");
    put(found, line, what, "header-type");
    found.set(line, what, "header-type", "allow", Value::texts(types));
    for key in ["merges", "reverts", "autosquash"] {
        found.quietly(line, "header-format", key, if is_strict { "judge" } else { "skip" });
    }
    if is_scoped || !scopes.is_empty() {
        put(found, line, what, "header-scope");
        found.set(line, what, "header-scope", "required", is_scoped);
        found.set(line, what, "header-scope", "allow", Value::texts(scopes));
    }
}
