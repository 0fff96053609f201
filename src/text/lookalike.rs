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
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{2800}' | '\u{3000}' => {
            Some(' ')
        }
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

/// Whether `c` has no place in a line, or has one only beside certain others, so that alone it shows nothing.
pub fn needs_neighbours(c: char) -> bool {
    has_no_place(c) || is_selector(c)
}

/// Whether nobody sees `c` alone: a blank, or what shows nothing.
pub fn is_unseen(c: char) -> bool {
    is_blank(c) || needs_neighbours(c)
}

/// Whether `c` has no place between its neighbours.
pub fn is_misplaced(before: Option<char>, c: char, after: Option<char>) -> bool {
    match is_selector(c) {
        true => !is_selected(before, after),
        false => has_no_place(c) && !is_script_joiner(before, c, after),
    }
}

/// Whether `c` takes no room and says nothing, or turns the direction of what follows: zero-width spaces, joiners,
/// marks, byte order marks, soft hyphens, fillers, bidirectional controls and tag characters. These are Unicode's
/// `Default_Ignorable_Code_Point` without the selectors of variants, which choose how an emoji looks.
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e00ff}' | '\u{e01f0}'..='\u{e0fff}')
}

/// Whether `c` joins or parts its neighbours as their script wants it: U+200C and U+200D between letters of scripts that
/// join theirs (Persian, Indic scripts) and within sequences of emoji.
pub fn is_script_joiner(before: Option<char>, c: char, after: Option<char>) -> bool {
    let is_joined = |neighbour: Option<char>| neighbour.is_some_and(is_of_joining_script);
    let is_shaped = before.is_some_and(is_selector);
    matches!(c, '\u{200c}' | '\u{200d}') && (is_shaped || is_joined(before)) && is_joined(after)
}

/// Scripts whose letters change by what stands beside them: the cursive ones from Arabic to Mandaic, those of India and
/// its neighbours, Mongolian; and symbols that emoji are made of. All others (Latin, Cyrillic, Han, Hangul) stay as they
/// are, and a joiner there only makes a word that looks like another.
fn is_of_joining_script(c: char) -> bool {
    let is_letter = matches!(c,
        '\u{600}'..='\u{8ff}' | '\u{900}'..='\u{109f}' | '\u{1780}'..='\u{18af}' | '\u{1a20}'..='\u{1aaf}'
        | '\u{1b00}'..='\u{1c4f}' | '\u{a800}'..='\u{a82f}' | '\u{a840}'..='\u{a8ff}' | '\u{a980}'..='\u{a9ff}'
        | '\u{aa60}'..='\u{aa7f}' | '\u{aae0}'..='\u{aaff}' | '\u{abc0}'..='\u{abff}' | '\u{fb50}'..='\u{fdff}'
        | '\u{fe70}'..='\u{fefc}' | '\u{10a00}'..='\u{10fff}' | '\u{11000}'..='\u{11fff}' | '\u{1e900}'..='\u{1e95f}');
    let is_symbol = matches!(c, '\u{2190}'..='\u{21ff}' | '\u{2300}'..='\u{23ff}' | '\u{2600}'..='\u{27bf}'
        | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}');
    (is_letter || is_symbol) && !is_invisible(c) && !is_selector(c)
}

/// Selectors of variants: they show nothing, and choose how the character before them is drawn.
fn is_selector(c: char) -> bool {
    matches!(c, '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Whether a selector has something to choose: symbols, Han, Mongolian and a few more scripts have variants, and digits as
/// keys of a telephone.
fn is_selected(before: Option<char>, after: Option<char>) -> bool {
    before.is_some_and(|c| match c {
        '0'..='9' | '#' | '*' => after == Some('\u{20e3}'),
        '\u{a9}' | '\u{ae}' => true,
        '\u{1e00}'..='\u{1fff}' => false,
        c => c >= '\u{1000}' && ascii(c).is_none() && !is_blank(c) && !is_invisible(c) && !is_selector(c),
    })
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
        assert!(is_script_joiner(Some('ی'), '\u{200c}', Some('خ')));
        assert!(is_script_joiner(Some('क'), '\u{200d}', Some('ष')));
        assert!(is_script_joiner(Some('\u{fe0f}'), '\u{200d}', Some('🔥')), "a heart on fire");
    }

    #[test]
    fn joiners_beside_what_joins_nothing_are_a_fault() {
        let blanks = (0..=0x3000).filter_map(char::from_u32).filter(|&c| c.is_whitespace() || is_blank(c));
        let look_alikes = ('\u{ff01}'..='\u{ff5e}').chain("、【】〔〕\u{fe55}\u{a789}".chars());
        for odd in blanks.chain(look_alikes).chain("新あ한яλéא。…\u{200d}\u{200b}\u{202e}".chars()) {
            for joiner in ['\u{200c}', '\u{200d}'] {
                for neighbour in ['ی', 'क', '👩', '新'] {
                    assert!(is_misplaced(Some(odd), joiner, Some(neighbour)), "{odd:?} before {neighbour}");
                    assert!(is_misplaced(Some(neighbour), joiner, Some(odd)), "{odd:?} behind {neighbour}");
                }
            }
        }
        assert!(is_misplaced(None, '\u{200d}', Some('👩')) && is_misplaced(Some('👩'), '\u{200d}', None));
    }

    #[test]
    fn selectors_need_something_to_choose() {
        let keycap = Some('\u{20e3}');
        for (before, after) in [('⚡', Some(' ')), ('葛', None), ('©', None), ('1', keycap), ('ᠠ', None)] {
            assert!(!is_misplaced(Some(before), '\u{fe0f}', after), "{before}");
        }
        for before in ['a', '1', 'é', 'я', '（', '\u{3000}', '\u{fe0f}', '\u{200b}'] {
            assert!(is_misplaced(Some(before), '\u{fe0f}', Some('x')), "{before:?}");
        }
        assert!(is_misplaced(None, '\u{e0100}', None));
    }

    #[test]
    fn all_that_shows_nothing_is_invisible() {
        for c in
            "\u{34f}\u{61c}\u{115f}\u{17b4}\u{180e}\u{2064}\u{3164}\u{ffa0}\u{fff9}\u{1d173}\u{e0041}\u{e0fff}".chars()
        {
            assert!(is_misplaced(Some('新'), c, Some('增')), "{c:?}");
        }
    }
}
