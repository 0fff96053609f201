//! The tools that are known, and the names of their files.

use super::found::Found;
use super::node::{Broken, Node};
use super::{checks, commitlint, commits, gitlint, json, labeler, literal, pulls, toml, yaml};

/// A tool: what it is called, how its file is read and what it means.
pub struct Tool {
    /// Its name.
    pub name: &'static str,
    /// From text to values.
    pub parse: fn(&str, &str) -> Result<Node, Broken>,
    /// From values to settings; false where they say nothing for this tool.
    pub read: fn(&Node, &mut Found) -> bool,
}

/// The files that are looked for where none is named, from the top of the repository.
pub const KNOWN: [&str; 49] = [
    "commitlint.config.js",
    "commitlint.config.cjs",
    "commitlint.config.mjs",
    "commitlint.config.ts",
    "commitlint.config.cts",
    "commitlint.config.mts",
    ".commitlintrc",
    ".commitlintrc.json",
    ".commitlintrc.yaml",
    ".commitlintrc.yml",
    ".commitlintrc.js",
    ".commitlintrc.cjs",
    ".commitlintrc.mjs",
    ".commitlintrc.ts",
    ".commitlintrc.cts",
    ".commitlintrc.mts",
    "package.json",
    ".gitlint",
    ".conform.yaml",
    ".conform.yml",
    "committed.toml",
    ".committed.toml",
    "cog.toml",
    ".cz.toml",
    "cz.toml",
    ".czrc",
    ".cz.json",
    "cz.json",
    ".cz.yaml",
    "cz.yaml",
    "pyproject.toml",
    ".github/dco.yml",
    "cchk.toml",
    "commit-check.toml",
    ".github/cchk.toml",
    ".github/commit-check.toml",
    ".commit-check.yml",
    ".commit-check.yaml",
    ".pre-commit-config.yaml",
    ".github/semantic.yml",
    ".github/semantic.yaml",
    ".github/labeler.yml",
    ".github/labeler.yaml",
    ".github/commitlint.config.js",
    ".github/commitlint.config.mjs",
    ".github/commitlint.config.cjs",
    ".github/.commitlintrc.json",
    ".github/.commitlintrc.yml",
    ".config/commitlint.config.js",
];

const COMMITLINT: Tool = Tool { name: "commitlint", parse, read: commitlint::read };
const GITLINT: Tool = Tool { name: "gitlint", parse: gitlint::parse, read: gitlint::read };
const COMMITTED: Tool = Tool { name: "committed", parse, read: commits::committed };
const COCOGITTO: Tool = Tool { name: "cocogitto", parse, read: commits::cocogitto };
const COMMITIZEN: Tool = Tool { name: "commitizen", parse, read: commits::commitizen };
const CONFORM: Tool = Tool { name: "conform", parse, read: commits::conform };
const COMMIT_CHECK: Tool = Tool { name: "commit-check", parse, read: checks::commit_check };
const COMMIT_CHECK_1: Tool = Tool { name: "commit-check", parse, read: checks::version_1 };
const PRE_COMMIT: Tool = Tool { name: "pre-commit", parse, read: checks::pre_commit };
const SEMANTIC: Tool = Tool { name: "semantic-pull-requests", parse, read: pulls::semantic };
const WORKFLOW: Tool = Tool { name: "semantic-pull-request", parse, read: pulls::workflow };
const LABELER: Tool = Tool { name: "labeler", parse, read: labeler::read };
const DCO: Tool = Tool { name: "dco", parse, read: commits::dco };

/// The tool whose file it is, by its name; `-` is what `commitlint --print-config json` prints.
pub fn tool_of(path: &str) -> Option<Tool> {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let tool = match name {
        "-" | "package.json" => COMMITLINT,
        ".gitlint" => GITLINT,
        "committed.toml" | ".committed.toml" => COMMITTED,
        "cog.toml" => COCOGITTO,
        ".czrc" | ".cz.toml" | "cz.toml" | ".cz.json" | "cz.json" | ".cz.yaml" | "cz.yaml" | "pyproject.toml" => {
            COMMITIZEN
        }
        ".conform.yaml" | ".conform.yml" => CONFORM,
        "cchk.toml" | "commit-check.toml" => COMMIT_CHECK,
        ".commit-check.yml" | ".commit-check.yaml" => COMMIT_CHECK_1,
        ".pre-commit-config.yaml" | ".pre-commit-config.yml" => PRE_COMMIT,
        "semantic.yml" | "semantic.yaml" => SEMANTIC,
        "labeler.yml" | "labeler.yaml" if !path.contains("workflows/") => LABELER,
        "dco.yml" | "dco.yaml" => DCO,
        _ if name.starts_with(".commitlintrc") || name.starts_with("commitlint.config.") => COMMITLINT,
        _ if name.ends_with(".yml") || name.ends_with(".yaml") => WORKFLOW,
        _ => return None,
    };
    Some(tool)
}

/// Reads a text as its name says. A name without an ending is JSON or YAML.
pub(super) fn parse(path: &str, text: &str) -> Result<Node, Broken> {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "js" | "cjs" | "mjs" | "ts" | "cts" | "mts" => literal::read(text),
        "toml" => toml::read(text),
        "yaml" | "yml" => yaml::read(text),
        "json" | "czrc" => json::read(text),
        _ if name == "-" || text.trim_start().starts_with('{') => json::read(text),
        _ => yaml::read(text),
    }
}
