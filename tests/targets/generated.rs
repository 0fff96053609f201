//! Which files are generated: `.gitattributes`, `.generated_files` and the lists that it names.

use super::promises::first_line;
use cihook::generated::Generated;

/// The first line is a path, the rest a file of each kind.
pub fn target(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (path, file) = first_line(&text);
    let mut attributes = Generated::default();
    attributes.add_attributes(file);
    let says_so = |word: &str| file.contains(word);
    assert!(!attributes.contains(path) || says_so("linguist-generated"), "nobody said that {path:?} is generated");
    let mut listed = Generated::default();
    for more in listed.add_list(file) {
        assert!(says_so(&more) && says_so("paths-from-repo"), "{more:?} is not named");
    }
    assert!(!listed.contains(path) || says_so("path") || says_so("file-"), "nobody listed {path:?}");
    let mut plain = Generated::default();
    plain.add_paths(file);
    assert_eq!(plain.contains(path), file.lines().any(|line| line.trim() == path && !is_silent(path)), "{path:?}");
    the_last_word_counts(attributes, path);
}

/// A line behind all others takes back what they said.
fn the_last_word_counts(mut attributes: Generated, path: &str) {
    attributes.add_attributes("** -linguist-generated\n");
    assert!(!attributes.contains(path), "{path:?} is still generated");
}

/// Lines that name no path.
fn is_silent(line: &str) -> bool {
    line.is_empty() || line.starts_with('#')
}
