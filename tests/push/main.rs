//! What is pushed, staged and received, proven with real git, real hooks and real remotes.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::expect_used,
    clippy::panic,
    reason = "tests bring the outside in"
)]

#[path = "../support/mod.rs"]
mod support;

mod documents;
mod faults;
mod governed;
mod history;
mod matrix;
mod named;
mod pair;
mod partial;
mod remedies;
mod rules;
mod server;
