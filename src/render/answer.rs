//! One answer a subject: what is wrong with it in one excerpt, and what to write instead. Whoever shows it adds the one way
//! to go on.

use super::excerpt::Excerpt;
use super::marks::{self, Mark};
use super::{Screen, Shown, Terminal};
use crate::finding::{Finding, Severity, Subject, Trust};
use crate::model::{Blob, Commit, Identity, NewPath};
use crate::remedy;
use crate::report::SubjectId;
use crate::text::{Position, Span, escape, width};
use crate::words::{Lang, Sentence, Words};
use bstr::ByteSlice as _;

/// What was judged, by how its answer is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The draft of a commit.
    Message,
    /// A commit, by its short id.
    Commit(String),
    /// Something else than a message.
    Other,
}

/// The answer; all of its text is harmless for a terminal.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What was judged.
    pub kind: Kind,
    /// The worst of what was found.
    pub severity: Severity,
    /// The rules that found something of that level, each once.
    pub rules: Vec<&'static str>,
    /// What is judged, in one line.
    pub summary: String,
    /// The corrected header, where it differs from the one that was written.
    pub write: Option<String>,
    /// What is wrong and what to do, where no header says it.
    pub remedy: String,
    /// What is wrong, in a table.
    pub short: String,
    /// Whether all that is to be done is the user's own sign-off.
    pub signs: bool,
    /// What to do, in words, about what neither a header nor a command says: the rule and its remedy.
    pub words: Vec<String>,
    /// The arrow, the excerpt and a line a finding.
    pub lines: Vec<String>,
    /// The community's own sentences about the rules, each once.
    pub own: Vec<String>,
    /// The files and lines of the policy that ask for it.
    pub policy: Vec<(String, usize)>,
    /// The rule whose page helps most.
    pub explain: &'static str,
}

/// Colours, where there are any.
#[derive(Clone, Copy, Debug)]
pub struct Paint(pub bool);

impl Paint {
    /// The colour of a level.
    pub(super) fn level(self, severity: Severity, text: &str) -> String {
        use owo_colors::OwoColorize as _;
        match severity {
            _ if !self.0 => text.to_owned(),
            Severity::Error => text.red().bold().to_string(),
            Severity::Warn => text.yellow().to_string(),
        }
    }

    /// What frames an excerpt.
    pub(super) fn frame(self, text: &str) -> String {
        use owo_colors::OwoColorize as _;
        if self.0 { text.blue().bold().to_string() } else { text.to_owned() }
    }

    /// What is to be read first.
    pub(super) fn strong(self, text: &str) -> String {
        use owo_colors::OwoColorize as _;
        if self.0 { text.bold().to_string() } else { text.to_owned() }
    }
}

const MISSING_SIGN_OFF: Words = Words::new("missing `Signed-off-by: {0}`", "缺少 `Signed-off-by: {0}`");
const WARNING: Words = Words::new("warning: ", "警告：");
const LINE: Words = Words::new("line {0}, ", "第 {0} 行，");
const HELP: Words = Words::new("help", "提示");

/// A header is shown so wide in an excerpt, in bytes.
const LINE_MOST: usize = 400;

/// A sentence about a finding is so wide at most.
const SENTENCE_MOST: usize = 300;

impl Answer {
    /// The answer of a subject that something was found in.
    pub fn of(shown: &Shown<'_>, screen: Screen) -> Option<Self> {
        let maker = Maker { shown, screen };
        let findings = &shown.verdict.sheet.findings;
        let severity = findings.iter().map(|finding| finding.severity).max()?;
        let worst: Vec<&Finding> = findings.iter().filter(|finding| finding.severity == severity).collect();
        let first = worst.first()?;
        let mut rules: Vec<&'static str> = Vec::new();
        for finding in &worst {
            if !rules.contains(&finding.rule) {
                rules.push(finding.rule);
            }
        }
        let kind = match shown.verdict.subject {
            Subject::Commit(Commit { id: Some(id), .. }) => Kind::Commit(id.short().to_string()),
            Subject::Commit(_) => Kind::Message,
            _ => Kind::Other,
        };
        let is_placeholder =
            |finding: &&&Finding| finding.fix.as_ref().is_some_and(|fix| fix.trust == Trust::Placeholder);
        Some(Self {
            severity,
            explain: worst.iter().find(is_placeholder).unwrap_or(first).rule,
            summary: escape::line(&shown.verdict.subject.summary()).into_owned(),
            write: maker.write(),
            remedy: maker.remedy(first),
            short: maker.say(&first.message),
            signs: maker.is_own_sign_off(first),
            words: worst.iter().filter_map(|finding| maker.words(finding)).collect(),
            lines: maker.lines(&kind),
            own: maker.own(),
            policy: maker.policy(),
            kind,
            rules,
        })
    }
}

/// What makes an answer.
struct Maker<'m> {
    shown: &'m Shown<'m>,
    screen: Screen,
}

impl Maker<'_> {
    fn say(&self, sentence: &Sentence) -> String {
        width::fit(&sentence.show(self.screen.lang, &Terminal), SENTENCE_MOST).into_owned()
    }

    /// Whole sentences: those of a rule hold commands that must not be cut.
    fn say_all(&self, sentence: &Sentence) -> String {
        sentence.show(self.screen.lang, &Terminal)
    }

    fn colon(&self) -> &'static str {
        if self.screen.lang == Lang::ZhCn { "：" } else { ": " }
    }

    fn write(&self) -> Option<String> {
        let text = self.shown.verdict.text();
        corrected_header(text, self.shown.correction).map(|header| escape::line(header).into_owned())
    }

    fn commit(&self) -> Option<&Commit<'_>> {
        match self.shown.verdict.subject {
            Subject::Commit(commit) => Some(commit),
            _ => None,
        }
    }

    /// Whether a finding goes away by the user's own sign-off.
    fn is_own_sign_off(&self, finding: &Finding) -> bool {
        let is_own = self.commit().is_some_and(|commit| remedy::is_own(commit, self.shown.people));
        is_own && remedy::lacks_sign_off(finding)
    }

    /// What is wrong and what to do about it.
    fn remedy(&self, finding: &Finding) -> String {
        let message = self.say_all(&finding.message);
        match &finding.remedy {
            Some(remedy) => format!("{message}{}{}", self.colon(), self.say_all(remedy)),
            None => message,
        }
    }

    /// What to do about a finding that no edit repairs.
    fn words(&self, finding: &Finding) -> Option<String> {
        let is_said = finding.fix.is_some() || self.is_own_sign_off(finding);
        let remedy = finding.remedy.as_ref().filter(|_| !is_said)?;
        Some(format!("{}{}{}", finding.rule, self.colon(), self.say_all(remedy)))
    }

    /// What the community says of the rules, each sentence once.
    fn own(&self) -> Vec<String> {
        let mut said = Vec::new();
        for own in self.shown.verdict.sheet.findings.iter().filter_map(|finding| finding.own.as_ref()) {
            let own = self.say_all(own);
            if !said.contains(&own) {
                said.push(own);
            }
        }
        said
    }

    fn lines(&self, kind: &Kind) -> Vec<String> {
        let paint = Paint(self.screen.color);
        let findings = &self.shown.verdict.sheet.findings;
        if *kind == Kind::Other {
            return self.other_lines(paint);
        }
        let text = self.shown.verdict.text();
        let line_of = |finding: &Finding| self.mark_of(finding).map(|span| Position::of(text, span.start));
        let place = findings.iter().find_map(line_of);
        let on_line = |finding: &&Finding| line_of(finding).map(|at| at.line) == place.map(|at| at.line);
        let (marked, others): (Vec<&Finding>, Vec<&Finding>) =
            findings.iter().partition(|finding| place.is_some() && on_line(finding));
        let mut lines = vec![self.arrow(place, paint)];
        if let Some(first) = marked.first().and_then(|finding| self.mark_of(finding)) {
            let marks = self.marks(&marked);
            let whole = marks.iter().fold(first, |all, mark| all.to(mark.span));
            let excerpt = Excerpt::of(text, Span::new(first.start, whole.end), LINE_MOST);
            let number = line_in_file(self.shown.verdict.subject, excerpt.number);
            lines.extend(marks::render(&excerpt, number, &marks, paint));
        }
        lines.extend(others.into_iter().map(|finding| {
            let said = self.of_other_line(finding, line_of(finding));
            format!("{} {said}", paint.frame("  ="))
        }));
        lines
    }

    fn arrow(&self, place: Option<Position>, paint: Paint) -> String {
        let subject = self.shown.verdict.subject;
        let at = place.map_or_else(String::new, |at| format!(":{}:{}", line_in_file(subject, at.line), at.column));
        format!("{} {}{at}", paint.frame(" -->"), path_of(subject))
    }

    /// Where a finding is marked: a sign-off that is missing has no place.
    fn mark_of(&self, finding: &Finding) -> Option<Span> {
        let end = self.shown.verdict.text().trim_end().len();
        let is_of_sign_off = remedy::lacks_sign_off(finding);
        finding.span.filter(|span| !(is_of_sign_off && span.is_empty() && span.start >= end))
    }

    /// What is said of each place; findings that say the same of one place share a line.
    fn marks(&self, findings: &[&Finding]) -> Vec<Mark> {
        let mut groups: Vec<(Span, Severity, String, Vec<&'static str>)> = Vec::new();
        for finding in findings {
            let Some(span) = self.mark_of(finding) else { continue };
            let said = self.line(finding);
            let same = groups
                .iter_mut()
                .find(|(at, severity, text, _)| (*at, *severity) == (span, finding.severity) && *text == said);
            match same {
                Some((.., rules)) => rules.push(finding.rule),
                None => groups.push((span, finding.severity, said, vec![finding.rule])),
            }
        }
        let mark = |(span, severity, said, rules): (Span, Severity, String, Vec<&str>)| Mark {
            span,
            severity,
            text: format!("{said} ({})", rules.join(", ")),
        };
        groups.into_iter().map(mark).collect()
    }

    fn of_other_line(&self, finding: &Finding, at: Option<Position>) -> String {
        let author = self.commit().and_then(|commit| commit.author.yes().map(Identity::to_string));
        let is_missing = self.is_own_sign_off(finding) && at.is_none();
        let said = match author.filter(|_| is_missing) {
            Some(author) => self.say(&MISSING_SIGN_OFF.with([author.into()])),
            None => self.line(finding),
        };
        let said = match at {
            Some(at) => {
                let line = line_in_file(self.shown.verdict.subject, at.line);
                format!("{}{said}", self.say(&LINE.with([line.into()])))
            }
            None => said,
        };
        format!("{}{}{said}", finding.rule, self.colon())
    }

    /// A finding in one line: what is wrong, and what a person has to know to repair it. What the corrected header or the
    /// one command says is not said again.
    fn line(&self, finding: &Finding) -> String {
        let mut said = self.say(&finding.message);
        if !remedy::lacks_sign_off(finding) {
            let trust = finding.fix.as_ref().map(|fix| fix.trust);
            let remedy = finding.remedy.iter().filter(|_| !matches!(trust, Some(Trust::Safe | Trust::Guess)));
            let more = remedy.chain(finding.help.iter().filter(|_| trust != Some(Trust::Safe)));
            let separator = if self.screen.lang == Lang::ZhCn { "；" } else { "; " };
            more.for_each(|sentence| said.push_str(&format!("{separator}{}", self.say(sentence))));
        }
        match finding.severity {
            Severity::Error => said,
            Severity::Warn => format!("{}{said}", self.say(&WARNING.say())),
        }
    }

    /// Of a file, a ref or a push: what helps, in full.
    fn other_lines(&self, paint: Paint) -> Vec<String> {
        let findings = &self.shown.verdict.sheet.findings;
        let mut lines = vec![self.arrow(None, paint)];
        let severity = findings.iter().map(|finding| finding.severity).max();
        let first = findings.iter().position(|finding| Some(finding.severity) == severity);
        for (index, finding) in findings.iter().enumerate() {
            if Some(index) != first {
                let said = format!("{}{}{}", finding.rule, self.colon(), self.remedy(finding));
                lines.push(format!("{} {said}", paint.frame("  =")));
            }
            lines.extend(finding.help.iter().map(|help| {
                format!("{} {}{}{}", paint.frame("  ="), self.say(&HELP.say()), self.colon(), self.say_all(help))
            }));
        }
        lines
    }

    /// Where the policy asks for it, each line once.
    fn policy(&self) -> Vec<(String, usize)> {
        let mut places: Vec<(String, usize)> = Vec::new();
        for finding in &self.shown.verdict.sheet.findings {
            let why = (self.shown.whys)(finding.source.unwrap_or(finding.rule), finding.option);
            if let Some(why) = why {
                let place = (escape::line(&why.name).into_owned(), why.line);
                if !places.contains(&place) {
                    places.push(place);
                }
            }
        }
        places.sort();
        places
    }
}

/// The header as it should be, where that differs from what it is.
pub(super) fn corrected_header<'c>(text: &str, correction: &'c crate::repair::Correction) -> Option<&'c str> {
    let corrected = correction.best()?.lines().find(|line| !line.trim().is_empty())?;
    let written = text.lines().find(|line| !line.trim().is_empty());
    (written != Some(corrected)).then_some(corrected)
}

/// What people know the subject by, as the arrow of a finding names it.
pub(super) fn path_of(subject: Subject<'_>) -> String {
    match subject {
        Subject::Commit(Commit { id: Some(id), .. }) => format!("commit {}", id.short()),
        Subject::Commit(Commit { draft: Some(draft), .. }) if !draft.file.is_empty() => {
            escape::line(&draft.file).into_owned()
        }
        Subject::Commit(_) => "<stdin>".to_owned(),
        Subject::Blob(Blob { entry, .. }) | Subject::Path(NewPath { entry, .. }) => {
            let path = entry.path.to_str_lossy();
            let path = escape::line(&path);
            entry.commit.map_or_else(|| path.to_string(), |commit| format!("{path} (commit {})", commit.short()))
        }
        Subject::Push(push) if push.remote.is_empty() => "push".to_owned(),
        Subject::Push(push) => format!("push to {}", escape::line(push.remote)),
        Subject::Ref(change) => escape::line(change.name).into_owned(),
        Subject::PullRequest(pull_request) => format!("pull request #{}", pull_request.number),
        Subject::Entry(_) => escape::line(&SubjectId(subject).to_string()).into_owned(),
    }
}

/// The line of the file that a line of the message is.
pub(super) fn line_in_file(subject: Subject<'_>, line: usize) -> usize {
    let Subject::Commit(commit) = subject else { return line };
    commit.draft.and_then(|draft| draft.lines.get(line - 1).copied()).unwrap_or(line)
}
