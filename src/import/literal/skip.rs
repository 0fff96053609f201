//! Where one is in a text of JavaScript, and how to pass over what is not needed: brackets, strings, templates, comments
//! and regular expressions are known for what they are.

/// A place in a text.
pub struct Cursor<'t> {
    /// The whole text.
    pub text: &'t str,
    /// Where.
    pub at: usize,
    /// What never ended, and where it began.
    pub broken: Option<(usize, &'static str)>,
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

impl<'t> Cursor<'t> {
    /// At the beginning.
    pub fn new(text: &'t str) -> Self {
        Self { text, at: 0, broken: None }
    }

    /// What is left.
    pub fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The next character.
    pub fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Whether nothing is left.
    pub fn is_at_end(&self) -> bool {
        self.at >= self.text.len()
    }

    /// Goes on by one character.
    pub fn bump(&mut self) {
        self.at += self.peek().map_or(0, char::len_utf8);
    }

    /// Goes on where `sign` stands next.
    pub fn eat(&mut self, sign: &str) -> bool {
        let is_next = self.rest().starts_with(sign);
        self.at += if is_next { sign.len() } else { 0 };
        is_next
    }

    fn end(&mut self, from: usize, why: &'static str) {
        self.broken.get_or_insert((from, why));
        self.at = self.text.len();
    }

    /// Passes over blanks and comments.
    pub fn blank(&mut self) {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start();
            self.at += rest.len() - trimmed.len();
            if trimmed.starts_with("//") || (self.at == 0 && trimmed.starts_with("#!")) {
                self.at += trimmed.find('\n').unwrap_or(trimmed.len());
            } else if trimmed.starts_with("/*") {
                match trimmed.find("*/") {
                    Some(end) => self.at += end + 2,
                    None => self.end(self.at, "a comment without its end"),
                }
            } else {
                return;
            }
        }
    }

    /// The word that stands next, which may be empty.
    pub fn word(&mut self) -> &'t str {
        let rest = self.rest();
        let word = &rest[..rest.find(|c| !is_word(c)).unwrap_or(rest.len())];
        self.at += word.len();
        word
    }

    /// Words with points between them.
    pub fn dotted(&mut self) -> &'t str {
        let start = self.at;
        while !self.word().is_empty() && self.rest().starts_with('.') && !self.rest().starts_with("..") {
            self.at += 1;
        }
        &self.text[start..self.at]
    }

    /// Goes on behind a `=` that stands next.
    pub fn eat_assignment(&mut self) -> bool {
        self.blank();
        self.rest().starts_with('=')
            && !self.rest().starts_with("==")
            && !self.rest().starts_with("=>")
            && self.eat("=")
    }

    /// Goes on behind the `=` of a constant, over its type.
    pub fn find_assignment(&mut self) -> bool {
        self.blank();
        if self.eat(":") {
            self.kind(&['=', ';']);
        }
        self.eat_assignment()
    }

    /// A number.
    pub fn number(&mut self) -> Option<f64> {
        let rest = self.rest();
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        let word = &rest[..rest.find(|c| !is_part(c)).unwrap_or(rest.len())];
        let plain = word.replace('_', "");
        let number = if plain == "-Infinity" { None } else { plain.parse().ok() }?;
        self.at += word.len();
        Some(number)
    }

    /// A string or a template without values in it.
    pub fn string(&mut self) -> Option<String> {
        let quote = self.peek().filter(|c| matches!(c, '"' | '\'' | '`'))?;
        let start = self.at;
        self.bump();
        let mut text = String::new();
        while let Some(c) = self.peek() {
            self.bump();
            match c {
                c if c == quote => return Some(text),
                '\\' => self.escaped(&mut text),
                '$' if quote == '`' && self.rest().starts_with('{') => return None,
                '\n' if quote != '`' => break,
                c => text.push(c),
            }
        }
        self.end(start, "a string without its end");
        None
    }

    fn escaped(&mut self, text: &mut String) {
        let Some(c) = self.peek() else { return };
        self.bump();
        match c {
            'n' => text.push('\n'),
            't' => text.push('\t'),
            'r' => text.push('\r'),
            '\n' => {}
            'x' => self.hexadecimal(2, text),
            'u' if self.eat("{") => {
                let digits = self.rest().find('}').unwrap_or(0).min(6);
                self.hexadecimal(digits, text);
                self.eat("}");
            }
            'u' => self.hexadecimal(4, text),
            c => text.push(c),
        }
    }

    fn hexadecimal(&mut self, digits: usize, text: &mut String) {
        let code = self.rest().get(..digits).and_then(|digits| u32::from_str_radix(digits, 16).ok());
        self.at += if code.is_some() { digits } else { 0 };
        text.push(code.and_then(char::from_u32).unwrap_or('\u{fffd}'));
    }

    /// A regular expression: what stands between its slashes.
    pub fn regex(&mut self) -> Option<(&'t str, &'t str)> {
        let start = self.at;
        let mut in_class = false;
        self.bump();
        while let Some(c) = self.peek() {
            self.bump();
            match c {
                '\\' => self.bump(),
                '[' => in_class = true,
                ']' => in_class = false,
                '/' if !in_class => {
                    let source = &self.text[start + 1..self.at - 1];
                    let flags = self.at;
                    self.word();
                    return Some((source, &self.text[flags..self.at]));
                }
                '\n' => break,
                _ => {}
            }
        }
        self.at = start;
        None
    }

    /// Passes over a type, to what ends it or to the end of the line.
    pub fn kind(&mut self, ends: &[char]) {
        let mut open = 0_usize;
        while let Some(c) = self.peek() {
            match c {
                '"' | '\'' | '`' => {
                    if self.string().is_none() {
                        return;
                    }
                    continue;
                }
                '=' if self.rest().starts_with("=>") => self.bump(),
                c if open == 0 && (ends.contains(&c) || c == '\n') => return,
                '<' | '(' | '[' | '{' => open += 1,
                '>' | ')' | ']' | '}' => open = open.saturating_sub(1),
                _ => {}
            }
            self.bump();
        }
    }

    /// Passes over a statement.
    pub fn statement(&mut self) {
        self.over(&[';']);
        self.eat(";");
    }

    /// Passes over an expression, to one of `ends` outside all brackets. Where nothing is asked of brackets, a line that
    /// begins a statement ends it too.
    pub fn over(&mut self, ends: &[char]) {
        let (start, mut open) = (self.at, Vec::new());
        let mut before = '(';
        while let Some(c) = self.peek() {
            match c {
                '/' if self.rest().starts_with("//") || self.rest().starts_with("/*") => {
                    self.blank();
                    continue;
                }
                '/' if !is_word(before) && !matches!(before, ')' | ']') && self.regex().is_some() => {
                    before = ')';
                    continue;
                }
                '"' | '\'' | '`' => {
                    self.quoted();
                    before = ')';
                    continue;
                }
                c if open.is_empty() && ends.contains(&c) => return,
                '(' | '[' | '{' => open.push(c),
                ')' | ']' | '}' if open.pop().is_none() => return,
                '\n' if open.is_empty() && self.begins_statement() => return,
                _ => {}
            }
            before = if c.is_whitespace() { before } else { c };
            self.bump();
        }
        if !open.is_empty() {
            self.end(start, "a bracket without its end");
        }
    }

    fn begins_statement(&self) -> bool {
        let rest = self.rest().get(1..).unwrap_or_default().trim_start_matches([' ', '\t']);
        let word = &rest[..rest.find(|c| !is_word(c)).unwrap_or(rest.len())];
        matches!(word, "const" | "let" | "var" | "export" | "module" | "exports" | "import" | "function" | "class")
    }

    /// Passes over a string or a template, whatever stands in it.
    fn quoted(&mut self) {
        let start = self.at;
        let Some(quote) = self.peek() else { return };
        self.bump();
        // How many brackets are open in each value of a template that is open.
        let mut values: Vec<usize> = Vec::new();
        while let Some(c) = self.peek() {
            self.bump();
            match (c, values.last_mut()) {
                ('\\', _) => self.bump(),
                ('{', Some(open)) => *open += 1,
                ('}', Some(0)) => {
                    values.pop();
                }
                ('}', Some(open)) => *open -= 1,
                ('$', None) if quote == '`' && self.eat("{") => values.push(0),
                (c, None) if c == quote => return,
                ('\n', None) if quote != '`' => break,
                _ => {}
            }
        }
        self.end(start, "a string without its end");
    }
}
