//! The title of a pull request: the header rules judge the commit that it will be, in the name of `pr-title`.

use super::{Judge, Judged, Tell};
use crate::finding::{Excuse, Exempt, Finding, Sheet};
use crate::message::Message;
use crate::model::{Commit, HeaderFrom, PullRequest};
use crate::repair;
use crate::rule::{Situation, Vocabulary};
use crate::rules::pr_title;

impl Judge<'_> {
    /// Has the header rules judge the header of what will land.
    pub(super) fn title(&self, pull_request: &PullRequest<'_>, about: &Tell<'_>, sheet: &mut Sheet) {
        let landing = &pull_request.landing;
        // Where nobody judges the commits that land as they are, the title is all that there is.
        let whole = match &landing.commit {
            Some(commit) => commit.clone(),
            None if self.is_title_only => Commit::saying(Message::parse(pull_request.title, self.forms())),
            None => {
                sheet.not_applicable += 1;
                return;
            }
        };
        let vocabulary = Vocabulary::of(self.titles.iter().map(|judged| judged.active.rule.as_ref()));
        let vocabulary = Vocabulary { counting: self.situation.vocabulary.counting.clone(), ..vocabulary };
        let message = Message::parse(whole.message.text, &vocabulary.forms);
        let commit = Commit { message, ..whole };
        if let Some(reason) = self.gate.lets_off(&commit) {
            sheet.exempt.push(Exempt { rule: pr_title::ID, reason });
            return;
        }
        let situation = Situation { branch: Some(pull_request.head), vocabulary: &vocabulary, ..self.situation };
        let mut found = Sheet::default();
        self.headers(&commit, Situation { suffix: &landing.suffix, ..situation }, about, &mut found);
        if landing.header_from == HeaderFrom::Commit && !self.is_title_only {
            // That commit is judged itself: only what the suffix makes of its header is new.
            let mut known = Sheet::default();
            self.headers(&commit, situation, about, &mut known);
            let is_judged = |rule: &str| self.messages.iter().any(|judged| judged.active.definition.meta.id == rule);
            let is_known = |finding: &Finding| {
                let is_same = |other: &Finding| (other.rule, other.option) == (finding.rule, finding.option);
                is_judged(finding.rule) && known.findings.iter().any(is_same)
            };
            found.findings.retain(|finding| !is_known(finding));
            found.unchecked.clear();
            found.exempt.clear();
        }
        repair::doubt(&commit.message, &mut found.findings);
        found.findings.iter_mut().for_each(|finding| pr_title::adopt(finding, pull_request));
        found.unchecked.iter_mut().for_each(|unchecked| unchecked.rule = pr_title::ID);
        sheet.findings.append(&mut found.findings);
        sheet.unchecked.append(&mut found.unchecked);
        sheet.exempt.append(&mut found.exempt);
        sheet.not_applicable += found.not_applicable;
    }

    fn headers(&self, commit: &Commit<'_>, situation: Situation<'_>, about: &Tell<'_>, sheet: &mut Sheet) {
        for judged in &self.titles {
            let rule = judged.active.definition.meta.id;
            match self.entry_about(judged, about) {
                Some(index) => sheet.exempt.push(Exempt { rule, reason: Excuse::Entry(index) }),
                None => Judged::commit(judged, commit, situation, sheet),
            }
        }
    }
}
