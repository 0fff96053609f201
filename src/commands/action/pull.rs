//! A pull request: what is judged of it, and what is told there.

use super::around::{self, Named};
use super::base::Base;
use super::changes::Changes;
use super::desk::{Desk, Reach};
use super::outcome::Outcome;
use super::proposal::{self, Needs, Proposal};
use super::retitle::{Retitle, Title};
use super::telling::{Telling, Verdict};
use super::{Run, setup};
use crate::commands::session::Setup;
use crate::failure::Result;
use crate::finding::{self, Subject};
use crate::git::environment;
use crate::git::policy_file::NAMES;
use crate::github::comment::{Draft, Onto, Part, SIGN_OFF, Told};
use crate::github::event::PullRef;
use crate::github::repository::{Gathered, Repository};
use crate::github::{answers, facts};
use crate::labels::{self, Labels};
use crate::message::Message;
use crate::model::{Around, Commit, DcoFacts, Gap, Known, ObjectId, Stage};
use crate::options::Level;
use crate::policy::{About, Active, Policy};
use crate::rule::Family;
use crate::words::{Lang, Sentence, Words};

/// So many questions a policy is worth that somebody proposes.
const PROPOSED_MOST: u32 = 40;

const CLOSED: Words = Words::new("the pull request is closed", "该拉取请求已关闭");
const GUESSED: Words = Words::new(
    "the merge method is not known and was guessed; set `[landing]` in the policy",
    "合并方式是推测的，策略和服务器都没有说明：可在策略的 `[landing]` 中写明",
);

const UNSEEN: Words = Words::new(
    "only the difference to the base branch was measured: a file that one commit adds and a later one removes is seen by \
     the pre-push hook and on the server, not here",
    "这里只检查与目标分支的差异：先添加后又删除的文件只有 pre-push 钩子和服务器能发现",
);

const EDITED: Words = Words::new(
    "this pull request changes the policy: by the new one there would be {0} errors and {1} warnings, by the one in force \
     there are {2} and {3}",
    "此拉取请求修改了策略：按新策略有 {0} 个错误和 {1} 个警告，按现行策略有 {2} 个和 {3} 个",
);
const BROKEN: Words = Words::new(
    "this pull request changes the policy, and the new one has {0} mistakes: `cihook policy check` shows them",
    "此拉取请求修改了策略，而新策略有 {0} 处错误：`cihook policy check` 可显示",
);
const UNUSABLE: Words = Words::new(
    "this pull request changes the policy, and the new policy cannot be used: {0}",
    "此拉取请求修改了策略，而按新策略无法检查：{0}",
);

/// Judges a pull request, and tells.
///
/// # Errors
/// Where its facts cannot be had.
pub fn run(run: &Run<'_>, pull: &PullRef, is_recheck: bool) -> Result<u8> {
    tell(run, pull, is_recheck, None)
}

/// Corrects the title as far as that is safe, and then judges the pull request as it is by then: what is left is told there.
///
/// # Errors
/// As [`run`].
pub fn fix(run: &Run<'_>, pull: &PullRef, asker: &str) -> Result<u8> {
    let ordered = with_case(run, pull, |case, policy| {
        let judged = case.judge(policy, false)?;
        let lang = run.session.lang(Some(policy));
        Retitle { run, repository: case.repository, pull: &case.gathered.pull, asker, lang }.order(&judged.title)
    })?;
    match ordered {
        Ok(note) => tell(run, pull, true, Some(note)),
        Err(code) => Ok(code),
    }
}

fn tell(run: &Run<'_>, pull: &PullRef, is_recheck: bool, note: Option<Sentence>) -> Result<u8> {
    let told = with_case(run, pull, |case, policy| case.tell(policy, is_recheck, note))?;
    Ok(told.unwrap_or_else(|code| code))
}

/// Learns what a pull request is and which policy holds for it, for `act`. Where there is nothing to do, the exit code.
fn with_case<T>(
    run: &Run<'_>,
    pull: &PullRef,
    act: impl FnOnce(&Case<'_>, &'static Policy) -> Result<T>,
) -> Result<std::result::Result<T, u8>> {
    let repository = run.repository(&pull.repository);
    let gathered = repository.gather(pull.number)?;
    // Events such as `labeled` and `edited` come for these as well.
    if gathered.pull.state == "closed" {
        return run.idle(&CLOSED.say()).map(Err);
    }
    // `base.sha` is the base as it was when the pull request was opened or last pushed: the policy in force is the branch's.
    let base = Base::at(&repository, &gathered.pull.base.name)?;
    let policy = match run.policy(&repository, &base)? {
        Ok(policy) => policy,
        Err(code) => return Ok(Err(code)),
    };
    act(&Case { run, repository: &repository, gathered: &gathered, base: &base }, policy).map(Ok)
}

/// A pull request on the way to its verdict.
struct Case<'c> {
    run: &'c Run<'c>,
    repository: &'c Repository<'c>,
    gathered: &'c Gathered,
    base: &'c Base<'c>,
}

/// What a policy says of a pull request.
struct Judged {
    told: Vec<Told>,
    missing: Vec<(String, String, String)>,
    notes: Vec<Sentence>,
    labels: Labels<'static>,
    remediation: Option<Vec<(ObjectId, String)>>,
    is_first: bool,
    errors: u64,
    warnings: u64,
    outcome: finding::Outcome,
    asks_sign_off: bool,
    title: Title,
}

impl Judged {
    fn draft<'d>(&'d self, lang: Lang, gathered: &Gathered) -> Draft<'d> {
        Draft {
            lang,
            told: &self.told,
            missing: &self.missing,
            notes: &self.notes,
            commits: gathered.commits.items.len(),
            newest: ObjectId::from_hex(gathered.pull.head.sha.as_bytes()),
            onto: onto(gathered),
            is_first: self.is_first,
            remediation: self.remediation.clone(),
        }
    }
}

/// Where the commits go, if their author may write all of them anew: each is linked to the account that opened the pull
/// request, and none is a merge.
fn onto(gathered: &Gathered) -> Option<Onto> {
    let pull = &gathered.pull;
    let opener = Some(pull.user.login.as_str()).filter(|login| !login.is_empty())?;
    let is_own = |commit: &answers::Commit| {
        commit.parents.len() <= 1 && commit.author.as_ref().is_some_and(|user| user.login == opener)
    };
    let repository = pull.base.repo.as_ref().map(|repo| repo.full_name.as_str()).filter(|name| !name.is_empty())?;
    let server = environment::text("GITHUB_SERVER_URL").unwrap_or_else(|| "https://github.com".to_owned());
    let address = format!("{}/{repository}", server.trim_end_matches('/'));
    let is_whole = gathered.commits.gap.is_none() && gathered.commits.items.iter().all(is_own);
    is_whole.then(|| Onto { address, branch: pull.base.name.clone() })
}

impl Case<'_> {
    /// Judges, and tells.
    fn tell(&self, policy: &'static Policy, is_recheck: bool, note: Option<Sentence>) -> Result<u8> {
        let Case { run, repository, gathered, .. } = *self;
        let mut judged = self.judge(policy, true)?;
        judged.notes.extend(note);
        judged.notes.extend(self.edited(policy, &judged));
        let draft = judged.draft(run.session.lang(Some(policy)), gathered);
        let telling = Telling { run, repository, gathered, policy };
        let asks_sign_off = judged.asks_sign_off;
        let (outcome, labels) = (judged.outcome, &judged.labels);
        let told = telling.tell(&Verdict { draft: &draft, outcome, labels, asks_sign_off, is_recheck });
        let outcome = told.outcome(outcome);
        let bears: Vec<&str> = judged.labels.wanted.iter().copied().collect();
        Outcome::of(&Draft { notes: &told.notes, ..draft }, outcome, &bears).tell(run.runner)?;
        Ok(outcome.exit_code())
    }

    /// Judges everything by a policy.
    fn judge(&self, policy: &'static Policy, prints: bool) -> Result<Judged> {
        let (repository, gathered) = (self.repository, self.gathered);
        let asked = &gathered.commits.items;
        let setup = setup(policy, Stage::PullRequest, &gathered.pull.base.name)?;
        let proposal = Proposal::learn(repository, self.base, gathered, policy, needs(&setup))?;
        let settled = proposal.settled();
        let needed = setup.judge().needs();
        let paths = paths(repository, asked, needed.paths)?;
        let commits = facts::commits(asked, setup.forms(), paths)?;
        let landing = Some(settled.method).filter(|_| !settled.guessed);
        let model = proposal.model(gathered, setup.forms());
        let lands: Vec<Message<'_>> = model.landing.commit.iter().map(|commit| commit.message.clone()).collect();
        let named = Named { others: &lands, forms: setup.forms() };
        let of = gathered.pull.base.repo.as_ref();
        let around = around::learn(repository, of, &commits, asked, &named, landing, needed)?;
        let opened_by = Some(gathered.pull.user.login.clone()).filter(|login| !login.is_empty());
        let labels = gathered.pull.labels.iter().map(|label| label.name.as_str()).collect();
        let around = Around { labels, dco: around.dco.map(|dco| DcoFacts { opener: opened_by, ..dco }), ..around };
        let judge = setup.judge_with(Some(&around));
        let mut desk = Desk::new(self.run.session, &setup, &judge);
        desk.commits(&commits, &Reach { repository, head: &gathered.pull.head.sha })?;
        if let Some(gap) = &gathered.commits.gap {
            desk.miss("commits", &gathered.pull.title, gap);
        }
        let opener = proposal::opener(&gathered.pull, model.header_text(), setup.forms());
        let about = About { commit: Some(&opener), ..About::default() };
        desk.subject(Subject::PullRequest(&model), &|_, tell| tell(&about));
        let measures = judges_changes(&setup);
        if measures {
            Changes::learn(repository, gathered)?.judge(&mut desk, commits.len());
        }
        if prints {
            desk.print();
        }
        let messages: Vec<&Message<'_>> = commits.iter().map(|commit| &commit.message).collect();
        let facts = labels::Facts::of(&model, &messages, &setup.effective.vocabulary, &desk.report);
        let guessed = settled.guessed.then(|| GUESSED.say());
        let unseen = (commits.len() > 1 && measures).then(|| UNSEEN.say());
        Ok(Judged {
            labels: labels::derive(policy, &facts),
            missing: desk.missing(),
            notes: guessed.into_iter().chain(unseen).collect(),
            remediation: remediation(&around, &desk, &commits),
            is_first: model.is_first,
            errors: desk.report.errors,
            warnings: desk.report.warnings,
            outcome: setup.outcome(&desk.report),
            asks_sign_off: setup.effective.is_on(SIGN_OFF, Stage::PullRequest),
            title: Title { has_findings: desk.told.iter().any(|told| told.part == Part::Title), safe: desk.safe_title },
            told: desk.told,
        })
    }

    /// What the policy that the pull request proposes would change, where it proposes one.
    fn edited(&self, policy: &Policy, judged: &Judged) -> Option<Sentence> {
        let is_policy = |path: &str| {
            NAMES.contains(&path) || policy.sources.iter().any(|source| path.ends_with(source.name.as_str()))
        };
        let files = self.gathered.files.items.iter();
        let mut paths = files.flat_map(|file| [Some(file.filename.as_str()), file.previous_filename.as_deref()]);
        let is_ours = self.run.action.policy_from.is_none() && self.run.session.global.policy.is_none();
        if !is_ours || !paths.any(|path| path.is_some_and(is_policy)) {
            return None;
        }
        // The verdict is by the policy in force: it does not hang on what the other one is.
        let compared = self.run.client.within(PROPOSED_MOST, || self.compared(judged));
        Some(compared.unwrap_or_else(|failure| UNUSABLE.with([failure.message.into()])))
    }

    fn compared(&self, judged: &Judged) -> Result<Sentence> {
        let head = Base::at(self.repository, &self.gathered.pull.head.sha)?;
        match head.policy()? {
            Err(rejected) => Ok(BROKEN.with([rejected.mistakes.len().into()])),
            Ok(policy) => {
                let new = self.judge(policy, false)?;
                Ok(EDITED.with([new.errors, new.warnings, judged.errors, judged.warnings].map(Into::into)))
            }
        }
    }
}

/// Whether any rule looks at files.
fn judges_changes(setup: &Setup<'_>) -> bool {
    let is_on = |active: &Active| active.levels.at(Stage::PullRequest) != Level::Off;
    setup.effective.rules.iter().any(|active| active.definition.meta.subject == Family::Change && is_on(active))
}

/// Who could still sign off for which commit, where the community takes that.
fn remediation(around: &Around<'_>, desk: &Desk<'_>, commits: &[Commit<'_>]) -> Option<Vec<(ObjectId, String)>> {
    around.dco.as_ref()?.config.yes().filter(|config| config.individual)?;
    let unsigned: Vec<ObjectId> = desk
        .findings()
        .filter(|(_, finding)| finding.rule == SIGN_OFF)
        .filter_map(|(told, _)| ObjectId::from_hex(told.subject.id.as_bytes()))
        .collect();
    let authors = commits.iter().filter(|commit| commit.id.is_some_and(|id| unsigned.contains(&id)));
    Some(authors.filter_map(|commit| Some((commit.id?, commit.author.yes()?.to_string()))).collect())
}

/// What the policy needs to know beside the pull request itself.
fn needs(setup: &Setup<'_>) -> Needs {
    let is_on = |rule: &str| setup.effective.is_on(rule, Stage::PullRequest);
    Needs {
        sizes: is_on("pr-size") || setup.policy.labels.iter().any(|label| label.size.is_some()),
        templates: is_on("pr-description"),
    }
}

/// So many questions are asked for the paths of commits: a third of what the token of a workflow may ask in an hour.
const QUESTIONS_MOST: u64 = 300;

/// The paths that each commit changes, where a rule needs them.
///
/// # Errors
/// Where the server does not tell.
pub fn paths(
    repository: &Repository<'_>,
    commits: &[answers::Commit],
    are_needed: bool,
) -> Result<Vec<Known<Vec<String>>>> {
    if !are_needed {
        return Ok(Vec::new());
    }
    let (mut paths, mut questions) = (Vec::with_capacity(commits.len()), 0);
    for commit in commits {
        if questions >= QUESTIONS_MOST {
            break;
        }
        let (known, asked) = repository.paths_of(&commit.sha)?;
        questions += asked;
        paths.push(known);
    }
    let limit = Gap::ApiLimit { got: paths.len() as u64, of: commits.len() as u64 };
    paths.resize(commits.len(), Known::No(limit));
    Ok(paths)
}
