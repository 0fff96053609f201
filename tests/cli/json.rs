//! The JSON report, version 1.

use crate::support::{GOOD, Sandbox};

#[test]
fn the_report_has_the_shape_of_the_contract() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    let id = repo.commit("feat（用户）：新增登录 (#1)\nno blank line\n");
    let json = repo.cihook(&["check", "--all", "--format", "json"]).fails(1).json();
    assert_eq!(json["version"], 1);
    assert_eq!(json["outcome"], "violations");
    assert_eq!(json["policy"]["source"], "preset openim");
    assert!(json["policy"]["digest"].as_str().is_some_and(|digest| digest.starts_with("sha256:")));
    assert_eq!(json["checked"], serde_json::json!({ "commits": 1, "refs": 0, "blobs": 0, "bytes": 0 }));
    assert_eq!(json["families"], serde_json::json!(["message"]));
    let finding = &json["findings"][0];
    assert_eq!(finding["rule"], "header-format");
    assert_eq!(finding["level"], "error");
    assert_eq!(
        finding["subject"],
        serde_json::json!({ "kind": "commit", "id": id, "summary": "feat（用户）：新增登录 (#1)" })
    );
    assert_eq!(finding["span"], serde_json::json!({ "start": 4, "end": 7, "line": 1, "column": 5 }));
    assert_eq!(finding["fix"]["applicability"], "safe");
    assert_eq!(finding["fix"]["edits"][0], serde_json::json!({ "start": 4, "end": 7, "text": "(" }));
    let subject = &finding["subject"];
    let correction = serde_json::json!({ "subject": subject, "applicability": "safe",
        "text": "feat(用户): 新增登录 (#1)\n\nno blank line\n", "clean": false });
    assert_eq!(json["corrections"], serde_json::json!([correction]), "once, without a sign-off that nobody wrote");
    assert!(json.get("go-on").is_none(), "no command repairs a whole history");
    assert!(finding["help"].is_array() && json["unchecked"].is_array() && json["skipped"].is_array());
}

#[test]
fn exempt_and_unchecked_are_listed_with_their_reasons() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.commit(GOOD);
    repo.commit(GOOD);
    let tree = repo.git(&["rev-parse", "HEAD^{tree}"]).ok().out;
    let merge = repo.git(&["commit-tree", tree.trim(), "-p", "HEAD", "-p", "HEAD~1", "-m", "Merge it"]).ok().out;
    let json = repo.cihook(&["check", merge.trim(), "--format", "json"]).ok().json();
    assert_eq!(json["outcome"], "clean");
    let exempt = json["exempt"].as_array().expect("a list");
    assert!(exempt.iter().any(|entry| entry["rule"] == "sign-off" && entry["reason"] == "merge commit"), "{json:#}");
}

#[test]
fn an_offered_correction_passes_when_it_is_fed_back() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    let sign = "\n\nSigned-off-by: A U Thor <author@example.org>\n";
    for header in [
        "Feat(api): add the login page (#12)",
        "feature(api):add the login page (#12)",
        "feat（用户）：新增登录（＃12）",
        "fix the login page #12",
        "feat\u{200b}(api): add the login page. (#12)",
        "[feat] add the login page (#12)",
    ] {
        repo.write("cihook.toml", "[rules.header-scope]\nrequired = false\n");
        let message = format!("{header}{sign}");
        let ran = repo.cihook_with(&["check", "--message", "-", "--format", "json"], &[], message.as_bytes());
        let json = ran.json();
        let [correction] = json["corrections"].as_array().expect("a list").as_slice() else { panic!("{json:#}") };
        assert_eq!(correction["clean"], true, "{json:#}");
        repo.check_message(correction["text"].as_str().expect("a text").as_bytes()).ok().prints("no problems");
    }
}

#[test]
fn parse_shows_how_a_message_is_read() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    let draft = "# hint\nfeat(api,web)!: add it (#12, a/b#3)\n\nbody\n\nRefs: #1\n more\n";
    let json = repo.cihook_with(&["parse", "--format", "json"], &[("GIT_EDITOR", "vi")], draft.as_bytes()).ok().json();
    assert_eq!(json["text"], "feat(api,web)!: add it (#12, a/b#3)\n\nbody\n\nRefs: #1\n more\n");
    assert_eq!(
        json["header"],
        serde_json::json!({
            "type": "feat", "scopes": ["api", "web"], "breaking": true,
            "description": "add it (#12, a/b#3)", "issues": ["#12", "a/b#3"],
        })
    );
    assert_eq!(json["body"], "body");
    assert_eq!(json["trailers"], serde_json::json!([{ "key": "Refs", "value": "#1 more" }]));
    let stored = repo.cihook_with(&["parse", "--stored", "--format", "json"], &[], draft.as_bytes()).ok().json();
    assert_eq!(stored["text"], draft);
    let whitespace =
        repo.cihook_with(&["parse", "--format", "json"], &[("GIT_EDITOR", ":")], draft.as_bytes()).ok().json();
    assert_eq!(whitespace["text"], draft);
}

#[test]
fn nothing_in_it_turns_the_direction_of_what_follows() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    let message = "feat(api): add \u{202e}it \u{e0041} (#1)\n";
    let ran = repo.cihook_with(&["check", "--message", "-", "--format", "json"], &[], message.as_bytes()).fails(1);
    assert!(ran.out.contains("\\u202e") && ran.out.contains("\\udb40\\udc41"), "{ran:#?}");
    assert!(!ran.out.contains(['\u{202e}', '\u{e0041}']), "{ran:#?}");
    assert!(ran.json().to_string().contains('\u{202e}'), "it means the same");
}
