//! What people put before a header: signs, bullets, quotes and emoji, `[WIP]`, `1.`, the number of an issue.

use super::emoji;
use crate::message::issue::{self, Form};
use crate::text::lookalike::{self, folded, is_blank};

/// What stands before the first word of a header.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lead {
    /// How long it is, with the blanks behind it.
    pub length: usize,
    /// Whether it says something in letters or digits, beside the numbers of issues.
    pub is_said: bool,
    /// The issues, in their plain form.
    pub issues: Vec<String>,
    /// The type that an emoji stands for.
    pub kind: Option<&'static str>,
    /// What closes a quotation that is opened here.
    pub closing: Option<char>,
}

/// Markers of work that is not done.
const MARKERS: [&str; 2] = ["wip", "draft"];

impl Lead {
    /// Reads `text` from its start; `None` where nothing stands before the first word.
    pub fn of(text: &str, forms: &[Form]) -> Option<Self> {
        let mut lead = Self::default();
        while let Some(length) = lead.next(&text[lead.length..], forms) {
            let behind = &text[lead.length + length..];
            lead.length = text.len() - behind.trim_start_matches(is_blank).len();
        }
        (lead.length > 0 && lead.length < text.len()).then_some(lead)
    }

    /// The length of the next piece.
    fn next(&mut self, rest: &str, forms: &[Form]) -> Option<usize> {
        self.code(rest)
            .or_else(|| self.bracketed(rest, forms))
            .or_else(|| self.marker(rest))
            .or_else(|| self.ordinal(rest))
            .or_else(|| self.issue(rest, forms))
            .or_else(|| self.sign(rest))
    }

    /// `:memo:`.
    fn code(&mut self, rest: &str) -> Option<usize> {
        let inner = rest.strip_prefix(':')?;
        let end = inner.find(|c: char| !c.is_ascii_alphanumeric() && !"_+-".contains(c))?;
        if end == 0 || !inner[end..].starts_with(':') {
            return None;
        }
        self.kind = self.kind.or_else(|| emoji::type_of_code(&inner[..end]));
        self.is_said = true;
        Some(end + 2)
    }

    /// `[WIP]`, `(#12)`.
    fn bracketed(&mut self, rest: &str, forms: &[Form]) -> Option<usize> {
        let open = rest.chars().next()?;
        let closing = match folded(open) {
            '[' => ']',
            '(' => ')',
            _ => return None,
        };
        let inner = &rest[open.len_utf8()..];
        let (end, close) = inner.char_indices().find(|&(_, c)| folded(c) == closing)?;
        let said = inner[..end].trim_matches(is_blank);
        if is_marker(said) {
            self.is_said = true;
        } else {
            self.issues.push(issue::reference(said, forms)?.into_owned());
        }
        let length = open.len_utf8() + end + close.len_utf8();
        Some(length + separator(&rest[length..]))
    }

    /// `WIP: `, `Draft `.
    fn marker(&mut self, rest: &str) -> Option<usize> {
        let end = rest.find(|c: char| !c.is_ascii_alphabetic())?;
        let behind = &rest[end..];
        let is_parted = behind.starts_with(|c| is_blank(c) || folded(c) == ':');
        if !is_marker(&rest[..end]) || !is_parted {
            return None;
        }
        self.is_said = true;
        Some(end + separator(behind))
    }

    /// `1. `, `2) `, `3、`.
    fn ordinal(&mut self, rest: &str) -> Option<usize> {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).filter(|digits| (1..=3).contains(digits))?;
        let sign = rest[digits..].chars().next().filter(|&c| matches!(c, '.' | ')' | '、' | '．' | '）'))?;
        let behind = &rest[digits + sign.len_utf8()..];
        if sign.is_ascii() && !behind.starts_with(is_blank) {
            return None;
        }
        self.is_said = true;
        Some(digits + sign.len_utf8())
    }

    /// `#12: `, `GH-12 - `, `issue #12: `.
    fn issue(&mut self, rest: &str, forms: &[Form]) -> Option<usize> {
        let (start, is_named) = named_issue(rest);
        let item = &rest[start..];
        let end = item.find(|c: char| is_blank(c) || folded(c) == ':').unwrap_or(item.len());
        let written = &item[..end];
        let issue = match issue::reference(written, forms) {
            Some(issue) => issue.into_owned(),
            None if is_named => issue::of_number(written, forms)?,
            None => return None,
        };
        let separator = separator(&item[end..]);
        if is_named && separator == 0 {
            return None;
        }
        self.issues.push(issue);
        Some(start + end + separator)
    }

    /// A sign that is no part of a word: a bullet, a quote, an emoji.
    fn sign(&mut self, rest: &str) -> Option<usize> {
        let c = rest.chars().next()?;
        // What could not be read may have been a letter.
        let is_readable = c != char::REPLACEMENT_CHARACTER && !lookalike::has_no_place(c);
        if !is_readable || c.is_alphanumeric() || is_blank(c) || "([:#<@$".contains(folded(c)) {
            return None;
        }
        self.kind = self.kind.or_else(|| emoji::type_of(c));
        self.closing = self.closing.or_else(|| closing_of(c));
        Some(c.len_utf8())
    }
}

fn is_marker(word: &str) -> bool {
    MARKERS.iter().any(|marker| marker.eq_ignore_ascii_case(word))
}

/// How long `issue `, `Issue: ` is before the number of one; whether it is there.
fn named_issue(rest: &str) -> (usize, bool) {
    let Some(behind) = rest.get(..5).filter(|word| word.eq_ignore_ascii_case("issue")).map(|word| &rest[word.len()..])
    else {
        return (0, false);
    };
    let number = behind.trim_start_matches(is_blank);
    if number.len() == behind.len() { (0, false) } else { (rest.len() - number.len(), true) }
}

/// The length of `:`, ` -` or ` –` and of the blanks around it.
pub fn separator(text: &str) -> usize {
    let behind = text.trim_start_matches(is_blank);
    let Some(sign) = behind.chars().next() else { return 0 };
    let after = &behind[sign.len_utf8()..];
    let is_dash = matches!(sign, '-' | '–' | '—' | '|') && behind.len() < text.len() && after.starts_with(is_blank);
    if folded(sign) == ':' || is_dash { text.len() - after.len() } else { 0 }
}

/// The sign that ends a quotation.
const fn closing_of(opening: char) -> Option<char> {
    match opening {
        '"' => Some(opening),
        '“' => Some('”'),
        '‘' => Some('’'),
        '「' => Some('」'),
        '『' => Some('』'),
        '《' => Some('》'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lead(text: &str) -> Option<(&str, bool, String)> {
        Lead::of(text, &issue::default_forms()).map(|lead| (&text[lead.length..], lead.is_said, lead.issues.join(" ")))
    }

    #[test]
    fn signs_alone_say_nothing() {
        for text in [
            "- fix: x",
            "* fix: x",
            "• fix: x",
            "\"fix: x",
            "“fix: x",
            "✨ fix: x",
            "🐛fix: x",
            "> - fix: x",
            "⚡\u{fe0f} fix: x",
        ] {
            assert_eq!(lead(text), Some(("fix: x", false, String::new())), "{text}");
        }
    }

    #[test]
    fn markers_numbers_of_lists_and_codes_are_said() {
        for text in [
            "[WIP] fix: x",
            "WIP: fix: x",
            "wip fix: x",
            "(Draft) fix: x",
            "【WIP】fix: x",
            "1. fix: x",
            "2) fix: x",
            "3、fix: x",
            ":bug: fix: x",
        ] {
            assert_eq!(lead(text), Some(("fix: x", true, String::new())), "{text}");
        }
    }

    #[test]
    fn issues_are_read_in_every_form() {
        for text in [
            "#12 fix: x",
            "#12: fix: x",
            "[#12] fix: x",
            "(#12) fix: x",
            "（＃12）fix: x",
            "#12 - fix: x",
            "Issue 12: fix: x",
            "issue #12 - fix: x",
        ] {
            assert_eq!(lead(text), Some(("fix: x", false, "#12".to_owned())), "{text}");
        }
        assert_eq!(lead("GH-12: fix: x"), Some(("fix: x", false, "GH-12".to_owned())));
    }

    #[test]
    fn words_are_no_lead() {
        for text in [
            "fix: x",
            "12 monkeys",
            "1.5 is out",
            "wipe it",
            "\u{fffd} fix: x",
            "[api] x",
            "issue of x",
            "issue 12 is odd",
            "(x) y",
            ":edit it",
            "#12",
            "",
        ] {
            assert_eq!(lead(text), None, "{text}");
        }
    }
}
