//! What holds at a place, after all files, includes, conditions and settings of the command line, against
//! `git config --list`. Git itself starts our side, as an alias, so that it hands on `-c` as it does to hooks.

use super::world::World;
use crate::cases::{Answers, Differences, count};
use crate::sandbox::{again, answer, hermetic};
use cihook::git::config::Config;
use cihook::git::place::Place;
use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::Path;

/// Where our side writes both answers.
const OUT: &str = "CIHOOK_DIFFERENTIAL_OUT";

/// Keys that no file sets, or that are set in another case.
const ABSENT: [&str; 3] = ["test.none", "test.sub.x", "core.commentstrin"];

#[test]
fn what_holds_at_a_place_is_what_git_lists() {
    hermetic("config::places::what_holds_at_a_place_is_what_git_lists", |folder| {
        let mut differences = Differences::default();
        for case in 0..count(120, 2_000) {
            let world = World::of(case);
            if let Some((world, answers)) = smallest(folder, world) {
                differences.note("git config --list", &world.to_string(), &answers);
            }
        }
        differences.conclude();
    });
}

/// The world, or the smallest part of it, in which git and our side differ.
fn smallest(folder: &Path, world: World) -> Option<(World, Answers)> {
    let answers = answers(folder, &world)?;
    let smaller = world.smaller().find_map(|smaller| smallest(folder, smaller));
    Some(smaller.unwrap_or((world, answers)))
}

/// The lines of both answers that are not the same; `None` without any.
fn answers(folder: &Path, world: &World) -> Option<Answers> {
    let (own_folder, out) = (folder.join("world"), folder.join("out"));
    let ours = again("config::places::our_side");
    let words: Vec<_> = ours.get_args().map(|argument| argument.to_string_lossy()).collect();
    let alias = format!("alias.ours=!{} {}", ours.get_program().to_string_lossy(), words.join(" "));
    let output = world.make(&own_folder).args(["-c", &alias, "ours"]).env(OUT, &out).output().expect("git starts");
    let _ = fs::remove_dir_all(&own_folder);
    if !output.status.success() {
        // A git that refuses its configuration starts nobody.
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains("bad config line") || said.contains("unable to parse"), "{world}\n{said}");
        return None;
    }
    let told = fs::read_to_string(&out).expect("both answers");
    let (git, own) = told.split_once('\0').expect("both answers");
    let only = |here: &str, there: &str| {
        here.lines().filter(|line| !there.lines().any(|other| other == *line)).collect::<Vec<_>>().join("\n")
    };
    (git != own).then(|| Answers::of(only(git, own).as_bytes(), only(own, git).as_bytes()))
}

/// Run by git: tells what git lists and what we read.
#[test]
fn our_side() {
    let Some(out) = env::var_os(OUT) else { return };
    let start = env::current_dir().expect("a folder");
    let listed = listed(&start);
    let place = Place::find(&start).expect("a repository");
    let own = match Config::read(&place) {
        Err(failure) => format!("{failure:?}"),
        Ok(config) => {
            let keys = listed.keys().map(String::as_str).chain(ABSENT);
            let values = keys.filter_map(|key| Some((key.to_owned(), config.text(key)?)));
            told(&values.collect()) + &flags(&listed, |key| config.is_on(key))
        }
    };
    let is_on = |key: &str| answer(&start, ["config", "--type=bool", "--get", key], b"") == b"true\n";
    let git = told(&listed) + &flags(&listed, is_on);
    fs::write(out, format!("{git}\0{own}")).expect("a file");
}

/// What git lists; the last value of a key holds, and one without a value is "true".
fn listed(folder: &Path) -> BTreeMap<String, String> {
    let listed = answer(folder, ["config", "--list", "--null"], b"");
    let text = String::from_utf8_lossy(&listed).into_owned();
    let pair = |entry: &str| {
        let (key, value) = entry.split_once('\n').unwrap_or((entry, "true"));
        (key.to_owned(), value.to_owned())
    };
    text.split_terminator('\0').map(pair).collect()
}

fn told(values: &BTreeMap<String, String>) -> String {
    let is_ours = |key: &str| !key.starts_with("alias.");
    values.iter().filter(|(key, _)| is_ours(key)).map(|(key, value)| format!("{key}={value}\n")).collect()
}

fn flags(listed: &BTreeMap<String, String>, is_on: impl Fn(&str) -> bool) -> String {
    let flags = listed.keys().filter(|key| key.starts_with("flag."));
    flags.map(|key| format!("{key} is {}\n", if is_on(key) { "on" } else { "off" })).collect()
}
