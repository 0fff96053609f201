//! Managers of hooks (husky, lefthook, pre-commit) that call cihook, as their files say. They are read and never started:
//! a manager may run a whole test suite.

use super::{Folder, FolderKind, Installed, is_called_in};
use crate::git::file;
use crate::git::place::Place;
use std::path::{Path, PathBuf};

/// Where lefthook looks for its configuration, from the top of the work tree (its documentation, "Config file").
const LEFTHOOK: [&str; 5] = ["yml", "yaml", "json", "jsonc", "toml"];

/// The configuration of lefthook, where there is one.
pub fn lefthook(top: &Path) -> Option<PathBuf> {
    let names = ["lefthook", ".lefthook", ".config/lefthook"];
    let names = names.iter().flat_map(|name| LEFTHOOK.iter().map(move |ending| format!("{name}.{ending}")));
    names.map(|name| top.join(name)).find(|path| path.is_file())
}

/// The file in which somebody else calls cihook for a hook.
pub fn caller(place: &Place, folder: &Folder, hook: &Installed, name: &str) -> Option<PathBuf> {
    if let Some(moved) = &hook.moved
        && starts_moved(hook, name)
    {
        return Some(moved.clone());
    }
    let text = file::read_small(&hook.file)?;
    if is_called_in(&text, name) {
        return Some(hook.file.clone());
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
        let is_listed = file::read_small(&config)
            .is_some_and(|text| is_called_in(&text, name) || bstr::ByteSlice::contains_str(text.as_slice(), &id));
        return is_listed.then_some(config);
    }
    None
}

/// Whether the hook that took the place of our shim starts it where it was moved to: it names that file, or what was put
/// behind its name, as `"$0.legacy"` does; pre-commit and prek do so in their own programs.
pub fn starts_moved(hook: &Installed, name: &str) -> bool {
    let moved = hook.moved.as_ref().and_then(|moved| moved.file_name()?.to_str()?.strip_prefix(name));
    let (Some(suffix), Some(text)) = (moved, file::read_small(&hook.file)) else { return false };
    let has = |word: &str| bstr::ByteSlice::contains_str(text.as_slice(), word);
    let is_known = suffix == LEGACY && (has("pre-commit") || has("prek"));
    is_known
        || text
            .split(|&byte| byte == b'\n')
            .any(|line| !line.trim_ascii_start().starts_with(b"#") && bstr::ByteSlice::contains_str(line, suffix))
}

/// What pre-commit puts behind the name of a hook that it finds (its `install_uninstall.py`).
const LEGACY: &str = ".legacy";

fn calls(file: PathBuf, name: &str) -> Option<PathBuf> {
    file::read_small(&file).is_some_and(|text| is_called_in(&text, name)).then_some(file)
}
