//! The syntax of git's configuration files (git-config(1), "Syntax"). Reading them here costs a tenth of what opening
//! a repository costs, and works for repositories that no library can open.

/// One setting, as it stands in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// `section.name` or `section.subsection.name`; section and name in lower case.
    pub key: String,
    /// `None` for a name without `=`, which means "true".
    pub value: Option<Vec<u8>>,
}

/// Reads a whole file.
///
/// # Errors
/// The number of the first line that git would refuse as well, from 1.
pub fn parse(text: &[u8]) -> Result<Vec<Setting>, usize> {
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    let mut parser = Parser { text, at: 0, line: 1 };
    let mut settings = Vec::new();
    let mut section: Option<String> = None;
    loop {
        parser.blanks_and_lines();
        match parser.peek() {
            None => return Ok(settings),
            Some(b'#' | b';') => parser.rest_of_line(),
            Some(b'[') => section = Some(parser.section().ok_or(parser.line)?),
            Some(byte) if byte.is_ascii_alphabetic() => {
                let section = section.as_ref().ok_or(parser.line)?;
                let name = parser.name();
                let value = parser.value().ok_or(parser.line)?;
                settings.push(Setting { key: format!("{section}.{name}"), value });
            }
            Some(_) => return Err(parser.line),
        }
    }
}

struct Parser<'t> {
    text: &'t [u8],
    at: usize,
    line: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    /// The next byte; a carriage return before a line break is part of the line break.
    fn next(&mut self) -> Option<u8> {
        let mut byte = self.peek()?;
        self.at += 1;
        if byte == b'\r' && self.peek() == Some(b'\n') {
            self.at += 1;
            byte = b'\n';
        }
        self.line += usize::from(byte == b'\n');
        Some(byte)
    }

    fn blanks_and_lines(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.next();
        }
    }

    fn rest_of_line(&mut self) {
        while self.next().is_some_and(|byte| byte != b'\n') {}
    }

    /// `[section]`, `[section "subsection"]` or `[section.subsection]`.
    fn section(&mut self) -> Option<String> {
        self.next();
        let mut name = String::new();
        loop {
            match self.next()? {
                b']' => return Some(name),
                byte if byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.' => {
                    name.push(char::from(byte.to_ascii_lowercase()));
                }
                b' ' | b'\t' => {
                    name.push('.');
                    name.push_str(&self.subsection()?);
                    return Some(name);
                }
                _ => return None,
            }
        }
    }

    fn subsection(&mut self) -> Option<String> {
        while matches!(self.peek(), Some(b' ' | b'\t')) {
            self.next();
        }
        if self.next()? != b'"' {
            return None;
        }
        let mut name = Vec::new();
        loop {
            match self.next()? {
                b'"' => break,
                b'\n' => return None,
                b'\\' => name.push(self.next().filter(|&byte| byte != b'\n')?),
                byte => name.push(byte),
            }
        }
        (self.next()? == b']').then(|| String::from_utf8_lossy(&name).into_owned())
    }

    fn name(&mut self) -> String {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
            self.at += 1;
        }
        String::from_utf8_lossy(&self.text[start..self.at]).to_ascii_lowercase()
    }

    /// What stands behind a name; the outer `None` is a fault.
    #[allow(clippy::option_option)]
    fn value(&mut self) -> Option<Option<Vec<u8>>> {
        while matches!(self.peek(), Some(b' ' | b'\t')) {
            self.next();
        }
        match self.peek() {
            None => return Some(None),
            Some(b'\n' | b'\r') => return (self.next()? == b'\n').then_some(None),
            Some(b'#' | b';') => {
                self.rest_of_line();
                return Some(None);
            }
            Some(b'=') => self.next(),
            Some(_) => return None,
        };
        self.quoted_value().map(Some)
    }

    fn quoted_value(&mut self) -> Option<Vec<u8>> {
        let mut value = Vec::new();
        let mut kept = 0; // blanks behind this length are only kept when something follows
        let mut quoted = false;
        loop {
            match self.next() {
                None | Some(b'\n') if quoted => return None,
                None | Some(b'\n') => break,
                Some(byte @ (b' ' | b'\t' | b'\r')) if !quoted => {
                    if !value.is_empty() {
                        value.push(byte);
                    }
                    continue;
                }
                Some(b'#' | b';') if !quoted => {
                    self.rest_of_line();
                    break;
                }
                Some(b'"') => quoted = !quoted,
                Some(b'\\') => match self.next()? {
                    b'\n' => continue,
                    b't' => value.push(b'\t'),
                    b'b' => value.push(8),
                    b'n' => value.push(b'\n'),
                    byte @ (b'\\' | b'"') => value.push(byte),
                    _ => return None,
                },
                Some(byte) => value.push(byte),
            }
            kept = value.len();
        }
        value.truncate(kept);
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<(String, Option<String>)>, usize> {
        let text_of = |value: Vec<u8>| String::from_utf8_lossy(&value).into_owned();
        parse(text.as_bytes())
            .map(|settings| settings.into_iter().map(|setting| (setting.key, setting.value.map(text_of))).collect())
    }

    #[test]
    fn all_forms_of_sections_and_values_are_read() {
        let text = "\u{feff}# c\n[Core]\n\tcommentChar = \";\" ; note\n\tbare\n[remote \"My \\\"O\"]\nurl = a b  # x\n\
                    [old.Sub]x=1\n[a]b = one\\\n two\nc = \" q \" \nd=\n";
        let found = read(text);
        let pair = |key: &str, value: Option<&str>| (key.to_owned(), value.map(str::to_owned));
        assert_eq!(
            found,
            Ok(vec![
                pair("core.commentchar", Some(";")),
                pair("core.bare", None),
                pair("remote.My \"O.url", Some("a b")),
                pair("old.sub.x", Some("1")),
                pair("a.b", Some("one two")),
                pair("a.c", Some(" q ")),
                pair("a.d", Some("")),
            ])
        );
    }

    #[test]
    fn what_git_refuses_is_refused_with_its_line() {
        for (text, line) in
            [("x = 1", 1), ("[a\n]", 2), ("[a]\nb = \"x\n", 3), ("[a]\nb = \\q", 2), ("[a]\nb c", 2), ("[a]\n%", 2)]
        {
            assert_eq!(read(text), Err(line), "{text:?}");
        }
    }
}
