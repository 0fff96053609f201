//! Lines. They are found word by word: the standard library's way to find a character is slower on short lines, and
//! the vector instructions of the processor would have to be asked for first, which on a virtual machine takes longer
//! than to judge a message.

use memchr::arch::all::memchr::One;

/// The lines of `text` with their line breaks, as [`str::split_inclusive`] yields them.
pub fn inclusive(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = One::new(b'\n').find(rest.as_bytes()).map_or(rest.len(), |at| at + 1);
        let (line, after) = rest.split_at(end);
        rest = after;
        Some(line)
    })
}

/// Where the first line of `text` ends, without its line break.
pub fn first_end(text: &str) -> usize {
    One::new(b'\n').find(text.as_bytes()).unwrap_or(text.len())
}

/// Where the last line of `text` starts.
pub fn last_start(text: &[u8]) -> usize {
    One::new(b'\n').rfind(text).map_or(0, |at| at + 1)
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
