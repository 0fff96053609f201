//! What a server knows around commits: who stands behind them, what the DCO is judged by, and what became of the issues
//! that they refer to.

use crate::failure::Result;
use crate::github::answers;
use crate::github::client::Trouble;
use crate::github::repository::Repository;
use crate::message::Message;
use crate::message::issue::{self, Form};
use crate::model::{Around, Commit, DcoConfig, DcoFacts, Gap, IssueState, Known, Method, ObjectId, People, Person};
use crate::rule::Needs;
use std::collections::BTreeMap;

/// Where issues are named beside the commits of a pull request.
#[derive(Clone, Copy)]
pub struct Named<'n> {
    /// What else is judged: what will land, or what a queue made.
    pub others: &'n [Message<'n>],
    /// How the policy writes issues.
    pub forms: &'n [Form],
}

/// So many issues are asked for; of others nobody knows.
const ISSUES_MOST: usize = 30;

/// Asks what is needed; `commits` are those of the pull request, `base` is its repository.
///
/// # Errors
/// Where the server is broken; what it refuses is a gap.
pub fn learn<'a>(
    repository: &Repository<'_>,
    base: Option<&answers::Repository>,
    commits: &'a [Commit<'a>],
    asked: &[answers::Commit],
    named: &Named<'_>,
    landing: Option<Method>,
    needs: Needs,
) -> Result<Around<'a>> {
    let config = if needs.dco { config(repository, base)? } else { Known::Yes(DcoConfig::default()) };
    let wants_members = config.yes().is_some_and(|config| !config.require_members);
    let mut members = Members { repository, base, known: BTreeMap::new(), is_asked: wants_members };
    let mut people = BTreeMap::new();
    for commit in asked {
        let Some(id) = ObjectId::from_hex(commit.sha.as_bytes()) else { continue };
        let author = members.person(commit.author.as_ref())?;
        let committer = members.person(commit.committer.as_ref())?;
        people.insert(id, People { author, committer });
    }
    let issues = if needs.issues { issues(repository, commits, named)? } else { BTreeMap::new() };
    Ok(Around { landing, labels: Vec::new(), dco: Some(DcoFacts { config, commits, people, opener: None }), issues })
}

/// `.github/dco.yml` on the default branch.
fn config(
    repository: &Repository<'_>,
    base: Option<&answers::Repository>,
) -> std::result::Result<Known<DcoConfig>, Trouble> {
    let branch = base.map(|base| base.default_branch.as_str()).filter(|branch| !branch.is_empty()).unwrap_or("HEAD");
    let text = match repository.text(".github/dco.yml", branch) {
        Ok(text) => text.unwrap_or_default(),
        Err(trouble) => return Ok(Known::No(trouble.into_gap()?)),
    };
    // What is not understood may let somebody off, or not: only a file that was read says which.
    let unreadable = |line| Gap::Unreadable(format!(".github/dco.yml:{line}"));
    Ok(DcoConfig::read(&text).map_or_else(|line| Known::No(unreadable(line)), Known::Yes))
}

/// Who is a member of what the repository belongs to.
struct Members<'m> {
    repository: &'m Repository<'m>,
    base: Option<&'m answers::Repository>,
    known: BTreeMap<String, Known<bool>>,
    is_asked: bool,
}

impl Members<'_> {
    fn person(&mut self, user: Option<&answers::User>) -> std::result::Result<Option<Person>, Trouble> {
        let Some(user) = user.filter(|user| !user.login.is_empty()) else { return Ok(None) };
        let is_member = match self.known.get(&user.login) {
            Some(known) => known.clone(),
            None => {
                let known = self.ask(user)?;
                self.known.insert(user.login.clone(), known.clone());
                known
            }
        };
        Ok(Some(Person { login: user.login.clone(), is_bot: user.kind == "Bot", is_member }))
    }

    /// A membership that is private cannot be seen, and counts as none.
    fn ask(&self, user: &answers::User) -> std::result::Result<Known<bool>, Trouble> {
        let Some(owner) = self.base.map(|base| &base.owner).filter(|_| self.is_asked) else {
            return Ok(Known::No(Gap::NotApplicable));
        };
        if owner.kind != "Organization" {
            return Ok(Known::Yes(owner.login.eq_ignore_ascii_case(&user.login)));
        }
        match self.repository.is_member(&owner.login, &user.login) {
            Ok(is_member) => Ok(Known::Yes(is_member)),
            Err(trouble) if trouble.is_refused() => Ok(Known::No(trouble.gap())),
            Err(trouble) => Err(trouble),
        }
    }
}

/// What became of the issues that messages refer to: in the header, else anywhere that a policy may take one
/// from.
fn issues(
    repository: &Repository<'_>,
    commits: &[Commit<'_>],
    named: &Named<'_>,
) -> std::result::Result<BTreeMap<String, Known<IssueState>>, Trouble> {
    let mut issues = BTreeMap::new();
    let messages: Vec<&Message<'_>> = commits.iter().map(|commit| &commit.message).chain(named.others).collect();
    // Headers first: of many, those that rules ask for in any case.
    let headers = messages.iter().flat_map(|message| &message.header.issues).map(|issue| issue.text.clone());
    let below = messages.iter().filter(|message| message.header.issues.is_empty()).flat_map(|message| {
        let trailers = message.trailers.list.iter().flat_map(|line| issue::mentioned(&line.value, named.forms));
        issue::mentioned(message.body.of(message.text), named.forms).chain(trailers)
    });
    for text in headers.chain(below) {
        let text = text.as_ref();
        if issues.contains_key(text) {
            continue;
        }
        let state = if issues.len() < ISSUES_MOST {
            state(repository, text)?
        } else {
            Known::No(Gap::ApiLimit { got: ISSUES_MOST as u64, of: ISSUES_MOST as u64 + 1 })
        };
        issues.insert(text.to_owned(), state);
    }
    Ok(issues)
}

fn state(repository: &Repository<'_>, text: &str) -> std::result::Result<Known<IssueState>, Trouble> {
    match repository.issue(text) {
        Ok(Some(issue)) if issue.pull_request.is_some() => Ok(Known::Yes(IssueState::PullRequest)),
        Ok(Some(issue)) if issue.state == "closed" => Ok(Known::Yes(IssueState::Closed)),
        Ok(Some(_)) => Ok(Known::Yes(IssueState::Open)),
        Ok(None) => Ok(Known::Yes(IssueState::Missing)),
        Err(trouble) if trouble.is_refused() => Ok(Known::No(trouble.gap())),
        Err(trouble) => Err(trouble),
    }
}
