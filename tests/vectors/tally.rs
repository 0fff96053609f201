//! How a verdict of another tool compares with ours, and the table of all comparisons.

use crate::aloud::aloud;
use crate::bench::Judged;
use crate::source::{Case, cases};
use serde_json::Value;
use std::collections::BTreeMap;

/// What one case comes to.
pub enum Class {
    /// Both say the same.
    Agree,
    /// We say something else on purpose; the reason names our rule.
    Differ(&'static str),
    /// There is nothing here to compare with; the reason names what is not there.
    NotMapped(&'static str),
    /// We say something else for no reason that is known.
    Wrong(String),
}

impl Class {
    /// What several comparisons of one case come to: the worst of them.
    pub fn worst(parts: impl IntoIterator<Item = Self>) -> Self {
        parts.into_iter().fold(Self::Agree, |worst, part| if part.rank() > worst.rank() { part } else { worst })
    }

    const fn rank(&self) -> u8 {
        match self {
            Self::Agree => 0,
            Self::Differ(_) => 1,
            Self::NotMapped(_) => 2,
            Self::Wrong(_) => 3,
        }
    }
}

/// A case beside our verdict on it.
#[derive(Clone, Copy)]
pub struct Seen<'c> {
    /// What went in there.
    pub input: &'c Value,
    /// What came out there.
    pub expected: &'c Value,
    /// What we say.
    pub judged: &'c Judged<'c>,
}

impl Seen<'_> {
    /// A text of the input; empty where there is none.
    pub fn text(&self, key: &str) -> &str {
        self.input[key].as_str().unwrap_or_default()
    }
}

/// In which direction the two verdicts part.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// It passes there and not here.
    WeRefuse,
    /// It passes here and not there.
    WeAccept,
    /// Either of both.
    Either,
}

/// Why we differ on purpose, and how such a case is known.
pub struct Reason {
    /// In which direction.
    pub side: Side,
    /// In one line.
    pub why: &'static str,
    /// Whether it is the reason here.
    pub holds: fn(&Seen<'_>) -> bool,
}

/// Compares two verdicts, each of which says whether something passes.
pub fn compare<'r>(
    seen: &Seen<'_>,
    passes_there: bool,
    passes_here: bool,
    reasons: impl IntoIterator<Item = &'r Reason>,
) -> Class {
    let side = match (passes_there, passes_here) {
        (true, false) => Side::WeRefuse,
        (false, true) => Side::WeAccept,
        _ => return Class::Agree,
    };
    let explains = |reason: &&Reason| (reason.side == side || reason.side == Side::Either) && (reason.holds)(seen);
    let verdict = |passes: bool| if passes { "passes" } else { "refused" };
    let (there, here) = (verdict(passes_there), verdict(passes_here));
    match reasons.into_iter().find(explains) {
        Some(reason) => Class::Differ(reason.why),
        None => Class::Wrong(format!("there {there}, here {here} {:?}", seen.judged.rules())),
    }
}

/// Compares two texts or other parts of a message.
pub fn same<T: PartialEq + std::fmt::Debug>(
    seen: &Seen<'_>,
    what: &str,
    (there, here): (T, T),
    reasons: &[Reason],
) -> Class {
    if there == here {
        return Class::Agree;
    }
    match reasons.iter().find(|reason| (reason.holds)(seen)) {
        Some(reason) => Class::Differ(reason.why),
        None => Class::Wrong(format!("{what}: there {there:?}, here {here:?}")),
    }
}

/// Compares all cases of a peer, prints the table, and fails where anything is wrong. Without the cases the test says
/// that it was skipped.
pub fn run(peer: &str, classify: impl Fn(&Case) -> Class) {
    let Some(cases) = cases(peer) else { return };
    assert!(!cases.is_empty(), "{peer}: no cases");
    let mut tally = Tally::default();
    for case in &cases {
        tally.add(case, classify(case));
    }
    aloud(tally.table(peer));
    assert!(tally.wrong.is_empty(), "{peer}: {} wrong\n{}", tally.wrong.len(), tally.wrong.join("\n"));
}

#[derive(Default)]
struct Tally {
    agree: usize,
    differ: BTreeMap<&'static str, usize>,
    not_mapped: BTreeMap<&'static str, usize>,
    wrong: Vec<String>,
}

impl Tally {
    fn add(&mut self, case: &Case, class: Class) {
        match class {
            Class::Agree => self.agree += 1,
            Class::Differ(why) => *self.differ.entry(why).or_default() += 1,
            Class::NotMapped(why) => *self.not_mapped.entry(why).or_default() += 1,
            Class::Wrong(what) => self.wrong.push(format!("  line {}: {what}\n    {}", case.line, case.input)),
        }
    }

    fn table(&self, peer: &str) -> String {
        let sum = |counts: &BTreeMap<&str, usize>| counts.values().sum::<usize>();
        let (differ, not_mapped, wrong) = (sum(&self.differ), sum(&self.not_mapped), self.wrong.len());
        let all = self.agree + differ + not_mapped + wrong;
        let mut lines = vec![format!(
            "{peer}: {all} cases, {} agree, {differ} differ, {not_mapped} not mapped, {wrong} wrong",
            self.agree
        )];
        lines.extend(self.differ.iter().map(|(why, count)| format!("  {count:>4} differ      {why}")));
        lines.extend(self.not_mapped.iter().map(|(why, count)| format!("  {count:>4} not mapped  {why}")));
        lines.join("\n")
    }
}
