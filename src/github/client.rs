//! Questions and orders to the API, and patience. All asynchronous code is in this file: whoever asks simply waits.
//!
//! What is asked, changed or deleted may be asked again after a failure; what is *created* may not (one order could leave
//! two comments), so a failed `POST` is reported and whoever sent it looks whether it took effect. Limits are waited for
//! within a budget: `retry-after`, else `x-ratelimit-reset`, else a minute
//! (<https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api>).

#![allow(clippy::disallowed_methods, reason = "this adapter waits, and has to know how long")]

pub use super::trouble::Trouble;
use crate::failure::{Failure, Result};
use crate::words::{Sentence, Words};
use octocrab::Octocrab;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::cell::Cell;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// What is done to a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Read.
    Get,
    /// Create.
    Post,
    /// Change.
    Patch,
    /// Take away.
    Delete,
}

/// What kind of server answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Server {
    /// GitHub, also on premises.
    GitHub,
    /// Gitea or Forgejo: no check runs, other pages.
    Gitea,
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The body.
    pub text: String,
    /// Whether there is another page.
    pub has_next: bool,
    /// How many things there are on all pages, where the server says so.
    total: Option<u64>,
}

/// What the client was told.
#[derive(Clone, Debug)]
pub struct Access {
    /// Where the API is, as `https://api.github.com`.
    pub address: String,
    /// The token; without one only what everybody may read is there.
    pub token: Option<String>,
    /// How long limits may be waited for in all.
    pub patience: Duration,
}

/// The way to the API.
pub struct Client {
    runtime: tokio::runtime::Runtime,
    crab: Octocrab,
    /// What kind of server answers.
    pub server: Server,
    prefix: String,
    left: Cell<Duration>,
    /// How much may still be asked, of how much, where that is limited.
    budget: Cell<Option<(u32, u32)>>,
}

/// How often something is tried.
const TRIES: u32 = 4;

/// The pause after the first failure; each later one is three times as long.
const PAUSE: Duration = Duration::from_millis(200);

/// How long one answer may take.
const SLOW: Duration = Duration::from_secs(60);

/// A list that goes on after so many pages has no end.
const PAGES_MOST: u64 = 1_000;

/// How long to wait where a limit does not say.
const MINUTE: u64 = 60;

const NO_SCHEME: Words = Words::new("an address begins with https://", "地址应以 https:// 开头");
const ODD_TOKEN: Words = Words::new(
    "the token holds a character that no token has: is there a line break at its end?",
    "令牌含有不应出现的字符：末尾是否有换行？",
);
const NO_CLIENT: Words = Words::new("the API at `{0}` cannot be used: {1}", "无法使用 `{0}` 的 API：{1}");

/// What came over the wire.
struct Raw {
    status: u16,
    has_next: bool,
    total: Option<u64>,
    location: Option<String>,
    retry_after: Option<u64>,
    remaining: Option<u64>,
    reset: Option<u64>,
    text: std::result::Result<String, String>,
}

/// Holds what the environment says against what the client below can take: it ends the program where it cannot.
fn check(access: &Access) -> Result<()> {
    let failed = |why: Sentence| Failure::unable(NO_CLIENT.with([access.address.as_str().into(), why.into()]));
    let rest = access.address.strip_prefix("https://").or_else(|| access.address.strip_prefix("http://"));
    let is_address = rest.is_some_and(|rest| !rest.starts_with('/') && !rest.is_empty());
    if !is_address || access.address.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(failed(NO_SCHEME.say()));
    }
    let is_token = |token: &String| token.bytes().all(|byte| byte.is_ascii_graphic());
    if access.token.as_ref().is_some_and(|token| !is_token(token)) { Err(failed(ODD_TOKEN.say())) } else { Ok(()) }
}

impl Client {
    /// A client for one server.
    ///
    /// # Errors
    /// Where the address is none, or no certificates are at hand.
    pub fn new(access: &Access) -> Result<Self> {
        let failed = |why: String| Failure::unable(NO_CLIENT.with([access.address.as_str().into(), why.into()]));
        check(access)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| failed(error.to_string()))?;
        let crab = {
            let _entered = runtime.enter();
            let builder = Octocrab::builder()
                .base_uri(access.address.as_str())
                .map_err(|error| failed(error.to_string()))?
                .set_connect_timeout(Some(Duration::from_secs(10)))
                .set_read_timeout(Some(Duration::from_secs(30)));
            match &access.token {
                Some(token) => builder.personal_token(token.as_str()).build(),
                None => builder.build(),
            }
            .map_err(|error| failed(error.to_string()))?
        };
        let prefix = access.address.trim_end_matches('/').to_owned();
        let server = if prefix.ends_with("/api/v1") { Server::Gitea } else { Server::GitHub };
        Ok(Self { runtime, crab, server, prefix, left: Cell::new(access.patience), budget: Cell::new(None) })
    }

    /// Lets `ask` ask no more than `most` questions: what is asked for a stranger's sake costs the repository's own limit.
    pub fn within<T>(&self, most: u32, ask: impl FnOnce() -> T) -> T {
        self.budget.set(Some((most, most)));
        let answer = ask();
        self.budget.set(None);
        answer
    }

    /// Counts a question where they are limited.
    fn spend(&self) -> std::result::Result<(), Trouble> {
        match self.budget.get() {
            Some((0, most)) => Err(Trouble::TooMuch(most)),
            Some((left, most)) => {
                self.budget.set(Some((left - 1, most)));
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// Reads one thing.
    ///
    /// # Errors
    /// Where there is no answer, or none that can be read.
    pub fn get<T: DeserializeOwned>(&self, path: &str) -> std::result::Result<T, Trouble> {
        self.page(path).map(|(answer, _)| answer)
    }

    /// Reads one thing, or nothing where there is none.
    ///
    /// # Errors
    /// As [`Client::get`], but for what is not there.
    pub fn find<T: DeserializeOwned>(&self, path: &str) -> std::result::Result<Option<T>, Trouble> {
        match self.get(path) {
            Ok(answer) => Ok(Some(answer)),
            Err(trouble) if trouble.is_missing() => Ok(None),
            Err(trouble) => Err(trouble),
        }
    }

    /// Reads all pages of a list; `path` may have a query, and `take` tells how many things a page has. Tells how many
    /// pages there were.
    ///
    /// Gitea names the next page of some lists, and of others only says how many things there are in all.
    ///
    /// # Errors
    /// Where one of them cannot be read: half a list is none.
    pub fn list<T: DeserializeOwned>(
        &self,
        path: &str,
        take: &mut dyn FnMut(T) -> usize,
    ) -> std::result::Result<u64, Trouble> {
        let sign = if path.contains('?') { '&' } else { '?' };
        let size = match self.server {
            Server::GitHub => "per_page=100",
            Server::Gitea => "limit=50",
        };
        let (mut page, mut got) = (1, 0);
        loop {
            let (answer, reply) = self.page(&format!("{path}{sign}{size}&page={page}"))?;
            let count = take(answer) as u64;
            got += count;
            let is_counted = self.server == Server::Gitea && count > 0 && reply.total.is_some_and(|total| got < total);
            if !reply.has_next && !is_counted {
                return Ok(page);
            }
            if page == PAGES_MOST {
                return Err(Trouble::Unclear(format!("{path}: more than {PAGES_MOST} pages")));
            }
            page += 1;
        }
    }

    /// Orders something.
    ///
    /// # Errors
    /// Where it is refused, or nobody knows whether it was done.
    pub fn order(&self, method: Method, path: &str, body: Option<&Value>) -> std::result::Result<String, Trouble> {
        self.send(method, path, body).map(|reply| reply.text)
    }

    fn page<T: DeserializeOwned>(&self, path: &str) -> std::result::Result<(T, Reply), Trouble> {
        let mut tries = 0;
        loop {
            tries += 1;
            let reply = self.send(Method::Get, path, None)?;
            match serde_json::from_str(&reply.text) {
                Ok(answer) => return Ok((answer, reply)),
                // Cut off on the way: the next one may be whole.
                Err(error) if !error.is_data() && tries < TRIES => self.pause(tries),
                Err(error) => return Err(Trouble::Unclear(format!("{path}: {error}"))),
            }
        }
    }

    /// Sends, waits, and sends again where that is right.
    fn send(&self, method: Method, path: &str, body: Option<&Value>) -> std::result::Result<Reply, Trouble> {
        let mut path = path.to_owned();
        let (mut tries, mut moves) = (0, 0);
        loop {
            tries += 1;
            let may_repeat = method != Method::Post && tries < TRIES;
            self.spend()?;
            let raw = match self.exchange(method, &path, body) {
                Ok(raw) => raw,
                Err(_) if may_repeat => {
                    self.pause(tries);
                    continue;
                }
                Err(why) => return Err(Trouble::Broken(why)),
            };
            if let Some(seconds) = raw.wait() {
                self.wait(seconds)?;
                tries -= 1;
                continue;
            }
            match (raw.status, raw.text) {
                (200..=299, Ok(text)) => return Ok(Reply { text, has_next: raw.has_next, total: raw.total }),
                (301 | 302 | 307 | 308, _) if method == Method::Get && moves < 3 => {
                    let location = raw.location.as_deref().and_then(|location| location.strip_prefix(&self.prefix));
                    // Nothing but a path: a name may go on with the letters of ours.
                    let location = location.filter(|path| path.starts_with('/'));
                    path = location.ok_or_else(|| Trouble::Unclear(format!("{path} leads elsewhere")))?.to_owned();
                    moves += 1;
                }
                // What was to be deleted is gone, by an earlier try or by somebody else.
                (404 | 410, _) if method == Method::Delete && tries > 1 => {
                    return Ok(Reply { text: String::new(), has_next: false, total: None });
                }
                (500.., _) | (_, Err(_)) if may_repeat => self.pause(tries),
                (status @ 500.., text) => return Err(Trouble::Broken(message(status, text.as_deref().unwrap_or("")))),
                (_, Err(why)) => return Err(Trouble::Broken(why)),
                (status, Ok(text)) => return Err(Trouble::Refused { status, message: message(status, &text) }),
            }
        }
    }

    fn exchange(&self, method: Method, path: &str, body: Option<&Value>) -> std::result::Result<Raw, String> {
        self.runtime.block_on(async {
            match tokio::time::timeout(SLOW, self.raw(method, path, body)).await {
                Ok(raw) => raw,
                Err(_) => Err(format!("no answer within {} seconds", SLOW.as_secs())),
            }
        })
    }

    async fn raw(&self, method: Method, path: &str, body: Option<&Value>) -> std::result::Result<Raw, String> {
        let response = match method {
            Method::Get => self.crab._get(path).await,
            Method::Post => self.crab._post(path, body).await,
            Method::Patch => self.crab._patch(path, body).await,
            Method::Delete => self.crab._delete(path, body).await,
        };
        let response = response.map_err(|error| cause(&error))?;
        let header = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok());
        let number = |name: &str| header(name).and_then(|value| value.trim().parse().ok());
        let (status, location) = (response.status().as_u16(), header("location").map(str::to_owned));
        let has_next = header("link").is_some_and(|link| link.contains("rel=\"next\""));
        let (retry_after, remaining) = (number("retry-after"), number("x-ratelimit-remaining"));
        let (reset, total) = (number("x-ratelimit-reset"), number("x-total-count"));
        let text = self.crab.body_to_string(response).await.map_err(|error| cause(&error));
        Ok(Raw { status, has_next, total, location, retry_after, remaining, reset, text })
    }

    /// Waits for a limit, where the budget allows.
    ///
    /// # Errors
    /// Where it does not.
    pub fn wait(&self, seconds: u64) -> std::result::Result<(), Trouble> {
        // A server that says "at once" again and again is not asked for ever.
        let time = Duration::from_secs(seconds.max(1));
        let left = self.left.get().checked_sub(time).ok_or(Trouble::Limited(seconds))?;
        self.left.set(left);
        self.sleep(time);
        Ok(())
    }

    fn pause(&self, tries: u32) {
        self.sleep(PAUSE * 3u32.saturating_pow(tries - 1));
    }

    fn sleep(&self, time: Duration) {
        self.runtime.block_on(async { tokio::time::sleep(time).await });
    }
}

impl Raw {
    /// How long a limit asks to wait, where it is a limit that refuses.
    fn wait(&self) -> Option<u64> {
        if !matches!(self.status, 403 | 429) {
            return None;
        }
        let until = self.reset.filter(|_| self.remaining == Some(0)).map(|reset| {
            let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
            reset.saturating_sub(now) + 1
        });
        let is_secondary = || self.text.as_ref().is_ok_and(|text| text.contains("secondary rate limit"));
        let unsaid = || (self.status == 429 || is_secondary()).then_some(MINUTE);
        self.retry_after.or(until).or_else(unsaid)
    }
}

/// What the server says, in one line.
fn message(status: u16, text: &str) -> String {
    let told = serde_json::from_str::<Value>(text).ok();
    let told = told.as_ref().and_then(|told| told.get("message")).and_then(Value::as_str);
    let told = told.and_then(|told| told.lines().next()).unwrap_or_default();
    if told.is_empty() { format!("status {status}") } else { told.to_owned() }
}

/// The innermost reason of an error, which is the one that people understand.
fn cause(error: &dyn std::error::Error) -> String {
    let mut error = error;
    while let Some(source) = error.source() {
        error = source;
    }
    error.to_string().lines().next().unwrap_or_default().to_owned()
}
