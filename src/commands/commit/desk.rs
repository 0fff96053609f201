//! A message that is still to be committed: what the policy says of it, and what it becomes when it is corrected.

use crate::engine::Judge;
use crate::finding::{Finding, Severity, Sheet};
use crate::git::committing;
use crate::git::config::Config;
use crate::git::draft::{Draft, Reading};
use crate::git::paths;
use crate::git::place::Place;
use crate::git::rejected::CommitForm;
use crate::message::Message;
use crate::message::issue::Form;
use crate::model::{Commit, Gap, Identity, Known};
use crate::repair::{self, Correction, Given};
use crate::text::{Span, lookalike};

/// What a message is checked with before git sees it.
pub struct Desk<'d> {
    judge: &'d Judge<'d>,
    forms: &'d [Form],
    facts: Draft,
    /// Who signs off, where that was asked for.
    signer: Option<Identity<'static>>,
}

/// A message and what is left to do in it.
pub struct Corrected {
    /// The corrected message; what only a person knows stands there as a placeholder.
    pub text: String,
    /// What is found in it before placeholders are put in.
    pub left: Vec<Finding>,
    /// The placeholders in it.
    pub placeholders: Vec<&'static str>,
    /// Whether it would be accepted as it is.
    pub passes: bool,
}

/// What only a person can tell (`header-format` refuses a header that holds one in its place).
const PLACEHOLDERS: [&str; 5] = ["<type>", "<scope>", "<subsystem>", "<description>", "<issue>"];

impl<'d> Desk<'d> {
    /// For the commit that a form stands for, with the message as far as it is written.
    pub fn new(judge: &'d Judge<'d>, forms: &'d [Form], place: &Place, config: &Config, form: &CommitForm) -> Self {
        let facts = Draft::read(b"", "", config, Reading::Stored).with_people(place, config);
        let named = form.author().and_then(|author| Identity::parse(author.into()));
        let taken_over = || committing::of_head(place, "%an <%ae>").and_then(|author| Identity::parse(author.into()));
        let author = named.or_else(|| form.amends().then(taken_over).flatten());
        let paths = match judge.needs().paths && form.is_of_index() {
            true => paths::staged(place, form.amends()),
            false => Known::No(Gap::NotApplicable),
        };
        let parents = 1 + usize::from(place.is_merging());
        let author = author.map_or_else(|| facts.author.clone(), Known::Yes);
        Self { judge, forms, facts: Draft { author, paths, parents, ..facts }, signer: None }
    }

    /// The same, for a commit that git adds the user's sign-off to.
    pub fn signed(self, is_signed: bool) -> Self {
        let signer = self.facts.committer.yes().filter(|_| is_signed).cloned();
        Self { signer, ..self }
    }

    /// What the policy finds in a text.
    pub fn sheet(&self, text: &str) -> Sheet {
        let text = self.as_committed(text);
        let commit = Commit { message: Message::parse(&text, self.forms), ..self.facts.commit(self.forms) };
        let mut sheet = Sheet::default();
        self.judge.commit(&commit, &|_| false, &mut sheet);
        sheet
    }

    /// Whether the policy finds nothing that stops it.
    pub fn passes(&self, text: &str) -> bool {
        self.sheet(text).findings.iter().all(|finding| finding.severity == Severity::Warn)
    }

    /// The message with all that can be repaired without a person, and placeholders for the rest. One that is there already
    /// is not put beside itself.
    pub fn corrected(&self, text: &str) -> Corrected {
        let given = Given { suggested: true, ..Given::default() };
        let repaired = repair::whole(text, &given, &mut |text| self.sheet(text));
        let left = repaired.left.findings;
        let there = self.placeholders(&repaired.text);
        let shown = |finding: &Finding| {
            let edits = finding.fix.as_ref().map(|fix| fix.edits.as_slice()).unwrap_or_default();
            there.iter().any(|one| edits.iter().any(|edit| edit.text.contains(one)))
        };
        let wanted: Vec<_> = left.iter().filter(|finding| !shown(finding)).cloned().collect();
        let mut correction = Correction::default();
        correction.fill(&repaired.text, &wanted);
        let text = correction.best().unwrap_or(&repaired.text).to_owned();
        let passes = self.passes(&text);
        Corrected { placeholders: self.placeholders(&text), text, left, passes }
    }

    /// The placeholders that stand in their places: the rule names one after the other, and `<type>` in the middle of a
    /// description is a word.
    fn placeholders(&self, text: &str) -> Vec<&'static str> {
        let mut text = text.to_owned();
        let mut found = Vec::new();
        for _ in PLACEHOLDERS {
            let findings = self.sheet(&text).findings;
            let named = |span: Span| PLACEHOLDERS.into_iter().find(|one| *one == span.of(&text)).map(|one| (span, one));
            let Some((span, one)) = findings.iter().filter_map(|finding| finding.span).find_map(named) else { break };
            found.push(one);
            text.replace_range(span.start..span.end, "1");
        }
        PLACEHOLDERS.into_iter().filter(|one| found.contains(one)).collect()
    }

    /// With a sign-off at the end, where git would put it before a last paragraph that looks like a comment to it
    /// (git's commit.c, `ignored_log_message_bytes`).
    pub fn with_last_sign_off(&self, text: &str, comment: &[u8]) -> String {
        let last = text.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default();
        if last.as_bytes().starts_with(comment) { self.as_committed(text) } else { text.to_owned() }
    }

    /// With the sign-off that git will add (git-commit(1), `--signoff`), which it does not where it is the last one already.
    pub fn as_committed(&self, text: &str) -> String {
        let Some(signer) = &self.signer else { return text.to_owned() };
        let line = format!("Signed-off-by: {} <{}>", signer.name, signer.email);
        let trimmed = text.trim_end_matches(|c: char| c.is_whitespace() || lookalike::is_unseen(c));
        if trimmed.lines().last() == Some(&line) {
            return text.to_owned();
        }
        let has_trailers = !Message::parse(trimmed, self.forms).trailers.block.is_empty();
        format!("{trimmed}\n{}{line}\n", if has_trailers { "" } else { "\n" })
    }
}
