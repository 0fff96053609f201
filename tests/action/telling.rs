//! What is said on a pull request, and how often.

use super::fake::State;
use super::site::{BOT, POLICY, Site, commit, file, good, id, ill, payload, state, well};
use super::support::program;
use serde_json::json;
use std::process::Stdio;

const LABELS: &str = "[[label]]\nname = \"kind/feature\"\ncolor = \"a2eeef\"\ntype = \"feat\"\n\
    [[label]]\nname = \"kind/bug\"\ntype = \"fix\"\n[[label]]\nname = \"size/XS\"\nsize = { max = 9 }\n";

fn labelled(mut state: State) -> State {
    state.contents.insert(format!("{}:cihook.toml", id(800)), format!("{POLICY}{LABELS}"));
    state
}

#[test]
fn a_second_run_changes_nothing() {
    let site = Site::new(labelled(ill()));
    site.run().ends(1);
    let writes = site.fake.writes();
    let expected =
        ["POST /labels", "POST /issues/7/labels", "POST /labels", "POST /issues/7/labels", "POST /issues/7/comments"];
    assert_eq!(writes, expected);
    assert_eq!(site.labels(), ["kind/feature", "size/XS"]);
    site.fake.forget();
    site.run().ends(1);
    assert!(site.fake.writes().is_empty(), "{:?}", site.fake.writes());
}

#[test]
fn a_server_that_keeps_no_counts_gets_no_second_comment() {
    let site = Site::new(ill());
    for count in ["comments", "changed_files"] {
        site.fake.state().pull[count] = json!(0);
    }
    site.run().ends(1);
    site.fake.forget();
    site.run().ends(1);
    assert!(site.fake.writes().is_empty(), "{:?}", site.fake.writes());
}

#[test]
fn the_comment_becomes_one_line_when_all_is_well() {
    let site = Site::new(ill());
    site.run().ends(1);
    site.fake.state().commits[1] = commit(900, &good(2));
    site.fake.forget();
    site.run().ends(0);
    assert_eq!(site.fake.writes(), ["PATCH /issues/comments/1001"]);
    assert_eq!(site.comment().lines().count(), 2);
}

#[test]
fn a_stranger_with_our_marker_is_a_stranger() {
    let site = Site::new(ill());
    let stranger = json!({ "id": 1, "body": "<!-- cihook:report -->\nall is well", "user": { "login": "mallory" } });
    site.fake.state().comments.push(stranger.clone());
    site.run().ends(1);
    assert_eq!(site.fake.state().comments[0], stranger);
    assert_eq!(site.fake.writes(), ["POST /issues/7/comments"]);
}

#[test]
fn of_two_comments_of_ours_the_older_is_kept() {
    let site = Site::new(ill());
    for number in (1..=150).map(|n| n * 2) {
        let login = if number > 290 { BOT } else { "ada" };
        site.fake
            .state()
            .comments
            .push(json!({ "id": number, "body": "<!-- cihook:report -->", "user": { "login": login } }));
    }
    site.run().ends(1);
    let writes = site.fake.writes();
    assert_eq!(writes[0], "PATCH /issues/comments/292");
    assert_eq!(
        writes[1..],
        [
            "DELETE /issues/comments/294",
            "DELETE /issues/comments/296",
            "DELETE /issues/comments/298",
            "DELETE /issues/comments/300"
        ]
    );
}

#[test]
fn of_two_runs_at_once_one_comment_is_left() {
    let rival =
        |id: u64, login: &str| json!({ "id": id, "body": "<!-- cihook:report -->\nold", "user": { "login": login } });
    for (id, login, left) in [(999, BOT, 999), (5_000, BOT, 1_001), (999, "mallory", 1_001)] {
        let site = Site::new(ill());
        site.fake.state().rival = Some(rival(id, login));
        site.run().ends(1);
        assert!(site.comment().contains("header-issue"));
        let state = site.fake.state();
        assert!(state.comments.iter().any(|comment| comment["id"] == left), "{:#?}", state.comments);
        let strangers = state.comments.iter().filter(|comment| comment["user"]["login"] == "mallory");
        assert_eq!(strangers.count(), usize::from(login == "mallory"));
    }
}

#[test]
fn two_runs_at_once_leave_one_comment() {
    for _ in 0..5 {
        let site = Site::new(ill());
        let start = || {
            let mut command = site.command(program(), &[], "pull_request_target", &payload().to_string());
            command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("a start")
        };
        let runs = [start(), start()];
        for mut run in runs {
            assert_eq!(run.wait().expect("an end").code(), Some(1));
        }
        site.comment();
    }
}

#[test]
fn an_account_that_nobody_named_leaves_one_comment() {
    let mut app = ill();
    app.account = "acme-norms[bot]".to_owned();
    let site = Site::new(app);
    site.run().ends(1);
    site.run().ends(1);
    site.comment();
}

#[test]
fn labels_that_a_person_touched_stay() {
    let mut touched = labelled(well());
    let event = |what: &str, name: &str, who: &str| json!({ "event": what, "label": { "name": name }, "actor": { "login": who } });
    touched.events = vec![
        event("labeled", "kind/feature", BOT),
        event("unlabeled", "kind/feature", "ada"),
        event("labeled", "kind/bug", "ada"),
    ];
    touched.pull["labels"] = json!([{ "name": "kind/bug" }]);
    let site = Site::new(touched);
    let came = site.run().ends(0);
    assert_eq!(site.labels(), ["kind/bug", "size/XS"]);
    assert!(came.summary.contains("by hand"), "{came:?}");
}

#[test]
fn labels_of_ours_go_when_they_no_longer_fit() {
    let site = Site::new(labelled(well()));
    site.run().ends(0);
    let mut files = site.fake.state().files.clone();
    files[0]["additions"] = json!(500);
    site.fake.state().files = files;
    site.fake.forget();
    site.run().ends(0);
    assert_eq!(site.fake.writes(), ["DELETE /issues/7/labels/size%2FXS"]);
}

#[test]
fn a_label_that_was_renamed_is_left_alone() {
    let mut renamed = labelled(well());
    renamed.pull["labels"] = json!([{ "name": "type: feature" }]);
    renamed.repository_labels = vec![json!({ "name": "type: feature" }), json!({ "name": "size/XS" })];
    let site = Site::new(renamed);
    site.run().ends(0);
    assert_eq!(site.labels(), ["type: feature", "kind/feature", "size/XS"]);
}

#[test]
fn nothing_of_a_stranger_is_taken_for_an_order() {
    let evil = "::set-output name=x::y ##[add-path]/tmp @acme/team ```` </summary> <!--";
    let mut injected =
        state(vec![commit(900, &format!("{evil}\n\n::error::x\n##[error]x"))], vec![file("a\u{202e}.rs", 11)]);
    injected.pull["title"] = json!(format!("{evil}\n::warning::z"));
    let site = Site::new(injected);
    let came = site.run().ends(1);
    for line in came.ran.out.lines().chain(came.ran.err.lines()).filter(|line| line.contains("set-output")) {
        assert!(!line.trim_start().starts_with("::set-output"), "{line}");
    }
    assert!(!came.ran.out.contains("##[") && !came.ran.err.contains("##["), "{came:#?}");
    let mut is_code = false;
    for line in site.comment().lines() {
        is_code ^= line.starts_with("`````") && !line.trim_start_matches('`').contains('`');
        assert!(is_code || !line.contains("@acme") || line.contains(" `````"), "{line}");
    }
    assert!(!is_code);
}

#[test]
fn newcomers_are_greeted_and_languages_spoken() {
    let mut first = ill();
    first.pull["author_association"] = json!("FIRST_TIME_CONTRIBUTOR");
    first.contents.insert(format!("{}:cihook.toml", id(800)), format!("language = \"zh-CN\"\n{POLICY}"));
    let site = Site::new(first);
    site.run().ends(1);
    assert!(site.comment().contains("感谢您的首次贡献"), "{}", site.comment());
}

#[test]
fn a_dry_run_writes_nothing_and_says_what_it_would() {
    let site = Site::new(labelled(ill()));
    let came = site.with(&["--dry-run"], "pull_request_target", &payload()).ends(1);
    assert!(site.fake.writes().is_empty());
    for text in ["would create the label `kind/feature`", "would add the label `size/XS`", "would write a comment"] {
        assert!(came.ran.err.contains(text), "{text}: {came:?}");
    }
    let came = site.anyhow(&["--pr", "acme/shop#7", "--dry-run"], "", "", &[]).ends(1);
    assert!(came.ran.err.contains("would write a comment"));
}

#[test]
fn nobody_says_that_sign_offs_are_there_where_nobody_looked() {
    let mut unasked = ill();
    unasked.contents.insert(format!("{}:cihook.toml", id(800)), format!("{POLICY}sign-off = \"off\"\n"));
    let site = Site::new(unasked);
    site.with(&["--dco-check"], "pull_request_target", &payload()).ends(1);
    assert_eq!(site.fake.state().checks[0]["conclusion"], "action_required");
}

#[test]
fn the_sign_offs_can_stand_as_a_check_named_dco() {
    let site = Site::new(ill());
    let dco = |site: &Site| site.with(&["--dco-check", "--no-comment"], "pull_request_target", &payload());
    dco(&site).ends(1);
    let check = site.fake.state().checks[0].clone();
    assert_eq!((&check["name"], &check["conclusion"]), (&json!("DCO"), &json!("action_required")));
    assert!(!check["output"]["summary"].as_str().expect("a text").contains("header-issue"));
    site.fake.forget();
    dco(&site).ends(1);
    assert!(site.fake.writes().is_empty());
    site.fake.state().commits[1] = commit(900, &good(2));
    dco(&site).ends(0);
    assert_eq!(site.fake.state().checks[0]["conclusion"], "success");
}
