//! `cihook action` against a server of our own, which keeps a state, checks every request and fails when it is told to.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::expect_used,
    clippy::panic,
    reason = "tests bring the outside in"
)]
#![cfg(feature = "github")]

#[path = "../support/random.rs"]
mod random;
#[path = "../support/mod.rs"]
mod support;

mod accounts;
mod described;
mod encoding;
mod examples;
mod facts;
mod fake;
mod http;
mod limits;
mod numbers;
mod orders;
mod people;
mod queue;
mod requests;
mod same_verdict;
mod site;
mod strangers;
mod telling;
mod trouble;
mod verdicts;
