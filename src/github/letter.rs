//! The comment itself: its text, and how it is known again. Pure.

use super::encode;

/// What our comment begins with. Anybody can write this: a comment is ours only where the account is ours as well.
pub const MARKER: &str = "<!-- cihook:report -->";

/// A comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Its text.
    pub text: String,
    /// Whether there is nothing to open a comment for.
    pub is_clean: bool,
}

impl Letter {
    /// What it begins with.
    pub fn marker(&self) -> &str {
        self.text.lines().next().unwrap_or_default()
    }

    /// The same, as the comment of this key: workflows with other keys leave it alone.
    pub fn keyed(self, key: Option<&str>) -> Self {
        let Some(key) = key.filter(|key| !key.is_empty()) else { return self };
        // Two hyphens would end the comment of HTML.
        let key: String = encode::segment(key).replace('-', "%2D").chars().take(KEY_MOST).collect();
        let rest = self.text.strip_prefix(MARKER).unwrap_or(&self.text);
        Self { text: format!("<!-- cihook:report {key} -->{rest}"), ..self }
    }
}

/// So many characters of a key are written, percent-encoded.
const KEY_MOST: usize = 300;
