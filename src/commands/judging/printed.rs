//! Commits that are judged and printed.

use super::run::{paths, stopped};
use super::{Judging, Stored, Taker};
use crate::commands::printing::{Output, Printer, Show};
use crate::failure::Result;
use crate::finding::Sheet;
use crate::git::object;
use crate::git::paths::Paths;
use crate::git::place::Place;
use crate::model::ObjectId;
use crate::render::answer::Answer;
use crate::render::{Limit, Shown};
use crate::repair::Correction;
use std::sync::Mutex;

/// Prints what was found, in the order of the history.
pub(super) struct Printed<'p, 'q> {
    judging: &'p Judging<'p>,
    show: Show<'q>,
    /// How much more is written out.
    left: Limit,
    printer: Mutex<&'p mut Printer<'q>>,
}

impl<'p, 'q> Printed<'p, 'q> {
    pub fn new(judging: &'p Judging<'p>, printer: &'p mut Printer<'q>) -> Self {
        Self { judging, show: printer.show, left: printer.left(), printer: Mutex::new(printer) }
    }

    /// Makes the answers of the oldest commits, now that it is known which ones these are.
    pub fn end(self, place: &Place) -> Result<&'p mut Printer<'q>> {
        let Self { judging, show, printer, .. } = self;
        let printer = printer.into_inner().map_err(|_| stopped())?;
        let read = judging.judge.needs().paths.then(|| Paths::of(place));
        for (id, content) in printer.take_oldest() {
            if let Some(answer) = answer(judging, show, read.as_ref(), id, &content) {
                printer.answer(answer);
            }
        }
        Ok(printer)
    }
}

impl Taker for Printed<'_, '_> {
    type Page = Output;

    fn page(&self) -> Output {
        Output::new(self.show.format, self.left)
    }

    fn commit(&self, stored: &Stored<'_>, output: &mut Output) {
        if !self.show.format.answers() {
            self.judging.commit(stored.commit, self.show, output);
            return;
        }
        let mut sheet = std::mem::take(&mut output.sheet);
        let verdict = self.judging.verdict(stored, &mut sheet);
        output.keep(&verdict, self.show, stored.id, object::committed_at(stored.content), stored.content);
        output.sheet = sheet;
    }

    fn hand_on(&self, number: usize, output: &mut Output) -> Result<()> {
        self.printer.lock().map_err(|_| stopped())?.take(number, output);
        Ok(())
    }
}

/// The answer of a commit that was judged already.
fn answer(judging: &Judging<'_>, show: Show<'_>, read: Option<&Paths>, id: ObjectId, content: &[u8]) -> Option<Answer> {
    let object = object::commit(content);
    let commit = object.facts(id, judging.forms, paths(read, id));
    let mut sheet = Sheet::default();
    let verdict = judging.verdict(&Stored { commit: &commit, id, content }, &mut sheet);
    let mut correction = Correction::default();
    correction.fill(verdict.text(), &verdict.sheet.findings);
    let (verdict, correction) = (&verdict, &correction);
    show.format.answer(&Shown { verdict, correction, whys: judging.whys, passes: None, people: show.people })
}
