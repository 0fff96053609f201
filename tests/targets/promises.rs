//! Promises that several targets rely on.

use cihook::engine::{Judge, Occasion};
use cihook::message::Message;
use cihook::message::header::Header;
use cihook::message::issue::{Form, default_forms};
use cihook::model::{Around, Stage};
use cihook::options::Day;
use cihook::policy::{Effective, Policy, Source};
use cihook::text::lookalike::is_invisible;
use cihook::text::{Edit, Span};

/// The first byte, which chooses, and the rest.
pub fn choice(data: &[u8]) -> (u8, &[u8]) {
    data.split_first().map_or((0, data), |(first, rest)| (*first, rest))
}

/// What is before the first line break, and what is behind it.
pub fn first_line(text: &str) -> (&str, &str) {
    text.split_once('\n').unwrap_or((text, ""))
}

/// What an issue looks like, by default and with a form that a policy added.
pub fn forms() -> Vec<Form> {
    default_forms().into_iter().chain(Form::new("PROJ-")).collect()
}

/// The policy that extends a preset.
pub fn preset(name: &str) -> Policy {
    let text = format!("extends = [\"{name}\"]\n");
    load(text).unwrap_or_else(|_| panic!("the preset {name} is right"))
}

/// A policy that stands alone.
pub fn load(text: String) -> Result<Policy, Box<cihook::policy::Rejected>> {
    let source = Source { name: "cihook.toml".to_owned(), text: text.into() };
    Policy::load(Some(source), &|name| Err(format!("{name}: there is only one file")))
}

/// Who judges by a policy.
pub fn judge<'p>(policy: &'p Policy, effective: &'p Effective) -> Judge<'p> {
    judge_at(Stage::Check, None, policy, effective)
}

/// Who judges by a policy at a stage, with what a server knows.
pub fn judge_at<'p>(
    stage: Stage,
    around: Option<&'p Around<'p>>,
    policy: &'p Policy,
    effective: &'p Effective,
) -> Judge<'p> {
    let occasion = Occasion { stage, branch: None, today: Day::of_unix_time(0), skip: &[], around };
    Judge::new(policy, effective, occasion)
}

/// A span names a part of a text.
pub fn names_a_part(span: Span, text: &str) {
    assert!(text.get(span.range()).is_some(), "{span:?} is no part of {text:?}");
}

/// An inner span is within an outer one, which is a part of the text.
pub fn is_within(inner: Span, outer: Span, text: &str) {
    names_a_part(inner, text);
    assert!(outer.start <= inner.start && inner.end <= outer.end, "{inner:?} is not within {outer:?} of {text:?}");
}

/// All that is said of a message names parts of it, in their order.
pub fn parts_are_parts(message: &Message<'_>) {
    let text = message.text;
    let (header, trailers) = (&message.header, &message.trailers);
    names_a_part(header.line, text);
    assert!(!header.line.of(text).contains('\n'), "a header is one line: {text:?}");
    header_is_within_its_line(header, text);
    names_a_part(message.body, text);
    names_a_part(trailers.block, text);
    if !message.body.is_empty() && !trailers.block.is_empty() {
        assert!(header.line.end < message.body.start, "the body of {text:?} begins in its header");
        assert!(message.body.end <= trailers.block.start, "the body of {text:?} ends in its trailers");
    }
    for trailer in &trailers.list {
        is_within(trailer.span, trailers.block, text);
        assert!(trailer.span.of(text).starts_with(trailer.key), "{trailer:?} of {text:?} begins with its key");
        assert!(!trailer.value.contains('\n'), "the value of {trailer:?} is unfolded");
    }
    // These are asked by rules and answer to any message.
    let _ = (message.is_breaking(), message.is_empty(), message.origin());
}

fn header_is_within_its_line(header: &Header<'_>, text: &str) {
    let line = header.line;
    let named = [
        header.autosquash,
        header.kind,
        header.scope,
        header.scope_brackets,
        header.breaking,
        header.colon,
        header.issue_group,
        header.bare.map(|bare| bare.word),
        header.bare.map(|bare| bare.whole),
        header.loose.as_ref().map(|edit| edit.span),
        Some(header.description),
        Some(header.title),
        Some(header.words()),
    ];
    named.into_iter().flatten().for_each(|span| is_within(span, line, text));
    header.issues.iter().for_each(|issue| is_within(issue.span, line, text));
    header.scopes().for_each(|(span, _)| is_within(span, line, text));
    let until_its_end = Span::new(0, line.end);
    for deviation in &header.deviations {
        is_within(deviation.span, until_its_end, text);
        deviation.edits.iter().for_each(|Edit { span, .. }| is_within(*span, until_its_end, text));
    }
}

/// A text moves no cursor, hides nothing, and has no more line breaks than its writer made.
pub fn is_harmless(shown: &str) {
    let harm = shown.chars().find(|&c| (c.is_control() && c != '\n') || is_invisible(c));
    assert_eq!(harm, None, "in {shown:?}");
}
