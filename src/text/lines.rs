//! Lines, found with the instructions that processors have for it: the standard library looks at each byte.

use bstr::ByteSlice as _;

/// The lines of `text` with their line breaks, as [`str::split_inclusive`] yields them.
pub fn inclusive(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = rest.as_bytes().find_byte(b'\n').map_or(rest.len(), |at| at + 1);
        let (line, after) = rest.split_at(end);
        rest = after;
        Some(line)
    })
}

/// Where the first line of `text` ends, without its line break.
pub fn first_end(text: &str) -> usize {
    text.as_bytes().find_byte(b'\n').unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn lines_are_those_of_the_standard_library(text in "[a新\n]{0,12}") {
            let own: Vec<&str> = super::inclusive(&text).collect();
            prop_assert_eq!(own, text.split_inclusive('\n').collect::<Vec<_>>());
        }
    }
}
