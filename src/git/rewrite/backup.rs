//! What `cihook fix` keeps of before: for each run the old and the new place of every ref that moved, so that it can be
//! undone as long as nothing was built on it.

use super::heads;
use crate::failure::{Failure, Result};
use crate::git::ask::Git;
use crate::git::place::Place;
use crate::git::refs;
use crate::model::ObjectId;
use crate::words::Words;
use bstr::ByteSlice as _;
use std::collections::BTreeMap;

/// Where the backups are.
const ROOT: &str = "refs/cihook/backup/";

/// So many runs are kept.
const RUNS: u64 = 10;

const NOTHING: Words = Words::new("there is no run of `cihook fix` to undo", "没有可撤销的 `cihook fix`");

/// What reflogs say of going back.
const UNDO: &str = "cihook fix: undo";

/// What one run moved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// Its number.
    pub number: u64,
    /// The refs, by their whole names (`HEAD` where it was on no branch): where each was, and where it went.
    pub moved: BTreeMap<String, (ObjectId, ObjectId)>,
}

/// The runs that are kept, the oldest first.
///
/// # Errors
/// Where refs cannot be read.
pub fn runs(place: &Place) -> Result<Vec<Run>> {
    let mut before = BTreeMap::new();
    let mut after = BTreeMap::new();
    for (name, id) in refs::below(place, ROOT)? {
        let Some(rest) = name.to_str().ok().and_then(|name| name.strip_prefix(ROOT)) else { continue };
        let mut parts = rest.splitn(3, '/');
        let (Some(Ok(number)), Some(side), Some(of)) =
            (parts.next().map(str::parse::<u64>), parts.next(), parts.next())
        else {
            continue;
        };
        let of = if of == "HEAD" { of.to_owned() } else { format!("refs/{of}") };
        match side {
            "before" => before.insert((number, of), id),
            "after" => after.insert((number, of), id),
            _ => continue,
        };
    }
    let mut runs: BTreeMap<u64, Run> = BTreeMap::new();
    for ((number, of), old) in before {
        if let Some(new) = after.get(&(number, of.clone())) {
            let run = runs.entry(number).or_insert_with(|| Run { number, ..Run::default() });
            run.moved.insert(of, (old, *new));
        }
    }
    Ok(runs.into_values().collect())
}

/// The newest run.
///
/// # Errors
/// Where there is none.
pub fn newest(place: &Place) -> Result<Run> {
    runs(place)?.pop().ok_or_else(|| Failure::usage(NOTHING.say()))
}

/// Keeps what a run is about to move, and forgets the oldest runs; the ref that a person goes back by. A run of before
/// that was killed and moved nothing gives its place to this one.
///
/// # Errors
/// Where refs cannot be written.
pub fn keep(place: &Place, moved: &BTreeMap<String, (ObjectId, ObjectId)>) -> Result<String> {
    let runs = runs(place)?;
    let unfinished = runs
        .last()
        .filter(|run| run.moved.iter().all(|(name, (old, _))| moved.get(name).is_some_and(|(now, _)| now == old)));
    let number = unfinished.map_or_else(|| runs.last().map_or(1, |run| run.number + 1), |run| run.number);
    let mut commands = String::from("start\n");
    runs.iter().filter(|run| run.number + RUNS <= number).for_each(|run| commands.push_str(&forget(run)));
    for (name, (old, new)) in moved {
        commands.push_str(&format!("update {} {old}\n", named(number, "before", name)));
        commands.push_str(&format!("update {} {new}\n", named(number, "after", name)));
    }
    commands.push_str("prepare\ncommit\n");
    update(place, commands, "cihook fix: backup")?;
    let first = moved.keys().next().map_or("HEAD", String::as_str);
    Ok(named(number, "before", first))
}

/// Takes the refs of a run back to where they were, and forgets the run.
///
/// # Errors
/// Where one of them is no longer where the run left it, or cannot be written.
pub fn undo(place: &Place, run: &Run) -> Result<()> {
    let mut commands = String::from("start\n");
    for (name, (old, new)) in &run.moved {
        commands.push_str(&format!("update {name} {old} {new}\n"));
    }
    commands.push_str(&forget(run));
    commands.push_str("prepare\ncommit\n");
    update(place, commands, UNDO)?;
    let moved: Vec<(&str, ObjectId)> = run.moved.iter().map(|(name, (old, _))| (name.as_str(), *old)).collect();
    heads::log(place, &moved, UNDO);
    Ok(())
}

/// One transaction of refs (git-update-ref(1), `--stdin`): all of them or none.
///
/// # Errors
/// Where git refuses: a lock, a value that is another by now, a hook.
pub fn update(place: &Place, commands: String, message: &str) -> Result<()> {
    Git::at(place).fed(["update-ref", "-m", message, "--create-reflog", "--stdin"], commands.into_bytes()).map(drop)
}

fn forget(run: &Run) -> String {
    let refs = run
        .moved
        .keys()
        .flat_map(|name| ["before", "after"].map(|side| format!("delete {}\n", named(run.number, side, name))));
    refs.collect()
}

fn named(number: u64, side: &str, name: &str) -> String {
    format!("{ROOT}{number}/{side}/{}", name.strip_prefix("refs/").unwrap_or(name))
}
