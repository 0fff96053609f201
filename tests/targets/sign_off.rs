//! Sign-offs and remediations: what passes names its author.

use super::promises::{choice, forms, judge_at, load};
use cihook::finding::Sheet;
use cihook::message::Message;
use cihook::model::{Around, Commit, DcoConfig, DcoFacts, Identity, Known, ObjectId, Stage};
use cihook::policy::Policy;
use std::collections::BTreeMap;
use std::sync::LazyLock;

const COMPATS: [&str; 3] = ["strict", "dcoapp", "dco2"];

static POLICIES: LazyLock<[Policy; 3]> = LazyLock::new(|| {
    COMPATS.map(|compat| {
        let text = format!("extends = []\n[rules.sign-off]\nlevel = \"error\"\ncompat = \"{compat}\"\n");
        load(text).unwrap_or_else(|_| panic!("{compat} is right"))
    })
});

const AUTHOR: &str = "Ada Lovelace";
const EMAIL: &str = "ada@lovelace.org";

/// The first byte chooses how sign-offs are judged, the rest is the message of a commit. An earlier one is signed off by
/// nobody but perhaps by this one.
pub fn target(data: &[u8]) {
    let (first, rest) = choice(data);
    let text = String::from_utf8_lossy(rest);
    let which = usize::from(first) % COMPATS.len();
    let [earlier, later] = [b'a', b'b'].map(|digit| ObjectId::from_hex(&[digit; 40]).expect("a name"));
    let commits = [commit(earlier, "fix: x\n"), commit(later, &text)];
    let config = DcoConfig { require_members: true, individual: first & 0x40 == 0, third_party: first & 0x80 == 0 };
    let facts = DcoFacts { config: Known::Yes(config), commits: &commits, people: BTreeMap::new(), opener: None };
    let around = Around { dco: Some(facts), ..Around::default() };
    let passes = |commit: &Commit<'_>| {
        let effective = POLICIES[which].for_branch(None).expect("there are no overrides");
        let mut sheet = Sheet::default();
        judge_at(Stage::PullRequest, Some(&around), &POLICIES[which], &effective).commit(
            commit,
            &|_| false,
            &mut sheet,
        );
        sheet.findings.is_empty() && sheet.unchecked.is_empty()
    };
    let says = |words: &str| text.to_lowercase().contains(&words.to_lowercase());
    let names_author = says(EMAIL) && says(AUTHOR);
    if passes(&commits[1]) {
        assert!(
            says("Signed-off-by") && names_author,
            "{text:?} is signed off by nobody, and passes {}",
            COMPATS[which]
        );
    }
    if passes(&commits[0]) {
        let is_said = says(&earlier.to_string()) && says("hereby add my Signed-off-by") && names_author;
        assert!(is_said && which > 0 && config.individual, "{text:?} signs off another commit for {}", COMPATS[which]);
    }
}

fn commit(id: ObjectId, text: &str) -> Commit<'_> {
    let author = Identity { name: AUTHOR.into(), email: EMAIL.into() };
    Commit {
        id: Some(id),
        author: Known::Yes(author.clone()),
        committer: Known::Yes(author),
        ..Commit::saying(Message::parse(text, &forms()))
    }
}
