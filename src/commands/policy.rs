//! `cihook policy`: shows, checks and describes policies.

use super::reach;
use super::session::{Session, Setup, Stream};
use crate::cli::{Format, PolicyCommand};
use crate::failure::Result;
use crate::model::Stage;
use crate::policy::{self, Policy};
use crate::words::Words;

const RIGHT: Words = Words::new("the policy `{0}` has no mistakes", "策略 `{0}` 没有错误");
const HEAD: Words = Words::new("# policy: {0}, {1}", "# 策略：{0}，{1}");

/// Runs the command.
///
/// # Errors
/// Where the policy cannot be read.
pub fn run(session: &Session, command: &PolicyCommand) -> Result<u8> {
    if matches!(command, PolicyCommand::Schema) {
        super::print(Stream::Out, format!("{:#}\n", policy::schema()));
        return Ok(0);
    }
    let place = session.place().ok();
    let policy = match session.policy(place.as_ref())? {
        Ok(policy) => policy,
        Err(code) => return Ok(code),
    };
    match command {
        PolicyCommand::Show { branch } => show(session, policy, branch.as_deref()),
        PolicyCommand::Check | PolicyCommand::Schema => {
            if let Some(place) = &place {
                reach::check(place, policy)?;
            }
            let said = RIGHT.with([policy.name().into()]).show(session.lang(Some(policy)), &crate::render::Terminal);
            super::print(Stream::Out, format!("{said}\n"));
            Ok(0)
        }
    }
}

fn show(session: &Session, policy: &Policy, branch: Option<&str>) -> Result<u8> {
    let effective = &Setup::new(policy, Stage::Check, branch)?.effective;
    let text = match session.global.format {
        Format::Json => format!("{:#}\n", policy::show_json(policy, effective)),
        _ => {
            let head = HEAD.with([policy.name().into(), policy.digest().into()]);
            let head = head.show(session.lang(Some(policy)), &crate::render::Terminal);
            format!("{head}\n\n{}", crate::text::escape::block(&policy::show(policy, effective)))
        }
    };
    super::print(Stream::Out, &text);
    Ok(0)
}
