//! Judging what makes something public: refs, the files that its commits bring, and their messages. Pre-push, the hooks
//! of a server and `cihook check --changes` all come here, so that one set of commits has one verdict.

use super::judging::Judging;
use super::printing::{Output, Printer};
use super::session::Setup;
use crate::engine::{Judge, Tell};
use crate::failure::Result;
use crate::finding::{Sheet, Subject};
use crate::git::changes::{self, Gathered, NewBlob};
use crate::git::history::{self, Plan, Selection};
use crate::git::object;
use crate::git::objects::Objects;
use crate::git::objects::ids::IdSet;
use crate::git::place::Place;
use crate::model::{Blob, Gap, Known, NewPath, ObjectId, Push, Reach, RefChange, TreeEntry};
use crate::policy::About;
use crate::report::{Checked, SubjectLine};
use bstr::{BStr, BString, ByteSlice as _};
use std::collections::BTreeMap;

/// How many of the biggest files a refused push names.
const BIGGEST: usize = 5;

/// A part of what is pushed that is judged by the same rules.
pub(super) struct Part<'p> {
    /// The rules.
    pub setup: &'p Setup<'p>,
    /// Who judges by them.
    pub judging: &'p Judging<'p>,
    /// Which commits.
    pub selection: &'p Selection,
    /// Whether messages and names are judged, not only sizes: notes and reviews have sizes only.
    pub has_messages: bool,
    /// Whether it becomes public now: what another ref has is judged again for this one, and counts for no push.
    pub is_new: bool,
}

/// Everything that is pushed.
pub(super) struct Pushing<'p> {
    place: &'p Place,
    objects: &'p Objects,
    /// Commits and blobs that were judged.
    seen: IdSet,
    totals: Totals,
}

/// How much is pushed.
#[derive(Clone, Default)]
struct Totals {
    bytes: u64,
    files: u64,
    commits: u64,
    gap: Option<Gap>,
    biggest: Vec<(String, u64)>,
}

/// A path that a rule found something about.
struct OddPath {
    id: ObjectId,
    commit: Option<ObjectId>,
    reach: Reach,
    name_length: usize,
    clash: Option<BString>,
}

impl OddPath {
    fn of(new: &NewPath<'_>) -> Self {
        let TreeEntry { id, commit, reach, .. } = new.entry;
        Self { id, commit, reach, name_length: new.name.len(), clash: new.clash.map(BStr::to_owned) }
    }

    fn entry<'a>(&self, path: &'a BStr) -> TreeEntry<'a> {
        TreeEntry { path, id: self.id, commit: self.commit, reach: self.reach, replaces: false }
    }
}

impl<'p> Pushing<'p> {
    /// What is pushed from, or into, a repository.
    pub fn new(place: &'p Place, objects: &'p Objects) -> Self {
        Self { place, objects, seen: IdSet::default(), totals: Totals::default() }
    }

    /// Judges what happens to a ref.
    pub fn reference(&self, part: &Judging<'_>, change: &RefChange<'_>, printer: &mut Printer<'_>) {
        let subject = Subject::Ref(change);
        let about = |_: usize, covers: &mut dyn FnMut(&About<'_>)| covers(&About::default());
        part.subject(subject, &about, printer);
    }

    /// Judges the files and the messages of a part.
    ///
    /// # Errors
    /// Where an object cannot be read.
    pub fn part(&mut self, part: &Part<'_>, printer: &mut Printer<'_>) -> Result<()> {
        let plan = history::plan(self.place, self.objects, part.selection)?;
        let again = self.changes(part, &plan, printer)?;
        if part.has_messages {
            part.judging.planned(self.place, self.objects, part.selection, &plan, printer)?;
        }
        printer.report.again(again);
        Ok(())
    }

    /// Judges the files; returns how much of it other rules have judged before.
    fn changes(&mut self, part: &Part<'_>, plan: &Plan, printer: &mut Printer<'_>) -> Result<Checked> {
        let judge = part.judging.judge;
        let mut odd: BTreeMap<BString, OddPath> = BTreeMap::new();
        let mut sheet = Sheet::default();
        let nothing = |_: usize, _: &mut dyn FnMut(&About<'_>)| {};
        let mut see = |new: &NewPath<'_>| {
            let verdict = judge.subject(Subject::Path(new), &nothing, &mut sheet);
            if part.has_messages && !verdict.sheet.findings.is_empty() {
                odd.insert(new.entry.path.to_owned(), OddPath::of(new));
            }
        };
        let mut gathered = changes::gather(self.place, self.objects, part.selection, plan, &mut see)?;
        let blobs = self.decisive_blobs(judge, &mut gathered)?;
        if let Some(gap) = &gathered.gap {
            self.totals.gap.get_or_insert(gap.clone());
            miss(part, gap, printer);
        }
        let again = self.count(&gathered.commits, &blobs, part.is_new);
        for blob in &blobs {
            let subject = Blob { entry: blob.entry(), size: blob.size.clone() };
            self.file(part, Subject::Blob(&subject), subject.entry, printer);
        }
        for (path, odd) in &odd {
            let entry = odd.entry(path.as_bstr());
            let subject = NewPath::with_name(entry, odd.name_length, odd.clash.as_ref().map(|clash| clash.as_bstr()));
            self.file(part, Subject::Path(&subject), entry, printer);
        }
        Ok(again)
    }

    /// Counts commits and blobs, each once; returns how many were counted before.
    fn count(&mut self, commits: &[ObjectId], blobs: &[NewBlob], is_new: bool) -> Checked {
        let mut again = Checked::default();
        for &commit in commits {
            match self.seen.insert(commit) {
                true => self.totals.commits += u64::from(is_new),
                false => again.commits += 1,
            }
        }
        for blob in blobs {
            if is_new && self.seen.insert(blob.id) {
                self.totals.add(blob);
            } else {
                again.blobs += 1;
                again.bytes += blob.size.yes().copied().unwrap_or(0);
            }
        }
        again
    }

    /// The new blobs, the biggest first. Where one of them, or all of them together, would be refused, it is made sure
    /// that none of them is public already.
    fn decisive_blobs(&self, judge: &Judge<'_>, gathered: &mut Gathered<'_>) -> Result<Vec<NewBlob>> {
        let mut blobs = gathered.blobs()?;
        if !gathered.is_exact() && self.is_refused(judge, &blobs) {
            gathered.make_exact()?;
            blobs = gathered.blobs()?;
        }
        let size = |blob: &NewBlob| blob.size.yes().copied().unwrap_or(u64::MAX);
        blobs.sort_by(|a, b| size(b).cmp(&size(a)).then_with(|| a.path.cmp(&b.path)));
        Ok(blobs)
    }

    fn is_refused(&self, judge: &Judge<'_>, blobs: &[NewBlob]) -> bool {
        let mut sheet = Sheet::default();
        let nothing = |_: usize, _: &mut dyn FnMut(&About<'_>)| {};
        let mut is_wrong = |subject: Subject<'_>| {
            let sheet = judge.subject(subject, &nothing, &mut sheet).sheet;
            !sheet.findings.is_empty() || !sheet.unchecked.is_empty()
        };
        let mut totals = self.totals.clone();
        for blob in blobs {
            if !self.seen.contains(&blob.id) {
                totals.add(blob);
            }
            if is_wrong(Subject::Blob(&Blob { entry: blob.entry(), size: blob.size.clone() })) {
                return true;
            }
        }
        is_wrong(Subject::Push(&totals.push("", false)))
    }

    /// Judges a file; what an exemption may ask of its commit is read when it is asked.
    fn file(&self, part: &Part<'_>, subject: Subject<'_>, entry: TreeEntry<'_>, printer: &mut Printer<'_>) {
        let path = entry.path.to_str_lossy();
        let about = |number: usize, covers: &mut dyn FnMut(&About<'_>)| {
            let without = About { path: Some(&path), ..About::default() };
            let Some(id) = entry.commit else { return covers(&without) };
            let reached = part.judging.reaches(number, id);
            let read = self.objects.commit(id, |content| {
                let object = object::commit(content);
                let commit = object.facts(id, part.setup.forms(), Known::No(Gap::NotApplicable));
                covers(&About { commit: Some(&commit), reached, ..without });
            });
            if read.is_err() {
                covers(&without);
            }
        };
        part.judging.subject(subject, &about, printer);
    }

    /// Judges how much was pushed in all, by each of the rules that parts of it were judged by, until one refuses it.
    pub fn totals(&self, judging: &Judging<'_>, remote: &str, is_first: bool, printer: &mut Printer<'_>) -> bool {
        let push = self.totals.push(remote, is_first);
        let before = printer.report.errors;
        let about = |_: usize, covers: &mut dyn FnMut(&About<'_>)| covers(&About::default());
        judging.subject(Subject::Push(&push), &about, printer);
        printer.report.errors > before
    }
}

/// What the rules for files could not be judged by.
fn miss(part: &Part<'_>, gap: &Gap, printer: &mut Printer<'_>) {
    for (rule, _) in part.judging.judge.rules() {
        if matches!(rule, "file-size" | "path-name") {
            let subject = SubjectLine { kind: "push", id: String::new(), summary: String::new() };
            printer.report.miss(rule, subject, gap.clone());
        }
    }
}

impl Totals {
    fn add(&mut self, blob: &NewBlob) {
        self.files += 1;
        match &blob.size {
            Known::Yes(size) => {
                self.bytes += size;
                if self.biggest.len() < BIGGEST || self.biggest.last().is_some_and(|(_, least)| least < size) {
                    self.biggest.push((String::from_utf8_lossy(&blob.path).into_owned(), *size));
                    self.biggest.sort_by_key(|(_, size)| std::cmp::Reverse(*size));
                    self.biggest.truncate(BIGGEST);
                }
            }
            Known::No(gap) => drop(self.gap.get_or_insert(gap.clone())),
        }
    }

    fn push<'a>(&self, remote: &'a str, is_first: bool) -> Push<'a> {
        Push {
            remote,
            bytes: self.bytes,
            commits: self.commits,
            files: self.files,
            unknown: self.gap.clone(),
            biggest: self.biggest.clone(),
            is_first,
        }
    }
}

impl Judging<'_> {
    /// Judges what is no commit, and prints what was found.
    pub(super) fn subject(&self, subject: Subject<'_>, about: &Tell<'_>, printer: &mut Printer<'_>) {
        let mut output = Output::new(printer.show.format, printer.left());
        let mut sheet = std::mem::take(&mut output.sheet);
        let verdict = self.judge.subject(subject, about, &mut sheet);
        output.add(&verdict, printer.show, self.whys, None);
        printer.print(&mut output);
    }
}
