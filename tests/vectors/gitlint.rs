//! gitlint: single rules, and how it reads a message file.

use crate::bench::{Judged, Rules};
use crate::reasons::{BLANKS, COLUMNS, EMPTY_SCOPE, MERGE_BY_WORDS};
use crate::source::Case;
use crate::tally::{Class, Reason, Seen, Side, compare, run, same};
use cihook::message::cleanup::{Cleanup, Mode};
use cihook::message::header::Fault;
use cihook::model::{Identity, Known};
use regex::Regex;
use serde_json::{Value, json};

#[test]
fn gitlint_rules() {
    run("gitlint_rules", |case| one_rule(case).unwrap_or_else(Class::NotMapped));
}

fn one_rule(case: &Case) -> Result<Class, &'static str> {
    let mapped = mapping(&case.input)?;
    let text = message(&case.input);
    let bench = mapped.rules.bench()?;
    let mut commit = bench.commit(&text);
    if let Some(email) = case.input["author_email"].as_str() {
        commit.author = Known::Yes(Identity { name: "".into(), email: email.into() });
    }
    let judged = bench.judge(&commit);
    let seen = Seen { input: &case.input, expected: &case.expected, judged: &judged };
    let passes_there = case.expected["violations"].as_array().is_some_and(Vec::is_empty);
    Ok(compare(&seen, passes_there, !(mapped.refuses)(&judged), &REASONS))
}

/// Rules there see a title, a line of the body, or a whole message.
fn message(input: &Value) -> String {
    let target = input["target"].as_str();
    let is_line = input["rule"].as_str().is_some_and(|rule| rule.starts_with("body-"));
    match (target, input["message"].as_str()) {
        (Some(line), _) if is_line => format!("Title\n\n{line}\n"),
        (Some(title), _) => title.to_owned(),
        (None, message) => message.unwrap_or_default().to_owned(),
    }
}

struct Mapped {
    rules: Rules,
    refuses: fn(&Judged<'_>) -> bool,
}

fn mapped(rules: Rules, refuses: fn(&Judged<'_>) -> bool) -> Result<Mapped, &'static str> {
    Ok(Mapped { rules, refuses })
}

/// The rule of ours that asks the same, or why there is none.
fn mapping(input: &Value) -> Result<Mapped, &'static str> {
    let options = &input["options"];
    let on = Rules::default;
    let number = |key: &str| options[key].as_u64().unwrap_or_default();
    let rule = input["rule"].as_str().unwrap_or_default();
    match rule {
        "title-max-length" => mapped(on().set("header-length", "max", number("line-length")), passes_not),
        "title-trailing-punctuation" => mapped(on().set("header-style", "full-stop", "never"), passes_not),
        "title-must-not-contain-word" => {
            mapped(on().set("fixup-commit", "words", quoted(options["words"].as_str())), passes_not)
        }
        "title-min-length" => {
            mapped(on().on("header-format").set("header-length", "description-min", number("min-length")), is_too_short)
        }
        "title-leading-whitespace" | "title-trailing-whitespace" | "title-hard-tab" => of_blanks(rule),
        "body-max-line-length" => mapped(on().set("body-width", "max", number("line-length")), passes_not),
        "body-first-line-empty" => mapped(on().on("body-format"), passes_not),
        "body-is-missing" => {
            mapped(on().set("body-format", "required", true), |judged| judged.asked("body-format", "required"))
        }
        "author-valid-email" if is_plain_address(options) => mapped(on().on("author"), passes_not),
        "contrib-title-conventional-commits" => {
            let types = quoted(options["types"].as_str());
            mapped(on().on("header-format").on("header-scope").set("header-type", "allow", types), passes_not)
        }
        "contrib-body-requires-signed-off-by" => {
            mapped(on().set("trailers", "required", json!(["Signed-off-by"])), passes_not)
        }
        "contrib-disallow-cleanup-commits" => mapped(on().on("fixup-commit"), passes_not),
        _ => Err(unmapped(rule)),
    }
}

fn passes_not(judged: &Judged<'_>) -> bool {
    !judged.passes()
}

fn is_too_short(judged: &Judged<'_>) -> bool {
    judged.found("header-length") || judged.header().is_empty()
}

fn of_blanks(rule: &str) -> Result<Mapped, &'static str> {
    let rules = Rules::default().on("header-format");
    match rule {
        "title-leading-whitespace" => mapped(rules, |judged| judged.deviates(&[Fault::LeadingBlank])),
        "title-trailing-whitespace" => mapped(rules, |judged| judged.deviates(&[Fault::TrailingBlank])),
        _ => mapped(rules, |judged| {
            let text = judged.message.text;
            judged.message.header.deviations.iter().any(|deviation| deviation.span.of(text).contains('\t'))
        }),
    }
}

fn unmapped(rule: &str) -> &'static str {
    match rule {
        "title-match-regex" | "body-match-regex" => "a regular expression for a whole title or body",
        "body-trailing-whitespace" | "body-hard-tab" => "blanks in the body, which git takes away or leaves alone",
        "body-min-length" => "a shortest body",
        "body-changed-file-mention" => "files that the body has to name",
        "author-valid-email" => "a regular expression for addresses, or none",
        _ => "a rule that has no counterpart",
    }
}

/// The regular expression that holds where none is configured: something, `@`, something with a dot.
fn is_plain_address(options: &Value) -> bool {
    options["regex"].as_str().is_some_and(|regex| regex.contains("[^@ ]+@[^@ ]+") && regex.contains(".[^@ ]+"))
}

/// The texts of a list as Python writes it.
fn quoted(list: Option<&str>) -> Value {
    let quotation = Regex::new(r#"'([^']*)'|"([^"]*)""#).expect("a pattern");
    let text =
        |found: regex::Captures<'_>| found.iter().skip(1).flatten().map(|inner| inner.as_str()).collect::<String>();
    json!(quotation.captures_iter(list.unwrap_or_default()).map(text).collect::<Vec<_>>())
}

static REASONS: [Reason; 9] = [
    BLANKS,
    EMPTY_SCOPE,
    MERGE_BY_WORDS,
    Reason {
        side: Side::WeAccept,
        why: "of punctuation at the end only the full stop is refused, and an ellipsis is none (header-style)",
        holds: |seen| {
            let title = seen.judged.header();
            seen.text("rule") == "title-trailing-punctuation" && (!title.ends_with('.') || title.ends_with(".."))
        },
    },
    Reason {
        side: Side::WeAccept,
        why: "words like WIP count at the beginning of the header only (fixup-commit, words)",
        holds: |seen| {
            let words = quoted(seen.input["options"]["words"].as_str());
            let title = seen.judged.header().to_lowercase();
            let starts = |word: &Value| word.as_str().is_some_and(|word| title.starts_with(&word.to_lowercase()));
            seen.text("rule") == "title-must-not-contain-word"
                && !words.as_array().is_some_and(|l| l.iter().any(starts))
        },
    },
    Reason {
        side: Side::WeAccept,
        why: "a line of one word cannot be broken (body-width)",
        holds: |seen| {
            let line = seen.judged.message.body.of(seen.judged.message.text);
            seen.text("rule") == "body-max-line-length" && !line.contains(' ') && line.is_ascii()
        },
    },
    Reason {
        side: Side::WeRefuse,
        why: "an address that only a machine knows is not real (author)",
        holds: |seen| {
            let email = seen.text("author_email").to_lowercase();
            let ends = [".local", ".localhost", ".localdomain", ".lan", ".invalid", "you@example.com"];
            seen.text("rule") == "author-valid-email" && ends.iter().any(|end| email.ends_with(end))
        },
    },
    Reason {
        side: Side::WeRefuse,
        why: "only git's own trailers count: the last paragraph, with a value (trailers)",
        holds: |seen| {
            let text = seen.judged.message.text.trim_end();
            let last = text.rsplit_once("\n\n").map_or("", |(_, last)| last);
            let signs = |line: &str| line.strip_prefix("Signed-off-by: ").is_some_and(|name| !name.trim().is_empty());
            seen.text("rule") == "contrib-body-requires-signed-off-by" && !last.lines().any(signs)
        },
    },
    COLUMNS,
];

#[test]
fn gitlint_message_parse() {
    let bench = Rules::default().bench().expect("a policy without rules");
    run("gitlint_message_parse", |case| {
        let raw = case.input["raw"].as_str().expect("a text");
        let comment = case.input["comment_char"].as_str().unwrap_or("#");
        let here = cleaned(Mode::Strip, comment, raw);
        let there = cleaned(Mode::Whitespace, comment, &kept_there(&case.expected));
        let judged = bench.judge_text(&here);
        let seen = Seen { input: &case.input, expected: &case.expected, judged: &judged };
        let title = case.expected["title"].as_str().unwrap_or_default().trim_end();
        Class::worst([
            same(&seen, "text", (there.as_str(), here.as_str()), &[]),
            same(&seen, "title", (title, judged.header()), &[FIRST_LINE]),
        ])
    });
}

const FIRST_LINE: Reason = Reason {
    side: Side::Either,
    why: "the first line that is not blank is the header, as git stores it",
    holds: |seen| seen.expected["title"].as_str().is_some_and(|title| title.trim().is_empty()),
};

/// What the peer kept. It leaves blank lines and blanks at line ends, which git takes away afterwards.
fn kept_there(expected: &Value) -> String {
    let body = expected["body"].as_array().into_iter().flatten().filter_map(Value::as_str);
    expected["title"].as_str().into_iter().chain(body).collect::<Vec<_>>().join("\n")
}

fn cleaned(mode: Mode, comment: &str, text: &str) -> String {
    let cleanup = Cleanup { mode, comment: comment.into(), cut: true };
    String::from_utf8(cleanup.apply(text.as_bytes()).text).expect("UTF-8 stays UTF-8")
}
