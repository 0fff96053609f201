//! cihook keeps a community's contribution norms: one policy, one rule engine, the same verdict everywhere.
//!
//! The crate is built in layers, and imports go downwards only (`docs/architecture.md` shows the picture,
//! `tests/architecture.rs` holds the code to it):
//!
//! - **L0** [`text`]: plain text; where something stands, how wide it is, how it is made harmless.
//! - **L1** [`message`]: a commit message as data. [`generated`]: which files are generated. [`model`]: what happened, as plain data; a missing fact says why.
//! - **L2** [`words`]: what cihook says, in both languages. [`finding`] and [`report`]: what judging yields.
//!   [`options`]: how settings are written and read. [`rule`]: what a rule is. [`failure`]: why cihook itself could not
//!   do its work.
//! - **L3** [`rules`]: the rules, one file each. [`policy`]: from TOML to the rules with their settings.
//! - **L4** [`engine`]: facts and a policy make a verdict. [`repair`]: a message and its findings make the corrected
//!   message. [`rewrite`]: what becomes of commits whose messages change. [`labels`]: a pull request and a policy make labels.
//!   [`trial`]: what a policy would have done to a history. [`import`]: what other tools ask, as a policy.
//!   [`infer`]: what was seen in a history makes a policy that fits it.
//! - **L5** [`render`]: reports as text, one file a format. [`docs`]: texts that are written from a policy. [`git`]: the only room that knows git.
//!   [`github`]: the only room that knows servers.
//! - **L6** [`cli`]: the definitions of the command line. [`commands`]: gather, judge, report.
//!
//! L0 to L4 and [`render`] are pure: no files, no environment, no processes, no network, no clock, no printing. Rules
//! import models and never adapters; adapters import models and never rules; both meet in [`commands`].

pub mod cli;
pub mod commands;
pub mod docs;
pub mod engine;
pub mod failure;
pub mod finding;
pub mod generated;
pub mod git;
pub mod github;
pub mod import;
pub mod infer;
pub mod labels;
pub mod message;
pub mod model;
pub mod options;
pub mod policy;
pub mod remedy;
pub mod render;
pub mod repair;
pub mod report;
pub mod rewrite;
pub mod rule;
pub mod rules;
pub mod text;
pub mod trial;
pub mod words;
