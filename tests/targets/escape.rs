//! Text of strangers, made harmless.

use super::promises::{choice, is_harmless};
use cihook::text::{escape, width};

/// The first byte is a width, the rest a text.
pub fn target(data: &[u8]) {
    let (columns, rest) = choice(data);
    let text = String::from_utf8_lossy(rest);
    let line = escape::line(&text);
    is_harmless(&line);
    assert!(!line.contains('\n'), "{line:?}");
    assert_eq!(escape::line(&line), line, "what is harmless stays as it is");
    let block = escape::block(&text);
    is_harmless(&block.replace('\t', " "));
    assert_eq!(block.lines().count(), text.split('\n').collect::<Vec<_>>().join("\n").lines().count());
    let word = escape::shell_word(&text);
    is_harmless(&word);
    assert!(!word.contains('\n') && !word.is_empty(), "{word:?}");
    let fitted = width::fit(&text, columns.into());
    assert!(width::columns(&fitted) <= usize::from(columns).max(1), "{fitted:?} takes more than {columns} columns");
}
