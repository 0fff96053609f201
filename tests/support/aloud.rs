//! What a run of tests tells everybody. The harness keeps what a test prints until it fails: a check that could not run
//! would then look like one that passed.

#![allow(dead_code, reason = "each test crate uses a part of it")]

use std::fmt::Display;
use std::io::Write as _;

/// Says `text` past the harness.
pub fn aloud(text: impl Display) {
    let lines = format!("{text}\n");
    std::io::stderr().write_all(lines.as_bytes()).expect("standard error is open");
}

/// Says that `what` is not checked in this run, and `why`.
pub fn skipped(what: impl Display, why: impl Display) {
    aloud(format_args!("skipped: {what}: {why}"));
}
