//! The file of a message: clean-up, encoding, and what is read out of it.

use super::promises::{choice, forms, parts_are_parts};
use cihook::message::Message;
use cihook::message::cleanup::{Cleaned, Cleanup, Mode};
use cihook::message::decode::decode;
use cihook::message::draft::{Comment, DraftSettings};

const COMMENTS: [&str; 4] = ["#", ";", "//", "※"];

const CLEANUPS: [Option<&str>; 6] =
    [None, Some("strip"), Some("whitespace"), Some("verbatim"), Some("scissors"), Some("nonsense")];

const ENCODINGS: [Option<&str>; 9] = [
    None,
    Some("UTF-8"),
    Some("GBK"),
    Some("Big5"),
    Some("Shift_JIS"),
    Some("EUC-KR"),
    Some("latin-1"),
    Some("UTF-16"),
    Some("klingon"),
];

/// The first two bytes choose the settings, the rest is the file.
pub fn target(data: &[u8]) {
    let (first, rest) = choice(data);
    let (second, file) = choice(rest);
    let comment = COMMENTS[usize::from(first) % COMMENTS.len()].as_bytes();
    for mode in [Mode::Verbatim, Mode::Whitespace, Mode::Strip, Mode::Scissors] {
        cleaned_as_promised(&Cleanup { mode, comment: comment.to_vec(), cut: first & 0x80 != 0 }, file);
    }
    let settings = DraftSettings {
        cleanup: CLEANUPS[usize::from(second) % CLEANUPS.len()].map(str::to_owned),
        comment: match first & 0x30 {
            0 => Comment::Default,
            0x10 => Comment::Auto,
            _ => Comment::Prefix(comment.to_vec()),
        },
        verbose: second & 0x80 != 0,
        no_editor: second & 0x40 != 0,
        encoding: None,
    };
    let settings = if first & 0x40 != 0 { settings.of_merge() } else { settings };
    let cleaned = settings.cleanup_of(file).apply(file);
    let decoded = decode(&cleaned.text, ENCODINGS[usize::from(first ^ second) % ENCODINGS.len()]);
    let forms = forms();
    let message = Message::parse(&decoded.text, &forms).with_fault(decoded.fault.clone());
    parts_are_parts(&message);
    if let Ok(text) = std::str::from_utf8(&cleaned.text) {
        assert_eq!(decode(&cleaned.text, None).text, text, "what is UTF-8 is read as it is");
    }
}

/// Each line is told with its place in the file, and a second clean-up changes nothing.
fn cleaned_as_promised(cleanup: &Cleanup, file: &[u8]) {
    let Cleaned { text, lines } = cleanup.apply(file);
    let written: Vec<&[u8]> = file.split(|&byte| byte == b'\n').collect();
    let kept: Vec<&[u8]> = text.split_inclusive(|&byte| byte == b'\n').collect();
    assert_eq!(kept.len(), lines.len(), "each line has a place");
    assert!(lines.is_sorted_by(|one, next| one < next), "places are in order: {lines:?}");
    for (line, number) in kept.iter().zip(&lines) {
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        assert!(written[number - 1].starts_with(line), "line {number} holds {:?}", line.escape_ascii().to_string());
    }
    let again = Cleanup { cut: false, ..cleanup.clone() };
    if matches!(cleanup.mode, Mode::Whitespace | Mode::Strip) {
        assert_eq!(again.apply(&text).text, text, "what is clean stays as it is");
    }
}
