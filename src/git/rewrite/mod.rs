//! Rewriting messages in a repository: which refs and commits ([`range`]), what stands in the way ([`guard`]), and how the
//! new commits come in the place of the old ones ([`apply`], [`backup`]).

pub mod apply;
pub mod backup;
pub mod guard;
pub mod heads;
pub mod range;
