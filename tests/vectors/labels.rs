//! Labels: actions/labeler and prow's sizes.

use crate::source::Case;
use crate::tally::{Class, run};
use cihook::generated::Generated;
use cihook::labels::{self, Facts};
use cihook::model::{File, Known};
use cihook::policy::{Policy, Source};
use cihook::rule::Counting;
use serde_json::Value;
use std::collections::BTreeSet;

/// The conditions of `[[label]]` entries, all of one label: one of the alternatives has to hold, all conditions of it.
type Alternatives = Vec<String>;

#[test]
fn labeler() {
    run("labeler", |case| match condition(case) {
        Err(why) => Class::NotMapped(why),
        Ok(alternatives) if alternatives.iter().any(String::is_empty) => Class::NotMapped("labels without a condition"),
        Ok(alternatives) => label(case, &alternatives),
    });
}

/// What a function of the labeler asks for, as entries of ours.
fn condition(case: &Case) -> Result<Alternatives, &'static str> {
    let arguments = &case.input["args"];
    match case.input["fn"].as_str().unwrap_or_default() {
        "checkAllChangedFiles" => all(changed_files(&arguments[1])?),
        "checkAnyChangedFiles" => Ok(changed_files(&arguments[1])?.concat()),
        "checkIfAnyGlobMatchesAnyFile" => glob("anyGlobToAnyFile", &arguments[1]),
        "checkIfAllGlobsMatchAnyFile" => glob("allGlobsToAnyFile", &arguments[1]),
        "checkIfAnyGlobMatchesAllFiles" => glob("anyGlobToAllFiles", &arguments[1]),
        "checkIfAllGlobsMatchAllFiles" => glob("allGlobsToAllFiles", &arguments[1]),
        "checkAnyBranch" => branches(&arguments[0], &arguments[1]).map(|each| each.concat()),
        "checkAllBranch" => all(branches(&arguments[0], &arguments[1])?),
        "checkMatchConfigs" => all(list(&arguments[1]).map(match_config).collect::<Result<_, _>>()?),
        "checkAny" => Ok(configs(&arguments[0])?.concat()),
        "checkAll" => all(configs(&arguments[0])?),
        _ => Err("reading labeler.yml"),
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// `{ any: […] }` or `{ all: […] }`; both have to hold.
fn match_config(config: &Value) -> Result<Alternatives, &'static str> {
    let mut parts = Vec::new();
    if config["any"].is_array() {
        parts.push(configs(&config["any"])?.concat());
    }
    if config["all"].is_array() {
        parts.push(all(configs(&config["all"])?)?);
    }
    all(parts)
}

/// Each part of a list of configurations.
fn configs(value: &Value) -> Result<Vec<Alternatives>, &'static str> {
    let mut parts = Vec::new();
    for config in list(value) {
        if config["changedFiles"].is_array() {
            parts.push(changed_files(&config["changedFiles"])?.concat());
        }
        for (key, name) in [("headBranch", "head"), ("baseBranch", "base")] {
            if config[key].is_array() {
                parts.push(branches(&config[key], &name.into())?.concat());
            }
        }
    }
    Ok(parts)
}

fn changed_files(value: &Value) -> Result<Vec<Alternatives>, &'static str> {
    let pairs = list(value).filter_map(Value::as_object).flatten();
    pairs.map(|(kind, globs)| glob(kind, globs)).collect()
}

/// One condition on the changed files.
fn glob(kind: &str, globs: &Value) -> Result<Alternatives, &'static str> {
    let globs: Vec<&str> = list(globs).filter_map(Value::as_str).collect();
    if globs.iter().any(|glob| glob.contains(['[', '(', '+', '@'])) {
        return Err("globs of minimatch: brackets");
    }
    let each = |key: &str| globs.iter().map(|glob| format!("{key} = {glob:?}")).collect::<Vec<_>>();
    match kind {
        "anyGlobToAnyFile" => Ok(each("paths")),
        "anyGlobToAllFiles" => Ok(each("all-paths")),
        "allGlobsToAnyFile" => Ok(vec![format!("all-globs-to-any-file = {globs:?}")]),
        "allGlobsToAllFiles" => Ok(vec![format!("all-globs-to-all-files = {globs:?}")]),
        _ => Err("a condition of a later labeler"),
    }
}

/// Conditions on a branch: regular expressions there, of which those that anchor a beginning or a whole name are globs.
fn branches(patterns: &Value, which: &Value) -> Result<Vec<Alternatives>, &'static str> {
    let key = which.as_str().unwrap_or("head");
    list(patterns)
        .filter_map(Value::as_str)
        .map(|pattern| {
            let plain = pattern.trim_start_matches('^').trim_end_matches('$');
            if plain.contains(|c: char| !c.is_alphanumeric() && !"-_/".contains(c)) {
                return Err("branches by a regular expression");
            }
            let start = if pattern.starts_with('^') { "" } else { "**" };
            let end = if pattern.ends_with('$') { "" } else { "**" };
            Ok(vec![format!("{key} = \"{start}{plain}{end}\"")])
        })
        .collect()
}

/// All parts have to hold: every way to choose one alternative of each. A key can stand only once in an entry.
fn all(parts: Vec<Alternatives>) -> Result<Alternatives, &'static str> {
    let mut combined = vec![String::new()];
    for part in parts {
        combined = combined.iter().flat_map(|before| part.iter().map(move |one| format!("{before}{one}\n"))).collect();
    }
    let twice = |text: &String| {
        let keys: Vec<&str> = text.lines().filter_map(|line| line.split(" = ").next()).collect();
        keys.len() != keys.iter().collect::<BTreeSet<_>>().len()
    };
    if combined.iter().any(twice) { Err("the same condition twice, both of which have to hold") } else { Ok(combined) }
}

fn label(case: &Case, alternatives: &[String]) -> Class {
    let policy =
        policy(&alternatives.iter().map(|one| format!("[[label]]\nname = \"x\"\n{one}\n")).collect::<String>());
    let arguments = &case.input["args"];
    let files: Vec<&str> = list(&arguments[0]).filter_map(Value::as_str).collect();
    let context = |key: &str| case.input["context"][key].as_str().unwrap_or_default();
    let facts = Facts { files: Known::Yes(files.clone()), head: context("head"), base: context("base"), ..facts() };
    let here = labels::derive(&policy, &facts).wanted.contains("x");
    let there = case.expected["result"] == true;
    let dot = arguments[2] == true || files.iter().all(|path| !path.split('/').any(|name| name.starts_with('.')));
    match (here == there, dot) {
        (true, _) => Class::Agree,
        (false, false) => Class::Differ("`*` also matches names that start with a full stop (the labeler's `dot`)"),
        (false, true) => Class::Wrong(format!("there {there}, here {here}: {alternatives:?}")),
    }
}

fn policy(labels: &str) -> Policy {
    let source = Source { name: "cihook.toml".to_owned(), text: format!("extends = []\n{labels}").into() };
    Policy::load(Some(source), &|_| Err("no such file".to_owned())).expect("a policy")
}

fn facts<'f>() -> Facts<'f> {
    Facts {
        types: BTreeSet::new(),
        scopes: BTreeSet::new(),
        is_breaking: false,
        files: Known::Yes(Vec::new()),
        lines: Known::Yes(0),
        head: "",
        base: "",
        is_draft: false,
        is_first: false,
        failed: BTreeSet::new(),
        unchecked: BTreeSet::new(),
    }
}

/// The sizes of prow.
const SIZES: [(&str, u64, Option<u64>); 6] = [
    ("size/XS", 0, Some(9)),
    ("size/S", 10, Some(29)),
    ("size/M", 30, Some(99)),
    ("size/L", 100, Some(499)),
    ("size/XL", 500, Some(999)),
    ("size/XXL", 1_000, None),
];

#[test]
fn prow_size() {
    let entry = |(name, min, max): &(&str, u64, Option<u64>)| {
        let max = max.map_or_else(String::new, |max| format!(", max = {max}"));
        format!("[[label]]\nname = \"{name}\"\nsize = {{ min = {min}{max} }}\n")
    };
    let policy = policy(&SIZES.iter().map(entry).collect::<String>());
    run("prow_size", |case| size(&policy, case));
}

fn size(policy: &Policy, case: &Case) -> Class {
    let mut generated = Generated::default();
    let file = |name: &str| case.input["files"][name].as_str();
    generated.add_attributes(file(".gitattributes").unwrap_or_default());
    for name in generated.add_list(file(".generated_files").unwrap_or_default()) {
        generated.add_paths(file(&name).unwrap_or_default());
    }
    let changes: Vec<File<'_>> = list(&case.input["changes"])
        .map(|change| {
            let path = change["filename"].as_str().unwrap_or_default();
            let count = |key: &str| change[key].as_u64().unwrap_or(0);
            let is_generated = generated.contains(path);
            File { path, previous: None, additions: count("additions"), deletions: count("deletions"), is_generated }
        })
        .collect();
    let facts = Facts { lines: Known::Yes(Counting::default().lines(&changes)), ..facts() };
    let derived = labels::derive(policy, &facts);
    let is_ours = |name: &str| SIZES.iter().any(|(own, ..)| *own == name);
    let kept = list(&case.input["labels"]).filter_map(Value::as_str).filter(|name| !is_ours(name));
    let here: BTreeSet<&str> = derived.wanted.iter().copied().chain(kept).collect();
    let there: BTreeSet<&str> = list(&case.expected["labels"]).filter_map(Value::as_str).collect();
    let action = case.input["action"].as_str().unwrap_or_default().to_lowercase();
    match here == there {
        true => Class::Agree,
        false if !["opened", "reopened", "synchronize", "edited"].contains(&action.as_str()) => {
            Class::NotMapped("events that are not looked at")
        }
        false => Class::Wrong(format!("there {there:?}, here {here:?}")),
    }
}
