//! The tree that an index stands for, as git left it there: it writes the trees of what is staged before it starts the hooks
//! of a commit, and keeps their names in the index (gitformat-index(5), "Cache tree"). To read one name is the tenth part of
//! starting `git write-tree`.

use crate::model::ObjectId;

/// The bytes of an entry before its name of an object: times, device, owner, size.
const STAT: usize = 40;

/// The bit of the flags that says that more flags follow (version 3 and later).
const EXTENDED: u8 = 0x40;

/// The tree of everything in an index whose names of objects have `id_length` bytes; nothing where it is not known, as
/// something was staged since, or where the entries stand in another file (a split index).
pub fn of(index: &[u8], id_length: usize) -> Option<ObjectId> {
    let mut rest = behind_entries(index, id_length)?;
    let mut tree = None;
    while rest.len() > id_length {
        let (name, size) = (rest.get(..4)?, number(rest.get(4..8)?)?);
        let content = rest.get(8..8usize.checked_add(size)?)?;
        match name {
            b"TREE" => tree = root(content, id_length),
            b"link" => return None,
            _ => {}
        }
        rest = &rest[8 + size..];
    }
    tree
}

/// The first tree of the list is that of the whole index: its empty name, how many entries it covers (a negative number where
/// it is out of date), how many trees are below, and its name.
fn root(content: &[u8], id_length: usize) -> Option<ObjectId> {
    let content = content.strip_prefix(b"\0")?;
    let end = memchr::memchr(b'\n', content)?;
    let is_known = content.first().is_some_and(u8::is_ascii_digit);
    let id = content.get(end + 1..end + 1 + id_length)?;
    if is_known { ObjectId::from_bytes(id) } else { None }
}

/// What follows the entries.
fn behind_entries(index: &[u8], id_length: usize) -> Option<&[u8]> {
    let rest = index.strip_prefix(b"DIRC")?;
    let version = number(rest.get(..4)?)?;
    let count = number(rest.get(4..8)?)?;
    let mut rest = rest.get(8..)?;
    for _ in 0..count {
        let flags = STAT + id_length;
        let is_extended = version > 2 && rest.get(flags)? & EXTENDED != 0;
        let name = flags + if is_extended { 4 } else { 2 };
        rest = match version {
            2 | 3 => {
                let end = name + memchr::memchr(0, rest.get(name..)?)?;
                // One to eight zeros make the length a multiple of eight.
                rest.get((end / 8 + 1) * 8..)?
            }
            4 => {
                // How much of the name before is left out: a number of which each byte but the last has its highest bit set.
                let name = name + rest.get(name..)?.iter().position(|byte| byte & 0x80 == 0)? + 1;
                rest.get(name + memchr::memchr(0, rest.get(name..)?)? + 1..)?
            }
            _ => return None,
        };
    }
    Some(rest)
}

fn number(bytes: &[u8]) -> Option<usize> {
    usize::try_from(u32::from_be_bytes(bytes.try_into().ok()?)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: [u8; 20] = [7; 20];

    fn index(version: u8, entries: &[Vec<u8>], extensions: &[(&[u8], Vec<u8>)]) -> Vec<u8> {
        let mut index = [&b"DIRC\0\0\0"[..], &[version], &(entries.len() as u32).to_be_bytes()].concat();
        entries.iter().for_each(|entry| index.extend(entry));
        for (name, content) in extensions {
            index.extend([*name, &(content.len() as u32).to_be_bytes(), content].concat());
        }
        index.extend([0; 20]);
        index
    }

    fn padded(name: &[u8], extended: bool) -> Vec<u8> {
        let flags: &[u8] = if extended { &[EXTENDED, 0, 0, 0] } else { &[0, 0] };
        let mut entry = [&[1; STAT][..], &ID, flags, name].concat();
        entry.extend(vec![0; 8 - entry.len() % 8]);
        entry
    }

    fn tree(count: &str) -> (&'static [u8], Vec<u8>) {
        (b"TREE", [b"\0", count.as_bytes(), b" 0\n", &ID].concat())
    }

    #[test]
    fn the_tree_is_found_behind_entries_of_every_version() {
        let known = ObjectId::from_bytes(&ID);
        let names: [&[u8]; 4] = [b"a", b"ab", b"README.md", b"src/a/long/name/of/a/file.rs"];
        let plain: Vec<Vec<u8>> = names.iter().map(|name| padded(name, false)).collect();
        assert_eq!(of(&index(2, &plain, &[tree("4")]), 20), known);
        let extended: Vec<Vec<u8>> = names.iter().map(|name| padded(name, true)).collect();
        assert_eq!(of(&index(3, &extended, &[(b"REUC", vec![0; 3]), tree("4")]), 20), known);
        let short = [&[1; STAT][..], &ID, &[0, 0], &[0x81, 0x02], b"end\0"].concat();
        assert_eq!(of(&index(4, &[short.clone(), short], &[tree("2")]), 20), known);
    }

    #[test]
    fn what_is_out_of_date_elsewhere_or_broken_is_not_known() {
        let entry = || vec![padded(b"a", false)];
        assert_eq!(of(&index(2, &entry(), &[tree("-1")]), 20), None);
        assert_eq!(of(&index(2, &entry(), &[]), 20), None);
        assert_eq!(of(&index(2, &entry(), &[tree("1"), (b"link", vec![0; 20])]), 20), None);
        assert_eq!(of(&index(5, &entry(), &[tree("1")]), 20), None);
        let whole = index(2, &entry(), &[tree("1")]);
        for cut in 0..whole.len() - 20 {
            assert_eq!(of(&whole[..cut], 20), None, "{cut}");
        }
    }
}
