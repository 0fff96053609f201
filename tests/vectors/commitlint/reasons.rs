//! Why single rules differ from commitlint's.

use super::mapping::{Asked, mapping};
use crate::reasons::{COLUMNS, second_line};
use crate::tally::{Reason, Seen, Side};
use cihook::message::issue;
use serde_json::{Value, json};

/// All of them.
pub static REASONS: [Reason; 14] = [
    Reason {
        side: Side::WeRefuse,
        why: "an empty message is refused (header-format)",
        holds: |seen| seen.judged.message.text.trim().is_empty(),
    },
    Reason {
        side: Side::WeAccept,
        why: "the first line that is not blank is the header (header-format reports the blank ones)",
        holds: |seen| seen.judged.message.text.starts_with('\n'),
    },
    Reason {
        side: Side::Either,
        why: "only commas part scopes; a slash names a part of a part (header-scope)",
        holds: |seen| rule(seen).starts_with("scope-") && agrees_with_commas(seen),
    },
    Reason {
        side: Side::Either,
        why: "commas always part scopes (header-scope)",
        holds: |seen| {
            let own = seen.input["value"]["delimiters"].as_array();
            own.is_some_and(|own| !own.iter().any(|delimiter| delimiter == ",")) && scope(seen).contains(',')
        },
    },
    Reason {
        side: Side::WeRefuse,
        why: "each of several scopes is measured alone, and none is empty (header-scope)",
        holds: |seen| rule(seen).ends_with("-length") && seen.judged.message.header.scopes().count() > 1,
    },
    Reason {
        side: Side::WeAccept,
        why: "a type is one word; what has blanks is no type (header-format)",
        holds: |seen| seen.input["parsed"]["type"].as_str().is_some_and(|kind| kind.contains(' ')),
    },
    Reason {
        side: Side::WeAccept,
        why: "`!` before the colon belongs to the header (Conventional Commits 1.0.0, 13)",
        holds: |seen| rule(seen).ends_with("-empty") && seen.judged.message.header.breaking.is_some(),
    },
    Reason {
        side: Side::WeAccept,
        why: "lines of one word, code, quotations, URLs and trailers are never too wide (body-width)",
        holds: |seen| is_all_too_long(seen, is_never_too_wide),
    },
    Reason {
        side: Side::WeRefuse,
        why: "lines above the trailers have one limit, whatever they say (body-width)",
        holds: |seen| is_all_too_long(seen, |_, _| true),
    },
    Reason {
        side: Side::WeRefuse,
        why: "a blank line parts the header from footers too (body-format)",
        holds: |seen| rule(seen) == "body-leading-blank" && second_line(seen).is_some_and(is_footer),
    },
    Reason {
        side: Side::Either,
        why: "only git's own trailers count: the last paragraph, with a value (trailers)",
        holds: |seen| {
            let key = seen.text("value");
            let looks_like_one = seen.judged.message.text.lines().any(|line| line.starts_with(key));
            matches!(rule(seen), "signed-off-by" | "trailer-exists") && looks_like_one && !has_trailer(seen, key)
        },
    },
    Reason {
        side: Side::WeAccept,
        why: "a sign-off may stand anywhere among the trailers (sign-off)",
        holds: |seen| rule(seen) == "signed-off-by" && has_trailer(seen, seen.text("value")),
    },
    Reason {
        side: Side::WeRefuse,
        why: "in the header the issue stands last and in brackets (header-issue)",
        holds: |seen| {
            let forms = seen.input["forms"].as_array().map_or_else(issue::default_forms, |forms| {
                forms.iter().filter_map(|form| issue::Form::new(form.as_str()?)).collect()
            });
            rule(seen) == "references-empty" && issue::is_mentioned(seen.judged.header(), &forms)
        },
    },
    COLUMNS,
];

fn rule<'s>(seen: &'s Seen<'_>) -> &'s str {
    seen.text("rule")
}

fn scope<'s>(seen: &'s Seen<'_>) -> &'s str {
    seen.judged.message.header.scope.map_or("", |scope| scope.of(seen.judged.message.text))
}

/// Whether both say the same once commas stand where the scopes are parted there.
fn agrees_with_commas(seen: &Seen<'_>) -> bool {
    let own = seen.input["value"]["delimiters"].as_array();
    let own: Vec<&str> = own.into_iter().flatten().filter_map(Value::as_str).collect();
    let delimiters = if own.is_empty() { vec!["/", "\\"] } else { own };
    let scope = scope(seen);
    let parted = delimiters.iter().fold(scope.to_owned(), |parted, delimiter| parted.replace(delimiter, ","));
    let mut input = seen.input.clone();
    input["message"] = json!(seen.judged.message.text.replacen(scope, &parted, 1));
    parted != scope && passes(&input) == Some(seen.expected["valid"] == true)
}

/// Our verdict on another input.
fn passes(input: &Value) -> Option<bool> {
    let mapped = mapping(&Asked::of(input)).ok()?;
    let bench = mapped.rules.bench().ok()?;
    Some(!(mapped.refuses)(&bench.judge_text(input["message"].as_str()?)))
}

/// `Key: value` or `Closes #12`.
fn is_footer(line: &str) -> bool {
    let key = line.split_once(": ").or_else(|| line.split_once(" #")).map(|(key, _)| key);
    key.is_some_and(|key| key == "BREAKING CHANGE" || (!key.is_empty() && !key.contains(' ')))
}

/// Whether there are lines that are too long, and all of them are of a kind.
fn is_all_too_long(seen: &Seen<'_>, is_of_kind: fn(&Seen<'_>, &str) -> bool) -> bool {
    let measures = matches!(rule(seen), "body-max-line-length" | "footer-max-line-length");
    measures && too_long(seen).next().is_some() && too_long(seen).all(|line| is_of_kind(seen, line))
}

/// The lines below the header that are longer than the rule allows.
fn too_long<'s>(seen: &'s Seen<'_>) -> impl Iterator<Item = &'s str> {
    let most = seen.input["value"].as_u64().unwrap_or(100);
    let message = &seen.judged.message;
    message.text[message.header.line.end..].lines().filter(move |line| line.chars().count() as u64 > most)
}

/// Whether `body-width` lets a line off.
fn is_never_too_wide(seen: &Seen<'_>, line: &str) -> bool {
    let is_word = !line.trim().contains(' ');
    is_word
        || line.starts_with(['\t', '>'])
        || line.starts_with("    ")
        || line.contains("://")
        || stands_last(seen, line)
}

/// Whether a line is a `Key: value` of the last paragraph, which is not the first.
fn stands_last(seen: &Seen<'_>, line: &str) -> bool {
    let is_key = |key: &str| !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let paragraph = last_paragraph(seen);
    paragraph.lines().any(|last| last == line) && line.split_once(':').is_some_and(|(key, _)| is_key(key))
}

/// Whether the last paragraph has a line that starts with `key` and says something.
fn has_trailer(seen: &Seen<'_>, key: &str) -> bool {
    last_paragraph(seen).lines().any(|line| line.strip_prefix(key).is_some_and(|value| !value.trim().is_empty()))
}

/// The last paragraph, without comments; empty where it holds the header.
fn last_paragraph(seen: &Seen<'_>) -> String {
    let kept: Vec<&str> = seen.judged.message.text.lines().filter(|line| !line.starts_with('#')).collect();
    let text = kept.join("\n");
    text.trim_end().rsplit_once("\n\n").map_or_else(String::new, |(_, last)| last.to_owned())
}
