//! The parts of a message and the message that they make. Pure.

/// What a person answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// The type; empty where the policy has none.
    pub kind: String,
    /// The scope; empty for none.
    pub scope: String,
    /// The description, or the whole first line where the policy has no types.
    pub description: String,
    /// The issues as they are written, such as `#42`; empty for none.
    pub issue: String,
    /// The body; empty for none.
    pub body: String,
    /// What breaks for others; `None` where nothing does.
    pub breaking: Option<String>,
    /// Whether issues are put into brackets at the end of the first line.
    pub issue_ends_header: bool,
}

impl Parts {
    /// The first line.
    pub fn header(&self) -> String {
        let scope = if self.scope.is_empty() { String::new() } else { format!("({})", self.scope) };
        let mark = if self.breaking.is_some() { "!" } else { "" };
        let head = if self.kind.is_empty() { String::new() } else { format!("{}{scope}{mark}: ", self.kind) };
        let issue = match self.issue.is_empty() || !self.issue_ends_header {
            true => String::new(),
            false => format!(" ({})", self.issue),
        };
        format!("{head}{}{issue}", self.description)
    }

    /// The whole message: first line, body, what breaks, and the issue where it does not end the first line.
    pub fn message(&self) -> String {
        let mut message = self.header();
        let breaking = self.breaking.as_deref().filter(|text| !text.is_empty());
        let breaking = breaking.map(|text| format!("BREAKING CHANGE: {text}"));
        let below = !self.issue.is_empty() && !self.issue_ends_header;
        let refs = below.then(|| format!("Refs: {}", self.issue));
        let body = Some(self.body.trim().to_owned()).filter(|body| !body.is_empty());
        for paragraph in [body, breaking, refs].into_iter().flatten() {
            message.push_str("\n\n");
            message.push_str(&paragraph);
        }
        message.push('\n');
        message
    }
}

/// Issues as a person writes them (`42`, `#42`, `1, 2`), as they stand in a message; `form` stands before a bare number.
pub fn issues(written: &str, form: &str) -> String {
    let written = written.trim().trim_start_matches(['(', '（']).trim_end_matches([')', '）']);
    let words = written.split([',', '，', ' ']).map(str::trim).filter(|word| !word.is_empty());
    let plain = |word: &str| match word.bytes().all(|byte| byte.is_ascii_digit()) {
        true => format!("{form}{word}"),
        false => word.to_owned(),
    };
    words.map(plain).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_make_a_message() {
        let parts = Parts {
            kind: "feat".into(),
            scope: "api".into(),
            description: "新增登录".into(),
            issue: "#42".into(),
            issue_ends_header: true,
            ..Parts::default()
        };
        assert_eq!(parts.message(), "feat(api): 新增登录 (#42)\n");
        let whole = Parts {
            body: "Why so.\n\n".into(),
            breaking: Some("the old page is gone".into()),
            issue_ends_header: false,
            ..parts.clone()
        };
        let message = "feat(api)!: 新增登录\n\nWhy so.\n\nBREAKING CHANGE: the old page is gone\n\nRefs: #42\n";
        assert_eq!(whole.message(), message);
        let bare = Parts { kind: String::new(), description: "add it".into(), ..Parts::default() };
        assert_eq!(bare.message(), "add it\n");
    }

    #[test]
    fn issues_are_read_as_people_write_them() {
        for (written, meant) in
            [("42", "#42"), ("#42", "#42"), ("(#1，2)", "#1, #2"), (" a/b#3 7", "a/b#3, #7"), (" ", "")]
        {
            assert_eq!(issues(written, "#"), meant, "{written}");
        }
    }
}
