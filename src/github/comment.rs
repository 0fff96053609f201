//! What people read on a pull request: the one comment, and the summary of the run, which has room for everything. Pure.

mod sentences;

use super::check::{Check, Conclusion};
pub use super::letter::{Letter, MARKER};
use crate::finding::{Finding, Severity, Trust};
use crate::model::ObjectId;
use crate::render::markdown::Markdown;
use crate::report::SubjectLine;
use crate::text::{escape, width};
use crate::words::{Lang, Place, Sentence, Words};
use sentences::*;
use std::collections::BTreeSet;
use std::fmt;

/// So many characters a comment takes, of 65,536.
pub const COMMENT_MOST: usize = 65_000;

/// So many bytes a summary takes, of 1 MiB.
pub const SUMMARY_MOST: usize = 1_000_000;

/// Headers and names are shown so wide; a header can be as long as a book.
const LINE_MOST: usize = 160;

/// A value of a sentence is shown so wide.
const VALUE_MOST: usize = 300;

/// A corrected title that is longer is not shown.
const MESSAGE_MOST: usize = 3_000;

/// A text that signs off for others is shown up to so many characters.
const REMEDY_MOST: usize = 20_000;

/// So many unchecked facts a comment lists; a summary has room for more.
const MISSING_MOST: usize = 20;

/// What is said of one subject.
#[derive(Clone, Debug)]
pub struct Told {
    /// What was judged.
    pub subject: SubjectLine,
    /// Which part of the pull request it is.
    pub part: Part,
    /// The message as it should be, where that can be told.
    pub corrected: Option<String>,
    /// What is wrong.
    pub findings: Vec<Finding>,
}

/// A part of a pull request, by how it is mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// The title: edited on the page.
    Title,
    /// A commit: amended or rebased.
    Commit(ObjectId),
    /// What it changes, or what is said of it.
    Whole,
}

/// Everything that is to be told.
#[derive(Clone, Debug)]
pub struct Draft<'d> {
    /// In which language.
    pub lang: Lang,
    /// What is wrong, subject by subject.
    pub told: &'d [Told],
    /// What could not be checked: rule, subject, reason.
    pub missing: &'d [(String, String, String)],
    /// What else is worth knowing.
    pub notes: &'d [Sentence],
    /// How many commits the pull request has.
    pub commits: usize,
    /// Its newest commit.
    pub newest: Option<ObjectId>,
    /// Where its commits go, if all of them are its author's own and in one line, so that its author may write them anew.
    pub onto: Option<Onto>,
    /// Whether its author never contributed before.
    pub is_first: bool,
    /// Whether a later commit may sign off for an earlier one.
    pub remediation: Option<Vec<(ObjectId, String)>>,
}

/// The branch that a pull request goes into, as anybody can fetch it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Onto {
    /// The address of the repository.
    pub address: String,
    /// The branch.
    pub branch: String,
}

impl Draft<'_> {
    /// The comment.
    pub fn letter(&self) -> Letter {
        let is_clean = self.told.is_empty();
        let text = if is_clean && self.missing.is_empty() {
            format!("{MARKER}\n{}\n", self.say(&counted(&WELL, self.commits)))
        } else {
            let most = COMMENT_MOST - MARKER.len();
            format!("{MARKER}\n{}", self.text(most, MISSING_MOST, &|text| text.chars().count()))
        };
        Letter { text, is_clean }
    }

    /// The summary of the run.
    pub fn summary(&self) -> String {
        if self.told.is_empty() && self.missing.is_empty() {
            let mut text = format!("{}\n", self.say(&counted(&WELL, self.commits)));
            self.notes(&mut text);
            return text;
        }
        self.text(SUMMARY_MOST, 50 * MISSING_MOST, &str::len)
    }

    /// A check run that says all of it.
    pub fn check(&self, name: &str, commit: ObjectId, conclusion: Conclusion) -> Check {
        let letter = self.letter().text;
        let summary = letter.strip_prefix(MARKER).unwrap_or(&letter).trim().to_owned();
        Check { name: name.to_owned(), commit, conclusion, title: name.to_owned(), summary }
    }

    /// The check run of the DCO app: `action_required` where a sign-off is missing, or may be. Where the policy asks for
    /// none, nobody looked for them.
    pub fn dco_check(&self, commit: ObjectId, is_asked: bool) -> Check {
        if !is_asked {
            let summary = self.say(&UNASKED.say());
            let conclusion = Conclusion::ActionRequired;
            return Check { name: DCO.to_owned(), commit, conclusion, title: DCO.to_owned(), summary };
        }
        let told: Vec<Told> = self.told.iter().filter_map(Told::of_sign_off).collect();
        let is_of_dco = |rule: &str| rule == SIGN_OFF || rule == "commits";
        let missing: Vec<_> = self.missing.iter().filter(|(rule, ..)| is_of_dco(rule)).cloned().collect();
        let conclusion =
            if told.is_empty() && missing.is_empty() { Conclusion::Success } else { Conclusion::ActionRequired };
        Draft { told: &told, missing: &missing, notes: &[], ..self.clone() }.check(DCO, commit, conclusion)
    }

    /// The same of a commit that a merge queue made. Nobody can act on that commit, and a queue may wait for whoever is
    /// asked to: it fails.
    pub fn dco_check_of_queue(&self, commit: ObjectId, is_asked: bool) -> Check {
        let check = self.dco_check(commit, is_asked);
        let is_well = check.conclusion == Conclusion::Success;
        Check { conclusion: if is_well { check.conclusion } else { Conclusion::Failure }, ..check }
    }

    /// All of it, cut between two subjects where it becomes longer than `most`.
    fn text(&self, most: usize, missing: usize, length: &dyn Fn(&str) -> usize) -> String {
        let tail = self.tail(missing);
        let mut text = self.head();
        let mut left = most.saturating_sub(length(&text) + length(&tail) + 200);
        let mut unsaid = 0;
        for told in self.told {
            let row = self.row(told);
            match left.checked_sub(length(&row)) {
                Some(rest) if unsaid == 0 => {
                    left = rest;
                    text.push_str(&row);
                }
                _ => unsaid += told.findings.len(),
            }
        }
        text.push_str(if self.told.is_empty() { "" } else { "\n" });
        if unsaid > 0 {
            text.push_str(&format!("{}\n\n", self.say(&MORE.with([unsaid.into()]))));
        }
        text + &tail
    }

    fn head(&self) -> String {
        let count = |wanted: Severity| {
            self.told.iter().flat_map(|told| &told.findings).filter(|finding| finding.severity == wanted).count()
        };
        let title = match (count(Severity::Error), count(Severity::Warn)) {
            (0, 0) => UNSURE.say(),
            (0, warnings) => counted(&WARNINGS, warnings),
            (errors, _) => counted(&ERRORS, errors),
        };
        let welcome = if self.is_first && !self.told.is_empty() {
            format!("{}\n\n", self.say(&WELCOME.say()))
        } else {
            String::new()
        };
        format!("### {}\n\n{welcome}", self.say(&title))
    }

    /// What comes after the findings, and is never cut.
    fn tail(&self, most: usize) -> String {
        let mut text = self.title().unwrap_or_default() + &self.commands();
        if !self.missing.is_empty() {
            text.push_str(&format!("#### {}\n\n", self.say(&MISSING.say())));
            for (rule, subject, reason) in self.missing.iter().take(most) {
                text.push_str(&format!("- **{rule}** {} {}\n", line(subject), line(reason)));
            }
            if let Some(rest) = self.missing.len().checked_sub(most).filter(|rest| *rest > 0) {
                text.push_str(&format!("- {}\n", self.say(&REST.with([rest.into()]))));
            }
            text.push('\n');
        }
        self.notes(&mut text);
        self.own(&mut text);
        text
    }

    /// What the community says of the rules, each sentence once.
    fn own(&self, text: &mut String) {
        let findings = self.told.iter().flat_map(|told| &told.findings);
        let said: BTreeSet<String> =
            findings.filter_map(|finding| finding.own.as_ref()).map(|own| self.say(own)).collect();
        said.into_iter().for_each(|own| text.push_str(&format!("{own}\n\n")));
    }

    fn notes(&self, text: &mut String) {
        if !self.notes.is_empty() {
            text.push_str(&format!("#### {}\n\n", self.say(&NOTES.say())));
            self.notes.iter().for_each(|note| text.push_str(&format!("- {}\n", self.say(note))));
            text.push('\n');
        }
    }

    /// One line a subject: what it is, what to write instead, and why.
    fn row(&self, told: &Told) -> String {
        let (colon, comma) = match self.lang {
            Lang::En => (": ", "; "),
            Lang::ZhCn => ("：", "；"),
        };
        let why: Vec<String> = told.findings.iter().map(|finding| self.finding(told, finding)).collect();
        format!("- {}{colon}{}\n", self.subject(told), why.join(comma))
    }

    /// What a subject is, and what to write instead.
    fn subject(&self, told: &Told) -> String {
        let summary = width::fit(&told.subject.summary, LINE_MOST);
        let subject = match &told.part {
            Part::Title => TITLE.with([summary.into()]),
            Part::Commit(id) => COMMIT.with([id.short().into(), summary.into()]),
            Part::Whole => WHOLE.with([summary.into()]),
        };
        let header = told.corrected.as_deref().and_then(|text| text.lines().next());
        let is_new = |header: &&str| *header != told.subject.summary;
        let signs = told.commit().is_some() && told.findings.iter().all(|finding| finding.rule == SIGN_OFF);
        self.say(&match header.filter(is_new) {
            Some(header) => WRITE.with([subject.into(), width::fit(header, LINE_MOST).into()]),
            None if signs => SIGN.with([subject.into()]),
            None => subject,
        })
    }

    /// What is wrong. What the row, the commands or the way to edit the title say is not said again.
    fn finding(&self, told: &Told, finding: &Finding) -> String {
        let mut text = self.say(&finding.message);
        let is_in_commands = told.commit().is_some() && finding.rule == SIGN_OFF;
        let is_in_row = finding.fix.as_ref().is_some_and(|fix| fix.trust != Trust::Placeholder);
        let is_edited = told.part == Part::Title && told.corrected.is_some();
        if !is_in_commands && !is_edited {
            let remedy = finding.remedy.iter().filter(|_| !is_in_row);
            remedy.chain(&finding.help).for_each(|help| text.push_str(&format!(", {}", self.say(help))));
        }
        let advice = if finding.severity == Severity::Warn { self.say(&ADVICE.say()) } else { String::new() };
        format!("{text} ({}{advice})", finding.rule)
    }

    /// How to edit the title, ready to be copied.
    fn title(&self) -> Option<String> {
        let told = self.told.iter().find(|told| told.part == Part::Title)?;
        let corrected = told.corrected.as_deref()?.lines().next()?;
        let shown = escape::markdown_block(corrected);
        (corrected.len() <= MESSAGE_MOST).then(|| format!("{}\n\n{shown}\n", self.say(&EDIT_TITLE.say())))
    }

    /// The commands that mend the commits.
    fn commands(&self) -> String {
        let of_commits = || self.told.iter().filter_map(|told| Some((told, told.commit()?)));
        let has =
            |wanted: bool| of_commits().any(|(told, _)| told.findings.iter().any(|f| (f.rule == SIGN_OFF) == wanted));
        let (signs, rewords) = (has(true), has(false));
        if !signs && !rewords {
            return String::new();
        }
        let newest_only = of_commits().all(|(_, id)| Some(id) == self.newest);
        let mut text = format!("#### {}\n\n", self.say(&HOW.say()));
        match self.onto.as_ref().and_then(|onto| command(onto, newest_only, signs, rewords)) {
            Some(command) => {
                let push = "git push --force-with-lease";
                text.push_str(&format!("{}\n\n```sh\n{command}\n{push}\n```\n\n", self.say(&AMEND.say())));
                if rewords && !newest_only {
                    text.push_str(&format!("{}\n\n", self.say(&REWORD.say())));
                }
            }
            None => text.push_str(&format!("{}\n\n", self.say(&EACH_ITS_OWN.say()))),
        }
        if signs {
            text.push_str(&format!("{}\n\n", self.say(&SIGN_WHY.say())));
            text.push_str(&self.remediation());
        }
        text
    }

    /// The text of a remediation commit, where the community takes one.
    fn remediation(&self) -> String {
        let Some(people) = self.remediation.as_ref().filter(|people| !people.is_empty()) else { return String::new() };
        let lines: Vec<String> = people
            .iter()
            .map(|(id, person)| format!("I, {person}, hereby add my Signed-off-by to this commit: {id}"))
            .collect();
        let text = format!("{}\n\n{}\n", self.say(&REMEDY.say()), escape::markdown_block(&lines.join("\n")));
        // Half of it would sign off for half of the commits.
        if text.chars().count() > REMEDY_MOST { String::new() } else { text }
    }

    fn say(&self, sentence: &Sentence) -> String {
        sentence.show(self.lang, &Short)
    }
}

/// A sentence with a number, in the singular or the plural.
fn counted(words: &'static [Words; 2], count: usize) -> Sentence {
    words[usize::from(count != 1)].with([count.into()])
}

/// The check run of the DCO app where nothing could be judged: it fails and says why, so that nobody waits for it.
pub fn dco_check_failed(commit: ObjectId, lang: Lang, why: &Sentence) -> Check {
    let summary = why.show(lang, &Short);
    Check { name: DCO.to_owned(), commit, conclusion: Conclusion::Failure, title: DCO.to_owned(), summary }
}

impl Told {
    /// What is said of the sign-off of a commit alone.
    fn of_sign_off(&self) -> Option<Self> {
        let findings: Vec<Finding> = self.findings.iter().filter(|finding| finding.rule == SIGN_OFF).cloned().collect();
        (!findings.is_empty()).then(|| Self { corrected: None, findings, ..self.clone() })
    }

    fn commit(&self) -> Option<ObjectId> {
        match self.part {
            Part::Commit(id) => Some(id),
            Part::Title | Part::Whole => None,
        }
    }
}

/// A line of Markdown in which no value takes more than its share.
struct Short;

impl Place for Short {
    fn words(&self, words: &str, out: &mut dyn fmt::Write) -> fmt::Result {
        Markdown.words(words, out)
    }

    fn text(&self, text: &str, out: &mut dyn fmt::Write) -> fmt::Result {
        Markdown.text(&width::fit(text, VALUE_MOST), out)
    }

    fn own(&self, text: &str, out: &mut dyn fmt::Write) -> fmt::Result {
        Markdown.own(text, out)
    }

    fn code(&self, text: &str, out: &mut dyn fmt::Write) -> fmt::Result {
        Markdown.code(&width::fit(text, VALUE_MOST), out)
    }
}

/// The name of the DCO app's check run.
const DCO: &str = "DCO";

/// The rule that is mended by signing off.
pub const SIGN_OFF: &str = "sign-off";

fn line(text: &str) -> String {
    escape::markdown_code(&width::fit(text, LINE_MOST))
}

/// One command that mends all commits; it writes nothing anew but the commits of the pull request.
fn command(onto: &Onto, newest_only: bool, signs: bool, rewords: bool) -> Option<String> {
    if newest_only {
        let sign = if signs { " --signoff" } else { "" };
        let edit = if rewords { "" } else { " --no-edit" };
        return Some(format!("git commit --amend --allow-empty{sign}{edit}"));
    }
    let sign = if signs { " --signoff" } else { "" };
    let pick = if rewords { " --interactive" } else { "" };
    let (address, branch) = (escape::shell_word(&onto.address), escape::shell_word(&onto.branch));
    // What has to be quoted in another way than `'…'` could close the block of code.
    let is_plain = !address.contains('`') && !branch.contains('`');
    is_plain.then(|| format!("git fetch {address} {branch} && git rebase{pick}{sign} FETCH_HEAD"))
}

#[cfg(test)]
mod tests;
