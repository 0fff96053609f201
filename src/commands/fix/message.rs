//! One message: a draft in a file, or a stored one that goes from standard input to standard output.

use super::super::check::read_draft;
use super::super::session::{Session, Setup, Stream};
use super::super::{print, print_err};
use super::repairer::{Repairer, repairer};
use crate::cli::fix::Fix;
use crate::failure::Result;
use crate::finding::Outcome;
use crate::git::config::Config;
use crate::git::draft::Draft;
use crate::git::{file, refs};
use crate::model::Stage;
use crate::render::Terminal;
use crate::report::Report;
use crate::text::escape;
use crate::words::Words;
use std::path::Path;

const UNCHANGED: Words = Words::new("nothing to change", "没有可修改的内容");
const WRITTEN: Words = Words::new("written: {0}", "已写入：{0}");
const APPLY: Words = Words::new("Go on with:  {0}", "继续：  {0}");

pub fn run(session: &Session, fix: &Fix, path: &Path) -> Result<u8> {
    let place = session.place().ok();
    let policy = match session.policy(place.as_ref())? {
        Ok(policy) => policy,
        Err(code) => return Ok(code),
    };
    let is_filter = path == Path::new("-");
    let branch = place.as_ref().and_then(refs::branch_at_work);
    let setup = Setup::new(policy, Stage::Check, branch.as_deref())?;
    let config = place.as_ref().map(Config::read).transpose()?.unwrap_or_default();
    let draft = read_draft(session, place.as_ref(), path, is_filter)?;
    let judge = setup.judge();
    let repairer = repairer(&setup, &judge, fix, &config)?;
    let commit = draft.commit(setup.forms());
    let repaired = repairer.repair(&commit, &draft.text);
    let mut report = Report::new(false);
    let is_changed = is_filter || fix.apply;
    let sheet = if is_changed { repaired.left.clone() } else { repairer.check(&commit, &draft.text) };
    Repairer::count(&mut report, &commit, &sheet);
    let lang = session.lang(Some(policy));
    if is_filter {
        print(Stream::Out, &repaired.text);
        print_err(&super::show::left_of_one(&repaired.left, lang));
    } else if repaired.text == draft.text {
        print(Stream::Out, UNCHANGED.say().show(lang, &Terminal) + "\n");
    } else if fix.apply {
        let bytes = crate::git::draft::bytes_of(&session.start.join(path))?;
        file::replace(&session.start.join(path), &merged(&bytes, &draft, &repaired.text))?;
        let name = path.display().to_string();
        print(Stream::Out, WRITTEN.with([name.into()]).show(lang, &Terminal) + "\n");
    } else {
        print(Stream::Out, difference(&draft.text, &repaired.text));
        let command = format!("{} --apply", super::show::command(&session.program_name(), fix));
        print(Stream::Out, APPLY.with([command.into()]).show(lang, &Terminal) + "\n");
    }
    if !is_filter {
        print(Stream::Out, super::show::left_of_one(&repaired.left, lang));
    }
    Ok(match (is_filter, setup.outcome(&report)) {
        (true, Outcome::Incomplete) => Outcome::Violations.exit_code(),
        (_, outcome) => outcome.exit_code(),
    })
}

/// The lines that differ: those of before behind `-`, those of after behind `+`.
fn difference(before: &str, after: &str) -> String {
    let (old, new, start, end) = changed(before, after);
    let lines = |lines: &[&str], sign: char| -> String {
        lines.iter().map(|line| format!("{sign} {}\n", escape::line(line))).collect()
    };
    lines(&old[start..old.len() - end], '-') + &lines(&new[start..new.len() - end], '+')
}

/// The lines of both texts, and how many are the same at the start and at the end.
fn changed<'t>(before: &'t str, after: &'t str) -> (Vec<&'t str>, Vec<&'t str>, usize, usize) {
    let old: Vec<&str> = before.lines().collect();
    let new: Vec<&str> = after.lines().collect();
    let start = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let most = old.len().min(new.len()) - start;
    let end = old.iter().rev().zip(new.iter().rev()).take(most).take_while(|(old, new)| old == new).count();
    (old, new, start, end)
}

/// The file with the new text in the place of the old one; comments and whatever else git takes away stay.
fn merged(file: &[u8], draft: &Draft, after: &str) -> Vec<u8> {
    let (old, new, start, end) = changed(&draft.text, after);
    let lines: Vec<&[u8]> = file.split_inclusive(|&byte| byte == b'\n').collect();
    let in_file = |number: usize| draft.place.lines.get(number).copied().unwrap_or(lines.len() + 1);
    let from = if start < old.len() - end { in_file(start) - 1 } else { start.checked_sub(1).map_or(0, in_file) };
    let to = if start < old.len() - end { in_file(old.len() - end - 1) } else { from };
    let mut out = lines[..from.min(lines.len())].concat();
    if !out.is_empty() && !out.ends_with(b"\n") {
        out.push(b'\n');
    }
    for line in &new[start..new.len() - end] {
        out.extend_from_slice(line.as_bytes());
        out.push(b'\n');
    }
    out.extend_from_slice(&lines[to.min(lines.len())..].concat());
    out
}
