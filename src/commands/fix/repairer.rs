//! Repairs one message after the other.

use super::super::session::Setup;
use crate::cli::fix::Fix;
use crate::engine::Judge;
use crate::failure::{Failure, Result};
use crate::finding::{Sheet, Subject, Verdict};
use crate::git::config::Config;
use crate::message::Message;
use crate::message::issue::Form;
use crate::model::{Commit, Identity, ObjectId};
use crate::repair::{self, Given, Repaired};
use crate::report::Report;
use crate::rewrite::sign;
use crate::words::Words;
use std::collections::{BTreeMap, HashSet};

const NO_IDENTITY: Words = Words::new(
    "your sign-off or signature needs your name and address, and git knows none",
    "签署或签名需要您的姓名和邮箱，但 git 中没有配置",
);
const SET_IDENTITY: Words = Words::new(
    "tell git who you are with: git config user.name NAME, and git config user.email ADDRESS",
    "请先设置：git config user.name 姓名，以及 git config user.email 邮箱",
);

/// The rule that only a person can satisfy.
pub const SIGN_OFF: &str = "sign-off";

/// What messages are repaired by.
pub struct Repairer<'r> {
    /// Who checks what is left.
    pub judge: &'r Judge<'r>,
    /// What an issue reference looks like.
    pub forms: &'r [Form],
    /// Which commits the revisions of `[[exempt]]` entries reach, by the number of the entry.
    pub reached: BTreeMap<usize, HashSet<ObjectId>>,
    /// What a person gave.
    pub given: Given<'r>,
    /// Who works here, as far as that is configured.
    pub person: Option<Identity<'static>>,
    /// Whether that person's sign-off is added to their own commits.
    pub signs: bool,
}

impl Repairer<'_> {
    /// What the rules say of a commit with another message.
    pub fn check(&self, commit: &Commit<'_>, text: &str) -> Sheet {
        let message = Message::parse(text, self.forms).with_fault(commit.message.fault.clone());
        let commit = Commit { message, ..commit.clone() };
        let reached =
            |entry: usize| commit.id.is_some_and(|id| self.reached.get(&entry).is_some_and(|ids| ids.contains(&id)));
        let mut sheet = Sheet::default();
        self.judge.commit(&commit, &reached, &mut sheet);
        sheet
    }

    /// The message of a commit, repaired; `text` may be another one than its own.
    pub fn repair(&self, commit: &Commit<'_>, text: &str) -> Repaired {
        let repaired = repair::whole(text, &self.given, &mut |text| self.check(commit, text));
        match self.signed(commit, &repaired) {
            Some(text) => Repaired { left: self.check(commit, &text), text },
            None => repaired,
        }
    }

    /// The message with the user's sign-off. Merges get none, as from `git rebase --signoff`, unless a rule asks for it.
    fn signed(&self, commit: &Commit<'_>, repaired: &Repaired) -> Option<String> {
        let signer = self.person.as_ref().filter(|_| self.signs)?;
        let is_asked = repaired.left.findings.iter().any(|finding| finding.rule == SIGN_OFF);
        if !is_own(commit, signer) || commit.is_merge() && !is_asked {
            return None;
        }
        sign::signed(&repaired.text, signer)
    }

    /// Adds to a report what the rules say of a commit.
    pub fn count(report: &mut Report, commit: &Commit<'_>, sheet: &Sheet) {
        report.add(&Verdict { subject: Subject::Commit(commit), sheet });
    }
}

/// Whether a person is the author of a commit: the address alike in any case, and the name.
pub fn is_own(commit: &Commit<'_>, who: &Identity<'_>) -> bool {
    commit
        .author
        .yes()
        .is_some_and(|author| author.email.eq_ignore_ascii_case(&who.email) && sign::is_same(&author.name, &who.name))
}

/// Who works here: `user.name` and `user.email` as they are configured. What a hook or a script sets for one commit
/// (`GIT_AUTHOR_*`) is not the person.
fn person(config: &Config) -> Option<Identity<'static>> {
    let told = |key: &str| config.text(key).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    Some(Identity { name: told("user.name")?.into(), email: told("user.email")?.into() })
}

/// Who repairs messages by a setup.
///
/// # Errors
/// Where sign-offs are asked for and nobody is configured.
pub fn repairer<'r>(setup: &'r Setup<'_>, judge: &'r Judge<'r>, fix: &'r Fix, config: &Config) -> Result<Repairer<'r>> {
    let person = person(config);
    if (fix.signoff || fix.gpg_sign.is_some()) && person.is_none() {
        return Err(Failure::usage(NO_IDENTITY.say()).hint(SET_IDENTITY.say()));
    }
    let given = super::given(fix);
    Ok(Repairer { judge, forms: setup.forms(), reached: BTreeMap::new(), given, person, signs: fix.signoff })
}
