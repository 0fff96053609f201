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
        let number = Position::of(text, at).line;
        let marked = (at - start)..(span.end.max(at) - start).min(line.len());
        let part = part(line, &marked);
        let (before, after) = (part.start > 0, part.end < line.len());
        let marked = marked.start.max(part.start) - part.start..marked.end.clamp(part.start, part.end) - part.start;
        let line = &line[part];
        let shown = |end: usize| escape::line(line.get(..end).unwrap_or(line)).len() + usize::from(before) * CUT.len();
        let text = [if before { CUT } else { "" }, &escape::line(line), if after { CUT } else { "" }].concat();
        Self { number, marked: shown(marked.start)..shown(marked.end), line: text }
    }
}

/// Longer lines are not shown whole: nobody reads them, and a log would hold nothing else. In bytes.
const LONGEST: usize = 1000;

/// So much of a long line is shown before its mark, and so much from it on.
const AROUND: (usize, usize) = (200, 400);

/// What stands for the rest of a line.
const CUT: &str = "…";

/// The part of a line that is shown.
fn part(line: &str, marked: &Range<usize>) -> Range<usize> {
    if line.len() <= LONGEST {
        return 0..line.len();
    }
    let start = boundary(line, marked.start.saturating_sub(AROUND.0));
    start..boundary(line, marked.start.saturating_add(AROUND.1))
}

/// The last boundary of characters at or before a place.
fn boundary(line: &str, at: usize) -> usize {
    (0..=at.min(line.len())).rev().find(|&at| line.is_char_boundary(at)).unwrap_or(0)
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

    #[test]
    fn of_a_long_line_the_part_around_the_mark_is_shown() {
        let text = format!("{}新{}", "a".repeat(5000), "b".repeat(5000));
        let excerpt = Excerpt::of(&text, Span::new(5000, 5003));
        assert_eq!(&excerpt.line[excerpt.marked.clone()], "新");
        assert!(excerpt.line.len() < LONGEST && excerpt.line.starts_with("…a") && excerpt.line.ends_with("b…"));
        let all = Excerpt::of(&text, Span::new(0, text.len()));
        assert!(all.line.len() < LONGEST && all.line[all.marked].starts_with('a'));
    }
}
