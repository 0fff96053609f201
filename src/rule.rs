//! Layer 2: what a rule is. A rule is pure: it sees facts and reports through a context, which knows at which level
//! the rule stands, and which turns missing facts into *unchecked* instead of a pass.

mod counting;
mod vocabulary;

pub use counting::Counting;
pub use vocabulary::Vocabulary;

use crate::finding::{Excuse, Exempt, Finding, Fix, Severity, Sheet, Slot, Trust, Unchecked};
use crate::model::{Around, Blob, Commit, Gap, Known, Method, NewPath, PullRequest, Push, RefChange, Rework, Stage};
use crate::options::{Field, OptionSet, PathGlob, Section, Size};
use crate::text::{Edit, Span};
use crate::words::{Lang, Sentence, Words};
use smallvec::SmallVec;

/// A rule with its options.
pub trait Rule: Send + Sync {
    /// Judges a commit, or the draft of one.
    fn commit(&self, _commit: &Commit<'_>, _cx: &mut Cx<'_>) {}

    /// Judges a blob that is new.
    fn blob(&self, _blob: &Blob<'_>, _cx: &mut Cx<'_>) {}

    /// Judges a path that is new.
    fn path(&self, _path: &NewPath<'_>, _cx: &mut Cx<'_>) {}

    /// Judges how much a push brings.
    fn push(&self, _push: &Push<'_>, _cx: &mut Cx<'_>) {}

    /// Judges what happens to a ref.
    fn reference(&self, _change: &RefChange<'_>, _cx: &mut Cx<'_>) {}

    /// Judges a pull request.
    fn pull_request(&self, _pull_request: &PullRequest<'_>, _cx: &mut Cx<'_>) {}

    /// Tells the other rules what it knows of the community's words.
    fn teach(&self, _vocabulary: &mut Vocabulary) {}

    /// Whether it does so also where it is off: others go on by what its settings say.
    fn teaches_when_off(&self) -> bool {
        false
    }

    /// Whether it treats commits that are pushed to this branch unlike others.
    fn minds_branch(&self, _branch: Option<&str>) -> bool {
        false
    }

    /// The branches one of which has to contain what a tag of this name is for, where that matters.
    fn branches_for_tag(&self, _tag: &str) -> Option<&[PathGlob]> {
        None
    }

    /// Which facts it needs that are dear to learn.
    fn needs(&self) -> Needs {
        Needs::default()
    }

    /// Whether it judges a part of the header that only our grammars have: not applicable where the policy gives a regular
    /// expression for the whole header instead.
    fn reads_grammar(&self) -> bool {
        false
    }

    /// Why this commit is let off by all rules of the family, where it is.
    fn lets_off(&self, _commit: &Commit<'_>) -> Option<Excuse> {
        None
    }
}

/// Facts that are dear to learn, and that are only learnt for a rule that needs them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// The paths that a commit changes.
    pub paths: bool,
    /// What became of the issues that messages refer to.
    pub issues: bool,
    /// `.github/dco.yml`, and who stands behind the commits.
    pub dco: bool,
}

impl Needs {
    /// What both need.
    pub const fn and(self, other: Self) -> Self {
        Self { paths: self.paths || other.paths, issues: self.issues || other.issues, dco: self.dco || other.dco }
    }
}

/// What a rule file has to say of its rule.
pub trait Configure: Rule + Sized + 'static {
    /// What is known of the rule without a policy.
    const META: Meta;
    /// Its settings.
    type Options: OptionSet;
    /// The rule with these settings.
    fn new(options: Self::Options) -> Self;
}

/// What is known of a rule without a policy.
#[derive(Clone, Copy, Debug)]
pub struct Meta {
    /// Its name, in policies and reports.
    pub id: &'static str,
    /// What it judges.
    pub subject: Family,
    /// One line.
    pub summary: Words,
    /// Its page: the comment that opens its file.
    pub page: &'static str,
    /// The same page in Chinese.
    pub chinese: &'static str,
}

impl Meta {
    /// The page of the rule as Markdown, in a language.
    pub fn text(&self, lang: Lang) -> String {
        if lang == Lang::ZhCn {
            return self.chinese.to_owned();
        }
        let line = |line: &str| line.trim_start_matches("//!").strip_prefix(' ').unwrap_or_default().to_owned() + "\n";
        self.page.lines().map(line).collect()
    }
}

/// What rules judge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// The header of a message; merges, reverts and autosquash commits may be let off.
    Header,
    /// A message, or the commit that bears it.
    Message,
    /// What a commit, a push or an index changes in the files.
    Change,
    /// A branch or a tag.
    Ref,
    /// A pull request.
    PullRequest,
}

impl Family {
    /// As reports name it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Header | Self::Message => "message",
            Self::Change => "change",
            Self::Ref => "ref",
            Self::PullRequest => "pull-request",
        }
    }
}

/// A rule that a policy can switch on.
#[derive(Clone, Copy)]
pub struct Definition {
    /// What is known of it without a policy.
    pub meta: &'static Meta,
    configure: fn(&mut Section<'_>) -> Box<dyn Rule>,
    fields: fn() -> Vec<Field>,
}

impl Definition {
    /// The definition of a rule.
    pub const fn of<R: Configure>() -> Self {
        Self {
            meta: &R::META,
            configure: |section| Box::new(R::new(R::Options::read(section))),
            fields: R::Options::fields,
        }
    }

    /// The rule with the settings of a section.
    pub fn configure(&self, section: &mut Section<'_>) -> Box<dyn Rule> {
        (self.configure)(section)
    }

    /// Its settings, described.
    pub fn fields(&self) -> Vec<Field> {
        (self.fields)()
    }
}

/// Where and when something is judged.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'s> {
    /// Where.
    pub stage: Stage,
    /// The branch that is worked on or pushed to, where there is one.
    pub branch: Option<&'s str>,
    /// What the community calls things.
    pub vocabulary: &'s Vocabulary,
    /// The largest file, where something else than the policy says so (`GIT_FILE_SIZE_LIMIT`).
    pub file_limit: Option<Size>,
    /// What a server knows around the commits; nothing in hooks and `cihook check`.
    pub around: Option<&'s Around<'s>>,
    /// What a server will add to the header when the commit lands, as ` (#12)`.
    pub suffix: &'s str,
    /// What the user may write anew; nothing, where the commits are other people's or nobody knows.
    pub rework: Rework,
}

/// What a rule reports through.
pub struct Cx<'c> {
    /// Where and when.
    pub situation: Situation<'c>,
    rule: &'static str,
    severity: Severity,
    sheet: &'c mut Sheet,
}

impl<'c> Cx<'c> {
    /// A context for one rule.
    pub fn new(situation: Situation<'c>, rule: &'static str, severity: Severity, sheet: &'c mut Sheet) -> Self {
        Self { situation, rule, severity, sheet }
    }

    /// The sheet that is reported on.
    pub(crate) fn sheet(&mut self) -> &mut Sheet {
        self.sheet
    }

    /// Reports something wrong; what is known beyond the message is added to the finding.
    pub fn report(&mut self, message: Sentence) -> &mut Finding {
        let at = self.sheet.findings.len();
        self.sheet.findings.push(Finding {
            rule: self.rule,
            severity: self.severity,
            message,
            remedy: None,
            span: None,
            label: None,
            help: SmallVec::new(),
            own: None,
            fix: None,
            option: "level",
            source: None,
        });
        &mut self.sheet.findings[at]
    }

    /// The fact, if it is known. If not, the rule is unchecked for this subject, or not applicable where such a fact
    /// cannot exist.
    pub fn need<'k, T>(&mut self, fact: &'k Known<T>) -> Option<&'k T> {
        match fact {
            Known::Yes(fact) => Some(fact),
            Known::No(gap) => {
                self.missing(gap.clone());
                None
            }
        }
    }

    /// A fact is missing: the rule is unchecked, or not applicable where such a fact cannot exist.
    pub fn missing(&mut self, gap: Gap) {
        match gap {
            Gap::NotApplicable => self.not_applicable(),
            gap => self.unchecked(gap),
        }
    }

    /// There is nothing here that the rule could judge.
    pub fn not_applicable(&mut self) {
        self.sheet.not_applicable += 1;
    }

    /// How the pull request lands, where there is one and somebody tells.
    pub fn landing(&self) -> Option<Method> {
        self.situation.around.and_then(|around| around.landing)
    }

    /// The rule could not be judged.
    pub fn unchecked(&mut self, gap: Gap) {
        self.sheet.unchecked.push(Unchecked { rule: self.rule, gap });
    }

    /// The rule does not judge this subject.
    pub fn excuse(&mut self, reason: Excuse) {
        self.sheet.exempt.push(Exempt { rule: self.rule, reason });
    }
}

impl Finding {
    /// Where it stands, and what to say there.
    pub fn at(&mut self, span: Span, label: Sentence) -> &mut Self {
        self.span = Some(span);
        self.label = Some(label);
        self
    }

    /// The option of the rule that asks for it.
    pub fn asked_by(&mut self, option: &'static str) -> &mut Self {
        self.option = option;
        self
    }

    /// What to type instead, where the corrected header does not say it.
    pub fn remedy(&mut self, remedy: Sentence) -> &mut Self {
        self.remedy = Some(remedy);
        self
    }

    /// What else helps.
    pub fn help(&mut self, help: Sentence) -> &mut Self {
        self.help.push(help);
        self
    }

    /// The edits that mend it.
    pub fn fix(&mut self, trust: Trust, title: Sentence, edits: impl IntoIterator<Item = Edit>) -> &mut Self {
        self.fix = Some(Fix { title, edits: edits.into_iter().collect(), trust, slot: None });
        self
    }

    /// The part of the message that its edits fill in.
    pub fn fills(&mut self, slot: Slot) -> &mut Self {
        if let Some(fix) = &mut self.fix {
            fix.slot = Some(slot);
        }
        self
    }

    /// Never more than a warning.
    pub fn at_most_warn(&mut self) -> &mut Self {
        self.severity = Severity::Warn;
        self
    }
}

/// How long the comment is that opens a source file (`//!` lines).
pub const fn page_length(source: &str) -> usize {
    let bytes = source.as_bytes();
    let mut at = 0;
    while at + 2 < bytes.len() && bytes[at] == b'/' && bytes[at + 1] == b'/' && bytes[at + 2] == b'!' {
        while at < bytes.len() && bytes[at] != b'\n' {
            at += 1;
        }
        at += 1;
    }
    at
}

/// The first `N` bytes of `source`, alone: the rest of the file does not come into the program.
pub const fn page_bytes<const N: usize>(source: &str) -> [u8; N] {
    let mut page = [0; N];
    let mut at = 0;
    while at < N {
        page[at] = source.as_bytes()[at];
        at += 1;
    }
    page
}

/// The page of a rule: the comment that opens `$file`, which is the file that calls it.
macro_rules! page {
    ($file:literal) => {{
        const SOURCE: &str = include_str!($file);
        const LENGTH: usize = $crate::rule::page_length(SOURCE);
        const BYTES: [u8; LENGTH] = $crate::rule::page_bytes(SOURCE);
        match std::str::from_utf8(&BYTES) {
            Ok(page) => page,
            Err(_) => "",
        }
    }};
}
pub(crate) use page;
