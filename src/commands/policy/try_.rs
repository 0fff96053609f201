//! `cihook policy try`: what a policy would have done to a history. The pipeline is that of `cihook check`; only who takes
//! the results differs.

use super::super::judging::{Judging, Stored, Taker};
use super::super::presets;
use super::super::printing::Progress;
use super::super::reach::{adopt, reached};
use super::super::session::{Session, Setup, Stream};
use super::super::spool::Spool;
use super::super::{keep_error, print};
use super::suggest::{self, Commits};
use crate::cli::Format;
use crate::cli::policy::Try;
use crate::engine::IdleEntry;
use crate::failure::{Failure, Result};
use crate::finding::{Finding, Severity, Sheet};
use crate::git::config::Config;
use crate::git::history::{self, Edge, Selection};
use crate::git::object;
use crate::git::objects::Objects;
use crate::git::revisions::{self, Repository};
use crate::git::{draft, refs};
use crate::model::{AuthorKind, Identity, Stage};
use crate::policy::Policy;
use crate::render::Shown;
use crate::render::trial::{self, Row, Tables};
use crate::repair::Correction;
use crate::rule::Family;
use crate::text::escape;
use crate::trial::{Count, Month, Trial};
use crate::words::{Lang, Words};
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// So many refused commits are shown to people, unless they ask for all.
const ROWS_MOST: usize = 20;

const STOPPED: Words = Words::new("judging stopped unexpectedly", "检查意外中断");

/// Runs the command.
///
/// # Errors
/// Where there is nothing to judge by or nothing to judge.
pub(super) fn run(session: &Session, options: &Try) -> Result<u8> {
    let place = session.place()?;
    let policy = match options.preset.as_deref() {
        Some(name) => presets::policy(name)?,
        None => match session.policy(Some(&place))? {
            Ok(policy) => policy,
            Err(code) => return Ok(code),
        },
    };
    let objects = Objects::open(&place)?;
    let branch = refs::current_branch(&place);
    let setup = Setup::new(policy, Stage::Check, branch.as_deref())?;
    let mut selection = selection(&Repository { place: &place, objects: &objects }, options)?;
    let before_adoption = adopt(&place, policy, &mut selection)?;
    let judge = setup.judge();
    let whys = |rule: &str, option: &str| setup.why(rule, option);
    let reached = reached(&place, policy, &selection)?;
    let judging = Judging { judge: &judge, whys: &whys, forms: setup.forms(), reached };
    let plan = history::plan(&place, &objects, &selection)?;
    if options.suggest {
        let commits = Commits { place: &place, objects: &objects, selection: &selection, plan: &plan };
        return suggest::run(session, &setup, &judging, &commits);
    }
    let people = draft::people(&place, &Config::read(&place)?);
    let trying = Trying::new(session, policy, &judging, &people);
    let edge = judging.taken(&place, &objects, &selection, &plan, &trying)?;
    let mut state = trying.state.into_inner().map_err(|_| stopped())?;
    state.progress.clear();
    let unused = unused(policy, judge.idle_entries(&|entry| state.trial.used.contains(&entry)));
    let ended = Ended { before_adoption, is_shallow: edge == Edge::Shallow, unused: &unused };
    report(session, policy, options, &mut state, &ended);
    Ok(0)
}

/// What a policy would have done to the newest commits; nothing where there is no history to look at.
///
/// # Errors
/// Where the history cannot be read.
pub(super) fn newest(session: &Session, policy: &Policy, most: u64) -> Result<Option<Count>> {
    let Ok(place) = session.place() else { return Ok(None) };
    if refs::head(&place).is_none() {
        return Ok(None);
    }
    let objects = Objects::open(&place)?;
    let setup = Setup::new(policy, Stage::Check, None)?;
    let selection = Selection { tips: vec![revisions::one(&place, "HEAD")?], most: Some(most), ..Selection::default() };
    let judge = setup.judge();
    let whys = |rule: &str, option: &str| setup.why(rule, option);
    let reached = reached(&place, policy, &selection)?;
    let judging = Judging { judge: &judge, whys: &whys, forms: setup.forms(), reached };
    let plan = history::plan(&place, &objects, &selection)?;
    let trying = Trying { most: 0, is_json: false, ..Trying::new(session, policy, &judging, &[]) };
    judging.taken(&place, &objects, &selection, &plan, &trying)?;
    let mut state = trying.state.into_inner().map_err(|_| stopped())?;
    state.progress.clear();
    Ok(Some(state.trial.total))
}

/// Which commits.
pub(in crate::commands) fn selection(repository: &Repository<'_>, options: &Try) -> Result<Selection> {
    match options.range.as_deref() {
        Some(written) => revisions::select(repository, written),
        None => {
            let tips = vec![revisions::one(repository.place, "HEAD")?];
            Ok(Selection { tips, most: Some(options.last), ..Selection::default() })
        }
    }
}

/// The entries of which it can be told here that they excuse nothing: they name a rule for messages, and no branch or tag,
/// which a history of commits does not have.
fn unused(policy: &Policy, idle: Vec<IdleEntry>) -> Vec<IdleEntry> {
    let is_judged = |entry: &IdleEntry| {
        let exemption = &policy.exemptions[entry.index];
        let is_of_messages = exemption.rules.iter().filter_map(|rule| crate::rules::find(rule)).any(is_of_message);
        entry.is_over() || (is_of_messages && exemption.branch.is_empty() && exemption.tag.is_empty())
    };
    idle.into_iter().filter(is_judged).collect()
}

fn is_of_message(definition: &crate::rule::Definition) -> bool {
    matches!(definition.meta.subject, Family::Header | Family::Message)
}

fn stopped() -> Failure {
    Failure::unable(STOPPED.say())
}

/// What is known when all commits were judged.
struct Ended<'e> {
    before_adoption: u64,
    is_shallow: bool,
    unused: &'e [IdleEntry],
}

fn report(session: &Session, policy: &Policy, options: &Try, state: &mut State, ended: &Ended<'_>) {
    if session.global.format == Format::Json {
        let (head, tail) = trial::json(&state.trial, ended.unused);
        print(Stream::Out, head);
        let mut is_first = true;
        keep_error(state.refusals.drain(&mut |piece| {
            // What parts two refusals stands before each of them.
            let piece = if std::mem::take(&mut is_first) { piece.get(1..).unwrap_or_default() } else { piece };
            print(Stream::Out, piece);
        }));
        print(Stream::Out, tail);
        return;
    }
    let screen = session.screen(Some(policy), Stream::Out);
    let all = format!("{} policy try -v{}", session.program_name(), written(session, options));
    let tables = Tables {
        trial: &state.trial,
        rows: &state.rows,
        unused: ended.unused,
        before_adoption: ended.before_adoption,
        is_shallow: ended.is_shallow,
        policy: policy.name(),
        all: &all,
        screen,
        bars: screen.most.is_none(),
        quiet: session.global.quiet,
    };
    print(Stream::Out, tables.text());
}

/// The options as they were given, quoted for a shell.
fn written(session: &Session, options: &Try) -> String {
    let mut text = String::new();
    match &options.range {
        Some(range) => text.push_str(&format!(" {}", escape::shell_word(range))),
        None => text.push_str(&format!(" --last {}", options.last)),
    }
    if let Some(preset) = &options.preset {
        text.push_str(&format!(" --preset {}", escape::shell_word(preset)));
    }
    if let Some(file) = &session.global.policy {
        text.push_str(&format!(" --policy {}", escape::shell_word(&file.display().to_string())));
    }
    text
}

/// Counts what the policy would have done, on all threads.
struct Trying<'t> {
    judging: &'t Judging<'t>,
    people: &'t [Identity<'static>],
    lang: Lang,
    is_json: bool,
    rules: Vec<&'static str>,
    /// How many rows are shown.
    most: usize,
    /// How many are known, counted from the newest commit without a gap.
    known: AtomicUsize,
    state: Mutex<State>,
}

/// What came of all pages so far.
struct State {
    trial: Trial,
    rows: Vec<Row>,
    refusals: Spool,
    waiting: BTreeMap<usize, (Vec<Row>, Vec<u8>)>,
    next: usize,
    progress: Progress,
}

/// What one thread counted since it handed on its last page.
struct Counted {
    trial: Trial,
    sheet: Sheet,
    correction: Correction,
    rows: Vec<Row>,
    refusals: Vec<u8>,
}

impl<'t> Trying<'t> {
    fn new(session: &Session, policy: &Policy, judging: &'t Judging<'t>, people: &'t [Identity<'static>]) -> Self {
        let is_on = |(rule, _)| crate::rules::find(rule).filter(|definition| is_of_message(definition)).map(|_| rule);
        let rules: Vec<&'static str> = judging.judge.rules().into_iter().filter_map(is_on).collect();
        let state = State {
            trial: Trial::of(&rules),
            rows: Vec::new(),
            refusals: Spool::default(),
            waiting: BTreeMap::new(),
            next: 0,
            progress: Progress::new(),
        };
        let is_json = session.global.format == Format::Json;
        let most = match (is_json || session.global.quiet, session.global.verbose) {
            (true, _) => 0,
            (false, true) => usize::MAX,
            (false, false) => ROWS_MOST,
        };
        let lang = session.lang(Some(policy));
        Self { judging, people, lang, is_json, rules, most, known: AtomicUsize::new(0), state: Mutex::new(state) }
    }
}

impl Taker for Trying<'_> {
    type Page = Counted;

    fn page(&self) -> Counted {
        Counted {
            trial: Trial::of(&self.rules),
            sheet: Sheet::default(),
            correction: Correction::default(),
            rows: Vec::new(),
            refusals: Vec::new(),
        }
    }

    fn commit(&self, stored: &Stored<'_>, page: &mut Counted) {
        let Counted { trial, sheet, correction, rows, refusals } = page;
        let verdict = self.judging.verdict(stored, sheet);
        let (seconds, east) = object::authored_at(stored.content);
        let kind = AuthorKind::of(stored.commit);
        if !trial.add(&verdict, Month::of(seconds, east), kind) {
            return;
        }
        if self.is_json {
            let row = trial::json_row(stored.commit, stored.id, &verdict.sheet.findings, kind);
            refusals.extend_from_slice(format!(",{row}").as_bytes());
        }
        if self.known.load(Ordering::Relaxed) < self.most && rows.len() < self.most {
            // What only a warning asks for makes no commit pass.
            let is_error = |finding: &&Finding| finding.severity == Severity::Error;
            let errors: Vec<Finding> = verdict.sheet.findings.iter().filter(is_error).cloned().collect();
            correction.fill(verdict.text(), &errors);
            let shown =
                Shown { verdict: &verdict, correction, whys: self.judging.whys, passes: None, people: self.people };
            rows.push(Row::of(&shown, stored.id, self.lang));
        }
    }

    fn hand_on(&self, number: usize, page: &mut Counted) -> Result<()> {
        let mut state = self.state.lock().map_err(|_| stopped())?;
        state.trial.merge(page.trial.take());
        state.waiting.insert(number, (std::mem::take(&mut page.rows), std::mem::take(&mut page.refusals)));
        while let Some((rows, refusals)) = {
            let next = state.next;
            state.waiting.remove(&next)
        } {
            state.next += 1;
            let room = self.most.saturating_sub(state.rows.len());
            state.rows.extend(rows.into_iter().take(room));
            keep_error(state.refusals.add(&refusals));
        }
        self.known.store(state.rows.len(), Ordering::Relaxed);
        let commits = state.trial.total.commits;
        state.progress.show(commits);
        Ok(())
    }
}
