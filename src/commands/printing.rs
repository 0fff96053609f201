//! Printing what was found, in the order of what was judged, also where it is found in another. The loop over subjects and
//! findings, the order and the limits are here; a format only says how one of them is written.

use super::session::Stream;
use super::spool::Spool;
use crate::finding::{Severity, Sheet, Verdict};
use crate::model::{Identity, ObjectId};
use crate::remedy::{self, Scene};
use crate::render::answer::Answer;
use crate::render::{Ending, Format, Limit, Page, Shown, Whys};
use crate::repair::Correction;
use crate::report::Report;
use std::collections::BTreeMap;
use std::io::{IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

/// How a report is shown, and to whom.
#[derive(Clone, Copy)]
pub struct Show<'s> {
    /// The format.
    pub format: &'s dyn Format,
    /// The names and addresses of the user; empty where nobody knows.
    pub people: &'s [Identity<'static>],
}

/// A commit that something was found in, to be shown at the end.
struct Kept {
    /// What is older is shown first: by date, and what comes later in the history is older.
    age: (i64, std::cmp::Reverse<u64>),
    id: ObjectId,
    content: Vec<u8>,
}

/// The oldest commits that something was found in.
#[derive(Default)]
struct Oldest {
    errors: Vec<Kept>,
    warnings: Vec<Kept>,
}

/// So many commits are kept of each level: no format shows more answers.
const KEPT_MOST: usize = 20;

impl Oldest {
    fn keep(&mut self, severity: Severity, kept: Kept) {
        let list = match severity {
            Severity::Error => &mut self.errors,
            Severity::Warn => &mut self.warnings,
        };
        let at = list.partition_point(|other| other.age < kept.age);
        if at < KEPT_MOST {
            list.insert(at, kept);
            list.truncate(KEPT_MOST);
        }
    }

    fn is_wanted(&self, severity: Severity, age: (i64, std::cmp::Reverse<u64>)) -> bool {
        let list = match severity {
            Severity::Error => &self.errors,
            Severity::Warn => &self.warnings,
        };
        list.len() < KEPT_MOST || list.last().is_none_or(|last| age < last.age)
    }
}

/// What was found in some commits. Its memory serves the next ones.
pub struct Output {
    /// What it comes to.
    pub report: Report,
    /// The findings that are written out.
    pub page: Page,
    /// What the rules say of the subject at hand.
    pub sheet: Sheet,
    answers: Vec<Answer>,
    oldest: Oldest,
    /// How many commits were seen.
    seen: u64,
    correction: Correction,
    /// What can still be shown of it.
    left: Limit,
}

impl Output {
    /// An output of nothing yet, of which no more is shown than `left`.
    pub fn new(format: &dyn Format, left: Limit) -> Self {
        Self {
            report: Report::new(format.lists()),
            page: Page::default(),
            sheet: Sheet::default(),
            answers: Vec::new(),
            oldest: Oldest::default(),
            seen: 0,
            correction: Correction::default(),
            left,
        }
    }

    /// Adds a verdict, and writes out what is still wanted of it. `passes` tells whether another message would do.
    pub fn add(
        &mut self,
        verdict: &Verdict<'_>,
        show: Show<'_>,
        whys: &Whys<'_>,
        passes: Option<&dyn Fn(&str) -> bool>,
    ) {
        self.count(verdict, show);
        if verdict.sheet.findings.is_empty() || self.left.is_used_up() {
            return;
        }
        self.correction.fill(verdict.text(), &verdict.sheet.findings);
        let Show { format, people } = show;
        let shown = Shown { verdict, correction: &self.correction, whys, passes, people };
        if !format.answers() {
            self.page.add(format, &shown, &mut self.left);
        } else if let Some(answer) = format.answer(&shown)
            && self.left.take(answer.severity)
        {
            self.answers.push(answer);
        }
    }

    /// Adds the verdict on a commit whose answer is made later, when it is known which ones are the oldest.
    pub fn keep(&mut self, verdict: &Verdict<'_>, show: Show<'_>, id: ObjectId, date: i64, content: &[u8]) {
        self.count(verdict, show);
        self.seen += 1;
        let Some(severity) = verdict.sheet.findings.iter().map(|finding| finding.severity).max() else { return };
        let age = (date, std::cmp::Reverse(self.seen));
        if self.oldest.is_wanted(severity, age) {
            self.oldest.keep(severity, Kept { age, id, content: content.to_owned() });
        }
    }

    fn count(&mut self, verdict: &Verdict<'_>, show: Show<'_>) {
        self.report.add(verdict);
        if !verdict.sheet.findings.is_empty() {
            self.report.repairs = self.report.repairs.and(remedy::repairs(verdict, show.people));
        }
    }

    /// Makes it ready for what comes next.
    pub fn begin(&mut self, left: Limit) {
        self.left = left;
    }
}

/// Prints a report as it comes.
pub struct Printer<'p> {
    /// How it is shown.
    pub show: Show<'p>,
    /// What it comes to, so far.
    pub report: Report,
    stream: Stream,
    shown: u64,
    left: Limit,
    answers: Vec<Answer>,
    oldest: Oldest,
    seen: u64,
    corrections: Spool,
    /// What came too early, by its number.
    waiting: BTreeMap<usize, Output>,
    next: usize,
    progress: Progress,
}

impl<'p> Printer<'p> {
    /// Begins a report; `skipped` are the rules that the user asked to skip.
    pub fn begin(show: Show<'p>, stream: Stream, skipped: &[String]) -> Self {
        let mut head = Vec::new();
        show.format.head(&mut head);
        super::print(stream, &head);
        Self {
            show,
            report: Report { skipped: skipped.to_vec(), ..Report::new(show.format.lists()) },
            stream,
            shown: 0,
            left: show.format.limit(),
            answers: Vec::new(),
            oldest: Oldest::default(),
            seen: 0,
            corrections: Spool::default(),
            waiting: BTreeMap::new(),
            next: 0,
            progress: Progress::new(),
        }
    }

    /// How much more is written out.
    pub const fn left(&self) -> Limit {
        self.left
    }

    /// Starts to count outputs from 0 again.
    pub fn restart(&mut self) {
        self.next = 0;
    }

    /// Takes an output by its number and leaves an empty one. It is printed as soon as all before it are.
    pub fn take(&mut self, number: usize, output: &mut Output) {
        if number != self.next {
            let empty = Output::new(self.show.format, self.left);
            self.waiting.insert(number, std::mem::replace(output, empty));
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
    pub fn print(&mut self, output: &mut Output) {
        let mut is_first = self.shown == 0;
        let between = self.show.format.between().len();
        let (stream, progress) = (self.stream, &mut self.progress);
        self.shown += output.page.pieces(&mut self.left, &mut |text| {
            if !text.is_empty() {
                progress.clear();
                super::print(stream, text.get(if is_first { between } else { 0 }..).unwrap_or_default());
                is_first = false;
            }
        });
        if !output.page.corrections.is_empty() {
            let between = if self.corrections.is_empty() { between } else { 0 };
            super::keep_error(self.corrections.add(output.page.corrections.get(between..).unwrap_or_default()));
        }
        for answer in output.answers.drain(..) {
            if self.left.take(answer.severity) {
                self.answers.push(answer);
            }
        }
        self.keep_oldest(output);
        let lists = self.show.format.lists();
        self.report.merge(std::mem::replace(&mut output.report, Report::new(lists)));
        output.page.clear();
        output.begin(self.left);
        self.progress.show(self.report.checked.commits);
    }

    fn keep_oldest(&mut self, output: &mut Output) {
        let Oldest { errors, warnings } = std::mem::take(&mut output.oldest);
        for (severity, list) in [(Severity::Error, errors), (Severity::Warn, warnings)] {
            for kept in list {
                let age = (kept.age.0, std::cmp::Reverse(self.seen + kept.age.1.0));
                self.oldest.keep(severity, Kept { age, ..kept });
            }
        }
        self.seen += std::mem::take(&mut output.seen);
    }

    /// The oldest commits that something was found in, the oldest first, by their ids and contents.
    pub fn take_oldest(&mut self) -> Vec<(ObjectId, Vec<u8>)> {
        let Oldest { errors, warnings } = std::mem::take(&mut self.oldest);
        errors.into_iter().chain(warnings).map(|kept| (kept.id, kept.content)).collect()
    }

    /// Adds the answer of a commit that was counted already.
    pub fn answer(&mut self, answer: Answer) {
        if self.left.take(answer.severity) {
            self.answers.push(answer);
        }
    }

    /// Ends the report with the way to go on from a scene.
    pub fn end(mut self, scene: &Scene) -> Report {
        self.progress.clear();
        let go_on = scene.go_on(&self.report.repairs);
        let mut tail = Vec::new();
        self.show.format.middle(&mut tail);
        super::print(self.stream, &tail);
        let stream = self.stream;
        super::keep_error(self.corrections.drain(&mut |piece| super::print(stream, piece)));
        tail.clear();
        let (report, shown, answers) = (&self.report, self.shown, self.answers.as_slice());
        let (all, program) = (scene.all(), scene.program.as_deref());
        let ending = Ending { report, shown, answers, go_on: go_on.as_deref(), all: all.as_deref(), program };
        self.show.format.tail(&ending, &mut tail);
        super::print(self.stream, &tail);
        self.report
    }
}

/// A line that tells how far a long run has come, on a terminal only.
pub(super) struct Progress {
    since: Option<Instant>,
    told: Option<Instant>,
}

/// A run that is over sooner needs no line.
const PATIENCE: Duration = Duration::from_secs(1);

/// How often the line changes.
const PACE: Duration = Duration::from_millis(200);

impl Progress {
    /// No line yet.
    pub(super) fn new() -> Self {
        Self { since: std::io::stderr().is_terminal().then(Instant::now), told: None }
    }

    /// Shows how many commits were judged, now and then.
    pub(super) fn show(&mut self, commits: u64) {
        let is_long = self.since.is_some_and(|since| since.elapsed() > PATIENCE);
        if is_long && self.told.is_none_or(|told| told.elapsed() > PACE) {
            // A line that cannot be shown is none that anybody misses.
            let _ = write!(std::io::stderr().lock(), "\r\x1b[Kcihook: {commits}…");
            self.told = Some(Instant::now());
        }
    }

    /// Takes the line away.
    pub(super) fn clear(&mut self) {
        if self.told.take().is_some() {
            let _ = write!(std::io::stderr().lock(), "\r\x1b[K");
        }
    }
}
