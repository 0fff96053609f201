//! One function for each place that text of strangers goes to. Nothing from outside (messages, titles, paths, names,
//! refs, answers of servers) is printed by another way.

use super::lookalike::is_invisible;
use bstr::ByteSlice;
use std::borrow::Cow;
use std::fmt::Write as _;

/// For a line of a terminal: line breaks, control characters, bidirectional controls and characters that cannot be
/// seen become visible escapes, so that no text moves the cursor, hides itself or pretends to be another line.
///
/// What a terminal shows may be a runner's log as well, where `##[` starts a command anywhere in a line: a blank parts it.
pub fn line(text: &str) -> Cow<'_, str> {
    let shown = escaped(text, |c| is_dangerous(c) || c == '\n' || c == '\t');
    if shown.contains("##[") { Cow::Owned(shown.replace("##[", "## [")) } else { shown }
}

/// For several lines of a terminal: as [`line()`], but line breaks and tabs stay.
pub fn block(text: &str) -> Cow<'_, str> {
    escaped(text, is_dangerous)
}

/// For what a workflow command of GitHub's runner says: `::error::HERE`.
///
/// The runner takes a line for a command that starts with `::`, and an older form, `##[`, anywhere in a line: with line
/// breaks encoded nothing of the text starts a line, and a blank parts the marks of the older form.
pub fn workflow_data(text: &str) -> String {
    block(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A").replace("##[", "## [")
}

/// For the value of a property of such a command: `::error title=HERE::…`.
pub fn workflow_property(text: &str) -> String {
    workflow_data(text).replace(':', "%3A").replace(',', "%2C")
}

/// For a line of Markdown as GitHub shows it: as code, in which nothing is a mention, a link, an emphasis or HTML. Words
/// of plain letters and digits stay words.
pub fn markdown(text: &str) -> Cow<'_, str> {
    let is_plain = |word: &str| word.chars().all(char::is_alphanumeric) && !is_like_id(word);
    if !text.trim().is_empty() && text.split(' ').all(is_plain) {
        return Cow::Borrowed(text);
    }
    markdown_code(text).into()
}

/// For a sentence of the policy within Markdown: its links work and its words are words; what could be a mention, an
/// image, an emphasis or HTML is code.
pub fn markdown_prose(text: &str) -> String {
    let is_word = |c: char| c.is_alphanumeric() || ",.;:!?'\"()“”‘’，。！？；：、（）《》—–…-/+%=&".contains(c);
    let show = |word: &str| match link_of(word) {
        Some((before, link, behind)) => format!("{before}<{link}>{behind}"),
        None if word.chars().all(is_word) && !is_like_id(word) => word.replace('&', "&amp;"),
        None => markdown_code(word),
    };
    text.split_whitespace().map(show).collect::<Vec<_>>().join(" ")
}

/// The web address in a word, and the punctuation before and after it.
fn link_of(word: &str) -> Option<(&str, &str, &str)> {
    let is_punctuation = |c: char| ",.;:!?'\"()“”，。！？；：、（）《》".contains(c);
    let start = word.find("https://")?;
    let link = word[start..].trim_end_matches(is_punctuation);
    let (before, behind) = (&word[..start], &word[start + link.len()..]);
    let is_safe = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#&=+,;%".contains(c);
    let is_link = link.len() > "https://".len() && link.chars().all(is_safe);
    // Words of a language without blanks may stand before and after it.
    let is_prose = |text: &str| text.chars().all(|c| c.is_alphanumeric() || is_punctuation(c));
    (is_link && is_prose(before) && is_prose(behind)).then_some((before, link, behind))
}

/// For a piece of code within a line of Markdown. No text ends it: its marks are longer than any in it.
pub fn markdown_code(text: &str) -> String {
    let text = line(text);
    let marks = "`".repeat(longest_run(&text, '`') + 1);
    let is_bare = !text.starts_with(['`', ' ']) && !text.ends_with(['`', ' ']) && !text.is_empty();
    let pad = if is_bare { "" } else { " " };
    format!("{marks}{pad}{text}{pad}{marks}")
}

/// For a block of code in Markdown. No line of the text ends it: its fence is longer than any run of backquotes in it.
pub fn markdown_block(text: &str) -> String {
    let text = block(text);
    let fence = "`".repeat(longest_run(&text, '`').max(2) + 1);
    format!("{fence}text\n{}\n{fence}\n", text.trim_end_matches('\n'))
}

/// For the text of an XML element or the value of an attribute; what XML 1.0 cannot hold becomes visible.
pub fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in block(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            '\u{fffe}' | '\u{ffff}' => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            // A runner's log may be where it is read: no order of either form (`::name`, `##[name]`) stands in it.
            ':' if out.ends_with(':') => out.push_str("&#58;"),
            '[' if out.ends_with("##") => out.push_str("&#91;"),
            c => out.push(c),
        }
    }
    out
}

/// For a message of SARIF, in which `[text](target)` is a link (3.11.6 of the standard).
pub fn sarif(text: &str) -> String {
    block(text).replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
}

/// For a relative reference of a URI: every byte but letters, digits, `-._~` and `/` is encoded.
pub fn uri_path(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len()), |mut out, &byte| {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

/// Whether GitHub could take a word for the id of a commit.
fn is_like_id(word: &str) -> bool {
    word.len() >= 7 && word.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn longest_run(text: &str, of: char) -> usize {
    text.split(|c| c != of).map(str::len).max().unwrap_or(0)
}

/// One word of a POSIX shell command line that a person may paste: quoted unless it is plain.
///
/// Characters that a terminal could not show are refused by putting them in `$'…'` escapes, which bash, zsh and ksh
/// read.
pub fn shell_word(text: &str) -> Cow<'_, str> {
    let plain =
        |c: char| c.is_ascii_alphanumeric() || "-_./:=@%+,^~".contains(c) || (!c.is_ascii() && c.is_alphanumeric());
    if !text.is_empty() && !text.starts_with('~') && text.chars().all(plain) {
        return Cow::Borrowed(text);
    }
    if text.chars().any(|c| is_dangerous(c) || c == '\n' || c == '\t') {
        let mut quoted = String::from("$'");
        for c in text.chars() {
            match c {
                '\'' | '\\' => quoted.extend(['\\', c]),
                '\n' => quoted.push_str("\\n"),
                '\t' => quoted.push_str("\\t"),
                c if is_dangerous(c) => c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| {
                    let _ = write!(quoted, "\\x{byte:02x}");
                }),
                c => quoted.push(c),
            }
        }
        quoted.push('\'');
        return Cow::Owned(quoted);
    }
    Cow::Owned(format!("'{}'", text.replace('\'', r"'\''")))
}

/// Bytes as one quoted word of a POSIX shell script that nobody reads: a path may be no text.
pub fn shell_quoted(bytes: &[u8]) -> Vec<u8> {
    [b"'", ByteSlice::replace(bytes, "'", r"'\''").as_slice(), b"'"].concat()
}

/// A path as one word of a POSIX shell command line: as [`shell_word`], but also where it is not text, and in a form that
/// every shell reads.
pub fn shell_path(path: &[u8]) -> Cow<'_, str> {
    let is_shown = |text: &&str| !text.chars().any(|c| is_dangerous(c) || c == '\n' || c == '\t');
    if let Some(text) = std::str::from_utf8(path).ok().filter(is_shown) {
        return shell_word(text);
    }
    let mut quoted = String::from("\"$(printf %b '");
    for &byte in path {
        if byte.is_ascii_alphanumeric() || b"-_./ ".contains(&byte) {
            quoted.push(char::from(byte));
        } else {
            let _ = write!(quoted, "\\0{byte:03o}");
        }
    }
    quoted.push_str("')\"");
    Cow::Owned(quoted)
}

/// JSON in which nothing turns the direction of what follows or is not seen at all: people read it, in logs and in editors.
/// Within JSON such characters stand in texts only, where `\uXXXX` means the same (RFC 8259, section 7).
pub fn json(text: &str) -> Cow<'_, str> {
    let shown = directed(text);
    if shown.contains("##[") { Cow::Owned(shown.replace("##[", "#\\u0023[")) } else { shown }
}

/// JSON in which nothing turns the direction of what follows.
fn directed(text: &str) -> Cow<'_, str> {
    let is_unwanted = |c: char| !c.is_ascii() && is_dangerous(c);
    if text.is_ascii() || !text.contains(is_unwanted) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match is_unwanted(c) {
            true => c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| {
                let _ = write!(shown, "\\u{unit:04x}");
            }),
            false => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

/// Controls and what cannot be seen, except line break and tab.
fn is_dangerous(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t') || is_invisible(c) || matches!(c, '\u{2028}' | '\u{2029}')
}

fn escaped(text: &str, unwanted: impl Fn(char) -> bool) -> Cow<'_, str> {
    let plain = |byte: u8| (0x20..0x7f).contains(&byte);
    if text.bytes().all(plain) || !text.contains(&unwanted) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            c if !unwanted(c) => shown.push(c),
            '\n' => shown.push_str("\\n"),
            '\t' => shown.push_str("\\t"),
            c => {
                let _ = write!(shown, "\\u{{{:x}}}", u32::from(c));
            }
        }
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sentences_of_a_policy_link_and_do_nothing_else() {
        let shown = |text| markdown_prose(text);
        assert_eq!(shown("Ask us: https://example.org/a_b?x=1."), "Ask us: <https://example.org/a_b?x=1>.");
        assert_eq!(shown("说明见https://example.org/a。"), "说明见<https://example.org/a>。");
        assert_eq!(shown("ask @team <b> *now* #12"), "ask `@team` `<b>` `*now*` `#12`");
        assert_eq!(shown("![x](https://example.org/x)"), "`![x](https://example.org/x)`");
    }

    #[test]
    fn controls_become_visible() {
        assert_eq!(line("a\x1b[31mb\nc"), "a\\u{1b}[31mb\\nc");
        assert_eq!(line("safe\u{202e}txt.exe"), "safe\\u{202e}txt.exe");
        assert_eq!(block("one\n\ttwo\r"), "one\n\ttwo\\u{d}");
    }

    #[test]
    fn reports_on_a_log_hold_no_orders_and_stay_what_they_say() {
        let text = "{\"a\":\"\\\\##[error]x\"}";
        assert!(!json(text).contains("##["));
        assert_eq!(serde_json::from_str::<serde_json::Value>(&json(text)).expect("JSON")["a"], "\\##[error]x");
        assert_eq!(xml("::a ##[b]"), ":&#58;a ##&#91;b]");
    }

    #[test]
    fn shell_words_are_quoted_only_where_needed() {
        assert_eq!(shell_word("feat/42-login"), "feat/42-login");
        assert_eq!(shell_word("大文件.bin"), "大文件.bin");
        assert_eq!(shell_word("it's; rm -rf $HOME"), r"'it'\''s; rm -rf $HOME'");
        assert_eq!(shell_word("~root"), "'~root'");
        assert_eq!(shell_word(""), "''");
        assert_eq!(shell_word("a\x1b'"), r"$'a\x1b\''");
    }

    #[test]
    fn shell_paths_need_not_be_text() {
        assert_eq!(shell_path("大 文件".as_bytes()), "'大 文件'");
        assert_eq!(shell_path(b"a\nb\xff'"), r#""$(printf %b 'a\0012b\0377\0047')""#);
    }

    proptest! {
        #[test]
        fn a_line_stays_one_line_without_controls(text in any::<String>()) {
            let shown = line(&text);
            prop_assert!(!shown.chars().any(|c| c.is_control() || is_invisible(c)));
        }

        #[test]
        fn no_text_starts_a_workflow_command(text in "([#\\[\\]:%,a \r\n]|.)*") {
            let data = workflow_data(&text);
            prop_assert!(!data.contains(['\n', '\r']) && !data.contains("##["));
            let property = workflow_property(&text);
            prop_assert!(!property.contains([':', ',', '\n', '\r']) && !property.contains("##["));
            let line = line(&text);
            prop_assert!(!line.contains(['\n', '\r']) && !line.contains("##["));
        }

        #[test]
        fn a_runner_reads_back_what_it_was_told(text in "[a-z%:,\n]*") {
            let read = |told: &str| {
                told.replace("%3A", ":").replace("%2C", ",").replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
            };
            prop_assert_eq!(read(&workflow_property(&text)), text.clone());
        }

        #[test]
        fn no_text_ends_a_piece_of_code(text in "([`|<@#\\-!\n ]|.)*") {
            let code = markdown_code(&text);
            let marks = code.len() - code.trim_start_matches('`').len();
            prop_assert!(code[marks..code.len() - marks].split(|c| c != '`').all(|run| run.len() < marks));
            prop_assert!(!code.contains('\n'));
            let block = markdown_block(&text);
            let fence = block.len() - block.trim_start_matches('`').len();
            let inside = &block[fence..block.len() - fence - 1];
            prop_assert!(inside.split(|c| c != '`').all(|run| run.len() < fence));
        }

        #[test]
        fn nothing_but_plain_words_is_outside_of_code(text in any::<String>()) {
            let shown = markdown(&text);
            let is_code = shown.starts_with('`') && shown.ends_with('`');
            prop_assert!(is_code || shown.chars().all(|c| c == ' ' || c.is_alphanumeric()));
        }

        #[test]
        fn no_text_is_a_link_of_sarif(text in "[\\[\\]()\\\\a]*") {
            let shown = sarif(&text);
            let bare = shown.replace("\\\\", "");
            prop_assert_eq!(bare.matches(['[', ']']).count(), bare.matches("\\[").count() + bare.matches("\\]").count());
        }

        #[test]
        fn xml_holds_no_mark_of_its_own(text in any::<String>()) {
            let shown = xml(&text);
            prop_assert!(!shown.contains(['<', '>', '"', '\'']) && !shown.chars().any(char::is_control));
        }

        #[test]
        fn a_shell_reads_back_what_was_quoted(text in "[^\0\u{0}]*") {
            let quoted = shell_word(&text);
            prop_assert!(!quoted.chars().any(|c| c.is_control() || is_invisible(c)));
            if !quoted.starts_with("$'") {
                prop_assert_eq!(unquote(&quoted), text);
            }
        }
    }

    /// What a POSIX shell makes of a word in single quotes or without any.
    fn unquote(word: &str) -> String {
        let mut plain = String::new();
        let mut chars = word.chars();
        let mut quoted = false;
        while let Some(c) = chars.next() {
            match c {
                '\'' => quoted = !quoted,
                '\\' if !quoted => plain.extend(chars.next()),
                c => plain.push(c),
            }
        }
        plain
    }
}
