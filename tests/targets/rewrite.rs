//! Commits that get another message, and the page on which a person writes headers.

use cihook::model::{Identity, ObjectId};
use cihook::rewrite::page::{self, Row};
use cihook::rewrite::sign::signed;
use cihook::rewrite::{Step, message, plan};

/// A commit object, whatever it holds: only its message and its parents may change, and a page is read as it was written.
pub fn target(data: &[u8]) {
    let old = ObjectId::nothing();
    let parent = Step { id: old, content: b"tree x\n\nold\n", message: Some(b"new\n".to_vec()) };
    let child = ObjectId::from_bytes(&[7; 20]).expect("an id");
    let steps = [parent, Step { id: child, content: data, message: None }];
    for rewritten in plan(steps).iter().filter(|one| one.old == child) {
        let again = plan([Step { id: rewritten.new, content: &rewritten.content, message: None }]);
        assert!(again.is_empty(), "nothing is left to change");
        assert_eq!(message(&rewritten.content).is_empty(), message(data).is_empty());
    }
    let text = String::from_utf8_lossy(data);
    let rows =
        [Row { id: child, header: text.lines().next().unwrap_or_default().to_owned(), notes: vec![text.to_string()] }];
    let written = page::write(&rows, &text);
    if let Ok(headers) = page::read(&written, &rows) {
        assert!(headers.iter().all(|(row, _)| *row == 0));
    }
    // Whatever the page holds, it is read or refused.
    let _ = page::read(&text, &rows);
    let who = Identity { name: "A".into(), email: "a@b.c".into() };
    if let Some(once) = signed(&text, &who) {
        assert!(once.contains("Signed-off-by: A <a@b.c>"));
    }
}
