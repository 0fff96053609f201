//! The object database, opened for reading many commits once.

use crate::failure::{Failure, Result};
use crate::git::place::Place;
use crate::model::ObjectId;
use crate::words::Words;
use git2::{ObjectType, Odb, Oid, Repository};

/// An opened object database.
pub struct Store {
    repository: Repository,
}

const BROKEN: Words = Words::new("the object {0} cannot be read: {1}", "无法读取对象 {0}：{1}");
const NO_COMMIT: Words = Words::new("the object {0} is no commit", "对象 {0} 不是提交");
const CHECK: Words = Words::new("look for damage with: git fsck", "请检查仓库是否损坏：git fsck");

impl Store {
    /// Opens the objects of a repository; `None` where the library cannot (SHA-256, reftable, an extension that it does
    /// not know): then git itself has to be asked.
    pub fn open(place: &Place) -> Option<Self> {
        // Each object is read once and its name comes from git's own index: looking it up in a cache and hashing it
        // again would take a third of the time.
        git2::opts::strict_hash_verification(false);
        git2::opts::enable_caching(false);
        let repository = Repository::open_ext(
            &place.git_dir,
            git2::RepositoryOpenFlags::NO_SEARCH | git2::RepositoryOpenFlags::NO_DOTGIT,
            std::iter::empty::<&std::ffi::OsStr>(),
        );
        repository.ok().map(|repository| Self { repository })
    }

    /// The library's own view of the repository.
    pub fn repository(&self) -> &Repository {
        &self.repository
    }

    /// What commits are read from.
    ///
    /// # Errors
    /// Where the folder of the objects cannot be read.
    pub fn objects(&self) -> Result<Objects<'_>> {
        let odb = self.repository.odb().map_err(|error| Failure::unable(BROKEN.with(["/".into(), error.message().into()])))?;
        Ok(Objects { odb })
    }
}

/// Reads objects.
pub struct Objects<'s> {
    odb: Odb<'s>,
}

impl Objects<'_> {
    /// Hands the content of a commit to `use_it`.
    ///
    /// # Errors
    /// Where the object is missing, damaged, or no commit.
    pub fn commit<T>(&self, id: ObjectId, use_it: impl FnOnce(&[u8]) -> T) -> Result<T> {
        let broken = |error: git2::Error| {
            Failure::unable(BROKEN.with([id.short().into(), error.message().into()])).hint(CHECK.say())
        };
        let object = self.odb.read(Oid::from_bytes(id.as_bytes()).map_err(broken)?).map_err(broken)?;
        if object.kind() != ObjectType::Commit {
            return Err(Failure::unable(NO_COMMIT.with([id.short().into()])));
        }
        Ok(use_it(object.data()))
    }
}
