//! One function for each place that text of strangers goes to. Nothing from outside (messages, titles, paths, names,
//! refs, answers of servers) is printed by another way.

use super::lookalike::is_invisible;
use std::borrow::Cow;
use std::fmt::Write as _;

/// For a line of a terminal: line breaks, control characters, bidirectional controls and characters that cannot be
/// seen become visible escapes, so that no text moves the cursor, hides itself or pretends to be another line.
pub fn line(text: &str) -> Cow<'_, str> {
    escaped(text, |c| is_dangerous(c) || c == '\n' || c == '\t')
}

/// For several lines of a terminal: as [`line()`], but line breaks and tabs stay.
pub fn block(text: &str) -> Cow<'_, str> {
    escaped(text, is_dangerous)
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
    fn controls_become_visible() {
        assert_eq!(line("a\x1b[31mb\nc"), "a\\u{1b}[31mb\\nc");
        assert_eq!(line("safe\u{202e}txt.exe"), "safe\\u{202e}txt.exe");
        assert_eq!(block("one\n\ttwo\r"), "one\n\ttwo\\u{d}");
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

    proptest! {
        #[test]
        fn a_line_stays_one_line_without_controls(text in any::<String>()) {
            let shown = line(&text);
            prop_assert!(!shown.chars().any(|c| c.is_control() || is_invisible(c)));
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
