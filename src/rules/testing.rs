//! What the tests of rules share: a rule with the options of a TOML text, judging one subject.

use crate::finding::{Severity, Sheet, Subject};
use crate::model::{Rework, Stage};
use crate::options::tree::{self, Place};
use crate::options::{OptionSet, Section};
use crate::rule::{Configure, Cx, Situation, Vocabulary};
use crate::text::Span;
use crate::words::Lang;

/// What a rule said, in plain English.
#[derive(Debug, Default)]
pub struct Judged {
    /// What is wrong.
    pub findings: Vec<String>,
    /// What to type instead.
    pub remedies: Vec<String>,
    /// How much could not be judged.
    pub unchecked: usize,
}

/// A rule with the options of a TOML text.
pub fn configured<R: Configure>(options: &str) -> R {
    let mut mistakes = Vec::new();
    let table = tree::parse(options, 0, &mut mistakes);
    let place = Place { source: 0, span: Span::empty(0) };
    let options: R::Options = OptionSet::read(&mut Section::new(&table, place, &mut mistakes));
    assert!(mistakes.is_empty(), "{mistakes:?}");
    R::new(options)
}

/// Lets a rule judge a subject in a push, with the types of the default preset.
pub fn judge<R: Configure>(options: &str, subject: Subject<'_>) -> Judged {
    let rule: R = configured(options);
    let types = ["feat", "fix", "docs"].map(str::to_owned);
    let vocabulary = Vocabulary { types: types.into(), ..Vocabulary::default() };
    let situation = Situation {
        stage: Stage::PrePush,
        branch: None,
        vocabulary: &vocabulary,
        file_limit: None,
        around: None,
        suffix: "",
        rework: Rework::default(),
    };
    let mut sheet = Sheet::default();
    let mut cx = Cx::new(situation, R::META.id, Severity::Error, &mut sheet);
    match subject {
        Subject::Commit(commit) => rule.commit(commit, &mut cx),
        Subject::Blob(blob) => rule.blob(blob, &mut cx),
        Subject::Path(path) => rule.path(path, &mut cx),
        Subject::Push(push) => rule.push(push, &mut cx),
        Subject::Ref(change) => rule.reference(change, &mut cx),
        Subject::PullRequest(pull_request) => rule.pull_request(pull_request, &mut cx),
        Subject::Entry(_) => {}
    }
    let remedies = sheet.findings.iter().filter_map(|finding| finding.remedy.as_ref());
    Judged {
        findings: sheet.findings.iter().map(|finding| finding.message.plain(Lang::En)).collect(),
        remedies: remedies.map(|remedy| remedy.plain(Lang::En)).collect(),
        unchecked: sheet.unchecked.len(),
    }
}
