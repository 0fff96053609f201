//! How long cihook takes beside git, in the same run: two commands take turns, and the ratio is taken pair by pair. Give
//! the program to measure in `CIHOOK` (default: the one that cargo built), and names of sections as arguments.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::expect_used,
    clippy::panic,
    reason = "a bench brings the outside in"
)]

mod history;
mod hooks;
mod measure;
mod push;
mod repository;

use std::path::PathBuf;

/// The program that is measured.
fn program() -> PathBuf {
    std::env::var_os("CIHOOK").map_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_cihook")), PathBuf::from)
}

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|section| section == name);
    let folder = tempfile::tempdir().expect("a folder");
    println!("{:<58} {:>9} {:>9} {:>8}  peak memory", "what", "cihook", "beside", "ratio");
    if is_wanted("hooks") {
        hooks::run(folder.path());
    }
    if is_wanted("history") {
        history::run(folder.path());
    }
    if is_wanted("push") {
        push::run(folder.path());
    }
}
