//! The whole action, run by a runner: `CIHOOK_LAB` names the folder of a lab that is up, with `act` in `venv/bin`, a GitHub at
//! port 4500 that holds every request against GitHub's own description, and its state at port 4101. Skipped without it.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::expect_used,
    clippy::panic,
    reason = "tests bring the outside in"
)]
#![cfg(feature = "github")]

mod support;

use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;
use support::aloud::skipped;
use support::{Ran, Sandbox, program, run};

const CHECKED: &str = "http://127.0.0.1:4500";
const STATE: &str = "http://127.0.0.1:4101";
const REPOSITORY: &str = "/repos/octocat/hello-world";

/// What GitHub has and this lab has not: the action goes on without.
const LACKS: [&str; 2] = ["/git/trees/", "/events"];

fn lab() -> Option<PathBuf> {
    let lab = std::env::var_os("CIHOOK_LAB").map(PathBuf::from);
    if lab.is_none() {
        skipped("the action on a runner", "CIHOOK_LAB is not set");
    }
    lab
}

fn ask(method: &str, address: &str, body: &Value) -> Value {
    let mut curl = Command::new("curl");
    curl.args(["-s", "-X", method, "-H", "authorization: Bearer tok_octocat", "-H", "content-type: application/json"]);
    if !body.is_null() {
        curl.args(["-d", &body.to_string()]);
    }
    let ran = run(curl.arg(address), b"");
    serde_json::from_str(&ran.out).unwrap_or(Value::Null)
}

fn state(method: &str, path: &str, body: &Value) -> Value {
    ask(method, &format!("{STATE}{REPOSITORY}{path}"), body)
}

/// A pull request of one commit, and its number.
fn pull_request(branch: &str, title: &str, message: &str) -> u64 {
    let base = state("GET", "/git/ref/heads/main", &Value::Null)["object"]["sha"].clone();
    let tree =
        state("GET", &format!("/git/commits/{}", base.as_str().expect("an id")), &Value::Null)["tree"]["sha"].clone();
    let entry = json!({ "path": format!("{branch}.txt"), "mode": "100644", "type": "blob", "content": "x" });
    let tree = state("POST", "/git/trees", &json!({ "base_tree": tree, "tree": [entry] }))["sha"].clone();
    let author = json!({ "name": "Ada", "email": "ada@acme.org", "date": "2026-01-02T03:04:05Z" });
    let commit = json!({ "message": message, "tree": tree, "parents": [base], "author": author });
    let commit = state("POST", "/git/commits", &commit)["sha"].clone();
    state("POST", "/git/refs", &json!({ "ref": format!("refs/heads/{branch}"), "sha": commit }));
    let pull = json!({ "title": title, "head": branch, "base": "main", "body": "It closes #12." });
    state("POST", "/pulls", &pull)["number"].as_u64().expect("a number")
}

/// Runs a workflow that uses the action.
fn act(lab: &Path, number: u64) -> Ran {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("work");
    let workflow = format!(
        "on: pull_request_target\njobs:\n  norms:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: acme/cihook/action@v1\n        \
         with:\n          path: {}\n",
        program().display()
    );
    repo.write(".github/workflows/norms.yml", &workflow);
    let payload = json!({ "action": "opened", "number": number, "pull_request": { "number": number,
        "base": { "ref": "main" }, "head": { "ref": "x" } }, "repository": { "full_name": "octocat/hello-world" } });
    repo.write("event.json", payload.to_string());
    repo.git(&["add", "."]).ok();
    repo.commit("x");
    // The runner of the lab cannot bear blanks in its own paths, and copies what it is given.
    let plain = tempfile::tempdir().expect("a folder");
    let copied =
        repo.command("cp").args(["-r", concat!(env!("CARGO_MANIFEST_DIR"), "/action")]).arg(plain.path()).status();
    assert!(copied.is_ok_and(|status| status.success()));
    let mut act = repo.command(lab.join("venv/bin/act"));
    act.env("HOME", plain.path()).env("TMPDIR", plain.path());
    act.args(["pull_request_target", "-P", "ubuntu-latest=-self-hosted", "--no-cache-server", "-e", "event.json"]);
    act.args(["-s", "GITHUB_TOKEN=tok_octocat", "--env", &format!("GITHUB_API_URL={CHECKED}")]);
    act.arg("--local-repository").arg(format!("acme/cihook@v1={}", plain.path().display()));
    run(&mut act, b"")
}

/// What was written since the log was cleared, and that nothing was against the description.
fn writes() -> Vec<String> {
    let log = ask("GET", &format!("{CHECKED}/_lab/log"), &Value::Null);
    let text = |entry: &Value, key: &str| entry[key].as_str().unwrap_or_default().to_owned();
    let mut writes = Vec::new();
    for entry in log.as_array().expect("a log") {
        let key = text(entry, "key");
        let is_lacking =
            text(entry, "violation") == "operation not in subset" && LACKS.iter().any(|path| key.contains(path));
        let is_of_lab = text(entry, "violation").starts_with("response");
        assert!(entry["violation"].is_null() || is_lacking || is_of_lab, "{entry:#}");
        if !key.starts_with("GET") && entry["fault"].is_null() && entry["faultAfter"].is_null() && !key.is_empty() {
            writes.push(key.replace(REPOSITORY, ""));
        }
    }
    writes
}

fn reset() {
    ask("POST", &format!("{CHECKED}/_lab/reset"), &Value::Null);
}

fn fault(body: &Value) {
    ask("POST", &format!("{CHECKED}/_lab/fault"), body);
}

fn comments(number: u64) -> usize {
    state("GET", &format!("/issues/{number}/comments"), &Value::Null).as_array().map_or(0, Vec::len)
}

#[test]
fn the_action_runs_on_a_runner_and_keeps_to_the_description() {
    let Some(lab) = lab() else { return };
    let unique = std::process::id();
    let number = pull_request(&format!("bad-{unique}"), "Add it", "Add it");
    let comment = format!("POST /issues/{number}/comments");

    reset();
    fault(&json!({ "method": "POST", "path": "/comments$", "status": 502, "after": true, "times": 1 }));
    let ran = act(&lab, number);
    assert!(ran.out.contains("pr-title") && ran.code != 0, "{ran:#?}");
    assert_eq!(writes(), [comment.as_str()], "{ran:#?}");
    assert_eq!(comments(number), 1);

    reset();
    assert_ne!(act(&lab, number).code, 0);
    assert!(writes().is_empty());

    let number = pull_request(&format!("fork-{unique}"), "Add it", "Add it");
    reset();
    let refused = json!({ "message": "Resource not accessible by integration", "documentation_url": "" });
    fault(&json!({ "method": "POST", "path": "/comments$", "status": 403, "times": 9, "body": refused }));
    let ran = act(&lab, number);
    assert!(ran.out.contains("can only read"), "{ran:#?}");
    assert_eq!(comments(number), 0);

    reset();
    fault(&json!({ "method": "GET", "path": "/pulls/", "status": 0, "times": 2 }));
    assert!(act(&lab, number).out.contains("pr-title"));
    assert_eq!(comments(number), 1);
}
