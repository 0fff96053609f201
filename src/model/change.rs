//! What a push, an index or a pull request brings into the files.

use super::{Gap, Known, ObjectId};
use bstr::BStr;

/// An entry of a tree or of the index that was not there before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TreeEntry<'a> {
    /// Where it stands; bytes, since git takes any name.
    pub path: &'a BStr,
    /// What stands there.
    pub id: ObjectId,
    /// The commit that brings it: of several, the oldest.
    pub commit: Option<ObjectId>,
    /// How it can still be taken out.
    pub reach: Reach,
    /// Whether something else stood there before.
    pub replaces: bool,
}

/// How something that is new can still be taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reach {
    /// It is only in the index.
    Staged,
    /// It is in the commit that is worked on: amending takes it out.
    Tip,
    /// It is in another commit: this and later ones have to be written anew.
    Older,
    /// It is in a pull request: the commits that the base branch does not have can be written anew.
    Proposed,
}

/// A blob that is new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blob<'a> {
    /// Where it stands.
    pub entry: TreeEntry<'a>,
    /// Bytes, uncompressed.
    pub size: Known<u64>,
}

/// A path that is new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPath<'a> {
    /// The path, and what stands there.
    pub entry: TreeEntry<'a>,
    /// Its last name as it stands in the tree, where a broken name may hold a slash.
    pub name: &'a BStr,
    /// A path of the same tree that is the same on a file system that ignores case or Unicode forms.
    pub clash: Option<&'a BStr>,
}

impl<'a> NewPath<'a> {
    /// A path whose last name holds no slash.
    pub fn new(entry: TreeEntry<'a>, clash: Option<&'a BStr>) -> Self {
        let start = entry.path.iter().rposition(|&byte| byte == b'/').map_or(0, |at| at + 1);
        Self { name: BStr::new(&entry.path[start..]), entry, clash }
    }

    /// A path whose last name has so many bytes.
    pub fn with_name(entry: TreeEntry<'a>, length: usize, clash: Option<&'a BStr>) -> Self {
        Self { name: BStr::new(&entry.path[entry.path.len().saturating_sub(length)..]), entry, clash }
    }
}

/// How much a push brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Push<'a> {
    /// The remote, as it was named; empty where there is none, as on a server.
    pub remote: &'a str,
    /// Bytes of the new blobs, uncompressed.
    pub bytes: u64,
    /// New commits.
    pub commits: u64,
    /// New blobs.
    pub files: u64,
    /// Why there may be more than that.
    pub unknown: Option<Gap>,
    /// Its biggest blobs, the biggest first: path and bytes.
    pub biggest: Vec<(String, u64)>,
    /// Whether the other side has nothing yet.
    pub is_first: bool,
}
