//! The header.

use super::promises::{forms, parts_are_parts};
use cihook::message::Message;
use cihook::message::header::Header;
use cihook::text::{Span, edit};

/// The whole input is a message; its first line that can be seen is the header.
pub fn target(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let forms = forms();
    let message = Message::parse(&text, &forms);
    parts_are_parts(&message);
    let header = &message.header;
    let _ = (header.kind(), header.bare_word(), header.description(), header.title(), header.is_typed());
    for deviation in &header.deviations {
        let mended = edit::apply(&text, &deviation.edits);
        parts_are_parts(&Message::parse(&mended, &forms));
    }
    // A line may also be read where no message is around it: in the name of a pull request.
    let line = text.lines().next().unwrap_or_default();
    let alone = Header::parse(Span::new(0, line.len()), line, &forms);
    assert_eq!(alone.line.of(line), line);
}
