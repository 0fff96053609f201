//! Goes back to before the last run that changed commits.

use super::super::print;
use super::super::session::{Session, Stream};
use crate::failure::{Failure, Result};
use crate::git::refs;
use crate::git::revisions;
use crate::git::rewrite::{backup, guard, heads};
use crate::render::Terminal;
use crate::words::Words;

const BACK: Words = Words::new("{0} is back at {1}", "{0} 已恢复到 {1}");
const MOVED: Words =
    Words::new("`{0}` is no longer where `cihook fix` left it", "`{0}` 已不在 `cihook fix` 留下的位置");
const OLD: Words = Words::new("the commits of before are kept as {0}", "之前的提交保存在 {0}");

pub fn run(session: &Session) -> Result<u8> {
    let place = session.place()?;
    let run = backup::newest(&place)?;
    let heads = heads::all(&place)?;
    guard::idle(&heads, run.moved.keys().map(String::as_str))?;
    for (name, (old, new)) in &run.moved {
        let is_here = if name == "HEAD" {
            refs::current_branch(&place).is_none() && revisions::one(&place, "HEAD")? == *new
        } else {
            refs::below(&place, "refs/heads/")?.get(bstr::BStr::new(name)) == Some(new)
        };
        if !is_here {
            let hint = OLD.with([old.short().into()]);
            return Err(Failure::usage(MOVED.with([name.as_str().into()])).hint(hint));
        }
    }
    backup::undo(&place, &run)?;
    let lang = session.lang(None);
    for (name, (old, _)) in &run.moved {
        let short = name.strip_prefix("refs/heads/").unwrap_or(name);
        print(Stream::Out, BACK.with([short.into(), old.short().into()]).show(lang, &Terminal) + "\n");
    }
    Ok(0)
}
