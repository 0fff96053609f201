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
    /// What is shown, as it is.
    source: String,
    /// Where that begins in the text.
    start: usize,
    /// Whether the line begins before it.
    is_cut: bool,
}

impl Excerpt {
    /// The line of `text` in which `span` starts; of a line with more than `longest` bytes the part around the span.
    pub(super) fn of(text: &str, span: Span, longest: usize) -> Self {
        let at = span.start.min(text.len());
        let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        let line = text[start..].lines().next().unwrap_or_default();
        let number = Position::of(text, at).line;
        let marked = (at - start)..(span.end.max(at) - start).min(line.len());
        let part = part(line, &marked, longest);
        let (before, after) = (part.start > 0, part.end < line.len());
        let excerpt = Self {
            number,
            line: [if before { CUT } else { "" }, &escape::line(&line[part.clone()]), if after { CUT } else { "" }]
                .concat(),
            marked: 0..0,
            source: line[part.clone()].to_owned(),
            start: start + part.start,
            is_cut: before,
        };
        Self { marked: excerpt.range(span), ..excerpt }
    }

    /// Where a span of the text is in the shown line; at its edge, where it is not in it.
    pub(super) fn range(&self, span: Span) -> Range<usize> {
        let shown = |at: usize| {
            let within = at.saturating_sub(self.start).min(self.source.len());
            let cut = if self.is_cut { CUT.len() } else { 0 };
            escape::line(self.source.get(..within).unwrap_or(&self.source)).len() + cut
        };
        shown(span.start)..shown(span.end.max(span.start))
    }
}

/// Longer lines of files are not shown whole: nobody reads them, and a log would hold nothing else. In bytes.
pub(super) const LONGEST: usize = 1000;

/// What stands for the rest of a line.
const CUT: &str = "…";

/// The part of a line that is shown.
fn part(line: &str, marked: &Range<usize>, longest: usize) -> Range<usize> {
    if line.len() <= longest {
        return 0..line.len();
    }
    // A fifth of it before the mark, and two fifths from it on.
    let start = boundary(line, marked.start.saturating_sub(longest / 5));
    start..boundary(line, marked.start.saturating_add(longest * 2 / 5))
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
        let excerpt = Excerpt::of("a\nb\u{200b}c: x", Span::new(7, 8), LONGEST);
        assert_eq!((excerpt.number, excerpt.line.as_str()), (2, "b\\u{200b}c: x"));
        assert_eq!(&excerpt.line[excerpt.marked], ":");
    }

    #[test]
    fn of_a_long_line_the_part_around_the_mark_is_shown() {
        let text = format!("{}新{}", "a".repeat(5000), "b".repeat(5000));
        let excerpt = Excerpt::of(&text, Span::new(5000, 5003), LONGEST);
        assert_eq!(&excerpt.line[excerpt.marked.clone()], "新");
        assert!(excerpt.line.len() < LONGEST && excerpt.line.starts_with("…a") && excerpt.line.ends_with("b…"));
        let all = Excerpt::of(&text, Span::new(0, text.len()), LONGEST);
        assert!(all.line.len() < LONGEST && all.line[all.marked].starts_with('a'));
    }
}
