//! What becomes of the commits of a range.

use super::super::reach::{adopt, reached};
use super::super::session::Setup;
use super::repairer::{Repairer, SIGN_OFF, is_own};
use crate::failure::Result;
use crate::finding::{Severity, Sheet};
use crate::git::history::Batch;
use crate::git::object;
use crate::git::paths::Paths;
use crate::git::revisions::Repository;
use crate::git::rewrite::range::{self, Range};
use crate::git::signing::Signer;
use crate::message::Message;
use crate::message::decode::encode;
use crate::model::{Commit, Gap, Identity, Known, ObjectId};
use crate::policy::Policy;
use crate::repair::Correction;
use crate::report::Report;
use crate::rewrite::{self, Rewritten, Step};
use crate::words::Words;
use std::collections::{HashMap, HashSet};

/// A commit whose message changes, or that still has findings.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its id.
    pub id: ObjectId,
    /// Its message.
    pub before: String,
    /// Its message after the repair.
    pub after: String,
    /// What is left.
    pub left: Sheet,
    /// Why its message cannot be changed, or not signed off.
    pub why_not: Option<&'static Words>,
    /// Whether the user is its author.
    pub is_own: bool,
}

const NOT_TEXT: Words = Words::new("its message is not text", "其提交说明不是文本");
const NOT_HELD: Words = Words::new("its encoding cannot hold the corrected message", "其编码无法表示修正后的提交说明");
const NOT_YOURS: Words = Words::new(
    "only its author can sign it off: git commit --amend --allow-empty -s, in their own clone",
    "只有作者本人可以签署：请作者在自己的克隆中执行 git commit --amend --allow-empty -s",
);

impl Row {
    /// Whether its message changes.
    pub fn is_changed(&self) -> bool {
        self.before != self.after
    }

    /// Whether it still has findings of level error.
    pub fn is_left(&self) -> bool {
        self.left.findings.iter().any(|finding| finding.severity == Severity::Error)
    }

    fn lacks_sign_off(&self) -> bool {
        self.left.findings.iter().any(|finding| finding.rule == SIGN_OFF && finding.severity == Severity::Error)
    }

    /// The message with everything filled in that can be, placeholders included.
    pub fn proposal(&self) -> String {
        let mut correction = Correction::default();
        correction.fill(&self.after, &self.left.findings);
        correction.best().unwrap_or(&self.after).to_owned()
    }
}

/// What a run of `fix` would do.
pub struct Plan {
    /// The commits that may get a new id, parents first.
    pub commits: Batch,
    /// Those whose messages are repaired and that change or have findings, parents first.
    pub rows: Vec<Row>,
    /// How many messages were looked at.
    pub looked_at: usize,
    /// What the rules say of them as they are.
    pub before: Report,
}

/// Reads the commits and repairs their messages.
///
/// # Errors
/// Where a commit cannot be read.
pub fn make(
    repository: &Repository<'_>,
    policy: &Policy,
    setup: &Setup<'_>,
    repairer: &mut Repairer<'_>,
    range: &Range,
) -> Result<Plan> {
    let place = repository.place;
    let mut wanted = range.wanted.clone();
    let mut before = Report::new(false);
    before.before_adoption = adopt(place, policy, &mut wanted)?;
    repairer.reached = reached(place, policy, &wanted)?;
    let wanted = if wanted.tips.is_empty() { HashSet::new() } else { range::ids(place, &wanted)? };
    let commits = range::commits(repository, &range.affected)?;
    let paths = repairer.judge.needs().paths.then(|| Paths::of(place));
    let mut plan = Plan { commits, rows: Vec::new(), looked_at: 0, before };
    for (id, content) in plan.commits.iter().filter(|(id, _)| wanted.contains(id)) {
        let object = object::commit(content);
        let paths = paths.as_ref().map_or(Known::No(Gap::NotApplicable), |paths| paths.of_commit(id));
        let commit = object.facts(id, setup.forms(), paths);
        let sheet = repairer.check(&commit, &object.text);
        Repairer::count(&mut plan.before, &commit, &sheet);
        let row = repaired(repairer, &commit, content, sheet);
        plan.looked_at += 1;
        if row.is_changed() || !row.left.findings.is_empty() || !row.left.unchecked.is_empty() {
            plan.rows.push(row);
        }
    }
    Ok(plan)
}

fn repaired(repairer: &Repairer<'_>, commit: &Commit<'_>, content: &[u8], sheet: Sheet) -> Row {
    let text = commit.message.text;
    let row = |after: String, left: Sheet, why_not| Row {
        id: commit.id.unwrap_or_default(),
        before: text.to_owned(),
        after,
        left,
        why_not,
        is_own: repairer.person.as_ref().is_some_and(|person| is_own(commit, person)),
    };
    if sheet.findings.is_empty() && !repairer.signs {
        return row(text.to_owned(), sheet, None);
    }
    if commit.message.fault.is_some() {
        return row(text.to_owned(), sheet, Some(&NOT_TEXT));
    }
    let repaired = repairer.repair(commit, text);
    if stored(content, &repaired.text).is_none() {
        return row(text.to_owned(), sheet, Some(&NOT_HELD));
    }
    let mut row = row(repaired.text, repaired.left, None);
    if repairer.signs && row.lacks_sign_off() && !row.is_own {
        row.why_not = Some(&NOT_YOURS);
    }
    row
}

/// The message in the encoding of its commit; `None` where that cannot hold it, or where the message that is there would
/// not come back from it as it is.
fn stored(content: &[u8], text: &str) -> Option<Vec<u8>> {
    let encoding = rewrite::encoding(content);
    let old = rewrite::message(content);
    let read = object::commit(content).text;
    (encode(&read, encoding).as_deref() == Some(old)).then_some(())?;
    encode(text, encoding)
}

impl Plan {
    /// What the rules say of the commits once they are repaired.
    pub fn after(&self) -> Report {
        let commit = Commit::saying(Message::parse("", &[]));
        let mut report = Report::new(false);
        report.before_adoption = self.before.before_adoption;
        self.rows.iter().for_each(|row| Repairer::count(&mut report, &commit, &row.left));
        report.checked.commits = self.looked_at as u64;
        report
    }

    /// The commits that get a new id, with the message that each gets.
    fn steps(&self) -> impl Iterator<Item = Step<'_>> {
        let changed: HashMap<ObjectId, &Row> =
            self.rows.iter().filter(|row| row.is_changed()).map(|row| (row.id, row)).collect();
        self.commits.iter().map(move |(id, content)| Step {
            id,
            content,
            message: changed.get(&id).and_then(|row| stored(content, &row.after)),
        })
    }

    /// The commits that get a new id.
    pub fn rewritten(&self) -> Vec<Rewritten> {
        rewrite::plan(self.steps())
    }

    /// The same, those of a person signed anew.
    ///
    /// # Errors
    /// Where one cannot be signed.
    pub fn rewritten_and_signed(&self, signer: &Signer<'_>, person: &Identity<'_>) -> Result<Vec<Rewritten>> {
        rewrite::plan_signed(self.steps(), &mut |step, content| {
            is_by(step.id, step.content, person).then(|| signer.sign(content)).transpose()
        })
    }

    /// Whether commits lack a sign-off, and all of them are the user's own.
    pub fn lacks_own_sign_off(&self) -> bool {
        let mut unsigned = self.rows.iter().filter(|row| row.lacks_sign_off()).peekable();
        unsigned.peek().is_some() && unsigned.all(|row| row.is_own)
    }

    /// Those of the rewritten commits that a key has signed, each with whether a person is its author.
    pub fn signed(&self, rewritten: &[Rewritten], person: Option<&Identity<'_>>) -> Vec<(ObjectId, bool)> {
        let renamed: HashSet<ObjectId> = rewritten.iter().map(|one| one.old).collect();
        let signed = self.commits.iter().filter(|(id, content)| renamed.contains(id) && rewrite::is_signed(content));
        signed.map(|(id, content)| (id, person.is_some_and(|person| is_by(id, content, person)))).collect()
    }
}

/// Whether a person is the author of a commit object.
fn is_by(id: ObjectId, content: &[u8], person: &Identity<'_>) -> bool {
    is_own(&object::commit(content).facts(id, &[], Known::No(Gap::NotApplicable)), person)
}
