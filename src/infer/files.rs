//! What the files of the newest commit say: how large they are, and which names they have.

use super::{SeenFile, Share};
use crate::rules::is_possible_on_windows;
use crate::text::glob::{Dialect, Glob};
use crate::text::twins;
use std::collections::{BTreeMap, BTreeSet};

/// The usual limits for files.
const LIMITS: [(&str, u64); 6] = [
    ("2MB", 2_000_000),
    ("5MB", 5_000_000),
    ("10MB", 10_000_000),
    ("20MB", 20_000_000),
    ("50MB", 50_000_000),
    ("100MB", 100_000_000),
];

/// So many percent of the files keep a limit.
const FIT: u64 = 99;

/// The longest path that everybody can check out, in bytes, and what longer ones are rounded up to.
const LONGEST: u64 = 200;
const STEP: u64 = 10;

/// Files that a tool writes whenever something changes: each time the whole file is a new one.
const GENERATED: [&str; 14] = [
    "**/*.min.css",
    "**/*.min.js",
    "**/*.pb.go",
    "**/*.snap",
    "**/*_generated.*",
    "**/Cargo.lock",
    "**/Gemfile.lock",
    "**/composer.lock",
    "**/go.sum",
    "**/package-lock.json",
    "**/pnpm-lock.yaml",
    "**/poetry.lock",
    "**/uv.lock",
    "**/yarn.lock",
];

/// A limit that files keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    /// As policies write it.
    pub max: &'static str,
    /// How many keep it.
    pub share: Share,
    /// Generated files that are larger: the glob, and the limit that they keep.
    pub generated: Vec<(&'static str, &'static str)>,
}

impl Limit {
    /// The lowest of the usual limits that nearly all files keep.
    pub fn of(files: &[SeenFile]) -> Option<Self> {
        let share = |most: u64| {
            let mut share = Share::default();
            files.iter().filter_map(|file| file.size).for_each(|size| share.add(size <= most));
            share
        };
        let (max, most) = LIMITS.into_iter().find(|(_, most)| share(*most).is(FIT))?;
        let larger = files.iter().filter(|file| file.size.is_some_and(|size| size > most));
        let mut generated: BTreeMap<&'static str, u64> = BTreeMap::new();
        for file in larger {
            if let Some(name) = GENERATED.into_iter().find(|name| is_at(name, &file.path)) {
                let size = generated.entry(name).or_default();
                *size = file.size.unwrap_or(0).max(*size);
            }
        }
        // Half as much again is room to grow.
        let room = |size: u64| LIMITS.into_iter().find(|(_, most)| size + size / 2 <= *most).map(|(max, _)| max);
        let generated = generated.into_iter().filter_map(|(name, size)| Some((name, room(size)?))).collect();
        Some(Self { max, share: share(most), generated })
    }
}

fn is_at(glob: &str, path: &str) -> bool {
    Glob::new(glob, Dialect::Path).is_ok_and(|glob| glob.matches(path))
}

/// What is asked of paths: whatever is there already passes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    /// Whether every name is possible on Windows.
    pub windows: bool,
    /// Whether no two names of a folder differ in case or Unicode form only.
    pub case_clashes: bool,
    /// The longest path, in bytes.
    pub longest: u64,
    /// How many files keep all that the rule asks without a setting.
    pub share: Share,
}

impl Paths {
    /// Looks at all paths.
    pub fn of(files: &[SeenFile]) -> Self {
        let clashing = clashing(files);
        let mut all = Self { windows: true, case_clashes: true, longest: LONGEST, share: Share::default() };
        for file in files {
            let path = file.path.as_str();
            let is_possible = path.split('/').all(is_possible_on_windows);
            let is_alone = prefixes(path).all(|prefix| !clashing.contains(prefix));
            let length = path.len() as u64;
            all.windows &= is_possible;
            all.case_clashes &= is_alone;
            all.longest = all.longest.max(length.div_ceil(STEP) * STEP);
            all.share.add(is_possible && is_alone && length <= LONGEST);
        }
        all
    }
}

/// `a`, `a/b`, `a/b/c`.
fn prefixes(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at]).chain([path])
}

/// The files and folders that another one of the same folder differs from in case or form only.
fn clashing(files: &[SeenFile]) -> BTreeSet<&str> {
    let mut folders: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for prefix in files.iter().flat_map(|file| prefixes(&file.path)) {
        let folder = prefix.rsplit_once('/').map_or("", |(folder, _)| folder);
        folders.entry(folder).or_default().insert(prefix);
    }
    let clashes = folders.into_values().flat_map(|names| {
        let bytes: Vec<&[u8]> = names.iter().map(|name| name.as_bytes()).collect();
        let twins = twins::clashes(&bytes, bytes.iter().copied());
        names.into_iter().zip(twins).filter(|(_, twin)| twin.is_some()).map(|(name, _)| name).collect::<Vec<_>>()
    });
    clashes.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(listed: &[(&str, u64)]) -> Vec<SeenFile> {
        listed.iter().map(|(path, size)| SeenFile { path: (*path).to_owned(), size: Some(*size) }).collect()
    }

    #[test]
    fn what_is_there_passes() {
        let long = format!("{}/x", "y".repeat(210));
        let found = Paths::of(&files(&[("a/aux.c", 1), ("b/Read", 1), ("b/read", 1), (&long, 1), ("c", 1)]));
        assert_eq!((found.windows, found.case_clashes, found.longest), (false, false, 220));
        assert_eq!(found.share, Share { part: 1, whole: 5 });
        let found = Paths::of(&files(&[("a/b", 1), ("a/c", 1), ("B/a", 1)]));
        assert_eq!((found.windows, found.case_clashes, found.longest), (true, true, 200));
    }

    #[test]
    fn folders_clash_as_files_do() {
        let found = Paths::of(&files(&[("Docs/a", 1), ("docs/b", 1), ("src/c", 1)]));
        assert!(!found.case_clashes);
        assert_eq!(found.share, Share { part: 1, whole: 3 });
    }

    #[test]
    fn a_lock_file_has_its_own_limit_and_does_not_raise_that_of_others() {
        let mut listed: Vec<(String, u64)> = (0..200).map(|number| (format!("src/{number}.c"), 100)).collect();
        listed.push(("web/package-lock.json".to_owned(), 2_500_000));
        let listed: Vec<(&str, u64)> = listed.iter().map(|(path, size)| (path.as_str(), *size)).collect();
        let limit = Limit::of(&files(&listed)).expect("a limit");
        assert_eq!((limit.max, limit.share), ("2MB", Share { part: 200, whole: 201 }));
        assert_eq!(limit.generated, [("**/package-lock.json", "5MB")]);
        assert_eq!(Limit::of(&[]), None);
    }
}
