//! `/cihook fix` in a comment: what it does to a title, and what it leaves alone.

use super::fake::{Fault, State};
use super::site::{Came, Site, well};
use serde_json::{Value, json};

/// A pull request whose title needs nothing but another spelling.
fn titled(title: &str) -> State {
    let mut state = well();
    state.pull["title"] = json!(title);
    state
}

fn order(site: &Site, who: &str, association: &str) -> Came {
    let payload = json!({ "action": "created", "repository": { "full_name": "acme/shop" },
        "issue": { "number": 7, "pull_request": {} },
        "comment": { "body": "/cihook fix", "user": { "login": who }, "author_association": association } });
    site.with(&[], "issue_comment", &payload)
}

fn title(site: &Site) -> Value {
    site.fake.state().pull["title"].clone()
}

#[test]
fn a_title_that_is_only_written_badly_is_corrected_and_judged_again() {
    let site = Site::new(titled("Feat(api): add the login page. (#12)"));
    order(&site, "ada", "NONE").ends(0);
    assert_eq!(title(&site), "feat(api): add the login page (#12)");
    let writes = site.fake.writes();
    assert_eq!(writes[0], "PATCH /pulls/7");
    assert_eq!(writes.iter().filter(|write| write.contains("/pulls/")).count(), 1, "{writes:?}");
    assert_eq!(site.fake.state().checks[0]["conclusion"], "success");
    site.fake.forget();
    order(&site, "grace", "MEMBER").ends(0);
    assert!(!site.fake.writes().iter().any(|write| write.contains("/pulls/")), "once is enough");
}

/// A draft is one by its title there, and only its author makes it ready.
#[test]
fn a_draft_on_gitea_stays_one() {
    let mut state = titled("WIP: Feat(api): add the login page. (#12)");
    state.is_gitea = true;
    state.account = "cihook".to_owned();
    let site = Site { token: "gitea_token", ..Site::new(state) };
    order(&site, "ada", "NONE").ends(0);
    assert_eq!(title(&site), "WIP: feat(api): add the login page (#12)");
}

#[test]
fn what_a_person_has_to_write_is_left_and_told() {
    let site = Site::new(titled("Feat(api)：add the login page"));
    order(&site, "ada", "NONE").ends(1);
    assert_eq!(title(&site), "feat(api): add the login page");
    let comment = site.comment();
    assert!(comment.contains("header-issue") || comment.contains("issue number is missing"), "{comment}");
    assert!(
        comment.contains("the title was corrected, as `ada` asked; it was `Feat(api)：add the login page`"),
        "{comment}"
    );
    let site = Site::new(titled("something else"));
    order(&site, "ada", "NONE").ends(1);
    assert_eq!(title(&site), "something else");
    assert!(site.comment().contains("only a person can correct"), "{}", site.comment());
}

#[test]
fn strangers_and_closed_pull_requests_are_left_alone() {
    let bad = "Feat(api): add the login page (#12)";
    let site = Site::new(titled(bad));
    assert!(order(&site, "mallory", "CONTRIBUTOR").ends_idle().ran.err.contains("neither the author"));
    assert_eq!((title(&site), site.fake.writes().len()), (json!(bad), 0));
    site.fake.state().pull["state"] = json!("closed");
    order(&site, "ada", "OWNER").ends_idle();
    assert_eq!((title(&site), site.fake.writes().len()), (json!(bad), 0));
}

#[test]
fn a_token_that_may_not_write_leaves_the_verdict_as_it_is() {
    let mut state = titled("Feat(api): add the login page (#12)");
    let body = json!({ "message": "Resource not accessible by integration" }).to_string();
    state.faults.push(Fault { body, times: 9, ..Fault::new("PATCH", "/pulls/7", 403) });
    let site = Site::new(state);
    let came = order(&site, "ada", "NONE").ends(1);
    assert!(came.summary.contains("could not be corrected"), "{came:#?}");
    assert_eq!(title(&site), "Feat(api): add the login page (#12)");
}

#[test]
fn a_title_that_somebody_edits_meanwhile_stays() {
    let mut state = titled("Feat(api): add the login page (#12)");
    state.renamed = Some((2, "fix(api): another title (#12)".to_owned()));
    let site = Site::new(state);
    order(&site, "grace", "MEMBER");
    assert_eq!(title(&site), "fix(api): another title (#12)");
    assert!(!site.fake.writes().iter().any(|write| write.contains("/pulls/")), "{:?}", site.fake.writes());
}

#[test]
fn a_dry_run_only_says_what_it_would_do() {
    let site = Site::new(titled("Feat(api): add the login page (#12)"));
    let payload = json!({ "action": "created", "repository": { "full_name": "acme/shop" },
        "issue": { "number": 7, "pull_request": {} },
        "comment": { "body": "/cihook fix", "user": { "login": "ada" }, "author_association": "NONE" } });
    let came = site.with(&["--dry-run"], "issue_comment", &payload).ends(1);
    assert!(came.ran.err.contains("would set the title to `feat(api): add the login page (#12)`"), "{came:#?}");
    assert!(site.fake.writes().is_empty());
}

#[test]
fn hostile_titles_stay_text() {
    let site = Site::new(titled("Feat(api): `@all` <b> ::error:: $(rm -rf /) (#12)"));
    order(&site, "ada", "NONE").ends(0);
    assert_eq!(title(&site), "feat(api): `@all` <b> ::error:: $(rm -rf /) (#12)");
    let site = Site::new(titled("Feat(api): hidden\u{202e} words (#12)"));
    let came = order(&site, "ada", "NONE");
    assert!(!came.ran.err.contains('\u{202e}') && !came.summary.contains('\u{202e}'), "{came:#?}");
}
