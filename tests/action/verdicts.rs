//! What is judged of a pull request.

use super::site::{POLICY, Site, commit, file, good, id, ill, payload, state, well};
use serde_json::json;

#[test]
fn a_good_pull_request_passes_in_silence() {
    let site = Site::new(well());
    site.run().ends(0);
    assert!(site.fake.writes().is_empty());
}

#[test]
fn a_bad_one_is_told_everything() {
    let site = Site::new(ill());
    let came = site.run().ends(1);
    assert_eq!(came.rules(), ["header-issue", "sign-off"]);
    let comment = site.comment();
    for text in ["feat(api): add it (#<issue>)", "git commit --amend --allow-empty --signoff", "(header-issue)"] {
        assert!(comment.contains(text), "{text}: {comment}");
    }
    assert!(came.summary.contains("(sign-off)"));
}

#[test]
fn the_title_is_judged_as_what_will_land() {
    let mut bad = well();
    bad.pull["title"] = json!("Add a login page");
    let site = Site::new(bad);
    let came = site.run().ends(1);
    assert!(came.rules().iter().all(|rule| rule == "pr-title"), "{came:?}");
    assert!(site.comment().contains("- **Title** `"));
}

#[test]
fn more_than_250_commits_are_all_judged() {
    for count in [251, 600] {
        let mut commits: Vec<_> = (1..=count).map(|n| commit(n + 1_000, &good(n))).collect();
        commits[count - 1] = commit(900, "nonsense");
        let site = Site::new(state(commits, vec![file("a.rs", 11)]));
        assert_eq!(site.run().ends(1).rules(), ["header-format", "header-issue", "sign-off"]);
    }
}

#[test]
fn a_list_that_is_too_short_is_no_pass() {
    let mut short = well();
    short.pull["commits"] = json!(2);
    let site = Site::new(short);
    let came = site.run().ends(3);
    assert!(came.summary.contains("api-limit: 1 of 2"), "{came:?}");
    assert!(site.fake.writes().is_empty());
}

#[test]
fn what_was_told_twice_counts_once() {
    let mut twice = well();
    twice.commits.push(twice.commits[0].clone());
    Site::new(twice).run().ends(0);
}

#[test]
fn three_thousand_files_and_more() {
    let files = |count: usize| (0..count).map(|n| file(&format!("src/f{n}.rs"), n + 5_000)).collect::<Vec<_>>();
    Site::new(state(vec![commit(900, &good(1))], files(3_000))).run().ends(0);
    let came = Site::new(state(vec![commit(900, &good(1))], files(3_001))).run().ends(3);
    assert!(came.summary.contains("api-limit: 3000 of 3001"), "{came:?}");
}

#[test]
fn large_files_are_found_by_the_tree() {
    let mut large = well();
    let tree = json!({ "tree": [{ "path": "src/a.rs", "type": "blob", "sha": id(11), "size": 3_000_000 }] });
    large.trees.insert(format!("recursive/{}", id(900)), tree);
    assert_eq!(Site::new(large).run().ends(1).rules(), ["file-size"]);
}

#[test]
fn a_large_file_of_several_commits_is_told_in_words() {
    let mut modified = file("a.bin", 11);
    modified["status"] = json!("modified");
    let mut large = state(vec![commit(899, &good(1)), commit(900, &good(2))], vec![modified]);
    let tree = json!({ "tree": [{ "path": "a.bin", "type": "blob", "sha": id(11), "size": 3_000_000 }] });
    large.trees.insert(format!("recursive/{}", id(900)), tree);
    let site = Site::new(large);
    site.run().ends(1);
    let comment = site.comment();
    assert!(comment.contains("remove it from the commit that adds it") && !comment.contains("git "), "{comment}");
}

#[test]
fn a_tree_that_is_cut_off_is_looked_into() {
    let mut cut = well();
    cut.trees.insert(format!("recursive/{}", id(900)), json!({ "tree": [], "truncated": true }));
    Site::new(clone_of(&cut)).run().ends(3);
    cut.trees.insert(id(900), json!({ "tree": [{ "path": "src", "type": "tree", "sha": id(70) }] }));
    let entry = json!({ "path": "a.rs", "type": "blob", "sha": id(11), "size": 3_000_000 });
    cut.trees.insert(id(70), json!({ "tree": [entry] }));
    assert_eq!(Site::new(cut).run().ends(1).rules(), ["file-size"]);
}

/// The same pull request and trees on another server.
fn clone_of(state: &super::fake::State) -> super::fake::State {
    let mut clone = super::site::state(state.commits.clone(), state.files.clone());
    clone.trees.clone_from(&state.trees);
    clone
}

#[test]
fn a_renamed_file_that_stayed_the_same_is_not_new() {
    let renamed = json!({ "sha": id(11), "filename": "b.bin", "previous_filename": "a.bin", "status": "renamed" });
    let tree = |path: &str, sha: usize| json!({ "tree": [{ "path": path, "type": "blob", "sha": id(sha), "size": 9_000_000 }] });
    for (before, code) in [(11, 0), (12, 1)] {
        let mut state = state(vec![commit(900, &good(1))], vec![renamed.clone()]);
        state.trees.insert(format!("recursive/{}", id(900)), tree("b.bin", 11));
        state.trees.insert(format!("recursive/{}", id(800)), tree("a.bin", before));
        Site::new(state).run().ends(code);
    }
}

#[test]
fn names_that_clash_are_found() {
    let mut clash = well();
    let entry = |path: &str| json!({ "path": path, "type": "blob", "sha": id(11), "size": 1 });
    clash.trees.insert(format!("recursive/{}", id(900)), json!({ "tree": [entry("src/a.rs"), entry("src/A.rs")] }));
    assert_eq!(Site::new(clash).run().ends(1).rules(), ["path-name"]);
}

#[test]
fn a_fork_that_is_gone_makes_no_difference() {
    let mut gone = well();
    gone.pull["head"]["repo"] = json!(null);
    gone.pull["user"] = json!(null);
    Site::new(gone).run().ends(0);
}

#[test]
fn the_policy_is_the_one_of_the_base() {
    let mut edits = well();
    edits.files.push(file("cihook.toml", 12));
    edits.pull["changed_files"] = json!(2);
    edits.pull["title"] = json!("Add it");
    edits.contents.insert(format!("{}:cihook.toml", id(900)), "extends = []\n".to_owned());
    let tree = json!({ "tree": [{ "path": "src/a.rs", "type": "blob", "sha": id(11), "size": 1 },
        { "path": "cihook.toml", "type": "blob", "sha": id(12), "size": 1 }] });
    edits.trees.insert(format!("recursive/{}", id(900)), tree);
    let came = Site::new(edits).run().ends(1);
    assert!(came.summary.contains("changes the policy"), "{came:?}");
}

#[test]
fn a_new_policy_that_cannot_be_used_takes_nothing_from_the_verdict() {
    for name in [".cihook.toml", ".github/cihook.toml"] {
        let mut second = well();
        second.files.push(file(name, 12));
        second.pull["changed_files"] = json!(2);
        for name in ["cihook.toml", name] {
            second.contents.insert(format!("{}:{name}", id(900)), "extends = []\n".to_owned());
        }
        let listed = second
            .files
            .iter()
            .map(|file| json!({ "path": file["filename"], "type": "blob", "sha": file["sha"], "size": 1 }));
        let tree = json!({ "tree": listed.collect::<serde_json::Value>() });
        second.trees.insert(format!("recursive/{}", id(900)), tree);
        let came = Site::new(second).run().ends(0);
        assert!(came.summary.contains("there are two policies"), "{came:?}");
    }
}

#[test]
fn a_policy_can_be_pinned_elsewhere() {
    let site = Site::new(well());
    site.fake
        .state()
        .contents
        .insert(format!("{}:org/base.toml", id(5)), "extends = [\"dco\", \"x.toml\"]\n".to_owned());
    site.fake.state().contents.insert(format!("{}:org/x.toml", id(5)), "[rules]\nfile-size = \"off\"\n".to_owned());
    let pinned = format!("acme/rules@{}:org/base.toml", id(5));
    site.with(&["--policy-from", &pinned], "pull_request_target", &payload()).ends(0);
    let came = site.with(&["--policy-from", "acme/rules@main:a.toml"], "pull_request_target", &payload());
    assert_eq!(came.ran.code, 2);
}

#[test]
fn a_broken_policy_is_shown_with_its_place() {
    let mut broken = well();
    broken.contents.insert(format!("{}:cihook.toml", id(800)), "[rules]\nheader-typo = \"error\"\n".to_owned());
    let came = Site::new(broken).run();
    assert_eq!(came.ran.code, 2, "{came:?}");
    assert!(came.ran.err.contains("cihook.toml:2"), "{came:?}");
}

#[test]
fn an_exemption_for_an_author_is_for_an_account_and_not_for_what_a_commit_says() {
    let ends = |glob: &str, account: serde_json::Value, verified: bool, opener: &str| {
        let exempt = format!("[[exempt]]\nauthor = \"{glob}\"\nrules = [\"sign-off\"]\nreason = \"trusted\"\n");
        let mut one = commit(900, "feat(api): add it (#1)");
        one["author"] = account;
        one["commit"]["author"]["name"] = json!("dependabot[bot]");
        one["commit"]["verification"] = json!({ "verified": verified, "reason": "valid" });
        let mut state = state(vec![one], vec![file("a.rs", 11)]);
        state.pull["user"] = json!({ "login": opener, "type": "User" });
        state.contents.insert(format!("{}:cihook.toml", id(800)), format!("{POLICY}{exempt}"));
        Site::new(state).run().ran.code
    };
    let user = |login: &str| json!({ "login": login, "type": "User" });
    let bot = || json!({ "login": "dependabot[bot]", "type": "Bot" });
    assert_eq!(ends("ada", user("ada"), false, "ada"), 0);
    assert_eq!(ends("ada", json!(null), false, "ada"), 1, "no account");
    assert_eq!(ends("ada@acme.org", user("eve"), false, "eve"), 1, "an address is what the committer typed");
    assert_eq!(ends("*[bot]*", user("eve"), false, "eve"), 1, "so is a name");
    assert_eq!(ends("*[bot]*", bot(), false, "eve"), 1, "GitHub links an account to a typed address");
    assert_eq!(ends("*[bot]*", bot(), true, "eve"), 0, "a verified commit");
    assert_eq!(ends("*[bot]*", bot(), false, "dependabot[bot]"), 0, "the bot opened it");
}

#[test]
fn variables_of_a_laptop_do_not_hold_here() {
    let site = Site::new(ill());
    let variables = [("CIHOOK_SKIP", "sign-off,header-issue"), ("CIHOOK", "0"), ("GIT_FILE_SIZE_LIMIT", "1TB")];
    let came = site.anyhow(&[], "pull_request", &payload().to_string(), &variables).ends(1);
    assert!(came.ran.err.contains("does not listen to `CIHOOK`, `CIHOOK_SKIP`, `GIT_FILE_SIZE_LIMIT`"), "{came:?}");
}

#[test]
fn pushes_are_judged_by_what_is_new() {
    let mut pushed = ill();
    pushed.contents.insert("*:cihook.toml".to_owned(), POLICY.to_owned());
    let site = Site::new(pushed);
    let payload = |before: &str| {
        json!({ "ref": "refs/heads/main", "before": before, "after": id(900),
            "repository": { "full_name": "acme/shop", "default_branch": "main" } })
    };
    assert_eq!(site.with(&[], "push", &payload(&id(800))).ends(1).rules(), ["header-issue", "sign-off"]);
    site.with(&[], "push", &payload(&id(0))).ends(1);
    assert!(site.fake.writes().is_empty());
}

#[test]
fn a_default_branch_that_nothing_is_before_is_unchecked() {
    let mut pushed = well();
    pushed.contents.insert("*:cihook.toml".to_owned(), POLICY.to_owned());
    pushed.compared = Some(Vec::new());
    let site = Site::new(pushed);
    let payload = |name: &str| {
        json!({ "ref": name, "before": id(0), "after": id(900),
            "repository": { "full_name": "acme/shop", "default_branch": "main" } })
    };
    let came = site.with(&[], "push", &payload("refs/heads/main")).ends(3);
    assert!(came.summary.contains("what the default branch was before"), "{came:?}");
    site.with(&[], "push", &payload("refs/heads/topic")).ends(0);
}

#[test]
fn a_label_that_a_person_set_exempts_what_it_is_for() {
    let ends = |labels: serde_json::Value| {
        let exempt = "[[exempt]]\nlabel = \"No-DCO\"\nrules = [\"sign-off\"]\nreason = \"a maintainer says so\"\n";
        let mut state = state(vec![commit(900, "feat(api): add it (#1)")], vec![file("a.rs", 11)]);
        state.pull["labels"] = labels;
        state.contents.insert(format!("{}:cihook.toml", id(800)), format!("{POLICY}{exempt}"));
        Site::new(state).run().ran.code
    };
    assert_eq!(ends(json!([])), 1);
    assert_eq!(ends(json!([{ "name": "other" }])), 1);
    assert_eq!(ends(json!([{ "name": "no-dco" }])), 0);
}
