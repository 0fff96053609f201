//! The name of a tree that an index holds.

use super::promises::choice;
use cihook::git::cached_tree;

/// The first byte chooses how long names of objects are, the rest is an index. A name that is found stands in it.
pub fn target(data: &[u8]) {
    let (first, index) = choice(data);
    let id_length = if first & 1 == 0 { 20 } else { 32 };
    if let Some(id) = cached_tree::of(index, id_length) {
        assert!(bstr::ByteSlice::contains_str(index, id.as_bytes()), "{id}");
    }
}
