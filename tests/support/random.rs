//! Chance that repeats itself: the same name and number make the same case on every machine.

#![allow(dead_code, reason = "each test crate uses a part of it")]

/// A generator of numbers (SplitMix64).
pub struct Random(u64);

impl Random {
    /// The generator of one case; `CIHOOK_SEED` makes it another.
    pub fn of(name: &str, case: usize) -> Self {
        let seed = std::env::var("CIHOOK_SEED").unwrap_or_default();
        let bytes = name.bytes().chain(seed.bytes()).chain(case.to_le_bytes());
        Self(bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)))
    }

    /// Any number.
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `limit`, which is not 0.
    pub fn below(&mut self, limit: usize) -> usize {
        (self.number() % limit as u64) as usize
    }

    /// Whether something happens that happens `percent` times in a hundred.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of several.
    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// Up to `most` of `pieces`, one behind the other; a few texts hold one piece very often.
    pub fn soup(&mut self, pieces: &[&[u8]], most: usize) -> Vec<u8> {
        let mut soup = Vec::new();
        for _ in 0..self.below(most + 1) {
            let times = if self.chance(1) { 1 + self.below(3_000) } else { 1 };
            let piece = self.pick(pieces);
            soup.extend(std::iter::repeat_n(piece, times).flatten());
        }
        soup
    }
}
