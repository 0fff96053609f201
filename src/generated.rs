//! Layer 1: which files of a repository are generated, as its own files at the top say: `.gitattributes`
//! (`linguist-generated`, as GitHub reads it) and `.generated_files` (as prow reads it). Whoever calls brings their texts
//! as they are at the base: what a pull request says of itself does not count.

use crate::text::glob::{Dialect, Glob};

/// Which files are generated.
#[derive(Clone, Debug, Default)]
pub struct Generated {
    /// From `.gitattributes`: the last line that matches decides.
    attributes: Vec<(Glob, bool)>,
    /// From `.generated_files`.
    paths: Vec<String>,
    prefixes: Vec<String>,
    names: Vec<String>,
    name_prefixes: Vec<String>,
}

impl Generated {
    /// Adds what a `.gitattributes` file says.
    pub fn add_attributes(&mut self, text: &str) {
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with(['#', '['])) {
            let (pattern, attributes) = pattern_of(line);
            let set = attributes.split_ascii_whitespace().filter_map(is_generated).next_back();
            let glob = set.and_then(|set| Some((Glob::new(&anchored(pattern)?, Dialect::Git).ok()?, set)));
            self.attributes.extend(glob);
        }
    }

    /// Adds what a `.generated_files` file says, and tells which files of the repository list further paths
    /// (`paths-from-repo`).
    pub fn add_list(&mut self, text: &str) -> Vec<String> {
        let mut more = Vec::new();
        for line in text.lines().map(str::trim).filter(|line| !line.starts_with('#')) {
            let mut words = line.split_whitespace();
            let (Some(key), Some(value), None) = (words.next(), words.next(), words.next()) else { continue };
            let list = match key {
                "path" => &mut self.paths,
                "prefix" | "path-prefix" => &mut self.prefixes,
                "file-name" => &mut self.names,
                "file-prefix" => &mut self.name_prefixes,
                "paths-from-repo" => &mut more,
                _ => continue,
            };
            list.push(value.to_owned());
        }
        more
    }

    /// Adds a list of paths, one a line.
    pub fn add_paths(&mut self, text: &str) {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        self.paths.extend(lines.map(str::to_owned));
    }

    /// Whether the file at `path` is generated.
    pub fn contains(&self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        let attribute = self.attributes.iter().rev().find(|(glob, _)| glob.matches(path)).is_some_and(|(_, set)| *set);
        attribute
            || self.paths.iter().any(|known| known == path)
            || self.names.iter().any(|known| known == name)
            || self.prefixes.iter().any(|prefix| path.starts_with(prefix))
            || self.name_prefixes.iter().any(|prefix| name.starts_with(prefix))
    }
}

/// The pattern of a line, which may stand in quotation marks, and what follows it.
fn pattern_of(line: &str) -> (&str, &str) {
    match line.strip_prefix('"').and_then(|quoted| quoted.split_once('"')) {
        Some(parts) => parts,
        None => line.split_once(char::is_whitespace).unwrap_or((line, "")),
    }
}

/// What an attribute says of generated files, where it does; `!` takes back what lines before it said.
fn is_generated(attribute: &str) -> Option<bool> {
    match attribute {
        "linguist-generated" | "linguist-generated=true" => Some(true),
        "-linguist-generated" | "!linguist-generated" | "linguist-generated=false" => Some(false),
        _ => None,
    }
}

/// A pattern without a slash is one for names, wherever they stand; a pattern for folders matches no file.
fn anchored(pattern: &str) -> Option<String> {
    match (pattern.ends_with('/'), pattern.strip_prefix('/'), pattern.contains('/')) {
        (true, _, _) => None,
        (false, Some(below), _) => Some(below.to_owned()),
        (false, None, true) => Some(pattern.to_owned()),
        (false, None, false) => Some(format!("**/{pattern}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_matching_attribute_decides() {
        let mut generated = Generated::default();
        generated.add_attributes(
            "# comment\n*.pb.go linguist-generated\n/api/*.json text linguist-generated=true\nkeep.pb.go -linguist-generated\n\
             gen/ linguist-generated\ngen/** linguist-generated\n\"a b.txt\" linguist-generated\nv[12].{x} linguist-generated\n\
             [attr]binary linguist-generated\n",
        );
        for path in ["x.pb.go", "a/b/x.pb.go", "api/a.json", "gen/a/b", "a b.txt", "d/v1.{x}"] {
            assert!(generated.contains(path), "{path}");
        }
        for path in ["keep.pb.go", "a/keep.pb.go", "api/b/a.json", "b/api/a.json", "gen", "v3.{x}", "v1.x", "binary"] {
            assert!(!generated.contains(path), "{path}");
        }
    }

    #[test]
    fn lists_name_paths_and_beginnings() {
        let mut generated = Generated::default();
        let more = generated.add_list(
            "# comment\n\nfile-prefix zz_generated.\nfile-name  generated.pb.go\npath-prefix vendor/\npath docs/api.md\n\
             paths-from-repo hack/list.txt\nnonsense\n",
        );
        assert_eq!(more, ["hack/list.txt"]);
        generated.add_paths("# comment\ndocs/cli.md\n");
        for path in ["a/zz_generated.go", "b/generated.pb.go", "vendor/x", "docs/api.md", "docs/cli.md"] {
            assert!(generated.contains(path), "{path}");
        }
        assert!(!generated.contains("a/vendor/x"));
    }
}
