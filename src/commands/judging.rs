//! Judging commits and printing what was found, in their order. A long history is read and judged by two threads.

use super::session::Stream;
use crate::engine::Judge;
use crate::failure::{Failure, Result};
use crate::finding::Sheet;
use crate::git::history::{self, Batch, Edge, Listed, Objects, Selection};
use crate::git::object;
use crate::git::place::Place;
use crate::message::Message;
use crate::message::issue::Form;
use crate::model::{Commit, Gap, Known, ObjectId};
use crate::render::{Format, Page, Whys};
use crate::repair::Correction;
use crate::report::Report;
use crate::words::Words;
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{self, TrySendError};

/// What findings are judged and shown by.
pub struct Judging<'j> {
    /// Who judges.
    pub judge: &'j Judge<'j>,
    /// How it is shown.
    pub format: &'j dyn Format,
    /// Where settings come from.
    pub whys: &'j Whys<'j>,
    /// What an issue reference looks like.
    pub forms: &'j [Form],
    /// Where it is shown.
    pub stream: Stream,
    /// Which commits the revisions of `[[exempt]]` entries reach, by the number of the entry.
    pub reached: BTreeMap<usize, std::collections::HashSet<ObjectId>>,
}

/// Below this many commits a second thread does not pay.
const MANY: usize = 2_000;

/// How many commits one thread takes at a time.
const CHUNK: usize = 512;

/// What was found in some commits.
struct Output {
    report: Report,
    /// The findings that are written out.
    page: Page,
    /// What the rules say of the commit at hand.
    sheet: Sheet,
    /// What can be made of its message.
    correction: Correction,
}

/// Prints what was found, in the order of the commits, also where it is found in another.
struct Printer<'p> {
    judging: &'p Judging<'p>,
    shown: u64,
    report: Report,
    /// What came too early, by its number.
    waiting: BTreeMap<usize, Output>,
    next: usize,
}

const GRAPH_WRONG: Words = Words::new(
    "git's commit-graph file does not agree with the commit {0}",
    "git 的 commit-graph 文件与提交 {0} 不一致",
);
const REWRITE_GRAPH: Words = Words::new(
    "write it anew with: git commit-graph write --reachable",
    "请重新生成：git commit-graph write --reachable",
);
const STOPPED: Words = Words::new("judging stopped unexpectedly", "检查意外中断");

impl Judging<'_> {
    /// Judges single commits that are at hand.
    pub fn commits(&self, commits: &[Commit<'_>], report: Report) -> Report {
        let mut printer = Printer::new(self, report);
        self.begin();
        let mut output = self.empty();
        for commit in commits {
            self.judge(commit, u64::MAX, &mut output);
            printer.print(&mut output);
        }
        self.end(&printer);
        printer.report
    }

    /// Judges a part of the history.
    ///
    /// # Errors
    /// Where a commit cannot be read: nothing is ever judged in part and taken for whole.
    pub fn history(&self, place: &Place, selection: &Selection, report: Report) -> Result<Report> {
        let shared = Shared { printer: Mutex::new(Printer::new(self, report)), shown: AtomicU64::new(0) };
        self.begin();
        let edge = match Objects::open(place)? {
            None => self.told_by_git(place, selection, &shared)?,
            Some(objects) => match history::list(place, &objects, selection)? {
                Some(listed) => self.listed(place, &objects, &listed, &shared)?,
                None => self.walked(place, &objects, selection, &shared)?,
            },
        };
        let mut printer = shared.printer.into_inner().map_err(|_| Failure::unable(STOPPED.say()))?;
        if edge == Edge::Shallow {
            let subject = crate::report::SubjectLine { kind: "commit", id: String::new(), summary: String::new() };
            printer.report.miss("history", subject, Gap::ShallowHistory);
        }
        self.end(&printer);
        Ok(printer.report)
    }

    fn begin(&self) {
        let mut head = Vec::new();
        self.format.head(&mut head);
        super::print(self.stream, &head);
    }

    fn end(&self, printer: &Printer<'_>) {
        let mut tail = Vec::new();
        self.format.tail(&printer.report, printer.shown, &mut tail);
        super::print(self.stream, &tail);
    }

    fn empty(&self) -> Output {
        Output {
            report: Report::new(self.format.lists()),
            page: Page::default(),
            sheet: Sheet::default(),
            correction: Correction::default(),
        }
    }

    fn told_by_git(&self, place: &Place, selection: &Selection, shared: &Shared<'_>) -> Result<Edge> {
        let mut output = self.empty();
        let mut batch = Batch::default();
        let mut number = 0;
        let edge = history::read_with_git(place, selection, &mut |id, content| {
            batch.push(id, content);
            if batch.is_full() {
                self.judge_batch(place, &batch, shared, &mut output);
                shared.print(number, &mut output)?;
                batch.clear();
                number += 1;
            }
            Ok(())
        })?;
        self.judge_batch(place, &batch, shared, &mut output);
        shared.print(number, &mut output)?;
        Ok(edge)
    }

    /// A history without commit-graph: one thread reads, a second one judges.
    fn walked(&self, place: &Place, objects: &Objects, selection: &Selection, shared: &Shared<'_>) -> Result<Edge> {
        std::thread::scope(|scope| {
            let (sender, receiver) = mpsc::sync_channel::<(usize, Batch)>(4);
            // Batches come back empty, so that their memory serves the next commits.
            let (give_back, empty) = mpsc::channel::<Batch>();
            let mut ends = Some((receiver, give_back));
            let mut judging = None;
            let mut batch = Batch::default();
            let mut output = self.empty();
            let mut number = 0;
            let edge = history::read(place, objects, selection, &mut |id, content| {
                batch.push(id, content);
                if batch.is_full() {
                    if let Some((receiver, give_back)) = ends.take() {
                        judging = Some(scope.spawn(move || self.judge_batches(place, receiver, &give_back, shared)));
                    }
                    let full = std::mem::replace(&mut batch, empty.try_recv().unwrap_or_default());
                    match sender.try_send((number, full)) {
                        Ok(()) => {}
                        // The other thread is behind: this one judges as well.
                        Err(TrySendError::Full((number, mut full))) => {
                            self.judge_batch(place, &full, shared, &mut output);
                            shared.print(number, &mut output)?;
                            full.clear();
                            batch = full;
                        }
                        Err(TrySendError::Disconnected(_)) => return Err(Failure::unable(STOPPED.say())),
                    }
                    number += 1;
                }
                Ok(())
            });
            drop(sender);
            if let Some(judging) = judging {
                judging.join().map_err(|_| Failure::unable(STOPPED.say()))??;
            }
            let edge = edge?;
            self.judge_batch(place, &batch, shared, &mut output);
            shared.print(number, &mut output)?;
            Ok(edge)
        })
    }

    fn judge_batches(
        &self,
        place: &Place,
        batches: mpsc::Receiver<(usize, Batch)>,
        give_back: &mpsc::Sender<Batch>,
        shared: &Shared<'_>,
    ) -> Result<()> {
        let mut output = self.empty();
        for (number, mut batch) in batches {
            self.judge_batch(place, &batch, shared, &mut output);
            shared.print(number, &mut output)?;
            batch.clear();
            // Nobody waits for the last ones.
            let _ = give_back.send(batch);
        }
        Ok(())
    }

    /// A history that a commit-graph knows: two threads read and judge, each its own commits.
    fn listed(&self, place: &Place, objects: &Objects, listed: &Listed, shared: &Shared<'_>) -> Result<Edge> {
        let chunks: Vec<&[ObjectId]> = listed.ids.chunks(CHUNK).collect();
        let next = AtomicUsize::new(0);
        let threads = if listed.ids.len() < MANY {
            1
        } else {
            std::thread::available_parallelism().map_or(1, usize::from).min(4)
        };
        let work = |objects: &Objects| -> Result<()> {
            let mut output = self.empty();
            while let number = next.fetch_add(1, Ordering::Relaxed)
                && let Some(ids) = chunks.get(number)
            {
                for &id in *ids {
                    objects.commit(id, |content| {
                        if !listed.agrees(id, content) {
                            let failure = Failure::unable(GRAPH_WRONG.with([id.short().into()]));
                            return Err(failure.hint(REWRITE_GRAPH.say()));
                        }
                        self.stored(place, id, content, shared, &mut output);
                        Ok(())
                    })??;
                }
                shared.print(number, &mut output)?;
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
        })?;
        Ok(Edge::Whole)
    }

    fn judge_batch(&self, place: &Place, batch: &Batch, shared: &Shared<'_>, output: &mut Output) {
        for (id, content) in batch.iter() {
            self.stored(place, id, content, shared, output);
        }
    }

    /// Judges a commit by its object.
    fn stored(&self, place: &Place, id: ObjectId, content: &[u8], shared: &Shared<'_>, output: &mut Output) {
        let object = object::commit(content);
        let nobody = || Gap::Unreadable("the commit names nobody".to_owned());
        let paths = match self.judge.needs().paths {
            true => crate::git::paths::changed(place, id),
            false => Known::No(Gap::NotApplicable),
        };
        let commit = Commit {
            id: Some(id),
            message: Message::parse(&object.text, self.forms).with_fault(object.fault.clone()),
            author: Known::or(object.author.clone(), nobody),
            committer: Known::or(object.committer.clone(), nobody),
            parents: object.parents,
            signature: Known::Yes(object.signature),
            paths,
            draft: None,
        };
        let wanted =
            self.format.most().map_or(u64::MAX, |most| most.saturating_sub(shared.shown.load(Ordering::Relaxed)));
        self.judge(&commit, wanted, output);
    }

    /// Judges a commit and writes its findings out, as far as they are still wanted.
    fn judge(&self, commit: &Commit<'_>, wanted: u64, output: &mut Output) {
        let reached =
            |entry: usize| commit.id.is_some_and(|id| self.reached.get(&entry).is_some_and(|ids| ids.contains(&id)));
        let verdict = self.judge.commit(commit, &reached, &mut output.sheet);
        output.report.add(&verdict);
        if !verdict.sheet.findings.is_empty() && wanted > output.page.ends.len() as u64 {
            output.correction.fill(verdict.text(), &verdict.sheet.findings);
            self.format.verdict(&verdict, &output.correction, self.whys, &mut output.page);
        }
    }
}

/// What the threads share.
struct Shared<'s> {
    printer: Mutex<Printer<'s>>,
    /// How many findings are printed.
    shown: AtomicU64,
}

impl Shared<'_> {
    fn print(&self, number: usize, output: &mut Output) -> Result<()> {
        let mut printer = self.printer.lock().map_err(|_| Failure::unable(STOPPED.say()))?;
        printer.take(number, output);
        self.shown.store(printer.shown, Ordering::Relaxed);
        Ok(())
    }
}

impl<'p> Printer<'p> {
    fn new(judging: &'p Judging<'p>, report: Report) -> Self {
        Self { judging, shown: 0, report, waiting: BTreeMap::new(), next: 0 }
    }

    /// Takes an output by its number and leaves an empty one. It is printed as soon as all before it are.
    fn take(&mut self, number: usize, output: &mut Output) {
        if number != self.next {
            self.waiting.insert(number, std::mem::replace(output, self.judging.empty()));
            return;
        }
        self.print(output);
        self.next += 1;
        while let Some(mut waiting) = self.waiting.remove(&self.next) {
            self.print(&mut waiting);
            self.next += 1;
        }
    }

    /// Prints an output and empties it.
    fn print(&mut self, output: &mut Output) {
        let most = self.judging.format.most().unwrap_or(u64::MAX);
        let wanted = usize::try_from(most.saturating_sub(self.shown)).unwrap_or(usize::MAX).min(output.page.ends.len());
        let between = if self.shown == 0 { self.judging.format.between().len() } else { 0 };
        let text = output.page.first(wanted);
        super::print(self.judging.stream, text.get(between..).unwrap_or_default());
        self.shown += wanted as u64;
        self.report.merge(std::mem::replace(&mut output.report, Report::new(self.judging.format.lists())));
        output.page.clear();
    }
}
