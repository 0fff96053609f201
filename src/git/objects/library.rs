//! Objects read by gitoxide: it knows packs, multi-pack indices, alternates, SHA-1 and SHA-256, and needs neither the
//! refs nor the configuration of the repository.

use super::packs::Packs;
use super::{Kind, Lookup};
use crate::failure::{Failure, Result};
use crate::git::config::parse;
use crate::git::environment;
use crate::git::place::Place;
use crate::model::ObjectId;
use gix_object::Find as _;
use std::path::PathBuf;

/// An opened object database; clones share what is read from the disk.
#[derive(Clone)]
pub(super) struct Library {
    databases: Vec<gix_odb::HandleArc>,
}

/// Extensions of the repository format that change nothing for who reads objects ("extensions" of git-config(1)).
const HARMLESS: [&str; 6] = ["noop", "noop-v1", "partialclone", "preciousobjects", "refstorage", "relativeworktrees"];

/// The packs of a repository, for who reads many trees; `None` where only git can read them.
pub(super) fn packs(place: &Place) -> Option<Packs> {
    format(place).map(|kind| Packs::open(&folders(place), kind))
}

/// How the names of objects are made, as the configuration of a repository says; `None` where it says something that is
/// not known here.
fn format(place: &Place) -> Option<gix_hash::Kind> {
    let mut kind = gix_hash::Kind::Sha1;
    for setting in extensions(place) {
        match (setting.key.strip_prefix("extensions.").unwrap_or_default(), setting.value.as_deref()) {
            ("objectformat", Some(b"sha1")) => kind = gix_hash::Kind::Sha1,
            ("objectformat", Some(b"sha256")) => kind = gix_hash::Kind::Sha256,
            ("worktreeconfig", _) => {}
            (extension, _) if HARMLESS.contains(&extension) => {}
            _ => return None,
        }
    }
    Some(kind)
}

/// The settings of the repository's own configuration that change its format.
fn extensions(place: &Place) -> Vec<parse::Setting> {
    let text = std::fs::read(place.common_dir.join("config")).unwrap_or_default();
    let mut settings = parse::parse(&text).unwrap_or_default();
    settings.retain(|setting| setting.key.starts_with("extensions."));
    settings
}

impl Library {
    /// Opens the objects of a repository; `None` where only git can read them.
    pub(super) fn open(place: &Place) -> Result<Option<Self>> {
        let Some(kind) = format(place) else { return Ok(None) };
        let open = |folder: PathBuf| {
            gix_odb::at(&folder, kind)
                .and_then(gix_odb::Handle::into_arc)
                .map_err(|error| Failure::reading(&folder, error))
        };
        let databases = folders(place).into_iter().map(open).collect::<Result<Vec<_>>>()?;
        Ok(Some(Self { databases }))
    }

    pub(super) fn find(&self, id: ObjectId, buffer: &mut Vec<u8>) -> Lookup<Kind> {
        let key = key(&id)?;
        for database in &self.databases {
            let start = match database.try_find(key, buffer) {
                Ok(None) => continue,
                Ok(Some(object)) => (object.kind, object.data.as_ptr() as usize, object.data.len()),
                Err(error) => return Err(error.to_string()),
            };
            return Ok(Some(alone(start, buffer)));
        }
        Ok(None)
    }

    pub(super) fn header(&self, id: ObjectId) -> Lookup<(Kind, u64)> {
        let key = key(&id)?;
        for database in &self.databases {
            match gix_odb::Header::try_header(database, key) {
                Ok(None) => {}
                Ok(Some(header)) => return Ok(Some((header.kind(), header.size()))),
                Err(error) => return Err(error.to_string()),
            }
        }
        Ok(None)
    }
}

/// Leaves nothing in the buffer but the content, which may be a part of it.
fn alone((kind, address, length): (Kind, usize, usize), buffer: &mut Vec<u8>) -> Kind {
    let start = address.wrapping_sub(buffer.as_ptr() as usize);
    if start > 0 && start + length <= buffer.len() {
        buffer.copy_within(start..start + length, 0);
    }
    buffer.truncate(length);
    kind
}

fn key(id: &ObjectId) -> std::result::Result<&gix_hash::oid, String> {
    gix_hash::oid::try_from_bytes(id.as_bytes()).map_err(|error| error.to_string())
}

/// Where objects are: the folder of the repository, or those that git names for a quarantine
/// (`GIT_OBJECT_DIRECTORY`, `GIT_ALTERNATE_OBJECT_DIRECTORIES`; git-receive-pack(1), "QUARANTINE ENVIRONMENT").
fn folders(place: &Place) -> Vec<PathBuf> {
    let own = environment::path("GIT_OBJECT_DIRECTORY")
        .map_or_else(|| place.common_dir.join("objects"), |told| place.start.join(told));
    let others = environment::paths("GIT_ALTERNATE_OBJECT_DIRECTORIES").into_iter().map(|path| place.start.join(path));
    let others = others.filter(|path| path.is_dir());
    [own].into_iter().chain(others).collect()
}
