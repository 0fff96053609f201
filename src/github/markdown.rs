//! Text of strangers within Markdown: nobody is called, nothing is linked, hidden or broken out of. What is not plainly a
//! word is shown as code, in which neither Markdown nor HTML nor `@names` nor `#numbers` mean anything.

use crate::text::{escape, width};
use crate::words::Place;
use std::fmt::{self, Write as _};

/// A value of a sentence is shown so wide: what strangers wrote can be as long as a book.
const MOST: usize = 300;

/// The place for sentences.
pub struct Markdown;

impl Place for Markdown {
    fn text(&self, text: &str, out: &mut dyn fmt::Write) -> fmt::Result {
        let is_plain = |c: char| c.is_alphanumeric() || c == ' ' || c == '-' || c == '.' || c == ',';
        let is_quiet = text.chars().all(is_plain) && !text.contains("www.") && !text.starts_with(['-', '.', ' ']);
        if is_quiet && text.len() <= MOST { out.write_str(text) } else { self.code(text, out) }
    }

    fn code(&self, text: &str, out: &mut dyn fmt::Write) -> fmt::Result {
        out.write_str(&code(&width::fit(text, MOST)))
    }
}

/// Text as code within a line. The fence is longer than any run of backquotes within
/// (<https://spec.commonmark.org/0.31.2/#code-spans>).
pub fn code(text: &str) -> String {
    let shown = escape::line(text);
    let fence = "`".repeat(longest_run(&shown) + 1);
    let has_edge = shown.starts_with(['`', ' ']) || shown.ends_with(['`', ' ']) || shown.is_empty();
    let pad = if has_edge { " " } else { "" };
    format!("{fence}{pad}{shown}{pad}{fence}")
}

/// Text as a block of code, each line behind `indent`.
pub fn block(text: &str, indent: &str) -> String {
    let shown = escape::block(text);
    let fence = "`".repeat((longest_run(&shown) + 1).max(3));
    let mut out = format!("{indent}{fence}text\n");
    for line in shown.trim_end_matches('\n').split('\n') {
        // A String takes everything.
        let _ = writeln!(out, "{}", format!("{indent}{line}").trim_end());
    }
    out + indent + &fence + "\n"
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Lang, Words};
    use proptest::prelude::*;

    #[test]
    fn strangers_call_nobody_and_close_nothing() {
        const SAID: Words = Words::new("it says {0} and `{1}`", "说 {0} 和 `{1}`");
        let sentence = SAID.with(["@acme/team closes #1".into(), "a``b`".into()]);
        assert_eq!(sentence.show(Lang::En, &Markdown), "it says `@acme/team closes #1` and ``` a``b` ```");
        assert_eq!(code("<!-- x"), "`<!-- x`");
        assert_eq!(block("a\n```\n<b>\n", "  "), "  ````text\n  a\n  ```\n  <b>\n  ````\n");
        assert_eq!(
            SAID.with(["plain words".into(), "".into()]).show(Lang::En, &Markdown),
            "it says plain words and `  `"
        );
    }

    proptest! {
        #[test]
        fn a_fence_is_never_within(text in "[`\\PC]{0,40}") {
            let code = code(&text);
            let fence = code.len() - code.trim_start_matches('`').len();
            let inner = &code[fence..code.len() - fence];
            prop_assert!(!code.contains('\n'));
            prop_assert!(inner.split(|c| c != '`').all(|run| run.len() < fence));
        }
    }
}
