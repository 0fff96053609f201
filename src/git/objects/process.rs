//! Objects as the `git` program reads them (git-cat-file(1)), for repositories that the library cannot open.

use super::{Kind, Lookup};
use crate::git::ask::Git;
use crate::git::place::Place;
use crate::model::ObjectId;
use std::cell::RefCell;
use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

/// A git that answers about one object after the other.
pub(super) struct CatFile {
    git: Git,
    contents: RefCell<Option<Talk>>,
    headers: RefCell<Option<Talk>>,
}

struct Talk {
    child: Child,
    asked: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

/// `<id> <kind> <size>`.
struct Header {
    kind: Kind,
    size: u64,
}

impl CatFile {
    pub(super) fn new(place: &Place) -> Self {
        Self::by(Git::at(place))
    }

    fn by(git: Git) -> Self {
        Self { git, contents: RefCell::default(), headers: RefCell::default() }
    }

    /// The same, for another thread.
    pub(super) fn another(&self) -> Self {
        Self::by(self.git.clone())
    }

    pub(super) fn find(&self, id: ObjectId, buffer: &mut Vec<u8>) -> Lookup<Kind> {
        let mut contents = self.contents.borrow_mut();
        let talk = self.talk(&mut contents, "--batch")?;
        let Some(header) = talk.ask(id)? else { return Ok(None) };
        buffer.clear();
        let read = (&mut talk.answers).take(header.size + 1).read_to_end(buffer).map_err(|error| error.to_string())?;
        if read as u64 != header.size + 1 {
            return Err("git stopped answering".to_owned());
        }
        buffer.pop();
        Ok(Some(header.kind))
    }

    pub(super) fn header(&self, id: ObjectId) -> Lookup<(Kind, u64)> {
        let mut headers = self.headers.borrow_mut();
        Ok(self.talk(&mut headers, "--batch-check")?.ask(id)?.map(|header| (header.kind, header.size)))
    }

    fn talk<'t>(&self, slot: &'t mut Option<Talk>, how: &str) -> std::result::Result<&'t mut Talk, String> {
        if slot.is_none() {
            *slot = Some(Talk::start(&self.git, how)?);
        }
        slot.as_mut().ok_or_else(|| "git was not started".to_owned())
    }
}

impl Talk {
    fn start(git: &Git, how: &str) -> std::result::Result<Self, String> {
        let mut command = git.command(["cat-file", how]);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| error.to_string())?;
        let asked = child.stdin.take();
        let answers = child.stdout.take().ok_or("git does not answer")?;
        Ok(Self { child, asked, answers: BufReader::new(answers) })
    }

    fn ask(&mut self, id: ObjectId) -> Lookup<Header> {
        let asked = self.asked.as_mut().ok_or("git does not listen")?;
        writeln!(asked, "{id}").and_then(|()| asked.flush()).map_err(|error| error.to_string())?;
        let mut line = String::new();
        self.answers.read_line(&mut line).map_err(|error| error.to_string())?;
        let mut words = line.split_whitespace().skip(1);
        let kind = match words.next() {
            Some("commit") => Kind::Commit,
            Some("tree") => Kind::Tree,
            Some("blob") => Kind::Blob,
            Some("tag") => Kind::Tag,
            Some("missing") => return Ok(None),
            _ => return Err("git stopped answering".to_owned()),
        };
        let size = words.next().and_then(|size| size.parse().ok()).ok_or("git stopped answering")?;
        Ok(Some(Header { kind, size }))
    }
}

impl Drop for Talk {
    fn drop(&mut self) {
        // A closed standard input ends git; who does not wait for it leaves a zombie.
        self.asked = None;
        let _ = self.child.wait();
    }
}
