//! A place to run the action in: the server, a runner's files, and what came of it.

use super::fake::{Fake, State};
use super::support::{Ran, Sandbox, program, run};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// The account of a workflow's token.
pub const BOT: &str = "github-actions[bot]";

/// A policy that is quiet about what the tests do not mean.
pub const POLICY: &str = "extends = [\"openim\"]\n[landing]\nmethod = \"squash\"\ntitle = \"pull-request\"\nbody = \"blank\"\n\
    [rules]\npr-description = \"off\"\npr-size = \"off\"\n";

/// A server and a runner.
pub struct Site {
    pub fake: Fake,
    pub sandbox: Sandbox,
    pub token: &'static str,
}

/// What came of a run.
#[derive(Debug)]
pub struct Came {
    pub ran: Ran,
    pub outputs: BTreeMap<String, String>,
    pub summary: String,
}

/// The id of a commit or a tree.
pub fn id(number: usize) -> String {
    format!("{number:040x}")
}

/// A commit by Ada.
pub fn commit(number: usize, message: &str) -> Value {
    let ada = json!({ "name": "Ada", "email": "ada@acme.org" });
    json!({
        "sha": id(number), "parents": [{ "sha": id(number.saturating_sub(1)) }],
        "author": { "login": "ada", "type": "User" }, "committer": { "login": "ada", "type": "User" },
        "commit": { "message": message, "author": ada, "committer": ada,
            "verification": { "verified": false, "reason": "unsigned" } },
    })
}

/// A message that keeps the default policy.
pub fn good(number: usize) -> String {
    format!("feat(api): add part {number} of it (#{number})\n\nSigned-off-by: Ada <ada@acme.org>")
}

/// A file that is new.
pub fn file(path: &str, number: usize) -> Value {
    json!({ "sha": id(number), "filename": path, "status": "added", "additions": 3, "deletions": 0 })
}

/// A state with one pull request, whose commits and files fit together.
pub fn state(commits: Vec<Value>, files: Vec<Value>) -> State {
    let repository = json!({ "full_name": "acme/shop", "default_branch": "main",
        "owner": { "login": "acme", "type": "Organization" } });
    let head = commits.last().map_or_else(|| json!(id(900)), |commit| commit["sha"].clone());
    let pull = json!({
        "number": 7, "title": "feat(api): add the login page (#12)", "body": "It closes #12.", "draft": false,
        "user": { "login": "ada", "type": "User" }, "author_association": "CONTRIBUTOR", "labels": [],
        "commits": commits.len(), "changed_files": files.len(),
        "head": { "ref": "feat/login", "sha": head, "repo": { "full_name": "ada/shop" } },
        "base": { "ref": "main", "sha": id(800), "repo": repository },
    });
    let entries: Vec<Value> = files
        .iter()
        .map(|file| json!({ "path": file["filename"], "type": "blob", "sha": file["sha"], "size": 100 }))
        .collect();
    let head = format!("recursive/{}", head.as_str().expect("an id"));
    let mut state = State { pull, commits, files, account: BOT.to_owned(), ..State::default() };
    state.trees.insert(
        id(800),
        json!({ "tree": [{ "path": "cihook.toml", "type": "blob", "sha": id(1) }], "truncated": false }),
    );
    state.trees.insert(head, json!({ "tree": entries, "truncated": false }));
    state.contents.insert(format!("{}:cihook.toml", id(800)), POLICY.to_owned());
    state
}

/// Files of the base commit, with their folders: what a server lists of it, and what stands in them.
pub fn base(state: &mut State, files: &[(&str, &str)]) {
    let mut folders: BTreeMap<&str, BTreeMap<&str, Value>> = BTreeMap::new();
    let name = |folder: &str| match folder {
        "" => id(800),
        folder => id(70_000 + folder.bytes().map(usize::from).sum::<usize>()),
    };
    for (path, text) in files {
        state.contents.insert(format!("{}:{path}", id(800)), (*text).to_owned());
        let mut rest = *path;
        let mut kind = "blob";
        loop {
            let (folder, entry) = rest.rsplit_once('/').unwrap_or(("", rest));
            let sha = if kind == "blob" { id(1) } else { name(rest) };
            folders.entry(folder).or_default().insert(entry, json!({ "path": entry, "type": kind, "sha": sha }));
            if folder.is_empty() {
                break;
            }
            (rest, kind) = (folder, "tree");
        }
    }
    for (folder, entries) in folders {
        state.trees.insert(name(folder), json!({ "tree": entries.into_values().collect::<Vec<_>>() }));
    }
}

/// A pull request that keeps the policy.
pub fn well() -> State {
    state(vec![commit(900, &good(1))], vec![file("src/a.rs", 11)])
}

/// A pull request whose commits lack a sign-off and an issue.
pub fn ill() -> State {
    state(vec![commit(899, &good(1)), commit(900, "feat(api): add it")], vec![file("src/a.rs", 11)])
}

/// The payload of a `pull_request_target` event.
pub fn payload() -> Value {
    json!({ "action": "synchronize", "number": 7, "pull_request": { "number": 7 },
        "repository": { "full_name": "acme/shop" } })
}

impl Site {
    pub fn new(state: State) -> Self {
        Self { fake: Fake::start(state), sandbox: Sandbox::new(), token: "ghs_token" }
    }

    /// Runs the action for the pull request.
    pub fn run(&self) -> Came {
        self.with(&[], "pull_request_target", &payload())
    }

    /// Runs the action with arguments, for an event.
    pub fn with(&self, arguments: &[&str], event: &str, payload: &Value) -> Came {
        self.anyhow(arguments, event, &payload.to_string(), &[])
    }

    /// Runs the action with any payload and more variables.
    pub fn anyhow(&self, arguments: &[&str], event: &str, payload: &str, variables: &[(&str, &str)]) -> Came {
        let mut command = self.command(program(), arguments, event, payload);
        command.envs(variables.iter().copied());
        let ran = run(&mut command, b"");
        let state = self.fake.state();
        assert!(state.violations.is_empty(), "{:#?}", state.violations);
        let read = |name: &str| std::fs::read_to_string(self.sandbox.path(name)).expect("a file");
        Came { ran, outputs: outputs(&read("output")), summary: read("summary") }
    }

    /// The command that runs a program as the action.
    pub fn command(&self, program: &Path, arguments: &[&str], event: &str, payload: &str) -> Command {
        let file = |name: &str| self.sandbox.path(name);
        std::fs::write(file("event.json"), payload).expect("an event");
        for name in ["output", "summary"] {
            std::fs::write(file(name), "").expect("a file");
        }
        let place = self.sandbox.at(self.sandbox.path("home"));
        let mut command = place.command(program);
        command.arg("action").args(arguments).args(["--wait", "5"]);
        command
            .env("GITHUB_ACTIONS", "true")
            .env("GITHUB_EVENT_NAME", event)
            .env("GITHUB_EVENT_PATH", file("event.json"));
        command.env("GITHUB_API_URL", &self.fake.address).env("GITHUB_TOKEN", self.token);
        command.env("GITHUB_OUTPUT", file("output")).env("GITHUB_STEP_SUMMARY", file("summary"));
        command
    }

    /// The only comment of ours.
    pub fn comment(&self) -> String {
        let state = self.fake.state();
        let ours: Vec<&Value> =
            state.comments.iter().filter(|comment| comment["user"]["login"] == state.account.as_str()).collect();
        assert_eq!(ours.len(), 1, "{ours:#?}");
        ours[0]["body"].as_str().expect("a body").to_owned()
    }

    /// The labels of the pull request.
    pub fn labels(&self) -> Vec<String> {
        let state = self.fake.state();
        let labels = state.pull["labels"].as_array().expect("labels");
        labels.iter().map(|label| label["name"].as_str().unwrap_or_default().to_owned()).collect()
    }
}

impl Came {
    /// Insists on an exit code, and that the output names the outcome that belongs to it.
    pub fn ends(self, code: i32) -> Self {
        self.ends_as(code, ["clean", "violations", "incomplete", "incomplete"][code.clamp(0, 3) as usize])
    }

    /// Insists that nothing was judged, and that nobody takes that for a verdict.
    pub fn ends_idle(self) -> Self {
        self.ends_as(0, "none")
    }

    fn ends_as(self, code: i32, outcome: &str) -> Self {
        assert_eq!(self.ran.code, code, "{self:#?}");
        assert_eq!(self.outputs.get("outcome").map(String::as_str), Some(outcome), "{self:#?}");
        self
    }

    /// The rules of the findings in the outputs.
    pub fn rules(&self) -> Vec<String> {
        let findings: Value = serde_json::from_str(&self.outputs["findings"]).expect("JSON");
        let rule = |finding: &Value| finding["rule"].as_str().unwrap_or_default().to_owned();
        findings.as_array().expect("a list").iter().map(rule).collect()
    }
}

/// The outputs as a runner reads them.
fn outputs(text: &str) -> BTreeMap<String, String> {
    let mut outputs = BTreeMap::new();
    let mut lines = text.lines();
    while let Some((name, delimiter)) = lines.next().and_then(|line| line.split_once("<<")) {
        let value: Vec<&str> = lines.by_ref().take_while(|line| *line != delimiter).collect();
        outputs.insert(name.to_owned(), value.join("\n"));
    }
    outputs
}
