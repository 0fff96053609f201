//! What holds for any bytes from outside: one target for each parser of them. `cargo fuzz` feeds them for as long as one
//! likes (`make fuzz`), and `tests/fuzz_smoke.rs` some thousand inputs in every test run, so that none rots.

pub mod arguments;
pub mod commit;
pub mod config;
pub mod dco;
pub mod description;
pub mod escape;
pub mod event;
pub mod generated;
pub mod glob;
pub mod header;
pub mod import;
pub mod index;
pub mod message;
pub mod names;
pub mod policy;
pub mod prepare;
pub mod push;
pub mod repair;
pub mod report;
pub mod rewrite;
pub mod sign_off;
pub mod trailers;
pub mod tree;

mod promises;

/// Takes any bytes, and panics where a promise is broken.
pub type Target = fn(&[u8]);

/// All targets, each with the name of its seeds below `seeds`.
pub const ALL: [(&str, Target); 23] = [
    ("arguments", arguments::target),
    ("commit", commit::target),
    ("config", config::target),
    ("dco", dco::target),
    ("description", description::target),
    ("escape", escape::target),
    ("event", event::target),
    ("generated", generated::target),
    ("glob", glob::target),
    ("header", header::target),
    ("import", import::target),
    ("index", index::target),
    ("message", message::target),
    ("names", names::target),
    ("policy", policy::target),
    ("prepare", prepare::target),
    ("push", push::target),
    ("repair", repair::target),
    ("report", report::target),
    ("rewrite", rewrite::target),
    ("sign_off", sign_off::target),
    ("trailers", trailers::target),
    ("tree", tree::target),
];
