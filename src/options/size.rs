//! Sizes in bytes.

use super::setting::wrong_kind;
use super::tree::{Data, Node};
use super::{Mistake, Setting, quoted};
use crate::words::Words;
use serde_json::{Value, json};
use std::fmt;

/// A number of bytes, written as `2000000`, `"2MB"` (millions) or `"5MiB"` (powers of 1024).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Size(pub u64);

const UNITS: [(&str, u64); 9] = [
    ("kib", 1 << 10),
    ("mib", 1 << 20),
    ("gib", 1 << 30),
    ("tib", 1 << 40),
    ("kb", 1_000),
    ("mb", 1_000_000),
    ("gb", 1_000_000_000),
    ("tb", 1_000_000_000_000),
    ("b", 1),
];

const EXACT: [(&str, u64); 6] =
    [("GiB", 1 << 30), ("GB", 1_000_000_000), ("MiB", 1 << 20), ("MB", 1_000_000), ("KiB", 1 << 10), ("kB", 1_000)];

impl Size {
    /// Reads `2000000`, `5MB`, `5 MiB`, `1.5MB`; `None` for everything else, also for what does not fit 64 bits.
    pub fn parse(text: &str) -> Option<Self> {
        let lower = text.trim().to_ascii_lowercase();
        let (number, unit) = UNITS
            .iter()
            .find_map(|&(name, unit)| lower.strip_suffix(name).map(|number| (number.trim_end(), unit)))
            .unwrap_or((&lower, 1));
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let is_number = |digits: &str| digits.bytes().all(|digit| digit.is_ascii_digit());
        if whole.is_empty() || !is_number(whole) || !is_number(fraction) || fraction.len() > 3 {
            return None;
        }
        if number.ends_with('.') || (unit == 1 && !fraction.is_empty()) {
            return None;
        }
        let thousandths = format!("{fraction:0<3}").parse::<u64>().ok()?;
        let whole = whole.parse::<u64>().ok()?.checked_mul(unit)?;
        whole.checked_add(u64::try_from(u128::from(thousandths) * u128::from(unit) / 1000).ok()?).map(Self)
    }

    /// In the largest unit that fits.
    fn exact(self) -> Option<(u64, &'static str)> {
        let Self(bytes) = self;
        let fits = |(_, unit): &&(&str, u64)| bytes >= *unit && bytes.is_multiple_of(*unit);
        EXACT.iter().find(fits).map(|(name, unit)| (bytes / unit, *name))
    }
}

impl fmt::Display for Size {
    /// As people write it: exact where a unit fits and leaves a number that is easy to read, else with one decimal in
    /// decimal units.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(bytes) = *self;
        if let Some((number, name)) = self.exact().filter(|(number, _)| *number < 1_000) {
            return write!(f, "{number} {name}");
        }
        let (name, unit) = match bytes {
            0..1_000 => return write!(f, "{bytes} B"),
            1_000..1_000_000 => ("kB", 1_000),
            1_000_000..1_000_000_000 => ("MB", 1_000_000),
            _ => ("GB", 1_000_000_000),
        };
        let tenths = u128::from(bytes) * 10 / unit;
        write!(f, "{}.{} {name}", tenths / 10, tenths % 10)
    }
}

const KIND: Words = Words::new("a size as 2000000, \"2MB\" or \"5MiB\"", "大小，如 2000000、\"2MB\" 或 \"5MiB\"");

impl Setting for Size {
    fn read(node: &Node, mistakes: &mut Vec<Mistake>) -> Option<Self> {
        let size = match &node.data {
            Data::Integer(number) => u64::try_from(*number).ok().map(Self),
            Data::Text(text) => Self::parse(text),
            _ => None,
        };
        if size.is_none() {
            mistakes.push(wrong_kind(KIND.say(), node));
        }
        size
    }

    fn schema() -> Value {
        json!({ "anyOf": [
            { "type": "integer", "minimum": 0 },
            { "type": "string", "pattern": "^\\s*[0-9]+(\\.[0-9]{1,3})?\\s*([kKmMgGtT][iI]?)?[bB]?\\s*$" },
        ] })
    }

    fn toml(&self) -> String {
        match self.exact() {
            Some((number, name)) => quoted(&format!("{number}{name}")),
            None => self.0.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_with_their_units() {
        let cases =
            [("2000000", 2_000_000), ("2MB", 2_000_000), ("5 MiB", 5 << 20), ("1.5kb", 1_500), ("10b", 10), ("0", 0)];
        for (text, bytes) in cases {
            assert_eq!(Size::parse(text), Some(Size(bytes)), "{text}");
        }
        for text in ["", "5M", "MB", "-1", "1e6", "1.5", "1.MB", "five", "99999999999TB", "1.2345MB"] {
            assert_eq!(Size::parse(text), None, "{text}");
        }
    }

    #[test]
    fn sizes_are_shown_exactly_where_a_unit_fits() {
        assert_eq!(Size(2_000_000).to_string(), "2 MB");
        assert_eq!(Size(10 << 20).to_string(), "10 MiB");
        assert_eq!(Size(2_345_678).to_string(), "2.3 MB");
        assert_eq!(Size(999).to_string(), "999 B");
        assert_eq!(Size(11_400_000).to_string(), "11.4 MB");
        assert_eq!(Size(1_536 << 10).to_string(), "1.5 MB");
    }

    #[test]
    fn a_policy_is_written_to_the_byte() {
        for bytes in [0, 1, 999, 2_000_000, 11_400_000, 2_345_678, 1_536 << 10, u64::MAX] {
            let text = Size(bytes).toml();
            assert_eq!(Size::parse(text.trim_matches('"')), Some(Size(bytes)), "{text}");
        }
    }
}
