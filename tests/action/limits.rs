//! How much is asked.

use super::site::{POLICY, Site, commit, file, good, id, state};
use serde_json::json;

const LABELS: &str =
    "[[label]]\nname = \"kind/feature\"\ntype = \"feat\"\n[[label]]\nname = \"size/M\"\nsize = { min = 30 }\n";

#[test]
fn a_usual_pull_request_takes_twelve_questions() {
    let mut commits: Vec<_> = (1..=10).map(|n| commit(n + 100, &good(n))).collect();
    commits[9] = commit(900, "feat(api): no issue");
    let files = (0..20).map(|n| file(&format!("src/f{n}.rs"), n + 5_000)).collect();
    let mut usual = state(commits, files);
    let tree = json!({ "tree": [{ "path": "cihook.toml", "type": "blob", "sha": id(1) },
        { "path": ".gitattributes", "type": "blob", "sha": id(2) }, { "path": ".github", "type": "tree", "sha": id(3) }] });
    usual.trees.insert(id(800), tree);
    usual.trees.insert(id(3), json!({ "tree": [{ "path": "workflows", "type": "tree", "sha": id(4) }] }));
    usual.contents.insert(format!("{}:cihook.toml", id(800)), format!("{POLICY}{LABELS}"));
    usual.contents.insert(format!("{}:.gitattributes", id(800)), "*.pb.go linguist-generated\n".to_owned());
    usual.repository_labels = vec![json!({ "name": "kind/feature" }), json!({ "name": "size/M" })];
    let site = Site::new(usual);
    site.run().ends(1);
    assert_eq!(site.fake.writes().len(), 3, "{:?}", site.fake.writes());
    assert!(site.fake.reads() <= 12, "{}", site.fake.reads());
    site.fake.forget();
    site.run().ends(1);
    assert!(site.fake.writes().is_empty());
    assert!(site.fake.reads() <= 12, "{}", site.fake.reads());
}

#[test]
fn a_huge_one_takes_sixty() {
    let commits = (1..=600).map(|n| commit(n + 1_000, &good(n))).collect();
    let files = (0..3_000).map(|n| file(&format!("src/f{n}.rs"), n + 5_000)).collect();
    let site = Site::new(state(commits, files));
    site.run().ends(0);
    assert!(site.fake.reads() <= 60, "{}", site.fake.reads());
}
