//! `.github/labeler.yml`, as versions 4 and later read it. Later ones part a label into groups that all have to hold, each of
//! conditions of which one suffices (`any`) or all count (`all`); ours are alternatives of conditions that all hold.

use super::found::Found;
use super::node::{Data, Node, Pair};
use super::style;
use crate::policy::draft::{Section, Value};
use crate::words::{Sentence, Words};

const TOO_MANY: Words = Words::new(
    "its groups of conditions make too many combinations: write it as `[[label]]` entries by hand",
    "条件组合过多：请手工写成 `[[label]]` 条目",
);
const EXTENDED: Words = Words::new(
    "`{0}` cannot be written as a glob here; alternatives are written {a,b}",
    "`{0}` 无法写成此处的通配符；多个选项应写作 {a,b}",
);
const BRANCH: Words =
    Words::new("no glob is known for the regular expression `{0}`", "无法把正则表达式 `{0}` 写成通配符");
const BRANCHES: Words =
    Words::new("two expressions for one branch cannot both be asked for", "不能同时要求同一分支匹配两个表达式");
const BRACKETS: Words = Words::new(
    "the brackets in `{0}` are taken as they stand; alternatives are written {a,b}",
    "`{0}` 中的括号按字面匹配；多个选项应写作 {a,b}",
);
const REMOVES: Words = Words::new(
    "cihook also removes the labels that it set, where labeler does so only with sync-labels; `add-only = true` keeps them",
    "cihook 还会移除自己设置的标签，而 labeler 仅在 sync-labels 时移除；`add-only = true` 可保留",
);

/// More alternatives than these nobody reads.
const ALTERNATIVES_MOST: usize = 24;

/// One condition: the key and its globs.
#[derive(Clone, Debug)]
struct Condition(&'static str, Vec<String>);

/// Alternatives, of each of which all conditions have to hold.
type Alternatives = Vec<Vec<Condition>>;

/// Reads a configuration.
pub fn read(root: &Node, found: &mut Found) -> bool {
    for pair in root.pairs() {
        match label(pair, found) {
            Some(alternatives) => write(pair, alternatives, found),
            None => found.not_carried(pair.line, &pair.key, style::ODD.say()),
        }
    }
    if !found.draft.sections.is_empty() {
        found.stricter(root.line, "labels", "label", REMOVES.say());
    }
    !root.pairs().is_empty()
}

/// What a label asks for; nothing where that is nothing. What cannot be carried is told here.
fn label(pair: &Pair, found: &mut Found) -> Option<Alternatives> {
    let name = pair.key.trim();
    if name.is_empty() || name.chars().count() > 50 || matches!(pair.node.data, Data::Null) {
        return None;
    }
    let items: Vec<&Node> = pair.node.list().map_or_else(|| vec![&pair.node], |list| list.iter().collect());
    let mut asked = Asked { pair, found, groups: Vec::new(), of_version_4: Vec::new() };
    let globs: Vec<String> = items.iter().filter_map(|item| item.text().map(str::to_owned)).collect();
    if !globs.is_empty() {
        let any = asked.files("any-glob-to-any-file", &globs);
        asked.of_version_4.extend(any);
    }
    for item in items.iter().filter(|item| !item.pairs().is_empty()) {
        asked.item(item);
    }
    let Asked { groups, of_version_4, found, .. } = asked;
    let later = groups.into_iter().map(|(_, group)| group).reduce(|a, b| both(&a, &b));
    let all: Alternatives = of_version_4.into_iter().chain(later.into_iter().flatten()).collect();
    if all.len() > ALTERNATIVES_MOST {
        found.not_carried(pair.line, &pair.key, TOO_MANY.say());
        return Some(Vec::new());
    }
    Some(all)
}

/// Every alternative of one with every one of the other.
fn both(a: &Alternatives, b: &Alternatives) -> Alternatives {
    let joined = a.iter().flat_map(|one| b.iter().map(move |other| [one.as_slice(), other].concat()));
    // One more than is carried tells that there are too many.
    joined.take(ALTERNATIVES_MOST + 1).collect()
}

/// What a label asks for, as far as it was read.
struct Asked<'a> {
    pair: &'a Pair,
    found: &'a mut Found,
    /// Groups that all have to hold, the first `any` one with all conditions that stand in no group.
    groups: Vec<(bool, Alternatives)>,
    /// Alternatives to all of that.
    of_version_4: Alternatives,
}

impl Asked<'_> {
    fn lose(&mut self, line: usize, why: Sentence) {
        self.found.not_carried(line, &self.pair.key, why);
    }

    fn item(&mut self, item: &Node) {
        let is_globs = |pair: &Pair| matches!(pair.key.as_str(), "any" | "all") && pair.node.texts().is_some();
        if item.pairs().iter().all(is_globs) {
            return self.version_4(item);
        }
        for pair in item.pairs() {
            match pair.key.as_str() {
                key @ ("any" | "all") => {
                    let is_any = key == "any";
                    let parts = pair.node.list().unwrap_or_default().iter().flat_map(Node::pairs);
                    let parts: Vec<Alternatives> = parts.map(|part| self.condition(part, is_any)).collect();
                    let group = if is_any { parts.concat() } else { conjoined(parts) };
                    self.groups.push((is_any, group));
                }
                _ => {
                    let part = self.condition(pair, true);
                    match self.groups.iter_mut().find(|(is_any, _)| *is_any) {
                        Some((_, group)) => group.extend(part),
                        None => self.groups.push((true, part)),
                    }
                }
            }
        }
    }

    /// `any`: one file that all globs match; `all`: all files that all globs match.
    fn version_4(&mut self, item: &Node) {
        let mut parts = Vec::new();
        for pair in item.pairs() {
            let kind = if pair.key == "any" { "all-globs-to-any-file" } else { "all-globs-to-all-files" };
            parts.push(self.files(kind, &pair.node.texts().unwrap_or_default()));
        }
        self.of_version_4.extend(conjoined(parts));
    }

    /// A condition; where it cannot be carried, one that never holds.
    fn condition(&mut self, pair: &Pair, is_any: bool) -> Alternatives {
        let parts: Vec<Alternatives> = match pair.key.as_str() {
            "changed-files" => {
                let kinds = pair.node.list().map_or_else(|| vec![&pair.node], |list| list.iter().collect());
                let kinds = kinds.into_iter().flat_map(Node::pairs);
                kinds.map(|kind| self.files(&kind.key, &kind.node.texts().unwrap_or_default())).collect()
            }
            key @ ("head-branch" | "base-branch") => {
                let ours = if key == "head-branch" { "head" } else { "base" };
                let expressions = pair.node.texts().unwrap_or_default();
                expressions.iter().map(|expression| self.branch(pair.line, ours, expression)).collect()
            }
            key => {
                self.found.no_effect(pair.line, &format!("{}.{key}", self.pair.key), style::ODD.say());
                Vec::new()
            }
        };
        if is_any { parts.concat() } else { conjoined(parts) }
    }

    fn branch(&mut self, line: usize, key: &'static str, expression: &str) -> Alternatives {
        match branch_glob(expression) {
            Some(glob) => vec![vec![Condition(key, vec![glob])]],
            None => {
                self.lose(line, BRANCH.with([expression.into()]));
                Vec::new()
            }
        }
    }

    /// A condition on the changed files. `!glob` is a glob like others there: it matches what the rest does not.
    fn files(&mut self, kind: &str, globs: &[String]) -> Alternatives {
        let line = self.pair.line;
        for glob in globs.iter().filter(|glob| glob.contains(".(") || glob.contains("/(")) {
            self.found.no_effect(line, &self.pair.key, BRACKETS.with([glob.as_str().into()]));
        }
        let mut written = Vec::new();
        for text in globs {
            match glob(text) {
                Some(glob) => written.push(glob),
                None => {
                    self.lose(line, EXTENDED.with([text.as_str().into()]));
                    return Vec::new();
                }
            }
        }
        let (negated, plain): (Vec<String>, Vec<String>) =
            written.iter().cloned().partition(|glob| glob.starts_with('!'));
        let one = |key: &'static str, globs: Vec<String>| vec![vec![Condition(key, globs)]];
        match (kind, plain.len()) {
            _ if written.is_empty() => Vec::new(),
            ("any-glob-to-any-file", _) => {
                let plain = (!plain.is_empty()).then_some(plain);
                let each = plain.into_iter().chain(negated.into_iter().map(|glob| vec![glob]));
                each.map(|globs| vec![Condition("paths", globs)]).collect()
            }
            ("any-glob-to-all-files", _) if written.len() == 1 => one("all-paths", written),
            ("any-glob-to-all-files", _) => one("any-glob-to-all-files", written),
            ("all-globs-to-any-file", 0 | 1) => one("paths", written),
            ("all-globs-to-any-file", _) => one("all-globs-to-any-file", written),
            ("all-globs-to-all-files", 0 | 1) => one("all-paths", written),
            ("all-globs-to-all-files", _) => one("all-globs-to-all-files", written),
            (kind, _) => {
                self.found.no_effect(line, &format!("{}.{kind}", self.pair.key), style::ODD.say());
                Vec::new()
            }
        }
    }
}

fn conjoined(parts: Vec<Alternatives>) -> Alternatives {
    parts.into_iter().reduce(|a, b| both(&a, &b)).unwrap_or_default()
}

fn write(pair: &Pair, alternatives: Alternatives, found: &mut Found) {
    for conditions in alternatives {
        let origin = found.origin(pair.line);
        let mut entry = Section::entry("label");
        entry.set("name", pair.key.trim(), &origin);
        let mut more = Vec::new();
        let mut is_twice = false;
        for Condition(key, globs) in conditions {
            match entry.get(key) {
                None => {
                    entry.set(key, Value::texts(globs), "");
                }
                Some(_) if matches!(key, "head" | "base") => is_twice = true,
                Some(_) => more.push(Value::Table(vec![(key.to_owned(), Value::texts(globs))])),
            }
        }
        if is_twice {
            found.not_carried(pair.line, &pair.key, BRANCHES.say());
            continue;
        }
        if !more.is_empty() {
            entry.set("all", Value::List(more), "");
        }
        for setting in entry.settings.iter().skip(1).map(|setting| setting.key.clone()).collect::<Vec<_>>() {
            found.set_elsewhere(pair.line, &pair.key, &format!("label.{setting}"));
        }
        found.draft.push(entry);
    }
}

/// A glob of minimatch as one of ours; nothing where it has signs that are literal here.
fn glob(text: &str) -> Option<String> {
    let (sign, bare) = text.strip_prefix('!').map_or(("", text), |bare| ("!", bare));
    let bare = bare.strip_prefix("./").unwrap_or(bare);
    let mut out = sign.to_owned();
    let mut rest = bare;
    while let Some(at) = rest.find(['@', '+', '?', '*', '!', '[']) {
        let (before, here) = rest.split_at(at);
        out.push_str(before);
        let sign = here.chars().next()?;
        let behind = &here[1..];
        if sign == '[' {
            return None;
        }
        match behind.strip_prefix('(').and_then(|group| group.split_once(')')) {
            Some((group, behind)) if sign == '@' && !group.contains(['(', '{', '}', ',']) => {
                out.push_str(&format!("{{{}}}", group.replace('|', ",")));
                rest = behind;
            }
            Some(_) => return None,
            None => {
                out.push(sign);
                rest = behind;
            }
        }
    }
    out.push_str(rest);
    (!bare.is_empty()).then_some(out)
}

/// A regular expression for a branch as a glob. It matches anywhere in the name, but for `^` and `$`.
fn branch_glob(expression: &str) -> Option<String> {
    let (is_start, bare) = expression.strip_prefix('^').map_or((false, expression), |bare| (true, bare));
    let (is_end, bare) =
        bare.strip_suffix('$').filter(|bare| !bare.ends_with('\\')).map_or((false, bare), |bare| (true, bare));
    let mut out = String::new();
    let mut signs = bare.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '.' if matches!(signs.peek(), Some('*' | '+')) => {
                signs.next();
                out.push_str("**");
            }
            '\\' => out.push(signs.next().filter(|sign| "./-_".contains(*sign))?),
            sign if sign.is_alphanumeric() || "-_/".contains(sign) => out.push(sign),
            _ => return None,
        }
        // What is repeated is no letter of its own.
        if matches!(signs.peek(), Some('*' | '+' | '?' | '{')) {
            return None;
        }
    }
    if bare.is_empty() {
        return None;
    }
    let around = |is_fixed: bool, is_open: bool| if is_fixed || is_open { "" } else { "**" };
    let (starts, ends) = (out.starts_with("**"), out.ends_with("**"));
    Some(format!("{}{out}{}", around(is_start, starts), around(is_end, ends)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_of_minimatch_are_ours_where_they_mean_the_same() {
        assert_eq!(glob("./src/**").as_deref(), Some("src/**"));
        assert_eq!(glob("!**/*.@(md|txt)").as_deref(), Some("!**/*.{md,txt}"));
        assert_eq!(glob("a?b+c").as_deref(), Some("a?b+c"));
        for other in ["a[0-9]", "+(a|b)", "!(a)", "*(x)", "@(a|b", ""] {
            assert!(glob(other).is_none_or(|same| same == other), "{other}");
        }
    }

    #[test]
    fn simple_expressions_for_branches_are_globs() {
        for (expression, glob) in [
            ("^feat/", Some("feat/**")),
            ("^release-v1\\.2$", Some("release-v1.2")),
            ("docs", Some("**docs**")),
            ("^dependabot/.*", Some("dependabot/**")),
            ("^(a|b)", None),
            ("^ab+", None),
            ("", None),
        ] {
            assert_eq!(branch_glob(expression).as_deref(), glob, "{expression}");
        }
    }
}
