//! What the name of a branch adds to a message.

use super::promises::{first_line, forms};
use cihook::message::prepare::prepared;

/// The first line is a branch, the rest a message. What was added is not added again.
pub fn target(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (branch, file) = first_line(&text);
    let forms = forms();
    let type_of = |word: &str| ["feat", "fix", "docs"].into_iter().find(|kind| *kind == word);
    let Some(once) = prepared(file, "#", branch, &forms, &type_of) else { return };
    assert_eq!(prepared(&once, "#", branch, &forms, &type_of), None, "{file:?} on {branch:?} became {once:?}");
}
