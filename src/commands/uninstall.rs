//! `cihook uninstall`: removes what was installed and puts back what was there.

use super::session::{Session, Stream};
use crate::cli::HookName;
use crate::failure::Result;
use crate::git::alias;
use crate::git::hooks::{self, Done, Folder};
use crate::render::Terminal;
use crate::words::Words;
use clap::ValueEnum as _;

const REMOVED: Words = Words::new("removed {0}: {1}", "已移除 {0}：{1}");
const RESTORED: Words =
    Words::new("removed {0}, and the hook that was there before is back: {1}", "已移除 {0}，并恢复原有的钩子：{1}");
const EDITED: Words =
    Words::new("  it had been edited; the edited file is kept as {0}", "  它曾被修改：修改后的内容保留为 {0}");
const NOTHING: Words = Words::new("there is nothing of cihook to remove here", "这里没有 cihook 的钩子");

/// Runs the command.
///
/// # Errors
/// Where hooks cannot be written.
pub fn run(session: &Session) -> Result<u8> {
    let place = session.place()?;
    let folder = Folder::of(&place)?;
    let mut removed = false;
    for name in HookName::value_variants() {
        if let Some(Done::Removed { file, restored, edited }) = folder.uninstall(name.as_str())? {
            let words = if restored { &RESTORED } else { &REMOVED };
            let mut lines = vec![words.with([name.as_str().into(), file.display().to_string().into()])];
            lines.extend(edited.map(|edited| EDITED.with([edited.display().to_string().into()])));
            for line in lines {
                super::print(Stream::Out, line.show(session.lang(None), &Terminal) + "\n");
            }
            removed = true;
        }
    }
    hooks::forget_program(&place);
    alias::unset(&place)?;
    if !removed {
        super::print(Stream::Out, NOTHING.say().show(session.lang(None), &Terminal) + "\n");
    }
    Ok(0)
}
