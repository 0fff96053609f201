//! Trees by their names, with those at hand that are likely to be asked for again: what one commit is compared with is
//! what its parent is made of.

use super::ids::IdMap;
use super::packs::Packs;
use super::{Kind, Objects, library};
use crate::failure::Result;
use crate::git::place::Place;
use crate::model::ObjectId;
use std::rc::Rc;

/// Reads trees and keeps some of them.
pub struct Trees<'o> {
    place: &'o Place,
    objects: &'o Objects,
    packs: Lazy,
    buffer: Vec<u8>,
    young: IdMap<Rc<[u8]>>,
    old: IdMap<Rc<[u8]>>,
    young_bytes: usize,
}

/// So many bytes of trees are kept twice: the ones that were used last, and those before them.
const GENERATION: usize = 1 << 20;

/// Packs that are opened when it pays.
enum Lazy {
    /// After so many more bytes of trees.
    After(i64),
    Open(Box<Packs>),
    /// There are none that can be read here.
    None,
}

/// So many bytes of trees are read one by one before the packs are opened once more for them.
const PATIENCE: i64 = 128 << 10;

/// What it costs to find a tree, in bytes of reading one.
const SEARCH: i64 = 1 << 10;

/// Trees without entries, which git knows without storing them (object-file.c).
const EMPTY: [&[u8]; 2] =
    [b"4b825dc642cb6eb9a060e54bf8d69288fbee4904", b"6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321"];

impl<'o> Trees<'o> {
    /// The trees of a repository.
    pub fn of(place: &'o Place, objects: &'o Objects) -> Self {
        let packs = if objects.is_read_by_git() { Lazy::None } else { Lazy::After(PATIENCE) };
        let (young, old) = (IdMap::default(), IdMap::default());
        Self { place, objects, packs, buffer: Vec::new(), young, old, young_bytes: 0 }
    }

    /// The packs, once it pays to open them.
    fn packs(&mut self) -> Option<&mut Packs> {
        self.packs = match std::mem::replace(&mut self.packs, Lazy::None) {
            Lazy::After(bytes) if bytes < 0 => {
                library::packs(self.place).map_or(Lazy::None, |packs| Lazy::Open(Box::new(packs)))
            }
            other => other,
        };
        match &mut self.packs {
            Lazy::Open(packs) => Some(packs),
            _ => None,
        }
    }

    /// What a tree holds; `None` where it is missing, or no tree.
    ///
    /// # Errors
    /// Where it is damaged.
    pub fn get(&mut self, id: ObjectId) -> Result<Option<Rc<[u8]>>> {
        if let Some(tree) = self.young.get(&id) {
            return Ok(Some(Rc::clone(tree)));
        }
        let tree = match self.old.remove(&id) {
            Some(tree) => tree,
            None => match self.read(id)? {
                Some(tree) => tree,
                None => return Ok(None),
            },
        };
        self.young_bytes += tree.len();
        if self.young_bytes > GENERATION {
            self.old = std::mem::take(&mut self.young);
            self.young_bytes = tree.len();
        }
        self.young.insert(id, Rc::clone(&tree));
        Ok(Some(tree))
    }

    fn read(&mut self, id: ObjectId) -> Result<Option<Rc<[u8]>>> {
        if EMPTY.iter().any(|hex| ObjectId::from_hex(hex) == Some(id)) {
            return Ok(Some(Rc::default()));
        }
        // What cannot be read here is read again where damage is told from absence.
        if let Some(Ok(Some((kind, tree)))) = self.packs().map(|packs| packs.find(id)) {
            return Ok((kind == Kind::Tree).then_some(tree));
        }
        let kind = self.objects.find_into(id, &mut self.buffer)?;
        if let Lazy::After(bytes) = &mut self.packs {
            *bytes -= SEARCH + i64::try_from(self.buffer.len()).unwrap_or(PATIENCE);
        }
        Ok((kind == Some(Kind::Tree)).then(|| Rc::from(&self.buffer[..])))
    }
}
