//! Regular expressions of a policy. They are the policy's own business: cihook reads its grammar without any.

use super::setting::text_of;
use super::tree::Node;
use super::{Mistake, Setting, quoted};
use crate::words::{Sentence, Words};
use regex::{Regex, RegexBuilder};
use serde_json::{Value, json};
use std::sync::OnceLock;

/// A regular expression that has to match a whole text, compiled when it is first asked.
#[derive(Clone, Debug)]
pub struct Pattern {
    source: String,
    regex: OnceLock<Option<Regex>>,
}

/// What a compiled expression may take, in bytes; the `regex` crate gives up above it.
const SIZE_LIMIT: usize = 8 << 20;

/// Longer expressions, and those that count repetitions, are compiled at once to see whether they fit.
const SURELY_SMALL: usize = 128;

impl Pattern {
    fn new(source: &str) -> Result<Self, Sentence> {
        let pattern = Self { source: source.to_owned(), regex: OnceLock::new() };
        regex_syntax::parse(source).map_err(|error| of_syntax(source, &error))?;
        if source.len() > SURELY_SMALL || source.contains('{') {
            let regex = compile(source).map_err(|error| reason(&error))?;
            let _ = pattern.regex.set(Some(regex));
        }
        Ok(pattern)
    }

    /// As it stands in the policy.
    pub fn as_str(&self) -> &str {
        &self.source
    }

    /// Whether it matches the whole of `text`.
    pub fn matches(&self, text: &str) -> bool {
        self.regex.get_or_init(|| compile(&self.source).ok()).as_ref().is_some_and(|regex| regex.is_match(text))
    }
}

fn compile(source: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(&anchored(source)).size_limit(SIZE_LIMIT).dfa_size_limit(SIZE_LIMIT).build()
}

fn anchored(source: &str) -> String {
    format!("^(?:{source})$")
}

fn reason(error: &regex::Error) -> Sentence {
    match error {
        regex::Error::CompiledTooBig(limit) => TOO_BIG.with([(*limit).into()]),
        other => NOT_COMPILED.with([last_line(&other.to_string()).into()]),
    }
}

/// What is wrong, and at which character of the expression.
fn of_syntax(source: &str, error: &regex_syntax::Error) -> Sentence {
    let start = match error {
        regex_syntax::Error::Parse(error) => error.span().start.offset,
        regex_syntax::Error::Translate(error) => error.span().start.offset,
        _ => 0,
    };
    let character = source.get(..start).map_or(0, |before| before.chars().count()) + 1;
    AT.with([last_line(&error.to_string()).into(), character.into()])
}

/// The parser of regular expressions draws a picture first and says what is wrong in its last line.
fn last_line(text: &str) -> String {
    text.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned()
}

const TEXT: Words = Words::new("a regular expression", "正则表达式");
const AT: Words = Words::new("{0} (character {1} of it)", "{0}（其第 {1} 个字符）");
const TOO_BIG: Words = Words::new("it would take more than {0} bytes", "需要超过 {0} 字节");
const NOT_COMPILED: Words = Words::new("{0}", "{0}");
const BROKEN: Words = Words::new("this regular expression cannot be used: {0}", "该正则表达式无法使用：{0}");

impl Setting for Pattern {
    fn read(node: &Node, mistakes: &mut Vec<Mistake>) -> Option<Self> {
        let source = text_of(node, &TEXT, mistakes)?;
        match Self::new(source) {
            Ok(pattern) => Some(pattern),
            Err(why) => {
                mistakes.push(Mistake::at(node.place, BROKEN.with([why.into()])));
                None
            }
        }
    }

    fn schema() -> Value {
        json!({ "type": "string", "format": "regex" })
    }

    fn toml(&self) -> String {
        quoted(&self.source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;

    #[test]
    fn patterns_match_whole_texts() {
        let pattern = Pattern::new("a|b").expect("a pattern");
        assert!(pattern.matches("a") && pattern.matches("b"));
        assert!(!pattern.matches("ab"));
    }

    #[test]
    fn broken_and_huge_patterns_are_refused_when_they_are_read() {
        let why = |source: &str| Pattern::new(source).err().map(|why| why.plain(Lang::En));
        assert_eq!(why("a(").as_deref(), Some("unclosed group (character 2 of it)"));
        assert!(Pattern::new("(a{1000}){1000}").is_err());
        assert!(Pattern::new(&"(".repeat(10_000)).is_err());
    }
}
