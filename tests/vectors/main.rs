//! Cases that other projects and git itself decided, read from `../shared/vectors` beside a checkout. Where they are
//! not there, each test says so by name.

mod git;
mod source;
