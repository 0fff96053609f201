//! Parsers of Conventional Commits: conventional-commits-parser (lax), the reference parser (lax), git-conventional.

use crate::bench::{Bench, Judged, Rules};
use crate::reasons::{BLANK_LINE, BLANKS, EMPTY_SCOPE};
use crate::source::Case;
use crate::tally::{Class, Reason, Seen, Side, compare, run, same};
use cihook::message::header::Fault;
use cihook::message::{Origin, issue};
use serde_json::{Value, json};

#[test]
fn conventional_commits_parser() {
    let bench = grammar();
    run("conventional_commits_parser", |case| {
        if let Some(why) = not_default(case) {
            return Class::NotMapped(why);
        }
        let judged = bench.judge_text(case.input["message"].as_str().expect("a text"));
        let seen = Seen { input: &case.input, expected: &case.expected, judged: &judged };
        let words = if has_own_words(&case.expected) { None } else { Some([breaking_note(&seen), references(&seen)]) };
        Class::worst([parts(&seen), content(&seen), revert(&seen)].into_iter().chain(words.into_iter().flatten()))
    });
}

#[test]
fn cc_reference_parser() {
    let bench = grammar();
    run("cc_reference_parser", |case| strict(&bench, case));
}

#[test]
fn git_conventional() {
    let bench = grammar();
    run("git_conventional", |case| strict(&bench, case));
}

/// The grammar and nothing else.
fn grammar() -> Bench {
    let rules = Rules::default().on("header-format").on("header-scope").on("body-format");
    rules.bench().expect("a policy without settings")
}

/// Parsers that say whether a message is one, and take it apart.
fn strict(bench: &Bench, case: &Case) -> Class {
    let judged = bench.judge_text(case.input["message"].as_str().expect("a text"));
    let seen = Seen { input: &case.input, expected: &case.expected, judged: &judged };
    let is_message = case.expected["ok"] == true;
    let verdict = compare(&seen, is_message, judged.passes(), &[BLANKS, BLANK_LINE, EMPTY_SCOPE]);
    if !is_message {
        return verdict;
    }
    let breaking = (case.expected["breaking"] == true, judged.message.is_breaking());
    Class::worst([verdict, parts(&seen), same(&seen, "breaking", breaking, &[]), body(&seen)])
}

/// What was handed to the parser beside the message is not recorded; what came out tells that there was something.
fn not_default(case: &Case) -> Option<&'static str> {
    const FIELDS: [&str; 11] =
        ["merge", "revert", "header", "body", "footer", "notes", "mentions", "references", "type", "scope", "subject"];
    let expected = &case.expected;
    let has_own_fields = expected.as_object()?.keys().any(|key| !FIELDS.contains(&key.as_str()));
    let header = expected["header"].as_str().unwrap_or_default();
    let type_elsewhere = expected["type"].as_str().is_some_and(|kind| !header.starts_with(kind));
    if has_own_fields || type_elsewhere || (!expected["scope"].is_null() && expected["subject"].is_null()) {
        Some("fields and patterns that the caller of the parser names")
    } else if !expected["merge"].is_null() {
        Some("a pattern of the caller for merges")
    } else {
        let told = ["custom options", "comments"].iter().any(|part| case.source.contains(&format!("> {part} >")));
        told.then_some("a comment character or options that the case does not record")
    }
}

/// Whether the caller named keywords of notes or prefixes of references; these are not compared then.
fn has_own_words(expected: &Value) -> bool {
    let any =
        |list: &str, differs: fn(&Value) -> bool| expected[list].as_array().is_some_and(|l| l.iter().any(differs));
    any("notes", |note| !is_breaking_title(note)) || any("references", |found| found["prefix"] != "#")
}

fn is_breaking_title(note: &Value) -> bool {
    matches!(note["title"].as_str(), Some("BREAKING CHANGE" | "BREAKING-CHANGE"))
}

/// Header line, type, scope and description.
fn parts(seen: &Seen<'_>) -> Class {
    let (expected, header) = (seen.expected, &seen.judged.message.header);
    let scope = header.scope.map(|scope| scope.of(seen.judged.message.text)).filter(|scope| !scope.is_empty());
    let scope_there = expected["scope"].as_str().filter(|scope| !scope.is_empty());
    let line = match expected["header"].as_str() {
        Some(there) => same(seen, "header", (there, seen.judged.header()), &[]),
        None => Class::Agree,
    };
    let kind = same(seen, "type", (expected["type"].as_str(), header.kind().as_deref()), &NO_TYPE_THERE);
    let scope = same(seen, "scope", (scope_there, scope), &NO_TYPE_THERE);
    let described = expected["subject"].as_str().or(expected["description"].as_str());
    let description = match described.filter(|_| header.is_typed()) {
        Some(there) => same(seen, "description", (there, header.description()), &[TRIMMED]),
        None => Class::Agree,
    };
    Class::worst([line, kind, scope, description])
}

const NO_TYPE_THERE: [Reason; 3] = [
    Reason {
        side: Side::Either,
        why: "types and scopes may hold more than letters, digits and a few signs (header-format)",
        holds: |seen| {
            let header = &seen.judged.message.header;
            let scope = header.scope.map_or("", |scope| scope.of(seen.judged.message.text));
            let is_plain = |c: char| c.is_ascii_alphanumeric() || "_$@.-*/ ".contains(c);
            let has_plain_type = header.kind().is_some_and(|kind| kind.chars().all(|c| c.is_ascii_alphanumeric()));
            seen.expected["type"].is_null() && !(has_plain_type && scope.chars().all(is_plain))
        },
    },
    Reason {
        side: Side::Either,
        why: "`!` before the colon belongs to the header (Conventional Commits 1.0.0, 13)",
        holds: |seen| seen.expected["type"].is_null() && seen.judged.message.header.breaking.is_some(),
    },
    Reason {
        side: Side::Either,
        why: "a header that leaves the grammar is read as far as it can be, and the deviation is reported",
        holds: |seen| seen.expected["type"].is_null() && !seen.judged.message.header.deviations.is_empty(),
    },
];

const TRIMMED: Reason = Reason {
    side: Side::Either,
    why: "blanks at the ends of the description do not belong to it (header-format)",
    holds: |seen| {
        let blanks = [Fault::TrailingBlank, Fault::DoubledBlank, Fault::StrangeBlank];
        let there = seen.expected["subject"].as_str().or(seen.expected["description"].as_str());
        seen.judged.deviates(&blanks) && there.map(str::trim) == Some(seen.judged.message.header.description())
    },
};

/// Whether a breaking change is announced.
fn breaking_note(seen: &Seen<'_>) -> Class {
    let announced = seen.expected["notes"].as_array().is_some_and(|notes| !notes.is_empty());
    same(seen, "breaking", (announced, seen.judged.message.is_breaking()), &BREAKING)
}

const BREAKING: [Reason; 2] = [
    Reason {
        side: Side::Either,
        why: "`!` announces a breaking change, also without a note (Conventional Commits 1.0.0, 13)",
        holds: |seen| seen.judged.message.header.breaking.is_some() && seen.expected["notes"] == json!([]),
    },
    Reason {
        side: Side::Either,
        why: "a breaking change is announced at the start of a line and in capitals (Conventional Commits 1.0.0, 12, 15)",
        holds: |seen| {
            let starts = |line: &str| ["BREAKING CHANGE", "BREAKING-CHANGE"].iter().any(|key| line.starts_with(key));
            seen.judged.message.header.breaking.is_none()
                && !seen.judged.message.text.lines().any(|line| starts(line) && line.contains(':'))
        },
    },
];

/// Whether any issue is mentioned.
fn references(seen: &Seen<'_>) -> Class {
    let there = seen.expected["references"].as_array().is_some_and(|found| !found.is_empty());
    let here = issue::is_mentioned(seen.judged.message.text, &issue::default_forms());
    same(seen, "references", (there, here), &REFERENCES)
}

const REFERENCES: [Reason; 3] = [
    Reason {
        side: Side::WeAccept,
        why: "`GH-12` is a reference too, as GitHub reads it",
        holds: |seen| seen.expected["references"] == json!([]) && seen.text("message").to_lowercase().contains("gh-"),
    },
    Reason {
        side: Side::WeRefuse,
        why: "a reference to another repository names its owner, as GitHub wants it",
        holds: |seen| all_references(seen, |found| found["owner"].is_null() && !found["repository"].is_null()),
    },
    Reason {
        side: Side::WeRefuse,
        why: "an issue has a number",
        holds: |seen| all_references(seen, |found| found["issue"].as_str().is_some_and(is_no_number)),
    },
];

fn is_no_number(text: &str) -> bool {
    text.bytes().any(|byte| !byte.is_ascii_digit())
}

fn all_references(seen: &Seen<'_>, holds: fn(&Value) -> bool) -> bool {
    seen.expected["references"].as_array().is_some_and(|found| !found.is_empty() && found.iter().all(holds))
}

/// Whether a tool wrote the message for a revert.
fn revert(seen: &Seen<'_>) -> Class {
    let there = !seen.expected["revert"].is_null();
    same(seen, "revert", (there, seen.judged.message.origin() != Origin::Author), &[WRITTEN_BY_HAND])
}

const WRITTEN_BY_HAND: Reason = Reason {
    side: Side::WeRefuse,
    why: "a revert is what git and GitHub write: `Revert \"…\"` (header-format, reverts)",
    holds: |seen| !seen.judged.header().starts_with("Revert \""),
};

/// Peers part body and footer where the first reference or note stands, we where git's trailers begin: together it
/// has to be everything below the header.
fn content(seen: &Seen<'_>) -> Class {
    let there: Vec<&str> =
        ["body", "footer"].iter().flat_map(|part| written(seen.expected[*part].as_str().unwrap_or_default())).collect();
    let message = &seen.judged.message;
    let here: Vec<&str> = written(&message.text[message.header.line.end..]).collect();
    same(seen, "what stands below the header", (there, here), &[])
}

/// A body ends there where the first footer begins, here where git's trailers begin.
fn body(seen: &Seen<'_>) -> Class {
    let there: Vec<&str> = written(seen.expected["body"].as_str().unwrap_or_default()).collect();
    let Judged { message, .. } = seen.judged;
    let here: Vec<&str> = written(message.body.of(message.text)).take(there.len()).collect();
    same(seen, "body", (there, here), &[])
}

fn written(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim_end).filter(|line| !line.is_empty())
}
