//! What goes wrong on the way.

use super::fake::Fault;
use super::site::{POLICY, Site, commit, file, good, id, ill, payload, state, well};
use serde_json::json;

const LABEL: &str = "[[label]]\nname = \"kind/feature\"\ntype = \"feat\"\n";

fn with(state: super::fake::State, faults: &[Fault]) -> Site {
    let site = Site::new(state);
    site.fake.state().faults = faults.to_vec();
    site
}

/// A good pull request that somebody has commented on.
fn spoken() -> super::fake::State {
    let mut spoken = well();
    spoken.comments = vec![json!({ "id": 1, "body": "nice", "user": { "login": "ada" } })];
    spoken
}

#[test]
fn the_token_of_a_fork_cannot_write_and_the_verdict_stays() {
    let refused = r#"{"message":"Resource not accessible by integration"}"#;
    let site = with(ill(), &[Fault::new("POST", "/issues/7/comments", 403).body(refused).times(9)]);
    let came = site.run().ends(1);
    assert!(came.summary.contains("can only read") && came.summary.contains("(sign-off)"), "{came:?}");
    assert_eq!(site.fake.writes(), ["POST /issues/7/comments"]);
}

#[test]
fn questions_are_asked_again() {
    for fault in [
        Fault::new("GET", "/pulls/7?", 502),
        Fault::new("GET", "/pulls/7?", 0),
        Fault::new("GET", "/commits", 200).body("[{\"sha\": \"1"),
    ] {
        with(well(), &[fault.times(2)]).run().ends(0);
    }
}

#[test]
fn a_server_that_stays_broken_is_no_pass() {
    let mut other = well().pull;
    other["number"] = json!(8);
    let faults = [
        (Fault::new("GET", "/pulls/7", 500), "cannot be asked"),
        (Fault::new("GET", "/pulls/7/files", 0), "cannot be asked"),
        (Fault::new("GET", "/pulls/7/commits", 200).body("[{\"sha\""), "cannot be understood"),
        (Fault::new("GET", "/pulls/7/commits", 200).body("{\"commits\": 5}"), "cannot be understood"),
        (Fault::new("GET", "/pulls/7/commits", 200).body("[{\"sha\": 5}]"), "cannot be understood"),
        (Fault::new("GET", "/pulls/7?", 200).body("{\"number\": 7}"), "no usable commits"),
        (Fault::new("GET", "/pulls/7?", 404).body("{\"message\": \"Not Found\"}"), "refuses (404)"),
        (Fault::new("GET", "/contents/cihook.toml", 503), "cannot be asked"),
        (Fault::new("GET", "/pulls/7?", 200).body(&other.to_string()), "no usable commits"),
    ];
    for (fault, why) in faults {
        let site = with(spoken(), &[fault.times(99)]);
        let came = site.run().ends(3);
        assert!(came.ran.err.contains(why), "{why}: {came:?}");
        assert!(came.summary.contains("could not check"), "{came:?}");
        assert!(site.fake.writes().is_empty());
    }
}

#[test]
fn a_commit_without_a_message_is_not_passed_over() {
    let mut mute = well();
    mute.commits[0]["commit"]["message"] = json!(null);
    Site::new(mute).run().ends(3);
}

#[test]
fn an_order_that_took_effect_is_not_given_again() {
    for fault in [Fault::new("POST", "/issues/7/comments", 502), Fault::new("POST", "/issues/7/comments", 0)] {
        let site = with(ill(), &[fault.after()]);
        site.run().ends(1);
        assert_eq!(site.fake.writes(), ["POST /issues/7/comments"]);
        site.comment();
    }
}

#[test]
fn an_order_that_took_no_effect_is_given_once_more() {
    let site = with(ill(), &[Fault::new("POST", "/issues/7/comments", 502)]);
    site.run().ends(1);
    assert_eq!(site.fake.writes().len(), 2);
    site.comment();
    let site = with(ill(), &[Fault::new("POST", "/issues/7/comments", 502).times(9)]);
    site.run().ends(1);
    assert_eq!(site.fake.writes().len(), 2);
}

#[test]
fn what_cannot_be_told_is_no_pass() {
    let mut clean = well();
    clean.comments =
        vec![json!({ "id": 1, "body": "<!-- cihook:report -->\nbad", "user": { "login": "github-actions[bot]" } })];
    let came = with(clean, &[Fault::new("PATCH", "/issues/comments/1", 500).times(9)]).run();
    assert_eq!(came.ran.code, 3, "{came:?}");
}

#[test]
fn what_is_told_already_and_cannot_be_read_takes_nothing_from_the_verdict() {
    for (state, code) in [(well(), 3), (ill(), 1)] {
        let mut state = state;
        state.comments = spoken().comments;
        state.contents.insert(format!("{}:cihook.toml", id(800)), format!("{POLICY}{LABEL}"));
        let site = with(state, &[Fault::new("GET", "/issues/7/comments", 500).times(99)]);
        let came = site.run().ends(code);
        assert!(came.ran.err.contains("cannot be asked") && came.summary.contains("could not be read"), "{came:?}");
        assert_eq!(came.rules().is_empty(), code == 3);
        assert_eq!(site.labels(), ["kind/feature"]);
    }
}

#[test]
fn limits_are_waited_for_within_the_budget() {
    let limited = |wait: &str| Fault::new("GET", "/pulls/7?", 403).header("retry-after", wait);
    with(well(), &[limited("1")]).run().ends(0);
    let came = with(well(), &[limited("3600")]).run().ends(3);
    assert!(came.ran.err.contains("another 3600 seconds"), "{came:?}");
    let unsaid = Fault::new("GET", "/pulls/7?", 429);
    assert!(with(well(), &[unsaid]).run().ends(3).ran.err.contains("another 60 seconds"));
    let secondary = Fault::new("POST", "/issues/7/comments", 403).header("retry-after", "1");
    let site = with(ill(), &[secondary]);
    site.run().ends(1);
    site.comment();
}

#[test]
fn a_pull_request_that_changes_while_it_is_read_is_read_again() {
    // The first answer still counts two commits, of which only one is listed: by then the branch was pushed anew.
    let site = Site::new(well());
    let mut before = site.fake.state().pull.clone();
    before["commits"] = json!(2);
    before["head"]["sha"] = json!(id(899));
    site.fake.state().faults = vec![Fault::new("GET", "/pulls/7?", 200).body(&before.to_string())];
    site.run().ends(0);
    assert_eq!(site.fake.state().log.iter().filter(|request| request.path.ends_with("/pulls/7")).count(), 2);
}

#[test]
fn commits_of_another_head_are_not_taken_for_this_ones() {
    // As many commits as before, but of a later push: the first answer still names the old head.
    let site = Site::new(well());
    let mut before = site.fake.state().pull.clone();
    before["head"]["sha"] = json!(id(899));
    let stale = |times: u32| Fault::new("GET", "/pulls/7?", 200).body(&before.to_string()).times(times);
    site.fake.state().faults = vec![stale(1)];
    site.run().ends(0);
    site.fake.state().faults = vec![stale(99)];
    let came = site.run().ends(3);
    assert!(came.ran.err.contains("changed while it was read"), "{came:?}");
}

#[test]
fn a_file_that_is_not_the_one_of_the_tree_is_unchecked() {
    let mut moved = well();
    moved.files[0]["sha"] = json!(id(12));
    let came = Site::new(moved).run().ends(3);
    assert!(came.summary.contains("**file-size**") && came.summary.contains("changed while it was read"), "{came:?}");
}

#[test]
fn a_limit_that_says_at_once_for_ever_ends() {
    let limited = Fault::new("GET", "/pulls/7?", 429).header("retry-after", "0").times(9_999);
    let site = with(well(), &[limited]);
    site.run().ends(3);
    assert!(site.fake.reads() < 10, "{}", site.fake.reads());
}

#[test]
fn a_repository_that_moved_is_followed_on_the_same_server() {
    let moved = |to: &str| Fault::new("GET", "/pulls/7?", 301).header("location", to);
    let site = Site::new(well());
    let near = format!("{}/repos/acme/shop/pulls/7", site.fake.address);
    site.fake.state().faults = vec![moved(&near)];
    site.run().ends(0);
    let alike = format!("{}.elsewhere.example/repos/acme/shop/pulls/7", site.fake.address);
    with(well(), &[moved(&alike)]).run().ends(3);
    with(well(), &[moved("https://elsewhere.example/repos/acme/shop/pulls/7")]).run().ends(3);
}

#[test]
fn a_list_without_an_end_is_no_list() {
    let next = Fault::new("GET", "/issues/7/comments", 200).body("[]").header("link", "<x>; rel=\"next\"");
    assert!(with(spoken(), &[next.times(9_999)]).run().ends(3).ran.err.contains("more than 1000 pages"));
}

#[test]
fn payloads_that_are_none_are_refused() {
    let site = Site::new(well());
    for payload in ["{", "[]", "{\"pull_request\": 7}"] {
        site.anyhow(&[], "pull_request", payload, &[]).ends(3);
    }
    let came = site.with(&[], "workflow_run", &payload()).ends_idle();
    assert!(came.ran.err.contains("nothing to do"));
    assert_eq!(site.fake.reads(), 0);
}

#[test]
fn a_second_label_event_in_between_does_no_harm() {
    let site = with(well(), &[Fault::new("DELETE", "/labels/", 404)]);
    site.fake.state().commits = vec![commit(900, &good(1))];
    site.run().ends(0);
}

#[test]
fn an_environment_that_no_client_can_use_is_an_error_and_no_panic() {
    let site = Site::new(well());
    let odd = [
        ("GITHUB_API_URL", "127.0.0.1"),
        ("GITHUB_API_URL", "https://"),
        ("GITHUB_API_URL", "file:///etc/passwd"),
        ("GITHUB_TOKEN", "ghs_x\n"),
        ("GITHUB_TOKEN", "ghs x"),
    ];
    for variable in odd {
        let came = site.anyhow(&[], "pull_request", &payload().to_string(), &[variable]).ends(3);
        assert!(came.ran.err.contains("cannot be used") && !came.ran.err.contains("panicked"), "{came:#?}");
    }
}

#[test]
fn the_outputs_stay_within_what_a_runner_takes() {
    let commits = (1..60).map(|number| commit(number + 800, &"w".repeat(100_000))).collect();
    let site = Site::new(state(commits, vec![file("a.rs", 11)]));
    let came = site.run().ends(1);
    assert!(came.outputs["findings"].len() < 300_000, "{} bytes", came.outputs["findings"].len());
    assert!(!came.rules().is_empty());
}

#[test]
fn a_policy_that_somebody_proposes_may_not_ask_without_end() {
    let mut edits = well();
    let extends: Vec<String> = (0..400).map(|number| format!("\"p/{number}.toml\"")).collect();
    edits.contents.insert(format!("{}:cihook.toml", id(900)), format!("extends = [{}]\n", extends.join(",")));
    for number in 0..400 {
        edits.contents.insert(format!("{}:p/{number}.toml", id(900)), String::new());
    }
    edits.files =
        vec![json!({ "sha": id(14), "filename": "cihook.toml", "status": "modified", "additions": 1, "deletions": 0 })];
    let site = Site::new(edits);
    site.run();
    assert!(site.fake.reads() < 100, "{} questions", site.fake.reads());
}
