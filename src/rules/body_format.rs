//! # body-format
//!
//! A blank line parts the header from the body.
//!
//! ## Why
//!
//! Git takes everything up to the first blank line for the title. Without it, `git log --oneline`, mails and release
//! notes show half of the body as title.
//!
//! ## Good
//!
//! ```text
//! fix(auth): drop tokens without expiry (#7)
//!
//! They were valid for ever.
//! ```
//!
//! ## Bad
//!
//! ```text
//! fix(auth): drop tokens without expiry (#7)
//! They were valid for ever.
//! ```
//!
//! ## Options
//!
//! - `required`: whether there has to be a body (default `false`).
//!
//! ## Fix
//!
//! Leave the second line empty. `cihook fix --apply` does that where the body starts with a list, a trailer or a new
//! sentence; where the header goes on in line 2, `--suggested` joins both.

use crate::finding::Trust;
use crate::message::{Message, cleanup, wording};
use crate::model::Commit;
use crate::rule::{Configure, Cx, Family, Meta, Rule, page};
use crate::text::{Edit, Span, lines, width};
use crate::words::Words;

crate::options::options! {
    /// Settings of `body-format`.
    pub struct Options {
        /// Whether there has to be a body.
        pub required: bool = false,
    }
}

/// The shape of the body.
pub struct BodyFormat(Options);

impl Configure for BodyFormat {
    const META: Meta = Meta {
        id: "body-format",
        subject: Family::Message,
        summary: Words::new("a blank line separates header and body", "标题与正文之间有空行"),
        page: page!("body_format.rs"),
        chinese: include_str!("zh-CN/body-format.md"),
    };
    type Options = Options;

    fn new(options: Options) -> Self {
        Self(options)
    }
}

impl Rule for BodyFormat {
    fn commit(&self, commit: &Commit<'_>, cx: &mut Cx<'_>) {
        let message = &commit.message;
        if let Some(second) = second_line(message) {
            let finding = cx.report(NO_BLANK_LINE.say()).at(second, BLANK_BEFORE.say()).remedy(INSERT.say());
            match joined(message, second) {
                Some(edits) => finding.fix(Trust::Guess, JOIN.say(), edits),
                None => {
                    let trust = if begins_own(message, second) { Trust::Safe } else { Trust::Guess };
                    finding.fix(trust, INSERT.say(), [Edit::insert(message.header.line.end, "\n")])
                }
            };
        }
        if self.0.required && message.body.is_empty() && !commit.is_merge() {
            cx.report(NO_BODY.say()).remedy(EXPLAIN.say()).asked_by("required");
        }
    }
}

/// The line below the header, where there is one, when it is not blank.
fn second_line(message: &Message<'_>) -> Option<Span> {
    let line = message.header.line;
    let end = (!line.is_empty()).then_some(line.end)?;
    let below = end + lines::first_end(&message.text[end..]) + 1;
    let line = lines::inclusive(message.text.get(below..)?).next()?.trim_end_matches(is_space);
    (!line.is_empty()).then(|| Span::new(below, below + line.len()))
}

/// Joins the second line to a header that runs on in it, where that makes no long line. The words go before what other
/// rules put at the end of the header.
fn joined(message: &Message<'_>, second: Span) -> Option<[Edit; 2]> {
    let header = &message.header;
    let (above, below) = (header.line.of(message.text).trim_end(), second.of(message.text));
    let last = above.chars().next_back()?;
    let is_paragraph = message.text[second.end..].lines().nth(1).is_some_and(|line| !line.trim().is_empty());
    let is_long = width::columns(above) + 1 + width::columns(below) > WIDEST;
    if !runs_on(above, below) || begins_own(message, second) || is_paragraph || is_long {
        return None;
    }
    let gap = if last.is_ascii() && below.starts_with(|c: char| c.is_ascii()) { " " } else { "" };
    let end = header.line.start + above.len();
    Some([
        Edit::replace(Span::new(end - last.len_utf8(), end), format!("{last}{gap}{below}")),
        Edit::remove(Span::new(end, second.end)),
    ])
}

/// Whether a sentence goes on in the line below.
fn runs_on(above: &str, below: &str) -> bool {
    let first = below.chars().next().unwrap_or(' ');
    let is_over = above.ends_with(['.', '!', '?', '。', '！', '？', ':', '：']);
    !is_over && (wording::goes_on(above) || first.is_lowercase() || CONTINUING.contains(&first))
}

/// A header of more columns than this is no better than two lines.
const WIDEST: usize = 72;

/// Signs that no sentence begins with.
const CONTINUING: [char; 10] = [',', ';', ')', ']', '，', '；', '、', '）', '。', '.'];

/// Whether the second line begins something of its own: a sentence, a list, a quotation, a trailer.
fn begins_own(message: &Message<'_>, second: Span) -> bool {
    let (above, line) = (message.header.line.of(message.text), second.of(message.text));
    // A header that ends in its issue is whole.
    let is_whole = message.header.issue_group.is_some() || message.header.loose.is_some();
    let is_sentence = is_whole || (line.starts_with(char::is_uppercase) && !runs_on(above, line));
    let marks = ["- ", "* ", "+ ", "• ", "> ", "#", "```", "(cherry picked from"];
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let is_numbered = (1..=3).contains(&digits) && line[digits..].starts_with(['.', ')', '、', '．']);
    let is_trailer = line.split_once(": ").is_some_and(|(key, _)| {
        key.starts_with(|c: char| c.is_ascii_uppercase())
            && key.contains('-')
            && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    });
    is_sentence || is_numbered || is_trailer || marks.iter().any(|mark| line.starts_with(mark))
}

/// A blank as git knows it: a line of others, as U+3000, is blank to people, and to git it is more of the title.
fn is_space(c: char) -> bool {
    u8::try_from(c).is_ok_and(cleanup::is_space)
}

const NO_BLANK_LINE: Words = Words::new("add a blank line after the first line", "请在第一行之后加一个空行");
const BLANK_BEFORE: Words = Words::new("expected a blank line before this", "此行前应有空行");
const INSERT: Words = Words::new("put a blank line below the header", "请在标题下加一个空行");
const JOIN: Words = Words::new("join the two lines", "请把两行合并为一行");
const NO_BODY: Words = Words::new("the body is missing", "缺少正文");
const EXPLAIN: Words = Words::new("say below the header why the change is made", "请在标题下说明变更的原因");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Subject;
    use crate::model::Around;
    use crate::rules::testing::judge;
    use crate::rules::testing_pr::{commit, sheet_of_commit};

    #[test]
    fn only_what_begins_something_is_parted_without_asking() {
        let fix = |text: &str| {
            let sheet = sheet_of_commit(&BodyFormat(Options::default()), &commit(text), &Around::default());
            let fix = sheet.findings[0].fix.clone().expect("a fix");
            (fix.trust, crate::text::edit::apply(text, &fix.edits))
        };
        let safe = |second: &str| (Trust::Safe, format!("feat: add x\n\n{second}\n"));
        for second in
            ["It was needed.", "- one", "* one", "1. one", "2、二", "Signed-off-by: A <a@b.c>", "> quoted", "#12"]
        {
            assert_eq!(fix(&format!("feat: add x\n{second}\n")), safe(second), "{second}");
        }
        assert_eq!(fix("feat: add x\nand more\n"), (Trust::Guess, "feat: add x and more\n".to_owned()));
        assert_eq!(fix("feat: add x to\r\nWindows\r\n"), (Trust::Guess, "feat: add x to Windows\r\n".to_owned()));
        assert_eq!(fix("feat: 新增登录，\n修复退出\n"), (Trust::Guess, "feat: 新增登录，修复退出\n".to_owned()));
        let long = "and ".repeat(30) + "more";
        assert_eq!(fix(&format!("feat: x\n{long}\n")), (Trust::Guess, format!("feat: x\n\n{long}\n")));
        assert_eq!(fix("feat: add x (#1)\nand more\n"), (Trust::Safe, "feat: add x (#1)\n\nand more\n".to_owned()));
        let lines = "feat: x\nand more\nand more of it\n";
        assert_eq!(fix(lines).0, Trust::Guess, "a paragraph is not joined in part");
        assert_eq!(fix("feat: x\n修复退出\n"), (Trust::Guess, "feat: x\n\n修复退出\n".to_owned()));
    }

    #[test]
    fn a_line_is_blank_when_git_says_so() {
        let found = |text: &str| judge::<BodyFormat>("", Subject::Commit(&commit(text))).findings.len();
        for blank in ["", " ", "\t\r"] {
            assert_eq!(found(&format!("feat: x\n{blank}\nbody\n")), 0, "{blank:?}");
        }
        for line in ["\u{3000}", "\u{a0}", "\u{c}", "\u{85}", "\u{2028}", "\u{200b}", "body"] {
            assert_eq!(found(&format!("feat: x\n{line}\nbody\n")), 1, "{line:?}");
        }
        assert_eq!(found("feat: x"), 0);
        assert_eq!(found("\u{200b}\n\u{200b}"), 0, "without a header nothing stands below it");
    }
}
