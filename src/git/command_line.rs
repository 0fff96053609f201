//! The arguments of `git commit`, as git reads them (gitcli(7); git's parse-options.c and builtin/commit.c), parted into
//! what gives the message and what says which commit is made of it. Pure.

/// What an option does with the word that follows it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Value {
    /// It has none.
    None,
    /// It has one, in the same word or in the next.
    Needed,
    /// It may have one, in the same word alone.
    Stuck,
}

/// What an option is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// It gives the message, or says how it is made or written.
    Message,
    /// It takes message and authorship of another commit.
    Reuse,
    /// It makes the message of a commit that is squashed into another.
    Fixup,
    /// It says who the author is.
    Author,
    /// It says when the author wrote.
    Date,
    /// It takes the authorship anew, of a commit whose authorship would be taken over.
    ResetAuthor,
    /// It amends.
    Amend,
    /// It names a file of paths.
    PathsFrom,
    /// It says what is committed, or how.
    Form,
}

/// An option of `git commit`: its long name, its letter, its value, and what it is for.
struct Known(&'static str, u8, Value, Kind);

/// The options that have a letter or a value, or that give the message, and all whose beginning one of these could be
/// taken for.
const OPTIONS: [Known; 41] = [
    Known("quiet", b'q', Value::None, Kind::Form),
    Known("verbose", b'v', Value::None, Kind::Form),
    Known("file", b'F', Value::Needed, Kind::Message),
    Known("author", 0, Value::Needed, Kind::Author),
    Known("date", 0, Value::Needed, Kind::Date),
    Known("message", b'm', Value::Needed, Kind::Message),
    Known("reedit-message", b'c', Value::Needed, Kind::Reuse),
    Known("reuse-message", b'C', Value::Needed, Kind::Reuse),
    Known("fixup", 0, Value::Needed, Kind::Fixup),
    Known("squash", 0, Value::Needed, Kind::Message),
    Known("reset-author", 0, Value::None, Kind::ResetAuthor),
    // Git writes the trailer before its hooks run, so that the message that was refused holds it already.
    Known("trailer", 0, Value::Needed, Kind::Message),
    Known("signoff", b's', Value::None, Kind::Message),
    Known("template", b't', Value::Needed, Kind::Message),
    Known("edit", b'e', Value::None, Kind::Message),
    Known("cleanup", 0, Value::Needed, Kind::Message),
    Known("status", 0, Value::None, Kind::Form),
    Known("gpg-sign", b'S', Value::Stuck, Kind::Form),
    Known("all", b'a', Value::None, Kind::Form),
    Known("include", b'i', Value::None, Kind::Form),
    Known("interactive", 0, Value::None, Kind::Form),
    Known("inter-hunk-context", 0, Value::Needed, Kind::Form),
    Known("patch", b'p', Value::None, Kind::Form),
    Known("unified", b'U', Value::Needed, Kind::Form),
    Known("only", b'o', Value::None, Kind::Form),
    Known("no-verify", b'n', Value::None, Kind::Form),
    Known("verify", 0, Value::None, Kind::Form),
    Known("dry-run", 0, Value::None, Kind::Form),
    Known("short", 0, Value::None, Kind::Form),
    Known("branch", 0, Value::None, Kind::Form),
    Known("ahead-behind", 0, Value::None, Kind::Form),
    Known("porcelain", 0, Value::None, Kind::Form),
    Known("long", 0, Value::None, Kind::Form),
    Known("null", b'z', Value::None, Kind::Form),
    Known("amend", 0, Value::None, Kind::Amend),
    Known("no-post-rewrite", 0, Value::None, Kind::Form),
    Known("untracked-files", b'u', Value::Stuck, Kind::Form),
    Known("pathspec-from-file", 0, Value::Needed, Kind::PathsFrom),
    Known("pathspec-file-nul", 0, Value::None, Kind::Form),
    Known("allow-empty", 0, Value::None, Kind::Form),
    Known("allow-empty-message", 0, Value::None, Kind::Form),
];

/// The arguments of `git commit`, without what gives the message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CommitLine {
    /// The options that say what is committed and how, each in one word or in two.
    pub options: Vec<Vec<u8>>,
    /// The paths.
    pub paths: Vec<Vec<u8>>,
    /// Whether HEAD is amended.
    pub amends: bool,
    /// Whether an author is named, or taken over from another commit.
    pub names_author: bool,
    /// Whether a date is named, or taken over from another commit.
    pub names_date: bool,
    /// Whether the paths come from standard input, which is there only once.
    pub paths_from_stdin: bool,
    /// Whether the commit changes nothing but the message of another one (`--fixup=reword:`).
    pub rewords: bool,
    /// Whether an option gives a message.
    pub gives_message: bool,
}

impl CommitLine {
    /// Reads the arguments that follow `commit`.
    pub fn parse(arguments: &[Vec<u8>]) -> Self {
        let mut line = Self::default();
        let mut resets_author = false;
        let mut rest = arguments.iter();
        while let Some(word) = rest.next() {
            match word.as_slice() {
                b"--" | b"--end-of-options" => {
                    line.paths.extend(rest.by_ref().cloned());
                }
                [b'-', b'-', ..] => resets_author = line.long(word, &mut rest).unwrap_or(resets_author),
                [b'-', _, ..] => line.letters(&word[1..], &mut rest),
                _ => line.paths.push(word.clone()),
            }
        }
        if resets_author {
            (line.names_author, line.names_date) = (false, false);
        }
        // Git takes it only where authorship would be taken over (builtin/commit.c).
        if resets_author && line.amends {
            line.options.push(b"--reset-author".to_vec());
        }
        line
    }

    /// The arguments with all their options as they are, in one list, and the paths.
    pub fn split(arguments: &[Vec<u8>]) -> Self {
        let end = arguments.iter().position(|word| word == b"--").unwrap_or(arguments.len());
        let paths = arguments.get(end + 1..).unwrap_or_default().to_vec();
        Self { options: arguments[..end].to_vec(), paths, ..Self::default() }
    }

    /// Takes an option by its name; tells whether the author is reset, where the option says so.
    fn long<'a>(&mut self, word: &[u8], rest: &mut impl Iterator<Item = &'a Vec<u8>>) -> Option<bool> {
        let text = &word[2..];
        let (name, stuck) = match text.iter().position(|&byte| byte == b'=') {
            Some(at) => (&text[..at], Some(&text[at + 1..])),
            None => (text, None),
        };
        let Some((known, is_negated)) = find(name) else {
            self.options.push(word.to_vec());
            return None;
        };
        let mut words = vec![word.to_vec()];
        if known.2 == Value::Needed && stuck.is_none() && !is_negated {
            words.extend(rest.next().cloned());
        }
        let value = stuck.or_else(|| words.get(1).map(Vec::as_slice)).unwrap_or_default().to_vec();
        if known.3 == Kind::ResetAuthor {
            return Some(!is_negated);
        }
        self.take(known.3, words, &value, is_negated);
        None
    }

    /// Takes the options of one word with letters, `-am` or `-amx`.
    fn letters<'a>(&mut self, letters: &[u8], rest: &mut impl Iterator<Item = &'a Vec<u8>>) {
        for (at, &letter) in letters.iter().enumerate() {
            let mut word = vec![b'-', letter];
            let Some(known) = OPTIONS.iter().find(|known| known.1 == letter && letter != 0) else {
                // Git refuses what it does not know; a later one than ours may know it.
                if letter != b'-' {
                    self.options.push(word);
                }
                continue;
            };
            let behind = &letters[at + 1..];
            match known.2 {
                Value::None => self.take(known.3, vec![word], b"", false),
                Value::Stuck => {
                    word.extend_from_slice(behind);
                    return self.take(known.3, vec![word], behind, false);
                }
                Value::Needed if behind.is_empty() => {
                    let next = rest.next().cloned();
                    let value = next.clone().unwrap_or_default();
                    return self.take(known.3, [word].into_iter().chain(next).collect(), &value, false);
                }
                Value::Needed => {
                    word.extend_from_slice(behind);
                    return self.take(known.3, vec![word], behind, false);
                }
            }
        }
    }

    fn take(&mut self, kind: Kind, words: Vec<Vec<u8>>, value: &[u8], is_negated: bool) {
        match kind {
            Kind::Message => self.gives_message |= !is_negated,
            Kind::Reuse => {
                self.gives_message |= !is_negated;
                (self.names_author, self.names_date) = (!is_negated, !is_negated);
            }
            Kind::Fixup => {
                self.gives_message |= !is_negated;
                self.rewords = !is_negated && value.starts_with(b"reword:");
            }
            Kind::Author => self.names_author = !is_negated,
            Kind::Date => self.names_date = !is_negated,
            Kind::ResetAuthor => {}
            Kind::Amend => {
                self.amends = !is_negated;
                self.options.extend(words);
            }
            Kind::PathsFrom => {
                self.paths_from_stdin = !is_negated && value == b"-";
                self.options.extend(words);
            }
            Kind::Form => self.options.extend(words),
        }
    }
}

/// The option that a name or the beginning of one stands for, and whether it is negated. Git takes a beginning that only
/// one option has; of others it says that they are ambiguous, and makes no commit.
fn find(name: &[u8]) -> Option<(&'static Known, bool)> {
    if name.is_empty() {
        return None;
    }
    let exact = |name: &[u8]| OPTIONS.iter().find(|known| known.0.as_bytes() == name);
    let positive = || OPTIONS.iter().filter(|known| known.0.as_bytes().starts_with(name)).collect::<Vec<_>>();
    let bare = name.strip_prefix(b"no-").filter(|bare| !bare.is_empty());
    if let Some(known) = exact(name) {
        return Some((known, false));
    }
    if let Some(known) = bare.and_then(exact) {
        return Some((known, true));
    }
    if let [known] = positive().as_slice() {
        return Some((known, false));
    }
    let bare = bare?;
    let mut negated = OPTIONS.iter().filter(|known| known.0.as_bytes().starts_with(bare));
    let known = negated.next()?;
    negated.next().is_none().then_some((known, true))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(words: &[&str]) -> CommitLine {
        let words: Vec<_> = words.iter().map(|word| word.as_bytes().to_vec()).collect();
        CommitLine::parse(&words)
    }

    fn texts(words: &[Vec<u8>]) -> Vec<String> {
        words.iter().map(|word| String::from_utf8_lossy(word).into_owned()).collect()
    }

    #[test]
    fn what_gives_the_message_is_parted_from_what_makes_the_commit() {
        let cases: [(&[&str], &[&str], &[&str]); 22] = [
            (&["-m", "x"], &[], &[]),
            (&["-mx", "-q"], &["-q"], &[]),
            (&["-am", "-x"], &["-a"], &[]),
            (&["-qam-x", "a"], &["-q", "-a"], &["a"]),
            (&["-sam", "x", "--", "-m"], &["-a"], &["-m"]),
            (&["--message=x", "--message", "-a"], &[], &[]),
            (&["--mess", "-a", "-i", "p"], &["-i"], &["p"]),
            (&["-F", "-", "-o", "p", "-q"], &["-o", "-q"], &["p"]),
            (&["-F-", "--file=x", "--fil", "y"], &[], &[]),
            (&["-Skey", "-m", "x"], &["-Skey"], &[]),
            (&["-sS", "-m", "x"], &["-S"], &[]),
            (&["-S", "p", "--gpg-sign=k", "--no-gpg-sign"], &["-S", "--gpg-sign=k", "--no-gpg-sign"], &["p"]),
            (&["--am", "-e", "--no-edit"], &["--am"], &[]),
            (&["--allow-empty", "--trailer", "-a", "--trailer=x"], &["--allow-empty"], &[]),
            (&["--fixup", "HEAD", "--fixup=x", "--squash", "-a"], &[], &[]),
            (&["-t", "file", "-v", "--cleanup", "strip"], &["-v"], &[]),
            (&["-uno", "-u", "p"], &["-uno", "-u"], &["p"]),
            (&["-U", "3", "-U5", "--unified=1"], &["-U", "3", "-U5", "--unified=1"], &[]),
            (&["--pathspec-from-file", "list", "-m", "x"], &["--pathspec-from-file", "list"], &[]),
            (&["--end-of-options", "-a", "--"], &[], &["-a", "--"]),
            (&["--some-day", "-m", "x", "p"], &["--some-day"], &["p"]),
            (&["-C", "HEAD", "--reset-author"], &[], &[]),
        ];
        for (words, options, paths) in cases {
            let line = parsed(words);
            assert_eq!((texts(&line.options), texts(&line.paths)), (texts_of(options), texts_of(paths)), "{words:?}");
        }
    }

    fn texts_of(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn authorship_is_known_where_it_is_named_or_taken_over() {
        let named = |words: &[&str]| {
            let line = parsed(words);
            (line.names_author, line.names_date)
        };
        assert_eq!(named(&["--author", "A <a@b>"]), (true, false));
        assert_eq!(named(&["--date=now"]), (false, true));
        assert_eq!(named(&["-CHEAD"]), (true, true));
        assert_eq!(named(&["-c", "HEAD", "--reset-author"]), (false, false));
        assert_eq!(named(&["--author=x", "--no-author"]), (false, false));
    }

    #[test]
    fn amending_is_asked_for_by_the_option_alone() {
        assert!(parsed(&["--amend"]).amends && parsed(&["-s", "--am", "-m", "x"]).amends);
        for words in [&["-m", "--amends"][..], &["-m", "--amend"], &["--", "--amend"], &["--amend", "--no-amend"]] {
            assert!(!parsed(words).amends, "{words:?}");
        }
        assert_eq!(texts(&parsed(&["--amend", "--reset-author"]).options), ["--amend", "--reset-author"]);
    }

    #[test]
    fn what_cannot_be_repeated_is_known() {
        assert!(parsed(&["--pathspec-from-file=-"]).paths_from_stdin);
        assert!(parsed(&["--fixup=reword:HEAD"]).rewords && !parsed(&["--fixup=amend:HEAD"]).rewords);
    }
}
