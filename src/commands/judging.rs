//! Judging commits. A long history is read and judged by two threads.

use super::printing::{Output, Printer, Show};
use crate::engine::Judge;
use crate::failure::{Failure, Result};
use crate::finding::{Severity, Sheet, Subject, Verdict};
use crate::git::history::{self, Batch, Edge, Held, Listed, Plan, Selection};
use crate::git::object;
use crate::git::objects::Objects;
use crate::git::paths::Paths;
use crate::git::place::Place;
use crate::message::Message;
use crate::message::issue::Form;
use crate::model::{Commit, Gap, Known, ObjectId};
use crate::render::answer::Answer;
use crate::render::{Limit, Shown, Whys};
use crate::repair::Correction;
use crate::report::SubjectLine;
use crate::words::Words;
use std::collections::{BTreeMap, HashSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, TrySendError};

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

/// Below this many commits a second thread does not pay.
const MANY: usize = 2_000;

/// How many commits one thread takes at a time.
const CHUNK: usize = 512;

/// More threads than this only wait for one another.
const MOST_THREADS: usize = 4;

const STOPPED: Words = Words::new("judging stopped unexpectedly", "检查意外中断");

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
        let show = printer.show;
        let printer = Mutex::new(printer);
        let stopped = || Failure::unable(STOPPED.say());
        let print = |number: usize, output: &mut Output| -> Result<()> {
            printer.lock().map_err(|_| stopped())?.take(number, output);
            Ok(())
        };
        let run =
            Run { judging: self, place, show, left: printer.lock().map_err(|_| stopped())?.left(), print: &print };
        let edge = match plan {
            Plan::Listed(listed) => run.listed(objects, listed)?,
            Plan::Held(held) => run.held(objects, held)?,
            Plan::Streamed => run.streamed(objects, selection)?,
        };
        let mut worker = Worker::new(&run);
        let mut printer = printer.lock().map_err(|_| stopped())?;
        for (id, content) in printer.take_oldest() {
            if let Some(answer) = worker.answer(id, &content) {
                printer.answer(answer);
            }
        }
        if edge == Edge::Shallow {
            let subject = SubjectLine { kind: "commit", id: String::new(), summary: String::new() };
            printer.report.miss("history", subject, Gap::ShallowHistory);
        }
        Ok(())
    }

    /// Whether the revision of an `[[exempt]]` entry, by its number, reaches a commit.
    pub fn reaches(&self, entry: usize, id: ObjectId) -> bool {
        self.reached.get(&entry).is_some_and(|ids| ids.contains(&id))
    }

    /// Tells of entries of the policy that excused nothing, or are over.
    pub fn entries(&self, is_whole: bool, printer: &mut Printer<'_>) {
        let mut output = Output::new(printer.show.format, printer.left());
        for entry in self.judge.idle_entries(&printer.report).into_iter().filter(|entry| is_whole || entry.is_over()) {
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

/// One way through a history, and what the threads on it share.
struct Run<'r> {
    judging: &'r Judging<'r>,
    place: &'r Place,
    show: Show<'r>,
    /// How much more is written out.
    left: Limit,
    /// Prints an output by its number.
    print: &'r (dyn Fn(usize, &mut Output) -> Result<()> + Sync),
}

impl Run<'_> {
    /// A history that is found while it is read: one thread reads, a second one judges, and the first helps where that is
    /// slower.
    fn streamed(&self, objects: &Objects, selection: &Selection) -> Result<Edge> {
        std::thread::scope(|scope| {
            let (sender, receiver) = mpsc::sync_channel::<(usize, Batch)>(4);
            // Batches come back empty, so that their memory serves the next commits.
            let (give_back, empty) = mpsc::channel::<Batch>();
            let mut ends = Some((receiver, give_back));
            let mut judging = None;
            let mut worker = Worker::new(self);
            let mut batch = Batch::default();
            let mut number = 0;
            let edge = history::stream(self.place, objects, selection, &mut |id, content| {
                batch.push(id, content);
                if !batch.is_full() {
                    return Ok(());
                }
                if let Some((receiver, give_back)) = ends.take() {
                    judging = Some(scope.spawn(move || self.judge_batches(receiver, &give_back)));
                }
                let full = std::mem::replace(&mut batch, empty.try_recv().unwrap_or_default());
                match sender.try_send((number, full)) {
                    Ok(()) => {}
                    Err(TrySendError::Full((number, mut full))) => {
                        worker.batch(number, &mut full)?;
                        batch = full;
                    }
                    Err(TrySendError::Disconnected(_)) => return Err(Failure::unable(STOPPED.say())),
                }
                number += 1;
                Ok(())
            });
            drop(sender);
            if let Some(judging) = judging {
                judging.join().map_err(|_| Failure::unable(STOPPED.say()))??;
            }
            let edge = edge?;
            worker.batch(number, &mut batch)?;
            Ok(edge)
        })
    }

    fn judge_batches(&self, batches: mpsc::Receiver<(usize, Batch)>, give_back: &mpsc::Sender<Batch>) -> Result<()> {
        let mut worker = Worker::new(self);
        for (number, mut batch) in batches {
            worker.batch(number, &mut batch)?;
            // Nobody waits for the last ones.
            let _ = give_back.send(batch);
        }
        Ok(())
    }

    /// Commits whose names are known: every thread reads and judges its own.
    fn listed(&self, objects: &Objects, listed: &Listed) -> Result<Edge> {
        self.in_chunks(objects, listed.len(), &|worker, objects, number| {
            listed.read(number, objects, &mut |id, content| {
                worker.stored(id, content);
                Ok(())
            })
        })?;
        Ok(Edge::Whole)
    }

    /// Commits that were read already: every thread judges its own.
    fn held(&self, objects: &Objects, held: &Held) -> Result<Edge> {
        self.in_chunks(objects, held.commits.len(), &|worker, _, number| {
            held.commits.get(number).into_iter().for_each(|(id, content)| worker.stored(id, content));
            Ok(())
        })?;
        Ok(held.edge)
    }

    /// Lets threads take turns over `count` commits, a chunk at a time.
    fn in_chunks(&self, objects: &Objects, count: usize, judge: &JudgeByNumber<'_>) -> Result<()> {
        let next = AtomicUsize::new(0);
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let threads = if count < MANY { 1 } else { cores.min(MOST_THREADS) };
        let work = |objects: &Objects| -> Result<()> {
            let mut worker = Worker::new(self);
            while let chunk = next.fetch_add(1, Ordering::Relaxed)
                && chunk * CHUNK < count
            {
                let end = count.min((chunk + 1) * CHUNK);
                (chunk * CHUNK..end).try_for_each(|number| judge(&mut worker, objects, number))?;
                (self.print)(chunk, &mut worker.output)?;
            }
            Ok(())
        };
        std::thread::scope(|scope| {
            let work = &work;
            let others: Vec<_> = (1..threads)
                .map(|_| objects.for_another_thread())
                .map(|objects| scope.spawn(move || work(&objects)))
                .collect();
            let own = work(objects);
            let joined = others.into_iter().map(|other| other.join().map_err(|_| Failure::unable(STOPPED.say())));
            joined.collect::<Result<Vec<_>>>()?.into_iter().chain([own]).collect::<Result<()>>()
        })
    }
}

/// Judges one of many commits, by its number.
type JudgeByNumber<'j> = dyn Fn(&mut Worker<'_>, &Objects, usize) -> Result<()> + Sync + 'j;

/// What one thread judges with.
struct Worker<'w> {
    run: &'w Run<'w>,
    output: Output,
    /// Where changed paths are read, when a rule needs them.
    paths: Option<Paths>,
}

impl<'w> Worker<'w> {
    fn new(run: &'w Run<'w>) -> Self {
        let paths = run.judging.judge.needs().paths.then(|| Paths::of(run.place));
        Self { run, output: Output::new(run.show.format, run.left), paths }
    }

    /// Judges a batch, prints what was found and empties it.
    fn batch(&mut self, number: usize, batch: &mut Batch) -> Result<()> {
        for (id, content) in batch.iter() {
            self.stored(id, content);
        }
        batch.clear();
        (self.run.print)(number, &mut self.output)
    }

    /// Judges a commit by its object.
    fn stored(&mut self, id: ObjectId, content: &[u8]) {
        let Run { judging, show, .. } = self.run;
        let object = object::commit(content);
        let commit = object.facts(id, self.run.judging.forms, self.paths(id));
        if !show.format.answers() {
            judging.commit(&commit, *show, &mut self.output);
            return;
        }
        let reached = |entry: usize| judging.reaches(entry, id);
        let mut sheet = std::mem::take(&mut self.output.sheet);
        let verdict = judging.judge.commit(&commit, &reached, &mut sheet);
        self.output.keep(&verdict, *show, id, object::committed_at(content), content);
        self.output.sheet = sheet;
    }

    /// The answer of a commit that was judged already.
    fn answer(&mut self, id: ObjectId, content: &[u8]) -> Option<Answer> {
        let Run { judging, show, .. } = self.run;
        let object = object::commit(content);
        let commit = object.facts(id, self.run.judging.forms, self.paths(id));
        let reached = |entry: usize| judging.reaches(entry, id);
        let mut sheet = Sheet::default();
        let verdict = judging.judge.commit(&commit, &reached, &mut sheet);
        let mut correction = Correction::default();
        correction.fill(verdict.text(), &verdict.sheet.findings);
        let (verdict, correction) = (&verdict, &correction);
        show.format.answer(&Shown { verdict, correction, whys: judging.whys, passes: None, people: show.people })
    }

    fn paths(&self, id: ObjectId) -> Known<Vec<String>> {
        self.paths.as_ref().map_or(Known::No(Gap::NotApplicable), |paths| paths.of_commit(id))
    }
}
