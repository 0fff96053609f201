//! How git will read the file that a commit-msg hook is given. A hook sees the file before git cleans it, and some of
//! what decides the clean-up (`--cleanup` and `--verbose` on git's command line) is told to nobody: that is inferred
//! from the file. The inferences are listed in `docs/messages.md`.

use super::cleanup::{Cleanup, Mode, cut_at};
use bstr::ByteSlice;

/// What git's configuration and environment say about messages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DraftSettings {
    /// `commit.cleanup`, as written.
    pub cleanup: Option<String>,
    /// `core.commentString` or `core.commentChar`.
    pub comment: Comment,
    /// `commit.verbose` is on.
    pub verbose: bool,
    /// No editor was opened: git tells its hooks so with `GIT_EDITOR=:`.
    pub no_editor: bool,
    /// `i18n.commitEncoding`.
    pub encoding: Option<String>,
}

/// `core.commentString` or `core.commentChar`, whichever was set last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Comment {
    /// Not set: `#`.
    #[default]
    Default,
    /// A text that comment lines start with.
    Prefix(Vec<u8>),
    /// `auto`: git takes the first of `#;@!$%^&|:` that starts no line of the message.
    Auto,
}

/// The characters that `core.commentChar=auto` chooses from (builtin/commit.c, `adjust_comment_line_char`).
const AUTO_CANDIDATES: &[u8] = b"#;@!$%^&|:";

impl DraftSettings {
    /// The same for a message that `git merge` itself commits: it knows neither `commit.verbose` nor `auto`, for which it
    /// takes `#` (builtin/merge.c, `prepare_to_commit`).
    pub fn of_merge(self) -> Self {
        let comment = if self.comment == Comment::Auto { Comment::Default } else { self.comment };
        Self { verbose: false, comment, ..self }
    }

    /// The clean-up that git will apply to `file` after the hook (builtin/commit.c, `get_cleanup_mode` and
    /// `cleanup_message`).
    pub fn cleanup_of(&self, file: &[u8]) -> Cleanup {
        let comment = self.comment_of(file);
        let mode = self.mode();
        let cut = self.verbose || (!self.no_editor && has_explained_cut(file, &comment));
        Cleanup { mode, comment, cut }
    }

    fn mode(&self) -> Mode {
        match self.cleanup.as_deref() {
            Some("verbatim") => Mode::Verbatim,
            Some("whitespace") => Mode::Whitespace,
            Some("strip") => Mode::Strip,
            Some("scissors") if !self.no_editor => Mode::Scissors,
            Some("scissors") => Mode::Whitespace,
            _ if self.no_editor => Mode::Whitespace,
            _ => Mode::Strip,
        }
    }

    fn comment_of(&self, file: &[u8]) -> Vec<u8> {
        match &self.comment {
            Comment::Default => b"#".to_vec(),
            Comment::Prefix(prefix) => prefix.clone(),
            Comment::Auto if self.no_editor => vec![unused_comment(file)],
            Comment::Auto => vec![auto_comment(file)],
        }
    }
}

/// The character that git takes for `auto` while the file is the message alone: the first that starts no line.
fn unused_comment(file: &[u8]) -> u8 {
    let starts = |c: u8| file.split(|byte| matches!(byte, b'\n' | b'\r')).any(|line| line.first() == Some(&c));
    *AUTO_CANDIDATES.iter().find(|&&c| !starts(c)).unwrap_or(&b'#')
}

/// Which character git took for `auto` before it added its hints: the one before the scissors line that git wrote, else the one that starts the
/// last line that is not blank, where git's own hints stand; `#` where neither is a candidate.
fn auto_comment(file: &[u8]) -> u8 {
    let before_scissors = AUTO_CANDIDATES.iter().find(|&&c| has_explained_cut(file, &[c]));
    let last_line = file.lines().rev().find(|line| !line.trim_ascii().is_empty());
    let starts_last = last_line.and_then(|line| line.first()).filter(|c| AUTO_CANDIDATES.contains(c));
    *before_scissors.or(starts_last).unwrap_or(&b'#')
}

/// Whether git itself wrote a scissors line: then `--verbose` or `--cleanup=scissors` was given, and git cuts at the first
/// one, even where a person typed that.
fn has_explained_cut(file: &[u8], comment: &[u8]) -> bool {
    let mut start = cut_at(file, comment);
    // What follows all comments is the same for many lines: it is looked for once.
    let mut behind = 0;
    while let Some(end) = file[start..].find_byte(b'\n') {
        let below = start + end + 1;
        if is_told(&file[below..], comment) {
            if behind < below {
                behind = behind_comments(file, below, comment);
            }
            let rest = &file[behind..];
            if rest.is_empty() || rest.starts_with(b"diff ") || rest.starts_with(b"Submodule ") {
                return true;
            }
        }
        start = below + cut_at(&file[below..], comment);
    }
    false
}

/// Whether git's two lines stand below a scissors line: "Do not modify or remove the line above. Everything below it will be
/// ignored.", in the language of the user.
fn is_told(below: &[u8], comment: &[u8]) -> bool {
    let said = |line: &[u8]| line.strip_prefix(comment).is_some_and(|said| said.starts_with(b" "));
    below.lines().take(2).filter(|line| said(line)).count() == 2
}

/// Where the first line from `start` on begins that is neither a comment nor empty; the end where there is none.
fn behind_comments(file: &[u8], start: usize, comment: &[u8]) -> usize {
    let mut at = start;
    for line in file[start..].lines_with_terminator() {
        let is_empty = matches!(line, b"\n" | b"\r\n");
        if !is_empty && !line.starts_with(comment) {
            return at;
        }
        at += line.len();
    }
    file.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CUT: &str = "# ------------------------ >8 ------------------------\n";

    const BELOW: &str = "# Do not modify or remove the line above.\n# Everything below it will be ignored.\n";

    #[test]
    fn without_an_editor_comments_are_text() {
        let settings = DraftSettings { no_editor: true, ..Default::default() };
        assert_eq!(settings.cleanup_of(b"x").mode, Mode::Whitespace);
        let scissors = DraftSettings { cleanup: Some("scissors".into()), ..settings };
        assert_eq!(scissors.cleanup_of(CUT.as_bytes()).apply(CUT.as_bytes()).text, CUT.as_bytes());
    }

    #[test]
    fn a_verbose_diff_is_cut_though_nobody_says_so() {
        let file = format!("feat: x\n# hint\n{CUT}{BELOW}diff --git a/x b/x\n+y\n");
        let cleanup = DraftSettings::default().cleanup_of(file.as_bytes());
        assert_eq!(cleanup.apply(file.as_bytes()).text, b"feat: x\n");
    }

    /// Each of them looked through everything below it: this test did not end within minutes then.
    #[test]
    fn very_many_scissors_lines_are_looked_through_once() {
        let file = format!("feat: x\n{}", CUT.repeat(200_000));
        assert!(has_explained_cut(file.as_bytes(), b"#"), "two comments, and nothing behind them");
        let file = format!("{file}a word\n");
        assert!(!has_explained_cut(file.as_bytes(), b"#"));
    }

    #[test]
    fn scissors_that_a_person_typed_cut_nothing() {
        for comment in ["", "# note\n", "# note\n# note\n"] {
            let file = format!("feat: x\n\n{CUT}{comment}kept\n");
            let cleanup = DraftSettings::default().cleanup_of(file.as_bytes());
            assert_eq!(cleanup.apply(file.as_bytes()).text, b"feat: x\n\nkept\n");
        }
    }

    #[test]
    fn scissors_of_git_make_those_of_a_person_cut() {
        let file = format!("feat: x\n{CUT}kept?\n{CUT}{BELOW}diff --git a/x b/x\n");
        let cleanup = DraftSettings::default().cleanup_of(file.as_bytes());
        assert_eq!(cleanup.apply(file.as_bytes()).text, b"feat: x\n");
    }

    #[test]
    fn auto_takes_what_starts_no_line_where_no_editor_was() {
        let settings = DraftSettings { comment: Comment::Auto, no_editor: true, ..Default::default() };
        assert_eq!(settings.cleanup_of(b"#1\n\n@a\n").comment, b";");
        assert_eq!(settings.cleanup_of(b"x\n\n@a\n").comment, b"#");
    }

    #[test]
    fn auto_takes_the_character_of_gits_own_hints() {
        let settings = DraftSettings { comment: Comment::Auto, ..Default::default() };
        let file = b"feat: x\n\n#12 is a line\n\n; Please enter the commit message\n; On branch main\n";
        assert_eq!(settings.cleanup_of(file).apply(file).text, b"feat: x\n\n#12 is a line\n");
    }
}
