//! Merge queues.

use super::fake::Fault;
use super::site::{POLICY, Site, commit, good, id, ill, well};
use serde_json::{Value, json};

fn payload(number: &str) -> Value {
    json!({ "action": "checks_requested", "repository": { "full_name": "acme/shop" }, "merge_group": {
        "head_sha": id(950), "base_sha": id(800), "base_ref": "refs/heads/main",
        "head_ref": format!("refs/heads/gh-readonly-queue/main/pr-{number}-{}", id(800)) } })
}

fn squashed(message: &str) -> Value {
    let mut commit = commit(950, message);
    commit["author"] = json!({ "login": "ada", "type": "User" });
    commit["committer"] = json!({ "login": "web-flow", "type": "User" });
    commit
}

#[test]
fn the_queues_own_commit_needs_a_header_and_no_sign_off() {
    let mut group = well();
    group.compared = Some(vec![squashed("feat(api): add the login page (#12) (#7)")]);
    let site = Site::new(group);
    site.with(&[], "merge_group", &payload("7")).ends(0);
    site.fake.state().compared = Some(vec![squashed("Add the login page (#7)")]);
    let came = site.with(&[], "merge_group", &payload("7")).ends(1);
    assert!(!came.rules().contains(&"sign-off".to_owned()), "{came:?}");
    assert!(site.fake.writes().is_empty());
}

#[test]
fn the_commits_of_the_pull_request_are_matched_fully() {
    let mut group = ill();
    group.compared = Some(vec![squashed("feat(api): add it (#12)")]);
    let came = Site::new(group).with(&[], "merge_group", &payload("7")).ends(1);
    assert_eq!(came.rules(), ["header-issue", "sign-off"]);
}

#[test]
fn a_queue_is_never_held_up_and_what_is_unknown_does_not_pass() {
    let mut group = well();
    group.compared = Some(vec![commit(900, &good(1))]);
    let site = Site::new(group);
    for (number, why) in [("x", "names no pull request"), ("404", "cannot be read")] {
        let came = site.with(&["--dco-check"], "merge_group", &payload(number)).ends(3);
        assert!(came.summary.contains(why) && came.summary.contains("are not known"), "{came:?}");
        assert_eq!(dco(&site), "failure");
    }
    let tolerant = format!("{POLICY}[on-unchecked]\naction = \"warn\"\n");
    site.fake.state().contents.insert(format!("{}:cihook.toml", id(800)), tolerant);
    site.with(&[], "merge_group", &payload("404")).ends(0);
}

/// How the check run on the commit of the queue ended. There is only one.
fn dco(site: &Site) -> String {
    let state = site.fake.state();
    assert_eq!(state.checks.len(), 1, "{:#?}", state.checks);
    assert_eq!((&state.checks[0]["name"], &state.checks[0]["head_sha"]), (&json!("DCO"), &json!(id(950))));
    state.checks[0]["conclusion"].as_str().expect("a conclusion").to_owned()
}

#[test]
fn the_check_of_the_dco_app_stands_beside_the_queues_commit() {
    let mut group = well();
    group.compared = Some(vec![squashed("feat(api): add the login page (#12) (#7)")]);
    let site = Site::new(group);
    let run = || site.with(&["--dco-check"], "merge_group", &payload("7"));
    run().ends(0);
    assert_eq!(dco(&site), "success");
    site.fake.forget();
    run().ends(0);
    assert!(site.fake.writes().is_empty());
    site.fake.state().commits[0] = commit(900, "feat(api): add it (#1)");
    run().ends(1);
    assert_eq!(dco(&site), "failure");
    site.with(&["--dco-check", "--dry-run"], "merge_group", &payload("7")).ends(1);
    assert_eq!(site.fake.writes().len(), 1);
}

#[test]
fn commits_that_a_queue_squashes_are_no_older_than_the_policy() {
    let mut group = ill();
    group.compared = Some(vec![squashed("feat(api): add the login page (#12) (#7)")]);
    group.between.insert(format!("v1...{}", id(900)), group.commits.clone());
    let since = format!("{POLICY}[adopt]\nsince = \"v1\"\n");
    group.contents.insert(format!("{}:cihook.toml", id(800)), since);
    let came = Site::new(group).with(&[], "merge_group", &payload("7")).ends(1);
    assert_eq!(came.rules(), ["header-issue", "sign-off"]);
}

#[test]
fn the_check_of_a_queue_concludes_whatever_goes_wrong() {
    for fault in [
        Fault::new("GET", "/compare/", 500),
        Fault::new("GET", "/compare/", 404),
        Fault::new("GET", "/compare/", 200).body("{\"total_commits\": 2, \"commits\": []}"),
        Fault::new("GET", "/compare/", 200).body("{}"),
        Fault::new("GET", "/compare/", 200).body("[7"),
        Fault::new("GET", "/pulls/7?", 500),
        Fault::new("GET", "/pulls/7/commits", 200).body("{}"),
        Fault::new("GET", "/git/trees/", 0),
        Fault::new("GET", "/contents/cihook.toml", 429).header("retry-after", "3600"),
    ] {
        let (site, path) = (Site::new(well()), fault.path);
        site.fake.state().faults = vec![fault.times(99)];
        let came = site.with(&["--dco-check"], "merge_group", &payload("7")).ends(3);
        assert_eq!(dco(&site), "failure", "{path}: {came:?}");
    }
    let site = Site::new(well());
    site.fake.state().faults = vec![Fault::new("GET", "/check-runs", 500).times(99)];
    site.fake.state().compared = Some(vec![squashed("feat(api): add the login page (#12) (#7)")]);
    site.with(&["--dco-check"], "merge_group", &payload("7")).ends(0);
    assert_eq!(dco(&site), "success");
}

#[test]
fn a_broken_policy_ends_the_check_of_a_queue() {
    let mut broken = well();
    broken.contents.insert(format!("{}:cihook.toml", id(800)), "[rules]\nheader-typo = \"error\"\n".to_owned());
    let site = Site::new(broken);
    let came = site.with(&["--dco-check"], "merge_group", &payload("7")).ends(2);
    assert_eq!(dco(&site), "failure", "{came:?}");
    assert!(site.fake.state().checks[0]["output"]["summary"].to_string().contains("the policy has mistakes"));
}

/// The number of the pull request, which the server adds on squashing, is not an issue: neither the one that is asked
/// for, nor one to verify.
#[test]
fn the_number_that_a_queue_adds_is_not_taken_for_an_issue() {
    let mut group = well();
    group.compared = Some(vec![squashed("feat(api): add the login page (#7)")]);
    let site = Site::new(group);
    let came = site.with(&[], "merge_group", &payload("7")).ends(1);
    assert_eq!(came.rules(), ["header-issue"]);

    let verified = format!("{POLICY}[rules.header-issue]\nverify = \"open\"\n");
    {
        let mut state = site.fake.state();
        state.contents.insert(format!("{}:cihook.toml", id(800)), verified);
        let open = || json!({ "state": "open" });
        for (number, value) in [(1, open()), (12, open()), (7, pull_as_issue()), (8, pull_as_issue())] {
            state.issues.insert(number, value);
        }
        let other = ["feat(api): add the log (#12) (#8)", "feat(api): add the login page (#12) (#7)"];
        let mut other = other.map(squashed);
        other[0]["sha"] = json!(id(949));
        state.compared = Some(other.to_vec());
    }
    site.with(&[], "merge_group", &payload("7")).ends(0);
    site.fake.state().compared = Some(vec![squashed("feat(api): add the login page (#8) (#7)")]);
    let came = site.with(&[], "merge_group", &payload("7")).ends(1);
    assert_eq!(came.rules(), ["header-issue"], "a pull request in the place of the issue");
}

fn pull_as_issue() -> Value {
    json!({ "state": "open", "pull_request": { "url": "x" } })
}

#[test]
fn a_label_exempts_in_the_queue_as_it_does_in_the_pull_request() {
    let mut group = ill();
    group.compared = Some(vec![squashed("feat(api): add it (#12) (#7)")]);
    let exempt = "[[exempt]]\nlabel = \"trivial\"\nrules = [\"header-issue\", \"sign-off\"]\nreason = \"small\"\n";
    group.contents.insert(format!("{}:cihook.toml", id(800)), format!("{POLICY}{exempt}"));
    let site = Site::new(group);
    site.with(&[], "merge_group", &payload("7")).ends(1);
    site.fake.state().pull["labels"] = json!([{ "id": 1, "name": "trivial" }]);
    site.with(&[], "merge_group", &payload("7")).ends(0);
}
