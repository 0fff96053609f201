//! `cihook policy check`: looks for mistakes.

use super::super::reach;
use super::super::session::{Session, Stream};
use crate::failure::Result;
use crate::words::Words;

const RIGHT: Words = Words::new("the policy `{0}` has no mistakes", "策略 `{0}` 没有错误");

/// Runs the command.
///
/// # Errors
/// Where the policy cannot be read, or names a revision that the repository does not have.
pub(super) fn run(session: &Session) -> Result<u8> {
    let place = session.place().ok();
    let policy = match session.policy(place.as_ref())? {
        Ok(policy) => policy,
        Err(code) => return Ok(code),
    };
    if let Some(place) = &place {
        reach::check(place, policy)?;
    }
    let said = RIGHT.with([policy.name().into()]).show(session.lang(Some(policy)), &crate::render::Terminal);
    super::super::print(Stream::Out, format!("{said}\n"));
    Ok(0)
}
