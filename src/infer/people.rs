//! What people wrote by hand, and what tools, bots and servers made of it.

use super::{Sample, Share};
use crate::message::issue::{self, default_forms};
use crate::message::{Message, Origin};
use crate::model::{AuthorKind, Commit, Gap, Identity, Known, ObjectId, Signature, is_server};
use crate::rules::header_format::is_version;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// The messages of a history, by who wrote them.
pub struct People<'s> {
    /// Every commit of a person that is no merge, as it was stored.
    pub commits: Vec<Commit<'s>>,
    /// Those that were written by hand, by their places in `commits`.
    pub by_hand: Vec<ByHand<'s>>,
    /// The commits of bots, by their names.
    pub bots: BTreeMap<String, Vec<Commit<'s>>>,
    /// Merges.
    pub merges: u64,
    /// Merges of pull requests that a server made.
    pub server_merges: u64,
    /// Headers with a number that a server added, of all that people wrote.
    pub suffixed: Share,
    /// Headers that are nothing but a version.
    pub versions: u64,
    /// Commits that were to be squashed into others.
    pub autosquash: u64,
}

/// A message that somebody wrote.
pub struct ByHand<'s> {
    /// Its place among the commits of people.
    pub index: usize,
    /// The message without what a server added.
    pub text: Cow<'s, str>,
    /// Who wrote it.
    pub author: Cow<'s, str>,
}

/// A header as its author wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HandWritten<'t> {
    /// What stands before the number that a server added.
    pub header: &'t str,
    /// Whether there was one.
    pub is_cut: bool,
}

/// The header that a person wrote: without the ` (#N)` that a server added when it squashed a pull request.
pub fn hand_written<'t>(header: &'t str, committer: Option<&Identity<'_>>) -> HandWritten<'t> {
    let cut = || issue::without_landing_number(header);
    match committer.is_some_and(is_server).then(cut).flatten() {
        Some(header) => HandWritten { header, is_cut: true },
        None => HandWritten { header, is_cut: false },
    }
}

impl<'s> People<'s> {
    /// Parts the samples.
    pub fn of(samples: impl IntoIterator<Item = &'s Sample>) -> Self {
        let mut people = Self {
            commits: Vec::new(),
            by_hand: Vec::new(),
            bots: BTreeMap::new(),
            merges: 0,
            server_merges: 0,
            suffixed: Share::default(),
            versions: 0,
            autosquash: 0,
        };
        samples.into_iter().for_each(|sample| people.add(sample));
        people
    }

    fn add(&mut self, sample: &'s Sample) {
        let commit = facts(sample);
        let is_of_server = sample.committer.as_ref().is_some_and(is_server);
        if commit.is_merge() {
            self.merges += 1;
            self.server_merges += u64::from(is_of_server);
            return;
        }
        if AuthorKind::of(&commit) == AuthorKind::Bot {
            let name = sample.author.as_ref().map_or_else(String::new, |author| author.name.to_string());
            self.bots.entry(name).or_default().push(commit);
            return;
        }
        let header = commit.summary();
        let HandWritten { header: written, is_cut } = hand_written(header, sample.committer.as_ref());
        self.suffixed.add(is_cut);
        let is_version = is_version(&commit.message.header) || written.starts_with("Version Packages");
        self.versions += u64::from(is_version);
        self.autosquash += u64::from(commit.message.header.autosquash.is_some());
        let index = self.commits.len();
        let is_by_machine = is_version || is_by_machine(&commit) || (is_of_server && !is_cut && is_of_web(written));
        if !is_by_machine {
            let text =
                if is_cut { Cow::Owned(sample.text.replacen(header, written, 1)) } else { sample.text.as_str().into() };
            let author = sample.author.as_ref().map_or("", |author| author.email.as_ref());
            self.by_hand.push(ByHand { index, text, author: author.into() });
        }
        self.commits.push(commit);
    }

    /// How many people there are.
    pub fn count(&self) -> usize {
        self.by_hand.iter().map(|by_hand| by_hand.author.to_lowercase()).collect::<BTreeSet<_>>().len()
    }

    /// Whether pull requests land squashed: most of what people wrote has the number that a server adds then, and servers
    /// hardly make merges.
    pub fn is_squashed(&self) -> bool {
        const ENOUGH: u64 = 10;
        self.suffixed.part >= ENOUGH && self.suffixed.is(50) && self.server_merges * 4 < self.suffixed.part
    }
}

/// A sample as rules see it.
pub fn facts(sample: &Sample) -> Commit<'_> {
    let nobody = || Gap::Unreadable("the commit names nobody".to_owned());
    Commit {
        id: Some(sample.id),
        message: Message::parse(&sample.text, &default_forms()).with_fault(sample.fault.clone()),
        author: Known::or(sample.author.as_ref().map(lent), nobody),
        committer: Known::or(sample.committer.as_ref().map(lent), nobody),
        parents: sample.parents.len(),
        signature: Known::Yes(Signature::Absent),
        paths: Known::No(Gap::NotApplicable),
        draft: None,
    }
}

/// The same identity, which keeps its texts.
fn lent<'s>(identity: &'s Identity<'static>) -> Identity<'s> {
    Identity { name: Cow::Borrowed(&identity.name), email: Cow::Borrowed(&identity.email) }
}

/// Whether git or a server wrote the header, or it is about to go away.
fn is_by_machine(commit: &Commit<'_>) -> bool {
    commit.message.origin() != Origin::Author
        || commit.message.header.autosquash.is_some()
        || commit.summary().starts_with("Merge ")
}

/// Whether the editor of a web page wrote the header: `Update README.md`, `Add files via upload`.
fn is_of_web(header: &str) -> bool {
    let mut words = header.split(' ');
    let is_verb = words.next().is_some_and(|verb| matches!(verb, "Update" | "Create" | "Delete" | "Rename"));
    let is_file = words.next().is_some_and(|file| file.contains(['.', '/']) || file == "LICENSE");
    let is_all = words.next().is_none_or(|word| word == "to");
    (is_verb && is_file && is_all) || matches!(header, "Add files via upload" | "Initial commit")
}

/// The names of the commits that `from` reaches, as far as the samples go.
pub fn reached(samples: &[&Sample], from: ObjectId) -> BTreeSet<ObjectId> {
    let parents: BTreeMap<ObjectId, &[ObjectId]> =
        samples.iter().map(|sample| (sample.id, sample.parents.as_slice())).collect();
    let mut reached = BTreeSet::new();
    let mut todo = vec![from];
    while let Some(id) = todo.pop() {
        if let Some(parents) = parents.get(&id)
            && reached.insert(id)
        {
            todo.extend(parents.iter());
        }
    }
    reached
}
