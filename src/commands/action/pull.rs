//! A pull request: what is judged of it, and what is told there.

use super::around;
use super::base::Base;
use super::changes::Changes;
use super::desk::Desk;
use super::outcome::Outcome;
use super::proposal::{self, Needs, Proposal};
use super::telling::{Telling, Verdict};
use super::{Run, setup};
use crate::commands::session::Setup;
use crate::failure::Result;
use crate::finding::Subject;
use crate::github::comment::Draft;
use crate::github::event::PullRef;
use crate::github::repository::Repository;
use crate::github::{answers, facts};
use crate::labels;
use crate::message::Message;
use crate::model::{Around, Commit, Gap, Known, ObjectId, Stage};
use crate::options::Level;
use crate::policy::{About, Active};
use crate::rule::Family;
use crate::words::{Sentence, Words};

const GUESSED: Words = Words::new(
    "how this lands is a guess, since neither policy nor server tells: `[landing]` in the policy settles it",
    "合并方式是推测的，策略和服务器都没有说明：可在策略的 `[landing]` 中写明",
);

const UNSEEN: Words = Words::new(
    "only the difference to the base branch was measured: a file that one commit adds and a later one removes is seen by \
     the pre-push hook and on the server, not here",
    "这里只检查与目标分支的差异：先添加后又删除的文件只有 pre-push 钩子和服务器能发现",
);

/// Judges a pull request, and tells.
///
/// # Errors
/// Where its facts cannot be had.
pub fn run(run: &Run<'_>, pull: &PullRef, is_recheck: bool) -> Result<u8> {
    let repository = run.repository(&pull.repository);
    let gathered = repository.gather(pull.number)?;
    let base = Base::at(&repository, &gathered.pull.base.sha)?;
    let policy = match run.policy(&repository, &base)? {
        Ok(policy) => policy,
        Err(code) => return Ok(code),
    };
    let setup = setup(policy, Stage::PullRequest, &gathered.pull.base.name)?;
    let proposal = Proposal::learn(&repository, &base, &gathered, policy, needs(&setup))?;
    let settled = proposal.settled();
    let needed = setup.judge().needs();
    let paths = paths(&repository, &gathered.commits.items, needed.paths)?;
    let commits = facts::commits(&gathered.commits.items, setup.forms(), paths)?;
    let landing = Some(settled.method).filter(|_| !settled.guessed);
    let asked = &gathered.commits.items;
    let around = around::learn(&repository, gathered.pull.base.repo.as_ref(), &commits, asked, landing, needed)?;
    let judge = setup.judge_with(Some(&around));
    let mut desk = Desk::new(run.session, &setup, &judge);
    let model = proposal.model(&gathered, setup.forms());
    commits.iter().for_each(|commit| desk.commit(commit));
    if let Some(gap) = &gathered.commits.gap {
        desk.miss("commits", &gathered.pull.title, gap);
    }
    let opener = proposal::opener(&gathered.pull, setup.forms());
    let about = About { commit: Some(&opener), ..About::default() };
    desk.subject(Subject::PullRequest(&model), &|_, tell| tell(&about));
    if judges_changes(&setup) {
        Changes::learn(&repository, &gathered)?.judge(&mut desk, commits.len());
    }
    desk.print();

    let messages: Vec<&Message<'_>> = commits.iter().map(|commit| &commit.message).collect();
    let vocabulary = &setup.effective.vocabulary;
    let facts = labels::Facts::of(&model, &messages, vocabulary, &desk.report);
    let labels = labels::derive(policy, &facts);
    let guessed = settled.guessed.then(|| GUESSED.say());
    let unseen = (commits.len() > 1 && judges_changes(&setup)).then(|| UNSEEN.say());
    let notes: Vec<Sentence> = guessed.into_iter().chain(unseen).collect();
    let missing = desk.missing();
    let draft = Draft {
        lang: run.session.lang(Some(policy)),
        told: &desk.told,
        missing: &missing,
        notes: &notes,
        commits: commits.len(),
        newest: ObjectId::from_hex(gathered.pull.head.sha.as_bytes()),
        is_first: model.is_first,
        remediation: remediation(&around, &desk, &commits),
    };
    let verdict = setup.outcome(&desk.report);
    let telling = Telling { run, repository: &repository, pull: &gathered.pull, policy };
    let told = telling.tell(&Verdict { draft: &draft, outcome: verdict, labels: &labels, is_recheck })?;
    let bears: Vec<&str> = labels.wanted.iter().copied().collect();
    Outcome::of(&desk, &Draft { notes: &told.notes, ..draft }, verdict, &bears).tell(run.runner)?;
    Ok(verdict.exit_code().max(told.exit_code(verdict)))
}

/// Whether any rule looks at files.
fn judges_changes(setup: &Setup<'_>) -> bool {
    let is_on = |active: &Active| active.levels.at(Stage::PullRequest) != Level::Off;
    setup.effective.rules.iter().any(|active| active.definition.meta.subject == Family::Change && is_on(active))
}

/// Who could still sign off for which commit, where the community takes that.
fn remediation(around: &Around<'_>, desk: &Desk<'_>, commits: &[Commit<'_>]) -> Option<Vec<(ObjectId, String)>> {
    let config = around.dco.as_ref()?.config.yes().filter(|config| config.individual)?;
    let _ = config;
    let unsigned: Vec<ObjectId> = desk
        .findings()
        .filter(|(_, finding)| finding.rule == "sign-off")
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

/// More commits than this are not asked one by one.
const PATHS_MOST: usize = 100;

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
    let limit = || Gap::ApiLimit { got: PATHS_MOST as u64, of: commits.len() as u64 };
    let paths_of = |(index, commit): (usize, &answers::Commit)| {
        if index < PATHS_MOST { repository.paths_of(&commit.sha).map(Known::Yes) } else { Ok(Known::No(limit())) }
    };
    Ok(commits.iter().enumerate().map(paths_of).collect::<std::result::Result<Vec<_>, _>>()?)
}
