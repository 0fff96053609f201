//! `cihook policy show`: the policy that holds, and where each value comes from.

use super::super::presets;
use super::super::session::{Session, Setup, Stream};
use crate::cli::Format;
use crate::failure::Result;
use crate::model::Stage;
use crate::policy;
use crate::words::Words;

const HEAD: Words = Words::new("# policy: {0}, {1}", "# 策略：{0}，{1}");

/// Runs the command.
///
/// # Errors
/// Where the policy cannot be read.
pub(super) fn run(session: &Session, branch: Option<&str>, preset: Option<&str>) -> Result<u8> {
    let policy = match preset {
        Some(name) => presets::policy(name)?,
        None => match session.policy(session.place().ok().as_ref())? {
            Ok(policy) => policy,
            Err(code) => return Ok(code),
        },
    };
    let effective = &Setup::new(policy, Stage::Check, branch)?.effective;
    let text = match session.global.format {
        Format::Json => format!("{:#}\n", policy::show_json(policy, effective)),
        _ => {
            let head = HEAD.with([policy.name().into(), policy.digest().into()]);
            let head = head.show(session.lang(Some(policy)), &crate::render::Terminal);
            format!("{head}\n\n{}", crate::text::escape::block(&policy::show(policy, effective)))
        }
    };
    super::super::print(Stream::Out, &text);
    Ok(0)
}
