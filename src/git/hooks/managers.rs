//! Managers of hooks (husky, lefthook, pre-commit) that call cihook, as their files say. They are read and never started:
//! a manager may run a whole test suite.

use super::{Folder, FolderKind, is_called_in};
use crate::git::place::Place;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Where lefthook looks for its configuration, from the top of the work tree (its documentation, "Config file").
const LEFTHOOK: [&str; 5] = ["yml", "yaml", "json", "jsonc", "toml"];

/// What is longer is no configuration that a person wrote.
const MOST_BYTES: u64 = 1 << 20;

/// The configuration of lefthook, where there is one.
pub fn lefthook(top: &Path) -> Option<PathBuf> {
    let names = ["lefthook", ".lefthook", ".config/lefthook"];
    let names = names.iter().flat_map(|name| LEFTHOOK.iter().map(move |ending| format!("{name}.{ending}")));
    names.map(|name| top.join(name)).find(|path| path.is_file())
}

/// The file in which somebody else calls cihook for a hook.
pub fn caller(place: &Place, folder: &Folder, name: &str) -> Option<PathBuf> {
    let hook = folder.path.join(name);
    let text = read(&hook)?;
    if is_called_in(&text, name) {
        return Some(hook);
    }
    let top = place.work_tree.as_deref()?;
    let has = |word: &str| bstr::ByteSlice::contains_str(text.as_slice(), word);
    if let FolderKind::Husky { scripts } = &folder.kind {
        return calls(top.join(scripts).join(name), name);
    }
    if has("lefthook") {
        return calls(lefthook(top)?, name);
    }
    if has("pre-commit") || has("prek") {
        let config = top.join(".pre-commit-config.yaml");
        let id = format!("cihook-{name}");
        let is_listed = read(&config)
            .is_some_and(|text| is_called_in(&text, name) || bstr::ByteSlice::contains_str(text.as_slice(), &id));
        return is_listed.then_some(config);
    }
    None
}

fn calls(file: PathBuf, name: &str) -> Option<PathBuf> {
    read(&file).is_some_and(|text| is_called_in(&text, name)).then_some(file)
}

fn read(path: &Path) -> Option<Vec<u8>> {
    let mut text = Vec::new();
    let file = path.is_file().then(|| File::open(path).ok())??;
    file.take(MOST_BYTES).read_to_end(&mut text).ok()?;
    Some(text)
}
