//! The runner: the event that it tells of, the server that it works for, and the files that it reads afterwards.

use crate::cli::{Action, Format};
use crate::failure::{Failure, Result};
use crate::git::environment;
use crate::github::client::Access;
use crate::github::event::{self, Event};
use crate::words::Words;
use std::fmt::Write as _;
use std::fs::OpenOptions;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What the runner tells.
pub struct Runner {
    output: Option<PathBuf>,
    summary: Option<PathBuf>,
}

/// Variables that hold for people's own clones only.
const IGNORED: [&str; 3] = ["CIHOOK", "CIHOOK_SKIP", "GIT_FILE_SIZE_LIMIT"];

/// A payload that is larger is none.
const PAYLOAD_MOST: u64 = 64 << 20;

const NO_EVENT: Words = Words::new(
    "there is no event: GITHUB_EVENT_NAME and GITHUB_EVENT_PATH are not set",
    "没有事件：未设置 GITHUB_EVENT_NAME 和 GITHUB_EVENT_PATH",
);
const OR_PR: Words = Words::new(
    "name a pull request: cihook action --pr OWNER/REPO#1 --dry-run",
    "请指定拉取请求：cihook action --pr OWNER/REPO#1 --dry-run",
);
const NO_PR: Words = Words::new("`{0}` names no pull request", "`{0}` 不是拉取请求");
const TOO_LARGE: Words = Words::new("too large for an event", "文件太大，不是事件");

impl Runner {
    /// The runner of this environment; outside of one nothing is written for it.
    pub fn here() -> Self {
        let file = |name: &str| environment::text(name).map(PathBuf::from);
        Self { output: file("GITHUB_OUTPUT"), summary: file("GITHUB_STEP_SUMMARY") }
    }

    /// How the log is written: as annotations, unless another format was asked for.
    pub fn format(&self, told: Format) -> Format {
        let is_runner = environment::is_on("GITHUB_ACTIONS");
        if is_runner && told == Format::Human { Format::Github } else { told }
    }

    /// What has to be judged.
    ///
    /// # Errors
    /// Where neither the command line nor the runner names anything.
    pub fn event(action: &Action) -> Result<Event> {
        if let Some(told) = &action.pr {
            let pull = event::pull_ref(told);
            return pull
                .map(Event::PullRequest)
                .ok_or_else(|| Failure::usage(NO_PR.with([told.as_str().into()])).hint(OR_PR.say()));
        }
        let told = environment::text("GITHUB_EVENT_NAME").zip(environment::text("GITHUB_EVENT_PATH"));
        let (name, path) = told.ok_or_else(|| Failure::usage(NO_EVENT.say()).hint(OR_PR.say()))?;
        let path = Path::new(&path);
        let size = std::fs::metadata(path).map_err(|error| Failure::reading(path, error))?.len();
        if size > PAYLOAD_MOST {
            return Err(Failure::reading(path, TOO_LARGE.say().plain(crate::words::Lang::En)));
        }
        let payload = std::fs::read(path).map_err(|error| Failure::reading(path, error))?;
        event::read(&name, &String::from_utf8_lossy(&payload)).map_err(Failure::unable)
    }

    /// How the server is reached.
    pub fn access(action: &Action) -> Access {
        let address = environment::text("GITHUB_API_URL").unwrap_or_else(|| "https://api.github.com".to_owned());
        let token = environment::text("GITHUB_TOKEN").or_else(|| environment::text("GH_TOKEN"));
        Access { address, token, patience: Duration::from_secs(action.wait) }
    }

    /// Variables that are set and that a server does not listen to.
    pub fn ignored() -> Vec<String> {
        IGNORED.into_iter().filter(|name| environment::text(name).is_some()).map(str::to_owned).collect()
    }

    /// Adds to the summary of the run.
    ///
    /// # Errors
    /// Where the runner's file cannot be written.
    pub fn summarize(&self, markdown: &str) -> Result<()> {
        self.summary.as_deref().map_or(Ok(()), |path| append(path, markdown))
    }

    /// Sets outputs. Each value stands between two lines that nobody can know before.
    ///
    /// # Errors
    /// Where the runner's file cannot be written.
    pub fn output(&self, values: &[(&str, &str)]) -> Result<()> {
        let Some(path) = &self.output else { return Ok(()) };
        let text = values.iter().fold(String::new(), |mut text, (name, value)| {
            let line = delimiter(value);
            // A String takes everything.
            let _ = write!(text, "{name}<<{line}\n{value}\n{line}\n");
            text
        });
        append(path, &text)
    }
}

/// A line that does not stand in `value`.
fn delimiter(value: &str) -> String {
    loop {
        let random = || RandomState::new().build_hasher().finish();
        let line = format!("cihook_{:016x}{:016x}", random(), random());
        if !value.contains(&line) {
            return line;
        }
    }
}

fn append(path: &Path, text: &str) -> Result<()> {
    let file = OpenOptions::new().append(true).create(true).open(path);
    file.and_then(|mut file| file.write_all(text.as_bytes())).map_err(|error| Failure::writing(path, error))
}
