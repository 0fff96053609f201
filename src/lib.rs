//! placeholder
pub mod text;
pub mod message;
