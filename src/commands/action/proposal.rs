//! A pull request as rules see it: what it says, how it will land, and which files it changes.

use super::base::Base;
use super::templates;
use crate::failure::Result;
use crate::generated::Generated;
use crate::github::answers;
use crate::github::client::Trouble;
use crate::github::landing::{self, Settled};
use crate::github::repository::{Gathered, Repository};
use crate::message::Message;
use crate::message::issue::Form;
use crate::model::{Account, Commit, File, Gap, Identity, Known, Landing, PullRequest};
use crate::policy::Policy;

/// What is known beside the answers themselves.
pub struct Proposal {
    settled: Settled,
    generated: Generated,
    templates: Known<Vec<String>>,
}

/// What somebody is to a repository who never contributed before.
const NEWCOMERS: [&str; 3] = ["FIRST_TIMER", "FIRST_TIME_CONTRIBUTOR", "NONE"];

impl Proposal {
    /// Learns what is needed.
    ///
    /// # Errors
    /// Where the server is broken; what it refuses is a gap, or left to a guess.
    pub fn learn(
        repository: &Repository<'_>,
        base: &Base<'_>,
        gathered: &Gathered,
        policy: &Policy,
        needs: Needs,
    ) -> Result<Self> {
        let settings = settings(repository, &gathered.pull, policy)?;
        let settled = landing::settle(&gathered.pull, &settings, &policy.landing, &gathered.commits.items);
        let generated = if needs.sizes { generated(base, repository)? } else { Generated::default() };
        // A description that says nothing is no template that somebody left as it is.
        let has_body = !gathered.pull.body.trim().is_empty();
        let templates = match (needs.templates, has_body) {
            (true, true) => templates::learn(base, repository)?,
            (true, false) => Known::Yes(Vec::new()),
            (false, _) => Known::No(Gap::NotApplicable),
        };
        Ok(Self { settled, generated, templates })
    }

    /// How it lands.
    pub fn settled(&self) -> &Settled {
        &self.settled
    }

    /// The pull request.
    pub fn model<'m>(&'m self, gathered: &'m Gathered, forms: &[Form]) -> PullRequest<'m> {
        let pull = &gathered.pull;
        PullRequest {
            number: pull.number,
            title: &pull.title,
            body: &pull.body,
            author: Account { login: &pull.user.login, is_bot: pull.user.kind == "Bot" },
            is_draft: pull.draft,
            base: &pull.base.name,
            head: &pull.head.name,
            is_first: is_first(pull),
            landing: Landing {
                method: self.settled.method,
                commit: self.settled.text.as_deref().map(|text| self.commit(text, gathered, forms)),
                suffix: self.settled.suffix.clone(),
                header_from: self.settled.header_from,
                guessed: self.settled.guessed,
            },
            templates: self.templates.clone(),
            files: match &gathered.files.gap {
                Some(gap) => Known::No(gap.clone()),
                None => Known::Yes(gathered.files.items.iter().map(|file| self.file(file)).collect()),
            },
        }
    }

    /// The commit that lands. It changes what the pull request changes.
    fn commit<'m>(&self, text: &'m str, gathered: &Gathered, forms: &[Form]) -> Commit<'m> {
        let files = &gathered.files;
        let named = files.items.iter().flat_map(|file| [Some(&file.filename), file.previous_filename.as_ref()]);
        let paths = match &files.gap {
            Some(gap) => Known::No(gap.clone()),
            None => Known::Yes(named.flatten().cloned().collect()),
        };
        Commit { paths, ..landed(text, forms) }
    }

    fn file<'m>(&self, file: &'m answers::File) -> File<'m> {
        File {
            path: &file.filename,
            previous: file.previous_filename.as_deref(),
            additions: file.additions,
            deletions: file.deletions,
            is_generated: self.generated.contains(&file.filename),
        }
    }
}

/// What is learnt beside the pull request itself.
#[derive(Clone, Copy, Debug)]
pub struct Needs {
    /// Which files are generated, to count lines.
    pub sizes: bool,
    /// The templates for descriptions.
    pub templates: bool,
}

/// Whether the author never contributed before. A program is no newcomer.
fn is_first(pull: &answers::Pull) -> bool {
    pull.user.kind != "Bot" && NEWCOMERS.contains(&pull.author_association.as_str())
}

/// Whoever opened the pull request, as a commit of theirs: what `[[exempt]]` entries for authors are held against. The
/// server vouches for an account.
pub fn opener<'m>(pull: &'m answers::Pull, header: &'m str, forms: &[Form]) -> Commit<'m> {
    let author = Identity { name: (&*pull.user.login).into(), email: "".into() };
    Commit { author: Known::Yes(author), ..landed(header, forms) }
}

/// The commit that lands: the server makes it, so that it has neither author nor signature yet.
fn landed<'m>(text: &'m str, forms: &[Form]) -> Commit<'m> {
    Commit::saying(Message::parse(text, forms))
}

/// The settings of the base repository, where the policy leaves anything to them. The pull request often holds them
/// already; a token may not see them at all.
fn settings(
    repository: &Repository<'_>,
    pull: &answers::Pull,
    policy: &Policy,
) -> std::result::Result<answers::Repository, Trouble> {
    let held = pull.base.repo.clone().unwrap_or_default();
    if held.allow_squash_merge.is_some() || !landing::leaves_open(&policy.landing) {
        return Ok(held);
    }
    match repository.itself() {
        Ok(settings) => Ok(settings),
        Err(trouble) if trouble.is_refused() => Ok(held),
        Err(trouble) => Err(trouble),
    }
}

fn generated(base: &Base<'_>, repository: &Repository<'_>) -> std::result::Result<Generated, Trouble> {
    let mut generated = Generated::default();
    if let Some(text) = base.text(".gitattributes")? {
        generated.add_attributes(&text);
    }
    if let Some(text) = base.text(".generated_files")? {
        for list in generated.add_list(&text) {
            if let Some(text) = repository.text(&list, base.revision())? {
                generated.add_paths(&text);
            }
        }
    }
    Ok(generated)
}
