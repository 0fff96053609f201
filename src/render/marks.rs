//! One line of a message with all that is marked in it: the marks below it, and what is said of each, from right to left.

use super::answer::Paint;
use super::excerpt::Excerpt;
use crate::finding::Severity;
use crate::text::{Span, width};
use std::collections::BTreeSet;

/// Something that is said of a place.
pub(super) struct Mark {
    /// Where.
    pub(super) span: Span,
    /// What, harmless for a terminal.
    pub(super) text: String,
    /// How much it weighs.
    pub(super) severity: Severity,
}

/// Where a mark is on the screen, in columns.
struct Label<'m> {
    from: usize,
    to: usize,
    mark: &'m Mark,
}

/// The line, the marks below it, and a line for each label.
pub(super) fn render(excerpt: &Excerpt, number: usize, marks: &[Mark], paint: Paint) -> Vec<String> {
    let gutter = number.to_string().len();
    let bar = |number: &str| paint.frame(&format!("{number:>gutter$} |"));
    let mut labels: Vec<Label<'_>> = marks
        .iter()
        .map(|mark| {
            let shown = excerpt.range(mark.span);
            let columns = |end: usize| width::columns(&excerpt.line[..end]);
            let (from, to) = (columns(shown.start), columns(shown.end));
            Label { from, to: to.max(from + 1), mark }
        })
        .collect();
    labels.sort_by_key(|label| std::cmp::Reverse(label.from));
    let mut lines = vec![bar(""), format!("{} {}", bar(&number.to_string()), excerpt.line)];
    let starts: BTreeSet<usize> = labels.iter().map(|label| label.from).collect();
    for (index, label) in labels.iter().enumerate() {
        let text = paint.level(label.mark.severity, &label.mark.text);
        let drawn = match index {
            0 => format!("{} {text}", underline(&labels, paint)),
            _ => {
                let mut drawn = String::new();
                let mut at = 0;
                for &start in starts.iter().filter(|start| **start < label.from) {
                    drawn.push_str(&" ".repeat(start - at));
                    drawn.push('|');
                    at = start + 1;
                }
                // Behind a bar a label needs a space.
                let space = if at > 0 { (label.from - at).max(1) } else { label.from };
                drawn + &" ".repeat(space) + &text
            }
        };
        lines.push(format!("{} {drawn}", bar("")));
    }
    lines
}

/// `^` below what is an error, `-` below a warning, `+` where something is missing.
fn underline(labels: &[Label<'_>], paint: Paint) -> String {
    let end = labels.iter().map(|label| label.to).max().unwrap_or(0);
    let mut drawn = vec![(' ', Severity::Warn); end];
    // Errors are drawn over warnings, and where something is missing over both.
    let weight = |label: &&Label<'_>| (label.mark.severity, label.mark.span.is_empty());
    let mut by_weight: Vec<&Label<'_>> = labels.iter().collect();
    by_weight.sort_by_key(weight);
    for label in by_weight {
        let sign = match label.mark.severity {
            _ if label.mark.span.is_empty() => '+',
            Severity::Error => '^',
            Severity::Warn => '-',
        };
        drawn[label.from..label.to].fill((sign, label.mark.severity));
    }
    let mut text = String::new();
    for piece in drawn.chunk_by(|a, b| a == b) {
        let (sign, severity) = piece[0];
        let signs: String = std::iter::repeat_n(sign, piece.len()).collect();
        text.push_str(&if sign == ' ' { signs } else { paint.level(severity, &signs) });
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(start: usize, end: usize, text: &str, severity: Severity) -> Mark {
        Mark { span: Span::new(start, end), text: text.to_owned(), severity }
    }

    #[test]
    fn all_marks_of_a_line_are_below_it() {
        let text = "Fix login bug.";
        let marks = [
            mark(0, 3, "no type", Severity::Error),
            mark(3, 3, "no scope", Severity::Error),
            mark(13, 14, "full stop", Severity::Warn),
            mark(14, 14, "no issue", Severity::Error),
        ];
        let excerpt = Excerpt::of(text, Span::new(0, 14), 200);
        let drawn = render(&excerpt, 1, &marks, Paint(false)).join("\n");
        let expected = "  |\n1 | Fix login bug.\n  | ^^^+         -+ no issue\n  | |  |         full stop\n  | |  no scope\n  | no type";
        assert_eq!(drawn, expected, "\n{drawn}");
    }

    #[test]
    fn wide_characters_take_two_columns() {
        let excerpt = Excerpt::of("新增 x", Span::new(0, 8), 200);
        let drawn = render(&excerpt, 12, &[mark(7, 8, "here", Severity::Warn)], Paint(false)).join("\n");
        assert_eq!(drawn, "   |\n12 | 新增 x\n   |      - here");
    }

    #[test]
    fn a_label_keeps_its_distance_from_a_bar() {
        let marks =
            [mark(0, 1, "one", Severity::Error), mark(1, 2, "two", Severity::Warn), mark(2, 2, "3", Severity::Error)];
        let drawn = render(&Excerpt::of("ab", Span::new(0, 2), 200), 1, &marks, Paint(false)).join("\n");
        assert_eq!(drawn, "  |\n1 | ab\n  | ^-+ 3\n  | | two\n  | one");
    }

    #[test]
    fn labels_of_one_place_are_below_each_other() {
        let marks = [mark(0, 0, "one", Severity::Error), mark(0, 1, "two", Severity::Error)];
        let drawn = render(&Excerpt::of("ab", Span::new(0, 1), 200), 1, &marks, Paint(false)).join("\n");
        assert_eq!(drawn, "  |\n1 | ab\n  | + one\n  | two");
    }
}
