//! What a run of `fix` did, or would do: as text, and as JSON.

use super::super::print;
use super::super::session::{Session, Stream};
use super::plan::{Plan, Row};
use super::range::Done;
use crate::cli::Format;
use crate::cli::fix::Fix;
use crate::finding::{Severity, Sheet, Trust};
use crate::policy::Policy;
use crate::render::Terminal;
use crate::text::{escape, width};
use crate::words::{Lang, Sentence, Words};
use serde_json::{Value, json};

const NOTHING: Words = Words::new("{0} checked, nothing to change", "检查了 {0}，没有可修改的内容");
const WOULD: Words = Words::new("{0} of {1} would change:", "{1} 中的 {0} 将被修改：");
const CHANGED: Words = Words::new("{0} of {1} changed:", "{1} 中的 {0} 已修改：");
const ONE_COMMIT: Words = Words::new("1 commit", "1 个提交");
const COMMITS: Words = Words::new("{0} commits", "{0} 个提交");
const LEFT: Words = Words::new("left to do:", "尚待处理：");
const MOVES_TOO: Words = Words::new("also moves: {0}", "同时移动：{0}");
const STAYS: Words = Words::new("still leads to the old commits: {0}", "仍指向旧的提交：{0}");
const LOSES: Words = Words::new("loses its signature: {0}", "失去签名：{0}");
const LOCKED: Words = Words::new(
    "locked: {0}; if no git is running here, an earlier one left it, and it can be removed",
    "已被锁定：{0}；如果没有 git 在运行，则是之前遗留的文件，可以删除",
);
const UNDO: Words = Words::new("the old commits are kept; go back with:  {0}", "旧的提交已保留；恢复请执行：  {0}");
const AFTERWARDS: Words = Words::new("the commits were changed, but: {0}", "提交已修改，但是：{0}");
const PUSH: Words = Words::new("update what was pushed with:  {0}", "更新已推送的分支：  {0}");
const GO_ON: Words = Words::new("Go on with:  {0}", "继续：  {0}");
const EMPTY_PAGE: Words = Words::new("the page is empty: nothing was changed", "页面为空，未作任何修改");
const MORE: Words = Words::new("and {0} more", "以及另外 {0} 个");

/// So many rows are shown.
const MOST: usize = 20;

/// Columns of a header in a table.
const HEADER_WIDTH: usize = 60;

/// An emptied page.
pub fn nothing_written(lang: Lang) {
    print(Stream::Out, EMPTY_PAGE.say().show(lang, &Terminal) + "\n");
}

/// Shows a run.
pub fn show(session: &Session, policy: &Policy, fix: &Fix, plan: &Plan, done: &Done) {
    let program = session.program_name();
    if session.global.format == Format::Json {
        print(Stream::Out, json(&program, fix, plan, done).to_string() + "\n");
        return;
    }
    let lang = session.lang(Some(policy));
    let lines = if session.global.quiet {
        vec![summary(plan, done)]
    } else {
        human(&program, fix, plan, done, session.global.verbose)
    };
    let text: String = lines.iter().map(|line| line.show(lang) + "\n").collect();
    print(Stream::Out, text);
}

/// A line of the answer.
enum Line {
    Sentence(Sentence),
    /// Text that is harmless already.
    Row(String),
}

impl Line {
    fn show(&self, lang: Lang) -> String {
        match self {
            Self::Sentence(sentence) => sentence.show(lang, &Terminal),
            Self::Row(text) => text.clone(),
        }
    }
}

fn commits(count: usize) -> Sentence {
    if count == 1 { ONE_COMMIT.say() } else { COMMITS.with([count.into()]) }
}

fn summary(plan: &Plan, done: &Done) -> Line {
    let changed = plan.rows.iter().filter(|row| row.is_changed()).count();
    Line::Sentence(match (changed, &done.backup) {
        (0, _) => NOTHING.with([commits(plan.looked_at).into()]),
        (_, None) => WOULD.with([changed.into(), commits(plan.looked_at).into()]),
        (_, Some(_)) => CHANGED.with([changed.into(), commits(plan.looked_at).into()]),
    })
}

fn human(program: &str, fix: &Fix, plan: &Plan, done: &Done, is_verbose: bool) -> Vec<Line> {
    let most = if is_verbose { usize::MAX } else { MOST };
    let mut lines = vec![summary(plan, done)];
    let changed: Vec<&Row> = plan.rows.iter().filter(|row| row.is_changed()).collect();
    table(&changed, most, &mut lines, |row| format!("{}  ->  {}", padded(header(&row.before)), after(row)));
    let left: Vec<&Row> = plan.rows.iter().filter(|row| row.is_left()).collect();
    if !left.is_empty() {
        lines.push(Line::Sentence(LEFT.say()));
        table(&left, most, &mut lines, |row| format!("{}  {}", padded(header(&row.after)), rules(&row.left)));
        lines.extend(reasons(&left));
    }
    let named = done.moves.refs.len().saturating_sub(targets(fix));
    let others: Vec<String> = done.moves.refs.iter().take(named).map(|moved| short(&moved.name)).collect();
    let said = [
        (others, &MOVES_TOO),
        (done.moves.not_moved.iter().map(|name| short(name)).collect(), &STAYS),
        (done.signatures.iter().map(|id| id.short().to_string()).collect(), &LOSES),
        (done.locks.clone(), &LOCKED),
    ];
    lines.extend(
        said.into_iter()
            .filter(|(names, _)| !names.is_empty())
            .map(|(names, words)| Line::Sentence(words.with([names.into()]))),
    );
    if let Some(failure) = &done.afterwards {
        lines.push(Line::Sentence(AFTERWARDS.with([failure.message.clone().into()])));
    }
    if done.backup.is_some() {
        lines.extend(done.pushes.iter().map(|push| Line::Sentence(PUSH.with([push.as_str().into()]))));
        lines.push(Line::Sentence(UNDO.with([format!("{program} fix --undo").into()])));
    }
    if let Some(command) = go_on(program, fix, plan, done) {
        lines.push(Line::Sentence(GO_ON.with([command.into()])));
    }
    lines
}

/// How many refs were named by the user.
fn targets(fix: &Fix) -> usize {
    fix.push.as_ref().map_or(1, |branches| branches.len().max(1))
}

fn table(rows: &[&Row], most: usize, lines: &mut Vec<Line>, columns: impl Fn(&Row) -> String) {
    lines.extend(rows.iter().take(most).map(|row| Line::Row(format!("  {}  {}", row.id.short(), columns(row)))));
    if rows.len() > most {
        lines.push(Line::Sentence(MORE.with([(rows.len() - most).into()])));
    }
}

/// The first line of a message, harmless for a terminal.
fn header(text: &str) -> String {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    escape::line(line).into_owned()
}

/// The header after the repair; where it stays, what else changes.
fn after(row: &Row) -> String {
    let new = header(&row.after);
    if new != header(&row.before) {
        return new;
    }
    let old: Vec<&str> = row.before.lines().collect();
    let line = row.after.lines().find(|line| !line.trim().is_empty() && !old.contains(line));
    line.map_or(new, |line| format!("… {}", escape::line(line)))
}

fn padded(text: String) -> String {
    let missing = HEADER_WIDTH.saturating_sub(width::columns(&text));
    format!("{text}{}", " ".repeat(missing.min(HEADER_WIDTH)))
}

fn rules(sheet: &Sheet) -> String {
    let mut names: Vec<&str> = Vec::new();
    for finding in sheet.findings.iter().filter(|finding| finding.severity == Severity::Error) {
        if !names.contains(&finding.rule) {
            names.push(finding.rule);
        }
    }
    names.join(", ")
}

/// Why commits are left, each reason once.
fn reasons(left: &[&Row]) -> Vec<Line> {
    let mut seen: Vec<&'static Words> = Vec::new();
    for why in left.iter().filter_map(|row| row.why_not) {
        if !seen.contains(&why) {
            seen.push(why);
        }
    }
    let ids = |why: &Words| -> Vec<String> {
        left.iter().filter(|row| row.why_not == Some(why)).map(|row| row.id.short().to_string()).collect()
    };
    seen.into_iter().map(|why| Line::Row(String::from("  ") + &ids(why).join(", ")).joined(why)).collect()
}

impl Line {
    fn joined(self, why: &'static Words) -> Self {
        match self {
            Self::Row(ids) => Self::Sentence(REASON.with([ids.into(), why.say().into()])),
            sentence => sentence,
        }
    }
}

const REASON: Words = Words::new("{0}: {1}", "{0}：{1}");

/// What is left of one message, for people.
pub fn left_of_one(sheet: &Sheet, lang: Lang) -> String {
    let line = |finding: &crate::finding::Finding| {
        format!("{}[{}]: {}\n", finding.severity.name(), finding.rule, finding.message.show(lang, &Terminal))
    };
    sheet.findings.iter().map(line).collect()
}

fn short(name: &str) -> String {
    name.strip_prefix("refs/heads/").or_else(|| name.strip_prefix("refs/")).unwrap_or(name).to_owned()
}

/// The command of this run, without what it does with its result.
pub fn command(program: &str, fix: &Fix) -> String {
    let mut words = vec![program.to_owned(), "fix".to_owned()];
    let mut push = |word: &str| words.push(escape::shell_word(word).into_owned());
    if let Some(revision) = &fix.revision {
        push(revision);
    }
    if let Some(branches) = &fix.push {
        push("--push");
        branches.iter().for_each(|branch| push(branch));
    }
    if let Some(file) = &fix.message {
        push("--message");
        push(&file.display().to_string());
    }
    for (name, value) in [("--issue", &fix.issue), ("--scope", &fix.scope), ("--type", &fix.kind)] {
        if let Some(value) = value {
            push(name);
            push(value);
        }
    }
    match fix.gpg_sign.as_deref() {
        Some("") => push("--gpg-sign"),
        Some(key) => push(&format!("--gpg-sign={key}")),
        None => {}
    }
    let flags = [
        ("--signoff", fix.signoff),
        ("--suggested", fix.suggested),
        ("--drop-signatures", fix.drop_signatures),
        ("--published", fix.published),
    ];
    flags.into_iter().filter(|(_, is_set)| *is_set).for_each(|(name, _)| push(name));
    words.join(" ")
}

/// The one command that goes on: to fill in what only a person knows, else to apply what would change. Where only the
/// user's own commits lack a sign-off it adds theirs: whoever types it, signs.
fn go_on(program: &str, fix: &Fix, plan: &Plan, done: &Done) -> Option<String> {
    let fix = &Fix { signoff: fix.signoff || plan.lacks_own_sign_off(), ..fix.clone() };
    let is_open = plan.rows.iter().any(|row| row.why_not.is_none() && row.is_left() && has_placeholder(&row.left));
    if is_open && !fix.edit {
        return Some(format!("{} --edit", command(program, fix)));
    }
    let is_due = !done.rewritten.is_empty() || plan.lacks_own_sign_off();
    (done.backup.is_none() && is_due).then(|| format!("{} --apply", command(program, fix)))
}

fn has_placeholder(sheet: &Sheet) -> bool {
    sheet.findings.iter().any(|finding| finding.fix.as_ref().is_some_and(|fix| fix.trust != Trust::Safe))
}

fn json(program: &str, fix: &Fix, plan: &Plan, done: &Done) -> Value {
    let texts = |id| plan.rows.iter().find(|row| row.id == id && row.is_changed());
    // With a signature that is still to be made the ids are others.
    let is_known = done.backup.is_some() || fix.gpg_sign.is_none();
    let rewritten = done.rewritten.iter().map(|one| {
        let row = texts(one.old);
        json!({
            "old": one.old.to_string(), "new": is_known.then(|| one.new.to_string()),
            "before": row.map(|row| row.before.as_str()), "after": row.map(|row| row.after.as_str()),
        })
    });
    let refs = done
        .moves
        .refs
        .iter()
        .map(|moved| json!({ "name": moved.name, "old": moved.old.to_string(), "new": is_known.then(|| moved.new.to_string()) }));
    let left = plan.rows.iter().filter(|row| row.is_left()).map(|row| {
        let rules: Vec<&str> = row.left.findings.iter().map(|finding| finding.rule).collect();
        json!({ "id": row.id.to_string(), "summary": header(&row.after), "rules": rules })
    });
    let mut all = json!({
        "version": 1,
        "applied": done.backup.is_some(),
        "rewritten": rewritten.collect::<Vec<_>>(),
        "refs": refs.collect::<Vec<_>>(),
        "not-moved": done.moves.not_moved,
        "signatures": done.signatures.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "left": left.collect::<Vec<_>>(),
    });
    if let (Some(command), Some(all)) = (go_on(program, fix, plan, done), all.as_object_mut()) {
        all.insert("go-on".to_owned(), command.into());
    }
    all
}
