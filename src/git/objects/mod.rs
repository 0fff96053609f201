//! The objects of a repository: read by a library where it knows the repository's format (`library`), by git itself
//! elsewhere (`process`); trees come out of packs by a shorter way (`trees`). Nothing is ever fetched.

pub mod ids;
mod library;
mod packs;
mod process;
pub mod trees;

pub use gix_object::Kind;

use crate::failure::{Failure, Result};
use crate::git::place::Place;
use crate::model::ObjectId;
use crate::words::Words;
use ids::IdMap;
use library::Library;
use process::CatFile;
use std::cell::RefCell;
use std::ops::Range;

/// What looking for an object comes to: nothing, where there is none of that name; an error, where it is damaged.
type Lookup<T> = std::result::Result<Option<T>, String>;

/// Who reads the objects.
enum Source {
    Library(Library),
    Git(CatFile),
}

/// An opened object database. Each thread has its own, and all of them share what is read from the disk.
pub struct Objects {
    source: Source,
    buffer: RefCell<Vec<u8>>,
    kept: RefCell<Kept>,
}

/// Commits that were read and will be read again.
#[derive(Default)]
pub struct Kept {
    /// What they hold, one behind the other.
    pub bytes: Vec<u8>,
    commits: IdMap<Range<usize>>,
}

impl Kept {
    /// Where a commit stands.
    ///
    /// # Errors
    /// Where it was not kept.
    pub fn place_of(&self, id: ObjectId) -> Result<(ObjectId, Range<usize>)> {
        let range = self.commits.get(&id).cloned();
        range.map(|range| (id, range)).ok_or_else(|| Failure::unable(MISSING.with([id.short().into()])))
    }

    fn keep(&mut self, id: ObjectId, content: &[u8], most: usize) {
        let start = self.bytes.len();
        if start < most {
            self.bytes.extend_from_slice(content);
            self.commits.insert(id, start..self.bytes.len());
        }
    }
}

const BROKEN: Words = Words::new("the object {0} cannot be read: {1}", "无法读取对象 {0}：{1}");
const MISSING: Words = Words::new("the object {0} is missing", "缺少对象 {0}");
const NO_COMMIT: Words = Words::new("the object {0} is not a commit", "对象 {0} 不是提交");
const CHECK: Words = Words::new("look for damage with: git fsck", "请检查仓库是否损坏：git fsck");

impl Objects {
    /// Opens the objects of a repository.
    ///
    /// # Errors
    /// Where their folder cannot be read.
    pub fn open(place: &Place) -> Result<Self> {
        let source = match Library::open(place)? {
            Some(library) => Source::Library(library),
            None => Source::Git(CatFile::new(place)),
        };
        Ok(Self { source, buffer: RefCell::default(), kept: RefCell::default() })
    }

    /// The same objects, read by git: what is found must not depend on who reads.
    pub fn open_by_git(place: &Place) -> Self {
        Self { source: Source::Git(CatFile::new(place)), buffer: RefCell::default(), kept: RefCell::default() }
    }

    /// Whether git reads them.
    pub const fn is_read_by_git(&self) -> bool {
        matches!(self.source, Source::Git(_))
    }

    /// The same objects, for another thread.
    pub fn for_another_thread(&self) -> Self {
        let source = match &self.source {
            Source::Library(library) => Source::Library(library.clone()),
            Source::Git(git) => Source::Git(git.another()),
        };
        Self { source, buffer: RefCell::default(), kept: RefCell::default() }
    }

    /// Hands the content of a commit to `use_it`.
    ///
    /// # Errors
    /// Where the object is missing, damaged, or no commit.
    pub fn commit<T>(&self, id: ObjectId, use_it: impl FnOnce(&[u8]) -> T) -> Result<T> {
        let kept = self.kept.borrow();
        if let Some(range) = kept.commits.get(&id) {
            return Ok(use_it(&kept.bytes[range.clone()]));
        }
        self.object(id, |kind, content| (kind == Kind::Commit).then(|| use_it(content)))?
            .ok_or_else(|| Failure::unable(NO_COMMIT.with([id.short().into()])))
    }

    /// As [`Objects::commit`], for a commit that will be read again: it is kept, unless more than `most` bytes are.
    ///
    /// # Errors
    /// As [`Objects::commit`].
    pub fn kept_commit<T>(&self, id: ObjectId, most: usize, use_it: impl FnOnce(&[u8]) -> T) -> Result<T> {
        if self.kept.borrow().commits.contains_key(&id) {
            return self.commit(id, use_it);
        }
        let used = self.object(id, |kind, content| {
            (kind == Kind::Commit).then(|| {
                self.kept.borrow_mut().keep(id, content, most);
                use_it(content)
            })
        })?;
        used.ok_or_else(|| Failure::unable(NO_COMMIT.with([id.short().into()])))
    }

    /// Takes out everything that is kept.
    pub fn take_kept(&self) -> Kept {
        self.kept.take()
    }

    /// The commit that an object is, or that a tag is for in the end; `None` for a tag of something else.
    ///
    /// # Errors
    /// Where an object is missing or damaged.
    pub fn peeled(&self, id: ObjectId) -> Result<Option<ObjectId>> {
        Ok(match self.target(id)? {
            (Kind::Commit, id) => Some(id),
            _ => None,
        })
    }

    /// What an object is, or what a tag is for in the end.
    ///
    /// # Errors
    /// Where an object is missing or damaged.
    pub fn target(&self, id: ObjectId) -> Result<(Kind, ObjectId)> {
        // A tag of a tag of a tag … is an accident; git itself goes on without end.
        const DEEPEST: usize = 100;
        let mut id = id;
        for _ in 0..DEEPEST {
            let kind = self.kind(id)?.ok_or_else(|| missing(id))?;
            if kind != Kind::Tag {
                return Ok((kind, id));
            }
            let target = |content: &[u8]| ObjectId::from_hex(first_line(content.strip_prefix(b"object ")?));
            id = self.object(id, |_, content| target(content))?.ok_or_else(|| missing(id))?;
        }
        Err(missing(id))
    }

    /// Whether there is an object of that name.
    ///
    /// # Errors
    /// Where it is damaged.
    pub fn has(&self, id: ObjectId) -> Result<bool> {
        Ok(self.kind(id)?.is_some())
    }

    /// Hands an object to `use_it`; `None` where there is none of that name.
    ///
    /// # Errors
    /// Where it is damaged.
    pub fn find<T>(&self, id: ObjectId, use_it: impl FnOnce(Kind, &[u8]) -> T) -> Result<Option<T>> {
        let mut buffer = self.buffer.borrow_mut();
        let kind = self.find_into(id, &mut buffer)?;
        Ok(kind.map(|kind| use_it(kind, &buffer)))
    }

    /// Reads an object into `buffer`; `None` where there is none of that name.
    ///
    /// # Errors
    /// Where it is damaged.
    pub fn find_into(&self, id: ObjectId, buffer: &mut Vec<u8>) -> Result<Option<Kind>> {
        let found = match &self.source {
            Source::Library(library) => library.find(id, buffer),
            Source::Git(git) => git.find(id, buffer),
        };
        found.map_err(|why| broken(id, why))
    }

    /// How many bytes an object holds, uncompressed, without reading them; `None` where there is none of that name.
    ///
    /// # Errors
    /// Where it is damaged.
    pub fn size(&self, id: ObjectId) -> Result<Option<u64>> {
        Ok(self.header(id)?.map(|(_, size)| size))
    }

    fn kind(&self, id: ObjectId) -> Result<Option<Kind>> {
        Ok(self.header(id)?.map(|(kind, _)| kind))
    }

    fn header(&self, id: ObjectId) -> Result<Option<(Kind, u64)>> {
        let header = match &self.source {
            Source::Library(library) => library.header(id),
            Source::Git(git) => git.header(id),
        };
        header.map_err(|why| broken(id, why))
    }

    fn object<T>(&self, id: ObjectId, use_it: impl FnOnce(Kind, &[u8]) -> T) -> Result<T> {
        self.find(id, use_it)?.ok_or_else(|| missing(id))
    }
}

/// The failure of an object that should be there.
pub fn missing(id: ObjectId) -> Failure {
    Failure::unable(MISSING.with([id.short().into()])).hint(CHECK.say())
}

fn broken(id: ObjectId, why: String) -> Failure {
    Failure::unable(BROKEN.with([id.short().into(), why.into()])).hint(CHECK.say())
}

fn first_line(text: &[u8]) -> &[u8] {
    text.split(|&byte| byte == b'\n').next().unwrap_or_default()
}
