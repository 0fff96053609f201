//! Characters that are taken for others: full-width punctuation typed with an input method on, blanks that are no
//! space, and characters that cannot be seen at all.

/// The ASCII character that `c` was meant to be where the grammar wants ASCII; `None` for all other characters.
///
/// Covers the full-width forms of U+FF01 to U+FF5E, CJK brackets and the blanks that input methods and word
/// processors produce.
pub fn ascii(c: char) -> Option<char> {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0),
        '\u{fe55}' | '\u{fe13}' | '\u{2236}' | '\u{a789}' => Some(':'),
        '\u{fe59}' => Some('('),
        '\u{fe5a}' => Some(')'),
        '\u{fe57}' => Some('!'),
        '\u{fe5f}' => Some('#'),
        '、' => Some(','),
        '【' | '〔' | '〖' => Some('['),
        '】' | '〕' | '〗' => Some(']'),
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => Some(' '),
        _ => None,
    }
}

/// `c` itself or the ASCII character it stands for.
pub fn folded(c: char) -> char {
    if c.is_ascii() { c } else { ascii(c).unwrap_or(c) }
}

/// What input methods and people put between words of a line.
pub fn is_blank(c: char) -> bool {
    is_strange_blank(c) || folded(c) == ' '
}

/// Blanks that do more than to part words: they jump to a column, or end a line for some who read it.
pub fn is_strange_blank(c: char) -> bool {
    matches!(c, '\t' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Whether `c` has no place in a line: it cannot be seen, or it controls a terminal.
pub fn has_no_place(c: char) -> bool {
    is_invisible(c) || (c.is_control() && !is_blank(c))
}

/// Whether `c` takes no room and says nothing, or turns the direction of what follows: zero-width spaces, joiners,
/// marks, byte order marks, soft hyphens, bidirectional controls and tag characters.
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Whether `c` joins or parts its neighbours as their script wants it: U+200C and U+200D between characters that are
/// no ASCII (Persian, Indic scripts, emoji sequences).
pub fn is_script_joiner(before: Option<char>, c: char, after: Option<char>) -> bool {
    let of_script = |neighbour: Option<char>| neighbour.is_some_and(|c| !c.is_ascii() && !is_invisible(c));
    matches!(c, '\u{200c}' | '\u{200d}') && of_script(before) && of_script(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_forms_fold_to_ascii() {
        let folded: String = "ｆｅａｔ（＃１２）！：，　x".chars().map(folded).collect();
        assert_eq!(folded, "feat(#12)!:, x");
        assert_eq!(ascii('新'), None);
        assert_eq!(ascii('。'), None);
    }

    #[test]
    fn joiners_of_emoji_and_scripts_are_no_fault() {
        assert!(is_script_joiner(Some('👩'), '\u{200d}', Some('💻')));
        assert!(!is_script_joiner(Some('a'), '\u{200d}', Some('b')));
        assert!(!is_script_joiner(Some('新'), '\u{200b}', Some('增')));
    }
}
