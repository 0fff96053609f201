//! Tools that look at pull requests: semantic-pull-request as an action and as an app, and labeler.

use super::found::Found;
use super::node::{Data, Node, Pair};
use super::style;
use crate::policy::draft::{Section, Value};
use crate::words::Words;

const UNKNOWN: Words =
    Words::new("the tool has no such setting, so it never had an effect", "该工具没有这个设置，所以从未生效");
const ONE_TYPE: Words = Words::new(
    "the list is split by lines only, so this is one type with commas in it",
    "列表只按行分隔，所以这是一个含逗号的类型",
);
const SAYS_NOTHING: Words = Words::new("every description matches this", "任何描述都匹配它");
const ANY_COMMIT: Words = Words::new(
    "there one good commit is enough, here each has to be",
    "原工具只要有一个合格提交即可，此处每个提交都要合格",
);
const LABELS: Words = Words::new(
    "combinations of conditions within one label are not carried: `{0}`",
    "同一标签内的组合条件未转换：`{0}`",
);
const NO_NEGATION: Words = Words::new("`{0}` takes files off, which is not carried", "`{0}` 用于排除文件，未转换");
const BRACKETS: Words = Words::new(
    "the brackets in `{0}` are taken as they stand; alternatives are written {a,b}",
    "`{0}` 中的括号按字面匹配；多个选项应写作 {a,b}",
);
const REMOVES: Words = Words::new(
    "cihook also removes the labels that it set, where labeler does so only with sync-labels",
    "cihook 还会移除自己设置的标签，而 labeler 仅在 sync-labels 时移除",
);
const NOT_COMMITS: Words = Words::new("the commits themselves are not judged there", "原工具不检查提交本身");

const STAGES: [&str; 2] = ["pull-request", "merge-group"];

/// A level that holds for titles only.
fn for_titles() -> Value {
    let stages = STAGES.iter().map(|stage| ((*stage).to_owned(), "error".into()));
    Value::Table(std::iter::once(("default".to_owned(), "off".into())).chain(stages).collect())
}

fn title_rule(found: &mut Found, line: usize, rule: &str) {
    let what = rule.to_owned();
    found.set(line, &what, rule, "level", for_titles());
}

/// `.github/semantic.yml`.
pub fn semantic(root: &Node, found: &mut Found) -> bool {
    let flag = |key: &str| root.get(key).and_then(Node::flag) == Some(true);
    let line = |key: &str| root.pair(key).map_or(root.line, |pair| pair.line);
    let is_commits = flag("commitsOnly") || flag("titleAndCommits");
    let types = root.get("types").and_then(Node::texts).unwrap_or_else(|| style::TYPES.map(str::to_owned).to_vec());
    for rule in ["header-format", "header-type"] {
        if is_commits {
            found.on(line("commitsOnly"), "commits", rule, "error")
        } else {
            title_rule(found, line("titleOnly"), rule)
        }
    }
    found.set(line("types"), "types", "header-type", "allow", Value::texts(types));
    if let Some(scopes) = root.get("scopes").and_then(Node::texts).filter(|scopes| !scopes.is_empty()) {
        if is_commits {
            found.on(line("scopes"), "scopes", "header-scope", "error")
        } else {
            title_rule(found, line("scopes"), "header-scope")
        }
        found.set(line("scopes"), "scopes", "header-scope", "allow", Value::texts(scopes));
        found.quietly(line("scopes"), "header-scope", "required", false);
    }
    if !flag("commitsOnly") {
        found.on(line("titleOnly"), "title", "pr-title", "error");
    }
    if flag("titleOnly") {
        let origin = found.origin(line("titleOnly"));
        found.draft.section("landing").set("method", "squash", &origin).set("title", "pull-request", &origin);
    }
    for (key, ours) in [("allowMergeCommits", "merges"), ("allowRevertCommits", "reverts")] {
        if is_commits {
            found.quietly(line(key), "header-format", ours, if flag(key) { "skip" } else { "judge" });
        }
    }
    if flag("anyCommit") {
        found.stricter(line("anyCommit"), "anyCommit", "header-format", ANY_COMMIT.say());
    }
    let known = [
        "enabled",
        "titleOnly",
        "commitsOnly",
        "titleAndCommits",
        "anyCommit",
        "types",
        "scopes",
        "allowMergeCommits",
        "allowRevertCommits",
        "targetUrl",
    ];
    root.pairs()
        .iter()
        .filter(|pair| !known.contains(&pair.key.as_str()))
        .for_each(|pair| found.no_effect(pair.line, &pair.key, UNKNOWN.say()));
    true
}

/// A workflow that calls semantic-pull-request.
pub fn workflow(root: &Node, found: &mut Found) -> bool {
    let jobs = root.get("jobs").map(Node::pairs).unwrap_or_default();
    let steps = jobs.iter().filter_map(|job| job.node.get("steps")?.list()).flatten();
    let is_ours = |step: &&Node| {
        step.get("uses").and_then(Node::text).is_some_and(|uses| uses.contains("/action-semantic-pull-request@"))
    };
    let mut has_one = false;
    for step in steps.filter(is_ours) {
        has_one = true;
        inputs(step.line, step.get("with").map(Node::pairs).unwrap_or_default(), found);
    }
    has_one
}

fn lines_of(pair: &Pair) -> Vec<String> {
    let text = pair.node.text().unwrap_or_default();
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn inputs(line: usize, pairs: &[Pair], found: &mut Found) {
    title_rule(found, line, "header-format");
    title_rule(found, line, "header-type");
    found.quietly(line, "header-type", "allow", Value::texts(style::TYPES));
    found.on(line, "title", "pr-title", "error");
    found.not_carried(line, "commits", NOT_COMMITS.say());
    for pair in pairs {
        input(pair, found);
    }
}

fn input(pair: &Pair, found: &mut Found) {
    let (line, key) = (pair.line, pair.key.as_str());
    match key {
        "types" => {
            let types = lines_of(pair);
            if types.iter().any(|kind| kind.contains(',')) {
                found.no_effect(line, key, ONE_TYPE.say());
            } else if !types.is_empty() {
                found.set(line, key, "header-type", "allow", Value::texts(types));
            }
        }
        "scopes" | "disallowScopes" => {
            let pattern = lines_of(pair).join("|");
            if !style::is_pattern(&pattern) || (key == "disallowScopes" && pattern.contains(['\\', '[', '(', '.', '+']))
            {
                return found.not_carried(line, key, style::REGEX.with([pattern.into()]));
            }
            title_rule(found, line, "header-scope");
            match key {
                "scopes" => found.set(line, key, "header-scope", "pattern", pattern),
                _ => found.set(line, key, "header-scope", "deny", Value::texts(lines_of(pair))),
            }
            if found.draft.rule("header-scope").get("required").is_none() {
                found.quietly(line, "header-scope", "required", false);
            }
        }
        "requireScope" if pair.node.flag() == Some(true) => {
            title_rule(found, line, "header-scope");
            found.set(line, key, "header-scope", "required", true);
        }
        "subjectPattern" => subject(pair, found),
        "requireScope" | "wip" | "githubBaseUrl" | "validateSingleCommit" | "validateSingleCommitMatchesPrTitle"
            if pair.node.flag() != Some(true) => {}
        "subjectPatternError"
        | "ignoreLabels"
        | "headerPattern"
        | "headerPatternCorrespondence"
        | "wip"
        | "validateSingleCommit"
        | "validateSingleCommitMatchesPrTitle"
        | "githubBaseUrl" => found.not_carried(line, key, style::NO_RULE.say()),
        _ => found.no_effect(line, key, UNKNOWN.say()),
    }
}

fn subject(pair: &Pair, found: &mut Found) {
    let (line, pattern) = (pair.line, pair.node.text().unwrap_or_default().trim());
    let bare = pattern.strip_prefix('^').unwrap_or(pattern);
    let bare = bare.strip_suffix('$').unwrap_or(bare);
    let pattern = match bare {
        ".+" | ".*" => return found.no_effect(line, "subjectPattern", SAYS_NOTHING.say()),
        // A look-ahead against capitals, as the action's own page proposes it.
        "(?![A-Z]).+" => "[^A-Z].*".to_owned(),
        bare if style::is_pattern(bare) => bare.to_owned(),
        bare => return found.not_carried(line, "subjectPattern", style::REGEX.with([bare.into()])),
    };
    title_rule(found, line, "header-style");
    found.set(line, "subjectPattern", "header-style", "pattern", pattern);
    found.quietly(line, "header-style", "full-stop", "any");
}

/// `.github/labeler.yml`, as versions 4 and 5 read it.
pub fn labeler(root: &Node, found: &mut Found) -> bool {
    for pair in root.pairs() {
        let conditions: Vec<&Node> = pair.node.list().map_or_else(|| vec![&pair.node], |list| list.iter().collect());
        let plain: Vec<String> = conditions.iter().filter_map(|node| node.text().map(str::to_owned)).collect();
        if !plain.is_empty() {
            label(pair, "paths", plain, found);
        }
        for condition in conditions.iter().filter(|node| !node.pairs().is_empty()) {
            conditions_of(pair, condition, found);
        }
    }
    if !found.draft.sections.is_empty() {
        found.stricter(root.line, "labels", "label", REMOVES.say());
    }
    !root.pairs().is_empty()
}

/// Each condition of a list suffices; of version 5 also each within `changed-files`.
fn conditions_of(label_pair: &Pair, condition: &Node, found: &mut Found) {
    for pair in condition.pairs() {
        let globs = pair.node.texts();
        match (pair.key.as_str(), globs) {
            ("changed-files", _) => {
                for part in pair.node.list().unwrap_or_default() {
                    match part.pairs() {
                        [one] if one.key == "any-glob-to-any-file" => {
                            label(label_pair, "paths", one.node.texts().unwrap_or_default(), found)
                        }
                        [one] if one.key == "any-glob-to-all-files" => {
                            label(label_pair, "all-paths", one.node.texts().unwrap_or_default(), found)
                        }
                        parts => parts.iter().for_each(|part| {
                            found.not_carried(part.line, &label_pair.key, LABELS.with([part.key.as_str().into()]))
                        }),
                    }
                }
            }
            ("any", Some(globs)) if condition.pairs().len() == 1 && globs.len() == 1 => {
                label(label_pair, "paths", globs, found)
            }
            (key, _) => found.not_carried(pair.line, &label_pair.key, LABELS.with([key.into()])),
        }
    }
}

fn label(pair: &Pair, key: &str, globs: Vec<String>, found: &mut Found) {
    if let Some(glob) = globs.iter().find(|glob| glob.starts_with('!')) {
        return found.not_carried(pair.line, &pair.key, NO_NEGATION.with([glob.as_str().into()]));
    }
    if globs.is_empty() || pair.key.is_empty() || pair.key.chars().count() > 50 || matches!(pair.node.data, Data::Null)
    {
        return found.not_carried(pair.line, &pair.key, style::ODD.say());
    }
    for glob in globs.iter().filter(|glob| glob.contains(".(") || glob.contains("/(")) {
        found.no_effect(pair.line, &pair.key, BRACKETS.with([glob.as_str().into()]));
    }
    let globs = globs.into_iter().map(|glob| glob.strip_prefix("./").unwrap_or(&glob).to_owned());
    let origin = found.origin(pair.line);
    let mut entry = Section::entry("label");
    entry.set("name", pair.key.as_str(), &origin).set(key, Value::texts(globs), "");
    found.draft.push(entry);
    found.set_elsewhere(pair.line, &pair.key, &format!("label.{key}"));
}
