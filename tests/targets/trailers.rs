//! Trailers.

use super::promises::{is_within, names_a_part};
use cihook::message::trailers::Trailers;

/// The whole input is a message. What was found is found again where nothing else stands around it.
pub fn target(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let found = Trailers::parse(&text);
    names_a_part(found.block, &text);
    let mut alone = "title\n\n".to_owned();
    for trailer in &found.list {
        is_within(trailer.span, found.block, &text);
        assert!(!trailer.key.is_empty() && !trailer.key.contains(':'), "{trailer:?}");
        assert!(found.with_key(&trailer.key.to_uppercase()).any(|other| other == trailer));
        alone.push_str(&format!("{}: {}\n", trailer.key, trailer.value));
    }
    let pairs = |trailers: &Trailers<'_>| -> Vec<(String, String)> {
        trailers.list.iter().map(|trailer| (trailer.key.to_owned(), trailer.value.to_string())).collect()
    };
    assert_eq!(pairs(&Trailers::parse(&alone)), pairs(&found));
}
