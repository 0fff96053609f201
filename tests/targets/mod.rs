//! What holds for any bytes from outside: one target for each parser of them. `cargo fuzz` feeds them for as long as one
//! likes (`make fuzz`), and `tests/fuzz_smoke.rs` some thousand inputs in every test run, so that none rots.

pub mod commit;
pub mod config;
pub mod escape;
pub mod glob;
pub mod header;
pub mod message;
pub mod policy;
pub mod prepare;
pub mod push;
pub mod repair;
pub mod report;
pub mod trailers;

mod promises;

/// Takes any bytes, and panics where a promise is broken.
pub type Target = fn(&[u8]);

/// All targets, each with the name of its seeds below `seeds`.
pub const ALL: [(&str, Target); 12] = [
    ("commit", commit::target),
    ("config", config::target),
    ("escape", escape::target),
    ("glob", glob::target),
    ("header", header::target),
    ("message", message::target),
    ("policy", policy::target),
    ("prepare", prepare::target),
    ("push", push::target),
    ("repair", repair::target),
    ("report", report::target),
    ("trailers", trailers::target),
];
