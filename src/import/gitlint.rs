//! gitlint: `.gitlint`. What is not named keeps gitlint's own defaults.

use super::found::Found;
use super::node::{Data, Node, Pair};
use super::style::{self, At};
use crate::policy::draft::Value;
use crate::words::Words;

const WORDS: Words = Words::new(
    "here these words count at the beginning of the header only, there anywhere in it",
    "此处这些词只在标题开头才算，原工具在任何位置都算",
);
const FIXUPS: Words = Words::new(
    "the rule that refuses these words also refuses fixup!, squash! and amend! commits",
    "拒绝这些词的规则也会拒绝 fixup!、squash! 和 amend! 提交",
);
const OWN: Words = Words::new(
    "this is no rule of gitlint's: it is code of the repository, which is not run",
    "这不是 gitlint 的内置规则，而是仓库中的代码，不会运行",
);
const AGAIN: Words = Words::new(
    "a rule can be asked for once here, so its second instance is not carried",
    "此处每条规则只能设置一次，第二个实例未转换",
);
const OF_DESCRIPTION: Words = Words::new(
    "there the whole title is counted, here only what stands behind the type",
    "原工具计算整个标题，此处只计算类型之后的部分",
);
const NO_GLOB: Words = Words::new(
    "only `ignore=all` with a plain beginning or part can be carried, not `{0}`",
    "只能转换 `ignore=all` 且内容简单的表达式，不能转换 `{0}`",
);
const POINTS: Words = Words::new(
    "there characters are counted, here columns: wide characters count two",
    "原工具按字符计数，此处按显示宽度：宽字符算两列",
);

/// The id and the name of each rule that there is.
const RULES: [(&str, &str); 26] = [
    ("t1", "title-max-length"),
    ("t2", "title-trailing-whitespace"),
    ("t3", "title-trailing-punctuation"),
    ("t4", "title-hard-tab"),
    ("t5", "title-must-not-contain-word"),
    ("t6", "title-leading-whitespace"),
    ("t7", "title-match-regex"),
    ("t8", "title-min-length"),
    ("b1", "body-max-line-length"),
    ("b2", "body-trailing-whitespace"),
    ("b3", "body-hard-tab"),
    ("b4", "body-first-line-empty"),
    ("b5", "body-min-length"),
    ("b6", "body-is-missing"),
    ("b7", "body-changed-file-mention"),
    ("b8", "body-match-regex"),
    ("m1", "author-valid-email"),
    ("ct1", "contrib-title-conventional-commits"),
    ("cc1", "contrib-body-requires-signed-off-by"),
    ("cc2", "contrib-disallow-cleanup-commits"),
    ("cc3", "contrib-allowed-authors"),
    ("i0", "general"),
    ("i1", "ignore-by-title"),
    ("i2", "ignore-by-body"),
    ("i3", "ignore-body-lines"),
    ("i4", "ignore-by-author-name"),
];

fn rule_of(name: &str) -> Option<&'static str> {
    let name = name.trim().to_ascii_lowercase();
    RULES.iter().find(|(id, long)| *id == name || *long == name).map(|(_, long)| *long)
}

struct Gitlint<'n> {
    root: &'n Node,
    ignored: Vec<&'static str>,
    contrib: Vec<&'static str>,
    contrib_line: usize,
}

impl<'n> Gitlint<'n> {
    fn section(&self, rule: &str) -> Option<&'n Pair> {
        self.root.pairs().iter().find(|pair| rule_of(&pair.key) == Some(rule))
    }

    fn option(&self, rule: &str, key: &str) -> Option<&'n Pair> {
        self.section(rule)?.node.pair(key)
    }

    fn is_on(&self, rule: &str) -> bool {
        !self.ignored.contains(&rule)
    }

    /// Where gitlint lets its regular expressions match: at the beginning, unless it is told otherwise (`regex-style-search`).
    fn matching(&self) -> At {
        let search = self.option("general", "regex-style-search").and_then(|pair| pair.node.flag());
        if search == Some(true) { At::Anywhere } else { At::Start }
    }

    /// A number with its line: the default has none.
    fn number(&self, rule: &str, key: &str, default: u64) -> (u64, usize) {
        self.option(rule, key).map_or((default, 0), |pair| (pair.node.number().unwrap_or(default), pair.line))
    }
}

fn named(pair: Option<&Pair>) -> Vec<&'static str> {
    let text = pair.and_then(|pair| pair.node.text()).unwrap_or_default();
    text.split([',', '\n']).filter_map(rule_of).collect()
}

/// Reads a configuration.
pub fn read(root: &Node, found: &mut Found) -> bool {
    let general = root.get("general");
    let of_general = |key: &str| general.and_then(|general| general.pair(key));
    let this = Gitlint {
        root,
        ignored: named(of_general("ignore")),
        contrib: named(of_general("contrib")),
        contrib_line: of_general("contrib").map_or(0, |pair| pair.line),
    };
    let line = of_general("ignore").map_or(0, |pair| pair.line);
    titles(&this, found);
    bodies(&this, found);
    contrib(&this, found);
    if this.is_on("author-valid-email") {
        found.on(0, "author-valid-email", "author", "error");
        if let Some(regex) = this.option("author-valid-email", "regex") {
            let text = regex.node.text().unwrap_or_default();
            found.not_carried(regex.line, "author-valid-email", style::NO_GLOB.with([text.into()]));
        }
    }
    for key in ["merges", "reverts", "autosquash"] {
        let option = match key {
            "merges" => of_general("ignore-merge-commits"),
            "reverts" => of_general("ignore-revert-commits"),
            _ => of_general("ignore-fixup-commits"),
        };
        let is_judged = option.and_then(|pair| pair.node.flag()) == Some(false);
        let line = option.map_or(0, |pair| pair.line);
        for rule in ["header-format", "sign-off"] {
            if rule == "header-format" || found.draft.find("rules.sign-off").is_some() {
                found.quietly(line, rule, key, if is_judged { "judge" } else { "skip" });
            }
        }
    }
    if found.draft.rule("header-format").get("level").is_none() {
        found.quietly(line, "header-format", "level", "off");
    }
    ignored(&this, found);
    owned(root, general, found);
    true
}

/// What is not gitlint's own: rules in Python, and second instances of rules (`[title-match-regex:other]`).
fn owned(root: &Node, general: Option<&Node>, found: &mut Found) {
    let of_general = |key: &str| general.and_then(|general| general.pair(key));
    if let Some(pair) = of_general("extra-path") {
        found.not_carried(pair.line, "extra-path", OWN.say());
    }
    if let Some(pair) = of_general("contrib") {
        let text = pair.node.text().unwrap_or_default();
        let names = text.split([',', '\n']).map(str::trim).filter(|name| !name.is_empty());
        names.filter(|name| rule_of(name).is_none()).for_each(|name| found.not_carried(pair.line, name, OWN.say()));
    }
    for pair in root.pairs().iter().filter(|pair| rule_of(&pair.key).is_none()) {
        let is_again = pair.key.split_once(':').is_some_and(|(rule, _)| rule_of(rule).is_some());
        found.not_carried(pair.line, &pair.key, if is_again { AGAIN.say() } else { OWN.say() });
    }
}

/// `ignore-by-title`, `ignore-by-author-name`: commits that some rules leave alone.
fn ignored(this: &Gitlint<'_>, found: &mut Found) {
    if let Some(regex) = this.option("ignore-body-lines", "regex") {
        found.not_carried(regex.line, "ignore-body-lines", style::NO_RULE.say());
    }
    for name in ["ignore-by-title", "ignore-by-author-name", "ignore-by-body"] {
        let Some(regex) = this.option(name, "regex") else { continue };
        let text = regex.node.text().unwrap_or_default();
        let is_all = this.option(name, "ignore").and_then(|pair| pair.node.text()) == Some("all");
        let glob = style::header_glob(text, this.matching()).filter(|_| is_all);
        match (name, glob) {
            ("ignore-by-title", Some(glob)) => found.exempt_headers(regex.line, name, vec![glob]),
            ("ignore-by-author-name", Some(glob)) => found.exempt_author(regex.line, name, &glob),
            _ => found.not_carried(regex.line, name, NO_GLOB.with([text.into()])),
        }
    }
}

fn titles(this: &Gitlint<'_>, found: &mut Found) {
    if this.is_on("title-max-length") {
        let (most, line) = this.number("title-max-length", "line-length", 72);
        found.on(line, "title-max-length", "header-length", "error");
        found.set(line, "title-max-length", "header-length", "max", most);
        found.quietly(line, "header-length", "description-min", 0_u64);
        found.stricter(line, "title-max-length", "header-length", POINTS.say());
    }
    shortest(this, found);
    if this.is_on("title-trailing-punctuation") {
        found.on(0, "title-trailing-punctuation", "header-style", "error");
        found.set(0, "title-trailing-punctuation", "header-style", "full-stop", "never");
        found.not_carried(0, "title-trailing-punctuation", style::FULL_STOP_ONLY.say());
    }
    if this.is_on("title-hard-tab") {
        found.not_carried(0, "title-hard-tab", style::NO_RULE.say());
    }
    if this.is_on("title-must-not-contain-word") {
        let words = this.option("title-must-not-contain-word", "words");
        let line = words.map_or(0, |pair| pair.line);
        let words: Vec<&str> =
            words.and_then(|pair| pair.node.text()).unwrap_or("WIP").split(',').map(str::trim).collect();
        found.on(line, "title-must-not-contain-word", "fixup-commit", "error");
        found.set(line, "title-must-not-contain-word", "fixup-commit", "words", Value::texts(words));
        found.not_carried(line, "title-must-not-contain-word", WORDS.say());
        found.stricter(line, "title-must-not-contain-word", "fixup-commit", FIXUPS.say());
    }
    if let Some(pair) = this.option("title-match-regex", "regex").filter(|_| this.is_on("title-match-regex")) {
        let text = pair.node.text().unwrap_or_default();
        match style::whole(text, this.matching()) {
            Some(pattern) => {
                found.on(pair.line, "title-match-regex", "header-format", "error");
                found.set(pair.line, "title-match-regex", "header-format", "pattern", pattern);
            }
            None => found.not_carried(pair.line, "title-match-regex", style::REGEX.with([text.into()])),
        }
    }
}

/// The shortest title: of a title without type and scope the description is all that there is.
fn shortest(this: &Gitlint<'_>, found: &mut Found) {
    if !this.is_on("title-min-length") {
        return;
    }
    let (least, line) = this.number("title-min-length", "min-length", 5);
    if this.contrib.contains(&"contrib-title-conventional-commits") {
        return found.not_carried(line, "title-min-length", OF_DESCRIPTION.say());
    }
    found.on(line, "title-min-length", "header-length", "error");
    found.set(line, "title-min-length", "header-length", "description-min", least);
    if found.draft.rule("header-length").get("max").is_none() {
        found.quietly(line, "header-length", "max", 0_u64);
    }
}

fn bodies(this: &Gitlint<'_>, found: &mut Found) {
    if this.is_on("body-first-line-empty") {
        found.on(0, "body-first-line-empty", "body-format", "error");
    }
    if this.is_on("body-is-missing") {
        found.on(0, "body-is-missing", "body-format", "error");
        found.set(0, "body-is-missing", "body-format", "required", true);
    }
    if this.is_on("body-max-line-length") {
        let (most, line) = this.number("body-max-line-length", "line-length", 80);
        found.on(line, "body-max-line-length", "body-width", "error");
        found.set(line, "body-max-line-length", "body-width", "max", most);
    }
    if this.is_on("body-min-length") {
        found.not_carried(
            this.section("body-min-length").map_or(0, |pair| pair.line),
            "body-min-length",
            style::NO_RULE.say(),
        );
    }
    for rule in ["body-changed-file-mention", "body-match-regex"] {
        let Some(section) = this.section(rule).filter(|_| this.is_on(rule)) else { continue };
        let regex = section.node.pair("regex");
        match regex.and_then(|pair| pair.node.text()).filter(|text| !style::is_pattern(text)) {
            Some(text) => {
                found.not_carried(regex.map_or(section.line, |pair| pair.line), rule, style::REGEX.with([text.into()]))
            }
            None => found.not_carried(section.line, rule, style::NO_RULE.say()),
        }
    }
}

fn contrib(this: &Gitlint<'_>, found: &mut Found) {
    let line = this.contrib_line;
    let has = |rule: &str| this.contrib.contains(&rule) && this.is_on(rule);
    if has("contrib-title-conventional-commits") {
        let types = this.option("contrib-title-conventional-commits", "types");
        let own: Vec<&str> = types
            .and_then(|pair| pair.node.text())
            .map(|text| text.split(',').map(str::trim).collect())
            .unwrap_or_default();
        let list = if own.is_empty() { Value::texts(style::TYPES) } else { Value::texts(own) };
        found.on(line, "contrib-title-conventional-commits", "header-format", "error");
        found.on(line, "contrib-title-conventional-commits", "header-type", "error");
        found.set(
            types.map_or(line, |pair| pair.line),
            "contrib-title-conventional-commits",
            "header-type",
            "allow",
            list,
        );
    }
    if has("contrib-body-requires-signed-off-by") {
        found.on(line, "contrib-body-requires-signed-off-by", "sign-off", "error");
        found.stricter(line, "contrib-body-requires-signed-off-by", "sign-off", style::IDENTITY.say());
    }
    if has("contrib-disallow-cleanup-commits") {
        found.on(line, "contrib-disallow-cleanup-commits", "fixup-commit", "error");
    }
    if has("contrib-allowed-authors") {
        found.not_carried(line, "contrib-allowed-authors", style::NO_RULE.say());
    }
}

/// The text of gitlint's file as maps: it is an INI file.
pub fn parse(_name: &str, text: &str) -> Result<Node, super::node::Broken> {
    let root = super::ini::read(text)?;
    debug_assert!(matches!(root.data, Data::Map(_)));
    Ok(root)
}
