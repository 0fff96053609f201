//! Judging commits. A long history is read and judged by two threads; who takes the results is up to the command.

mod printed;
mod run;

use super::printing::{Output, Printer, Show};
use crate::engine::Judge;
use crate::failure::Result;
use crate::finding::{Severity, Sheet, Subject, Verdict};
use crate::git::history::{self, Edge, Plan, Selection};
use crate::git::objects::Objects;
use crate::git::place::Place;
use crate::message::Message;
use crate::message::issue::Form;
use crate::model::{Commit, Gap, ObjectId};
use crate::render::Whys;
use crate::report::SubjectLine;
use printed::Printed;
use run::Run;
use std::collections::{BTreeMap, HashSet};

/// What commits are judged and shown by.
pub struct Judging<'j> {
    /// Who judges.
    pub judge: &'j Judge<'j>,
    /// Where settings come from.
    pub whys: &'j Whys<'j>,
    /// What an issue reference looks like.
    pub forms: &'j [Form],
    /// Which commits the revisions of `[[exempt]]` entries reach, by the number of the entry.
    pub reached: BTreeMap<usize, HashSet<ObjectId>>,
}

/// A commit that exists, with the object that it was read from.
pub struct Stored<'s> {
    /// The commit as rules see it.
    pub commit: &'s Commit<'s>,
    /// Its name.
    pub id: ObjectId,
    /// Its object.
    pub content: &'s [u8],
}

/// Takes the commits of a history, on several threads: each gathers a page and hands it on by its number, which says where
/// in the history it belongs.
pub trait Taker: Sync {
    /// What a thread gathers.
    type Page: Send;

    /// An empty page.
    fn page(&self) -> Self::Page;

    /// Takes a commit.
    fn commit(&self, stored: &Stored<'_>, page: &mut Self::Page);

    /// Takes a page by its number, and leaves an empty one.
    ///
    /// # Errors
    /// Where another thread has failed.
    fn hand_on(&self, number: usize, page: &mut Self::Page) -> Result<()>;
}

impl Judging<'_> {
    /// Judges a commit that is at hand.
    pub fn one(&self, commit: &Commit<'_>, printer: &mut Printer<'_>) {
        let mut output = Output::new(printer.show.format, printer.left());
        self.commit(commit, printer.show, &mut output);
        printer.print(&mut output);
    }

    /// Judges a part of the history.
    ///
    /// # Errors
    /// Where a commit cannot be read: nothing is ever judged in part and taken for whole.
    pub fn history(
        &self,
        place: &Place,
        objects: &Objects,
        selection: &Selection,
        printer: &mut Printer<'_>,
    ) -> Result<()> {
        let plan = history::plan(place, objects, selection)?;
        self.planned(place, objects, selection, &plan, printer)
    }

    /// As [`Judging::history`], for a plan that was made already.
    ///
    /// # Errors
    /// As [`Judging::history`].
    pub fn planned(
        &self,
        place: &Place,
        objects: &Objects,
        selection: &Selection,
        plan: &Plan,
        printer: &mut Printer<'_>,
    ) -> Result<()> {
        printer.restart();
        let printed = Printed::new(self, printer);
        let edge = self.taken(place, objects, selection, plan, &printed)?;
        let printer = printed.end(place)?;
        if edge == Edge::Shallow {
            let subject = SubjectLine { kind: "commit", id: String::new(), summary: String::new() };
            printer.report.miss("history", subject, Gap::ShallowHistory);
        }
        Ok(())
    }

    /// Hands the commits of a plan to whoever takes them.
    ///
    /// # Errors
    /// As [`Judging::history`].
    pub fn taken<T: Taker>(
        &self,
        place: &Place,
        objects: &Objects,
        selection: &Selection,
        plan: &Plan,
        taker: &T,
    ) -> Result<Edge> {
        let run = Run { place, forms: self.forms, needs_paths: self.judge.needs().paths, taker };
        match plan {
            Plan::Listed(listed) => run.listed(objects, listed),
            Plan::Held(held) => run.held(objects, held),
            Plan::Streamed => run.streamed(objects, selection),
        }
    }

    /// Judges a commit that exists, on a sheet that may have been used before.
    pub fn verdict<'v>(&self, stored: &Stored<'v>, sheet: &'v mut Sheet) -> Verdict<'v> {
        self.judge.commit(stored.commit, &|entry| self.reaches(entry, stored.id), sheet)
    }

    /// Whether the revision of an `[[exempt]]` entry, by its number, reaches a commit.
    pub fn reaches(&self, entry: usize, id: ObjectId) -> bool {
        self.reached.get(&entry).is_some_and(|ids| ids.contains(&id))
    }

    /// Tells of entries of the policy that excused nothing, or are over.
    pub fn entries(&self, is_whole: bool, printer: &mut Printer<'_>) {
        let mut output = Output::new(printer.show.format, printer.left());
        let idle = self.judge.idle_entries(&|entry| printer.report.uses_entry(entry));
        for entry in idle.into_iter().filter(|entry| is_whole || entry.is_over()) {
            output.sheet.clear();
            entry.tell(&mut output.sheet);
            let sheet = std::mem::take(&mut output.sheet);
            let verdict = Verdict { subject: Subject::Entry(&entry.place), sheet: &sheet };
            output.add(&verdict, printer.show, self.whys, None);
        }
        printer.print(&mut output);
    }

    fn commit(&self, commit: &Commit<'_>, show: Show<'_>, output: &mut Output) {
        let reached = |entry: usize| commit.id.is_some_and(|id| self.reaches(entry, id));
        let mut sheet = std::mem::take(&mut output.sheet);
        let verdict = self.judge.commit(commit, &reached, &mut sheet);
        let passes = |text: &str| passes(self.judge, commit, text, self.forms, &reached);
        output.add(&verdict, show, self.whys, Some(&passes));
        output.sheet = sheet;
    }
}

/// Whether a commit passes with another message.
pub(super) fn passes(
    judge: &Judge<'_>,
    commit: &Commit<'_>,
    text: &str,
    forms: &[Form],
    reached: &dyn Fn(usize) -> bool,
) -> bool {
    let other = Commit { message: Message::parse(text, forms), ..commit.clone() };
    let mut sheet = Sheet::default();
    let findings = &judge.commit(&other, reached, &mut sheet).sheet.findings;
    findings.iter().all(|finding| finding.severity == Severity::Warn)
}
