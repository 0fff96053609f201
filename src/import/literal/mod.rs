//! JavaScript and TypeScript as far as they are literals. Such a file is code of the repository: it is read, never run.
//! What only running it would tell becomes [`Data::Code`], with its line and text.

mod skip;

use super::node::{Broken, DEPTH_MOST, Data, Lines, NODES_MOST, Node, Pair, TOO_DEEP, TOO_MUCH, place};
use skip::Cursor;
use std::collections::HashMap;

/// Reads what a module exports.
///
/// # Errors
/// Where it exports nothing, ends within a string or a bracket, or is too large.
pub fn read(text: &str) -> Result<Node, Broken> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = Reader {
        cursor: Cursor::new(text),
        lines: Lines::of(text),
        constants: HashMap::new(),
        exported: None,
        named: Vec::new(),
        nodes: 0,
        failure: None,
    };
    reader.module();
    let ended = reader.cursor.broken.map(|(at, why)| (at, why.to_owned()));
    if let Some((at, why)) = reader.failure.or(ended) {
        let (line, column) = place(text, at);
        return Err(Broken { line, column, why });
    }
    match reader.exported {
        Some(node) => Ok(node),
        None if !reader.named.is_empty() => Ok(Node::new(1, Data::Map(reader.named))),
        None => Err(Broken { line: 1, column: 1, why: "it exports nothing that can be read".to_owned() }),
    }
}

struct Reader<'t> {
    cursor: Cursor<'t>,
    lines: Lines,
    constants: HashMap<String, Node>,
    exported: Option<Node>,
    named: Vec<Pair>,
    nodes: usize,
    failure: Option<(usize, String)>,
}

/// What ends an expression.
const ENDS: [char; 5] = [',', ';', ')', ']', '}'];

impl Reader<'_> {
    fn module(&mut self) {
        loop {
            self.cursor.blank();
            if self.cursor.is_at_end() || self.failure.is_some() || self.cursor.broken.is_some() {
                return;
            }
            let before = self.cursor.at;
            self.statement();
            if self.cursor.at == before {
                self.cursor.bump();
            }
        }
    }

    fn statement(&mut self) {
        let start = self.cursor.at;
        match self.cursor.word() {
            "import" => self.cursor.statement(),
            "export" => self.export(),
            "const" | "let" | "var" => {
                self.constant(false);
            }
            "module" if self.cursor.eat(".") && self.cursor.word() == "exports" => self.exports(),
            "exports" => self.exports(),
            "" => {
                self.cursor.at = start;
                self.cursor.statement();
            }
            _ => self.cursor.statement(),
        }
    }

    fn export(&mut self) {
        self.cursor.blank();
        let start = self.cursor.at;
        match self.cursor.word() {
            "default" => {
                let node = self.expression(DEPTH_MOST);
                self.exported = Some(node);
            }
            "const" | "let" | "var" => self.constant(true),
            _ => {
                self.cursor.at = start;
                self.cursor.statement();
            }
        }
    }

    /// What follows `module.exports` or `exports`.
    fn exports(&mut self) {
        let name = if self.cursor.eat(".") { self.cursor.word().to_owned() } else { String::new() };
        let line = self.line();
        if !self.cursor.eat_assignment() {
            return self.cursor.statement();
        }
        let node = self.expression(DEPTH_MOST);
        match name.as_str() {
            "" | "default" => self.exported = Some(node),
            _ => self.named.push(Pair { key: name, line, node }),
        }
    }

    fn constant(&mut self, is_exported: bool) {
        self.cursor.blank();
        let line = self.line();
        let name = self.cursor.word().to_owned();
        if name.is_empty() || !self.cursor.find_assignment() {
            return self.cursor.statement();
        }
        let node = self.expression(DEPTH_MOST);
        if is_exported {
            self.named.push(Pair { key: name.clone(), line, node: node.clone() });
        }
        self.constants.insert(name, node);
    }

    fn line(&self) -> usize {
        self.lines.line(self.cursor.at)
    }

    fn fail(&mut self, why: &str) {
        let at = self.cursor.at;
        self.failure.get_or_insert((at, why.to_owned()));
        self.cursor.at = self.cursor.text.len();
    }

    /// An expression; what is no literal is passed over as a whole.
    fn expression(&mut self, depth: usize) -> Node {
        self.cursor.blank();
        let (start, line) = (self.cursor.at, self.line());
        self.nodes += 1;
        if depth == 0 || self.nodes > NODES_MOST {
            self.fail(if depth == 0 { TOO_DEEP } else { TOO_MUCH });
            return Node::new(line, Data::Null);
        }
        let literal = self.primary(depth - 1).filter(|_| self.trailing(start));
        if let Some(data) = literal {
            return Node::new(line, data);
        }
        self.cursor.at = start;
        self.cursor.over(&ENDS);
        let code = self.cursor.text.get(start..self.cursor.at).unwrap_or_default().trim_end();
        Node::new(line, Data::Code(code.to_owned()))
    }

    /// Passes over `as const`, `as T`, `satisfies T` and `!`; whether the expression ends there.
    fn trailing(&mut self, start: usize) -> bool {
        loop {
            let end = self.cursor.at;
            self.cursor.blank();
            let has_break = self.cursor.text[end..self.cursor.at].contains('\n');
            let at = self.cursor.at;
            match self.cursor.peek() {
                None => return true,
                Some(c) if ENDS.contains(&c) => return true,
                Some('!') if !self.cursor.rest().starts_with("!=") => self.cursor.bump(),
                Some(c) if c.is_alphabetic() || c == '_' || c == '$' => match self.cursor.word() {
                    "as" | "satisfies" => self.cursor.kind(&ENDS),
                    // Without a semicolon the next line begins another statement.
                    _ => {
                        self.cursor.at = at;
                        return has_break && at > start;
                    }
                },
                Some(_) => return false,
            }
        }
    }

    fn primary(&mut self, depth: usize) -> Option<Data> {
        match self.cursor.peek()? {
            '"' | '\'' | '`' => {
                let mut text = self.cursor.string()?;
                self.cursor.blank();
                while self.cursor.eat("+") {
                    self.cursor.blank();
                    text.push_str(&self.cursor.string()?);
                    self.cursor.blank();
                }
                Some(Data::Text(text))
            }
            '/' => self.cursor.regex().map(|(source, flags)| {
                Data::Regex(format!("{}{source}", if flags.contains('i') { "(?i)" } else { "" }))
            }),
            '[' => self.list(depth),
            '{' => self.map(depth),
            '(' => {
                self.cursor.bump();
                let node = self.expression(depth);
                self.cursor.blank();
                (self.cursor.eat(")") && node.code().is_none()).then_some(node.data)
            }
            c if c.is_ascii_digit() || c == '-' || c == '.' => self.cursor.number().map(Data::Number),
            _ => self.named(depth),
        }
    }

    /// A constant, a word of the language, or a call that hands its argument on.
    fn named(&mut self, depth: usize) -> Option<Data> {
        let name = self.cursor.dotted();
        match name {
            "true" => return Some(Data::Flag(true)),
            "false" => return Some(Data::Flag(false)),
            "null" | "undefined" => return Some(Data::Null),
            "Infinity" | "Number.POSITIVE_INFINITY" => return Some(Data::Number(f64::INFINITY)),
            "RuleConfigSeverity.Error" => return Some(Data::Number(2.0)),
            "RuleConfigSeverity.Warning" => return Some(Data::Number(1.0)),
            "RuleConfigSeverity.Disabled" => return Some(Data::Number(0.0)),
            "defineConfig" | "Object.freeze" if self.cursor.eat("(") => {
                let node = self.expression(depth);
                self.cursor.blank();
                self.cursor.eat(",");
                self.cursor.blank();
                return (self.cursor.eat(")") && !matches!(node.data, Data::Code(_))).then_some(node.data);
            }
            _ => {}
        }
        self.constant_of(name, depth)
    }

    /// What a constant, or a part of one, holds.
    fn constant_of(&mut self, name: &str, depth: usize) -> Option<Data> {
        let mut parts = name.split('.');
        let mut node = self.constants.get(parts.next()?)?;
        for part in parts {
            node = node.get(part)?;
        }
        let (size, deep) = extent(node);
        let data = (deep <= depth && self.nodes + size <= NODES_MOST).then(|| node.data.clone());
        self.nodes += size;
        if data.is_none() {
            self.fail(if deep > depth { TOO_DEEP } else { TOO_MUCH });
        }
        data
    }

    fn list(&mut self, depth: usize) -> Option<Data> {
        self.cursor.bump();
        let mut list = Vec::new();
        loop {
            self.cursor.blank();
            if self.cursor.eat("]") {
                return Some(Data::List(list));
            }
            if self.cursor.eat("...") {
                let node = self.expression(depth);
                match node.data {
                    Data::List(items) => list.extend(items),
                    data => list.push(Node::new(node.line, code_of(data))),
                }
            } else if self.cursor.peek() != Some(',') {
                list.push(self.expression(depth));
            }
            self.cursor.blank();
            if !self.cursor.eat(",") && self.cursor.peek() != Some(']') {
                return None;
            }
        }
    }

    fn map(&mut self, depth: usize) -> Option<Data> {
        self.cursor.bump();
        let mut pairs: Vec<Pair> = Vec::new();
        loop {
            self.cursor.blank();
            if self.cursor.eat("}") {
                return Some(Data::Map(pairs));
            }
            let line = self.line();
            if self.cursor.eat("...") {
                let node = self.expression(depth);
                match node.data {
                    Data::Map(spread) => pairs.extend(spread),
                    data => pairs.push(Pair { key: "...".to_owned(), line, node: Node::new(line, code_of(data)) }),
                }
            } else {
                pairs.push(self.property(line, depth)?);
            }
            self.cursor.blank();
            if !self.cursor.eat(",") && self.cursor.peek() != Some('}') {
                return None;
            }
        }
    }

    fn property(&mut self, line: usize, depth: usize) -> Option<Pair> {
        let start = self.cursor.at;
        let key = match self.cursor.peek()? {
            '"' | '\'' => self.cursor.string()?,
            '[' => {
                self.cursor.bump();
                let node = self.expression(depth);
                self.cursor.blank();
                self.cursor.eat("]").then_some(())?;
                node.text()?.to_owned()
            }
            c if c.is_ascii_digit() => self.cursor.number()?.to_string(),
            _ => self.cursor.word().to_owned(),
        };
        self.cursor.blank();
        if self.cursor.eat(":") {
            return Some(Pair { key, line, node: self.expression(depth) });
        }
        if matches!(self.cursor.peek(), Some(',' | '}')) && !key.is_empty() {
            let data = if self.constants.contains_key(&key) {
                self.constant_of(&key, depth)?
            } else {
                Data::Code(key.clone())
            };
            return Some(Pair { key, line, node: Node::new(line, data) });
        }
        // A method, a getter: its name is the last word before the bracket.
        self.cursor.at = start;
        self.cursor.over(&[',', '}']);
        let code = self.cursor.text.get(start..self.cursor.at).unwrap_or_default();
        let name = code.split('(').next().and_then(|head| head.split_whitespace().last()).unwrap_or_default();
        (!name.is_empty()).then(|| Pair {
            key: name.to_owned(),
            line,
            node: Node::new(line, Data::Code(code.trim_end().to_owned())),
        })
    }
}

/// What a spread that is no list or map comes to.
fn code_of(data: Data) -> Data {
    if let Data::Code(code) = data { Data::Code(format!("...{code}")) } else { Data::Code("...".to_owned()) }
}

/// How many values there are in one, and how deep they stand.
fn extent(node: &Node) -> (usize, usize) {
    let inner: Vec<(usize, usize)> = match &node.data {
        Data::List(list) => list.iter().map(extent).collect(),
        Data::Map(pairs) => pairs.iter().map(|pair| extent(&pair.node)).collect(),
        _ => Vec::new(),
    };
    let deep = inner.iter().map(|(_, deep)| *deep).max().unwrap_or(0);
    (1 + inner.iter().map(|(size, _)| *size).sum::<usize>(), 1 + deep)
}
