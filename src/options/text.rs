//! Settings that are texts of a certain form.

use super::setting::{text_of, wrong_kind};
use super::tree::{Data, Node};
use super::{Mistake, Setting, quoted};
use crate::message::issue::Form;
use crate::text::glob::{Dialect, Glob, GlobFault};
use crate::words::Words;
use serde_json::{Value, json};
use std::fmt;

/// A glob for paths, branches, tags and scopes.
#[derive(Clone, Debug)]
pub struct PathGlob(pub Glob);

/// A glob for texts such as headers.
#[derive(Clone, Debug)]
pub struct TextGlob(pub Glob);

/// A glob for names and e-mail addresses.
#[derive(Clone, Debug)]
pub struct IdentityGlob(pub Glob);

impl PathGlob {
    /// Whether any of `globs` matches the whole of `text`.
    pub fn any(globs: &[Self], text: &str) -> bool {
        globs.iter().any(|Self(glob)| glob.matches(text))
    }
}

impl TextGlob {
    /// Whether any of `globs` matches the whole of `text`.
    pub fn any(globs: &[Self], text: &str) -> bool {
        globs.iter().any(|Self(glob)| glob.matches(text))
    }
}

impl IdentityGlob {
    /// Whether any of `globs` matches the whole name or the whole address.
    pub fn any(globs: &[Self], name: &str, email: &str) -> bool {
        globs.iter().any(|Self(glob)| glob.matches(name) || glob.matches(email))
    }
}

const GLOB: Words = Words::new("a glob", "通配符（glob）");
const EMPTY_GLOB: Words = Words::new("an empty glob matches nothing", "空的通配符匹配不到任何内容");
const BRACES: Words = Words::new("the braces of the glob `{0}` do not match", "通配符 `{0}` 的花括号不配对");
const LARGE_GLOB: Words = Words::new("this glob is too long", "该通配符过长");

fn read_glob(node: &Node, dialect: Dialect, mistakes: &mut Vec<Mistake>) -> Option<Glob> {
    let source = text_of(node, &GLOB, mistakes)?;
    match Glob::new(source, dialect) {
        Ok(glob) => Some(glob),
        Err(fault) => {
            let message = match fault {
                GlobFault::Empty => EMPTY_GLOB.say(),
                GlobFault::Braces => BRACES.with([source.into()]),
                GlobFault::TooLarge => LARGE_GLOB.say(),
            };
            mistakes.push(Mistake::at(node.place, message));
            None
        }
    }
}

impl Setting for PathGlob {
    fn read(node: &Node, mistakes: &mut Vec<Mistake>) -> Option<Self> {
        read_glob(node, Dialect::Path, mistakes).map(Self)
    }

    fn schema() -> Value {
        json!({ "type": "string", "minLength": 1 })
    }

    fn toml(&self) -> String {
        quoted(self.0.as_str())
    }
}

impl Setting for TextGlob {
    fn read(node: &Node, mistakes: &mut Vec<Mistake>) -> Option<Self> {
        read_glob(node, Dialect::Text, mistakes).map(Self)
    }

    fn schema() -> Value {
        json!({ "type": "string", "minLength": 1 })
    }

    fn toml(&self) -> String {
        quoted(self.0.as_str())
    }
}

impl Setting for IdentityGlob {
    fn read(node: &Node, mistakes: &mut Vec<Mistake>) -> Option<Self> {
        read_glob(node, Dialect::Identity, mistakes).map(Self)
    }

    fn schema() -> Value {
        json!({ "type": "string", "minLength": 1 })
    }

    fn toml(&self) -> String {
        quoted(self.0.as_str())
    }
}

const FORM: Words = Words::new("the prefix of an issue number", "issue 编号之前的文字");
const ODD_FORM: Words = Words::new(
    "`{0}` cannot be an issue prefix: no spaces, brackets or commas, and no digit at its end",
    "`{0}` 不能放在 issue 编号之前：不能含空格、括号、逗号，也不能以数字结尾",
);

impl Setting for Form {
    fn read(node: &Node, mistakes: &mut Vec<Mistake>) -> Option<Self> {
        let text = text_of(node, &FORM, mistakes)?;
        let form = Self::new(text);
        if form.is_none() {
            mistakes.push(Mistake::at(node.place, ODD_FORM.with([text.into()])));
        }
        form
    }

    fn schema() -> Value {
        json!({ "type": "string", "pattern": "^[^\\s()\\[\\],]*[^\\s()\\[\\],0-9]$" })
    }

    fn toml(&self) -> String {
        quoted(self.as_str())
    }
}

/// A day of the Gregorian calendar, `2027-06-30`; days compare in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    year: u16,
    month: u8,
    day: u8,
}

impl Day {
    /// Reads `2027-06-30`; `None` for every other form, and for days that no calendar has.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let mut number = |digits: usize| {
            parts.next().filter(|part| part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()))?.parse().ok()
        };
        let (year, month, day): (u16, u16, u16) = (number(4)?, number(2)?, number(2)?);
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let length = match month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        let is_day = parts.next().is_none() && (1..=length).contains(&day);
        is_day.then_some(Self { year, month: month as u8, day: day as u8 })
    }

    /// Its year, and its month from 1.
    pub const fn year_and_month(self) -> (u16, u8) {
        (self.year, self.month)
    }

    /// The day on which `seconds` since 1970-01-01T00:00:00Z fall, in UTC.
    pub fn of_unix_time(seconds: u64) -> Self {
        // Days since 0000-03-01, in eras of 400 years: the usual arithmetic of the proleptic Gregorian calendar.
        let days = seconds / 86_400 + 719_468;
        let (era, of_era) = (days / 146_097, days % 146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * of_year + 2) / 153;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        let day = of_year - (153 * shifted + 2) / 5 + 1;
        let year = era * 400 + year_of_era + u64::from(month <= 2);
        Self { year: year.min(9999) as u16, month: month as u8, day: day as u8 }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

const DAY: Words = Words::new("a day as 2027-06-30", "日期，如 2027-06-30");

impl Setting for Day {
    fn read(node: &Node, mistakes: &mut Vec<Mistake>) -> Option<Self> {
        let day = match &node.data {
            Data::Date(text) | Data::Text(text) => Self::parse(text),
            _ => None,
        };
        if day.is_none() {
            mistakes.push(wrong_kind(DAY.say(), node));
        }
        day
    }

    fn schema() -> Value {
        json!({ "type": "string", "format": "date" })
    }

    fn toml(&self) -> String {
        self.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_and_compared() {
        assert!(Day::parse("2027-06-30") < Day::parse("2027-07-01"));
        assert!(Day::parse("2028-02-29").is_some());
        for text in ["2027-02-29", "2027-13-01", "27-01-01", "2027-1-1", "2027-01-01T00:00:00", "+027-01-01", ""] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }

    #[test]
    fn unix_times_fall_on_their_days() {
        for (seconds, day) in [(0, "1970-01-01"), (951_782_400, "2000-02-29"), (1_795_132_800, "2026-11-20")] {
            assert_eq!(Day::of_unix_time(seconds).to_string(), day);
        }
    }
}
