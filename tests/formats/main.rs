//! Reports in the formats of other programs, of what hostile people write.

#![allow(clippy::expect_used, clippy::disallowed_methods, reason = "tests say what they expect")]

mod golden;
#[path = "../support/mod.rs"]
mod support;

use proptest::prelude::*;
use serde_json::{Value, json};
use support::{Ran, Repo, Sandbox};

/// A message that tries to be more than a message, wherever it is shown.
const HOSTILE: &str = "feet: ::error::x ##[add-mask]y </failure> ``` @everyone [a](b) <!-- c | d ]]> é\u{202e}\u{1b}[31m\n\
                       \n::stop-commands::x\n\nFixes #12 & <script>\n";

fn check(repo: &Repo, format: &str, message: &str) -> Ran {
    repo.cihook_with(&["check", "--message", "-", "--format", format], &[], message.as_bytes())
}

fn repo(sandbox: &Sandbox) -> Repo {
    let repo = sandbox.repo("r");
    repo.write("cihook.toml", "[rules]\nclosing-words = \"error\"\n");
    repo
}

#[test]
fn annotations_are_one_line_each_and_no_text_is_a_command() {
    let sandbox = Sandbox::new();
    let ran = check(&repo(&sandbox), "github", HOSTILE).fails(1);
    assert!(ran.out.lines().count() >= 4, "{ran:#?}");
    for line in ran.out.lines() {
        let command = line.strip_prefix("::error ").or(line.strip_prefix("::warning ")).expect("a command of ours");
        let (properties, _) = command.split_once("::").expect("an end of the properties");
        assert!(properties.starts_with("title=") && !line.contains("##["), "{line}");
        assert!(!line.contains('\u{1b}') && !line.contains('\u{202e}'), "{line}");
    }
}

#[test]
fn ten_annotations_of_a_kind_are_written_and_the_rest_is_counted() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox);
    for number in 0..7 {
        repo.commit(&format!("nothing good {number}\n"));
    }
    let ran = repo.cihook(&["check", "HEAD", "--all", "--format", "github"]).fails(1);
    assert_eq!(ran.out.matches("::error ").count(), 10, "{ran:#?}");
    assert!(ran.out.lines().last().expect("a line").contains("errors and 0 warnings more"), "{ran:#?}");
}

#[test]
fn markdown_shows_strangers_as_code() {
    let sandbox = Sandbox::new();
    let ran = check(&repo(&sandbox), "markdown", HOSTILE).fails(1);
    for line in ran.out.lines() {
        // What stands between runs of backquotes of the same length is code.
        let outside = outside_of_code(line);
        for mark in ["@everyone", "](", "<!--", "<script", "#12", "::", "feet"] {
            assert!(!outside.contains(mark), "{mark}: {line}\n{outside}");
        }
    }
}

fn outside_of_code(line: &str) -> String {
    let mut outside = String::new();
    let mut rest = line;
    while let Some(start) = rest.find('`') {
        outside.push_str(&rest[..start]);
        let marks = rest[start..].len() - rest[start..].trim_start_matches('`').len();
        let fence = "`".repeat(marks);
        let inside = &rest[start + marks..];
        let end = inside
            .match_indices(&fence)
            .find(|(at, _)| !inside[..*at].ends_with('`') && !inside[at + marks..].starts_with('`'))
            .map(|(at, _)| at);
        let Some(end) = end else { return outside + inside };
        rest = &inside[end + marks..];
    }
    outside + rest
}

#[test]
fn junit_is_xml_that_closes() {
    let sandbox = Sandbox::new();
    let ran = check(&repo(&sandbox), "junit", HOSTILE).fails(1);
    assert!(ran.out.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites "), "{ran:#?}");
    assert_balanced(&ran.out);
    assert!(ran.out.contains("<failure message=") && ran.out.trim_end().ends_with("</testsuites>"), "{ran:#?}");
    let clean = check(&repo(&Sandbox::new()), "junit", support::GOOD);
    assert_balanced(&clean.out);
}

/// Every element that opens closes, and nothing but elements has marks.
fn assert_balanced(xml: &str) {
    let mut open: Vec<&str> = Vec::new();
    for part in xml.split('<').skip(2) {
        let (tag, text) = part.split_once('>').expect("an end of the tag");
        assert!(!text.contains('>'), "{part}");
        match tag.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name), "{xml}"),
            None if tag.ends_with('/') => {}
            None => open.push(tag.split(' ').next().unwrap_or_default()),
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

/// What code scanning asks of SARIF 2.1.0, as far as this program writes it.
fn schema() -> Value {
    let text = json!({ "type": "object", "required": ["text"], "properties": { "text": { "type": "string", "minLength": 1 } } });
    let region = json!({ "type": "object", "required": ["startLine"], "properties": {
        "startLine": { "type": "integer", "minimum": 1 }, "startColumn": { "type": "integer", "minimum": 1 },
        "endLine": { "type": "integer", "minimum": 1 }, "endColumn": { "type": "integer", "minimum": 1 },
    } });
    let uri = json!({ "type": "string", "pattern": "^[A-Za-z0-9._~%/-]+$" });
    let physical = json!({ "type": "object", "required": ["artifactLocation"], "properties": {
        "artifactLocation": { "type": "object", "required": ["uri"], "properties": { "uri": uri } }, "region": region,
    } });
    let location =
        json!({ "type": "object", "required": ["physicalLocation"], "properties": { "physicalLocation": physical } });
    let result = json!({ "type": "object", "required": ["ruleId", "ruleIndex", "message", "locations", "partialFingerprints"], "properties": {
        "level": { "enum": ["none", "note", "warning", "error"] }, "message": text,
        "locations": { "type": "array", "minItems": 1, "items": location },
        "partialFingerprints": { "type": "object", "additionalProperties": { "type": "string" } },
    } });
    let rule = json!({ "type": "object", "required": ["id", "shortDescription", "help"], "properties": {
        "shortDescription": text, "fullDescription": text, "help": text,
    } });
    let driver = json!({ "type": "object", "required": ["name", "rules"], "properties": { "rules": { "type": "array", "items": rule } } });
    let invocation = json!({ "type": "object", "required": ["executionSuccessful"], "properties": {
        "executionSuccessful": { "type": "boolean" },
        "toolExecutionNotifications": { "type": "array", "items": { "type": "object", "required": ["message"], "properties": { "message": text } } },
    } });
    let run = json!({ "type": "object", "required": ["tool", "results"], "properties": {
        "tool": { "type": "object", "required": ["driver"], "properties": { "driver": driver } },
        "columnKind": { "enum": ["utf16CodeUnits", "unicodeCodePoints"] },
        "results": { "type": "array", "items": result }, "invocations": { "type": "array", "items": invocation },
    } });
    json!({ "type": "object", "required": ["version", "runs"], "properties": {
        "version": { "const": "2.1.0" }, "runs": { "type": "array", "minItems": 1, "items": run },
    } })
}

#[test]
fn sarif_has_what_code_scanning_asks_for() {
    let validator = jsonschema::validator_for(&schema()).expect("a schema");
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox);
    repo.commit("nothing good\n");
    let runs = [check(&repo, "sarif", HOSTILE), repo.cihook(&["check", "HEAD", "--all", "--format", "sarif"])];
    for ran in &runs {
        let report = ran.json();
        let errors: Vec<String> =
            validator.iter_errors(&report).map(|error| format!("{error} at {}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{errors:#?}\n{report:#}");
        let run = &report["runs"][0];
        for result in run["results"].as_array().expect("a list") {
            let index = usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("a small one");
            assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
        }
    }
    assert_eq!(runs[0].json(), check(&repo, "sarif", HOSTILE).json(), "the same again, fingerprints too");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn no_message_breaks_a_format(message in "([`<>&@#:|\\[\\]%\"' \n\t\u{0}\u{7f}\u{200b}a-z]|.){0,80}") {
        let sandbox = Sandbox::new();
        let repo = repo(&sandbox);
        assert_balanced(&check(&repo, "junit", &message).out);
        check(&repo, "sarif", &message).json();
        for line in check(&repo, "github", &message).out.lines() {
            prop_assert!(line.starts_with("::error ") || line.starts_with("::warning ") || line.starts_with("cihook"));
        }
    }
}
