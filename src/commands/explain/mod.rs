//! `cihook explain`: the pages of the rules, and of what a policy says beside them.

mod page;

use super::session::{Session, Stream};
use crate::failure::{Failure, Result};
use crate::git::policy_file::Found;
use crate::git::refs;
use crate::policy::{self, PAGES, Page, Policy};
use crate::rules;
use crate::text::{escape, similar, width};
use crate::words::{Lang, Sentence, Words};
use page::Here;

const NO_RULE: Words = Words::new("there is no rule `{0}`", "没有名为 `{0}` 的规则");
const DID_YOU_MEAN: Words = Words::new("did you mean `{0}`?", "您是不是想写 `{0}`？");
const LIST_THEM: Words = Words::new("list them with: cihook explain", "列出所有规则：cihook explain");
const BESIDE_RULES: Words = Words::new("Other parts of a policy:", "策略的其他部分：");

/// Runs the command.
///
/// # Errors
/// Where nothing has such a name.
pub fn run(session: &Session, name: Option<&str>) -> Result<u8> {
    let loaded = load(session);
    let lang = session.lang(loaded.as_ref());
    let text = match name {
        None => list(lang),
        Some(name) => page_of(session, name, loaded.as_ref(), lang)?,
    };
    super::print(Stream::Out, escape::block(&text).as_ref());
    Ok(0)
}

/// The policy in force; nothing where it cannot be read, which does not keep anybody from reading a page.
fn load(session: &Session) -> Option<Policy> {
    match session.load(session.place().ok().as_ref()) {
        Ok(Found::Policy(policy)) => Some(*policy),
        Ok(Found::Rejected(_)) | Err(_) => None,
    }
}

/// All rules and sections, one line each.
fn list(lang: Lang) -> String {
    let rules = || rules::ALL.iter().map(|rule| (rule.meta.id, rule.meta.summary.say()));
    let sections = || PAGES.iter().map(|page| (page.name, page.summary.say()));
    let widest = rules().chain(sections()).map(|(name, _)| name.len()).max().unwrap_or(0);
    let line = |(name, summary): (&str, Sentence)| {
        let blanks = " ".repeat(widest - width::columns(name) + 2);
        format!("{name}{blanks}{}\n", summary.plain(lang))
    };
    let rules: String = rules().map(line).collect();
    let sections: String = sections().map(line).collect();
    format!("{rules}\n{}\n\n{sections}", BESIDE_RULES.say().plain(lang))
}

fn page_of(session: &Session, name: &str, policy: Option<&Policy>, lang: Lang) -> Result<String> {
    if let Some(definition) = rules::find(name) {
        let branch = session.place().ok().as_ref().and_then(refs::branch_at_work);
        let here = policy.map_or(Here::Unreadable, |policy| {
            policy.for_branch(branch.as_deref()).map_or(Here::Unreadable, |effective| {
                Here::of(policy.name(), policy::show_rule(policy, &effective, definition))
            })
        });
        return Ok(page::of_rule(definition.meta, &here, lang));
    }
    if let Some(section) = Page::find(name) {
        let here = policy
            .map_or(Here::Unreadable, |policy| Here::of(policy.name(), policy::show_section(policy, section.name)));
        return Ok(page::of_section(section, &here, lang));
    }
    let names = rules::ALL.iter().map(|rule| rule.meta.id).chain(PAGES.iter().map(|page| page.name));
    let hint =
        similar::nearest(name, names).map_or_else(|| LIST_THEM.say(), |nearest| DID_YOU_MEAN.with([nearest.into()]));
    Err(Failure::usage(NO_RULE.with([name.into()])).hint(hint))
}
