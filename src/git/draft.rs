//! The message of a commit that is about to be made, and what is known of the commit.

use super::ask::Git;
use super::config::Config;
use super::place::Place;
use super::{environment, file};
use crate::failure::{Failure, Result};
use crate::message::Message;
use crate::message::cleanup::Cleaned;
use crate::message::decode::{DecodeFault, decode};
use crate::message::issue::Form;
use crate::model::{Commit, DraftPlace, Gap, Identity, Known};
use std::io::Read as _;
use std::path::Path;

/// A draft, and what is known of the commit that it will make.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The cleaned message, as git would store it.
    pub bytes: Vec<u8>,
    /// The cleaned message as text.
    pub text: String,
    /// Why it is no text.
    pub fault: Option<DecodeFault>,
    /// Where it stands.
    pub place: DraftPlace,
    /// Who writes it.
    pub author: Known<Identity<'static>>,
    /// Who commits it.
    pub committer: Known<Identity<'static>>,
    /// How many parents the commit will have.
    pub parents: usize,
    /// What it will change.
    pub paths: Known<Vec<String>>,
    /// What the editor opened with (`commit.template`), cleaned alike.
    pub template: Option<String>,
}

/// How the bytes of a message are to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// As a file from an editor: git has still to clean it.
    Draft,
    /// As a commit that exists: nothing changes.
    Stored,
}

/// The bytes of a file, or of standard input for `-`.
///
/// # Errors
/// Where they cannot be read.
pub fn bytes_of(file: &Path) -> Result<Vec<u8>> {
    if file == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).map_err(|error| Failure::reading(file, error))?;
        return Ok(bytes);
    }
    std::fs::read(file).map_err(|error| Failure::reading(file, error))
}

impl Draft {
    /// Reads a message as git will store it; `file` is its name for people.
    pub fn read(bytes: &[u8], file: &str, config: &Config, reading: Reading) -> Self {
        let settings = config.draft_settings();
        // `git commit` hands its hook another file, also when it ends a merge.
        let is_of_merge = Path::new(file).file_name().is_some_and(|name| name == "MERGE_MSG");
        let settings = if is_of_merge { settings.of_merge() } else { settings };
        let cleaned = match reading {
            Reading::Draft => settings.cleanup_of(bytes).apply(bytes),
            Reading::Stored => {
                let lines = bytes.split_inclusive(|&byte| byte == b'\n').count();
                Cleaned { text: bytes.to_vec(), lines: (1..=lines).collect() }
            }
        };
        let decoded = decode(&cleaned.text, settings.encoding.as_deref());
        let (text, fault) = (decoded.text.into_owned(), decoded.fault);
        Self {
            text,
            fault,
            place: DraftPlace { file: file.to_owned(), lines: cleaned.lines },
            author: Known::No(Gap::NotApplicable),
            committer: Known::No(Gap::NotApplicable),
            parents: 1,
            paths: Known::No(Gap::NotApplicable),
            template: None,
            bytes: cleaned.text,
        }
    }

    /// Adds who writes and who commits: what git tells its hooks, else what its configuration says, else what git
    /// makes of the system.
    pub fn with_people(mut self, place: &Place, config: &Config) -> Self {
        let template = config.path("commit.template", place).and_then(|path| file::read_small(&path));
        self.template = template.map(|bytes| {
            let cleaned = config.draft_settings().cleanup_of(&bytes).apply(&bytes).text;
            String::from_utf8_lossy(&cleaned).into_owned()
        });
        self.author = person(Person::Author, place, config);
        self.committer = person(Person::Committer, place, config);
        self
    }

    /// The draft as rules see it.
    pub fn commit(&self, forms: &[Form]) -> Commit<'_> {
        Commit {
            author: self.author.clone(),
            committer: self.committer.clone(),
            parents: self.parents,
            paths: self.paths.clone(),
            draft: Some(&self.place),
            ..Commit::saying(Message::parse(&self.text, forms).with_fault(self.fault.clone()))
        }
    }
}

/// Who works here: the author and the committer of a commit that would be made now.
pub fn people(place: &Place, config: &Config) -> Vec<Identity<'static>> {
    let people = [Person::Author, Person::Committer].map(|one| person(one, place, config));
    people.into_iter().filter_map(|person| person.yes().cloned()).collect()
}

#[derive(Clone, Copy)]
enum Person {
    Author,
    Committer,
}

fn person(person: Person, place: &Place, config: &Config) -> Known<Identity<'static>> {
    let (variable, section) = match person {
        Person::Author => ("AUTHOR", "author"),
        Person::Committer => ("COMMITTER", "committer"),
    };
    let part = |name: &str| {
        environment::text(&format!("GIT_{variable}_{}", name.to_uppercase()))
            .or_else(|| config.text(&format!("{section}.{name}")))
            .or_else(|| config.text(&format!("user.{name}")))
            .filter(|text| !text.is_empty())
    };
    if let (Some(name), Some(email)) = (part("name"), part("email")) {
        return Known::Yes(Identity { name: plain(&name).into(), email: plain(&email).into() });
    }
    let told = Git::at(place).text(["var", &format!("GIT_{variable}_IDENT")]);
    match told.ok().and_then(|told| Identity::parse(told.into())) {
        Some(identity) => Known::Yes(identity),
        None => Known::No(Gap::Unreadable("git knows no name and address (user.name, user.email)".to_owned())),
    }
}

/// A name as git writes it into a commit: without what would break the line, and without punctuation at its ends
/// (git's ident.c, `strbuf_addstr_without_crud`).
fn plain(text: &str) -> String {
    let is_crud = |c: char| c <= ' ' || ".,:;<>\"\\'".contains(c);
    text.trim_matches(is_crud).chars().filter(|c| !matches!(c, '<' | '>' | '\n')).collect()
}
