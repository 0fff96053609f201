//! Sets and maps of object names that cost next to nothing.

use crate::model::ObjectId;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// A map whose keys are object names.
pub type IdMap<T> = HashMap<ObjectId, T, BuildHasherDefault<FirstBytes>>;

/// A set of object names.
pub type IdSet = HashSet<ObjectId, BuildHasherDefault<FirstBytes>>;

/// Names of objects are hashes already: eight of their bytes are as good as any other hash.
#[derive(Default)]
pub struct FirstBytes(u64);

impl Hasher for FirstBytes {
    fn write(&mut self, bytes: &[u8]) {
        if let Some(first) = bytes.first_chunk::<8>() {
            self.0 = u64::from_ne_bytes(*first);
        }
    }

    fn write_u8(&mut self, _: u8) {}

    fn write_usize(&mut self, _: usize) {}

    fn finish(&self) -> u64 {
        self.0
    }
}
