//! One way through a history: threads read, and hand what they read to whoever takes it.

use super::{Stored, Taker};
use crate::failure::{Failure, Result};
use crate::git::history::{self, Batch, Edge, Held, Listed, Selection};
use crate::git::object;
use crate::git::objects::Objects;
use crate::git::paths::Paths;
use crate::git::place::Place;
use crate::message::issue::Form;
use crate::model::{Gap, Known, ObjectId};
use crate::words::Words;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, TrySendError};

/// Below this many commits a second thread does not pay.
const MANY: usize = 2_000;

/// How many commits one thread takes at a time.
const CHUNK: usize = 512;

/// More threads than this only wait for one another.
const MOST_THREADS: usize = 4;

const STOPPED: Words = Words::new("judging stopped unexpectedly", "检查意外中断");

/// Another thread did not come to its end.
pub(super) fn stopped() -> Failure {
    Failure::unable(STOPPED.say())
}

/// What the threads on their way through a history share.
pub(super) struct Run<'r, T> {
    pub place: &'r Place,
    /// What an issue reference looks like.
    pub forms: &'r [Form],
    /// Whether changed paths are read.
    pub needs_paths: bool,
    /// Who takes the commits.
    pub taker: &'r T,
}

impl<T: Taker> Run<'_, T> {
    /// A history that is found while it is read: one thread reads, a second one judges, and the first helps where that is
    /// slower.
    pub fn streamed(&self, objects: &Objects, selection: &Selection) -> Result<Edge> {
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
                    Err(TrySendError::Disconnected(_)) => return Err(stopped()),
                }
                number += 1;
                Ok(())
            });
            drop(sender);
            if let Some(judging) = judging {
                judging.join().map_err(|_| stopped())??;
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
    pub fn listed(&self, objects: &Objects, listed: &Listed) -> Result<Edge> {
        self.in_chunks(objects, listed.len(), &|worker, objects, number| {
            listed.read(number, objects, &mut |id, content| {
                worker.stored(id, content);
                Ok(())
            })
        })?;
        Ok(Edge::Whole)
    }

    /// Commits that were read already: every thread judges its own.
    pub fn held(&self, objects: &Objects, held: &Held) -> Result<Edge> {
        self.in_chunks(objects, held.commits.len(), &|worker, _, number| {
            held.commits.get(number).into_iter().for_each(|(id, content)| worker.stored(id, content));
            Ok(())
        })?;
        Ok(held.edge)
    }

    /// Lets threads take turns over `count` commits, a chunk at a time.
    fn in_chunks(&self, objects: &Objects, count: usize, judge: &JudgeByNumber<'_, T>) -> Result<()> {
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
                self.taker.hand_on(chunk, &mut worker.page)?;
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
            let joined = others.into_iter().map(|other| other.join().map_err(|_| stopped()));
            joined.collect::<Result<Vec<_>>>()?.into_iter().chain([own]).collect::<Result<()>>()
        })
    }
}

/// Judges one of many commits, by its number.
type JudgeByNumber<'j, T> = dyn Fn(&mut Worker<'_, T>, &Objects, usize) -> Result<()> + Sync + 'j;

/// What one thread judges with.
struct Worker<'w, T: Taker> {
    run: &'w Run<'w, T>,
    page: T::Page,
    /// Where changed paths are read, when a rule needs them.
    paths: Option<Paths>,
}

impl<'w, T: Taker> Worker<'w, T> {
    fn new(run: &'w Run<'w, T>) -> Self {
        let paths = run.needs_paths.then(|| Paths::of(run.place));
        Self { run, page: run.taker.page(), paths }
    }

    /// Judges a batch, hands on what was found and empties it.
    fn batch(&mut self, number: usize, batch: &mut Batch) -> Result<()> {
        for (id, content) in batch.iter() {
            self.stored(id, content);
        }
        batch.clear();
        self.run.taker.hand_on(number, &mut self.page)
    }

    /// Judges a commit by its object.
    fn stored(&mut self, id: ObjectId, content: &[u8]) {
        let object = object::commit(content);
        let commit = object.facts(id, self.run.forms, paths(self.paths.as_ref(), id));
        self.run.taker.commit(&Stored { commit: &commit, id, content }, &mut self.page);
    }
}

/// The paths that a commit changes, where they are read.
pub(super) fn paths(paths: Option<&Paths>, id: ObjectId) -> Known<Vec<String>> {
    paths.map_or(Known::No(Gap::NotApplicable), |paths| paths.of_commit(id))
}
