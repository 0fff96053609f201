//! Layer 5: pull requests on GitHub, GitHub Enterprise Server, Gitea and Forgejo, through the REST API alone. Nothing of a
//! pull request is ever checked out or run.
//!
//! [`event`], [`facts`], [`plan`], [`check`] and [`comment`] are pure: what happened, what is known of it, what to do about
//! it, and what people read. [`client`] is the only file with asynchronous code, and waits for answers so that nobody else
//! has to. [`repository`], [`trees`] and [`apply`] ask and order; each knows what to make of an answer that is missing.

pub mod answers;
#[cfg(feature = "github")]
pub mod apply;
pub mod check;
#[cfg(feature = "github")]
pub mod client;
pub mod comment;
pub mod draft_mark;
pub mod encode;
pub mod event;
pub mod facts;
pub mod landing;
pub mod letter;
pub mod plan;
#[cfg(feature = "github")]
pub mod repository;
#[cfg(feature = "github")]
pub mod trees;
#[cfg(feature = "github")]
pub mod trouble;
