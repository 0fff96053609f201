//! Git itself is the oracle: generated cases go to the installed `git` and to our own code, and both have to say the
//! same. Some hundred cases each in a usual run, 10,000 and more messages with `CIHOOK_DEEP=1`; `CIHOOK_SEED=n` makes
//! other ones. A case on which the two differ is made as small as it gets and printed with both answers.

#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::expect_used,
    reason = "tests bring the outside in"
)]

#[path = "../support/aloud.rs"]
mod aloud;
mod cases;
mod cleanup;
mod config;
mod drafts;
mod histories;
#[path = "../support/random.rs"]
mod random;
mod sandbox;
#[path = "../support/smallest.rs"]
mod smallest;
mod trailers;
mod trees;
