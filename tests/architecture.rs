//! The second fence around the layers (docs/architecture.md): imports go downwards only, there are no circles, and the
//! pure layers reach nothing of the world. A planted violation makes it fail.

#![allow(clippy::disallowed_methods, clippy::expect_used, reason = "tests bring the outside in")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The rooms and their layers.
const LAYERS: [(&str, u8); 27] = [
    ("text", 0),
    ("message", 1),
    ("model", 1),
    ("generated", 1),
    ("words", 2),
    ("finding", 2),
    ("report", 2),
    ("options", 2),
    ("rule", 2),
    ("failure", 2),
    ("rules", 3),
    ("policy", 3),
    ("engine", 4),
    ("repair", 4),
    ("rewrite", 4),
    ("remedy", 4),
    ("labels", 4),
    ("trial", 4),
    ("import", 4),
    ("infer", 4),
    ("render", 5),
    ("docs", 6),
    ("git", 5),
    ("github", 5),
    ("cli", 6),
    ("commands", 6),
    ("main", 6),
];

/// Rooms that know nothing of files, environment, processes, network, clock and terminals.
const PURE: [&str; 21] = [
    "text",
    "message",
    "model",
    "words",
    "finding",
    "report",
    "options",
    "rule",
    "rules",
    "policy",
    "engine",
    "repair",
    "rewrite",
    "remedy",
    "labels",
    "trial",
    "import",
    "infer",
    "generated",
    "render",
    "docs",
];

/// What pure rooms must not name.
const WORLD: [&str; 10] = [
    "std::fs",
    "std::env::",
    "std::process",
    "std::net",
    "std::time",
    "println!",
    "eprintln!",
    "stdout()",
    "stderr()",
    "git2",
];

/// Rooms that must not know one another, whatever their layers: adapters and rules meet in `commands`.
const STRANGERS: [(&str, &str); 8] = [
    ("git", "rules"),
    ("git", "engine"),
    ("git", "render"),
    ("github", "rules"),
    ("github", "engine"),
    ("github", "git"),
    ("render", "git"),
    ("render", "rules"),
];

/// Files of a room that is no pure one, which are pure themselves.
const PURE_FILES: [&str; 9] = [
    "github/answers.rs",
    "github/check.rs",
    "github/comment.rs",
    "github/draft_mark.rs",
    "github/encode.rs",
    "github/event.rs",
    "github/facts.rs",
    "github/landing.rs",
    "github/plan.rs",
];

/// The only file with asynchronous code, and what belongs there alone.
const ASYNCHRONOUS: (&str, [&str; 4]) = ("github/client.rs", ["octocrab", "tokio", "async ", ".await"]);

fn layer(room: &str) -> Option<u8> {
    LAYERS.iter().find(|(name, _)| *name == room).map(|(_, layer)| *layer)
}

/// The code of a file: without its tests and its comments.
fn code(text: &str) -> String {
    let end = text.find("#[cfg(test)]\nmod tests {").unwrap_or(text.len());
    let lines = text[..end].lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.map(|line| format!("{line}\n")).collect()
}

/// The rooms that some code names.
fn imports(code: &str) -> BTreeSet<String> {
    let named = |after: &str| after.split(|c: char| !c.is_alphanumeric() && c != '_').next().map(str::to_owned);
    ["crate::", "cihook::"]
        .iter()
        .flat_map(|root| code.match_indices(root).filter_map(move |(at, _)| named(&code[at + root.len()..])))
        .filter(|room| layer(room).is_some())
        .collect()
}

/// What is wrong with the code of a room.
fn violations(room: &str, text: &str) -> Vec<String> {
    let code = code(text);
    let own = layer(room).unwrap_or(0);
    let mut found = Vec::new();
    for import in imports(&code) {
        if layer(&import) > Some(own) {
            found.push(format!("{room} imports {import}, which is above it"));
        }
        if STRANGERS.contains(&(room, &import)) {
            found.push(format!("{room} must not know {import}"));
        }
    }
    if PURE.contains(&room) {
        found.extend(
            WORLD.iter().filter(|name| code.contains(**name)).map(|name| format!("{room} is pure and names {name}")),
        );
    }
    found
}

/// All files of the program, and the room of each.
fn files() -> Vec<(String, PathBuf)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut todo = vec![root.clone()];
    let mut files = Vec::new();
    while let Some(folder) = todo.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                todo.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let below = path.strip_prefix(&root).expect("below");
                let room = below.components().next().expect("a name").as_os_str().to_string_lossy();
                files.push((room.trim_end_matches(".rs").to_owned(), path));
            }
        }
    }
    files
}

#[test]
fn imports_go_downwards_and_pure_rooms_stay_pure() {
    let mut found = Vec::new();
    for (room, path) in files() {
        if room == "lib" {
            continue;
        }
        assert!(layer(&room).is_some(), "{} is in no layer", path.display());
        let text = std::fs::read_to_string(&path).expect("a file");
        found.extend(violations(&room, &text).into_iter().map(|violation| format!("{}: {violation}", path.display())));
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn pure_files_of_other_rooms_stay_pure() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for name in PURE_FILES {
        let code = code(&std::fs::read_to_string(root.join(name)).expect("a file"));
        let found: Vec<&&str> = WORLD.iter().filter(|world| code.contains(**world)).collect();
        assert!(found.is_empty(), "{name} is pure and names {found:?}");
        assert!(!code.contains("super::client") && !code.contains("super::repository"), "{name} asks a server");
    }
}

#[test]
fn one_file_is_asynchronous() {
    let (only, words) = ASYNCHRONOUS;
    for (_, path) in files().into_iter().filter(|(_, path)| !path.ends_with(only)) {
        let code = code(&std::fs::read_to_string(&path).expect("a file"));
        let found: Vec<&&str> = words.iter().filter(|word| code.contains(**word)).collect();
        assert!(found.is_empty(), "{} names {found:?}", path.display());
    }
}

#[test]
fn there_are_no_circles() {
    let mut graph: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (room, path) in files() {
        let code = code(&std::fs::read_to_string(&path).expect("a file"));
        let imports = imports(&code).into_iter().filter(|import| *import != room);
        graph.entry(room.clone()).or_default().extend(imports);
    }
    while let Some(leaf) = graph.iter().find(|(_, imports)| imports.is_empty()).map(|(room, _)| room.clone()) {
        graph.remove(&leaf);
        for imports in graph.values_mut() {
            imports.remove(&leaf);
        }
    }
    graph.remove("lib");
    assert!(graph.is_empty(), "these import one another in a circle: {graph:#?}");
}

#[test]
fn files_are_short_enough_to_be_read() {
    const MOST: usize = 420;
    let long: Vec<String> = files()
        .into_iter()
        .map(|(_, path)| (std::fs::read_to_string(&path).expect("a file").lines().count(), path))
        .filter(|(lines, _)| *lines > MOST)
        .map(|(lines, path)| format!("{}: {lines} lines", path.display()))
        .collect();
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn planted_violations_are_found() {
    assert_eq!(violations("text", "use crate::rules::ALL;\n"), ["text imports rules, which is above it"]);
    assert_eq!(violations("engine", "fn x() { std::fs::read(\"x\"); }\n"), ["engine is pure and names std::fs"]);
    assert_eq!(violations("git", "use crate::rules::ALL;\n"), ["git must not know rules"]);
    assert_eq!(violations("render", "println!(\"x\");\n"), ["render is pure and names println!"]);
    assert!(violations("engine", "// std::fs in a comment\nuse crate::rules::ALL;\n").is_empty());
}
