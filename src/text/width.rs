//! How many columns a text takes on a screen, as UAX #11 (East Asian Width) counts them.

use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Columns of `text`: East Asian wide characters count two, combining marks none.
pub fn columns(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.width() }
}

/// `text` in at most `limit` columns; what is cut off becomes `…`, never half a character.
pub fn fit(text: &str, limit: usize) -> Cow<'_, str> {
    if columns(text) <= limit {
        return Cow::Borrowed(text);
    }
    let mut kept = String::new();
    let mut used = 1; // the ellipsis
    for grapheme in text.graphemes(true) {
        used += columns(grapheme);
        if used > limit {
            break;
        }
        kept.push_str(grapheme);
    }
    kept.push('…');
    Cow::Owned(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_count_two() {
        assert_eq!(columns("feat: 新增"), 10);
        assert_eq!(columns("e\u{301}"), 1);
    }

    #[test]
    fn cutting_keeps_whole_characters() {
        assert_eq!(fit("短", 2), "短");
        assert_eq!(fit("新增登录", 5), "新增…");
        assert_eq!(fit("abcdef", 4), "abc…");
    }
}
