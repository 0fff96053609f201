//! Globs of a policy.

use super::promises::first_line;
use cihook::text::glob::{Dialect, Glob, GlobFault};

/// The first line is a glob, the rest a text that is held against it.
pub fn target(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (source, text) = first_line(&text);
    for dialect in [Dialect::Path, Dialect::Identity] {
        let glob = match Glob::new(source, dialect) {
            Ok(glob) => glob,
            Err(fault) => {
                assert_eq!(fault == GlobFault::Empty, source.is_empty());
                continue;
            }
        };
        assert_eq!(glob.as_str(), source);
        let matches = glob.matches(text);
        if !source.contains(['*', '?', '{']) && dialect == Dialect::Path {
            assert_eq!(matches, source == text, "{source:?} is what it is, and not {text:?}");
        }
        // A choice between two globs that are the same is that glob.
        if !source.contains(',')
            && !text.is_empty()
            && let Ok(either) = Glob::new(&format!("{{{source},{source}}}"), dialect)
        {
            assert_eq!(either.matches(text), matches, "{source:?} {dialect:?} against {text:?}");
        }
    }
}
