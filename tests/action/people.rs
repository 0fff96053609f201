//! Who may ask, on which servers, and whose word counts.

use super::fake::Fault;
use super::site::{POLICY, Site, commit, file, good, id, ill, payload, state, well};
use serde_json::{Value, json};

fn comment(body: &str, who: &str, association: &str) -> Value {
    json!({ "action": "created", "repository": { "full_name": "acme/shop" },
        "issue": { "number": 7, "pull_request": {} },
        "comment": { "body": body, "user": { "login": who }, "author_association": association } })
}

#[test]
fn a_recheck_reports_on_the_head() {
    let site = Site::new(ill());
    site.with(&[], "issue_comment", &comment("/cihook recheck", "ada", "NONE")).ends(1);
    let check = site.fake.state().checks[0].clone();
    assert_eq!((&check["name"], &check["head_sha"]), (&json!("cihook"), &json!(id(900))));
    assert_eq!(check["conclusion"], "failure");
    site.fake.state().commits[1] = commit(900, &good(2));
    site.with(&[], "issue_comment", &comment("/cihook recheck", "grace", "MEMBER")).ends(0);
    assert_eq!(site.fake.state().checks.len(), 1);
    assert_eq!(site.fake.state().checks[0]["conclusion"], "success");
}

#[test]
fn strangers_order_nothing() {
    let site = Site::new(ill());
    let came = site.with(&[], "issue_comment", &comment("/cihook recheck", "mallory", "NONE")).ends_idle();
    assert!(came.ran.err.contains("neither the author"), "{came:?}");
    site.with(&[], "issue_comment", &comment("hello", "ada", "OWNER")).ends_idle();
    assert!(site.fake.writes().is_empty());
}

fn gitea(mut state: super::fake::State) -> Site {
    state.is_gitea = true;
    state.account = "cihook".to_owned();
    state.pull.as_object_mut().expect("a pull").remove("commits");
    Site { token: "gitea_token", ..Site::new(state) }
}

#[test]
fn gitea_lacks_much_and_is_served() {
    let label = "[[label]]\nname = \"kind/feature\"\ntype = \"feat\"\n[[label]]\nname = \"kind/bug\"\ntype = \"fix\"\n";
    let commits = (1..=60).map(|n| commit(n + 100, &good(n))).collect();
    let mut many = state(commits, vec![file("src/a.rs", 11)]);
    many.contents.insert(format!("{}:cihook.toml", id(800)), format!("{POLICY}{label}"));
    let site = gitea(many);
    site.run().ends(0);
    assert_eq!(site.labels(), ["kind/feature"]);
    site.fake.state().pull["title"] = json!("fix(api): add it (#12)");
    site.run().ends(0);
    assert_eq!(site.labels(), ["kind/bug"]);
    // A draft is one by its title there, and is judged as what it will be.
    site.fake.state().pull["title"] = json!("WIP: fix(api): add it (#12)");
    site.run().ends(0);
    assert_eq!(site.labels(), ["kind/bug"]);
    site.fake.state().pull["title"] = json!("WIP: add it");
    assert_eq!(site.run().ends(1).rules().first().map(String::as_str), Some("pr-title"));
}

#[test]
fn gitea_has_statuses_for_checks() {
    let site = gitea(ill());
    site.with(&["--dco-check"], "pull_request_target", &payload()).ends(1);
    assert_eq!(site.fake.state().statuses[0]["status"], "failure");
    assert!(site.comment().contains("sign-off"));
    site.fake.forget();
    site.with(&["--dco-check"], "pull_request_target", &payload()).ends(1);
    assert!(site.fake.writes().is_empty());
}

#[test]
fn gitea_takes_labels_by_their_numbers_alone() {
    let label = "[[label]]\nname = \"kind/feature\"\ntype = \"feat\"\n";
    let mut state = well();
    state.contents.insert(format!("{}:cihook.toml", id(800)), format!("{POLICY}{label}"));
    let site = gitea(state);
    site.fake.state().faults = vec![Fault::new("POST", "/shop/labels", 403)];
    let came = site.run().ends(0);
    assert!(came.summary.contains("there is no label"), "{came:?}");
    assert_eq!(site.fake.writes(), ["POST /labels"]);
}

#[test]
fn lists_of_gitea_are_read_to_their_end() {
    let label =
        "[[label]]\nname = \"kind/feature\"\ntype = \"feat\"\n[[label]]\nname = \"kind/bug\"\ntype = \"feat\"\n";
    let mut state = ill();
    state.contents.insert(format!("{}:cihook.toml", id(800)), format!("{POLICY}{label}"));
    let event = |body: &str, name: &str, who: &str| json!({ "type": "label", "body": body, "label": { "name": name }, "user": { "login": who } });
    state.events = vec![event("1", "other", "ada"); 120];
    state.events.push(event("", "kind/bug", "ada"));
    state.repository_labels = (1..=120).map(|n| json!({ "id": n, "name": format!("l{n}") })).collect();
    state.repository_labels.push(json!({ "id": 200, "name": "kind/feature" }));
    state.comments = (1..=120).map(|n| json!({ "id": n, "body": "x", "user": { "login": "ada" } })).collect();
    let site = gitea(state);
    site.run().ends(1);
    assert_eq!(site.labels(), ["kind/feature"]);
    assert_eq!(site.fake.writes(), ["POST /issues/7/labels", "POST /issues/7/comments"]);
    assert!(site.comment().contains("header-issue"));
}

#[test]
fn a_file_that_gitea_calls_unchanged_may_have_changed() {
    let told = |path: &str, status: &str| json!({ "filename": path, "status": status, "additions": 0, "deletions": 0 });
    let tree = |sha: usize| json!({ "tree": [{ "path": "a.bin", "type": "blob", "sha": id(sha), "size": 9_000_000 }] });
    for (sha, code) in [(11, 0), (12, 1)] {
        let mut state =
            state(vec![commit(900, &good(1))], vec![told("a.bin", "unchanged"), told("old.bin", "deleted")]);
        state.trees.insert(format!("recursive/{}", id(900)), tree(sha));
        state.trees.insert(format!("recursive/{}", id(800)), tree(11));
        gitea(state).run().ends(code);
    }
}

#[test]
fn what_gitea_does_not_count_is_not_taken_for_whole() {
    let since = format!("{POLICY}[adopt]\nsince = \"v1\"\n");
    let mut state = ill();
    state.contents.insert(format!("{}:cihook.toml", id(800)), since);
    let site = gitea(state);
    site.fake.state().faults = vec![Fault::new("GET", "/compare/", 200).body("{}").times(9)];
    site.run().ends(1);
    site.fake.state().faults = vec![Fault::new("GET", "/pulls/7/commits", 200).body("[]").times(9)];
    site.run().ends(3);
}

#[test]
fn the_dco_app_is_followed_to_the_letter() {
    let policy = format!("{POLICY}[rules.sign-off]\ncompat = \"dcoapp\"\n");
    let dco = |yml: &str, commits: Vec<Value>| {
        let mut state = state(commits, vec![file("src/a.rs", 11)]);
        state.contents.insert(format!("{}:cihook.toml", id(800)), policy.clone());
        state.contents.insert("main:.github/dco.yml".to_owned(), yml.to_owned());
        state.members = vec!["ada".to_owned()];
        Site::new(state)
    };
    let unsigned = || commit(899, "feat(api): add it (#1)");
    dco("", vec![unsigned()]).run().ends(1);
    let remedy = format!(
        "docs(api): sign off (#1)\n\nI, Ada <ada@acme.org>, hereby add my Signed-off-by to this commit: {}\n\n\
         Signed-off-by: Ada <ada@acme.org>",
        id(899)
    );
    let allowed = "allowRemediationCommits:\n  individual: true\n";
    let site = dco(allowed, vec![unsigned(), commit(900, "feat(api): more of it (#1)")]);
    site.run().ends(1);
    assert!(site.comment().contains("hereby add my Signed-off-by to this commit"), "{}", site.comment());
    dco("", vec![unsigned(), commit(900, &remedy)]).run().ends(1);
    dco(allowed, vec![unsigned(), commit(900, &remedy)]).run().ends(0);
    // A file that nobody understands lets nobody off.
    let nested = "allowRemediationCommits:\n  other:\n    individual: true\n";
    dco(nested, vec![unsigned(), commit(900, &remedy)]).run().ends(3);
    let mut verified = unsigned();
    verified["commit"]["verification"] = json!({ "verified": true, "reason": "valid" });
    dco("require:\n  members: false\n", vec![verified.clone()]).run().ends(0);
    dco("require:\n  members: false\n", vec![unsigned()]).run().ends(1);
    verified["author"] = json!({ "login": "mallory", "type": "User" });
    dco("require:\n  members: false\n", vec![verified]).run().ends(1);
    let mut bot = unsigned();
    bot["author"] = json!({ "login": "dependabot[bot]", "type": "Bot" });
    dco("", vec![bot]).run().ends(0);
}

#[test]
fn issues_are_looked_up_where_the_policy_asks() {
    let mut asks = well();
    asks.contents
        .insert(format!("{}:cihook.toml", id(800)), format!("{POLICY}[rules.header-issue]\nverify = \"open\"\n"));
    asks.issues.insert(1, json!({ "state": "closed" }));
    asks.issues.insert(12, json!({ "state": "open" }));
    let came = Site::new(asks).run().ends(1);
    assert!(came.rules().contains(&"header-issue".to_owned()), "{came:?}");
}

#[test]
fn a_closed_pull_request_is_left_alone() {
    let mut closed = ill();
    closed.pull["state"] = json!("closed");
    let site = Site::new(closed);
    site.run().ends_idle();
    site.with(&[], "issue_comment", &comment("/cihook recheck", "ada", "OWNER")).ends_idle();
    assert!(site.fake.writes().is_empty());
}
