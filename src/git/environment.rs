//! The environment that git gives to its hooks, and the one that it listens to.

use super::config::parse::{Setting, is_true};
use std::env;
use std::path::PathBuf;

/// The user's home folder.
pub fn home() -> Option<PathBuf> {
    env::var_os("HOME").or_else(|| env::var_os("USERPROFILE")).filter(|home| !home.is_empty()).map(PathBuf::from)
}

/// Whether a variable is set to something that git takes for "true".
pub fn is_on(name: &str) -> bool {
    env::var(name).is_ok_and(|value| is_true(value.as_bytes()))
}

/// A variable as text, when it is set and not empty.
pub fn text(name: &str) -> Option<String> {
    env::var_os(name).map(|value| value.to_string_lossy().into_owned()).filter(|value| !value.is_empty())
}

/// Settings of the command line: `GIT_CONFIG_COUNT` (git(1)), then `git -c`, which git hands on in
/// `GIT_CONFIG_PARAMETERS`.
pub fn config_settings() -> Vec<Setting> {
    let count = text("GIT_CONFIG_COUNT").and_then(|count| count.parse::<usize>().ok()).unwrap_or(0);
    let counted = (0..count.min(10_000)).filter_map(|index| {
        let key = text(&format!("GIT_CONFIG_KEY_{index}"))?;
        let value = env::var_os(format!("GIT_CONFIG_VALUE_{index}"))?;
        Some(Setting { key: canonical(&key), value: Some(value.to_string_lossy().into_owned().into_bytes()) })
    });
    counted.chain(parameters(&text("GIT_CONFIG_PARAMETERS").unwrap_or_default())).collect()
}

/// `'key=value' 'key'='value'`, quoted as a shell would (git's config.c, `git_config_from_parameters`).
pub fn parameters(text: &str) -> Vec<Setting> {
    let mut settings = Vec::new();
    let mut rest = text.trim_start();
    while let Some((word, after)) = quoted(rest) {
        let (key, value, after) = match after.strip_prefix('=') {
            Some(after) => match quoted(after) {
                Some((value, after)) => (word, Some(value), after),
                None => (word, None, after),
            },
            None => match word.split_once('=') {
                Some((key, value)) => (key.to_owned(), Some(value.to_owned()), after),
                None => (word, None, after),
            },
        };
        settings.push(Setting { key: canonical(&key), value: value.map(String::into_bytes) });
        rest = after.trim_start();
    }
    settings
}

/// A word in single quotes, in which `'\''` and `'\!'` stand for a quote and an exclamation mark, and what follows it.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut rest = text.strip_prefix('\'')?;
    let mut word = String::new();
    loop {
        let (part, after) = rest.split_once('\'')?;
        word.push_str(part);
        let escaped = after.strip_prefix('\\').and_then(|after| {
            let mark = after.chars().next().filter(|c| matches!(c, '\'' | '!'))?;
            Some((mark, after[1..].strip_prefix('\'')?))
        });
        match escaped {
            Some((mark, after)) => {
                word.push(mark);
                rest = after;
            }
            None => return Some((word, after)),
        }
    }
}

/// Section and name in lower case; a subsection as it is.
fn canonical(key: &str) -> String {
    match (key.find('.'), key.rfind('.')) {
        (Some(first), Some(last)) if first < last => {
            format!("{}{}{}", key[..first].to_lowercase(), &key[first..last], key[last..].to_lowercase())
        }
        _ => key.to_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_of_old_and_new_git_are_read() {
        let found: Vec<(String, Option<String>)> = parameters(r"'core.commentChar=;' 'a.B c.D'='it'\''s' 'x.y'")
            .into_iter()
            .map(|setting| (setting.key, setting.value.map(|value| String::from_utf8_lossy(&value).into_owned())))
            .collect();
        let pair = |key: &str, value: Option<&str>| (key.to_owned(), value.map(str::to_owned));
        assert_eq!(found, [pair("core.commentchar", Some(";")), pair("a.B c.d", Some("it's")), pair("x.y", None)]);
    }

    #[test]
    fn broken_parameters_end_the_list() {
        assert_eq!(parameters("'a.b=c").len(), 0);
        assert_eq!(parameters("a.b=c").len(), 0);
    }
}
