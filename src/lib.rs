//! placeholder
pub mod text;
pub mod message;
pub mod model;
pub mod words;
pub mod finding;
pub mod options;
pub mod rule;
pub mod rules;
pub mod policy;
