//! The syntax of git's configuration files (git-config(1), "Syntax"). Reading them here costs a tenth of what opening
//! a repository costs, and works for repositories that no library can open.

use crate::message::cleanup::is_space;

/// One setting, as it stands in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// `section.name` or `section.subsection.name`; section and name in lower case.
    pub key: String,
    /// `None` for a name without `=`, which means "true".
    pub value: Option<Vec<u8>>,
}

/// Whether a value means "on" (git-config(1), "boolean"): a word, or a number other than 0 as C writes it.
pub fn is_true(value: &[u8]) -> bool {
    match value.to_ascii_lowercase().as_slice() {
        b"true" | b"yes" | b"on" => true,
        number => std::str::from_utf8(number).is_ok_and(is_number_but_zero),
    }
}

/// Blanks and a sign may stand in front of the digits, and a unit behind them (git's parse.c, `git_parse_signed`).
fn is_number_but_zero(text: &str) -> bool {
    let number = text.trim_start();
    let number = number.strip_prefix(['+', '-']).unwrap_or(number);
    let number = number.strip_suffix(['k', 'm', 'g']).unwrap_or(number);
    let (digits, radix) = number.strip_prefix("0x").map_or((number, 10), |digits| (digits, 16));
    u64::from_str_radix(digits, radix).is_ok_and(|number| number != 0)
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
        while self.peek().is_some_and(is_space) {
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
                b']' => return Some(name).filter(|name| !name.is_empty()),
                byte if byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.' => {
                    name.push(char::from(byte.to_ascii_lowercase()));
                }
                b'\n' => return self.broken_line(),
                byte if is_space(byte) => {
                    name.push('.');
                    name.push_str(&self.subsection()?);
                    return Some(name);
                }
                _ => return None,
            }
        }
    }

    fn subsection(&mut self) -> Option<String> {
        let mut byte = self.next()?;
        while is_space(byte) {
            if byte == b'\n' {
                return self.broken_line();
            }
            byte = self.next()?;
        }
        if byte != b'"' {
            return None;
        }
        let mut name = Vec::new();
        loop {
            let byte = match self.next()? {
                b'"' => break,
                b'\\' => self.next()?,
                byte => byte,
            };
            if byte == b'\n' {
                return self.broken_line();
            }
            name.push(byte);
        }
        (self.next()? == b']').then(|| String::from_utf8_lossy(&name).into_owned())
    }

    /// A fault whose line ends with the byte just read: git names that line, and not the one behind it.
    fn broken_line<T>(&mut self) -> Option<T> {
        self.line -= 1;
        None
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
                Some(b'\n') if quoted => return self.broken_line(),
                None if quoted => return None,
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
                Some(b'\\') => match self.next() {
                    None | Some(b'\n') => {}
                    Some(b't') => value.push(b'\t'),
                    Some(b'b') => value.push(8),
                    Some(b'n') => value.push(b'\n'),
                    Some(byte @ (b'\\' | b'"')) => value.push(byte),
                    Some(_) => return None,
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
    fn booleans_are_words_and_numbers() {
        for on in ["true", "YES", "on", "1", "-1", " 2", "0x1", "010", "1k"] {
            assert!(is_true(on.as_bytes()), "{on}");
        }
        for off in ["", "false", "no", "Off", "0", "00", "0x0", "0k"] {
            assert!(!is_true(off.as_bytes()), "{off}");
        }
    }

    #[test]
    fn what_git_refuses_is_refused_with_its_line() {
        for (text, line) in
            [("x = 1", 1), ("[a\n]", 1), ("[a]\nb = \"x\n", 2), ("[a]\nb = \\q", 2), ("[a]\nb c", 2), ("[a]\n%", 2)]
        {
            assert_eq!(read(text), Err(line), "{text:?}");
        }
    }
}
