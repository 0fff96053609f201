//! The object database, read by gitoxide: it knows packs, multi-pack indices, alternates, SHA-1 and SHA-256, and needs
//! neither the refs nor the configuration of the repository.

use super::ids::IdMap;
use crate::failure::{Failure, Result};
use crate::git::config::parse;
use crate::git::environment;
use crate::git::place::Place;
use crate::model::ObjectId;
use crate::words::Words;
use gix_object::{Find as _, Kind};
use std::cell::RefCell;
use std::ops::Range;
use std::path::PathBuf;

/// An opened object database. Each thread has its own, and all of them share what is read from the disk.
pub struct Objects {
    databases: Vec<gix_odb::HandleArc>,
    buffer: RefCell<Vec<u8>>,
    kept: RefCell<Kept>,
}

/// Commits that were read and will be read again.
#[derive(Default)]
pub(super) struct Kept {
    /// What they hold, one behind the other.
    pub(super) bytes: Vec<u8>,
    commits: IdMap<Range<usize>>,
}

impl Kept {
    /// Where a commit stands.
    ///
    /// # Errors
    /// Where it was not kept.
    pub(super) fn place_of(&self, id: ObjectId) -> Result<(ObjectId, Range<usize>)> {
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

/// How the objects of a repository are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// In a way that is known here.
    Known(gix_hash::Kind),
    /// In a way that only git knows.
    Foreign,
}

/// Extensions of the repository format that change nothing for who reads objects (gitformat… "extensions" of
/// git-config(1)).
const HARMLESS: [&str; 6] = ["noop", "noop-v1", "partialclone", "preciousobjects", "refstorage", "relativeworktrees"];

const BROKEN: Words = Words::new("the object {0} cannot be read: {1}", "无法读取对象 {0}：{1}");
const MISSING: Words = Words::new("the object {0} is missing", "缺少对象 {0}");
const NO_COMMIT: Words = Words::new("the object {0} is no commit", "对象 {0} 不是提交");
const CHECK: Words = Words::new("look for damage with: git fsck", "请检查仓库是否损坏：git fsck");

impl Format {
    /// What the configuration of a repository says.
    pub fn of(place: &Place) -> Self {
        let text = std::fs::read(place.common_dir.join("config")).unwrap_or_default();
        let mut kind = gix_hash::Kind::Sha1;
        for setting in parse::parse(&text).unwrap_or_default() {
            let Some(extension) = setting.key.strip_prefix("extensions.") else { continue };
            match (extension, setting.value.as_deref()) {
                ("objectformat", Some(b"sha1")) => kind = gix_hash::Kind::Sha1,
                ("objectformat", Some(b"sha256")) => kind = gix_hash::Kind::Sha256,
                ("worktreeconfig", _) => {}
                (extension, _) if HARMLESS.contains(&extension) => {}
                _ => return Self::Foreign,
            }
        }
        Self::Known(kind)
    }
}

impl Objects {
    /// Opens the objects of a repository; `None` where only git can read them.
    ///
    /// # Errors
    /// Where their folder cannot be read.
    pub fn open(place: &Place) -> Result<Option<Self>> {
        let Format::Known(kind) = Format::of(place) else { return Ok(None) };
        let open = |folder: PathBuf| {
            gix_odb::at(&folder, kind)
                .and_then(gix_odb::Handle::into_arc)
                .map_err(|error| Failure::reading(&folder, error))
        };
        let databases = folders(place).into_iter().map(open).collect::<Result<Vec<_>>>()?;
        Ok(Some(Self { databases, buffer: RefCell::default(), kept: RefCell::default() }))
    }

    /// The same objects, for another thread.
    pub fn for_another_thread(&self) -> Self {
        Self { databases: self.databases.clone(), buffer: RefCell::default(), kept: RefCell::default() }
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
    pub(super) fn kept_commit<T>(&self, id: ObjectId, most: usize, use_it: impl FnOnce(&[u8]) -> T) -> Result<T> {
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
    pub(super) fn take_kept(&self) -> Kept {
        self.kept.take()
    }

    /// The commit that an object is, or that a tag is for in the end; `None` for a tag of something else.
    ///
    /// # Errors
    /// Where an object is missing or damaged.
    pub fn peeled(&self, id: ObjectId) -> Result<Option<ObjectId>> {
        // A tag of a tag of a tag … is an accident; git itself goes on without end.
        const DEEPEST: usize = 100;
        let mut id = id;
        for _ in 0..DEEPEST {
            let next = self.object(id, |kind, content| match kind {
                Kind::Commit => Some(id),
                Kind::Tag => content.strip_prefix(b"object ").and_then(|rest| ObjectId::from_hex(first_line(rest))),
                Kind::Tree | Kind::Blob => None,
            })?;
            match next {
                Some(next) if next != id => id = next,
                found => return Ok(found),
            }
        }
        Ok(None)
    }

    fn object<T>(&self, id: ObjectId, use_it: impl FnOnce(Kind, &[u8]) -> T) -> Result<T> {
        let mut buffer = self.buffer.borrow_mut();
        let broken = |why: String| Failure::unable(BROKEN.with([id.short().into(), why.into()])).hint(CHECK.say());
        let key = gix_hash::oid::try_from_bytes(id.as_bytes()).map_err(|error| broken(error.to_string()))?;
        for database in &self.databases {
            match database.try_find(key, &mut buffer) {
                Ok(None) => {}
                Ok(Some(object)) => return Ok(use_it(object.kind, object.data)),
                Err(error) => return Err(broken(error.to_string())),
            }
        }
        Err(Failure::unable(MISSING.with([id.short().into()])).hint(CHECK.say()))
    }
}

fn first_line(text: &[u8]) -> &[u8] {
    text.split(|&byte| byte == b'\n').next().unwrap_or_default()
}

/// Where objects are: the folder of the repository, or those that git names for a quarantine
/// (`GIT_OBJECT_DIRECTORY`, `GIT_ALTERNATE_OBJECT_DIRECTORIES`; git-receive-pack(1), "QUARANTINE ENVIRONMENT").
fn folders(place: &Place) -> Vec<PathBuf> {
    let own = environment::text("GIT_OBJECT_DIRECTORY")
        .map_or_else(|| place.common_dir.join("objects"), |told| place.start.join(told));
    let others = std::env::var_os("GIT_ALTERNATE_OBJECT_DIRECTORIES").unwrap_or_default();
    let others = std::env::split_paths(&others).filter(|path| path.is_dir()).map(|path| place.start.join(path));
    [own].into_iter().chain(others).collect()
}
