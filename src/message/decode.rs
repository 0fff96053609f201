//! Bytes of a commit into text. Git stores what it was given; the `encoding` header (`i18n.commitEncoding`) says how
//! to read it, and without one it is UTF-8 (git-commit(1), "DISCUSSION").

use encoding_rs::{BIG5, EUC_KR, Encoding, GB18030, SHIFT_JIS};
use std::borrow::Cow;

/// Bytes read as text, as well as they can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// Unreadable bytes stand as U+FFFD.
    pub text: Cow<'a, str>,
    /// Set where the bytes are not the text that they claim to be.
    pub fault: Option<DecodeFault>,
}

/// Why bytes are no text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DecodeFault {
    /// No encoding is declared, and the bytes are not UTF-8.
    NotUtf8 {
        /// The one encoding of East Asia that reads them without an error and as ideographs.
        looks_like: Option<&'static str>,
    },
    /// The declared encoding does not fit the bytes.
    Malformed {
        /// As declared.
        encoding: String,
    },
    /// Nobody knows the declared encoding.
    UnknownEncoding {
        /// As declared.
        encoding: String,
    },
    /// A NUL byte, which git refuses in a message.
    Nul,
    /// The lines before the message are not those that git writes: others may read another message there.
    OddHeader {
        /// The first line that does not belong there.
        line: String,
    },
}

/// Reads `bytes`; `declared` is the commit's `encoding` header or `i18n.commitEncoding`.
pub fn decode<'a>(bytes: &'a [u8], declared: Option<&str>) -> Decoded<'a> {
    let mut decoded = match declared.filter(|label| !is_utf8(label)) {
        None => undeclared(bytes),
        Some(label) => match by_label(label) {
            None => Decoded {
                text: String::from_utf8_lossy(bytes),
                fault: (!bytes.is_ascii() || !is_based_on_ascii(label))
                    .then(|| DecodeFault::UnknownEncoding { encoding: label.to_owned() }),
            },
            Some(encoding) => {
                let (text, malformed) = encoding.decode_without_bom_handling(bytes);
                let fault = malformed.then(|| DecodeFault::Malformed { encoding: label.to_owned() });
                // Where a conversion fails, git shows the bytes as they are (pretty.c, `repo_logmsg_reencode`).
                let as_is = std::str::from_utf8(bytes).ok().filter(|_| malformed);
                Decoded { text: as_is.map_or(text, Cow::Borrowed), fault }
            }
        },
    };
    if decoded.text.contains('\0') {
        decoded.fault = Some(DecodeFault::Nul);
    }
    decoded
}

/// The bytes of a text in an encoding, as [`decode`] reads them back; `None` where the encoding cannot hold it.
pub fn encode(text: &str, declared: Option<&str>) -> Option<Vec<u8>> {
    let Some(label) = declared.filter(|label| !is_utf8(label)) else { return Some(text.as_bytes().to_vec()) };
    let bytes = match by_label(label) {
        Some(encoding) => encoding.encode(text).0.into_owned(),
        None => text.as_bytes().to_vec(),
    };
    // Whatever the way there was: only what reads as the same text is the same text.
    let back = decode(&bytes, declared);
    (back.fault.is_none() && back.text == text).then_some(bytes)
}

fn undeclared(bytes: &[u8]) -> Decoded<'_> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Decoded { text: Cow::Borrowed(text), fault: None },
        Err(_) => Decoded {
            text: String::from_utf8_lossy(bytes),
            fault: Some(DecodeFault::NotUtf8 { looks_like: guess(bytes) }),
        },
    }
}

/// Git's `is_encoding_utf8` (utf8.c).
fn is_utf8(label: &str) -> bool {
    label.eq_ignore_ascii_case("utf-8") || label.eq_ignore_ascii_case("utf8")
}

/// Encodings by the names of the WHATWG Encoding Standard and by those of iconv that people put into git's config.
fn by_label(label: &str) -> Option<&'static Encoding> {
    let iconv_name = match label.to_ascii_lowercase().as_str() {
        "latin-1" | "latin_1" => "latin1",
        "cp936" | "ms936" | "euc-cn" | "euccn" | "gb18030-2000" => "gb18030",
        "cp950" | "big-5" => "big5",
        "cp932" | "sjis-win" => "shift_jis",
        "cp949" | "uhc" | "euckr" => "euc-kr",
        "eucjp" => "euc-jp",
        "cp1251" => "windows-1251",
        "cp1252" => "windows-1252",
        _ => label,
    };
    Encoding::for_label(iconv_name.as_bytes())
}

/// Whether ASCII bytes mean ASCII in an encoding that is not known here. Others know more of them, and show something else
/// in the place of what was judged here: those of mainframes, and those of wider units.
fn is_based_on_ascii(label: &str) -> bool {
    let label = label.to_ascii_lowercase();
    let others = ["ibm", "csibm", "cp", "ebcdic", "utf", "ucs", "csucs", "iso-10646", "unicode", "hz", "scsu", "bocu"];
    !others.iter().any(|start| label.starts_with(start))
}

/// Whether the bytes read as words of a Western language in Latin-1: bytes above ASCII are letters, and stand alone beside a
/// letter of ASCII, or as two between two of them.
fn is_latin(bytes: &[u8]) -> bool {
    let is_letter = |byte: &u8| *byte >= 0xc0 && !matches!(byte, 0xd7 | 0xf7);
    let mut at = 0;
    while let Some(start) = bytes[at..].iter().position(|byte| !byte.is_ascii()).map(|found| at + found) {
        let length = bytes[start..].iter().take_while(|byte| !byte.is_ascii()).count();
        at = start + length;
        let before = start.checked_sub(1).is_some_and(|index| bytes[index].is_ascii_alphabetic());
        let after = bytes.get(at).is_some_and(u8::is_ascii_alphabetic);
        let fits = match length {
            1 => before || after,
            2 => before && after,
            _ => false,
        };
        if !fits || !bytes[start..at].iter().all(is_letter) {
            return false;
        }
    }
    true
}

/// The encoding that non-UTF-8 bytes were probably written in: the first that reads them without an error, with more
/// ideographs, kana or hangul than anything else outside ASCII.
fn guess(bytes: &[u8]) -> Option<&'static str> {
    if is_latin(bytes) {
        return None;
    }
    let candidates = [(GB18030, "GBK"), (BIG5, "Big5"), (SHIFT_JIS, "Shift_JIS"), (EUC_KR, "EUC-KR")];
    candidates.into_iter().find_map(|(encoding, name)| {
        let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
        let others = text.chars().filter(|c| !c.is_ascii()).count();
        let east_asian = text.chars().filter(|&c| is_east_asian(c)).count();
        (east_asian * 2 > others).then_some(name)
    })
}

fn is_east_asian(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{ff01}'..='\u{ff5e}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declared_encodings_are_read() {
        let cases: [(&str, &[u8], &str); 6] = [
            ("GBK", b"feat: \xd0\xc2\xd4\xf6", "feat: 新增"),
            ("Big5", b"feat: \xb7s\xbcW", "feat: 新增"),
            ("Shift_JIS", b"feat: \x93\xfa\x96{", "feat: 日本"),
            ("EUC-KR", b"feat: \xc7\xd1\xb1\xdb", "feat: 한글"),
            ("ISO-8859-1", b"feat: caf\xe9", "feat: café"),
            ("latin-1", b"feat: caf\xe9", "feat: café"),
        ];
        for (label, bytes, text) in cases {
            assert_eq!(decode(bytes, Some(label)), Decoded { text: text.into(), fault: None }, "{label}");
        }
    }

    #[test]
    fn a_text_goes_back_into_its_encoding_or_not_at_all() {
        for label in ["GBK", "Big5", "Shift_JIS", "UTF-8"] {
            let bytes = encode("feat: 日本", Some(label)).expect(label);
            assert_eq!(decode(&bytes, Some(label)), Decoded { text: "feat: 日本".into(), fault: None }, "{label}");
        }
        assert_eq!(encode("feat: 日本", Some("ISO-8859-1")), None);
        assert_eq!(encode("feat: é", Some("klingon")), None);
        assert_eq!(encode("feat: 日本", None), Some("feat: 日本".as_bytes().to_vec()));
    }

    #[test]
    fn undeclared_bytes_that_are_no_utf8_are_a_fault_with_a_guess() {
        let fault = |bytes| decode(bytes, None).fault;
        assert_eq!(fault(b"feat: \xd0\xc2\xd4\xf6"), Some(DecodeFault::NotUtf8 { looks_like: Some("GBK") }));
        assert_eq!(fault(b"\xff\xfe\xfd"), Some(DecodeFault::NotUtf8 { looks_like: None }));
        assert_eq!(fault("新增".as_bytes()), None);
    }

    #[test]
    fn a_wrong_or_unknown_declaration_is_a_fault() {
        assert!(matches!(decode(b"\xff\xff", Some("GBK")).fault, Some(DecodeFault::Malformed { .. })));
        assert!(matches!(decode(b"\xff", Some("klingon")).fault, Some(DecodeFault::UnknownEncoding { .. })));
        assert_eq!(decode(b"plain", Some("klingon")).fault, None);
        assert_eq!(decode(b"a\0b", None).fault, Some(DecodeFault::Nul));
    }

    #[test]
    fn a_declaration_that_lies_is_shown_as_git_shows_it() {
        let decoded = decode("新增 x".as_bytes(), Some("Shift_JIS"));
        assert!(decoded.fault.is_some());
        assert_eq!(decoded.text, "新增 x");
    }

    #[test]
    fn ascii_of_an_encoding_that_is_not_based_on_it_is_a_fault() {
        for label in ["IBM037", "cp500", "EBCDIC-US", "UTF-7", "UTF-32"] {
            assert!(decode(b"feat: add it", Some(label)).fault.is_some(), "{label}");
        }
    }

    #[test]
    fn western_words_are_not_taken_for_chinese() {
        for bytes in [&b"fix: caf\xe9s and na\xefvet\xe9s"[..], b"fix: \xfcber die Gr\xf6\xdfe", b"fix: El ni\xf1o"] {
            assert_eq!(decode(bytes, None).fault, Some(DecodeFault::NotUtf8 { looks_like: None }));
        }
    }
}
