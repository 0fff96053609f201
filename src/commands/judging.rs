//! Judging commits and printing what was found, in their order. A long history is read and judged by two threads.

use super::session::Stream;
use crate::engine::Judge;
use crate::failure::{Failure, Result};
use crate::finding::Verdict;
use crate::git::history::{self, Batch, Edge, Listed, Selection, Store};
use crate::git::object;
use crate::git::place::Place;
use crate::message::Message;
use crate::message::issue::Form;
use crate::model::{Commit, Gap, Known, ObjectId};
use crate::render::{Format, Whys};
use crate::repair::Correction;
use crate::report::Report;
use crate::words::Words;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, mpsc};

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
    /// Findings, written one behind the other.
    text: String,
    /// Where each ends.
    ends: Vec<usize>,
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
        for commit in commits {
            let mut output = self.empty();
            self.judge(commit, u64::MAX, &mut output);
            printer.print(output);
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
        let edge = match Store::open(place) {
            None => self.told_by_git(place, selection, &shared)?,
            Some(store) => match history::list(place, &store.objects()?, selection)? {
                Some(listed) => self.listed(place, &store, &listed, &shared)?,
                None => self.walked(place, &store, selection, &shared)?,
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
        let mut head = String::new();
        self.format.head(&mut head);
        super::print(self.stream, &head);
    }

    fn end(&self, printer: &Printer<'_>) {
        let mut tail = String::new();
        self.format.tail(&printer.report, printer.shown, &mut tail);
        super::print(self.stream, &tail);
    }

    fn empty(&self) -> Output {
        Output { report: Report::new(self.format.lists()), text: String::new(), ends: Vec::new() }
    }

    fn told_by_git(&self, place: &Place, selection: &Selection, shared: &Shared<'_>) -> Result<Edge> {
        let mut batch = Batch::default();
        let mut number = 0;
        let edge = history::read_with_git(place, selection, &mut |id, content| {
            batch.push(id, content);
            if batch.is_full() {
                shared.print(number, self.judge_batch(place, None, &std::mem::take(&mut batch), shared))?;
                number += 1;
            }
            Ok(())
        })?;
        shared.print(number, self.judge_batch(place, None, &batch, shared))?;
        Ok(edge)
    }

    /// A history without commit-graph: one thread reads, a second one judges.
    fn walked(&self, place: &Place, store: &Store, selection: &Selection, shared: &Shared<'_>) -> Result<Edge> {
        let objects = store.objects()?;
        std::thread::scope(|scope| {
            let (sender, receiver) = mpsc::sync_channel::<Batch>(8);
            let mut receiver = Some(receiver);
            let mut judging = None;
            let mut batch = Batch::default();
            let mut number = 0;
            let edge = history::read(place, &objects, selection, &mut |id, content| {
                batch.push(id, content);
                if batch.is_full() {
                    if let Some(receiver) = receiver.take() {
                        judging = Some(scope.spawn(move || self.judge_batches(place, receiver, shared)));
                    }
                    number += 1;
                    sender.send(std::mem::take(&mut batch)).map_err(|_| Failure::unable(STOPPED.say()))?;
                }
                Ok(())
            });
            drop(sender);
            if let Some(judging) = judging {
                judging.join().map_err(|_| Failure::unable(STOPPED.say()))??;
            }
            let edge = edge?;
            shared.print(number, self.judge_batch(place, Some(store), &batch, shared))?;
            Ok(edge)
        })
    }

    fn judge_batches(&self, place: &Place, batches: mpsc::Receiver<Batch>, shared: &Shared<'_>) -> Result<()> {
        let store = self.judge.needs().paths.then(|| Store::open(place)).flatten();
        for (number, batch) in batches.into_iter().enumerate() {
            shared.print(number, self.judge_batch(place, store.as_ref(), &batch, shared))?;
        }
        Ok(())
    }

    /// A history that a commit-graph knows: two threads read and judge, each its own commits.
    fn listed(&self, place: &Place, store: &Store, listed: &Listed, shared: &Shared<'_>) -> Result<Edge> {
        let chunks: Vec<&[ObjectId]> = listed.ids.chunks(CHUNK).collect();
        let next = AtomicUsize::new(0);
        let threads = if listed.ids.len() < MANY { 1 } else { std::thread::available_parallelism().map_or(1, usize::from).min(4) };
        let work = |store: &Store| -> Result<()> {
            let objects = store.objects()?;
            while let number = next.fetch_add(1, Ordering::Relaxed)
                && let Some(ids) = chunks.get(number)
            {
                let mut output = self.empty();
                for &id in *ids {
                    objects.commit(id, |content| {
                        if !listed.agrees(id, content) {
                            let failure = Failure::unable(GRAPH_WRONG.with([id.short().into()]));
                            return Err(failure.hint(REWRITE_GRAPH.say()));
                        }
                        self.stored(place, Some(store), id, content, shared, &mut output);
                        Ok(())
                    })??;
                }
                shared.print(number, output)?;
            }
            Ok(())
        };
        std::thread::scope(|scope| {
            let others: Vec<_> = (1..threads)
                .map(|_| scope.spawn(|| Store::open(place).map_or(Ok(()), |store| work(&store))))
                .collect();
            let own = work(store);
            let joined = others.into_iter().map(|other| other.join().map_err(|_| Failure::unable(STOPPED.say())));
            joined.collect::<Result<Vec<_>>>()?.into_iter().chain([own]).collect::<Result<()>>()
        })?;
        Ok(Edge::Whole)
    }

    fn judge_batch(&self, place: &Place, store: Option<&Store>, batch: &Batch, shared: &Shared<'_>) -> Output {
        let mut output = self.empty();
        for (id, content) in batch.iter() {
            self.stored(place, store, id, content, shared, &mut output);
        }
        output
    }

    /// Judges a commit by its object.
    fn stored(
        &self,
        place: &Place,
        store: Option<&Store>,
        id: ObjectId,
        content: &[u8],
        shared: &Shared<'_>,
        output: &mut Output,
    ) {
        let object = object::commit(content);
        let nobody = || Gap::Unreadable("the commit names nobody".to_owned());
        let paths = match self.judge.needs().paths {
            true => crate::git::paths::changed(place, store, id),
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
        let wanted = self.format.most().map_or(u64::MAX, |most| most.saturating_sub(shared.shown.load(Ordering::Relaxed)));
        self.judge(&commit, wanted, output);
    }

    /// Judges a commit and writes its findings out, as far as they are still wanted.
    fn judge(&self, commit: &Commit<'_>, wanted: u64, output: &mut Output) {
        let reached = |entry: usize| {
            commit.id.is_some_and(|id| self.reached.get(&entry).is_some_and(|ids| ids.contains(&id)))
        };
        let verdict = self.judge.commit(commit, &reached);
        output.report.add(&verdict);
        if !verdict.findings.is_empty() && wanted > output.ends.len() as u64 {
            self.write(&verdict, output);
        }
    }

    fn write(&self, verdict: &Verdict<'_>, output: &mut Output) {
        let correction = Correction::of(verdict.text(), &verdict.findings);
        for number in 0..verdict.findings.len() {
            self.format.finding(verdict, number, &correction, self.whys, &mut output.text);
            output.ends.push(output.text.len());
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
    fn print(&self, number: usize, output: Output) -> Result<()> {
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

    /// Takes an output by its number, and prints it and those behind it as soon as all before it are printed.
    fn take(&mut self, number: usize, output: Output) {
        self.waiting.insert(number, output);
        while let Some(output) = self.waiting.remove(&self.next) {
            self.next += 1;
            self.print(output);
        }
    }

    fn print(&mut self, output: Output) {
        let most = self.judging.format.most().unwrap_or(u64::MAX);
        let wanted = usize::try_from(most.saturating_sub(self.shown)).unwrap_or(usize::MAX).min(output.ends.len());
        let mut text = String::with_capacity(output.text.len() + wanted);
        let mut start = 0;
        for &end in &output.ends[..wanted] {
            if self.shown > 0 {
                text.push_str(self.judging.format.between());
            }
            text.push_str(&output.text[start..end]);
            self.shown += 1;
            start = end;
        }
        super::print(self.judging.stream, &text);
        self.report.merge(output.report);
    }
}
