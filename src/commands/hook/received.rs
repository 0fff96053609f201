//! The hooks of a server, pre-receive and update (githooks(5)): what was pushed lies in a quarantine, and is judged
//! there by the policy that held before the push. What the client's environment says changes nothing.

use super::super::printing::{Printer, Show};
use super::super::session::{EVERYTHING, Session, Setup, Stream};
use super::updates::Updates;
use crate::failure::{Failure, Result};
use crate::git::ask::Git;
use crate::git::environment;
use crate::git::objects::Objects;
use crate::git::place::Place;
use crate::git::policy_file::{self, Found};
use crate::git::push::{Public, RefUpdate};
use crate::git::trust;
use crate::model::{ObjectId, Stage};
use crate::policy::Policy;
use crate::remedy::NOWHERE;
use crate::render::Terminal;
use crate::words::Words;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;

const IGNORED: Words = Words::new("ignored on a server: {0}", "在服务器上无效：{0}");
const NO_REFS: Words = Words::new(
    "no ref was named on standard input, so nothing could be checked: another hook may have read it before",
    "标准输入中没有任何引用，无法检查：可能已被其他钩子读走",
);
const ARGUMENTS: Words = Words::new(
    "malformed input from git: the update hook needs a ref and two ids",
    "git 应给 update 钩子一个引用名和两个编号",
);

/// Runs pre-receive; git hands it all refs on standard input.
///
/// # Errors
/// Where a policy, a ref or an object cannot be read.
pub fn pre_receive(session: &Session, place: &Place, stdin: &[u8]) -> Result<u8> {
    let updates = RefUpdate::parse_received(&String::from_utf8_lossy(stdin))?;
    // Git starts the hook for nothing less than one ref: whoever else starts it has read what git said.
    if updates.is_empty() { Err(Failure::unable(NO_REFS.say())) } else { judge(session, place, &updates) }
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
    for governed in by_policy(session, place, &objects, updates)? {
        let code = match governed.policy {
            Ok(policy) => by_one(session, &received, policy, &governed)?,
            Err(code) => code,
        };
        worst = worse(worst, code);
    }
    Ok(worst)
}

fn by_one(session: &Session, received: &Updates<'_>, policy: &Policy, governed: &Governed<'_>) -> Result<u8> {
    let whole = Setup::new(policy, Stage::PreReceive, None)?;
    let judge = whole.judge();
    let format = session.format(policy, &judge, Stage::PreReceive, Stream::Err, EVERYTHING);
    let mut printer = Printer::begin(Show { format: format.as_ref(), people: &[] }, Stream::Err, &whole.skip);
    let trusted = match governed.revision {
        Some(revision) => {
            let paths = policy_file::paths(policy);
            trust::by_same_policy(received.place, received.objects, revision, &paths, received.public)?
        }
        None => BTreeSet::new(),
    };
    received.judge(policy, &governed.updates, &|name| trusted.contains(name), &mut printer)?;
    Ok(whole.outcome(&printer.end(&NOWHERE)).exit_code())
}

/// Updates, and what they are judged by.
struct Governed<'u> {
    /// The policy, or the exit code of one with mistakes.
    policy: std::result::Result<&'static Policy, u8>,
    /// A commit that holds it; `None` where nothing was ever pushed.
    revision: Option<ObjectId>,
    updates: Vec<&'u RefUpdate>,
}

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
    for (revision, updates) in by_revision {
        let found = match revision {
            Some(id) => policy_file::of_revision(place, &id.to_string())?,
            None => policy_file::of_head(place)?,
        };
        let (digest, policy) = match found {
            Found::Policy(policy) => (policy.digest(), Ok(&*Box::leak(policy))),
            Found::Rejected(rejected) => (format!("{revision:?}"), Err(session.reject(&rejected))),
        };
        let revision = match revision {
            Some(id) => Some(id),
            None => head(place)?,
        };
        let empty = Governed { policy, revision, updates: Vec::new() };
        governed.entry(digest).or_insert(empty).updates.extend(updates);
    }
    Ok(governed.into_values().collect())
}

fn head(place: &Place) -> Result<Option<ObjectId>> {
    let told = Git::at(place).answer(["rev-parse", "--verify", "--quiet", "HEAD^{commit}"])?;
    Ok(told.and_then(|hex| ObjectId::from_hex(hex.as_bytes())))
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
