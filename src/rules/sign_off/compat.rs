//! Sign-offs as the DCO App (`compat = "dcoapp"`) and DCO 2 (`compat = "dco2"`) judge them.

use super::{Compat, email, lines, same_email, same_name};
use crate::finding::Excuse;
use crate::model::{Commit, DcoConfig, DcoFacts, Gap, Identity, Known, ObjectId, Person, Signature, Stage};
use crate::rule::Cx;
use crate::text::Span;

/// What is wrong with the sign-offs of a commit.
pub(super) enum Fault {
    /// There is none.
    Missing,
    /// There is none, and the member who made the commit has not signed it with a key that is verified.
    Unverified,
    /// This is no address.
    NoAddress(String),
    /// None is by author or committer: who signs first, and where.
    SomebodyElse(String, Span),
}

/// What becomes of a commit.
pub(super) enum Judgement {
    /// It is signed off.
    Passes,
    /// It needs no sign-off.
    Excused(Excuse),
    /// It is at fault.
    Fails(Fault),
    /// It would be at fault, if a fact that is missing does not excuse it.
    Unknown(Gap),
}

/// Judges a commit as one of the apps does.
pub(super) fn judge(compat: Compat, commit: &Commit<'_>, cx: &Cx<'_>) -> Judgement {
    let facts = cx.situation.around.and_then(|around| around.dco.as_ref());
    let app = App { compat, commit, stage: cx.situation.stage, facts };
    let is_of_queue = cx.situation.stage == Stage::MergeGroup && facts.is_some_and(|facts| !facts.is_own(commit.id));
    if is_of_queue { app.of_queue() } else { app.of_people() }
}

struct App<'j> {
    compat: Compat,
    commit: &'j Commit<'j>,
    stage: Stage,
    facts: Option<&'j DcoFacts<'j>>,
}

impl App<'_> {
    /// A commit that the merge queue made: its author is an account, not who signed off, so that only the DCO App asks
    /// that a sign-off was not lost.
    fn of_queue(&self) -> Judgement {
        if self.is_bot() {
            return Judgement::Excused(Excuse::Bot);
        }
        match self.compat {
            Compat::Dcoapp if self.sign_offs().is_empty() => Judgement::Fails(Fault::Missing),
            Compat::Dcoapp => Judgement::Passes,
            Compat::Strict | Compat::Dco2 => Judgement::Excused(Excuse::Queue),
        }
    }

    fn of_people(&self) -> Judgement {
        if self.is_bot() {
            return Judgement::Excused(Excuse::Bot);
        }
        let member = self.is_excused_member();
        if let Known::Yes(true) = member {
            return Judgement::Excused(Excuse::Member);
        }
        let Some(fault) = self.fault() else { return Judgement::Passes };
        match (self.remedied(&fault), member) {
            (Known::Yes(true), _) => Judgement::Excused(Excuse::Remedied),
            (Known::No(gap), _) | (_, Known::No(gap)) => Judgement::Unknown(gap),
            (Known::Yes(false), Known::Yes(_)) => {
                self.unknown_people().map_or(Judgement::Fails(fault), Judgement::Unknown)
            }
        }
    }

    /// The apps let the account of a program off. Where no server can be asked, its address has to do, but for the hooks of
    /// a server, which nobody's word lets anybody pass.
    fn is_bot(&self) -> bool {
        match self.facts {
            Some(facts) => facts.author_of(self.commit.id).is_some_and(|person| person.is_bot),
            None => self.stage != Stage::PreReceive && self.commit.author.yes().is_some_and(has_address_of_bot),
        }
    }

    fn config(&self) -> Known<DcoConfig> {
        self.facts.map_or(Known::Yes(DcoConfig::default()), |facts| facts.config.clone())
    }

    /// Whether a member made the commit who needs no sign-off, because its signature was verified.
    fn is_excused_member(&self) -> Known<bool> {
        let member = match self.config() {
            Known::Yes(config) if config.require_members => Known::Yes(false),
            Known::Yes(_) => self.is_member(),
            Known::No(gap) => Known::No(gap),
        };
        match (member, self.is_verified()) {
            (Known::Yes(false), _) | (_, Known::Yes(false)) => Known::Yes(false),
            (Known::Yes(true), Known::Yes(true)) => Known::Yes(true),
            (Known::No(gap), _) | (_, Known::No(gap)) => Known::No(gap),
        }
    }

    fn is_member(&self) -> Known<bool> {
        let Some(facts) = self.facts else { return Known::Yes(false) };
        let author = facts.author_of(self.commit.id);
        let committer = facts.committer_of(self.commit.id).filter(|_| self.compat == Compat::Dco2);
        let known: Vec<Known<bool>> =
            [author, committer].into_iter().flatten().map(|person: &Person| person.is_member.clone()).collect();
        match known.iter().find(|member| **member != Known::Yes(false)) {
            _ if known.contains(&Known::Yes(true)) => Known::Yes(true),
            Some(unknown) => unknown.clone(),
            None => Known::Yes(false),
        }
    }

    fn is_verified(&self) -> Known<bool> {
        match &self.commit.signature {
            Known::Yes(signature) => Known::Yes(*signature == Signature::Verified),
            Known::No(Gap::NotApplicable) => Known::Yes(false),
            Known::No(gap) => Known::No(gap.clone()),
        }
    }

    fn sign_offs(&self) -> Vec<lines::SignOffLine<'_>> {
        lines::sign_offs(self.commit.message.text).collect()
    }

    fn fault(&self) -> Option<Fault> {
        let sign_offs = self.sign_offs();
        let Some(first) = sign_offs.first() else { return Some(self.missing()) };
        if let Some(email) = self.no_address() {
            return Some(Fault::NoAddress(email));
        }
        let fits = sign_offs.iter().any(|line| self.is_by_either(&line.signer, self.commit));
        (!fits).then(|| Fault::SomebodyElse(first.signer.to_string(), first.span))
    }

    fn missing(&self) -> Fault {
        let required = self.config().yes().is_none_or(|config| config.require_members);
        match (required, self.compat, self.is_member()) {
            (false, Compat::Dcoapp, Known::Yes(true)) => Fault::Unverified,
            _ => Fault::Missing,
        }
    }

    /// The address of the author that is none; DCO 2 looks at the committer's as well.
    fn no_address(&self) -> Option<String> {
        let [author, committer] = people(self.commit);
        let checked = match self.compat {
            Compat::Dcoapp => [author.filter(|person| !person.email.is_empty()).or(committer), None],
            Compat::Strict | Compat::Dco2 => [committer, author],
        };
        let is_address = |person: &&Identity<'_>| match self.compat {
            Compat::Dcoapp => email::is_plain(&person.email),
            Compat::Strict | Compat::Dco2 => email::is_mail(&person.email),
        };
        checked.into_iter().flatten().find(|person| !is_address(person)).map(|person| person.email.to_string())
    }

    /// Whether author or committer signs. The DCO App also takes the name of the one with the address of the other.
    fn is_by_either(&self, signer: &Identity<'_>, commit: &Commit<'_>) -> bool {
        let people = || people(commit).into_iter().flatten();
        match self.compat {
            Compat::Dcoapp => {
                people().any(|person| same_name(signer, person)) && people().any(|person| same_email(signer, person))
            }
            Compat::Strict | Compat::Dco2 => people().any(|person| is_person(signer, person)),
        }
    }

    /// Whether a commit of the pull request signs this one off. An address that is none stays at fault with the DCO App.
    fn remedied(&self, fault: &Fault) -> Known<bool> {
        let (Some(facts), Some(id)) = (self.facts, self.commit.id) else { return Known::Yes(false) };
        if self.compat == Compat::Dcoapp && (matches!(fault, Fault::NoAddress(_)) || self.no_address().is_some()) {
            return Known::Yes(false);
        }
        let every = DcoConfig { require_members: true, individual: true, third_party: true };
        match self.config() {
            Known::Yes(config) => Known::Yes(self.is_remedied(facts, id, config)),
            Known::No(gap) if self.is_remedied(facts, id, every) => Known::No(gap),
            Known::No(_) => Known::Yes(false),
        }
    }

    fn is_remedied(&self, facts: &DcoFacts<'_>, id: ObjectId, config: DcoConfig) -> bool {
        config.individual
            && facts.commits.iter().any(|other| {
                lines::remediations(other.message.text).any(|each| {
                    ObjectId::from_hex(each.target.as_bytes()) == Some(id)
                        && self.is_about(&each)
                        && self.may_remedy(&each, other, config)
                })
            })
    }

    /// Whether a remediation names who failed to sign: on behalf of somebody, that is the author, by name and address.
    fn is_about(&self, remediation: &lines::Remediation<'_>) -> bool {
        let author = self.commit.author.yes();
        match remediation.representative {
            Some(_) => author.is_some_and(|author| is_person(&remediation.declarant, author)),
            None => self.is_by_either(&remediation.declarant, self.commit),
        }
    }

    /// Whether somebody may sign off by `other`: its author for themselves, or its author or committer on behalf of somebody.
    fn may_remedy(&self, remediation: &lines::Remediation<'_>, other: &Commit<'_>, config: DcoConfig) -> bool {
        let by = |person: &Identity<'_>| people(other).into_iter().flatten().any(|one| is_person(person, one));
        match (&remediation.representative, self.compat) {
            (Some(representative), _) => config.third_party && by(representative),
            (None, Compat::Dcoapp) => {
                let [failing, remedying] = [self.commit.author.yes(), other.author.yes()];
                failing.zip(remedying).is_some_and(|(failing, remedying)| is_person(failing, remedying))
            }
            (None, Compat::Strict | Compat::Dco2) => by(&remediation.declarant),
        }
    }

    /// Why author or committer are unknown, where they are.
    fn unknown_people(&self) -> Option<Gap> {
        [&self.commit.author, &self.commit.committer].into_iter().find_map(|person| match person {
            Known::No(gap) if *gap != Gap::NotApplicable => Some(gap.clone()),
            _ => None,
        })
    }
}

/// The address that GitHub gives to an account of a program: `ID+NAME[bot]@users.noreply.github.com` (GitHub Docs, "Email
/// addresses reference").
fn has_address_of_bot(person: &Identity<'_>) -> bool {
    person.email.to_ascii_lowercase().ends_with("[bot]@users.noreply.github.com")
}

/// Author and committer, where they are known.
fn people<'c>(commit: &'c Commit<'_>) -> [Option<&'c Identity<'c>>; 2] {
    [commit.author.yes(), commit.committer.yes()]
}

/// The same name and the same address.
fn is_person(one: &Identity<'_>, other: &Identity<'_>) -> bool {
    same_name(one, other) && same_email(one, other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Severity, Sheet};
    use crate::message::{Message, issue};
    use crate::model::{Around, People};
    use crate::rule::{Situation, Vocabulary};

    const ADA: &str = "Ada <ada@lovelace.org>";

    fn commit<'c>(number: u8, text: &'c str) -> Commit<'c> {
        let ada = || Known::or(Identity::parse(ADA.into()), || Gap::NotApplicable);
        Commit {
            id: ObjectId::from_bytes(&[number; 20]),
            message: Message::parse(text, &issue::default_forms()),
            author: ada(),
            committer: ada(),
            parents: 1,
            signature: Known::Yes(Signature::Absent),
            paths: Known::No(Gap::NotApplicable),
            draft: None,
        }
    }

    /// What becomes of the first of some commits, in a word.
    fn first(compat: Compat, stage: Stage, facts: DcoFacts<'_>, judged: &Commit<'_>) -> &'static str {
        let vocabulary = Vocabulary::default();
        let around = Around { dco: Some(facts), ..Around::default() };
        let situation = Situation {
            stage,
            branch: None,
            vocabulary: &vocabulary,
            around: Some(&around),
            suffix: "",
            rework: crate::model::Rework::default(),
            file_limit: None,
        };
        let mut sheet = Sheet::default();
        match judge(compat, judged, &Cx::new(situation, "sign-off", Severity::Error, &mut sheet)) {
            Judgement::Passes => "passes",
            Judgement::Excused(Excuse::Queue) => "of the queue",
            Judgement::Excused(_) => "excused",
            Judgement::Fails(_) => "fails",
            Judgement::Unknown(_) => "unknown",
        }
    }

    fn facts<'c>(config: Known<DcoConfig>, commits: &'c [Commit<'c>]) -> DcoFacts<'c> {
        DcoFacts { config, commits, people: Default::default(), opener: None }
    }

    fn gap<T>() -> Known<T> {
        Known::No(Gap::Unreadable("no answer".to_owned()))
    }

    #[test]
    fn a_missing_fact_that_could_excuse_makes_the_commit_unknown() {
        let remedy = format!("I, {ADA}, hereby add my Signed-off-by to this commit: {}\n", "01".repeat(20));
        let commits = [commit(1, "x\n"), commit(2, &remedy)];
        let at = |facts: DcoFacts<'_>, judged: &Commit<'_>| first(Compat::Dcoapp, Stage::PullRequest, facts, judged);
        assert_eq!(at(facts(gap(), &commits), &commits[0]), "unknown");
        assert_eq!(at(facts(gap(), &commits), &commits[1]), "fails");
        let remedied = DcoConfig { individual: true, ..DcoConfig::default() };
        assert_eq!(at(facts(Known::Yes(remedied), &commits), &commits[0]), "excused");

        let verified = Commit { signature: Known::Yes(Signature::Verified), ..commit(1, "x\n") };
        let person = |is_member| Some(Person { login: "ada".to_owned(), is_bot: false, is_member });
        let free = Known::Yes(DcoConfig { require_members: false, ..DcoConfig::default() });
        for (is_member, expected) in [(gap(), "unknown"), (Known::Yes(true), "excused"), (Known::Yes(false), "fails")] {
            let people = [(verified.id.expect("an id"), People { author: person(is_member), committer: None })];
            let facts = DcoFacts { people: people.into(), ..facts(free.clone(), &[]) };
            assert_eq!(at(facts, &verified), expected);
        }
    }

    #[test]
    fn what_the_queue_made_only_has_to_keep_a_sign_off_with_the_dco_app() {
        let made = commit(3, "x (#1)\n\nSigned-off-by: Somebody <else@example.org>\n");
        let bare = commit(4, "x (#1)\n");
        let at =
            |compat, judged| first(compat, Stage::MergeGroup, facts(Known::Yes(DcoConfig::default()), &[]), judged);
        assert_eq!((at(Compat::Dcoapp, &made), at(Compat::Dcoapp, &bare)), ("passes", "fails"));
        assert_eq!((at(Compat::Dco2, &made), at(Compat::Dco2, &bare)), ("of the queue", "of the queue"));
    }

    #[test]
    fn the_apps_differ_where_name_and_address_are_of_two_people() {
        let mixed = Commit {
            committer: Known::or(Identity::parse("Bo <bo@example.org>".into()), || Gap::NotApplicable),
            ..commit(1, "x\n\nSigned-off-by: ada <BO@example.org>\n")
        };
        let at = |compat| first(compat, Stage::Check, facts(Known::Yes(DcoConfig::default()), &[]), &mixed);
        assert_eq!((at(Compat::Dcoapp), at(Compat::Dco2)), ("passes", "fails"));
    }
}
