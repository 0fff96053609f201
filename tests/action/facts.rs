//! Facts are those of the moment: of the branch and not of a payload or of a base that is old, and none is believed that the
//! policy asks to verify.

use super::site::{POLICY, Site, commit, file, good, id, state, well};
use serde_json::{Value, json};

/// A pull request under a policy that has more than the usual one.
fn under(rules: &str, commits: Vec<Value>) -> Site {
    let mut state = state(commits, vec![file("docs/a.md", 11)]);
    state.contents.insert(format!("{}:cihook.toml", id(800)), format!("{POLICY}{rules}"));
    Site::new(state)
}

#[test]
fn the_policy_is_the_one_of_the_branch_and_not_of_a_stale_base() {
    let mut moved = state(vec![commit(900, &good(1))], vec![file("src/a.rs", 11)]);
    moved.tip = Some(id(801));
    moved.trees.insert(id(801), json!({ "tree": [{ "path": "cihook.toml", "type": "blob", "sha": id(2) }] }));
    let strict = format!("{POLICY}[rules.header-type]\nallow = [\"fix\"]\n");
    moved.contents.insert(format!("{}:cihook.toml", id(801)), strict);
    let came = Site::new(moved).run().ends(1);
    assert_eq!(came.rules(), ["header-type", "pr-title"]);
}

#[test]
fn the_scope_of_a_title_is_held_against_the_changed_files() {
    let paths = "[rules.header-scope]\npaths = { api = [\"api/**\"], docs = [\"docs/**\"] }\n";
    let message = good(1).replace("feat(api)", "feat(docs)");
    let mut one = commit(900, &message);
    one["files"] = json!([file("docs/a.md", 11)]);
    let site = under(paths, vec![one]);
    let came = site.run().ends(1);
    assert_eq!(came.rules(), ["pr-title"], "{came:?}");
    site.fake.state().pull["title"] = json!("feat(docs): add the login page (#12)");
    site.run().ends(0);
}

#[test]
fn issues_are_verified_in_titles_bodies_and_trailers() {
    let verify = "[rules.header-issue]\nverify = \"open\"\nwhere = [\"header\", \"body\", \"trailer\"]\n";
    let signed = "Signed-off-by: Ada <ada@acme.org>";
    for (message, wrong) in [
        (format!("feat(api): add it\n\nIt belongs to #31.\n\n{signed}"), 31),
        (format!("feat(api): add it\n\nRefs: #32\n{signed}"), 32),
    ] {
        let site = under(verify, vec![commit(900, &message)]);
        let open = |number: u64, state: &str| {
            site.fake.state().issues.insert(number, json!({ "state": state }));
        };
        open(12, "open");
        open(wrong, "open");
        site.run().ends(0);
        open(wrong, "closed");
        assert_eq!(site.run().ends(1).rules(), ["header-issue"], "{message}");
        open(wrong, "open");
        // The title names another issue than the commit.
        open(12, "closed");
        assert_eq!(site.run().ends(1).rules(), ["pr-title"], "{message}");
    }
}

#[test]
fn a_list_that_lags_behind_a_push_is_waited_for() {
    let commits = || vec![commit(899, &good(1)), commit(900, "feat(api): add it")];
    let mut late = state(commits(), vec![file("src/a.rs", 11)]);
    late.lag = 1;
    let came = Site::new(late).run().ends(1);
    assert_eq!(came.rules(), ["header-issue", "sign-off"]);
    let mut never = well();
    never.lag = 99;
    Site::new(never).run().ends(3);
}

#[test]
fn a_revision_that_is_not_there_or_moves_is_a_mistake_of_the_policy() {
    let exempt = "[[exempt]]\nuntil = \"v9\"\nrules = [\"sign-off\"]\nreason = \"old\"\n";
    for (rules, moves) in [("[adopt]\nsince = \"v9\"\n", true), (exempt, true), (exempt, false)] {
        let site = under(rules, vec![commit(900, &good(1))]);
        site.run().ends(0);
        if moves {
            site.fake.state().branches = vec!["v9".to_owned()];
        } else {
            site.fake.state().no_such = vec!["v9".to_owned()];
        }
        let came = site.run().ends(2);
        let why = if moves { "this is a branch" } else { "no such tag or commit" };
        assert!(came.ran.err.contains(why) && came.summary.contains(why), "{came:?}");
    }
}
