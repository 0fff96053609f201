//! A line of a text with a part of it marked, harmless for a terminal.

use crate::text::{Position, Span, escape};
use std::ops::Range;

/// A line, as it can be shown.
pub(super) struct Excerpt {
    /// From 1.
    pub(super) number: usize,
    /// The line, with what a terminal must not see made visible.
    pub(super) line: String,
    /// What of it is marked, in bytes of `line`.
    pub(super) marked: Range<usize>,
}

impl Excerpt {
    /// The line of `text` in which `span` starts.
    pub(super) fn of(text: &str, span: Span) -> Self {
        let at = span.start.min(text.len());
        let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        let line = text[start..].lines().next().unwrap_or_default();
        let shown = |end: usize| escape::line(line.get(..end.min(line.len())).unwrap_or(line)).len();
        Self {
            number: Position::of(text, at).line,
            line: escape::line(line).into_owned(),
            marked: shown(at - start)..shown(span.end.max(at) - start),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_visible_moves_the_mark() {
        let excerpt = Excerpt::of("a\nb\u{200b}c: x", Span::new(7, 8));
        assert_eq!((excerpt.number, excerpt.line.as_str()), (2, "b\\u{200b}c: x"));
        assert_eq!(&excerpt.line[excerpt.marked], ":");
    }
}
