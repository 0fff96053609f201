//! `cihook hook`: what the installed hooks call, with git's own arguments and standard input.

mod commit_msg;
mod prepare_commit_msg;
mod pre_push;

use super::session::Session;
use crate::cli::{Hook, HookName};
use crate::failure::{Failure, Result};
use crate::git::environment;
use crate::words::Words;

const SWITCHED_OFF: Words = Words::new(
    "switched off by CIHOOK=0: nothing was checked",
    "已由 CIHOOK=0 关闭：未做任何检查",
);
const NO_POLICY: Words = Words::new(
    "this repository has no policy; nothing was checked (cihook init makes one)",
    "此仓库没有策略文件，未做检查（可用 cihook init 创建）",
);
const NO_FILE: Words = Words::new("git hands the {0} hook a file, and there is none", "git 应给 {0} 钩子一个文件参数，但没有收到");

/// Runs a hook.
///
/// # Errors
/// Where something could not be read or started.
pub fn run(session: &Session, hook: &Hook) -> Result<u8> {
    let place = session.place()?;
    if environment::text("CIHOOK").as_deref() == Some("0") {
        say(session, &SWITCHED_OFF);
        return Ok(0);
    }
    if environment::is_on("CIHOOK_ONLY_WITH_POLICY") && !crate::git::policy_file::exists(&place) {
        say(session, &NO_POLICY);
        return Ok(0);
    }
    match hook.name {
        HookName::CommitMsg => commit_msg::run(session, &place, &hook.arguments),
        HookName::PrePush => pre_push::run(session, &place, &hook.arguments),
        HookName::PrepareCommitMsg => prepare_commit_msg::run(session, &place, &hook.arguments),
    }
}

fn say(session: &Session, words: &'static Words) {
    let line = words.say().show(session.lang(None), &crate::render::Terminal);
    super::print_err(&format!("cihook: {line}\n"));
}

fn no_file(name: HookName) -> Failure {
    Failure::usage(NO_FILE.with([name.as_str().into()]))
}
