//! What a rule of commitlint is here: which of our options asks the same, and which finding is its complaint.

use crate::bench::{Judged, Rules};
use cihook::message::header::Fault;
use cihook::message::issue::default_forms;
use cihook::message::{Message, header::Header};
use serde_json::{Value, json};

/// A rule as commitlint is told of it.
pub struct Asked<'a> {
    /// Its name.
    pub rule: &'a str,
    /// `never` instead of `always`.
    pub never: bool,
    value: &'a Value,
    forms: &'a Value,
    message: &'a str,
}

impl<'a> Asked<'a> {
    /// Reads `rule`, `when` and `value`. Rules that are named for what is bad mean `never` where nothing is said.
    pub fn of(input: &'a Value) -> Self {
        let rule = input["rule"].as_str().unwrap_or_default();
        let default = if matches!(rule, "references-empty" | "scope-empty") { "never" } else { "always" };
        let never = input["when"].as_str().unwrap_or(default) == "never";
        let message = input["message"].as_str().unwrap_or_default();
        Self { rule, never, value: &input["value"], forms: &input["forms"], message }
    }

    /// Whether the configuration names the prefixes of references.
    pub fn has_forms(&self) -> bool {
        self.forms.is_array()
    }

    /// The words of a list, or the one word; `of` is its name in an object of settings.
    fn words(&self, of: &str) -> Vec<&'a str> {
        let listed = if self.value.is_object() { &self.value[of] } else { self.value };
        match listed {
            Value::Array(list) => list.iter().filter_map(Value::as_str).collect(),
            other => other.as_str().into_iter().collect(),
        }
    }

    /// A limit; what is no number is none.
    fn number(&self) -> Option<u64> {
        self.value.as_u64()
    }
}

/// The same in our words.
pub struct Mapped {
    /// The rules that ask it.
    pub rules: Rules,
    /// Whether our verdict is its complaint.
    pub refuses: fn(&Judged<'_>) -> bool,
}

type Mapping = Result<Mapped, &'static str>;

/// The mapping, or the reason why there is none.
pub fn mapping(asked: &Asked<'_>) -> Mapping {
    match asked.rule.split('-').next().unwrap_or_default() {
        "type" => of_type(asked),
        "scope" => of_scope(asked),
        "subject" | "header" => of_header(asked),
        "body" | "footer" => of_body(asked),
        _ => of_message(asked),
    }
}

fn mapped(rules: Rules, refuses: fn(&Judged<'_>) -> bool) -> Mapping {
    Ok(Mapped { rules, refuses })
}

fn of_type(asked: &Asked<'_>) -> Mapping {
    let on = |option, value: Value| Rules::default().set("header-type", option, value);
    let refuses = |judged: &Judged<'_>| judged.found("header-type");
    match (asked.rule, asked.never) {
        ("type-enum", false) => mapped(on("allow", json!(asked.words("types"))), refuses),
        ("type-enum", true) => Err("a list of types that are refused"),
        ("type-case", false) => mapped(on("pattern", pattern(asked)?), refuses),
        ("type-case", true) => Err(NO_DENIAL),
        ("type-max-length", _) => mapped(on("pattern", at_most(asked)), refuses),
        ("type-min-length", _) => mapped(on("pattern", at_least(asked)), refuses),
        ("type-empty", true) => mapped(Rules::default().on("header-format"), has_no_type),
        _ => Err("headers that must have no type"),
    }
}

/// Whether the header has no type. There it has none either where nothing stands behind the colon.
pub fn has_no_type(judged: &Judged<'_>) -> bool {
    judged.deviates(&[Fault::EmptyType, Fault::EmptyDescription]) || !judged.message.header.is_typed()
}

fn of_scope(asked: &Asked<'_>) -> Mapping {
    let on = |option, value: Value| Rules::default().set("header-scope", option, value);
    match (asked.rule, asked.never) {
        ("scope-enum", false) => {
            mapped(on("allow", json!(asked.words("scopes"))), |judged| judged.asked("header-scope", "allow"))
        }
        ("scope-enum", true) => {
            mapped(on("deny", json!(asked.words("scopes"))), |judged| judged.asked("header-scope", "deny"))
        }
        ("scope-empty", true) => mapped(on("required", json!(true)), |judged| judged.asked("header-scope", "required")),
        ("scope-empty", false) => mapped(on("deny", json!(["**"])), |judged| judged.asked("header-scope", "deny")),
        ("scope-case", false) => mapped(on("pattern", pattern(asked)?), matches_no_pattern),
        ("scope-case", true) => Err(NO_DENIAL),
        ("scope-max-length", _) => mapped(on("pattern", at_most(asked)), matches_no_pattern),
        ("scope-min-length", _) => mapped(on("pattern", at_least(asked)), matches_no_pattern),
        _ => Err("other characters between scopes than the comma"),
    }
}

fn matches_no_pattern(judged: &Judged<'_>) -> bool {
    judged.asked("header-scope", "pattern")
}

fn of_header(asked: &Asked<'_>) -> Mapping {
    let style = |option, value: Value| {
        Rules::default().set("header-style", "full-stop", "any").set("header-style", option, value)
    };
    let is_description = asked.rule.starts_with("subject") || !header(asked.message).is_typed();
    match (asked.rule, asked.never) {
        ("subject-case" | "header-case", _) if !is_description => Err("the case of a header with its type"),
        ("subject-case" | "header-case", false) => {
            mapped(style("case", json!(cases(asked)?)), |judged| judged.asked("header-style", "case"))
        }
        ("subject-case" | "header-case", true) => {
            mapped(style("not-case", json!(cases(asked)?)), |judged| judged.asked("header-style", "not-case"))
        }
        ("subject-full-stop" | "header-full-stop", true) if matches!(asked.value.as_str(), None | Some(".")) => {
            mapped(style("full-stop", json!("never")), |judged| judged.asked("header-style", "full-stop"))
        }
        ("subject-full-stop" | "header-full-stop", _) => {
            Err("other characters at the end, or one that has to be there")
        }
        ("subject-empty", true) => mapped(Rules::default().on("header-format"), has_no_subject),
        ("header-trim", _) => mapped(Rules::default().on("header-format"), is_not_trimmed),
        ("header-max-length", _) => {
            let limit = Rules::default().set("header-length", "max", asked.number().unwrap_or(0));
            mapped(limit, |judged| judged.asked("header-length", "max"))
        }
        ("subject-min-length", _) => {
            let limit = Rules::default().set("header-length", "description-min", asked.number().unwrap_or(0));
            mapped(limit, |judged| judged.asked("header-length", "description-min"))
        }
        ("subject-max-length" | "header-min-length", _) => Err("a limit of its own for this part of the header"),
        _ => Err("a `!` that has to be there or must not, and a description that must not be there"),
    }
}

fn header(message: &str) -> Header<'_> {
    Message::parse(message, &default_forms()).header
}

/// Whether the header has no description; without a type all of it is something else there.
pub fn has_no_subject(judged: &Judged<'_>) -> bool {
    judged.deviates(&[Fault::EmptyDescription]) || !judged.message.header.is_typed()
}

fn is_not_trimmed(judged: &Judged<'_>) -> bool {
    judged.found("header-format") && judged.deviates(&[Fault::LeadingBlank, Fault::TrailingBlank])
}

fn of_body(asked: &Asked<'_>) -> Mapping {
    match (asked.rule, asked.never) {
        ("body-empty", true) => {
            let required = Rules::default().set("body-format", "required", true);
            mapped(required, |judged| judged.asked("body-format", "required"))
        }
        ("body-leading-blank", false) => {
            mapped(Rules::default().on("body-format"), |judged| judged.asked("body-format", "level"))
        }
        ("body-max-line-length" | "footer-max-line-length", _) => {
            let limit = Rules::default().set("body-width", "max", asked.number().unwrap_or(1_000_000));
            mapped(limit, |judged| judged.found("body-width"))
        }
        ("footer-leading-blank", _) => Err("the blank line before trailers: without it they are none"),
        _ => Err("case, length, absence or full stop of body and footer"),
    }
}

fn of_message(asked: &Asked<'_>) -> Mapping {
    match (asked.rule, asked.never) {
        ("references-empty", true) => {
            let forms = if asked.has_forms() { asked.forms.clone() } else { json!(["#", "GH-"]) };
            let places = json!(["header", "body", "trailer"]);
            let rules = Rules::default().set("header-issue", "where", places).set("header-issue", "forms", forms);
            mapped(rules, |judged| judged.found("header-issue") && !judged.message.header.line.is_empty())
        }
        ("signed-off-by" | "trailer-exists", never) => {
            let key = asked.value.as_str().unwrap_or("Signed-off-by:").trim_end_matches(':');
            let option = if never { "forbidden" } else { "required" };
            mapped(Rules::default().set("trailers", option, json!([key])), |judged| judged.found("trailers"))
        }
        ("references-empty", false) => Err("messages that must not name an issue"),
        ("breaking-change-exclamation-mark", _) => Err("`!` and note of a breaking change only together"),
        _ => Err("a rule of a plug-in"),
    }
}

const NO_DENIAL: &str = "a case that types or scopes must not have (a pattern says what they have)";

/// The cases of a description, in our names.
fn cases(asked: &Asked<'_>) -> Result<Vec<String>, &'static str> {
    let plain = |case: &str| case.strip_suffix("case").map(|word| word.trim_end_matches('-').to_lowercase());
    let named = |case: &&str| plain(&case.to_lowercase()).map(|word| format!("{word}-case"));
    let words = asked.words("cases");
    words.iter().map(named).collect::<Option<_>>().ok_or("a case that has no name here")
}

/// A pattern for words of a type or scope that are written in one of these cases; as there, what starts with a digit
/// is written in every case.
fn pattern(asked: &Asked<'_>) -> Result<Value, &'static str> {
    let patterns: Vec<&str> = cases(asked)?.iter().map(|case| word_in(case)).collect::<Option<_>>().ok_or(NO_DENIAL)?;
    Ok(json!(format!("{}|[0-9].*", patterns.join("|"))))
}

fn word_in(case: &str) -> Option<&'static str> {
    Some(match case {
        "lower-case" => "[^A-Z]*",
        "upper-case" => "[^a-z]*",
        "sentence-case" => "[^a-z].*",
        "kebab-case" => "[a-z0-9]+(?:-[a-z0-9]+)*",
        "snake-case" => "[a-z0-9]+(?:_[a-z0-9]+)*",
        "camel-case" => "[a-z][a-z0-9]*(?:[A-Z][a-z0-9]+)*[A-Z]?",
        "pascal-case" => "(?:[A-Z][a-z0-9]+)+[A-Z]?|[A-Z]",
        "start-case" => "(?:[A-Z][a-z0-9]*|[A-Z]+)(?: (?:[A-Z][a-z0-9]*|[A-Z]+))*",
        _ => return None,
    })
}

fn at_most(asked: &Asked<'_>) -> Value {
    json!(asked.number().map_or(".*".to_owned(), |most| format!(".{{0,{most}}}")))
}

fn at_least(asked: &Asked<'_>) -> Value {
    json!(format!(".{{{},}}", asked.number().unwrap_or(0)))
}
