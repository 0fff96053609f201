//! A tree object: its entries, and those of several trees side by side.

use crate::model::ObjectId;
use std::cmp::Ordering;

/// An entry of a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry<'t> {
    /// What it is.
    pub kind: Kind,
    /// Its name within the tree.
    pub name: &'t [u8],
    /// What it is called.
    pub id: ObjectId,
}

/// What an entry of a tree is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A folder.
    Tree,
    /// A file or a link.
    Blob,
    /// A commit of another repository: a submodule.
    Commit,
}

/// Longer modes are taken for damage; git writes six digits at most.
const LONGEST_MODE: usize = 32;

impl Kind {
    /// As git reads a mode (tree-walk.c): an octal number, whatever zeros it begins with, of which the upper bits count.
    /// Nobody hides a folder by writing it in another way.
    fn of(mode: &[u8]) -> Option<Self> {
        match mode {
            b"100644" | b"100755" => return Some(Self::Blob),
            b"40000" => return Some(Self::Tree),
            _ => {}
        }
        let digit = |bits: u32, &digit: &u8| {
            matches!(digit, b'0'..=b'7').then(|| bits.wrapping_shl(3) | u32::from(digit - b'0'))
        };
        Some(match mode.iter().try_fold(0, digit)? & 0o170_000 {
            0o040_000 => Self::Tree,
            0o100_000 | 0o120_000 => Self::Blob,
            _ => Self::Commit,
        })
    }
}

/// The entries of a tree object, in its order; a broken one ends them.
#[derive(Clone, Debug)]
pub struct Entries<'t> {
    rest: &'t [u8],
    id_length: usize,
}

impl<'t> Entries<'t> {
    /// The entries of a tree whose names of objects have `id_length` bytes.
    pub fn of(content: &'t [u8], id_length: usize) -> Self {
        Self { rest: content, id_length }
    }

    /// Whether something is left that is no entry.
    pub fn is_broken(&self) -> bool {
        !self.rest.is_empty()
    }
}

impl<'t> Iterator for Entries<'t> {
    type Item = Entry<'t>;

    fn next(&mut self) -> Option<Entry<'t>> {
        let blank = self.rest.iter().take(LONGEST_MODE).position(|&byte| byte == b' ')?;
        let kind = Kind::of(&self.rest[..blank])?;
        let behind = &self.rest[blank + 1..];
        let end = memchr::memchr(0, behind)?;
        let id = behind.get(end + 1..end + 1 + self.id_length)?;
        self.rest = &behind[end + 1 + self.id_length..];
        Some(Entry { kind, name: &behind[..end], id: ObjectId::from_bytes(id)? })
    }
}

/// The order of entries in a tree: by name, and a folder as if its name ended with a slash (tree.c,
/// `base_name_compare`).
pub fn order(a: &Entry<'_>, b: &Entry<'_>) -> Ordering {
    let common = a.name.len().min(b.name.len());
    let end = |entry: &Entry<'_>| match entry.name.get(common) {
        Some(&byte) => byte,
        None if entry.kind == Kind::Tree => b'/',
        None => 0,
    };
    a.name[..common].cmp(&b.name[..common]).then_with(|| end(a).cmp(&end(b)))
}

/// Another tree, read in step with the entries of a first one.
pub struct Beside<'t> {
    entries: std::iter::Peekable<Entries<'t>>,
}

impl<'t> Beside<'t> {
    /// A tree beside the first.
    pub fn of(entries: Entries<'t>) -> Self {
        Self { entries: entries.peekable() }
    }

    /// The entry of the same name and kind of place; those that come before it are handed to `passed`.
    pub fn same(&mut self, entry: &Entry<'_>, mut passed: impl FnMut(&Entry<'t>)) -> Option<Entry<'t>> {
        loop {
            let other = self.entries.peek()?;
            match order(other, entry) {
                Ordering::Less => {
                    passed(other);
                    self.entries.next();
                }
                Ordering::Equal => return self.entries.next(),
                Ordering::Greater => return None,
            }
        }
    }

    /// Hands out the entries that are left.
    pub fn rest(&mut self, passed: impl FnMut(Entry<'t>)) {
        self.entries.by_ref().for_each(passed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(entries: &[(&str, &str, u8)]) -> Vec<u8> {
        let mut tree = Vec::new();
        for (mode, name, id) in entries {
            tree.extend_from_slice(mode.as_bytes());
            tree.push(b' ');
            tree.extend_from_slice(name.as_bytes());
            tree.push(0);
            tree.extend_from_slice(&[*id; 20]);
        }
        tree
    }

    #[test]
    fn entries_are_read() {
        let content = tree(&[("100644", "a", 1), ("40000", "b", 2), ("160000", "c", 3), ("120000", "d", 4)]);
        let kinds: Vec<Kind> = Entries::of(&content, 20).map(|entry| entry.kind).collect();
        assert_eq!(kinds, [Kind::Blob, Kind::Tree, Kind::Commit, Kind::Blob]);
        let mut broken = Entries::of(&content[..content.len() - 1], 20);
        assert_eq!(broken.by_ref().count(), 3);
        assert!(broken.is_broken());
    }

    #[test]
    fn modes_are_read_as_git_reads_them() {
        for (mode, kind) in [
            ("0000040000", Some(Kind::Tree)),
            ("040000", Some(Kind::Tree)),
            ("40755", Some(Kind::Tree)),
            ("100664", Some(Kind::Blob)),
            ("0120000", Some(Kind::Blob)),
            ("160000", Some(Kind::Commit)),
            ("0", Some(Kind::Commit)),
            ("9", None),
            ("-40000", None),
        ] {
            assert_eq!(Kind::of(mode.as_bytes()), kind, "{mode}");
        }
    }

    #[test]
    fn folders_stand_as_if_they_ended_with_a_slash() {
        let entry = |kind, name: &'static str| Entry {
            kind,
            name: name.as_bytes(),
            id: ObjectId::from_bytes(&[0; 20]).expect("an id"),
        };
        assert_eq!(order(&entry(Kind::Tree, "a"), &entry(Kind::Blob, "a.c")), Ordering::Greater);
        assert_eq!(order(&entry(Kind::Blob, "a"), &entry(Kind::Blob, "a.c")), Ordering::Less);
        assert_eq!(order(&entry(Kind::Tree, "a"), &entry(Kind::Tree, "a")), Ordering::Equal);
    }

    #[test]
    fn trees_are_read_in_step() {
        let (new, old) =
            (tree(&[("100644", "b", 1), ("100644", "d", 1)]), tree(&[("100644", "a", 7), ("100644", "d", 2)]));
        let mut beside = Beside::of(Entries::of(&old, 20));
        let mut passed = Vec::new();
        let same: Vec<bool> = Entries::of(&new, 20)
            .map(|entry| beside.same(&entry, |other| passed.push(other.name.to_vec())).is_some())
            .collect();
        assert_eq!((same, passed), (vec![false, true], vec![b"a".to_vec()]));
    }
}
