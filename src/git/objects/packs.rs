//! Trees out of packs, for who reads many of them: git stores a tree as what it differs in from another one
//! (gitformat-pack(5), "Deltified representation"), and many trees differ from the same few. What was unpacked stays at
//! hand, so that none of these is unpacked for each tree that hangs on it.

use super::{Kind, Lookup};
use crate::model::ObjectId;
use gix_pack::data::decode::entry::ResolvedBase;
use gix_pack::data::entry::Header;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::path::Path;
use std::rc::Rc;

/// The packs of a repository.
pub(super) struct Packs {
    packs: Rc<Vec<Pack>>,
    unpacked: Unpacked,
    inflate: gix_zlib::Inflate,
    buffer: Vec<u8>,
}

struct Pack {
    index: gix_pack::index::File,
    data: gix_pack::data::File,
}

/// An object, and what it is.
type Object = (Kind, Rc<[u8]>);

/// A pack by its number, and an offset in it.
type Place = (usize, u64);

/// Objects by their places, of which the offset is as good as a hash.
type PlaceMap = HashMap<Place, Object, BuildHasherDefault<Spread>>;

/// Spreads offsets: multiplied by an odd number that is about 2⁶⁴ / φ (Fibonacci hashing).
#[derive(Default)]
struct Spread(u64);

impl Hasher for Spread {
    fn write(&mut self, _: &[u8]) {}

    fn write_usize(&mut self, pack: usize) {
        self.0 = pack as u64;
    }

    fn write_u64(&mut self, offset: u64) {
        self.0 = (self.0 ^ offset).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// What was unpacked last, and what before that.
#[derive(Default)]
struct Unpacked {
    young: PlaceMap,
    old: PlaceMap,
    bytes: usize,
}

/// So many bytes of what was unpacked are kept twice: the last of it, and what was before.
const GENERATION: usize = 4 << 20;

/// Git makes no longer chains of differences than 4095 (`pack.depth` of git-config(1)).
const LONGEST: usize = 4096;

const CORRUPT: &str = "a pack is damaged";

impl Packs {
    /// The packs in these folders of objects. What is none is left to who reads objects one by one.
    pub(super) fn open(folders: &[impl AsRef<Path>], kind: gix_hash::Kind) -> Self {
        let mut packs = Vec::new();
        for entry in folders.iter().filter_map(|folder| std::fs::read_dir(folder.as_ref().join("pack")).ok()).flatten()
        {
            let Some(path) =
                entry.ok().map(|entry| entry.path()).filter(|path| path.extension() == Some("idx".as_ref()))
            else {
                continue;
            };
            let index = gix_pack::index::File::at(&path, kind);
            let data = gix_pack::data::File::at(path.with_extension("pack"), kind);
            packs.extend(index.and_then(|index| Ok(Pack { index, data: data? })));
        }
        let inflate = gix_zlib::Inflate::default();
        Self { packs: Rc::new(packs), unpacked: Unpacked::default(), inflate, buffer: Vec::new() }
    }

    /// An object; `None` where it is in none of the packs.
    pub(super) fn find(&mut self, id: ObjectId) -> Lookup<Object> {
        let key = gix_hash::oid::try_from_bytes(id.as_bytes()).map_err(|error| error.to_string())?;
        let found = self.packs.iter().enumerate().find_map(|(number, pack)| {
            let index = &pack.index;
            index.lookup(key).map(|at| (number, index.pack_offset_at_index(at)))
        });
        found.map(|place| self.unpack(place)).transpose()
    }

    /// Goes down to something that is whole or at hand, and comes back up by the differences.
    fn unpack(&mut self, place: Place) -> std::result::Result<Object, String> {
        let packs = Rc::clone(&self.packs);
        let (number, mut offset) = place;
        let pack = &packs[number];
        let mut differences = Vec::new();
        let mut object = loop {
            if let Some(object) = self.unpacked.get((number, offset)) {
                break object;
            }
            let entry = pack.data.entry(offset).map_err(|error| error.to_string())?;
            let base = match entry.header {
                Header::OfsDelta { base_distance } => entry.checked_base_pack_offset(base_distance),
                Header::RefDelta { base_id } => {
                    pack.index.lookup(base_id).map(|at| pack.index.pack_offset_at_index(at))
                }
                _ => break self.whole(pack, (number, offset), entry)?,
            };
            differences.push((offset, entry));
            offset = base.filter(|_| differences.len() < LONGEST).ok_or(CORRUPT)?;
        };
        while let Some((offset, entry)) = differences.pop() {
            object = self.differing(pack, (number, offset), entry, &object)?;
        }
        Ok(object)
    }

    fn whole(
        &mut self,
        pack: &Pack,
        place: Place,
        entry: gix_pack::data::Entry,
    ) -> std::result::Result<Object, String> {
        let kind = entry.header.as_kind().ok_or(CORRUPT)?;
        self.buffer.clear();
        self.buffer.resize(usize::try_from(entry.decompressed_size).map_err(|_| CORRUPT)?, 0);
        let inflated = pack.data.decompress_entry(&entry, &mut self.inflate, &mut self.buffer);
        inflated.map_err(|error| error.to_string())?;
        Ok(self.unpacked.put(place, (kind, Rc::from(&self.buffer[..]))))
    }

    /// What an entry makes of its base. The library is told that the base comes from elsewhere, and is handed it.
    fn differing(
        &mut self,
        pack: &Pack,
        place: Place,
        entry: gix_pack::data::Entry,
        (kind, base): &Object,
    ) -> std::result::Result<Object, String> {
        let base_id = pack.data.object_hash().null();
        let entry = gix_pack::data::Entry { header: Header::RefDelta { base_id }, ..entry };
        let resolve = |_: &gix_hash::oid, out: &mut Vec<u8>| {
            out.clear();
            out.extend_from_slice(base);
            Ok(Some(ResolvedBase::OutOfPack { kind: *kind, end: base.len() }))
        };
        let (out, inflate) = (&mut self.buffer, &mut self.inflate);
        let decoded = pack.data.decode_entry(entry, out, inflate, &resolve, &mut gix_pack::cache::Never);
        decoded.map_err(|error| error.to_string())?;
        Ok(self.unpacked.put(place, (*kind, Rc::from(&self.buffer[..]))))
    }
}

impl Unpacked {
    fn get(&mut self, place: Place) -> Option<Object> {
        if let Some(object) = self.young.get(&place) {
            return Some(object.clone());
        }
        self.old.remove(&place).map(|object| self.put(place, object))
    }

    fn put(&mut self, place: Place, object: Object) -> Object {
        self.bytes += object.1.len();
        if self.bytes > GENERATION {
            self.old = std::mem::take(&mut self.young);
            self.bytes = object.1.len();
        }
        self.young.insert(place, object.clone());
        object
    }
}
