//! Printing what was found, in the order of what was judged, also where it is found in another.

use super::session::Stream;
use crate::finding::{Sheet, Verdict};
use crate::render::{Format, Page, Whys};
use crate::repair::Correction;
use crate::report::Report;
use std::collections::BTreeMap;
use std::io::{IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

/// What was found in some commits. Its memory serves the next ones.
pub struct Output {
    /// What it comes to.
    pub report: Report,
    /// The findings that are written out.
    pub page: Page,
    /// What the rules say of the subject at hand.
    pub sheet: Sheet,
    correction: Correction,
}

impl Output {
    /// An output of nothing yet.
    pub fn new(format: &dyn Format) -> Self {
        Self {
            report: Report::new(format.lists()),
            page: Page::default(),
            sheet: Sheet::default(),
            correction: Correction::default(),
        }
    }

    /// Adds a verdict, and writes its findings out where some are still wanted.
    pub fn add(&mut self, verdict: &Verdict<'_>, wanted: u64, format: &dyn Format, whys: &Whys<'_>) {
        self.report.add(verdict);
        if !verdict.sheet.findings.is_empty() && wanted > self.page.ends.len() as u64 {
            self.correction.fill(verdict.text(), &verdict.sheet.findings);
            format.verdict(verdict, &self.correction, whys, &mut self.page);
        }
    }
}

/// Prints a report as it comes.
pub struct Printer<'p> {
    /// How it is shown.
    pub format: &'p dyn Format,
    /// What it comes to, so far.
    pub report: Report,
    stream: Stream,
    shown: u64,
    /// What came too early, by its number.
    waiting: BTreeMap<usize, Output>,
    next: usize,
    progress: Progress,
}

impl<'p> Printer<'p> {
    /// Begins a report; `skipped` are the rules that the user asked to skip.
    pub fn begin(format: &'p dyn Format, stream: Stream, skipped: &[String]) -> Self {
        let mut head = Vec::new();
        format.head(&mut head);
        super::print(stream, &head);
        Self {
            format,
            report: Report { skipped: skipped.to_vec(), ..Report::new(format.lists()) },
            stream,
            shown: 0,
            waiting: BTreeMap::new(),
            next: 0,
            progress: Progress::new(),
        }
    }

    /// How many more findings are written out.
    pub fn wanted(&self) -> u64 {
        self.format.most().map_or(u64::MAX, |most| most.saturating_sub(self.shown))
    }

    /// Starts to count outputs from 0 again.
    pub fn restart(&mut self) {
        self.next = 0;
    }

    /// Takes an output by its number and leaves an empty one. It is printed as soon as all before it are.
    pub fn take(&mut self, number: usize, output: &mut Output) {
        if number != self.next {
            self.waiting.insert(number, std::mem::replace(output, Output::new(self.format)));
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
        let wanted = usize::try_from(self.wanted()).unwrap_or(usize::MAX).min(output.page.ends.len());
        let between = if self.shown == 0 { self.format.between().len() } else { 0 };
        if wanted > 0 {
            self.progress.clear();
            super::print(self.stream, output.page.first(wanted).get(between..).unwrap_or_default());
        }
        self.shown += wanted as u64;
        self.report.merge(std::mem::replace(&mut output.report, Report::new(self.format.lists())));
        output.page.clear();
        self.progress.show(self.report.checked.commits);
    }

    /// Ends the report.
    pub fn end(mut self) -> Report {
        self.progress.clear();
        let mut tail = Vec::new();
        self.format.tail(&self.report, self.shown, &mut tail);
        super::print(self.stream, &tail);
        self.report
    }
}

/// A line that tells how far a long run has come, on a terminal only.
struct Progress {
    since: Option<Instant>,
    told: Option<Instant>,
}

/// A run that is over sooner needs no line.
const PATIENCE: Duration = Duration::from_secs(1);

/// How often the line changes.
const PACE: Duration = Duration::from_millis(200);

impl Progress {
    fn new() -> Self {
        Self { since: std::io::stderr().is_terminal().then(Instant::now), told: None }
    }

    fn show(&mut self, commits: u64) {
        let is_long = self.since.is_some_and(|since| since.elapsed() > PATIENCE);
        if is_long && self.told.is_none_or(|told| told.elapsed() > PACE) {
            // A line that cannot be shown is none that anybody misses.
            let _ = write!(std::io::stderr().lock(), "\r\x1b[Kcihook: {commits}…");
            self.told = Some(Instant::now());
        }
    }

    fn clear(&mut self) {
        if self.told.take().is_some() {
            let _ = write!(std::io::stderr().lock(), "\r\x1b[K");
        }
    }
}
