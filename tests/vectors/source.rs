//! Where the cases are.

use crate::aloud::skipped;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// One case: what went in, and what came out.
pub struct Case {
    /// Which line of the file, from 1.
    pub line: usize,
    /// Which test of which project it is.
    pub source: String,
    /// As recorded.
    pub input: Value,
    /// As recorded.
    pub expected: Value,
}

/// The cases of `name`, or `None` after saying that they are not there.
pub fn cases(name: &str) -> Option<Vec<Case>> {
    let file = folder().join(format!("{name}.jsonl"));
    let Ok(text) = std::fs::read_to_string(&file) else {
        skipped(name, format_args!("no {}", file.display()));
        return None;
    };
    let cases = text.lines().enumerate().map(|(index, line)| {
        let mut case: Value = serde_json::from_str(line).expect("a case is JSON");
        let source = case["source"].as_str().unwrap_or_default().to_owned();
        Case { line: index + 1, source, input: case["input"].take(), expected: case["expected"].take() }
    });
    Some(cases.collect())
}

fn folder() -> PathBuf {
    let default = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/vectors");
    std::env::var_os("CIHOOK_VECTORS").map_or(default, PathBuf::from)
}
