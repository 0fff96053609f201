//! How things are written in addresses and answers: percent signs (RFC 3986) and base64 (RFC 4648).

use std::fmt::Write as _;

/// One segment of a path, or a value of a query: nothing of it leads elsewhere.
pub fn segment(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut out, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'~' => out.push(char::from(byte)),
            b'.' if text != "." && text != ".." => out.push('.'),
            // A String takes everything.
            byte => drop(write!(out, "%{byte:02X}")),
        }
        out
    })
}

/// A path of several segments; those that only say "here" are left out.
pub fn path(text: &str) -> String {
    text.split('/').filter(|part| !matches!(*part, "" | ".")).map(segment).collect::<Vec<_>>().join("/")
}

/// The bytes that base64 stands for; line breaks are left out. `None` where it is something else.
pub fn base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0u32, 0u32);
    for digit in text.bytes().filter(|byte| !byte.is_ascii_whitespace()) {
        let value = match digit {
            b'A'..=b'Z' => digit - b'A',
            b'a'..=b'z' => digit - b'a' + 26,
            b'0'..=b'9' => digit - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => continue,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leads_elsewhere() {
        assert_eq!(segment("kind/new feature?"), "kind%2Fnew%20feature%3F");
        assert_eq!(segment(".."), "%2E%2E");
        assert_eq!(path("./a//b"), "a/b");
        assert_eq!(path(".github/标签.toml"), ".github/%E6%A0%87%E7%AD%BE.toml");
    }

    #[test]
    fn base64_is_read() {
        assert_eq!(base64("Y2lo\nb29r\n").as_deref(), Some(b"cihook".as_slice()));
        assert_eq!(base64("YQ==").as_deref(), Some(b"a".as_slice()));
        assert_eq!(base64(""), Some(Vec::new()));
        assert_eq!(base64("no base64!"), None);
    }
}
