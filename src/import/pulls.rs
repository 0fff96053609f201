//! Tools that look at the titles of pull requests: semantic-pull-request as an action and as an app.

use super::found::Found;
use super::node::{Node, Pair};
use super::style;
use crate::policy::draft::{Section, Value};
use crate::words::{Lang, Words};

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
const STARTS: Words = Words::new(
    "a pull request whose title begins with WIP is only pending there, here it is refused",
    "原工具把标题以 WIP 开头的拉取请求视为待定，此处则拒绝",
);
const GRAMMAR: Words = Words::new(
    "types and scopes are judged by the usual form of a header, so that `{0}` does not count",
    "类型和范围按通常的标题格式检查，因此 `{0}` 不起作用",
);
const IGNORED: Words = Words::new("ignoreLabels of semantic-pull-request", "semantic-pull-request 的 ignoreLabels");

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
        found.set(line("titleOnly"), "titleOnly", "pr-title", "commits", "off");
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
    found.quietly(line, "pr-title", "commits", "off");
    for pair in pairs {
        input(pair, found);
    }
    for pair in pairs {
        match pair.key.as_str() {
            "subjectPatternError" => own_sentence(pair, found),
            "ignoreLabels" => ignored(pair, found),
            _ => {}
        }
    }
}

/// What people are told about the description; there the description and the title can be put in, which stand beside it here.
fn own_sentence(pair: &Pair, found: &mut Found) {
    if found.draft.find("rules.header-style").is_none() {
        return;
    }
    let text = pair.node.text().unwrap_or_default();
    let text = ["\"{subject}\"", "\"{title}\"", "{subject}", "{title}"]
        .iter()
        .fold(text.to_owned(), |text, put_in| text.replace(put_in, ""));
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if !text.is_empty() {
        found.set(pair.line, &pair.key, "header-style", "help", text);
    }
}

/// Labels that let a title off; in a queue what it becomes too.
fn ignored(pair: &Pair, found: &mut Found) {
    let labels = lines_of(pair);
    if labels.is_empty() {
        return;
    }
    let origin = found.origin(pair.line);
    let mut entry = Section::entry("exempt");
    entry.set("label", Value::texts(labels), &origin).set("rules", Value::texts(found.rules()), "");
    entry.set("reason", IGNORED.say().plain(Lang::En), "");
    found.draft.push(entry);
    found.set_elsewhere(pair.line, &pair.key, "exempt.label");
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
        // These need to know the others.
        "subjectPatternError" | "ignoreLabels" => {}
        "headerPatternCorrespondence" => {}
        "headerPattern" => found.not_carried(line, key, GRAMMAR.with([pair.node.text().unwrap_or_default().into()])),
        "wip" => found.stricter(line, key, "pr-title", STARTS.say()),
        "validateSingleCommit" | "validateSingleCommitMatchesPrTitle" | "githubBaseUrl" => {
            found.not_carried(line, key, style::NO_RULE.say())
        }
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
