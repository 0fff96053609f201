//! What a configuration extends, where that is a file of the same repository (`extends: ["./base.js"]`, as
//! `@commitlint/resolve-extends` finds it): the file takes the place of its name.

use super::super::node::{Data, Node, Pair};
use super::super::{LARGEST, tools};

/// So deep may configurations extend one another; one that extends itself ends there too.
const DEPTH_MOST: usize = 8;

/// So many files are read for one configuration.
const FILES_MOST: usize = 32;

/// What may be left out at the end of a file's name.
const ENDINGS: [&str; 8] = ["", ".js", ".cjs", ".mjs", ".ts", ".json", "/index.js", "/index.ts"];

/// Reads the text of a file, named from where `file` is named from; nothing where it cannot be read.
pub type Beside<'b> = dyn Fn(&str) -> Option<String> + 'b;

/// Puts the files that `file` extends in the places of their names. What cannot be read stays a name.
pub fn include(root: &mut Node, file: &str, beside: &Beside<'_>) {
    let is_package = file.ends_with("package.json");
    let root = if is_package { root.get_mut("commitlint") } else { Some(root) };
    if let Some(root) = root {
        within(root, file, beside, DEPTH_MOST, &mut { FILES_MOST });
    }
}

fn within(root: &mut Node, file: &str, beside: &Beside<'_>, depth: usize, files: &mut usize) {
    let Some(extends) = root.get_mut("extends") else { return };
    let names = match &mut extends.data {
        Data::List(list) => list.as_mut_slice(),
        _ => std::slice::from_mut(extends),
    };
    let mut settings = Vec::new();
    for node in names {
        let found = node.text().and_then(|name| file_of(file, name, beside, depth, files));
        if let Some((name, mut base)) = found {
            within(&mut base, &name, beside, depth - 1, files);
            // What it says is told at the line that names it: other lines would be of another file.
            base.move_to(node.line);
            settings.extend(base.pairs().iter().filter(|pair| !["extends", "rules"].contains(&&*pair.key)).cloned());
            *node = base;
        }
    }
    inherit(root, settings);
}

/// Of what is no rule the nearest counts: the configuration's own, else that of the last one that it extends.
fn inherit(root: &mut Node, settings: Vec<Pair>) {
    let Data::Map(own) = &mut root.data else { return };
    for pair in settings.into_iter().rev() {
        if own.iter().all(|known| known.key != pair.key) {
            own.push(pair);
        }
    }
}

/// The file that a name is for, with its own name. A package's name is none.
fn file_of(file: &str, name: &str, beside: &Beside<'_>, depth: usize, files: &mut usize) -> Option<(String, Node)> {
    let path = joined(file, name)?;
    for ending in ENDINGS.iter().filter(|_| depth > 0) {
        *files = files.checked_sub(1)?;
        let path = format!("{path}{ending}");
        // What is larger may have been cut where it was read.
        let text = beside(&path).filter(|text| text.len() <= LARGEST);
        if let Some(node) = text.and_then(|text| tools::parse(&path, &text).ok())
            && matches!(node.data, Data::Map(_))
        {
            return Some((path, node));
        }
    }
    None
}

/// `./base.js` beside `config/commitlint.config.js`; nothing that leads out of the repository.
fn joined(file: &str, name: &str) -> Option<String> {
    if !name.starts_with("./") && !name.starts_with("../") {
        return None;
    }
    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    for part in name.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_beside_the_file_and_not_outside() {
        for (file, name, path) in [
            ("commitlint.config.js", "./base", Some("base")),
            ("a/b/commitlint.config.js", "../c.js", Some("a/c.js")),
            ("commitlint.config.js", "../c.js", None),
            ("a/x.js", "./../../y", None),
            ("commitlint.config.js", "@commitlint/config-conventional", None),
            ("commitlint.config.js", "/etc/passwd", None),
        ] {
            assert_eq!(joined(file, name).as_deref(), path, "{file} {name}");
        }
    }

    #[test]
    fn a_configuration_that_extends_itself_ends() {
        let asked = std::cell::Cell::new(0);
        let itself = |_: &str| {
            asked.set(asked.get() + 1);
            Some(r#"{"extends": ["./a.json", "./a.json"]}"#.to_owned())
        };
        let mut root = tools::parse("a.json", &itself("").expect("text")).expect("JSON");
        include(&mut root, "a.json", &itself);
        assert!(asked.get() <= FILES_MOST + 1, "{}", asked.get());
    }
}
