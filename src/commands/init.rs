//! `cihook init`: writes a policy file.

use super::presets;
use super::session::{Session, Setup, Stream};
use crate::cli::Init;
use crate::failure::{Failure, Result};
use crate::finding::{Severity, Sheet};
use crate::git::ask::Git;
use crate::git::file::{self, Use};
use crate::git::object;
use crate::git::objects::Objects;
use crate::git::place::Place;
use crate::git::policy_file::NAMES;
use crate::model::{Commit, Gap, Known, ObjectId, Stage};
use crate::options::Level;
use crate::policy::propose::{self, Asked, Habits};
use crate::policy::{DEFAULT_PRESET, Policy, Source};
use crate::render::Terminal;
use crate::rule::Family;
use crate::words::Words;

/// How many commits are looked at.
const LAST: &str = "1000";

const EXISTS: Words = Words::new("there is a policy already: `{0}`", "已有策略文件：`{0}`");
const BARE: Words = Words::new("a bare repository has no place for a policy file", "裸仓库没有放置策略文件的地方");
const WRITTEN: Words = Words::new("written: {0}", "已写入：{0}");
const NEXT: Words = Words::new("now install the hooks with: cihook install", "接下来安装钩子：cihook install");
const CHANGE: Words = Words::new(
    "of the last {0} commits it would have refused {1}; look at them with: cihook check --all",
    "最近 {0} 个提交中有 {1} 个会被拒绝；查看：cihook check --all",
);
const NO_HISTORY: Words = Words::new("there is no history to propose a policy from", "没有历史可供参考");

/// Runs the command.
///
/// # Errors
/// Where there is a policy already, or it cannot be written.
pub fn run(session: &Session, init: &Init) -> Result<u8> {
    let place = session.place()?;
    let Some(top) = &place.work_tree else { return Err(Failure::usage(BARE.say())) };
    if let Some(name) = NAMES.iter().find(|name| top.join(name).exists()) {
        return Err(Failure::usage(EXISTS.with([(*name).into()])));
    }
    let mut lines = Vec::new();
    let text = if init.from_history {
        let (text, commits, refused) = from_history(&place)?;
        lines.push(CHANGE.with([commits.into(), refused.into()]));
        text
    } else {
        propose::of_preset(presets::known(init.preset.as_deref().unwrap_or(DEFAULT_PRESET))?.name)
    };
    file::write(&top.join(NAMES[0]), text.as_bytes(), Use::Shared)?;
    lines.insert(0, WRITTEN.with([NAMES[0].into()]));
    lines.push(NEXT.say());
    let lang = session.lang(None);
    let text: String = lines.iter().map(|line| line.show(lang, &Terminal) + "\n").collect();
    super::print(Stream::Out, text);
    Ok(0)
}

/// The proposal, how many commits it was made from, and how many of them it would refuse.
fn from_history(place: &Place) -> Result<(String, u64, u64)> {
    let listed = Git::at(place).maybe(["rev-list", "-n", LAST, "HEAD"]).unwrap_or_default();
    let ids: Vec<ObjectId> = listed.lines().filter_map(|hex| ObjectId::from_hex(hex.as_bytes())).collect();
    if ids.is_empty() {
        return Err(Failure::usage(NO_HISTORY.say()));
    }
    let strict = policy_of(&propose::of_preset(DEFAULT_PRESET))?;
    let setup = Setup::new(&strict, Stage::Check, None)?;
    let on = setup.effective.rules.iter().filter(|active| active.levels.at(Stage::Check) != Level::Off);
    let rules: Vec<Asked> = on
        .map(|active| {
            let meta = active.definition.meta;
            Asked { id: meta.id, is_judged: matches!(meta.subject, Family::Header | Family::Message) }
        })
        .collect();
    let mut habits = Habits::default();
    judge_all(place, &strict, &ids, &mut |commit, sheet| {
        habits.commits += 1;
        if let Some(kind) = commit.message.header.kind() {
            *habits.types.entry(kind.to_lowercase()).or_default() += 1;
        }
        for rule in rules.iter().filter(|rule| rule.is_judged) {
            let is_let_off = sheet.exempt.iter().any(|exempt| exempt.rule == rule.id);
            // The number that GitHub appends when it squashes is none that anybody typed.
            let is_by_server = rule.id == "header-issue" && is_of_web(commit);
            if !is_let_off && !is_by_server && !sheet.unchecked.iter().any(|missing| missing.rule == rule.id) {
                let counted = habits.rules.entry(rule.id).or_default();
                counted.judged += 1;
                counted.kept += u64::from(sheet.findings.iter().all(|finding| finding.rule != rule.id));
            }
        }
    })?;
    let text = propose::proposal(&habits, &rules);
    let mut refused = 0;
    judge_all(place, &policy_of(&text)?, &ids, &mut |_, sheet| {
        refused += u64::from(sheet.findings.iter().any(|finding| finding.severity == Severity::Error));
    })?;
    Ok((text, habits.commits, refused))
}

/// Whether a server made the commit, as GitHub does when it squashes or merges.
fn is_of_web(commit: &Commit<'_>) -> bool {
    commit.committer.yes().is_some_and(|committer| committer.email.eq_ignore_ascii_case("noreply@github.com"))
}

fn policy_of(text: &str) -> Result<Policy> {
    let source = Source { name: NAMES[0].to_owned(), text: text.to_owned().into() };
    Policy::load(Some(source), &|_| Err(String::new())).map_err(|rejected| {
        let first = rejected.mistakes.into_iter().next().map(|mistake| mistake.message);
        Failure::unable(first.unwrap_or_else(|| NO_HISTORY.say()))
    })
}

fn judge_all(place: &Place, policy: &Policy, ids: &[ObjectId], see: &mut dyn FnMut(&Commit<'_>, &Sheet)) -> Result<()> {
    let setup = Setup::new(policy, Stage::Check, None)?;
    let judge = setup.judge();
    let objects = Objects::open(place)?;
    let mut sheet = Sheet::default();
    for &id in ids {
        objects.commit(id, |content| {
            let object = object::commit(content);
            let commit = object.facts(id, setup.forms(), Known::No(Gap::NotApplicable));
            let verdict = judge.commit(&commit, &|_| false, &mut sheet);
            see(&commit, verdict.sheet);
        })?;
    }
    Ok(())
}
