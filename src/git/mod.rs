//! Layer 5: the only room that knows git: where a repository is ([`place`]), how it is configured ([`config`]), what
//! is about to be committed ([`draft`]), what was committed ([`objects`], [`object`], [`history`]), what is about to be pushed
//! ([`push`]) and what it brings into the files ([`changes`]), which hooks run ([`hooks`]). Everything becomes plain data of [`crate::model`].

#![allow(clippy::disallowed_methods, reason = "an adapter: files, environment and processes are its work")]

pub mod alias;
pub mod amend;
pub mod ask;
pub mod cached_tree;
pub mod caller;
pub mod changes;
pub mod command_line;
pub mod committing;
pub mod config;
pub mod contained;
pub mod draft;
pub mod editor;
pub mod environment;
pub mod file;
pub mod history;
pub mod hooks;
pub mod index;
pub mod object;
pub mod objects;
pub mod others;
pub mod paths;
pub mod place;
pub mod policy_file;
pub mod promisor;
pub mod push;
pub mod refs;
pub mod rejected;
pub mod revisions;
pub mod rework;
pub mod rewrite;
pub mod signing;
pub mod trust;
