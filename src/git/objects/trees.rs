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
    objects: &'o Objects,
    packs: Option<Packs>,
    buffer: Vec<u8>,
    young: IdMap<Rc<[u8]>>,
    old: IdMap<Rc<[u8]>>,
    young_bytes: usize,
}

/// So many bytes of trees are kept twice: the ones that were used last, and those before them.
const GENERATION: usize = 4 << 20;

/// Trees without entries, which git knows without storing them (object-file.c).
const EMPTY: [&[u8]; 2] =
    [b"4b825dc642cb6eb9a060e54bf8d69288fbee4904", b"6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321"];

impl<'o> Trees<'o> {
    /// The trees of a repository.
    pub fn of(place: &Place, objects: &'o Objects) -> Self {
        Self::with(objects, if objects.is_read_by_git() { None } else { library::packs(place) })
    }

    /// The same trees, for another thread with its own objects.
    pub fn another<'n>(&self, objects: &'n Objects) -> Trees<'n> {
        Trees::with(objects, self.packs.as_ref().map(Packs::another))
    }

    fn with(objects: &'o Objects, packs: Option<Packs>) -> Self {
        Self { objects, packs, buffer: Vec::new(), young: IdMap::default(), old: IdMap::default(), young_bytes: 0 }
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
        if let Some(Ok(Some((kind, tree)))) = self.packs.as_mut().map(|packs| packs.find(id)) {
            return Ok((kind == Kind::Tree).then_some(tree));
        }
        let kind = self.objects.find_into(id, &mut self.buffer)?;
        Ok((kind == Some(Kind::Tree)).then(|| Rc::from(&self.buffer[..])))
    }
}
