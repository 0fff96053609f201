//! Templates for descriptions, and paths of commits: what takes more questions than one.

use super::fake::{Fault, State};
use super::site::{POLICY, Site, base, commit, file, good, state, well};
use serde_json::{Value, json};

const TEMPLATE: &str = "## What\n<!-- say it, see #12 -->\n- [ ] tested #1\n";

fn described(body: &str, files: &[(&str, &str)]) -> State {
    let policy = POLICY.replace("pr-description = \"off\"", "pr-description = \"error\"");
    let mut state = well();
    state.pull["body"] = json!(body);
    base(&mut state, &[&[("cihook.toml", &*policy)], files].concat());
    state
}

#[test]
fn templates_are_found_where_servers_look() {
    for path in [
        "PULL_REQUEST_TEMPLATE.md",
        "pull_request_template",
        "Pull_Request_Template.txt",
        ".github/PULL_REQUEST_TEMPLATE.MD",
        "docs/pull_request_template.md",
        "PULL_REQUEST_TEMPLATE/fix.md",
        ".github/PULL_REQUEST_TEMPLATE/feature.md",
        "docs/PULL_REQUEST_TEMPLATE/fix.txt",
    ] {
        let site = Site::new(described("## What\r\n\r\n- [ ] tested #1", &[(path, TEMPLATE)]));
        assert_eq!(site.run().ends(1).rules(), ["pr-description"], "{path}");
        site.fake.state().pull["body"] = json!("## What\nTokens are dropped.\n- [x] tested #1");
        site.run().ends(0);
    }
    let elsewhere = [("src/pull_request_template.md", TEMPLATE), ("pull_request_templates.md", TEMPLATE)];
    Site::new(described(TEMPLATE, &elsewhere)).run().ends(0);
}

#[test]
fn any_of_several_templates_counts() {
    let files =
        [(".github/PULL_REQUEST_TEMPLATE/a.md", "other words"), (".github/PULL_REQUEST_TEMPLATE/b.md", TEMPLATE)];
    assert_eq!(Site::new(described(TEMPLATE, &files)).run().ends(1).rules(), ["pr-description"]);
}

#[test]
fn templates_that_cannot_be_read_are_unchecked() {
    let many: Vec<String> = (0..20).map(|n| format!("PULL_REQUEST_TEMPLATE/{n}.md")).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|path| (path.as_str(), "words")).collect();
    let came = Site::new(described("#12", &many)).run().ends(3);
    assert!(came.summary.contains("**pr-description**") && came.summary.contains("api-limit: 10 of 11"), "{came:?}");
    for fault in [
        Fault::new("GET", "/contents/pull_request_template.md", 403),
        Fault::new("GET", "/contents/pull_request_template.md", 200).body("{\"type\": \"symlink\"}"),
        Fault::new("GET", "/git/trees/main", 403),
    ] {
        let site = Site::new(described("#12", &[("pull_request_template.md", TEMPLATE)]));
        let path = fault.path;
        site.fake.state().faults = vec![fault.times(9)];
        let came = site.run().ends(3);
        assert!(came.summary.contains("**pr-description**"), "{path}: {came:?}");
    }
    let empty = Site::new(described(" ", &many));
    empty.run().ends(1);
    assert!(empty.fake.state().log.iter().all(|request| !request.path.contains("PULL_REQUEST_TEMPLATE")));
}

/// A pull request whose commits each change these files, under a policy that says what belongs to the scope `api`.
fn scoped(commits: usize, files: impl Fn(usize) -> Value) -> Site {
    let commits = (1..=commits).map(|n| {
        let mut commit = commit(n + 1_000, &good(n));
        commit["files"] = files(n);
        commit
    });
    let mut state = state(commits.collect(), vec![file("api/a.rs", 11)]);
    let policy = format!("{POLICY}[rules.header-scope]\npaths = {{ api = [\"api/**\"] }}\n");
    base(&mut state, &[("cihook.toml", &policy)]);
    Site::new(state)
}

#[test]
fn the_paths_of_many_commits_are_asked_for() {
    let site = scoped(251, |n| json!([file(if n == 240 { "web/a.js" } else { "api/a.rs" }, 11)]));
    assert_eq!(site.run().ends(1).rules(), ["header-scope"]);
}

#[test]
fn paths_that_nobody_tells_are_unchecked() {
    let many = |n: usize| (0..n).map(|n| file(&format!("api/{n}.rs"), 11)).collect::<Value>();
    let came = scoped(301, |_| many(1)).run().ends(3);
    assert!(came.summary.contains("api-limit: 300 of 301"), "{came:?}");
    scoped(1, |_| many(2_999)).run().ends(0);
    let came = scoped(1, |_| many(3_001)).run().ends(3);
    assert!(came.summary.contains("api-limit: 3000 of 3001"), "{came:?}");
    let came = scoped(1, |_| Value::Null).run().ends(3);
    assert!(came.summary.contains("does not say which files"), "{came:?}");
    let site = scoped(2, |_| many(1));
    site.fake.state().faults = vec![Fault::new("GET", "/commits/00000000000000000000000000000000000003e9", 422)];
    let came = site.run().ends(3);
    assert!(came.summary.contains("refuses (422)"), "{came:?}");
    // Ten commits of three thousand files take more questions than there are.
    let came = scoped(11, |_| many(2_999)).run().ends(3);
    assert!(came.summary.contains("api-limit: 10 of 11"), "{came:?}");
}
