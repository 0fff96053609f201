//! `cihook check` beside `git log --format=%B`, on clean and dirty histories, with and without a commit-graph.

use crate::measure::{command, compare, line, peak};
use crate::repository::{git, history};
use std::path::Path;

const PAIRS: usize = 11;

pub fn run(folder: &Path) {
    for (name, clean) in [("clean", true), ("dirty", false)] {
        let path = history(folder, name, 80_000, clean);
        for graph in [false, true] {
            if graph {
                git(&path, &["commit-graph", "write", "--reachable"]);
            }
            for (what, range) in [("the whole history of 80,000", None), ("10,000 commits", Some("HEAD~10000..HEAD"))] {
                measure(&path, name, graph, what, range);
            }
        }
    }
}

fn measure(path: &Path, name: &str, graph: bool, what: &str, range: Option<&str>) {
    let report: &[&str] = if name == "clean" { &[] } else { &["--format", "json"] };
    let own_arguments = [&["check"], report, &[range.unwrap_or("--all")]].concat();
    let git_arguments = ["log", "--format=%B", range.unwrap_or("HEAD")];
    let program = crate::program();
    let mut own = command(path, &program, &own_arguments);
    let mut other = command(path, "git", &git_arguments);
    let compared = compare(PAIRS, &mut own, &mut other);
    let memory = (peak(&mut own), peak(&mut other));
    let with = if graph { "commit-graph" } else { "no commit-graph" };
    line(&format!("check: {what}, {name}, {with} / git log"), &compared, Some(memory));
}
