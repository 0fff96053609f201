//! The program as people use it: real git, real hooks, an own home.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::expect_used,
    clippy::panic,
    reason = "tests bring the outside in"
)]

#[path = "../support/mod.rs"]
mod support;

mod answers;
mod bad_input;
mod check;
mod commit_msg;
mod drafts;
mod explain;
mod hook_repair;
mod init;
mod install;
mod json;
mod manual;
mod policy;
mod policy_import;
mod policy_places;
mod policy_try;
mod pre_push;
mod retry;
mod status;
mod terminal;
mod typical;
