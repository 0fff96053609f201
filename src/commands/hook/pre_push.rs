//! The pre-push hook: judges what a push makes public, whoever made it and however (githooks(5), "pre-push").

use super::super::printing::Printer;
use super::super::session::{EVERYTHING, Session, Setup, Stream};
use super::updates::Updates;
use crate::failure::Result;
use crate::git::objects::Objects;
use crate::git::place::Place;
use crate::git::push::{Public, RefUpdate};
use crate::model::Stage;
use std::ffi::OsString;

/// Runs the hook; git hands it the name of the remote, and the refs on standard input.
///
/// # Errors
/// Where the policy or the history cannot be read.
pub fn run(session: &Session, place: &Place, arguments: &[OsString], stdin: &[u8]) -> Result<u8> {
    let updates = RefUpdate::parse(&String::from_utf8_lossy(stdin))?;
    let policy = match session.policy(Some(place))? {
        Ok(policy) => policy,
        Err(code) => return Ok(code),
    };
    let whole = Setup::new(policy, Stage::PrePush, None)?;
    let judge = whole.judge();
    let format = session.format(policy, &judge, Stage::PrePush, Stream::Err, EVERYTHING);
    let mut printer = Printer::begin(format.as_ref(), Stream::Err, &whole.skip);
    let objects = Objects::open(place)?;
    let public = Public::to_remotes(place, &objects, &updates)?;
    let remote = arguments.first().map(|name| name.to_string_lossy()).unwrap_or_default();
    let stage = Stage::PrePush;
    let pushed = Updates { place, objects: &objects, stage, all: &updates, public: &public, remote: &remote };
    pushed.judge(policy, &updates.iter().collect::<Vec<_>>(), &|_| true, &mut printer)?;
    Ok(whole.outcome(&printer.end()).exit_code())
}
