//! A small GitHub: pull requests, commits, trees, contents, comments, labels, events and checks, over real HTTP.

use super::encoding::{base64, decode};
use super::http::{Answer, Request, read, write};
use super::requests;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::BufReader;
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};

/// What the server knows.
#[derive(Default)]
pub struct State {
    /// What the repository is called, where it is not `acme/shop`.
    pub name: Option<String>,
    pub pull: Value,
    /// Somebody gives the pull request this title when it is read for the so-many-th time.
    pub renamed: Option<(u32, String)>,
    pub commits: Vec<Value>,
    pub files: Vec<Value>,
    /// Commits between any two revisions that are compared.
    pub compared: Option<Vec<Value>>,
    /// Commits between two revisions, as `base...head`, where these are others.
    pub between: BTreeMap<String, Vec<Value>>,
    /// Texts by `revision:path`; a revision of `*` is any.
    pub contents: BTreeMap<String, String>,
    /// Entries by the name of the tree or commit; recursive ones stand below `recursive/<name>`.
    pub trees: BTreeMap<String, Value>,
    pub comments: Vec<Value>,
    /// What another run writes just before ours does.
    pub rival: Option<Value>,
    pub repository_labels: Vec<Value>,
    pub events: Vec<Value>,
    pub checks: Vec<Value>,
    pub statuses: Vec<Value>,
    pub branches: Vec<String>,
    /// Where the base branch is by now, if not where the pull request says.
    pub tip: Option<String>,
    /// What comparisons do not find.
    pub no_such: Vec<String>,
    /// So often the list of commits lacks the newest one.
    pub lag: usize,
    pub members: Vec<String>,
    pub issues: BTreeMap<u64, Value>,
    /// Who the token belongs to.
    pub account: String,
    pub is_gitea: bool,
    pub faults: Vec<Fault>,
    pub log: Vec<Request>,
    pub violations: Vec<String>,
    pub next_id: u64,
}

/// How often and how something goes wrong.
#[derive(Clone)]
pub struct Fault {
    pub method: &'static str,
    pub path: &'static str,
    /// 0 breaks the connection off.
    pub status: u16,
    pub body: String,
    pub headers: Vec<(&'static str, String)>,
    pub times: u32,
    /// Whether what was ordered is done before it goes wrong.
    pub is_after: bool,
}

impl Fault {
    pub fn new(method: &'static str, path: &'static str, status: u16) -> Self {
        let body = r#"{"message":"Server Error"}"#.to_owned();
        Self { method, path, status, body, headers: Vec::new(), times: 1, is_after: false }
    }

    pub fn body(self, body: &str) -> Self {
        Self { body: body.to_owned(), ..self }
    }

    pub fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    pub fn times(self, times: u32) -> Self {
        Self { times, ..self }
    }

    pub fn after(self) -> Self {
        Self { is_after: true, ..self }
    }
}

/// The server.
pub struct Fake {
    pub address: String,
    state: Arc<Mutex<State>>,
}

impl Fake {
    pub fn start(state: State) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let prefix = if state.is_gitea { "/api/v1" } else { "" };
        let address = format!("http://{}{prefix}", listener.local_addr().expect("an address"));
        let state = Arc::new(Mutex::new(state));
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&shared);
                std::thread::spawn(move || serve(&stream, &shared, prefix));
            }
        });
        Self { address, state }
    }

    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("a state")
    }

    /// Forgets the requests so far.
    pub fn forget(&self) {
        self.state().log.clear();
    }

    /// How many requests read.
    pub fn reads(&self) -> usize {
        self.state().log.iter().filter(|request| request.method == "GET").count()
    }

    /// The requests that wrote, as `POST /issues/7/comments`.
    pub fn writes(&self) -> Vec<String> {
        let state = self.state();
        let writes = state.log.iter().filter(|request| request.method != "GET" && request.path != "/graphql");
        writes
            .map(|request| format!("{} {}", request.method, request.path.replacen("/repos/acme/shop", "", 1)))
            .collect()
    }
}

fn serve(stream: &TcpStream, shared: &Mutex<State>, prefix: &str) {
    let mut reader = BufReader::new(stream);
    // Connections are kept as long as the other side wants.
    while let Some(request) = read(&mut reader, prefix) {
        let mut state = shared.lock().expect("a state");
        requests::check(&request, state.is_gitea).into_iter().for_each(|violation| state.violations.push(violation));
        state.log.push(request.clone());
        let target = format!("{}?{}", request.path, request.query.get("page").map_or("", String::as_str));
        let fault = state
            .faults
            .iter_mut()
            .find(|fault| fault.times > 0 && fault.method == request.method && target.contains(fault.path));
        let fault = fault.map(|fault| {
            fault.times -= 1;
            fault.clone()
        });
        let answer = match fault {
            Some(fault) => {
                if fault.is_after {
                    state.answer(&request);
                }
                if fault.status == 0 {
                    return;
                }
                Answer { status: fault.status, headers: fault.headers, body: fault.body }
            }
            None => state.answer(&request),
        };
        drop(state);
        if write(stream, &answer).is_none() {
            return;
        }
    }
}

impl State {
    fn answer(&mut self, request: &Request) -> Answer {
        let root = format!("/repos/{}", self.name.as_deref().unwrap_or("acme/shop"));
        let Some(rest) = request.path.strip_prefix(&root) else { return self.elsewhere(request) };
        let parts: Vec<&str> = rest.split('/').skip(1).collect();
        match (request.method.as_str(), parts.as_slice()) {
            ("GET", []) => Answer::json(200, &self.pull["base"]["repo"]),
            ("GET", ["pulls", number]) if has_id(&self.pull["number"], number) => {
                if let Some((reads, title)) = &mut self.renamed {
                    *reads -= 1;
                    if *reads == 0 {
                        self.pull["title"] = json!(title);
                        self.renamed = None;
                    }
                }
                let mut pull = self.pull.clone();
                if pull["comments"].is_null() {
                    pull["comments"] = json!(self.comments.len());
                }
                Answer::json(200, &pull)
            }
            ("PATCH", ["pulls", number]) if has_id(&self.pull["number"], number) => {
                self.pull["title"] = request.body["title"].clone();
                Answer::json(200, &self.pull)
            }
            ("GET", ["pulls", _, "commits"]) => {
                let most = if self.is_gitea { usize::MAX } else { 250 };
                let lag = usize::from(self.lag > 0);
                self.lag -= lag;
                self.page(request, &self.commits[..self.commits.len().min(most) - lag])
            }
            ("GET", ["pulls", _, "files"]) => self.page(request, &self.files[..self.files.len().min(3_000)]),
            ("GET", ["compare", ends]) => self.compare(request, ends),
            ("GET", ["git", "trees", name]) => self.tree(request, name),
            ("GET", ["contents", path @ ..]) => self.content(request, &path.join("/")),
            ("GET", ["commits", id, "check-runs"]) => self.check_runs(request, id),
            ("GET", ["commits", _, "statuses"]) => Answer::json(200, &json!(self.statuses)),
            ("GET", ["commits", id]) => self.commit(request, id),
            ("GET", ["branches", name]) if self.branches.contains(&decode(name)) => {
                Answer::json(200, &json!({ "name": decode(name) }))
            }
            ("GET", ["issues", _, "comments"]) if self.is_gitea => counted(&self.comments, self.comments.len()),
            ("GET", ["issues", _, "comments"]) => self.page(request, &self.comments),
            ("GET", ["issues", _, "events"]) if !self.is_gitea => self.page(request, &self.events),
            ("GET", ["issues", _, "timeline"]) if self.is_gitea => {
                let events: Vec<Value> = serde_json::from_str(&self.page(request, &self.events).body).expect("a page");
                if events.is_empty() { Answer::json(200, &Value::Null) } else { counted(&events, events.len()) }
            }
            ("GET", ["issues", _, "labels"]) => Answer::json(200, &self.pull["labels"]),
            ("GET", ["issues", number]) => self
                .issues
                .get(&number.parse().unwrap_or(0))
                .map_or_else(Answer::missing, |issue| Answer::json(200, issue)),
            ("GET", ["labels"]) if self.is_gitea => {
                let body = self.page(request, &self.repository_labels).body;
                counted(&serde_json::from_str::<Vec<Value>>(&body).expect("a page"), self.repository_labels.len())
            }
            ("GET", ["labels"]) => self.page(request, &self.repository_labels),
            ("GET", ["labels", name]) => self.one(&self.repository_labels, "name", &json!(decode(name))),
            (_, ["issues", rest @ ..]) => self.change_issue(request, rest),
            ("POST", ["labels"]) => self.create_label(&request.body),
            ("POST", ["check-runs"]) if !self.is_gitea => self.create_check(&request.body),
            ("PATCH", ["check-runs", id]) if !self.is_gitea => self.edit_check(id, &request.body),
            ("POST", ["statuses", _]) => {
                self.next_id += 1;
                let mut status = request.body.clone();
                // What is ordered as a state is told as a status.
                let state = status["state"].take();
                (status["id"], status["status"]) = (json!(self.next_id), state);
                self.statuses.push(status.clone());
                Answer::json(201, &status)
            }
            _ => Answer::missing(),
        }
    }

    fn elsewhere(&self, request: &Request) -> Answer {
        let parts: Vec<&str> = request.path.split('/').skip(1).collect();
        match parts.as_slice() {
            ["graphql"] => Answer::json(200, &json!({ "data": { "viewer": { "login": self.account } } })),
            ["user"] if self.account.ends_with("[bot]") => {
                Answer::json(403, &json!({ "message": "Resource not accessible by integration" }))
            }
            ["user"] => Answer::json(200, &json!({ "login": self.account, "type": "User" })),
            ["orgs", _, "public_members", login] if self.members.iter().any(|member| member == login) => {
                Answer::json(204, &Value::Null)
            }
            ["repos", _, _, "contents", path @ ..] => self.content(request, &path.join("/")),
            _ => Answer::missing(),
        }
    }

    fn one(&self, list: &[Value], key: &str, value: &Value) -> Answer {
        list.iter().find(|item| item[key] == *value).map_or_else(Answer::missing, |item| Answer::json(200, item))
    }

    /// The commit at the tip of a branch: of the base, what the pull request says unless it is stale.
    fn resolve<'s>(&'s self, revision: &'s str) -> &'s str {
        let base = &self.pull["base"];
        let told = base["sha"].as_str().filter(|_| base["ref"] == revision);
        self.tip.as_deref().filter(|_| told.is_some()).or(told).unwrap_or(revision)
    }

    /// A page of a list, with the link to the next.
    fn page(&self, request: &Request, list: &[Value]) -> Answer {
        let number = |name: &str, otherwise: usize| {
            request.query.get(name).and_then(|text| text.parse().ok()).unwrap_or(otherwise)
        };
        let size = if self.is_gitea { number("limit", 30).min(50) } else { number("per_page", 30).min(100) };
        let page = number("page", 1);
        let items: Vec<&Value> = list.iter().skip((page - 1) * size).take(size).collect();
        let mut answer = Answer::json(200, &json!(items));
        if page * size < list.len() {
            answer.headers.push(("link", format!("<http://x{}?page={}>; rel=\"next\"", request.path, page + 1)));
        }
        answer
    }

    fn compare(&self, request: &Request, ends: &str) -> Answer {
        if self.no_such.iter().any(|name| ends.starts_with(&format!("{name}..."))) {
            return Answer::missing();
        }
        let commits = self.between.get(ends).or(self.compared.as_ref()).unwrap_or(&self.commits);
        let mut answer = self.page(request, commits);
        let items: Value = serde_json::from_str(&answer.body).expect("a page");
        answer.body = json!({ "total_commits": commits.len(), "commits": items, "files": [] }).to_string();
        answer
    }

    /// A commit with a page of its files.
    fn commit(&self, request: &Request, id: &str) -> Answer {
        let Some(commit) = self.commits.iter().find(|commit| commit["sha"] == id) else { return Answer::missing() };
        let Some(files) = commit["files"].as_array() else { return Answer::json(200, commit) };
        let mut answer = self.page(request, &files[..files.len().min(3_000)]);
        let mut commit = commit.clone();
        commit["files"] = serde_json::from_str(&answer.body).expect("a page");
        answer.body = commit.to_string();
        answer
    }

    fn tree(&self, request: &Request, name: &str) -> Answer {
        let name = decode(name);
        let name = self.resolve(&name);
        let key = if request.query.contains_key("recursive") { format!("recursive/{name}") } else { name.to_owned() };
        self.trees.get(&key).map_or_else(Answer::missing, |tree| Answer::json(200, tree))
    }

    fn content(&self, request: &Request, path: &str) -> Answer {
        let revision = request.query.get("ref").map_or("", String::as_str);
        let path = decode(path);
        let revision = decode(revision);
        let found = [revision.as_str(), self.resolve(&revision)]
            .iter()
            .find_map(|revision| self.contents.get(&format!("{revision}:{path}")));
        let found = found.or_else(|| self.contents.get(&format!("*:{path}")));
        found.map_or_else(Answer::missing, |text| {
            Answer::json(200, &json!({ "type": "file", "encoding": "base64", "content": base64(text) }))
        })
    }

    fn check_runs(&self, request: &Request, id: &str) -> Answer {
        if self.is_gitea {
            return Answer::missing();
        }
        let name = request.query.get("check_name").map(|name| decode(name)).unwrap_or_default();
        let runs: Vec<&Value> =
            self.checks.iter().filter(|run| run["name"] == name.as_str() && run["head_sha"] == id).collect();
        Answer::json(200, &json!({ "total_count": runs.len(), "check_runs": runs }))
    }

    fn change_issue(&mut self, request: &Request, rest: &[&str]) -> Answer {
        self.next_id += 1;
        match (request.method.as_str(), rest) {
            ("POST", [_, "comments"]) => {
                self.comments.extend(self.rival.take());
                let id = 1_000 + self.next_id;
                let comment = json!({ "id": id, "body": request.body["body"], "user": self.me() });
                self.comments.push(comment.clone());
                Answer::json(201, &comment)
            }
            ("PATCH", ["comments", id]) => {
                let found = self.comments.iter_mut().find(|comment| has_id(&comment["id"], id));
                found.map_or_else(Answer::missing, |comment| {
                    comment["body"] = request.body["body"].clone();
                    Answer::json(200, comment)
                })
            }
            ("DELETE", ["comments", id]) => {
                self.comments.retain(|comment| !has_id(&comment["id"], id));
                Answer::json(204, &Value::Null)
            }
            ("POST", [_, "labels"]) => {
                for name in request.body["labels"].as_array().cloned().unwrap_or_default() {
                    let by_id = self.repository_labels.iter().find(|label| name.is_u64() && label["id"] == name);
                    let label = by_id.cloned().unwrap_or_else(|| json!({ "name": name }));
                    self.happened("labeled", &label);
                    self.pull["labels"].as_array_mut().expect("labels").push(label);
                }
                Answer::json(200, &self.pull["labels"])
            }
            ("DELETE", [_, "labels", name]) => {
                let name = decode(name);
                let is_it = |label: &Value| label["name"] == name.as_str() || has_id(&label["id"], &name);
                let labels = self.pull["labels"].as_array_mut().expect("labels");
                let Some(at) = labels.iter().position(is_it) else { return Answer::missing() };
                let label = labels.remove(at);
                self.happened("unlabeled", &label);
                Answer::json(200, &self.pull["labels"])
            }
            _ => Answer::missing(),
        }
    }

    fn happened(&mut self, event: &str, label: &Value) {
        let body = if event == "labeled" { "1" } else { "" };
        let me = self.me();
        self.events
            .push(json!({ "event": event, "actor": me, "label": label, "type": "label", "user": me, "body": body }));
    }

    fn create_label(&mut self, body: &Value) -> Answer {
        let exists = self.repository_labels.iter().any(|label| label["name"] == body["name"]);
        if exists {
            return Answer::json(422, &json!({ "message": "Validation Failed" }));
        }
        let mut label = body.clone();
        label["id"] = json!(500 + self.repository_labels.len());
        self.repository_labels.push(label.clone());
        Answer::json(201, &label)
    }

    fn create_check(&mut self, body: &Value) -> Answer {
        self.next_id += 1;
        let mut check = body.clone();
        check["id"] = json!(2_000 + self.next_id);
        check["app"] = json!({ "slug": self.account.trim_end_matches("[bot]") });
        self.checks.push(check.clone());
        Answer::json(201, &check)
    }

    fn edit_check(&mut self, id: &str, body: &Value) -> Answer {
        let found = self.checks.iter_mut().find(|check| has_id(&check["id"], id));
        found.map_or_else(Answer::missing, |check| {
            for (key, value) in body.as_object().into_iter().flatten() {
                check[key] = value.clone();
            }
            Answer::json(200, check)
        })
    }

    fn me(&self) -> Value {
        json!({ "login": self.account, "type": if self.account.ends_with("[bot]") { "Bot" } else { "User" } })
    }
}

/// A list of Gitea that names no next page, only how many there are.
fn counted(items: &[Value], count: usize) -> Answer {
    let mut answer = Answer::json(200, &json!(items));
    answer.headers.push(("x-total-count", count.to_string()));
    answer
}

fn has_id(value: &Value, id: &str) -> bool {
    value.as_u64().is_some_and(|value| id.parse() == Ok(value))
}
