//! One engine: what `cihook check` finds in a clone, the action finds through the API.

use super::site::{Site, commit, file, state};
use super::support::Sandbox;
use serde_json::{Value, json};

const MESSAGES: [&str; 9] = [
    "feat(api): add it (#1)\n\nSigned-off-by: Ada <ada@acme.org>\n",
    "feat（用户）：新增登录 (#1)\nno blank line\n",
    "fix everything\n",
    "fixup! feat(api): add it (#1)\n",
    "Revert \"feat(api): add it (#1)\"\n\nThis reverts commit 1.\n",
    "feat: x\n\n\n\nbody that is wide: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n",
    "feat(api): sign (#2)\n\nSigned-off-by: Grace <grace@acme.org>\n",
    "chore(api): crlf (#3)\r\n\r\nSigned-off-by: Ada <ada@acme.org>\r\n",
    "docs(api): trailing   (#4)\n\nSigned-off-by: Ada <ada@acme.org>\n\nmore\n",
];

#[test]
fn the_action_finds_what_check_finds() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("clone");
    repo.git(&["config", "user.name", "Ada"]).ok();
    repo.git(&["config", "user.email", "ada@acme.org"]).ok();
    let ids: Vec<String> = MESSAGES.iter().map(|message| repo.commit(message)).collect();
    repo.write("cihook.toml", super::site::POLICY);
    let json = repo.cihook(&["check", "--all", "--format", "json"]).json();
    let mut checked = found(&json["findings"]);
    checked.sort();

    let commits = ids.iter().zip(MESSAGES).map(|(id, message)| {
        let mut commit = commit(1, message.trim_end_matches('\n'));
        commit["sha"] = json!(id);
        commit
    });
    let site = Site::new(state(commits.collect(), vec![file("a.rs", 11)]));
    let came = site.run();
    let findings: Value = serde_json::from_str(&came.outputs["findings"]).expect("JSON");
    let mut judged = found(&findings);
    // What only a pull request knows of: how it lands.
    judged.retain(|(_, rule, _)| rule != "fixup-commit");
    judged.sort();
    assert_eq!(judged, checked, "{came:#?}");
}

fn found(findings: &Value) -> Vec<(String, String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let one = |finding: &Value| (text(&finding["subject"]["id"]), text(&finding["rule"]), text(&finding["message"]));
    findings.as_array().expect("a list").iter().map(one).collect()
}
