//! A history as the `git` program reads it, for repositories that the library cannot open.

use super::{Edge, Selection, Take};
use crate::failure::{Failure, Result};
use crate::git::ask::{Git, not_started};
use crate::git::history::shallow;
use crate::git::place::Place;
use crate::model::ObjectId;
use crate::words::Words;
use std::io::{BufRead, BufReader, Read, Write as _};
use std::process::{ChildStdin, Stdio};

const ENDED: Words = Words::new("git stopped in the middle of the history", "git 在读取历史时中断");
const MISSING: Words = Words::new("the object {0} is missing", "缺少对象 {0}");

/// Hands out the commits of `selection`, in git's own order.
///
/// # Errors
/// Where git cannot be started, an object is missing, and whatever `take` fails with.
pub fn read_with_git(place: &Place, selection: &Selection, take: &mut Take<'_>) -> Result<Edge> {
    let ids = list(place, selection)?;
    let shallow = shallow(place);
    let mut child = Git::at(place)
        .command(["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .map_err(|error| not_started(&error))?;
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let (Some(stdin), Some(stdout)) = (stdin, stdout) else { return Err(Failure::unable(ENDED.say())) };
    let asked = ids.clone();
    // Asked from a thread of its own: git answers while it still reads, and would wait for somebody to listen.
    let asking = std::thread::spawn(move || ask(stdin, &asked));
    let mut answers = BufReader::new(stdout);
    let mut content = Vec::new();
    let read = ids.iter().try_for_each(|&id| {
        answer(&mut answers, id, &mut content)?;
        take(id, &content)
    });
    drop(answers);
    let _ = asking.join();
    let _ = child.wait();
    read?;
    Ok(if ids.iter().any(|id| shallow.contains(id)) { Edge::Shallow } else { Edge::Whole })
}

fn list(place: &Place, selection: &Selection) -> Result<Vec<ObjectId>> {
    if selection.alone {
        return Ok(selection.tips.clone());
    }
    let mut command = Git::at(place).command(["rev-list", "--stdin"]);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().map_err(|error| not_started(&error))?;
    if let Some(mut stdin) = child.stdin.take() {
        let mut lines = String::new();
        selection.tips.iter().for_each(|id| lines.push_str(&format!("{id}\n")));
        selection.hidden.iter().for_each(|id| lines.push_str(&format!("^{id}\n")));
        // A git that does not read tells why in its own words below.
        let _ = stdin.write_all(lines.as_bytes());
    }
    let output = child.wait_with_output().map_err(|error| not_started(&error))?;
    if !output.status.success() {
        return Err(Failure::unable(ENDED.say()));
    }
    let ids = output.stdout.split(|&byte| byte == b'\n').filter(|line| !line.is_empty());
    ids.map(|hex| ObjectId::from_hex(hex).ok_or_else(|| Failure::unable(ENDED.say()))).collect()
}

fn ask(mut stdin: ChildStdin, ids: &[ObjectId]) {
    for id in ids {
        if writeln!(stdin, "{id}").is_err() {
            return;
        }
    }
}

/// Reads `<id> commit <size>`, the content, and a line break.
fn answer(answers: &mut impl BufRead, id: ObjectId, content: &mut Vec<u8>) -> Result<()> {
    let ended = |_| Failure::unable(ENDED.say());
    let mut line = String::new();
    answers.read_line(&mut line).map_err(ended)?;
    let mut words = line.split_whitespace();
    let size = match (words.next(), words.next(), words.next()) {
        (Some(_), Some("commit"), Some(size)) => size.parse::<u64>().ok(),
        _ => None,
    };
    let Some(size) = size else { return Err(Failure::unable(MISSING.with([id.short().into()]))) };
    content.clear();
    let got = answers.take(size + 1).read_to_end(content).map_err(ended)?;
    if got as u64 != size + 1 {
        return Err(Failure::unable(ENDED.say()));
    }
    content.pop();
    Ok(())
}
