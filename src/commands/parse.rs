//! `cihook parse`: shows how a message is read.

use super::session::{Session, Setup, Stream};
use crate::cli::Format;
use crate::failure::Result;
use crate::message::Message;
use crate::model::Stage;
use crate::text::escape;
use serde_json::{Value, json};
use std::path::Path;

/// Runs the command.
///
/// # Errors
/// Where the message cannot be read.
pub fn run(session: &Session, file: &Path, stored: bool) -> Result<u8> {
    let place = session.place().ok();
    let policy = match session.policy(place.as_ref())? {
        Ok(policy) => policy,
        Err(code) => return Ok(code),
    };
    let setup = Setup::new(policy, Stage::CommitMsg, None)?;
    let draft = super::check::read_draft(session, place.as_ref(), file, stored)?;
    let message = Message::parse(&draft.text, setup.forms());
    let text = match session.global.format {
        Format::Json => format!("{}\n", as_json(&message)),
        _ => as_text(&message),
    };
    super::print(Stream::Out, &text);
    Ok(0)
}

fn as_json(message: &Message<'_>) -> Value {
    let header = &message.header;
    let trailers: Vec<Value> =
        message.trailers.list.iter().map(|trailer| json!({ "key": trailer.key, "value": trailer.value })).collect();
    let body = message.body.of(message.text);
    json!({
        "text": message.text,
        "header": {
            "type": header.kind(),
            "scopes": header.scopes().map(|(_, scope)| scope.into_owned()).collect::<Vec<_>>(),
            "breaking": message.is_breaking(),
            "description": header.description(),
            "issues": header.issues.iter().map(|issue| issue.text.as_ref()).collect::<Vec<_>>(),
        },
        "body": if body.is_empty() { Value::Null } else { body.into() },
        "trailers": trailers,
    })
}

fn as_text(message: &Message<'_>) -> String {
    let header = &message.header;
    let mut lines = Vec::new();
    let mut line = |name: &str, value: &str| {
        if !value.is_empty() {
            lines.push(format!("{name:<12} {}", escape::line(value)));
        }
    };
    line("header", header.line.of(message.text));
    line("type", &header.kind().unwrap_or_default());
    for (_, scope) in header.scopes() {
        line("scope", &scope);
    }
    line("breaking", if message.is_breaking() { "yes" } else { "" });
    line("description", header.description());
    for issue in &header.issues {
        line("issue", &issue.text);
    }
    for deviation in &header.deviations {
        line("deviation", &format!("{:?} at {}..{}", deviation.fault, deviation.span.start, deviation.span.end));
    }
    for text in message.body.of(message.text).lines() {
        line("body", if text.is_empty() { " " } else { text });
    }
    for trailer in &message.trailers.list {
        line("trailer", &format!("{}: {}", trailer.key, trailer.value));
    }
    lines.join("\n") + "\n"
}
