//! Where the facts of one event are judged: what is found goes to the report, to the log, and to what people are told.

use super::super::judging;
use super::super::printing::{Output, Printer, Show};
use super::super::session::{Session, Setup, Stream};
use crate::engine::{Judge, Tell};
use crate::failure::{Failure, Result};
use crate::finding::{Finding, Sheet, Subject, Verdict};
use crate::github::comment::{Part, Told};
use crate::github::repository::Repository;
use crate::model::{Commit, Gap, HeaderFrom, ObjectId};
use crate::remedy::NOWHERE;
use crate::render::Format;
use crate::repair::Correction;
use crate::report::{Listed, Report, SubjectLine};
use crate::rules::pr_title;
use crate::words::Words;
use std::collections::{BTreeMap, HashSet};

/// What revisions of a policy reach.
pub struct Reach<'r> {
    /// Where they are.
    pub repository: &'r Repository<'r>,
    /// The commit that is judged last.
    pub head: &'r str,
}

impl Reach<'_> {
    /// Those of the commits that a revision reaches, which the policy names with `key`; none, where it has nothing in
    /// common with them.
    fn of(&self, key: &str, revision: &str, commits: &[Commit<'_>]) -> Result<HashSet<ObjectId>> {
        self.fixed(key, revision)?;
        let newer = match self.repository.between(revision, self.head, None) {
            Ok(newer) if newer.gap.is_none() => newer.items,
            Ok(_) => return Ok(HashSet::new()),
            Err(trouble) if trouble.is_missing() && self.repository.has_commit(revision)? => return Ok(HashSet::new()),
            Err(trouble) if trouble.is_missing() => {
                return Err(Failure::usage(NOT_THERE.with([key.into(), revision.into()])));
            }
            Err(trouble) => return Err(trouble.into()),
        };
        let newer: HashSet<&str> = newer.iter().map(|commit| commit.sha.as_str()).collect();
        Ok(commits
            .iter()
            .filter_map(|commit| commit.id)
            .filter(|id| !newer.contains(id.to_string().as_str()))
            .collect())
    }

    /// Insists that a revision stays what it is: a branch moves, and with it what is judged. A whole id and the full name
    /// of a tag need no question.
    fn fixed(&self, key: &str, revision: &str) -> Result<()> {
        let is_fixed = ObjectId::from_hex(revision.as_bytes()).is_some() || revision.starts_with("refs/tags/");
        if !is_fixed && self.repository.has_branch(revision)? {
            return Err(Failure::usage(MOVES.with([key.into(), revision.into()])));
        }
        Ok(())
    }
}

const NOT_THERE: Words = Words::new(
    "`{0} = \"{1}\"` of the policy: the server has no such tag or commit",
    "策略中的 `{0} = \"{1}\"`：服务器上没有这个标签或提交",
);
const MOVES: Words = Words::new(
    "`{0} = \"{1}\"` of the policy: this is a branch, which moves: name a tag (`refs/tags/{1}`), or a whole commit id",
    "策略中的 `{0} = \"{1}\"`：这是会移动的分支：请写标签（`refs/tags/{1}`）或完整的提交编号",
);

/// What a run judges.
const JUDGED: &[&str] = &["message", "change", "pull-request"];

/// Judges the facts of one event.
pub struct Desk<'d> {
    setup: &'d Setup<'d>,
    judge: &'d Judge<'d>,
    /// Which commits the revisions of `[[exempt]]` entries reach, by the number of the entry.
    pub reached: BTreeMap<usize, HashSet<ObjectId>>,
    /// What is told, subject by subject.
    pub told: Vec<Told>,
    /// The title with what is safe corrected, where anything is.
    pub safe_title: Option<String>,
    /// What it comes to.
    pub report: Report,
    format: Box<dyn Format + 'd>,
    output: Output,
    sheet: Sheet,
}

impl<'d> Desk<'d> {
    /// A desk with nothing on it.
    pub fn new(session: &Session, setup: &'d Setup<'d>, judge: &'d Judge<'d>) -> Self {
        let format = session.format(setup.policy, judge, setup.stage, Stream::Out, JUDGED);
        let output = Output::new(format.as_ref(), format.limit());
        Self {
            setup,
            judge,
            reached: BTreeMap::new(),
            told: Vec::new(),
            safe_title: None,
            report: Report::new(true),
            format,
            output,
            sheet: Sheet::default(),
        }
    }

    /// Judges a commit.
    pub fn commit(&mut self, commit: &Commit<'_>) {
        self.commit_by(self.judge, commit);
    }

    /// Judges the commits of a pull request or a push; those that are older than the policy are only counted.
    ///
    /// # Errors
    /// Where the server does not tell what a revision of the policy reaches.
    pub fn commits(&mut self, commits: &[Commit<'_>], reach: &Reach<'_>) -> Result<()> {
        if commits.is_empty() {
            return Ok(());
        }
        let policy = self.setup.policy;
        for (index, entry) in policy.exemptions.iter().enumerate() {
            if let Some(until) = &entry.until {
                self.reached.insert(index, reach.of("[[exempt]] until", until, commits)?);
            }
        }
        let mut since = HashSet::new();
        for revision in &policy.adopt_since {
            since.extend(reach.of("[adopt] since", revision, commits)?);
        }
        for commit in commits {
            if commit.id.is_some_and(|id| since.contains(&id)) {
                self.report.before_adoption += 1;
                self.output.report.before_adoption += 1;
            } else {
                self.commit(commit);
            }
        }
        Ok(())
    }

    /// Judges a commit by another judge, as one that leaves rules out.
    pub fn commit_by(&mut self, judge: &Judge<'_>, commit: &Commit<'_>) {
        let reaches = |ids: &HashSet<ObjectId>| commit.id.is_some_and(|id| ids.contains(&id));
        let all = std::mem::take(&mut self.reached);
        let reached = |entry: usize| all.get(&entry).is_some_and(reaches);
        let mut sheet = std::mem::take(&mut self.sheet);
        let verdict = judge.commit(commit, &reached, &mut sheet);
        let part = commit.id.map_or(Part::Whole, Part::Commit);
        let forms = self.setup.forms();
        let passes = |text: &str| judging::passes(judge, commit, text, forms, &reached);
        self.take(&verdict, part, Some(&passes));
        self.sheet = sheet;
        self.reached = all;
    }

    /// Judges what is no commit; `about` tells what `[[exempt]]` entries ask for.
    pub fn subject(&mut self, subject: Subject<'_>, about: &Tell<'_>) {
        let mut sheet = std::mem::take(&mut self.sheet);
        let verdict = self.judge.subject(subject, about, &mut sheet);
        self.take(&verdict, Part::Whole, None);
        self.sheet = sheet;
    }

    /// A fact that concerns the run as a whole could not be learnt.
    pub fn miss(&mut self, what: &'static str, subject: &str, gap: &Gap) {
        let line = || SubjectLine { kind: "pull-request", id: String::new(), summary: subject.to_owned() };
        self.output.report.miss(what, line(), gap.clone());
        self.report.miss(what, line(), gap.clone());
    }

    /// What could not be learnt: rule, subject, reason.
    pub fn missing(&self) -> Vec<(String, String, String)> {
        let line = |listed: &Listed<Gap>| {
            (listed.rule.to_owned(), listed.subject.summary.clone(), listed.what.reason().into_owned())
        };
        self.report.unchecked.iter().map(line).collect()
    }

    fn take(&mut self, verdict: &Verdict<'_>, part: Part, passes: Option<&dyn Fn(&str) -> bool>) {
        self.report.add(verdict);
        let whys = |rule: &str, option: &str| self.setup.why(rule, option);
        let show = Show { format: self.format.as_ref(), people: &[] };
        self.output.add(verdict, show, &whys, passes);
        if verdict.sheet.findings.is_empty() {
            return;
        }
        let mut correction = Correction::default();
        correction.fill(verdict.text(), &verdict.sheet.findings);
        let corrected = correction.best().map(str::to_owned);
        let subject = SubjectLine::from(verdict.subject);
        let has_title =
            matches!(verdict.subject, Subject::PullRequest(pull) if pull.landing.header_from == HeaderFrom::Title);
        let is_of_title = |finding: &&Finding| has_title && finding.rule == pr_title::ID;
        let titles: Vec<Finding> = verdict.sheet.findings.iter().filter(is_of_title).cloned().collect();
        let others: Vec<Finding> =
            verdict.sheet.findings.iter().filter(|finding| !is_of_title(finding)).cloned().collect();
        if !titles.is_empty() {
            self.safe_title = correction.safe().and_then(|text| text.lines().next()).map(str::to_owned);
            let subject = subject.clone();
            self.told.push(Told { subject, part: Part::Title, corrected: corrected.clone(), findings: titles });
        }
        if !others.is_empty() {
            let corrected = corrected.filter(|_| part != Part::Whole);
            self.told.push(Told { subject, part, corrected, findings: others });
        }
    }

    /// Prints the report.
    pub fn print(&mut self) {
        let show = Show { format: self.format.as_ref(), people: &[] };
        let mut printer = Printer::begin(show, Stream::Out, &[]);
        printer.print(&mut self.output);
        printer.end(&NOWHERE);
    }

    /// All findings, with their subjects.
    pub fn findings(&self) -> impl Iterator<Item = (&Told, &Finding)> {
        self.told.iter().flat_map(|told| told.findings.iter().map(move |finding| (told, finding)))
    }
}
