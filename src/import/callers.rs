//! The lines of hooks and scripts that still call another tool.

/// A line that calls a tool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The file and the line, as `lefthook.yml:4`.
    pub origin: String,
    /// The line.
    pub text: String,
}

const PROGRAMS: [&str; 12] = [
    "commitlint",
    "gitlint",
    "committed ",
    "cog verify",
    "cog check",
    "cz check",
    "conform enforce",
    "commit-check",
    "action-semantic-pull-request",
    "actions/labeler",
    "conventional-pre-commit",
    "commitizen",
];

/// The lines of a file that call a tool.
pub fn callers(file: &str, text: &str) -> Vec<Caller> {
    let is_call = |line: &str| {
        let line = line.trim_start();
        let is_comment = line.starts_with('#') || line.starts_with("//");
        let is_dependency = file.ends_with("package.json") && line.contains("\": \"^");
        !is_comment && !is_dependency && PROGRAMS.iter().any(|program| line.contains(program))
    };
    let lines = text.lines().enumerate().filter(|(_, line)| is_call(line));
    lines
        .map(|(index, line)| Caller { origin: format!("{file}:{}", index + 1), text: line.trim().to_owned() })
        .collect()
}
