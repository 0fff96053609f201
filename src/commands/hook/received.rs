//! The hooks of a server, pre-receive and update (githooks(5)): what was pushed lies in a quarantine, and is judged
//! there by the policy that held before the push. What the client's environment says changes nothing.

use super::super::printing::Printer;
use super::super::session::{EVERYTHING, Session, Setup, Stream};
use super::updates::Updates;
use crate::failure::{Failure, Result};
use crate::git::environment;
use crate::git::objects::Objects;
use crate::git::place::Place;
use crate::git::policy_file::{self, Found};
use crate::git::push::{Public, RefUpdate};
use crate::model::{ObjectId, Stage};
use crate::policy::Policy;
use crate::render::Terminal;
use crate::words::Words;
use std::collections::BTreeMap;
use std::ffi::OsString;

const IGNORED: Words = Words::new("ignored on a server: {0}", "在服务器上无效：{0}");
const ARGUMENTS: Words =
    Words::new("git hands the update hook a ref and two ids", "git 应给 update 钩子一个引用名和两个编号");

/// Runs pre-receive; git hands it all refs on standard input.
///
/// # Errors
/// Where a policy, a ref or an object cannot be read.
pub fn pre_receive(session: &Session, place: &Place, stdin: &[u8]) -> Result<u8> {
    judge(session, place, &RefUpdate::parse_received(&String::from_utf8_lossy(stdin))?)
}

/// Runs update; git hands it one ref.
///
/// # Errors
/// As [`pre_receive`], and where the arguments are none of git's.
pub fn update(session: &Session, place: &Place, arguments: &[OsString]) -> Result<u8> {
    let words: Vec<String> = arguments.iter().map(|word| word.to_string_lossy().into_owned()).collect();
    let [name, old, new] = words.as_slice() else { return Err(Failure::usage(ARGUMENTS.say())) };
    let update = RefUpdate::received(name, old, new).ok_or_else(|| Failure::usage(ARGUMENTS.say()))?;
    judge(session, place, &[update])
}

fn judge(session: &Session, place: &Place, updates: &[RefUpdate]) -> Result<u8> {
    tell_what_is_ignored(session);
    let objects = Objects::open(place)?;
    let public = Public::to_server(place, &objects)?;
    let stage = Stage::PreReceive;
    let received = Updates { place, objects: &objects, stage, all: updates, public: &public, remote: "" };
    let mut worst = 0;
    for (policy, some) in by_policy(session, place, &objects, updates)? {
        let code = match policy {
            Ok(policy) => by_one(session, &received, policy, &some)?,
            Err(code) => code,
        };
        worst = worse(worst, code);
    }
    Ok(worst)
}

fn by_one(session: &Session, received: &Updates<'_>, policy: &Policy, some: &[&RefUpdate]) -> Result<u8> {
    let whole = Setup::new(policy, Stage::PreReceive, None)?;
    let judge = whole.judge();
    let format = session.format(policy, &judge, Stage::PreReceive, Stream::Err, EVERYTHING);
    let mut printer = Printer::begin(format.as_ref(), Stream::Err, &whole.skip);
    received.judge(policy, some, &mut printer)?;
    Ok(whole.outcome(&printer.end()).exit_code())
}

/// A policy, or the exit code of one with mistakes, and the updates that are judged by it.
type Governed<'u> = (std::result::Result<&'static Policy, u8>, Vec<&'u RefUpdate>);

/// Updates by the policies that hold for them: that of the branch as it was, for a new branch and for tags that of HEAD.
fn by_policy<'u>(
    session: &Session,
    place: &Place,
    objects: &Objects,
    updates: &'u [RefUpdate],
) -> Result<Vec<Governed<'u>>> {
    let mut by_revision: BTreeMap<Option<ObjectId>, Vec<&RefUpdate>> = BTreeMap::new();
    for update in updates {
        let old = update.branch().and(update.old);
        let old = old.map(|old| objects.peeled(old)).transpose()?.flatten();
        by_revision.entry(old).or_default().push(update);
    }
    let mut governed: BTreeMap<String, Governed<'u>> = BTreeMap::new();
    for (revision, some) in by_revision {
        let found = match revision {
            Some(id) => policy_file::of_revision(place, &id.to_string())?,
            None => policy_file::of_head(place)?,
        };
        let (digest, policy) = match found {
            Found::Policy(policy) => (policy.digest(), Ok(&*Box::leak(policy))),
            Found::Rejected(rejected) => (format!("{revision:?}"), Err(session.reject(&rejected))),
        };
        governed.entry(digest).or_insert((policy, Vec::new())).1.extend(some);
    }
    Ok(governed.into_values().collect())
}

/// Of two exit codes, the one that says more: 2, then 1, then 3.
fn worse(a: u8, b: u8) -> u8 {
    let weight = |code: u8| match code {
        0 => 0,
        3 => 1,
        1 => 2,
        _ => 3,
    };
    if weight(b) > weight(a) { b } else { a }
}

fn tell_what_is_ignored(session: &Session) {
    let told = ["CIHOOK", "CIHOOK_SKIP", "GIT_FILE_SIZE_LIMIT"];
    let told: Vec<String> =
        told.into_iter().filter(|name| environment::text(name).is_some()).map(str::to_owned).collect();
    if !told.is_empty() {
        let line = IGNORED.with([told.into()]).show(session.lang(None), &Terminal);
        super::super::print_err(&format!("cihook: {line}\n"));
    }
}

#[cfg(test)]
mod tests {
    use super::worse;

    #[test]
    fn the_code_that_says_more_wins() {
        let codes = [0, 3, 1, 2];
        for (at, &lesser) in codes.iter().enumerate() {
            for &greater in &codes[at..] {
                assert_eq!((worse(lesser, greater), worse(greater, lesser)), (greater, greater));
            }
        }
    }
}
