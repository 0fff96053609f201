//! How much is asked.

use super::fake::State;
use super::site::{POLICY, Site, base, commit, file, good, state};
use serde_json::json;

const LABELS: &str =
    "[[label]]\nname = \"kind/feature\"\ntype = \"feat\"\n[[label]]\nname = \"size/M\"\nsize = { min = 30 }\n";

/// A usual pull request in a repository whose base has these files as well, the last of a path being its content.
fn usual(more: &[(&str, &str)]) -> State {
    let mut commits: Vec<_> = (1..=10).map(|n| commit(n + 100, &good(n))).collect();
    commits[9] = commit(900, "feat(api): no issue");
    let files = (0..20).map(|n| file(&format!("src/f{n}.rs"), n + 5_000)).collect();
    let mut usual = state(commits, files);
    let policy = POLICY.replace("pr-description = \"off\"\npr-size = \"off\"\n", "");
    let policy = format!("{policy}{LABELS}");
    let files = [("cihook.toml", &*policy), (".gitattributes", "*.pb.go linguist-generated\n"), (".github/x.yml", "")];
    base(&mut usual, &[&files, more].concat());
    usual.repository_labels = vec![json!({ "name": "kind/feature" }), json!({ "name": "size/M" })];
    usual
}

#[test]
fn a_usual_pull_request_takes_twelve_questions() {
    for more in [&[][..], &[("docs/index.md", "")], &[(".github/pull_request_template.md", "words"), ("docs/a.md", "")]]
    {
        let site = Site::new(usual(more));
        site.run().ends(1);
        assert_eq!(site.fake.writes().len(), 3, "{:?}", site.fake.writes());
        let first = site.fake.reads();
        site.fake.forget();
        site.run().ends(1);
        assert!(site.fake.writes().is_empty());
        eprintln!("{first} questions, then {}", site.fake.reads());
        assert!(first <= 12 && site.fake.reads() <= 12, "{first}, {}", site.fake.reads());
    }
}

#[test]
fn a_huge_one_takes_sixty() {
    let commits = (1..=600).map(|n| commit(n + 1_000, &good(n))).collect();
    let files = (0..3_000).map(|n| file(&format!("src/f{n}.rs"), n + 5_000)).collect();
    let site = Site::new(state(commits, files));
    site.run().ends(0);
    assert!(site.fake.reads() <= 60, "{}", site.fake.reads());
}
