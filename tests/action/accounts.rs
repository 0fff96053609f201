//! What is ours: by the account that the token acts as, and by the key of the workflow.

use super::site::{POLICY, Site, id, ill, payload, well};
use serde_json::json;

#[test]
fn a_comment_and_a_label_of_an_app_are_known_as_its_own() {
    let mut state = ill();
    state.account = "our-app[bot]".to_owned();
    let label = "[[label]]\nname = \"kind/feature\"\ntype = [\"feat\"]\n";
    state.contents.insert(format!("{}:cihook.toml", id(800)), format!("{POLICY}{label}"));
    state.repository_labels = vec![json!({ "name": "kind/feature" })];
    let site = Site::new(state);
    site.run().ends(1);
    assert_eq!(site.labels(), ["kind/feature"]);
    site.fake.forget();
    site.run().ends(1);
    assert!(site.fake.writes().is_empty(), "{:?}", site.fake.writes());
    {
        let mut state = site.fake.state();
        state.pull["title"] = json!("fix(api): add the login page (#12)");
        for commit in &mut state.commits {
            commit["commit"]["message"] = json!("fix(api): add it");
        }
    }
    site.run().ends(1);
    assert!(site.labels().is_empty(), "{:?}", site.labels());
    site.comment();
}

#[test]
fn workflows_of_different_keys_keep_a_comment_each() {
    let site = Site::new(ill());
    let run = |key: &str| site.with(&["--key", key], "pull_request_target", &payload()).ends(1);
    for key in ["title --> checks", "DCO"] {
        run(key);
    }
    let bodies = || -> Vec<String> {
        let state = site.fake.state();
        state.comments.iter().map(|comment| comment["body"].as_str().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(bodies().len(), 2);
    let markers: Vec<String> = bodies().iter().filter_map(|body| Some(body.lines().next()?.to_owned())).collect();
    assert_eq!(markers, ["<!-- cihook:report title%20%2D%2D%3E%20checks -->", "<!-- cihook:report DCO -->"]);
    site.fake.forget();
    run("DCO");
    assert!(site.fake.writes().is_empty());
    let well = well();
    {
        let mut state = site.fake.state();
        (state.commits, state.pull) = (well.commits, well.pull);
        state.trees.extend(well.trees);
    }
    site.with(&["--key", "DCO"], "pull_request_target", &payload()).ends(0);
    assert!(bodies()[1].contains("no problems") && !bodies()[0].contains("no problems"), "{:?}", bodies());
}

#[test]
fn no_report_on_a_runners_log_holds_an_order_to_the_runner() {
    for format in ["json", "sarif", "junit"] {
        let mut state = ill();
        state.pull["title"] = json!("##[error]x ::error::y");
        state.commits[0]["commit"]["message"] = json!("##[group]x ##[endgroup]\n::set-output name=a::b\n");
        let came = Site::new(state).with(&["--format", format], "pull_request_target", &payload()).ends(1);
        assert!(!came.ran.out.is_empty() && !came.ran.out.contains("##["), "{format}: {}", came.ran.out);
        let is_order = |line: &str| line.trim_start().starts_with("::");
        assert!(!came.ran.out.lines().any(is_order), "{format}: {}", came.ran.out);
        if format != "junit" {
            let report: serde_json::Value = serde_json::from_str(&came.ran.out).expect("JSON");
            assert!(report.to_string().contains("##[error]x") || format == "sarif", "{report}");
        }
    }
}
