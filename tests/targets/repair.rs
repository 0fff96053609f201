//! Repairs: made once, nothing is left for them to do.

use super::promises::{choice, judge, preset};
use cihook::engine::Judge;
use cihook::finding::{Finding, Sheet, Trust};
use cihook::message::Message;
use cihook::message::issue::Form;
use cihook::model::{Commit, Identity, Known};
use cihook::policy::Policy;
use cihook::repair::{Correction, offered};
use std::sync::LazyLock;

static POLICIES: LazyLock<[Policy; 2]> = LazyLock::new(|| ["openim", "conventional"].map(preset));

/// The first byte chooses a policy, the rest is a message.
pub fn target(data: &[u8]) {
    let (first, rest) = choice(data);
    let text = String::from_utf8_lossy(rest);
    let policy = &POLICIES[usize::from(first) % POLICIES.len()];
    let effective = policy.for_branch(None).expect("presets have no overrides");
    let (judge, forms) = (judge(policy, &effective), &effective.vocabulary.forms);
    let before = findings(&judge, forms, &text);
    let mut correction = Correction::default();
    correction.fill(&text, &before);
    before.iter().for_each(|finding| drop(offered(&text, &before, finding)));
    let Some(once) = correction.safe() else { return };
    let again: Vec<Finding> = findings(&judge, forms, once).into_iter().filter(is_safe).collect();
    let rules: Vec<&str> = again.iter().map(|finding| finding.rule).collect();
    assert!(rules.is_empty(), "{rules:?} can still be repaired in {once:?}, which was {text:?}");
}

fn is_safe(finding: &Finding) -> bool {
    finding.fix.as_ref().is_some_and(|fix| fix.trust == Trust::Safe)
}

fn findings(judge: &Judge<'_>, forms: &[Form], text: &str) -> Vec<Finding> {
    let author = Identity { name: "Ada".into(), email: "ada@lovelace.org".into() };
    let commit = Commit {
        author: Known::Yes(author.clone()),
        committer: Known::Yes(author),
        ..Commit::saying(Message::parse(text, forms))
    };
    let mut sheet = Sheet::default();
    judge.commit(&commit, &|_| false, &mut sheet);
    sheet.findings
}
