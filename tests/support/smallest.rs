//! The smallest input that fails: people read no more than that.

/// Takes parts out of `input` as long as `fails` stays true: halves, lines, bytes.
pub fn smallest(input: &[u8], mut fails: impl FnMut(&[u8]) -> bool) -> Vec<u8> {
    const MOST_TRIES: usize = 3_000;
    let mut input = input.to_vec();
    let mut tries = 0;
    let mut length = input.len().div_ceil(2).max(1);
    loop {
        let mut start = 0;
        let before = input.len();
        while start < input.len() && tries < MOST_TRIES {
            let end = (start + length).min(input.len());
            let shorter = [&input[..start], &input[end..]].concat();
            tries += 1;
            if fails(&shorter) {
                input = shorter;
            } else {
                start = end;
            }
        }
        if tries >= MOST_TRIES || (length == 1 && input.len() == before) {
            return input;
        }
        length = length.div_ceil(2).max(1);
    }
}
