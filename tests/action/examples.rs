//! Real payloads, where somebody brings them: `CIHOOK_WEBHOOK_EXAMPLES` names the folder of the package
//! `@octokit/webhooks-examples`. Their data is not part of this project.

use crate::support::aloud::skipped;
use cihook::github::event;
use serde_json::Value;

#[test]
fn every_example_is_read_or_refused_with_a_reason() {
    let Some(folder) = std::env::var_os("CIHOOK_WEBHOOK_EXAMPLES") else {
        skipped("the webhook examples", "CIHOOK_WEBHOOK_EXAMPLES is not set");
        return;
    };
    let path = std::path::Path::new(&folder).join("api.github.com/index.json");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let groups: Value = serde_json::from_str(&text).expect("JSON");
    let wanted = ["pull_request", "merge_group", "push", "issue_comment"];
    let mut count = 0;
    for group in groups.as_array().expect("a list") {
        let name = group["name"].as_str().unwrap_or_default();
        for example in group["examples"].as_array().into_iter().flatten().filter(|_| wanted.contains(&name)) {
            let read = event::read(name, &example.to_string());
            assert!(read.is_ok(), "{name}: {read:?}");
            count += 1;
        }
    }
    assert!(count > 20, "only {count} examples");
}
