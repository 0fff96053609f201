//! What all commands share: the options, the place, the policy, the screen.

use crate::cli::{Color, Format, Global};
use crate::engine::{Judge, Occasion};
use crate::failure::{Failure, Kind, Result};
use crate::finding::Outcome;
use crate::git::place::Place;
use crate::git::policy_file::{self, Found};
use crate::git::{alias, environment};
use crate::message::issue::Form;
use crate::model::{Around, Rework, Stage};
use crate::options::{Day, Level, Mistake, Size};
use crate::policy::{Demands, Held, Policy, Rejected, Why};
use crate::remedy::{self, Scene};
use crate::render::github::Github;
use crate::render::human::Human;
use crate::render::json::Json;
use crate::render::junit::Junit;
use crate::render::markdown::Document;
use crate::render::sarif::Sarif;
use crate::render::{self, Screen};
use crate::report::Report;
use crate::text::similar;
use crate::words::{Lang, Words};
use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

/// How many bytes an answer has that a program reads: it pays for each of them.
const MOST_FOR_PROGRAMS: usize = 4096;

/// How many findings a summary writes out: the comments and summaries of servers have a limit.
const MOST_IN_MARKDOWN: u64 = 100;

/// What a run was told.
pub struct Session {
    /// The options that all commands understand.
    pub global: Global,
    /// Where it works.
    pub start: PathBuf,
    /// Where JSON goes that says why there is no report: hooks leave standard output to git.
    pub failures: Stream,
}

const NO_FOLDER: Words = Words::new("cannot work in `{0}`: {1}", "无法进入目录 `{0}`：{1}");
const BRANCH_RULES: Words = Words::new("the policy does not fit the branch `{0}`: {1}", "策略不适用于分支 `{0}`：{1}");
const UNKNOWN: Words = Words::new("a setting is wrong", "设置有误");
const NO_RULE: Words = Words::new("`{0}` in CIHOOK_SKIP is not a rule", "CIHOOK_SKIP 中的 `{0}` 不是规则");
const NO_SIZE: Words = Words::new("GIT_FILE_SIZE_LIMIT `{0}` is not a size", "GIT_FILE_SIZE_LIMIT 的值 `{0}` 不是大小");
const SIZES: Words = Words::new("write it as 2000000, 5MB or 5MiB", "请写成 2000000、5MB 或 5MiB");
const DID_YOU_MEAN: Words = Words::new("did you mean `{0}`?", "您是不是想写 `{0}`？");

impl Session {
    /// Finds out where to work.
    ///
    /// # Errors
    /// Where that folder does not exist.
    pub fn new(global: Global, failures: Stream) -> Result<Self> {
        let told = global.directory.clone().unwrap_or_else(|| PathBuf::from("."));
        let start = real(&told)
            .and_then(|path| path.is_dir().then_some(path).ok_or_else(|| std::io::ErrorKind::NotFound.into()));
        let start = start.map_err(|error: std::io::Error| {
            Failure::usage(NO_FOLDER.with([told.display().to_string().into(), error.to_string().into()]))
        })?;
        Ok(Self { global, start, failures })
    }

    /// The repository.
    ///
    /// # Errors
    /// Where there is none.
    pub fn place(&self) -> Result<Place> {
        Place::find(&self.start)
    }

    /// How a person starts this program here.
    pub fn program_name(&self) -> String {
        alias::program_name(self.place().ok().as_ref())
    }

    /// What comes of looking for the policy that holds at a place, or the one that the command line names.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn load(&self, place: Option<&Place>) -> Result<Found> {
        let told = self.global.policy.as_ref().map(|path| self.start.join(path));
        policy_file::load(place, told.as_deref())
    }

    /// The policy that holds at a place.
    ///
    /// # Errors
    /// Where it cannot be read; what is wrong within it is not a failure but printed here, with exit code 2.
    ///
    /// The policy is kept until the program ends: to take it apart would take a hook longer than to judge.
    pub fn policy(&self, place: Option<&Place>) -> Result<std::result::Result<&'static Policy, u8>> {
        match self.load(place)? {
            Found::Policy(policy) => Ok(Ok(Box::leak(policy))),
            Found::Rejected(rejected) => Ok(Err(self.reject(&rejected))),
        }
    }

    /// Shows what is wrong with a policy.
    pub fn reject(&self, rejected: &Rejected) -> u8 {
        if self.global.format == Format::Json {
            let lang = self.lang(None);
            super::print(self.failures, render::mistakes::json(&rejected.sources, &rejected.mistakes, lang));
            return Kind::Usage.exit_code();
        }
        let screen = self.screen(None, Stream::Err);
        super::print_err(&render::mistakes::render(&rejected.sources, &rejected.mistakes, screen));
        Kind::Usage.exit_code()
    }

    /// The language of a run: the command line, the environment, the policy, the system.
    pub fn lang(&self, policy: Option<&Policy>) -> Lang {
        let told = self.global.lang.or_else(|| environment::text("CIHOOK_LANG").and_then(|tag| Lang::from_tag(&tag)));
        told.or_else(|| policy.and_then(|policy| policy.language.fixed())).unwrap_or_else(system_lang)
    }

    /// How one of the streams is written to.
    pub fn screen(&self, policy: Option<&Policy>, stream: Stream) -> Screen {
        let is_for_a_person = stream.is_terminal() && !environment::is_for_a_program();
        let color = match self.global.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => is_for_a_person && stream.has_color(),
        };
        let most = (!is_for_a_person).then_some(MOST_FOR_PROGRAMS);
        Screen { lang: self.lang(policy), color, width: stream.width(), most }
    }

    /// What is known of the place where something was refused. Where nothing was found nobody asks.
    pub fn scene(&self, report: &Report, place: impl FnOnce() -> remedy::Place) -> Scene {
        if report.findings() == 0 {
            return remedy::NOWHERE;
        }
        Scene { program: Some(self.program_name()), place: place() }
    }

    /// The format of a report that goes to a stream.
    pub fn format<'f>(
        &self,
        policy: &'f Policy,
        judge: &Judge<'_>,
        stage: Stage,
        stream: Stream,
        families: &'static [&'static str],
    ) -> Box<dyn render::Format + 'f> {
        let deny_unchecked = denies_unchecked(policy, stage);
        match self.global.format {
            Format::Json => Box::new(Json { lang: self.lang(Some(policy)), policy, families, deny_unchecked }),
            Format::Sarif => {
                let rules = crate::rules::ALL.iter().map(|definition| definition.meta).collect();
                Box::new(Sarif { lang: self.lang(Some(policy)), rules, deny_unchecked })
            }
            Format::Junit => Box::new(Junit { lang: self.lang(Some(policy)), deny_unchecked }),
            Format::Github => Box::new(Github { lang: self.lang(Some(policy)) }),
            Format::Markdown => {
                let most = (!self.global.verbose).then_some(MOST_IN_MARKDOWN);
                Box::new(Document { lang: self.lang(Some(policy)), most, deny_unchecked })
            }
            Format::Human => Box::new(Human {
                screen: self.screen(Some(policy), stream),
                stage,
                quiet: self.global.quiet,
                verbose: self.global.verbose,
                silent_when_clean: stage == Stage::CommitMsg,
                deny_unchecked,
                rules: judge.rules().into_iter().filter(|(id, _)| is_of(id, families)).collect(),
                reasons: policy.exemptions.iter().map(|entry| entry.reason.clone()).collect(),
            }),
        }
    }
}

/// Where a path leads: git goes there as well before it looks around (git(1), `-C`).
fn real(path: &std::path::Path) -> std::io::Result<PathBuf> {
    if cfg!(unix) { std::fs::canonicalize(path) } else { std::path::absolute(path) }
}

/// What a stage judges by: the rules that hold for its branch.
pub struct Setup<'s> {
    /// The whole policy.
    pub policy: &'s Policy,
    /// The rules.
    pub effective: Held<'s>,
    /// The rules that the user asked to skip.
    pub skip: Vec<String>,
    /// Rules that somebody else judges.
    left_out: Vec<String>,
    /// Where it judges.
    pub stage: Stage,
    /// The branch that is worked on or pushed to.
    pub branch: Option<&'s str>,
    tag: Option<&'s str>,
    rework: Rework,
    file_limit: Option<Size>,
}

impl<'s> Setup<'s> {
    /// For a stage and the branch that is worked on or pushed to.
    ///
    /// # Errors
    /// Where the policy does not fit the branch, or `CIHOOK_SKIP` names no rule.
    pub fn new(policy: &'s Policy, stage: Stage, branch: Option<&'s str>) -> Result<Self> {
        let setup = Self::on_server(policy, stage, branch)?;
        // What a client's environment says holds for the client alone.
        Ok(match stage {
            Stage::PreReceive | Stage::PullRequest | Stage::MergeGroup => setup,
            _ => Self { skip: skipped_rules()?, file_limit: file_limit()?, ..setup },
        })
    }

    /// For a server, which listens to nobody's environment, whatever the stage.
    ///
    /// # Errors
    /// Where the policy does not fit the branch.
    pub fn on_server(policy: &'s Policy, stage: Stage, branch: Option<&'s str>) -> Result<Self> {
        let effective = policy.for_branch(branch).map_err(|mistakes| misfit(branch, mistakes))?;
        let (skip, left_out, file_limit) = (Vec::new(), Vec::new(), None);
        Ok(Self { policy, effective, skip, left_out, stage, branch, tag: None, rework: Rework::default(), file_limit })
    }

    /// The same, for a tag that is pushed or made.
    pub fn for_tag(self, tag: Option<&'s str>) -> Self {
        Self { tag, ..self }
    }

    /// The same, for a user who may write these commits anew.
    pub fn with_rework(self, rework: Rework) -> Self {
        Self { rework, ..self }
    }

    /// The same without some rules, which are judged elsewhere.
    pub fn leaving_out(self, rules: Vec<String>) -> Self {
        let left_out = self.skip.iter().cloned().chain(rules).collect();
        Self { left_out, ..self }
    }

    /// What is asked at a stage of commits that reach a branch or a tag.
    ///
    /// # Errors
    /// Where the policy does not fit the branch.
    pub fn demands(policy: &Policy, stage: Stage, branch: Option<&str>, tag: Option<&str>) -> Result<Demands> {
        policy.demands(branch, tag, stage).map_err(|mistakes| misfit(branch, mistakes))
    }

    /// What the user may write anew.
    pub fn rework(&self) -> Rework {
        self.rework
    }

    /// Who judges.
    pub fn judge(&self) -> Judge<'_> {
        self.judge_with(None)
    }

    /// Who judges with what a server knows around the commits.
    pub fn judge_with<'j>(&'j self, around: Option<&'j Around<'j>>) -> Judge<'j> {
        let occasion =
            Occasion { stage: self.stage, branch: self.branch, today: today(), skip: self.left_out(), around };
        let judge = Judge::new(self.policy, &self.effective, occasion).for_tag(self.tag);
        judge.with_rework(self.rework).with_file_limit(self.file_limit)
    }

    fn left_out(&self) -> &[String] {
        if self.left_out.is_empty() { &self.skip } else { &self.left_out }
    }

    /// Where a setting comes from.
    pub fn why(&self, rule: &str, option: &str) -> Option<Why> {
        self.effective.why(&self.policy.sources, rule, option)
    }

    /// What an issue reference looks like.
    pub fn forms(&self) -> &[Form] {
        &self.effective.vocabulary.forms
    }

    /// What a report comes to here.
    pub fn outcome(&self, report: &Report) -> Outcome {
        report.outcome(denies_unchecked(self.policy, self.stage))
    }
}

/// Why a policy does not fit a branch.
fn misfit(branch: Option<&str>, mistakes: Vec<Mistake>) -> Failure {
    let why = mistakes.into_iter().next().map_or_else(|| UNKNOWN.say(), |mistake| mistake.message);
    Failure::usage(BRANCH_RULES.with([branch.unwrap_or_default().into(), why.into()]))
}

/// Whether a rule judges something of these families.
fn is_of(id: &str, families: &[&str]) -> bool {
    crate::rules::find(id).is_some_and(|definition| families.contains(&definition.meta.subject.name()))
}

/// What a run judges: only messages.
pub const MESSAGES: &[&str] = &["message"];

/// What a run judges: only what is staged, and the branch.
pub const STAGED: &[&str] = &["change", "ref"];

/// What a run judges: everything that git knows.
pub const EVERYTHING: &[&str] = &["message", "change", "ref"];

/// Whether facts that could not be learnt stop what is going on at a stage.
fn denies_unchecked(policy: &Policy, stage: Stage) -> bool {
    let level = match stage {
        Stage::Check => policy.on_unchecked.check,
        Stage::PullRequest | Stage::MergeGroup => policy.on_unchecked.action,
        Stage::CommitMsg | Stage::PreCommit | Stage::PrePush | Stage::PreReceive => policy.on_unchecked.hooks,
    };
    level == Level::Error
}

/// The rules that `CIHOOK_SKIP` names.
///
/// # Errors
/// Where it names something else.
fn skipped_rules() -> Result<Vec<String>> {
    let told = environment::text("CIHOOK_SKIP").unwrap_or_default();
    let names = told.split(',').map(str::trim).filter(|name| !name.is_empty());
    let known = crate::rules::ALL.iter().map(|definition| definition.meta.id);
    names
        .map(|name| {
            if crate::rules::find(name).is_some() {
                return Ok(name.to_owned());
            }
            let failure = Failure::usage(NO_RULE.with([name.into()]));
            Err(match similar::nearest(name, known.clone()) {
                Some(nearest) => failure.hint(DID_YOU_MEAN.with([nearest.into()])),
                None => failure,
            })
        })
        .collect()
}

/// The limit for files that `GIT_FILE_SIZE_LIMIT` names.
///
/// # Errors
/// Where it names none: that is never taken for "no limit".
fn file_limit() -> Result<Option<Size>> {
    let Some(told) = environment::text("GIT_FILE_SIZE_LIMIT") else { return Ok(None) };
    let limit = Size::parse(&told);
    limit.map(Some).ok_or_else(|| Failure::usage(NO_SIZE.with([told.into()])).hint(SIZES.say()))
}

/// The day, in UTC.
pub(super) fn today() -> Day {
    Day::of_unix_time(SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs()))
}

/// What the system speaks; English on a terminal that does not show UTF-8 (locale(7)).
fn system_lang() -> Lang {
    let first = |names: [&str; 3]| names.into_iter().find_map(environment::text).unwrap_or_default();
    let charset = first(["LC_ALL", "LC_CTYPE", "LANG"]);
    let charset = charset.split_once('.').map(|(_, charset)| charset.to_ascii_lowercase().replace('-', ""));
    if charset.is_some_and(|charset| !charset.starts_with("utf8")) {
        return Lang::En;
    }
    Lang::from_tag(&first(["LC_ALL", "LC_MESSAGES", "LANG"])).unwrap_or_default()
}

/// Where a report goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// Standard output.
    Out,
    /// Standard error.
    Err,
}

impl Stream {
    fn is_terminal(self) -> bool {
        match self {
            Self::Out => std::io::stdout().is_terminal(),
            Self::Err => std::io::stderr().is_terminal(),
        }
    }

    fn has_color(self) -> bool {
        let choice = match self {
            Self::Out => anstream::AutoStream::choice(&std::io::stdout()),
            Self::Err => anstream::AutoStream::choice(&std::io::stderr()),
        };
        choice != anstream::ColorChoice::Never
    }

    /// Columns of the terminal; wide, where there is none, so that no log is broken by our lines.
    fn width(self) -> usize {
        const WITHOUT_TERMINAL: usize = 140;
        let size = match self {
            Self::Out if std::io::stdout().is_terminal() => terminal_size::terminal_size_of(std::io::stdout()),
            Self::Err if std::io::stderr().is_terminal() => terminal_size::terminal_size_of(std::io::stderr()),
            _ => None,
        };
        size.map_or(WITHOUT_TERMINAL, |(terminal_size::Width(width), _)| usize::from(width.max(40)))
    }
}
