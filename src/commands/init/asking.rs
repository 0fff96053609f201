//! `cihook init --from-history --interactive`: the user says how much each rule is to weigh.

use super::super::print_err;
use super::super::prompting::{self, Asked, Choice, Prompter, Stop};
use super::super::session::{Session, Stream};
use crate::failure::{Failure, Result};
use crate::infer::{self, FEW, History, Planned, Proposal, Share};
use crate::options::Level;
use crate::render::Terminal;
use crate::words::{Lang, Words};

const NO_TERMINAL: Words = Words::new("there is no terminal to ask questions on", "没有终端，无法提问");
const WITHOUT: Words = Words::new(
    "leave --interactive out, and edit the file that is written",
    "请去掉 --interactive，然后编辑写入的文件",
);
const BROKEN: Words = Words::new("the terminal cannot be used: {0}", "无法使用终端：{0}");
const GIVEN_UP: Words = Words::new("nothing was written", "没有写入任何内容");
const RULE: Words = Words::new("{0}: kept by {1} of {2} commits", "{0}：{2} 个提交中 {1} 个符合");
const RULE_FEW: Words = Words::new("{0}: too little was seen of it", "{0}：样本太少");
const ERROR: Words = Words::new("refuse what breaks it", "拒绝不符合的提交");
const WARN: Words = Words::new("only say so", "只作提示");
const OFF: Words = Words::new("do not check it", "不检查");
const PROPOSED: Words = Words::new("{0}; proposed", "{0}（建议）");

/// Asks, and proposes by the answers; nothing where the user gave up.
///
/// # Errors
/// Where there is no terminal, or it breaks.
pub(super) fn proposal(session: &Session, history: &History) -> Result<Option<Proposal>> {
    let lang = session.lang(None);
    if !prompting::is_possible() {
        return Err(Failure::usage(NO_TERMINAL.say()).hint(WITHOUT.say()));
    }
    let color = session.screen(None, Stream::Err).color;
    let asked = prompting::converse(lang, color, |prompter| {
        infer::propose_asking(history, lang, &mut |planned| level(prompter, planned, lang))
    });
    match asked {
        Ok(proposal) => Ok(Some(proposal)),
        Err(Stop::Interrupted) => {
            print_err(&format!("cihook: {}\n", GIVEN_UP.say().show(lang, &Terminal)));
            Ok(None)
        }
        Err(Stop::Broken(why)) => Err(Failure::unable(BROKEN.with([why.into()]))),
    }
}

/// How much a rule is to weigh: what was proposed stands first.
fn level(prompter: &mut dyn Prompter, planned: &Planned, lang: Lang) -> Asked<Level> {
    let mut levels = [(Level::Error, &ERROR), (Level::Warn, &WARN), (Level::Off, &OFF)];
    levels.sort_by_key(|(level, _)| *level != planned.level);
    let choices = levels.map(|(level, words)| {
        let meaning = if level == planned.level { PROPOSED.with([words.say().into()]) } else { words.say() };
        let name = Level::ALL.iter().find(|(known, _)| *known == level).map_or("", |(_, name)| name);
        Choice { name: name.to_owned(), meaning: meaning.show(lang, &Terminal) }
    });
    let chosen = prompter.choose(&question(planned, lang), &choices)?;
    Ok(levels.get(chosen).map_or(planned.level, |(level, _)| *level))
}

fn question(planned: &Planned, lang: Lang) -> String {
    let settings = planned.options.iter().map(|(key, value)| format!("{key} = {}", value.toml()));
    let settings = crate::text::width::fit(&settings.collect::<Vec<_>>().join(", "), SETTINGS_MOST).into_owned();
    let name = if settings.is_empty() { planned.rule.to_owned() } else { format!("{} ({settings})", planned.rule) };
    let Share { part, whole } = planned.share;
    let said =
        if whole < FEW { RULE_FEW.with([name.into()]) } else { RULE.with([name.into(), part.into(), whole.into()]) };
    said.show(lang, &Terminal)
}

/// So many columns of a rule's settings are shown.
const SETTINGS_MOST: usize = 48;
