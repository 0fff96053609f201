//! The tree that an index stands for: what `git write-tree` prints, or nothing.

use crate::sandbox::{answer, hermetic};
use bstr::ByteSlice as _;
use cihook::git::cached_tree;
use std::fs;
use std::path::Path;

fn git(folder: &Path, arguments: &[&str]) -> String {
    answer(folder, arguments, b"").trim().to_str_lossy().into_owned()
}

fn known(folder: &Path, id_length: usize) -> Option<String> {
    let index = fs::read(folder.join(".git/index")).expect("an index");
    cached_tree::of(&index, id_length).map(|id| id.to_string())
}

/// A commit's index in each version, with names of every length, folders, and more flags.
fn every_version(folder: &Path, format: &str, id_length: usize) {
    git(folder, &["init", "--quiet", &format!("--object-format={format}")]);
    for length in 1..20 {
        let name = "n".repeat(length);
        fs::create_dir_all(folder.join(format!("d{length}"))).expect("a folder");
        fs::write(folder.join(format!("d{length}/{name}")), name.as_bytes()).expect("a file");
    }
    git(folder, &["add", "."]);
    assert_eq!(known(folder, id_length), None, "{format}: nothing is written yet");
    git(folder, &["commit", "--quiet", "--message=all"]);
    for version in ["2", "3", "4"] {
        git(folder, &["update-index", "--index-version", version]);
        assert_eq!(known(folder, id_length), Some(git(folder, &["write-tree"])), "{format}, version {version}");
    }
    git(folder, &["update-index", "--skip-worktree", "d3/nnn"]);
    fs::write(folder.join("d1/n"), "other\n").expect("a file");
    git(folder, &["add", "d1/n"]);
    assert_eq!(known(folder, id_length), None, "{format}: something else is staged");
    git(folder, &["commit", "--quiet", "--message=other"]);
    assert_eq!(known(folder, id_length), Some(git(folder, &["write-tree"])), "{format}, with more flags");
    git(folder, &["update-index", "--split-index"]);
    let split = known(folder, id_length);
    assert!(split.is_none_or(|tree| tree == git(folder, &["write-tree"])), "{format}, split");
}

#[test]
fn the_tree_of_an_index_is_the_one_that_git_writes() {
    hermetic("trees::the_tree_of_an_index_is_the_one_that_git_writes", |folder| {
        for (format, id_length) in [("sha1", 20), ("sha256", 32)] {
            let folder = folder.join(format);
            fs::create_dir_all(&folder).expect("a folder");
            every_version(&folder, format, id_length);
        }
    });
}
