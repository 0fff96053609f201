//! placeholder
pub mod text;
pub mod message;
pub mod model;
pub mod words;
pub mod finding;
pub mod report;
pub mod options;
pub mod rule;
pub mod rules;
pub mod policy;
pub mod engine;
pub mod repair;
pub mod render;
pub mod failure; pub mod git;
pub mod cli; pub mod commands;
