//! Names that are one and the same on file systems that ignore case or Unicode forms (HFS+, APFS, NTFS).

use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization as _;

/// From so many names on, all names of the folder are folded.
const FEW: usize = 4;

/// For each of the `names` of a folder, one of `all` its names that is the same but for case or Unicode form.
pub fn clashes<'t>(names: &[&'t [u8]], all: impl Iterator<Item = &'t [u8]> + Clone) -> Vec<Option<&'t [u8]>> {
    if names.len() <= FEW {
        return names.iter().map(|name| all.clone().find(|other| is_twin(name, other))).collect();
    }
    let mut folded: HashMap<Vec<u8>, [Option<&[u8]>; 2]> = HashMap::new();
    for name in all {
        let twins = folded.entry(fold(name)).or_default();
        match twins {
            [None, _] => twins[0] = Some(name),
            [Some(first), None] if *first != name => twins[1] = Some(name),
            _ => {}
        }
    }
    let twin = |name: &&'t [u8]| folded.get(&fold(name))?.iter().flatten().find(|twin| *twin != name).copied();
    names.iter().map(twin).collect()
}

fn is_twin(name: &[u8], other: &[u8]) -> bool {
    if name.is_ascii() && other.is_ascii() {
        return name.len() == other.len() && name != other && name.eq_ignore_ascii_case(other);
    }
    // What folds to ASCII from beyond it (the Kelvin sign, say) is so rare, and so much dearer, that it comes second.
    name != other && !(name.is_ascii() && name.len() > other.len()) && fold(name) == fold(other)
}

fn fold(name: &[u8]) -> Vec<u8> {
    match std::str::from_utf8(name) {
        Ok(text) if !text.is_ascii() => text.nfd().flat_map(char::to_lowercase).nfc().collect::<String>().into_bytes(),
        _ => name.to_ascii_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twins_differ_in_case_or_form() {
        for (a, b) in
            [("README", "readme"), ("Ärger", "ärger"), ("\u{e9}t\u{e9}", "e\u{301}te\u{301}"), ("用户A", "用户a")]
        {
            assert!(is_twin(a.as_bytes(), b.as_bytes()), "{a} {b}");
        }
        for (a, b) in [("a", "a"), ("a", "b"), ("ab", "a"), ("用户", "用戶")] {
            assert!(!is_twin(a.as_bytes(), b.as_bytes()), "{a} {b}");
        }
    }

    #[test]
    fn many_names_are_answered_as_few() {
        let names = ["A", "B", "C", "D", "E", "a", "b", "f"];
        let all: Vec<&[u8]> = names.iter().map(|name| name.as_bytes()).collect();
        let many = clashes(&all, all.iter().copied());
        let few: Vec<_> = all.iter().flat_map(|name| clashes(&[*name], all.iter().copied())).collect();
        assert_eq!(many, few);
        assert_eq!(many.iter().flatten().count(), 4);
    }
}
