//! The requests that there are: for each its address, what may be asked, and the JSON Schema of what is sent (after GitHub's
//! OpenAPI description). A request that is none of them is a violation, and fails the test.

use super::http::Request;
use serde_json::{Value, json};
use std::sync::LazyLock;

struct Endpoint {
    method: &'static str,
    path: &'static str,
    query: &'static [&'static str],
    body: Option<Value>,
}

const PAGES: &[&str] = &["per_page", "page", "limit"];

static ENDPOINTS: LazyLock<Vec<Endpoint>> = LazyLock::new(|| {
    let get = |path, query| Endpoint { method: "GET", path, query, body: None };
    let send = |method, path, body| Endpoint { method, path, query: &[], body: Some(body) };
    let delete = |path| Endpoint { method: "DELETE", path, query: &[], body: None };
    let comment = || object(&json!({ "body": { "type": "string", "minLength": 1, "maxLength": 65_536 } }), &["body"]);
    let label = json!({
        "name": { "type": "string", "minLength": 1, "maxLength": 50 },
        "color": { "type": "string", "pattern": "^#?[0-9a-f]{6}$" },
        "description": { "type": "string", "maxLength": 100 },
    });
    let labels = json!({ "labels": { "type": "array", "minItems": 1, "maxItems": 1,
        "items": { "anyOf": [{ "type": "string", "maxLength": 50 }, { "type": "integer" }] } } });
    let check = json!({
        "name": { "type": "string", "minLength": 1 },
        "head_sha": { "type": "string", "pattern": "^[0-9a-f]{40}$" },
        "status": { "const": "completed" },
        "conclusion": { "enum": ["success", "failure", "action_required"] },
        "output": object(&json!({
            "title": { "type": "string" }, "summary": { "type": "string", "maxLength": 65_535 },
        }), &["title", "summary"]),
    });
    let status = json!({
        "state": { "enum": ["error", "failure", "pending", "success"] }, "context": { "type": "string" },
        "description": { "type": "string" },
    });
    let query = object(&json!({ "query": { "type": "string" } }), &["query"]);
    vec![
        send("POST", "/graphql", query),
        get("/user", &[]),
        get("/orgs/*/public_members/*", &[]),
        get("/repos/*/*", &[]),
        get("/repos/*/*/pulls/*", &[]),
        send(
            "PATCH",
            "/repos/*/*/pulls/*",
            object(&json!({ "title": { "type": "string", "minLength": 1, "maxLength": 256 } }), &["title"]),
        ),
        get("/repos/*/*/pulls/*/commits", PAGES),
        get("/repos/*/*/pulls/*/files", PAGES),
        get("/repos/*/*/compare/*", PAGES),
        get("/repos/*/*/git/trees/*", &["recursive", "per_page", "page"]),
        get("/repos/*/*/contents/**", &["ref"]),
        get("/repos/*/*/commits/*", PAGES),
        get("/repos/*/*/branches/*", &[]),
        get("/repos/*/*/commits/*/check-runs", &["check_name", "filter", "per_page"]),
        get("/repos/*/*/commits/*/statuses", &["limit"]),
        get("/repos/*/*/issues/*", &[]),
        get("/repos/*/*/issues/*/comments", PAGES),
        get("/repos/*/*/issues/*/events", PAGES),
        get("/repos/*/*/issues/*/timeline", PAGES),
        get("/repos/*/*/issues/*/labels", PAGES),
        get("/repos/*/*/labels", PAGES),
        get("/repos/*/*/labels/*", &[]),
        send("POST", "/repos/*/*/issues/*/comments", comment()),
        send("PATCH", "/repos/*/*/issues/comments/*", comment()),
        delete("/repos/*/*/issues/comments/*"),
        send("POST", "/repos/*/*/issues/*/labels", object(&labels, &["labels"])),
        delete("/repos/*/*/issues/*/labels/*"),
        send("POST", "/repos/*/*/labels", object(&label, &["name", "color"])),
        send("POST", "/repos/*/*/check-runs", object(&check, &["name", "head_sha", "status", "conclusion"])),
        send("PATCH", "/repos/*/*/check-runs/*", object(&check, &["status", "conclusion"])),
        send("POST", "/repos/*/*/statuses/*", object(&status, &["state"])),
    ]
});

fn object(properties: &Value, required: &[&str]) -> Value {
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

/// What is wrong with a request.
pub fn check(request: &Request, _: bool) -> Vec<String> {
    let named = format!("{} {}", request.method, request.path);
    let fits = |endpoint: &&Endpoint| endpoint.method == request.method && matches(endpoint.path, &request.path);
    let Some(endpoint) = ENDPOINTS.iter().find(fits) else { return vec![format!("{named}: no such request")] };
    let mut found: Vec<String> = request
        .query
        .keys()
        .filter(|key| !endpoint.query.contains(&key.as_str()))
        .map(|key| format!("{named}: no parameter {key}"))
        .collect();
    match &endpoint.body {
        Some(schema) => {
            let validator = jsonschema::validator_for(schema).expect("a schema");
            found.extend(validator.iter_errors(&request.body).map(|error| format!("{named}: {error}")));
        }
        None if !request.body.is_null() => found.push(format!("{named}: nothing is to be sent")),
        None => {}
    }
    found
}

fn matches(pattern: &str, path: &str) -> bool {
    let (mut patterns, mut parts) = (pattern.split('/'), path.split('/'));
    loop {
        match (patterns.next(), parts.next()) {
            (None, None) => return true,
            (Some("**"), Some(_)) => return true,
            (Some("*"), Some(part)) if !part.is_empty() => {}
            (Some(pattern), Some(part)) if pattern == part => {}
            _ => return false,
        }
    }
}
