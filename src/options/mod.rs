//! Layer 2: how settings are written and read. TOML becomes a tree whose parts know their place ([`tree`]); a
//! [`Section`] takes typed [`Setting`]s out of it and collects every [`Mistake`] on the way, so that one run reports
//! them all. The same types describe themselves for the JSON Schema and write themselves for `cihook policy show`.

mod bilingual;
mod choice;
mod file_globs;
mod level;
mod mistake;
mod name;
mod one_or_many;
mod pattern;
mod section;
mod setting;
mod size;
mod text;
pub mod tree;

pub use bilingual::Bilingual;
pub(crate) use choice::{choice, one_of};
pub use file_globs::{FileGlobs, SignedGlob};
pub use level::{Level, Levels};
pub use mistake::Mistake;
pub use one_or_many::OneOrMany;
pub use pattern::Pattern;
pub use section::{Field, Inline, Nested, OptionSet, Section, key_bytes, key_length};
pub(crate) use section::{key, options};
pub use setting::{Setting, quoted};
pub use size::Size;
pub use text::{Day, IdentityGlob, PathGlob, TextGlob};
