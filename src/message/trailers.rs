//! Trailers as `git interpret-trailers --no-divider --parse` finds them: git's trailer.c, proven against git itself.

use super::cleanup::is_space;
use crate::text::{Span, lines};
use std::borrow::Cow;

/// The trailer block of a message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trailers<'a> {
    /// From the first line of the block to the end of the last; empty, at the place where one would go, without any.
    pub block: Span,
    /// In the order in which they stand.
    pub list: Vec<Trailer<'a>>,
}

/// One `Key: value` line with its continuation lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trailer<'a> {
    /// Before the colon, as written.
    pub key: &'a str,
    /// After the colon; continuation lines are joined by one space.
    pub value: Cow<'a, str>,
    /// All its lines, without the last line break.
    pub span: Span,
}

/// Lines that git writes itself: with one of them a block needs only a quarter of trailers.
const GIT_GENERATED: [&str; 2] = ["Signed-off-by: ", "(cherry picked from commit "];

/// A stored message's comment character.
const COMMENT: char = '#';

/// Its scissors line.
const CUT_LINE: &str = "# ------------------------ >8 ------------------------\n";

impl<'a> Trailers<'a> {
    /// Finds the trailers of a whole message.
    pub fn parse(text: &'a str) -> Self {
        let end = end_of_message(text);
        let start = block_start(&text[..end]);
        Self { block: Span::new(start, end), list: list(text, start, end) }
    }

    /// The trailers with a key, which is compared as git does: case does not matter.
    pub fn with_key<'t>(&'t self, key: &'t str) -> impl Iterator<Item = &'t Trailer<'a>> {
        self.list.iter().filter(move |trailer| trailer.key.eq_ignore_ascii_case(key))
    }
}

/// Git's `find_end_of_log_message` with `--no-divider`: comments, blank lines, an old "Conflicts:" list and what
/// follows a scissors line do not belong to the message.
fn end_of_message(text: &str) -> usize {
    let mut ignored_from = None;
    let mut in_conflicts = false;
    let mut start = 0;
    for line in lines::inclusive(text) {
        if line == CUT_LINE {
            break;
        }
        if line.starts_with(COMMENT) || line == "\n" {
            ignored_from.get_or_insert(start);
        } else if line == "Conflicts:\n" {
            in_conflicts = true;
            ignored_from.get_or_insert(start);
        } else if !(in_conflicts && line.starts_with('\t')) {
            ignored_from = None;
            in_conflicts = false;
        }
        start += line.len();
    }
    ignored_from.unwrap_or(start)
}

/// Git's `find_trailer_block_start`: the last paragraph, unless it is the title, when all of its lines are trailers,
/// or at least a quarter are and one is of a kind that git makes.
fn block_start(text: &str) -> usize {
    let body = end_of_title(text);
    let mut tally = Tally::default();
    let mut end = text.len();
    let mut only_blanks = true;
    while end > body {
        let start = lines::last_start(&text.as_bytes()[..end - 1]);
        if start < body {
            break;
        }
        let line = &text[start..end];
        if line.starts_with(COMMENT) {
            tally.orphans();
        } else if is_blank(line) {
            if !only_blanks {
                tally.orphans();
                return if tally.is_block() { end } else { text.len() };
            }
        } else {
            only_blanks = false;
            tally.count(line);
        }
        end = start;
    }
    text.len()
}

/// What the lines of a paragraph are, counted from the last to the first.
#[derive(Default)]
struct Tally {
    trailers: usize,
    others: usize,
    continuations: usize,
    git_generated: bool,
}

impl Tally {
    fn count(&mut self, line: &str) {
        let starts_with_space = line.bytes().next().is_some_and(is_space);
        if GIT_GENERATED.iter().any(|prefix| line.starts_with(prefix)) {
            self.trailers += 1;
            self.continuations = 0;
            self.git_generated = true;
        } else if separator(line).is_some_and(|at| at >= 1) && !starts_with_space {
            self.trailers += 1;
            self.continuations = 0;
        } else if starts_with_space {
            self.continuations += 1;
        } else {
            self.others += 1;
            self.orphans();
        }
    }

    /// Continuation lines that continue nothing are other text.
    fn orphans(&mut self) {
        self.others += std::mem::take(&mut self.continuations);
    }

    fn is_block(&self) -> bool {
        (self.git_generated && self.trailers * 3 >= self.others) || (self.trailers > 0 && self.others == 0)
    }
}

/// The end of the first paragraph, which is never a trailer block.
fn end_of_title(text: &str) -> usize {
    let mut start = 0;
    for line in lines::inclusive(text) {
        if !line.starts_with(COMMENT) && is_blank(line) {
            break;
        }
        start += line.len();
    }
    start
}

fn is_blank(line: &str) -> bool {
    line.bytes().all(is_space)
}

/// Git's `find_separator`: where the colon stands, when only letters, digits and hyphens, and then blanks, stand
/// before it.
fn separator(line: &str) -> Option<usize> {
    let mut blank_seen = false;
    for (at, byte) in line.bytes().enumerate() {
        match byte {
            b':' => return Some(at),
            b'-' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' if !blank_seen => {}
            b' ' | b'\t' if at > 0 => blank_seen = true,
            _ => return None,
        }
    }
    None
}

fn list(text: &str, start: usize, end: usize) -> Vec<Trailer<'_>> {
    let mut trailers = Vec::new();
    let mut open: Option<Span> = None;
    let mut offset = start;
    for line in lines::inclusive(&text[start..end]) {
        let span = Span::new(offset, offset + line.trim_end_matches('\n').len());
        offset += line.len();
        if line.bytes().next().is_some_and(is_space) && open.is_some() {
            open = open.map(|first| first.to(span));
        } else {
            trailers.extend(open.take().and_then(|span| trailer(text, span)));
            open = separator(line).is_some_and(|at| at >= 1).then_some(span);
        }
    }
    trailers.extend(open.and_then(|span| trailer(text, span)));
    trailers
}

fn trailer(text: &str, span: Span) -> Option<Trailer<'_>> {
    let lines = span.of(text);
    let colon = separator(lines)?;
    let value = trim(&lines[colon + 1..]);
    Some(Trailer { key: trim(&lines[..colon]), value: unfolded(value), span })
}

/// Git's `unfold_value`: a line break and the blanks that follow it become one space.
fn unfolded(value: &str) -> Cow<'_, str> {
    let mut lines = value.split('\n');
    let first = lines.next().unwrap_or_default();
    lines.fold(Cow::Borrowed(first), |joined, line| {
        Cow::Owned(format!("{joined} {}", line.trim_start_matches(|c: char| c.is_ascii() && is_space(c as u8))))
    })
}

/// Without the blanks that git knows, at both ends.
fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_ascii() && is_space(c as u8))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Vec<String> {
        Trailers::parse(text).list.iter().map(|trailer| format!("{}: {}", trailer.key, trailer.value)).collect()
    }

    #[test]
    fn a_last_paragraph_of_trailers_is_a_block() {
        let text = "title\n\nbody\n\nRefs: #1\nSigned-off-by: A <a@b.c>\n";
        assert_eq!(parse(text), ["Refs: #1", "Signed-off-by: A <a@b.c>"]);
        assert_eq!(Trailers::parse(text).block, Span::new(13, text.len()));
    }

    #[test]
    fn the_title_is_never_a_block() {
        assert!(parse("Signed-off-by: A <a@b.c>\n").is_empty());
        assert!(parse("title\nSigned-off-by: A <a@b.c>\n").is_empty());
    }

    #[test]
    fn a_quarter_suffices_with_a_line_that_git_makes() {
        assert_eq!(parse("t\n\none\ntwo\nthree\nSigned-off-by: A <a@b.c>\n"), ["Signed-off-by: A <a@b.c>"]);
        assert!(parse("t\n\none\ntwo\nthree\nfour\nSigned-off-by: A <a@b.c>\n").is_empty());
        assert!(parse("t\n\none\nRefs: #1\n").is_empty());
    }

    #[test]
    fn continuation_lines_belong_to_their_trailer() {
        assert_eq!(parse("t\n\nNote: one\n two\n\tthree\nRefs: #1\n"), ["Note: one two three", "Refs: #1"]);
    }

    #[test]
    fn breaking_change_is_no_key() {
        assert!(parse("t\n\nBREAKING CHANGE: x\n").is_empty());
        assert_eq!(parse("t\n\nBREAKING-CHANGE: x\n"), ["BREAKING-CHANGE: x"]);
    }

    #[test]
    fn keys_may_have_blanks_before_the_colon_only() {
        assert_eq!(parse("t\n\nKey : x\n"), ["Key: x"]);
        assert!(parse("t\n\nKe y: x\n").is_empty());
    }

    #[test]
    fn what_a_divider_parts_still_counts() {
        assert_eq!(parse("t\n\n---\n\nRefs: #1\n"), ["Refs: #1"]);
    }

    #[test]
    fn comments_and_old_conflict_lists_are_ignored() {
        assert_eq!(parse("t\n\nRefs: #1\n\nConflicts:\n\ta.c\n# x\n"), ["Refs: #1"]);
        assert_eq!(parse("t\n\nRefs: #1\n# c\nAcked-by: B\n"), ["Refs: #1", "Acked-by: B"]);
    }
}
