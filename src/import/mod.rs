//! Layer 4: what other tools ask of commits, as a policy of ours. One file a tool: the text of a configuration becomes
//! settings with the place that each comes from, and a list of what was carried, what is stricter here, what could not be
//! carried and why, and what had no effect there.

mod callers;
mod checks;
mod commitlint;
mod commits;
mod found;
mod gitlint;
mod ini;
mod json;
mod labeler;
pub mod literal;
mod merge;
pub mod node;
mod pulls;
mod style;
mod toml;
mod tools;
mod yaml;

pub use callers::{Caller, callers};
pub use commitlint::Beside;
pub use found::{Found, Kind, Line};
pub use merge::{Merged, merge};
pub use tools::{KNOWN, Tool, tool_of};

use crate::words::{Sentence, Words};
use node::{Broken, Node};

/// The largest configuration, in bytes.
pub const LARGEST: usize = 1 << 20;

const NO_TOOL: Words = Words::new("no tool is known that is configured by `{0}`", "没有已知工具使用 `{0}` 作为配置");
const TOO_LARGE: Words = Words::new("{0} is larger than 1 MiB", "{0} 超过 1 MiB");
const BROKEN: Words = Words::new("{0}:{1}:{2}: {3}", "{0}:{1}:{2}：{3}");

/// Reads the configuration of a tool; `name` says which tool it is. Nothing where the file says nothing for this tool, as a
/// package.json without commitlint. `beside` reads other files of the repository that it may name, from the same folder as
/// `name`.
///
/// # Errors
/// Where it is not the file of a known tool, too large, or broken.
pub fn read(name: &str, text: &str, beside: &Beside<'_>) -> Result<Option<Found>, Sentence> {
    let tool = tool_of(name).ok_or_else(|| NO_TOOL.with([name.into()]))?;
    if text.len() > LARGEST {
        return Err(TOO_LARGE.with([name.into()]));
    }
    let broken =
        |Broken { line, column, why }: Broken| BROKEN.with([name.into(), line.into(), column.into(), why.into()]);
    let mut found = Found::new(tool.name, name);
    let mut root: Node = (tool.parse)(name, text).map_err(broken)?;
    if tool.name == "commitlint" {
        commitlint::include(&mut root, name, beside);
    }
    let has_part = (tool.read)(&root, &mut found);
    Ok(has_part.then_some(found))
}
