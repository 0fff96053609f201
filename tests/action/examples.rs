//! Real payloads, where somebody brings them: `CIHOOK_WEBHOOK_EXAMPLES` names the folder of the package
//! `@octokit/webhooks-examples`. Their data is not part of this project.

use super::fake::State;
use super::site::{Came, Site, commit, file, good, id, state};
use crate::support::aloud::{aloud, skipped};
use cihook::github::event;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const EVENTS: [&str; 4] = ["pull_request", "merge_group", "push", "issue_comment"];

/// A payload, and the event that it is of.
struct Example {
    event: String,
    payload: Value,
}

/// The folder of the examples, where somebody brought it.
fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("CIHOOK_WEBHOOK_EXAMPLES").map(PathBuf::from);
    if folder.is_none() {
        skipped("the webhook examples", "CIHOOK_WEBHOOK_EXAMPLES is not set");
    }
    folder
}

/// The examples of one server. What holds for `pull_request` holds for `pull_request_target`, whose payload is the same.
fn examples(server: &Path) -> Vec<Example> {
    let path = server.join("index.json");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let groups: Value = serde_json::from_str(&text).expect("JSON");
    let mut examples = Vec::new();
    for group in groups.as_array().expect("a list") {
        let name = group["name"].as_str().unwrap_or_default();
        for payload in group["examples"].as_array().into_iter().flatten().filter(|_| EVENTS.contains(&name)) {
            let mut events = vec![name.to_owned()];
            events.extend((name == "pull_request").then(|| "pull_request_target".to_owned()));
            examples.extend(events.into_iter().map(|event| Example { event, payload: payload.clone() }));
        }
    }
    examples
}

/// The folders of all servers.
fn servers(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut servers: Vec<PathBuf> = entries.filter(|path| path.join("index.json").is_file()).collect();
    servers.sort();
    servers
}

/// A server that knows what the payload speaks of, in the payload's own words where it has them.
fn server(payload: &Value) -> State {
    let told = &payload["pull_request"];
    let count = |name: &str| usize::try_from(told[name].as_u64().unwrap_or(1)).expect("a number");
    let mut commits: Vec<Value> = (1..=count("commits")).map(|n| commit(n + 1_000, &good(n))).collect();
    if let (Some(last), Some(head)) = (commits.last_mut(), told["head"]["sha"].as_str()) {
        last["sha"] = json!(head);
    }
    let files = (1..=count("changed_files")).map(|n| file(&format!("src/f{n}.rs"), n + 5_000)).collect();
    let mut state = state(commits, files);
    state.name = payload["repository"]["full_name"].as_str().map(str::to_owned);
    if told.is_object() {
        state.pull = told.clone();
    }
    if let Some(number) = payload["issue"]["number"].as_u64() {
        state.pull["number"] = json!(number);
    }
    let queue = payload["merge_group"]["head_ref"].as_str().and_then(event::queue_branch);
    if let Some((_, number)) = queue {
        state.pull["number"] = json!(number);
    }
    let empty = json!({ "tree": [], "truncated": false });
    let base = &payload["merge_group"]["base_sha"];
    for base in [&state.pull["base"]["sha"], base, &payload["before"]].into_iter().filter_map(Value::as_str) {
        state.trees.insert(base.to_owned(), empty.clone());
    }
    state
}

fn run(event: &str, payload: &Value) -> (Site, Came) {
    let site = Site::new(server(payload));
    let came = site.with(&["--dry-run"], event, payload);
    let what = format!("{event} {}", payload["action"]);
    assert!((0..=3).contains(&came.ran.code), "{what}: {came:#?}");
    assert!(came.outputs.contains_key("outcome") && site.fake.writes().is_empty(), "{what}: {came:#?}");
    let says = ["cihook: would ", "cihook: nothing to change", "cihook: nothing to do: "];
    let is_told = says.iter().any(|text| came.ran.err.contains(text));
    // Pushes have no page to write on: what is found stands in the summary.
    let is_summed_up = event == "push" && came.summary.contains("cihook");
    assert!(is_told || is_summed_up, "{what}: {came:#?}");
    (site, came)
}

#[test]
fn every_example_goes_through_the_whole_action() {
    let Some(folder) = folder() else { return };
    let mut judged = 0;
    for server in servers(&folder) {
        for Example { event, payload } in examples(&server) {
            let (site, came) = run(&event, &payload);
            judged += usize::from(site.fake.reads() > 0);
            let is_idle = payload["action"] == "closed" || event == "issue_comment" || payload["deleted"] == true;
            assert_eq!(site.fake.reads() == 0, is_idle, "{event} {}: {came:#?}", payload["action"]);
        }
    }
    aloud(format_args!("{judged} examples were judged"));
    assert!(judged > 50, "only {judged} examples were judged");
}

#[test]
fn every_comment_can_ask_for_a_recheck() {
    let Some(folder) = folder() else { return };
    for Example { event, mut payload } in examples(&folder.join("api.github.com")) {
        if event == "issue_comment" && payload["action"] == "created" {
            payload["comment"]["body"] = json!("/cihook recheck\r\n");
            payload["issue"]["pull_request"] = json!({ "url": "https://api.example/pulls/1" });
            payload["comment"]["author_association"] = json!("OWNER");
            let (site, came) = run(&event, &payload);
            assert!(site.fake.reads() > 0 && came.ran.err.contains("would report the check `cihook`"), "{came:#?}");
        }
    }
}

/// Whatever is missing or of another kind, there is an answer and no fall.
#[test]
fn examples_that_lack_something_are_read_or_refused() {
    let Some(folder) = folder() else { return };
    let (mut seen, mut refused) = (BTreeSet::new(), 0);
    let wrongs = [Value::Null, json!(7), json!([{}]), json!("::error::x"), json!({ "x": id(1) })];
    for Example { event, payload } in examples(&folder.join("api.github.com")) {
        if !seen.insert((event.clone(), payload["action"].to_string())) {
            continue;
        }
        for (index, pointer) in pointers(&payload, 2).iter().enumerate() {
            let mut damaged = payload.clone();
            *damaged.pointer_mut(pointer).expect("a place") = wrongs[index % wrongs.len()].clone();
            refused += usize::from(event::read(&event, &damaged.to_string()).is_err());
        }
    }
    assert!(refused > 10, "only {refused} were refused");
}

/// The places in a payload, so many levels deep.
fn pointers(value: &Value, depth: usize) -> Vec<String> {
    let Some(object) = value.as_object().filter(|_| depth > 0) else { return vec![String::new()] };
    let below = |(key, value): (&String, &Value)| {
        let key = key.replace('~', "~0").replace('/', "~1");
        let inner = pointers(value, depth - 1).into_iter().filter(|inner| !inner.is_empty());
        std::iter::once(format!("/{key}")).chain(inner.map(|inner| format!("/{key}{inner}"))).collect::<Vec<_>>()
    };
    object.iter().flat_map(below).collect()
}
