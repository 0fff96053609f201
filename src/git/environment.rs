//! The environment that git gives to its hooks, and the one that it listens to.

use super::config::parse::{Setting, is_true};
use bstr::{ByteSlice as _, ByteVec as _};
use std::env;
use std::path::PathBuf;

/// The user's home folder.
pub fn home() -> Option<PathBuf> {
    env::var_os("HOME").or_else(|| env::var_os("USERPROFILE")).filter(|home| !home.is_empty()).map(PathBuf::from)
}

/// The folder where the user stands, without links.
pub fn folder() -> Option<PathBuf> {
    env::current_dir().and_then(std::fs::canonicalize).ok()
}

/// The path of this program by which it was called: package managers put each version into a folder of its own and keep a
/// link to it (Homebrew, Nix, mise), which is still right after an upgrade. Where the system does not tell where the program
/// is, as without `/proc`, the path by which it was called is all that is known.
///
/// # Errors
/// Where neither is known.
pub fn program() -> std::io::Result<PathBuf> {
    let mut called = called_by()?.into_iter();
    match env::current_exe().and_then(|own| Ok((std::fs::canonicalize(&own)?, own))) {
        Ok((real, own)) => {
            let is_own = |path: &PathBuf| std::fs::canonicalize(path).is_ok_and(|path| path == real);
            Ok(called.find(is_own).unwrap_or(own))
        }
        Err(unknown) => called.find(|path| super::file::is_executable(path)).ok_or(unknown),
    }
}

/// The paths that the name by which this program was called can be for.
fn called_by() -> std::io::Result<Vec<PathBuf>> {
    let called = env::args_os().next().map(PathBuf::from).unwrap_or_default();
    Ok(match called.components().count() {
        0 => Vec::new(),
        1 if called.is_relative() => {
            let folders = env::var_os("PATH").unwrap_or_default();
            let folders = env::split_paths(&folders).filter(|folder| folder.is_absolute());
            folders.map(|folder| folder.join(&called)).collect()
        }
        _ => vec![std::path::absolute(&called)?],
    })
}

/// Whether a program of this name can be started by its name alone.
pub fn is_on_path(name: &str) -> bool {
    let name = format!("{name}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&env::var_os("PATH").unwrap_or_default())
        .any(|folder| super::file::is_executable(&folder.join(&name)))
}

/// Whether a program reads what we say, or nobody does: coding assistants and CI set these.
pub fn is_for_a_program() -> bool {
    let is_told = |name: &std::ffi::OsString| {
        let name = name.to_string_lossy();
        ["CLAUDECODE", "AI_AGENT", "CI"].contains(&&*name)
            || ["CODEX_", "CURSOR_"].iter().any(|of| name.starts_with(of))
    };
    env::vars_os().any(|(name, value)| is_told(&name) && !value.is_empty() && value != "false" && value != "0")
}

/// Whether a variable is set to something that git takes for "true".
pub fn is_on(name: &str) -> bool {
    env::var(name).is_ok_and(|value| is_true(value.as_bytes()))
}

/// A variable as text, when it is set and not empty.
pub fn text(name: &str) -> Option<String> {
    env::var_os(name).map(|value| value.to_string_lossy().into_owned()).filter(|value| !value.is_empty())
}

/// A variable as a path, when it is set and not empty: git hands folders as bytes, whatever their names are.
pub fn path(name: &str) -> Option<PathBuf> {
    env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// The bytes of a variable, when it is set and not empty.
pub fn bytes(name: &str) -> Option<Vec<u8>> {
    env::var_os(name).filter(|value| !value.is_empty()).map(|value| Vec::from_os_string(value).unwrap_or_default())
}

/// The path that bytes of git's name.
pub fn path_of(bytes: &[u8]) -> PathBuf {
    bytes.to_vec().into_path_buf_lossy()
}

/// The paths that a variable of git's names. One that holds the separator itself is quoted as in C (git's
/// tmp-objdir.c, `env_append`).
pub fn paths(name: &str) -> Vec<PathBuf> {
    let told = env::var_os(name).unwrap_or_default();
    split(told.as_encoded_bytes()).into_iter().map(|path| path.into_path_buf_lossy()).collect()
}

fn split(told: &[u8]) -> Vec<Vec<u8>> {
    const SEPARATOR: u8 = if cfg!(windows) { b';' } else { b':' };
    let mut paths = Vec::new();
    let mut rest = told;
    while !rest.is_empty() {
        let (path, after) = match rest.strip_prefix(b"\"").and_then(unquoted) {
            Some((path, after)) => (path, after),
            None => {
                let end = rest.iter().position(|&byte| byte == SEPARATOR).unwrap_or(rest.len());
                (rest[..end].to_vec(), &rest[end..])
            }
        };
        paths.push(path);
        rest = after.strip_prefix(&[SEPARATOR]).unwrap_or_default();
    }
    paths.retain(|path| !path.is_empty());
    paths
}

/// What stands before the closing quote, and what follows it (git's quote.c, `unquote_c_style`).
fn unquoted(text: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let mut path = Vec::new();
    let mut rest = text;
    loop {
        let (&byte, after) = rest.split_first()?;
        rest = after;
        match byte {
            b'"' => return Some((path, rest)),
            b'\\' => {
                let digits = rest.get(..3).and_then(|digits| u8::from_str_radix(digits.to_str().ok()?, 8).ok());
                let escape = ESCAPES.iter().find(|(name, _)| rest.first() == Some(name));
                let (meant, length) = digits.map(|byte| (byte, 3)).or(escape.map(|(_, byte)| (*byte, 1)))?;
                path.push(meant);
                rest = &rest[length..];
            }
            byte => path.push(byte),
        }
    }
}

const ESCAPES: [(u8, u8); 9] = [
    (b'a', 7),
    (b'b', 8),
    (b'f', 12),
    (b'n', b'\n'),
    (b'r', b'\r'),
    (b't', b'\t'),
    (b'v', 11),
    (b'"', b'"'),
    (b'\\', b'\\'),
];

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
    fn paths_are_quoted_where_they_hold_the_separator() {
        // Windows parts paths by a semicolon (git's compat/mingw.h, `PATH_SEP`).
        let parted = |told: &str| split(told.replace(':', if cfg!(windows) { ";" } else { ":" }).as_bytes());
        let quoted = if cfg!(windows) { "/c;d ü\"" } else { "/c:d ü\"" };
        assert_eq!(parted(r#"/a b:"/c:d \303\274\"":rel"#), [b"/a b", quoted.as_bytes(), b"rel"]);
        assert_eq!(parted(""), Vec::<Vec<u8>>::new());
        assert_eq!(parted("\"open:x"), [&b"\"open"[..], b"x"]);
    }

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
