//! The object database, read by gitoxide: it knows packs, multi-pack indices, alternates, SHA-1 and SHA-256, and needs
//! neither the refs nor the configuration of the repository.

use crate::failure::{Failure, Result};
use crate::git::config::parse;
use crate::git::environment;
use crate::git::place::Place;
use crate::model::ObjectId;
use crate::words::Words;
use gix_object::{Find as _, Kind};
use std::cell::RefCell;
use std::path::PathBuf;

/// An opened object database. Each thread has its own, and all of them share what is read from the disk.
pub struct Objects {
    databases: Vec<gix_odb::HandleArc>,
    buffer: RefCell<Vec<u8>>,
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
        Ok(Some(Self { databases, buffer: RefCell::default() }))
    }

    /// The same objects, for another thread.
    pub fn for_another_thread(&self) -> Self {
        Self { databases: self.databases.clone(), buffer: RefCell::default() }
    }

    /// Hands the content of a commit to `use_it`.
    ///
    /// # Errors
    /// Where the object is missing, damaged, or no commit.
    pub fn commit<T>(&self, id: ObjectId, use_it: impl FnOnce(&[u8]) -> T) -> Result<T> {
        let mut buffer = self.buffer.borrow_mut();
        let key = gix_hash::oid::try_from_bytes(id.as_bytes())
            .map_err(|error| Failure::unable(BROKEN.with([id.short().into(), error.to_string().into()])))?;
        for database in &self.databases {
            match database.try_find(key, &mut buffer) {
                Ok(None) => {}
                Ok(Some(object)) if object.kind == Kind::Commit => return Ok(use_it(object.data)),
                Ok(Some(_)) => return Err(Failure::unable(NO_COMMIT.with([id.short().into()]))),
                Err(error) => {
                    let failure = Failure::unable(BROKEN.with([id.short().into(), error.to_string().into()]));
                    return Err(failure.hint(CHECK.say()));
                }
            }
        }
        Err(Failure::unable(MISSING.with([id.short().into()])).hint(CHECK.say()))
    }
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
