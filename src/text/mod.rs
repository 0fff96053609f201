//! Layer 0: plain text and nothing else. Where something stands ([`span`]), its lines ([`lines`]), how wide it is
//! ([`width`]), which characters only look like others ([`lookalike`]), how text of strangers is made harmless ([`escape`]), what
//! somebody may have meant ([`similar`]), which names are the same to some file systems ([`twins`]), how a text is changed at a place ([`edit`]) and the globs and forms of
//! names of a policy ([`glob`], [`name_form`]).

pub mod case;
pub mod edit;
pub mod escape;
pub mod glob;
pub mod lines;
pub mod lookalike;
pub mod name_form;
pub mod similar;
pub mod span;
pub mod twins;
pub mod width;

pub use edit::Edit;
pub use span::{Position, Span};
