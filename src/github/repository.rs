//! Questions about a repository and its pull requests. A list that is shorter than the server says it should be is never
//! taken for whole.

use super::answers::{Comment, Commit, Comparison, Content, File, Happening, Issue, IssueEvent, Label, Pull, User};
use super::client::{Client, Method, Server, Trouble};
use super::encode;
use super::event;
use crate::failure::{Failure, Result};
use crate::model::{Gap, Known, ObjectId};
use crate::words::Words;
use std::collections::HashSet;

/// More commits than this a pull request does not list; a comparison does.
const COMMITS_MOST: u64 = 250;

/// More files than this a commit does not list, and it does not say how many there are.
const FILES_MOST: u64 = 3_000;

/// So often a pull request is read that goes on changing.
const GATHERED_MOST: u64 = 3;

/// A timeline that goes on after so many pages has no end.
const TIMELINE_MOST: u64 = 200;

/// A policy is text that people write; what is larger is none.
const TEXT_MOST: usize = 1 << 20;

const NOT_A_PULL: Words = Words::new(
    "pull request {0} has no usable commits in the server's answer",
    "服务器的回答中，拉取请求 {0} 没有可用的提交",
);
const MOVING: Words = Words::new("pull request {0} changed while it was read", "读取时拉取请求 {0} 发生了变化");
const AGAIN: Words = Words::new("the event of that change runs this check again", "该变化对应的事件会再次运行此检查");

/// Why a list is not trusted that nobody counted.
const UNCOUNTED: &str = "the server does not say how many there are";

/// Why the paths of a commit are unknown.
const NO_FILES: &str = "the server does not say which files the commit changes";

/// A repository on a server.
pub struct Repository<'c> {
    /// The way to the server.
    pub client: &'c Client,
    root: String,
}

/// A list, and how far it can be trusted.
#[derive(Clone, Debug, Default)]
pub struct Listed<T> {
    /// What was told.
    pub items: Vec<T>,
    /// Why this is not all.
    pub gap: Option<Gap>,
    pages: u64,
}

/// A pull request with what belongs to it, all of one moment.
#[derive(Clone, Debug)]
pub struct Gathered {
    /// The pull request.
    pub pull: Pull,
    /// Its commits, the oldest first.
    pub commits: Listed<Commit>,
    /// Its files.
    pub files: Listed<File>,
}

impl Gathered {
    /// Whether nobody has written a comment, as far as the server can be believed: one whose other counts are not what it
    /// lists may count no comments either.
    pub fn has_no_comments(&self) -> bool {
        let is_counted = self.commits.gap.is_none() && self.files.gap.is_none();
        is_counted && self.pull.comments == Some(0)
    }
}

impl<'c> Repository<'c> {
    /// The repository of that name, which has to be `owner/name`.
    pub fn new(client: &'c Client, name: &str) -> Self {
        Self { client, root: format!("/repos/{}", encode::path(name)) }
    }

    /// An address below the repository.
    pub fn address(&self, rest: &str) -> String {
        format!("{}/{rest}", self.root)
    }

    /// The repository itself.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn itself(&self) -> std::result::Result<super::answers::Repository, Trouble> {
        self.client.get(&self.root)
    }

    /// A pull request as it is now.
    ///
    /// # Errors
    /// Where it cannot be read, or its ends are no commits.
    pub fn pull(&self, number: u64) -> Result<Pull> {
        let mut pull: Pull = self.client.get(&self.address(&format!("pulls/{number}")))?;
        if self.client.server == Server::Gitea {
            super::draft_mark::take(&mut pull);
        }
        let is_id = |id: &str| ObjectId::from_hex(id.as_bytes()).is_some();
        let is_usable = is_id(&pull.head.sha) && is_id(&pull.base.sha) && !pull.base.name.is_empty();
        // What is said goes to the pull request of that number.
        if is_usable && pull.number == number {
            Ok(pull)
        } else {
            Err(Failure::unable(NOT_A_PULL.with([number.into()])))
        }
    }

    /// A pull request, its commits and its files. Where it changes meanwhile, it is read again; and where a list does not
    /// show yet what was pushed a second ago, it is waited for as a limit is.
    ///
    /// # Errors
    /// Where something of it cannot be read, or it goes on changing.
    pub fn gather(&self, number: u64) -> Result<Gathered> {
        let mut pull = self.pull(number)?;
        for seconds in 1..=GATHERED_MOST {
            let commits = self.commits(&pull)?;
            let files = self.files(&pull)?;
            let is_of_pull = ends_with_head(&pull, &commits);
            let is_simple = commits.pages + files.pages <= 2 && commits.gap.is_none() && files.gap.is_none();
            if is_simple && is_of_pull {
                return Ok(Gathered { pull, commits, files });
            }
            let now = self.pull(number)?;
            let is_late = !is_of_pull || lags(&commits, COMMITS_MOST) || lags(&files, FILES_MOST);
            let is_awaited = is_late && seconds < GATHERED_MOST && self.client.wait(seconds).is_ok();
            if same_moment(&pull, &now) && is_of_pull && !is_awaited {
                return Ok(Gathered { pull, commits, files });
            }
            pull = now;
        }
        Err(Failure::unable(MOVING.with([number.into()])).hint(AGAIN.say()))
    }

    /// The commits of a pull request.
    fn commits(&self, pull: &Pull) -> std::result::Result<Listed<Commit>, Trouble> {
        if pull.commits.is_some_and(|count| count > COMMITS_MOST) {
            return self.between(&pull.base.name, &pull.head.sha, pull.commits);
        }
        let mut listed = Listed::default();
        let path = self.address(&format!("pulls/{}/commits", pull.number));
        listed.pages = self.client.list(&path, &mut |page| extend(&mut listed.items, page))?;
        Ok(self.held_against(listed, pull.commits, |commit| &commit.sha))
    }

    /// The commits that `head` has and `base` has not; `count` is how many there should be.
    ///
    /// # Errors
    /// Where they cannot be compared.
    pub fn between(&self, base: &str, head: &str, count: Option<u64>) -> std::result::Result<Listed<Commit>, Trouble> {
        let mut listed = Listed::default();
        let mut total = None;
        let path = self.address(&format!("compare/{}...{}", encode::segment(base), encode::segment(head)));
        listed.pages = self.client.list(&path, &mut |page: Comparison| {
            total = page.total_commits.or(total);
            extend(&mut listed.items, Some(page.commits))
        })?;
        let mut listed = self.held_against(listed, count.max(total), |commit| &commit.sha);
        if total.is_none() {
            listed.gap = Some(Gap::Unreadable(UNCOUNTED.to_owned()));
        }
        Ok(listed)
    }

    fn files(&self, pull: &Pull) -> std::result::Result<Listed<File>, Trouble> {
        let mut listed = Listed::default();
        let path = self.address(&format!("pulls/{}/files", pull.number));
        listed.pages = self.client.list(&path, &mut |page| extend(&mut listed.items, page))?;
        Ok(self.held_against(listed, pull.changed_files, |file| &file.filename))
    }

    /// The paths that a commit changes, and how many questions that took.
    ///
    /// # Errors
    /// Where the server is broken; what it refuses is a gap.
    pub fn paths_of(&self, commit: &str) -> std::result::Result<(Known<Vec<String>>, u64), Trouble> {
        let (mut paths, mut files, mut is_told) = (Vec::new(), 0, true);
        let address = self.address(&format!("commits/{}", encode::segment(commit)));
        let asked = self.client.list(&address, &mut |page: Commit| {
            is_told &= page.files.is_some();
            let count = page.files.as_ref().map_or(0, Vec::len);
            files += count as u64;
            let named = page.files.into_iter().flatten().flat_map(|file| [Some(file.filename), file.previous_filename]);
            paths.extend(named.flatten());
            count
        });
        match asked {
            Ok(pages) if !is_told => Ok((Known::No(Gap::Unreadable(NO_FILES.to_owned())), pages)),
            Ok(pages) if files >= FILES_MOST => Ok((Known::No(Gap::ApiLimit { got: files, of: files + 1 }), pages)),
            Ok(pages) => Ok((Known::Yes(paths), pages)),
            Err(trouble) => Ok((Known::No(trouble.into_gap()?), 1)),
        }
    }

    /// The text of a file at a revision; `None` where there is none.
    ///
    /// # Errors
    /// Where it is there and is no text that can be read.
    pub fn text(&self, path: &str, revision: &str) -> std::result::Result<Option<String>, Trouble> {
        let unclear = |why: &str| Trouble::Unclear(format!("{path}: {why}"));
        let address = self.address(&format!("contents/{}?ref={}", encode::path(path), encode::segment(revision)));
        let Some(content) = self.client.find::<Content>(&address)? else { return Ok(None) };
        if content.kind != "file" || content.encoding != "base64" {
            return Err(unclear("no file that can be read"));
        }
        let bytes = encode::base64(&content.content).ok_or_else(|| unclear("no base64"))?;
        if bytes.len() > TEXT_MOST {
            return Err(unclear("too large"));
        }
        let text = String::from_utf8(bytes).map_err(|_| unclear("no UTF-8"))?;
        Ok(Some(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)))
    }

    /// Whether a tag or a commit is there.
    ///
    /// # Errors
    /// Where the server does not say.
    pub fn has_commit(&self, revision: &str) -> std::result::Result<bool, Trouble> {
        let address = self.address(&format!("commits/{}", encode::segment(revision)));
        self.client.find::<Commit>(&address).map(|found| found.is_some())
    }

    /// Whether a branch has this name.
    ///
    /// # Errors
    /// Where the server does not say.
    pub fn has_branch(&self, name: &str) -> std::result::Result<bool, Trouble> {
        let name = name.strip_prefix("refs/heads/").unwrap_or(name);
        let address = self.address(&format!("branches/{}", encode::segment(name)));
        self.client.find::<super::answers::Named>(&address).map(|found| found.is_some_and(|found| found.name == name))
    }

    /// The comments on a pull request, the oldest first.
    ///
    /// # Errors
    /// Where they cannot be read.
    pub fn comments(&self, number: u64) -> std::result::Result<Vec<Comment>, Trouble> {
        self.all(&format!("issues/{number}/comments"))
    }

    /// What was done to a pull request, the oldest first: who put labels on and took them off.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn events(&self, number: u64) -> std::result::Result<Vec<IssueEvent>, Trouble> {
        if self.client.server == Server::GitHub {
            return self.all(&format!("issues/{number}/events"));
        }
        // Gitea names no next page here, and counts only what stands on this one: the last page is the empty one.
        let mut events = Vec::new();
        for page in 1..=TIMELINE_MOST {
            let path = self.address(&format!("issues/{number}/timeline?limit=50&page={page}"));
            let Some(timeline) = self.client.get::<Option<Vec<Happening>>>(&path)?.filter(|page| !page.is_empty())
            else {
                return Ok(events);
            };
            events.extend(timeline.into_iter().map(IssueEvent::from));
        }
        Err(Trouble::Unclear(format!("issues/{number}/timeline: more than {TIMELINE_MOST} pages")))
    }

    /// The labels that the repository knows.
    ///
    /// # Errors
    /// Where they cannot be read.
    pub fn labels(&self) -> std::result::Result<Vec<Label>, Trouble> {
        self.all("labels")
    }

    /// The issue that a reference (`#12`, `GH-12`, `owner/name#12`) leads to; `None` where there is none.
    ///
    /// # Errors
    /// Where the server does not say.
    pub fn issue(&self, reference: &str) -> std::result::Result<Option<Issue>, Trouble> {
        let number = |text: &str| text.parse::<u64>().ok();
        let address = match reference.split_once('#') {
            Some(("", rest)) => number(rest).map(|number| self.address(&format!("issues/{number}"))),
            Some((name, rest)) if event::is_repository(name) => {
                number(rest).map(|number| Self::new(self.client, name).address(&format!("issues/{number}")))
            }
            Some(_) => None,
            None => reference.get(3..).and_then(number).map(|number| self.address(&format!("issues/{number}"))),
        };
        address.map_or(Ok(None), |address| self.client.find(&address))
    }

    /// Whether an account is a member of an organisation, as far as the token may see it.
    ///
    /// # Errors
    /// Where the server does not say.
    pub fn is_member(&self, organisation: &str, login: &str) -> std::result::Result<bool, Trouble> {
        let path = format!("/orgs/{}/public_members/{}", encode::segment(organisation), encode::segment(login));
        match self.client.order(Method::Get, &path, None) {
            Ok(_) => Ok(true),
            Err(trouble) if trouble.is_missing() => Ok(false),
            Err(trouble) => Err(trouble),
        }
    }

    /// Who the token belongs to. A token of an app or a workflow may not ask.
    ///
    /// # Errors
    /// Where the server does not say.
    pub fn own_account(&self) -> std::result::Result<User, Trouble> {
        self.client.get("/user")
    }

    /// Who the token of an app or a workflow acts as: such a token may not ask `GET /user` (GitHub Docs, "GraphQL API",
    /// `viewer`). It is a question although it is posted.
    ///
    /// # Errors
    /// Where the server does not say.
    pub fn viewer(&self) -> std::result::Result<String, Trouble> {
        let question = serde_json::json!({ "query": "query { viewer { login } }" });
        let text = self.client.order(Method::Post, "/graphql", Some(&question))?;
        let answer: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
        let login = answer.pointer("/data/viewer/login").and_then(serde_json::Value::as_str).unwrap_or_default();
        let unsaid = || Trouble::Refused { status: 200, message: "it does not say who asks".to_owned() };
        if login.is_empty() { Err(unsaid()) } else { Ok(login.to_owned()) }
    }

    /// Drops what was told twice, because the pages moved, and counts what is left. Gitea does not say how many there
    /// should be, and tells all of them.
    fn held_against<T>(&self, mut listed: Listed<T>, expected: Option<u64>, name: fn(&T) -> &str) -> Listed<T> {
        let mut seen = HashSet::new();
        listed.items.retain(|item| seen.insert(name(item).to_owned()));
        let got = listed.items.len() as u64;
        listed.gap = match expected {
            Some(of) => (of != got).then_some(Gap::ApiLimit { got, of }),
            None if self.client.server == Server::Gitea => None,
            None => Some(Gap::Unreadable(UNCOUNTED.to_owned())),
        };
        listed
    }

    fn all<T: serde::de::DeserializeOwned>(&self, rest: &str) -> std::result::Result<Vec<T>, Trouble> {
        let mut items = Vec::new();
        self.client.list(&self.address(rest), &mut |page| extend(&mut items, page))?;
        Ok(items)
    }
}

/// Adds a page to a list, and tells how long it is. Gitea writes an empty one as null.
fn extend<T>(items: &mut Vec<T>, page: Option<Vec<T>>) -> usize {
    let page = page.unwrap_or_default();
    let count = page.len();
    items.extend(page);
    count
}

/// Whether the commits are those of the head that the pull request names: as many others may stand there since it was
/// pushed anew, and their verdict would be this head's.
fn ends_with_head(pull: &Pull, commits: &Listed<Commit>) -> bool {
    let is_empty = pull.commits == Some(0) && commits.items.is_empty();
    is_empty || commits.gap.is_some() || commits.items.iter().any(|commit| commit.sha == pull.head.sha)
}

/// Whether a list is shorter than the pull request says, and than what the server lists of any.
fn lags<T>(listed: &Listed<T>, most: u64) -> bool {
    matches!(listed.gap, Some(Gap::ApiLimit { got, of }) if got < of && of <= most)
}

/// Whether both were told of the same commits and files.
fn same_moment(before: &Pull, now: &Pull) -> bool {
    before.head.sha == now.head.sha
        && before.base.sha == now.base.sha
        && before.commits == now.commits
        && before.changed_files == now.changed_files
}
