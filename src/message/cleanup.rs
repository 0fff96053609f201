//! What `git commit` does to an edited message before it stores it: git's `strbuf_stripspace` (strbuf.c) and
//! `wt_status_locate_end` (wt-status.c), proven against git itself.

/// `--cleanup` and `commit.cleanup` (git-commit(1)), after git has decided what `default` means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Nothing changes.
    Verbatim,
    /// Blanks at line ends, blank lines around the message and repeated blank lines go.
    Whitespace,
    /// As `Whitespace`, and comment lines go.
    Strip,
    /// As `Whitespace`, and everything from the scissors line on goes.
    Scissors,
}

/// How git will clean a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cleanup {
    /// Which lines go.
    pub mode: Mode,
    /// What a comment line starts with (`core.commentString`); never empty.
    pub comment: Vec<u8>,
    /// Whether the text from the scissors line on goes whatever the mode is, as with `git commit --verbose`.
    pub cut: bool,
}

/// A cleaned message that remembers where its lines came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cleaned {
    /// What git will store.
    pub text: Vec<u8>,
    /// For each line of `text`, its line in the file, from 1.
    pub lines: Vec<usize>,
}

/// The line that `git commit --cleanup=scissors` and `--verbose` write, without its comment prefix.
pub const CUT_LINE: &[u8] = b" ------------------------ >8 ------------------------\n";

impl Cleanup {
    /// Applies the clean-up to the bytes of the message file.
    pub fn apply(&self, file: &[u8]) -> Cleaned {
        let cut = self.cut || self.mode == Mode::Scissors;
        let kept = if cut { &file[..cut_at(file, &self.comment)] } else { file };
        match self.mode {
            Mode::Verbatim => Cleaned { text: kept.to_vec(), lines: (1..=line_count(kept)).collect() },
            Mode::Whitespace | Mode::Scissors => stripped(kept, None),
            Mode::Strip => stripped(kept, Some(&self.comment)),
        }
    }
}

/// Where the scissors line starts; the end of `text` without one.
pub fn cut_at(text: &[u8], comment: &[u8]) -> usize {
    let is_cut = |line: &[u8]| line.strip_prefix(comment) == Some(CUT_LINE);
    let mut start = 0;
    for line in text.split_inclusive(|&byte| byte == b'\n') {
        if is_cut(line) {
            return start;
        }
        start += line.len();
    }
    text.len()
}

/// Git's `strbuf_stripspace`: blanks at line ends go, runs of blank lines become one, none is left at either end, the
/// last line ends with a line break, and lines that start with `comment` go.
fn stripped(text: &[u8], comment: Option<&[u8]>) -> Cleaned {
    let mut cleaned = Cleaned { text: Vec::with_capacity(text.len() + 1), lines: Vec::new() };
    let mut blank_before = None;
    for (index, line) in text.split_inclusive(|&byte| byte == b'\n').enumerate() {
        let number = index + 1;
        if comment.is_some_and(|comment| line.starts_with(comment)) {
            continue;
        }
        let content = trim_end(line);
        if content.is_empty() {
            blank_before.get_or_insert(number);
            continue;
        }
        if let Some(blank) = blank_before.take()
            && !cleaned.text.is_empty()
        {
            cleaned.text.push(b'\n');
            cleaned.lines.push(blank);
        }
        cleaned.text.extend_from_slice(content);
        cleaned.text.push(b'\n');
        cleaned.lines.push(number);
    }
    cleaned
}

fn trim_end(line: &[u8]) -> &[u8] {
    let end = line.iter().rposition(|&byte| !is_space(byte)).map_or(0, |at| at + 1);
    &line[..end]
}

/// Git's `isspace` (ctype.c): the locale and form feeds do not count.
pub fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

fn line_count(text: &[u8]) -> usize {
    text.split_inclusive(|&byte| byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clean(mode: Mode, comment: &str, file: &str) -> (String, Vec<usize>) {
        let cleanup = Cleanup { mode, comment: comment.into(), cut: false };
        let cleaned = cleanup.apply(file.as_bytes());
        (String::from_utf8_lossy(&cleaned.text).into_owned(), cleaned.lines)
    }

    #[test]
    fn strip_takes_comments_and_extra_blanks() {
        let (text, lines) = clean(Mode::Strip, "#", "\n# hint\nfeat: x  \r\n\n\n# more\n\nbody\n\n");
        assert_eq!(text, "feat: x\n\nbody\n");
        assert_eq!(lines, [3, 4, 8]);
    }

    #[test]
    fn comment_strings_may_be_long() {
        assert_eq!(clean(Mode::Strip, "//", "// a\n/ b\n").0, "/ b\n");
    }

    #[test]
    fn whitespace_keeps_comments() {
        assert_eq!(clean(Mode::Whitespace, "#", "# a\n\n\nb").0, "# a\n\nb\n");
    }

    #[test]
    fn verbatim_changes_nothing() {
        assert_eq!(clean(Mode::Verbatim, "#", "\n# a \n\n"), ("\n# a \n\n".to_owned(), vec![1, 2, 3]));
    }

    #[test]
    fn scissors_cut_only_at_their_own_line() {
        let cut = "; ------------------------ >8 ------------------------\n";
        let file = format!("a\n{cut}b\n");
        assert_eq!(clean(Mode::Scissors, ";", &file).0, "a\n");
        assert_eq!(clean(Mode::Scissors, "#", &file).0, file);
        assert_eq!(clean(Mode::Scissors, ";", cut).0, "");
        assert_eq!(clean(Mode::Scissors, ";", &format!("a {cut}b\n")).0, format!("a {cut}b\n"));
    }
}
