//! Issues that a message words: `, fixes #12` and `(issue 12)` at the end of a description, `Closes #12` and `Refs: #12` in
//! the text below. Any other number is prose, as in `follows #31`.

use super::Message;
use super::issue::{self, Form};
use crate::text::lookalike::{folded, is_blank};

/// The keywords of GitHub ("Linking a pull request to an issue").
const KEYWORDS: [&str; 9] = ["close", "closes", "closed", "fix", "fixes", "fixed", "resolve", "resolves", "resolved"];

/// Words that a number belongs to as much as to the sentence: behind them it is a part of it.
const JOINING: [&str; 44] = [
    "to", "of", "in", "from", "as", "see", "for", "with", "and", "or", "by", "on", "at", "after", "before", "than",
    "like", "into", "via", "per", "about", "since", "until", "over", "under", "vs", "follow", "follows", "requires",
    "needs", "between", "against", "the", "a", "an", "this", "that", "is", "not", "without", "见", "参见", "和", "与",
];

/// Words that point to an issue, and say no more in brackets of their own: `(see #12)`.
const POINTING: [&str; 3] = ["see", "见", "参见"];

/// Whether a word closes the issue behind it.
pub fn is_keyword(word: &str) -> bool {
    KEYWORDS.iter().any(|keyword| word.trim_end_matches(':').eq_ignore_ascii_case(keyword))
}

/// Whether the sentence goes on behind this word: a preposition, an article, a comma.
pub fn goes_on(text: &str) -> bool {
    let text = text.trim_end_matches(is_blank);
    let word = text.rsplit(|c: char| is_blank(c) || "()[]".contains(folded(c))).next().unwrap_or_default();
    JOINING.iter().any(|joining| joining.eq_ignore_ascii_case(word)) || text.ends_with([',', '，', '、', '&', '+', '/'])
}

/// A longer description was written by no person. In bytes.
const LONGEST: usize = 4096;

/// References that end a description together with the words that say what they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worded {
    /// Where they begin, with the comma and the blanks before them.
    pub start: usize,
    /// In the order in which they stand, in their plain form.
    pub issues: Vec<String>,
    /// For those behind a keyword, the line that closes them as well: `Fixes #12`.
    pub closing: Vec<String>,
}

impl Worded {
    /// Reads the end of a description.
    pub fn at_end(text: &str, forms: &[Form]) -> Option<Self> {
        if text.len() > LONGEST {
            return None;
        }
        let content = text.trim_end_matches(|c| is_blank(c) || matches!(c, '.' | '。'));
        let bracket = content.chars().next_back().filter(|&c| matches!(folded(c), ')' | ']'));
        let Some(bracket) = bracket else {
            return Self::read(content, 0, false, forms).filter(|worded| worded.is_apart(text));
        };
        let opening = if folded(bracket) == ')' { '(' } else { '[' };
        let inner_end = content.len() - bracket.len_utf8();
        let (open, c) = content[..inner_end].char_indices().rev().find(|&(_, c)| folded(c) == opening)?;
        let inner_start = open + c.len_utf8();
        let inner = &content[inner_start..inner_end];
        let read = Self::read(inner, inner_start, true, forms)?;
        let is_all = inner[..read.start - inner_start].trim_matches(is_blank).is_empty();
        let start = without_separator(&content[..open]);
        is_all.then_some(Self { start, ..read }).filter(|worded| worded.is_apart(text))
    }

    /// Whether something is said without them, and is a sentence of its own.
    fn is_apart(&self, text: &str) -> bool {
        let said = &text[..self.start];
        said.contains(char::is_alphanumeric) && !goes_on(said)
    }

    fn read(text: &str, offset: usize, in_brackets: bool, forms: &[Form]) -> Option<Self> {
        let mut found = Self { start: text.len(), issues: Vec::new(), closing: Vec::new() };
        while let Some((start, issues, keyword)) = group(&text[..found.start], in_brackets, forms) {
            if let Some(keyword) = keyword {
                found.closing.insert(0, format!("{} {}", capitalized(keyword), issues.join(", ")));
            }
            found.issues.splice(0..0, issues);
            found.start = without_separator(&text[..start]);
        }
        (!found.issues.is_empty()).then_some(Self { start: offset + found.start, ..found })
    }
}

/// The last words of `text` where they are references behind a keyword or `issue`, in brackets also behind `see`: where they begin, the references, and
/// the keyword where there is one.
fn group<'t>(text: &'t str, in_brackets: bool, forms: &[Form]) -> Option<(usize, Vec<String>, Option<&'t str>)> {
    let mut rest = text;
    let mut issues: Vec<String> = Vec::new();
    let mut is_named = true;
    while let Some((before, word)) = last_word(rest) {
        let item = word.trim_end_matches([',', ';', '，']);
        if let Some(issue) = issue::reference(item, forms) {
            issues.insert(0, issue.into_owned());
        } else if let Some(issue) = issue::of_number(item, forms) {
            is_named = false;
            issues.insert(0, issue);
        } else if issues.is_empty() || !matches!(word, "and" | "&" | "和") {
            break;
        }
        rest = before;
    }
    let (mut before, mut word) = last_word(rest).filter(|_| !issues.is_empty())?;
    let mut start = before.len();
    let is_issue =
        |word: &str| ["issue", "issues"].iter().any(|known| word.trim_end_matches(':').eq_ignore_ascii_case(known));
    let points = in_brackets && is_named && POINTING.iter().any(|known| word.eq_ignore_ascii_case(known));
    let names_issue = is_issue(word);
    if names_issue && let Some((further, earlier)) = last_word(before).filter(|(_, earlier)| is_keyword(earlier)) {
        (before, word) = (further, earlier);
        start = before.len();
    }
    let keyword = is_keyword(word).then(|| word.trim_end_matches(':'));
    let start = start + (text[start..].len() - text[start..].trim_start_matches(is_blank).len());
    (names_issue || points || (is_named && keyword.is_some())).then_some((start, issues, keyword))
}

/// The last word of a text, and what stands before it.
fn last_word(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_end_matches(is_blank);
    let start = text.char_indices().rev().find(|&(_, c)| is_blank(c)).map_or(0, |(at, c)| at + c.len_utf8());
    (!text.is_empty()).then(|| text.split_at(start))
}

/// The length of a text without what only parts it from what follows.
fn without_separator(text: &str) -> usize {
    text.trim_end_matches(|c| is_blank(c) || matches!(c, ',' | ';' | '-' | '–' | '—' | '，' | '；' | '.' | '。')).len()
}

fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + chars.as_str())
}

/// The issues that the text below the header names: in trailers that say nothing else, and behind keywords.
pub fn below(message: &Message<'_>, forms: &[Form]) -> Vec<String> {
    let mut issues = Vec::new();
    let body = message.body.of(message.text);
    let mut is_closed = false;
    for word in body.split_whitespace() {
        let item = word.trim_end_matches([',', ';', '.', '。', ')']);
        match issue::reference(item, forms) {
            Some(issue) if is_closed => issues.push(issue.into_owned()),
            _ => is_closed = is_keyword(word.trim_start_matches(['(', '*', '-', '"'])),
        }
    }
    for trailer in &message.trailers.list {
        let all: Option<Vec<_>> = trailer
            .value
            .split(|c: char| is_blank(c) || c == ',')
            .filter(|item| !item.is_empty())
            .map(|item| issue::reference(item, forms))
            .collect();
        issues.extend(all.into_iter().flatten().map(std::borrow::Cow::into_owned));
    }
    let mut seen = std::collections::HashSet::new();
    issues.retain(|issue| seen.insert(issue.clone()));
    issues
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::issue::default_forms;

    fn at_end(text: &str) -> Option<(&str, String, String)> {
        let worded = Worded::at_end(text, &default_forms())?;
        Some((&text[..worded.start], worded.issues.join(" "), worded.closing.join("|")))
    }

    #[test]
    fn worded_references_end_a_description() {
        for (text, said, issues, closing) in [
            ("add x fixes #12", "add x", "#12", "Fixes #12"),
            ("add x, closes: #12.", "add x", "#12", "Closes #12"),
            ("add x (fixes #12)", "add x", "#12", "Fixes #12"),
            ("add x (closes #1, closes #2)", "add x", "#1 #2", "Closes #1|Closes #2"),
            ("add x - resolves #1 and #2", "add x", "#1 #2", "Resolves #1, #2"),
            ("add x, fix issue 12", "add x", "#12", "Fix #12"),
            ("add x issue 12", "add x", "#12", ""),
            ("add x (issue #12)", "add x", "#12", ""),
            ("新增登录（fixes #12）", "新增登录", "#12", "Fixes #12"),
        ] {
            assert_eq!(at_end(text), Some((said, issues.to_owned(), closing.to_owned())), "{text}");
        }
    }

    #[test]
    fn a_sentence_that_needs_its_number_keeps_it() {
        for text in ["same as in issue 12", "see #12", "fixes #12", "add x #12", "up to 12", "fix 12", "(#12)", ""] {
            assert_eq!(at_end(text), None, "{text}");
        }
        let told = at_end("add x (see #12)").map(|(said, ..)| said);
        assert_eq!(told, Some("add x"), "a remark in brackets does not need it");
    }

    #[test]
    fn below_the_header_only_trailers_and_keywords_name_issues() {
        let issues = |text: &str| below(&Message::parse(text, &default_forms()), &default_forms()).join(" ");
        assert_eq!(issues("x\n\nFixes #12, #13.\n"), "#12 #13");
        assert_eq!(issues("x\n\nIt (closes #12) follows #31.\n"), "#12");
        assert_eq!(issues("x\n\nRefs: #12\nCloses: o/r#3, #12\n"), "#12 o/r#3");
        assert_eq!(issues("x\n\nfollows #31\n\nFixes: 12ab (\"y #4\")\n"), "");
    }
}
