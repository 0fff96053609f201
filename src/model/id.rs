//! Names of objects.

use smol_str::SmolStr;
use std::fmt;

/// The name of a git object: 20 bytes (SHA-1) or 32 (SHA-256).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ObjectId {
    bytes: [u8; 32],
    length: u8,
}

impl ObjectId {
    /// From raw bytes; `None` unless there are 20 or 32.
    pub fn from_bytes(raw: &[u8]) -> Option<Self> {
        let mut bytes = [0; 32];
        bytes.get_mut(..raw.len())?.copy_from_slice(raw);
        matches!(raw.len(), 20 | 32).then_some(Self { bytes, length: raw.len() as u8 })
    }

    /// From hexadecimal digits; `None` unless there are 40 or 64.
    pub fn from_hex(hex: &[u8]) -> Option<Self> {
        if !matches!(hex.len(), 40 | 64) {
            return None;
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(hex.chunks_exact(2)) {
            *byte = nibble(pair[0])? << 4 | nibble(pair[1])?;
        }
        Some(Self { bytes, length: (hex.len() / 2) as u8 })
    }

    /// The name of no object: what a ref that does not exist yet is for.
    pub const fn nothing() -> Self {
        Self { bytes: [0; 32], length: 20 }
    }

    /// The raw bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.length)]
    }

    /// Whether it is the name of no object, as git writes for refs that are created or deleted.
    pub fn is_zero(&self) -> bool {
        self.as_bytes().iter().all(|&byte| byte == 0)
    }

    /// The first ten digits, as people see it.
    pub fn short(&self) -> SmolStr {
        let hex = self.hex();
        SmolStr::new(std::str::from_utf8(&hex[..10]).unwrap_or_default())
    }

    /// The hexadecimal digits, and zeros behind those of a SHA-1.
    fn hex(&self) -> [u8; 64] {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut hex = [0; 64];
        for (pair, &byte) in hex.chunks_exact_mut(2).zip(self.as_bytes()) {
            pair[0] = DIGITS[usize::from(byte >> 4)];
            pair[1] = DIGITS[usize::from(byte & 15)];
        }
        hex
    }
}

fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

impl Default for ObjectId {
    /// Zeros: the name of no object.
    fn default() -> Self {
        Self { bytes: [0; 32], length: 20 }
    }
}

impl fmt::Display for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hex = self.hex();
        let hex = &hex[..usize::from(self.length) * 2];
        f.write_str(std::str::from_utf8(hex).unwrap_or_default())
    }
}

impl fmt::Debug for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_goes_in_and_out() {
        for hex in ["0123456789abcdef0123456789abcdef01234567", &"af".repeat(32)] {
            assert_eq!(ObjectId::from_hex(hex.as_bytes()).map(|id| id.to_string()).as_deref(), Some(hex));
        }
        assert_eq!(ObjectId::from_hex(b"xyz"), None);
        assert_eq!(ObjectId::from_hex(&[b'g'; 40]), None);
        assert!(ObjectId::from_hex(&[b'0'; 64]).is_some_and(|id| id.is_zero()));
    }
}
