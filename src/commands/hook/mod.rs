//! `cihook hook`: what the installed hooks call, with git's own arguments and standard input. A hook of somebody else
//! that was there before still runs: before ours, which judge its result, and for pushes after ours.

mod adoption;
mod commit_msg;
mod pre_commit;
mod pre_push;
mod prepare_commit_msg;
mod received;
mod updates;

use super::session::Session;
use crate::cli::{Hook, HookName};
use crate::failure::{Failure, Result};
use crate::git::place::Place;
use crate::git::{environment, hooks, others, policy_file};
use crate::words::Words;
use std::io::Read as _;
use std::path::Path;

/// The variable with which `cihook status` asks an installed hook whether it is there.
pub const PROBE: &str = "CIHOOK_PROBE";

/// How a hook ends that was only asked whether it is there: no hook that passes something ends so.
pub const PROBED: u8 = 75;

const SWITCHED_OFF: Words =
    Words::new("switched off by CIHOOK=0: nothing was checked", "已由 CIHOOK=0 关闭：未做任何检查");
const NO_POLICY: Words = Words::new(
    "this repository has no policy; nothing was checked (cihook init makes one)",
    "此仓库没有策略文件，未做检查（可用 cihook init 创建）",
);
const NO_FILE: Words =
    Words::new("malformed input from git: the {0} hook got no file", "git 应给 {0} 钩子一个文件参数，但没有收到");

/// Runs a hook.
///
/// # Errors
/// Where something could not be read or started.
pub fn run(session: &Session, hook: &Hook) -> Result<u8> {
    if let Some(nonce) = environment::text(PROBE) {
        super::print_err(&format!("cihook-probe {} {nonce}\n", env!("CARGO_PKG_VERSION")));
        return Ok(PROBED);
    }
    let place = session.place()?;
    match hook.name {
        HookName::PrePush | HookName::PreReceive | HookName::Update => ours_first(session, &place, hook),
        HookName::CommitMsg | HookName::PrepareCommitMsg | HookName::PreCommit => theirs_first(session, &place, hook),
    }
}

fn theirs_first(session: &Session, place: &Place, hook: &Hook) -> Result<u8> {
    if let Some(kept) = hooks::kept_of_shim(hook.name.as_str())? {
        let code = others::run(&kept, &hook.arguments, None)?;
        if code != 0 {
            return Ok(code);
        }
    }
    if is_off(session, place)? {
        return Ok(0);
    }
    match hook.name {
        HookName::PrepareCommitMsg => prepare_commit_msg::run(session, place, &hook.arguments),
        HookName::PreCommit => pre_commit::run(session, place),
        _ => commit_msg::run(session, place, &hook.arguments),
    }
}

fn ours_first(session: &Session, place: &Place, hook: &Hook) -> Result<u8> {
    let mut stdin = Vec::new();
    if hook.name != HookName::Update {
        std::io::stdin().lock().read_to_end(&mut stdin).map_err(|error| Failure::reading(Path::new("-"), error))?;
    }
    let code = match hook.name {
        HookName::PreReceive => received::pre_receive(session, place, &stdin)?,
        HookName::Update => received::update(session, place, &hook.arguments)?,
        _ if is_off(session, place)? => 0,
        _ => pre_push::run(session, place, &hook.arguments, &stdin)?,
    };
    match hooks::kept_of_shim(hook.name.as_str())? {
        Some(kept) if code == 0 => {
            others::run(&kept, &hook.arguments, (hook.name != HookName::Update).then_some(&stdin))
        }
        _ => Ok(code),
    }
}

/// Whether our part is switched off; this is said in one line.
///
/// # Errors
/// Where it is not known whether there is a policy.
fn is_off(session: &Session, place: &Place) -> Result<bool> {
    let words = if environment::text("CIHOOK").as_deref() == Some("0") {
        &SWITCHED_OFF
    } else if environment::is_on("CIHOOK_ONLY_WITH_POLICY") && !policy_file::exists(place)? {
        &NO_POLICY
    } else {
        return Ok(false);
    };
    let line = words.say().show(session.lang(None), &crate::render::Terminal);
    super::print_err(&format!("cihook: {line}\n"));
    Ok(true)
}

fn no_file(name: HookName) -> Failure {
    Failure::usage(NO_FILE.with([name.as_str().into()]))
}
