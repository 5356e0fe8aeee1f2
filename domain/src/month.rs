//! Calendar months in Taipei: reports count by them.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::time::{Moment, TaipeiDay};

/// A month of a year, counted in months since year 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Month(u32);

/// Years that an address may name.
const YEARS: std::ops::RangeInclusive<u32> = 1970..=9998;

impl Month {
    /// The month in which this moment lies in Taipei.
    pub fn of(moment: Moment) -> Self {
        let (year, month) = moment.taipei_day().year_and_month();
        Self(year * 12 + month - 1)
    }

    /// As it stands in an address: `2026-11`; `None` when it is no month.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if year.len() != 4 || month.len() != 2 || !digits(year) || !digits(month) {
            return None;
        }
        let (year, month): (u32, u32) = (year.parse().ok()?, month.parse().ok()?);
        (YEARS.contains(&year) && (1..=12).contains(&month)).then(|| Self(year * 12 + month - 1))
    }

    /// Months since year 0, as the database keeps it.
    pub const fn number(self) -> i64 {
        self.0 as i64
    }

    pub const fn year(self) -> u32 {
        self.0 / 12
    }

    /// 1 to 12.
    pub const fn month(self) -> u32 {
        self.0 % 12 + 1
    }

    #[must_use]
    pub const fn earlier(self, months: u32) -> Self {
        Self(self.0.saturating_sub(months))
    }

    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// The first day of it.
    pub fn begins_on(self) -> TaipeiDay {
        TaipeiDay::first_of(self.year(), self.month())
    }
}

/// As it stands in an address.
impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.month())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_changes_at_midnight_in_taipei() {
        let of = |text| Month::of(Moment::parse(text).expect(text)).to_string();
        assert_eq!(of("2026-11-30T23:59:59+08:00"), "2026-11");
        assert_eq!(of("2026-11-30T16:00:00Z"), "2026-12");
    }

    #[test]
    fn months_go_over_the_end_of_a_year() {
        let month = Month::parse("2026-12").expect("a month");
        assert_eq!(month.next().to_string(), "2027-01");
        assert_eq!(month.earlier(12).to_string(), "2025-12");
        assert_eq!(month.begins_on().to_string(), "2026/12/01");
        assert_eq!(Month::of(month.begins_on().starts_at()), month);
    }

    #[test]
    fn nonsense_is_no_month() {
        for text in
            ["", "2026", "2026-13", "2026-00", "2026-1", "+026-01", "0000-01", "9999-12", "2026-11-01"]
        {
            assert_eq!(Month::parse(text), None, "{text}");
        }
    }
}
