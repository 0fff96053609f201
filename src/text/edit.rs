//! Small changes of a text, each at its place.

use super::Span;
use smallvec::SmallVec;
use smol_str::SmolStr;

/// Put `text` where `span` is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What goes away; empty to insert.
    pub span: Span,
    /// What comes instead.
    pub text: SmolStr,
}

impl Edit {
    /// Puts `text` where `span` is.
    pub fn replace(span: Span, text: impl Into<SmolStr>) -> Self {
        Self { span, text: text.into() }
    }

    /// Puts `text` before the byte at `offset`.
    pub fn insert(offset: usize, text: impl Into<SmolStr>) -> Self {
        Self::replace(Span::empty(offset), text)
    }

    /// Takes `span` out.
    pub fn remove(span: Span) -> Self {
        Self::replace(span, "")
    }
}

/// `text` with all `edits` made. Insertions at one place are made in their order; of two edits that overlap, the one
/// that starts first wins, and the longer of two that start together; one that names no place of the text is left out.
pub fn apply<'e>(text: &str, edits: impl IntoIterator<Item = &'e Edit>) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    apply_into(&mut out, text, edits);
    out
}

/// As [`apply`], into a text that may have been used before.
pub fn apply_into<'e>(out: &mut String, text: &str, edits: impl IntoIterator<Item = &'e Edit>) {
    let mut edits: SmallVec<[&Edit; 8]> = edits.into_iter().collect();
    edits.sort_by_key(|edit| (edit.span.start, !edit.span.is_empty(), std::cmp::Reverse(edit.span.end)));
    out.clear();
    let mut at = 0;
    for edit in edits {
        let Some(before) = text.get(at..edit.span.start).filter(|_| text.is_char_boundary(edit.span.end)) else {
            continue;
        };
        out.push_str(before);
        out.push_str(&edit.text);
        at = edit.span.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_keep_what_they_do_not_name() {
        let edits = [Edit::insert(3, ":"), Edit::replace(Span::new(0, 1), "F"), Edit::insert(3, " ")];
        assert_eq!(apply("fixbug", &edits), "Fix: bug");
    }

    #[test]
    fn overlapping_or_impossible_edits_are_left_out() {
        let edits = [Edit::remove(Span::new(0, 3)), Edit::remove(Span::new(2, 4)), Edit::remove(Span::new(9, 12))];
        assert_eq!(apply("abcdef", &edits), "def");
        assert_eq!(apply("新", &[Edit::remove(Span::new(0, 1))]), "新");
    }
}
