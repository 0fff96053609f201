//! Commit objects, and the names of objects.

use super::promises::{forms, parts_are_parts};
use cihook::git::object;
use cihook::model::{Gap, Known, ObjectId};

/// The whole input is the content of a commit object.
pub fn target(data: &[u8]) {
    let object = object::commit(data);
    let id = ObjectId::from_hex(&[b'a'; 40]).expect("a name");
    let forms = forms();
    let commit = object.facts(id, &forms, Known::No(Gap::NotApplicable));
    parts_are_parts(&commit.message);
    for person in [commit.author.yes(), commit.committer.yes()].into_iter().flatten() {
        assert!(!person.name.contains('\n') && !person.email.contains('\n'), "{person:?}");
    }
    for line in data.split(|&byte| byte == b'\n') {
        if let Some(id) = ObjectId::from_hex(line) {
            assert_eq!(id.to_string().as_bytes(), line.to_ascii_lowercase());
        }
    }
}
