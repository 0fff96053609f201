//! A month of the calendar.

use crate::options::Day;
use std::fmt;

/// A month, as `2026-03`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    year: u16,
    month: u8,
}

impl Month {
    /// The month in which `seconds` since 1970 fall where the clock is `east` minutes before UTC, as git shows dates.
    pub fn of(seconds: i64, east: i64) -> Self {
        let local = seconds.saturating_add(east.saturating_mul(60)).max(0);
        let (year, month) = Day::of_unix_time(local.unsigned_abs()).year_and_month();
        Self { year, month }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_authors_own_clock_says_which_month_it_is() {
        let end_of_march = 1_774_998_000; // 2026-03-31T23:00:00Z
        assert_eq!(Month::of(end_of_march, 0).to_string(), "2026-03");
        assert_eq!(Month::of(end_of_march, 120).to_string(), "2026-04");
        assert_eq!(Month::of(end_of_march, -480).to_string(), "2026-03");
        assert_eq!(Month::of(-5, 0).to_string(), "1970-01");
        assert_eq!(Month::of(i64::MAX, i64::MAX).to_string().len(), 7);
    }
}
