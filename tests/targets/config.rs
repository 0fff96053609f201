//! Git's configuration: a file, and what `git -c` hands on.

use cihook::git::config::parse::{Setting, is_true, parse};
use cihook::git::environment::parameters;

/// The whole input is a file, and once more the value of `GIT_CONFIG_PARAMETERS`.
pub fn target(data: &[u8]) {
    match parse(data) {
        Ok(settings) => settings.iter().for_each(read_as_promised),
        Err(line) => {
            let lines = 1 + data.iter().filter(|&&byte| byte == b'\n').count();
            assert!((1..=lines).contains(&line), "line {line} of {lines} is broken");
        }
    }
    for setting in parameters(&String::from_utf8_lossy(data)) {
        let _ = setting.value.as_deref().is_some_and(is_true);
    }
}

/// A section, a name, and nothing in them that depends on how they were written.
fn read_as_promised(Setting { key, value }: &Setting) {
    let (section, rest) = key.split_once('.').expect("a section");
    let (_, name) = rest.rsplit_once('.').unwrap_or(("", rest));
    for part in [section, name] {
        assert!(!part.contains(|c: char| c.is_ascii_uppercase() || c.is_whitespace()), "{key:?}");
    }
    let _ = value.as_deref().is_some_and(is_true);
}
