//! `git cihook`: an alias in the repository's own configuration, for where the program is not on the PATH (git-config(1),
//! `alias.*`). What is printed to be typed has to run.

use super::ask::Git;
use super::config::Config;
use super::environment;
use super::place::Place;
use crate::failure::Result;
use crate::text::escape;
use std::collections::BTreeSet;
use std::path::Path;

/// The name of the setting.
const KEY: &str = "alias.cihook";

/// What the setting holds: git hands what follows the exclamation mark to the shell. It runs at the top of the work tree and
/// tells in `GIT_PREFIX` where the user stands.
fn value(program: &Path) -> String {
    let program = escape::shell_quoted(program.as_os_str().as_encoded_bytes());
    format!("!{} -C \"${{GIT_PREFIX:-.}}\"", String::from_utf8_lossy(&program))
}

/// Sets the alias; `false` where one of that name is there already, whosever it is.
///
/// # Errors
/// Where git cannot write its configuration.
pub fn set(place: &Place, program: &Path) -> Result<bool> {
    let git = Git::at(place);
    let own = value(program);
    match git.answer_as_is(["config", "--get", KEY])? {
        Some(told) if told == own.as_bytes() => Ok(true),
        Some(told) if !is_ours(&told) => Ok(false),
        _ => git.bytes(["config", "--local", "--replace-all", KEY, &own]).map(|_| true),
    }
}

/// Takes the alias away, where it is ours.
///
/// # Errors
/// Where git cannot write its configuration.
pub fn unset(place: &Place) -> Result<()> {
    let git = Git::at(place);
    // A setting may be there several times, and each of them may be somebody else's.
    let told = git.answer_as_is(["config", "--local", "--null", "--get-all", KEY])?.unwrap_or_default();
    let ours: BTreeSet<&[u8]> = told.split(|&byte| byte == 0).filter(|value| is_ours(value)).collect();
    for value in ours {
        let value = String::from_utf8_lossy(value);
        git.bytes(["config", "--local", "--fixed-value", "--unset-all", KEY, &value])?;
    }
    Ok(())
}

/// How a person starts this program so that it runs from where they stand: `cihook` where it is on the PATH, `git cihook`
/// where the alias is set, else the program by its place; with `-C` where they named another folder.
pub fn program_name(place: Option<&Place>) -> String {
    let elsewhere = place.and_then(|place| from_here(&place.start));
    let there = elsewhere.map_or_else(String::new, |folder| format!(" -C {folder}"));
    if environment::is_on_path("cihook") {
        return format!("cihook{there}");
    }
    // The alias has a `-C` of its own, and the later one of two would not count from it.
    let told = place.and_then(|place| Config::read(place).ok()?.get(KEY).map(<[u8]>::to_vec));
    if there.is_empty() && told.is_some_and(|told| is_ours(&told)) {
        return "git cihook".to_owned();
    }
    let program = environment::program().unwrap_or_else(|_| "cihook".into());
    format!("{}{there}", escape::shell_path(program.as_os_str().as_encoded_bytes()))
}

/// The folder as it is called from where the user stands, for a shell; nothing where they stand in it. git tells in
/// `GIT_PREFIX` where the user of an alias stands: there the folder that we work in is theirs.
fn from_here(start: &Path) -> Option<String> {
    let here = environment::folder()?;
    if here == start || environment::bytes("GIT_PREFIX").is_some() {
        return None;
    }
    let folder = start.strip_prefix(&here).unwrap_or(start);
    Some(escape::shell_path(folder.as_os_str().as_encoded_bytes()).into_owned())
}

/// An alias as [`value`] writes it, for whatever program.
fn is_ours(told: &[u8]) -> bool {
    told.starts_with(b"!'") && told.ends_with(b" -C \"${GIT_PREFIX:-.}\"")
}
