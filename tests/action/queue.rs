//! Merge queues.

use super::site::{Site, commit, good, id, ill, well};
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
fn a_queue_is_never_held_up() {
    let mut group = well();
    group.compared = Some(vec![commit(900, &good(1))]);
    let site = Site::new(group);
    let came = site.with(&[], "merge_group", &payload("x")).ends(0);
    assert!(came.summary.contains("names no pull request"), "{came:?}");
    let came = site.with(&[], "merge_group", &payload("404")).ends(0);
    assert!(came.summary.contains("cannot be read"), "{came:?}");
}
