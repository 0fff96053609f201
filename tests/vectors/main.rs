//! Cases that other projects and git itself decided, read from `../shared/vectors` beside a checkout. Where they are
//! not there, each test says so by name.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::expect_used,
    reason = "tests bring the outside in"
)]

#[path = "../support/aloud.rs"]
mod aloud;
mod attribution;
mod bench;
mod commitlint;
mod committed;
mod conform;
mod corpus;
mod dco;
mod git;
mod gitlint;
mod labels;
mod parsers;
mod prow;
mod reasons;
mod source;
mod tally;
mod titles;
