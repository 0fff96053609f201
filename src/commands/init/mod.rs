//! `cihook init`: writes a policy file.

mod asking;
pub(super) mod history;

use super::session::{Session, Stream};
use super::{new_policy, presets};
use crate::cli::Init;
use crate::failure::Result;
use crate::infer::{self, Proposal};
use crate::policy::DEFAULT_PRESET;
use crate::policy::propose;
use crate::render::Terminal;
use crate::words::{Sentence, Words};

const NEXT: Words = Words::new("now install the hooks with: {0} install", "接下来安装钩子：{0} install");
const CHANGE: Words = Words::new(
    "of the last {0} commits people wrote {1}; it would have refused {2} of these; look at them with: {3}",
    "最近 {0} 个提交中由个人编写的有 {1} 个，其中 {2} 个会被拒绝；查看：{3}",
);

/// Runs the command.
///
/// # Errors
/// Where there is a policy already, or it cannot be written.
pub fn run(session: &Session, init: &Init) -> Result<u8> {
    let top = new_policy::folder(session)?;
    let lang = session.lang(None);
    let mut lines = Vec::new();
    let text = if init.from_history {
        let found = history::gather(&session.place()?, init.last)?;
        let proposal = match init.interactive {
            true => asking::proposal(session, &found)?,
            false => Some(infer::propose(&found, lang)),
        };
        let Some(proposal) = proposal else { return Ok(1) };
        lines.push(change(session, init, &proposal));
        proposal.text
    } else {
        propose::of_preset(presets::known(init.preset.as_deref().unwrap_or(DEFAULT_PRESET))?.name)
    };
    lines.insert(0, new_policy::write(&top, &text)?);
    lines.push(NEXT.with([session.program_name().into()]));
    let text: String = lines.iter().map(|line| line.show(lang, &Terminal) + "\n").collect();
    super::print(Stream::Out, text);
    Ok(0)
}

/// What the proposal would have changed.
fn change(session: &Session, init: &Init, proposal: &Proposal) -> Sentence {
    let refused = proposal.passing.whole - proposal.passing.part;
    let command = format!("{} policy try --last {}", session.program_name(), init.last);
    CHANGE.with([proposal.commits.into(), proposal.passing.whole.into(), refused.into(), command.into()])
}
