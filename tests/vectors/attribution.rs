//! Traces of machines that helped: what commit-check finds anywhere in a message, a policy of ours forbids among the
//! trailers.

use crate::bench::{Bench, Rules};
use crate::source::Case;
use crate::tally::{Class, Reason, Seen, Side, compare, run};
use serde_json::json;

/// What a community could forbid: signatures that tools write on their own, known by their addresses and keys.
const FORBIDDEN: [&str; 5] = [
    "Assisted-by: *:*",
    "Co-authored-by: *<noreply@anthropic.com>",
    "Co-authored-by: *<*@{cursor.com,aider.chat,windsurf.com}>",
    "Co-authored-by: *copilot*<*@users.noreply.github.com>",
    "Co-authored-by: *(aider)*",
];

#[test]
fn ai_attribution() {
    let bench = Rules::default().set("trailers", "forbidden", json!(FORBIDDEN)).bench().expect("a policy");
    run("ai_attribution", |case| compared(&bench, case));
}

fn compared(bench: &Bench, case: &Case) -> Class {
    let judged = bench.judge_text(case.input["message"].as_str().expect("a text"));
    let seen = Seen { input: &case.input, expected: &case.expected, judged: &judged };
    let is_clean = case.expected["tools"].as_array().is_some_and(Vec::is_empty);
    compare(&seen, is_clean, judged.passes(), &REASONS)
}

const REASONS: [Reason; 2] = [
    Reason {
        side: Side::WeAccept,
        why: "prose is not searched for tools, only trailers are (trailers)",
        holds: |seen| !seen.judged.message.body.is_empty(),
    },
    Reason {
        side: Side::WeAccept,
        why: "which names are those of tools, a policy says (trailers, forbidden)",
        holds: |seen| {
            let trailers = &seen.judged.message.trailers.list;
            !trailers.is_empty() && !trailers.iter().any(|trailer| is_named(trailer.key, &trailer.value))
        },
    },
];

/// Whether the policy of this test names such a trailer, read without globs.
fn is_named(key: &str, value: &str) -> bool {
    let value = value.to_lowercase();
    let by_form = key.eq_ignore_ascii_case("assisted-by") && value.contains(':');
    let parts = ["<noreply@anthropic.com>", "@cursor.com>", "@aider.chat>", "@windsurf.com>", "(aider)"];
    by_form || (key.eq_ignore_ascii_case("co-authored-by") && parts.iter().any(|part| value.contains(part)))
}
