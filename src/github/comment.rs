//! What people read on a pull request: the one comment, and the summary of the run, which has room for everything. Pure.

use super::check::{Check, Conclusion};
use crate::finding::{Finding, Severity};
use crate::model::ObjectId;
use crate::render::markdown::Markdown;
use crate::report::SubjectLine;
use crate::text::{escape, width};
use crate::words::{Lang, Place, Sentence, Words};
use std::fmt;

/// What our comment begins with. Anybody can write this: a comment is ours only where the account is ours as well.
pub const MARKER: &str = "<!-- cihook:report -->";

/// So many characters a comment takes, of 65,536.
pub const COMMENT_MOST: usize = 65_000;

/// So many bytes a summary takes, of 1 MiB.
pub const SUMMARY_MOST: usize = 1_000_000;

/// Headers and names are shown so wide; a header can be as long as a book.
const LINE_MOST: usize = 160;

/// A value of a sentence is shown so wide.
const VALUE_MOST: usize = 300;

/// A corrected message that is longer is only shown in its header.
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

/// A comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Its text.
    pub text: String,
    /// Whether there is nothing to open a comment for.
    pub is_clean: bool,
}

const WELL: Words = Words::new("✅ cihook: {0} commits, all is well", "✅ cihook：{0} 个提交，一切正常");
const UNSURE: Words = Words::new(
    "cihook: nothing wrong was found, but not everything could be checked",
    "cihook：未发现问题，但有内容未能检查",
);
const ERRORS: Words = Words::new("cihook: {0} to mend before this can land", "cihook：合并前需要修改 {0} 处");
const WARNINGS: Words = Words::new("cihook: {0} worth a look", "cihook：{0} 处建议修改");
const WELCOME: Words = Words::new(
    "Thank you for your first contribution! Below is what this project asks for, with the commands to get there. \
     If you get stuck, just ask here.",
    "感谢您的首次贡献！以下是本项目的要求和相应的命令。如有困难，请直接在这里提问。",
);
const TITLE: Words = Words::new("The title", "标题");
const COMMIT: Words = Words::new("Commit `{0}`: `{1}`", "提交 `{0}`：`{1}`");
const WHOLE: Words = Words::new("`{0}`", "`{0}`");
const EDIT_TITLE: Words = Words::new("Edit the title to:", "请将标题改为：");
const NEW_MESSAGE: Words = Words::new("The message as it should be:", "提交说明应为：");
const UNASKED: Words = Words::new(
    "the policy does not ask for sign-offs: `sign-off` is off, so that nobody looked for them",
    "策略未要求签署：`sign-off` 已关闭，因此没有检查",
);
const HOW: Words = Words::new("How to mend the commits", "如何修改提交");
const AMEND: Words =
    Words::new("In your clone, on the branch of this pull request:", "在您的克隆中，切换到本拉取请求的分支，执行：");
const EACH_ITS_OWN: Words = Words::new(
    "The commits are not all by the author of this pull request, or hold a merge: everybody mends their own, and nobody \
     signs for somebody else.",
    "这些提交并非都出自本拉取请求的作者，或包含合并：请各自修改自己的提交，不要替他人签署。",
);
const REWORD: Words = Words::new(
    "In the list that opens, write `reword` instead of `pick` before the commits that are named above.",
    "在打开的列表中，把上述提交前的 `pick` 改为 `reword`。",
);
const SIGN_WHY: Words = Words::new(
    "A sign-off says that you may submit the change (https://developercertificate.org); nobody can add it for you.",
    "签署（sign-off）表示您有权提交此变更（https://developercertificate.org），他人不能代签。",
);
const REMEDY: Words = Words::new(
    "Or leave the commits as they are and sign off for them with one more commit, whose message says:",
    "或者保留现有提交，另加一个提交来补签，其说明为：",
);
const MISSING: Words = Words::new("Could not be checked", "未能检查");
const NOTES: Words = Words::new("Also", "另外");
const REST: Words = Words::new("… and {0} more", "……另有 {0} 处");
const MORE: Words =
    Words::new("… and {0} more: the summary of the run has all of them.", "……另有 {0} 处：详见本次运行的摘要。");

impl Draft<'_> {
    /// The comment.
    pub fn letter(&self) -> Letter {
        let is_clean = self.told.is_empty();
        let text = if is_clean && self.missing.is_empty() {
            format!("{MARKER}\n{}\n", self.say(&WELL.with([self.commits.into()])))
        } else {
            let most = COMMENT_MOST - MARKER.len();
            format!("{MARKER}\n{}", self.text(most, MISSING_MOST, &|text| text.chars().count()))
        };
        Letter { text, is_clean }
    }

    /// The summary of the run.
    pub fn summary(&self) -> String {
        if self.told.is_empty() && self.missing.is_empty() {
            let mut text = format!("{}\n", self.say(&WELL.with([self.commits.into()])));
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

    /// All of it, cut between two findings where it becomes longer than `most`.
    fn text(&self, most: usize, missing: usize, length: &dyn Fn(&str) -> usize) -> String {
        let tail = self.tail(missing);
        let mut text = self.head();
        let mut left = most.saturating_sub(length(&text) + length(&tail) + 200);
        let mut unsaid = 0;
        for told in self.told {
            let mut pieces = vec![format!("#### {}\n\n", self.title(told))];
            pieces.extend(told.findings.iter().map(|finding| self.finding(finding)));
            pieces.extend(self.correction(told));
            if unsaid > 0 || length(&pieces[0]) + length(&pieces[1]) > left {
                unsaid += told.findings.len();
                continue;
            }
            for (index, piece) in pieces.iter().enumerate() {
                let is_finding = (1..=told.findings.len()).contains(&index);
                match left.checked_sub(length(piece)) {
                    Some(rest) if unsaid == 0 => {
                        left = rest;
                        text.push_str(piece);
                    }
                    _ => unsaid += usize::from(is_finding),
                }
            }
            text.push('\n');
        }
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
            (0, warnings) => WARNINGS.with([warnings.into()]),
            (errors, _) => ERRORS.with([errors.into()]),
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
        let mut text = self.commands();
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
        text
    }

    fn notes(&self, text: &mut String) {
        if !self.notes.is_empty() {
            text.push_str(&format!("#### {}\n\n", self.say(&NOTES.say())));
            self.notes.iter().for_each(|note| text.push_str(&format!("- {}\n", self.say(note))));
            text.push('\n');
        }
    }

    fn title(&self, told: &Told) -> String {
        let summary = width::fit(&told.subject.summary, LINE_MOST);
        self.say(&match &told.part {
            Part::Title => TITLE.say(),
            Part::Commit(id) => COMMIT.with([id.short().into(), summary.into()]),
            Part::Whole => WHOLE.with([summary.into()]),
        })
    }

    fn finding(&self, finding: &Finding) -> String {
        let mut text = format!("- **{}** ({}): {}", finding.rule, finding.severity.name(), self.say(&finding.message));
        for help in finding.remedy.iter().chain(&finding.help) {
            text.push_str(&format!("\n  {}", self.say(help)));
        }
        text + "\n"
    }

    /// The corrected message, ready to be copied.
    fn correction(&self, told: &Told) -> Option<String> {
        let corrected = told.corrected.as_deref()?;
        let what = if told.part == Part::Title { EDIT_TITLE.say() } else { NEW_MESSAGE.say() };
        let header = || corrected.lines().next().unwrap_or_default();
        let shown = if told.part == Part::Title || corrected.len() > MESSAGE_MOST { header() } else { corrected };
        (shown.len() <= MESSAGE_MOST).then(|| format!("\n{}\n\n{}", self.say(&what), escape::markdown_block(shown)))
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
        return Some(format!("git commit --amend{sign}{edit}"));
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
