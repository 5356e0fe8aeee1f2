//! A calendar day as people in Taiwan write it: by Gregorian or by 民國 years.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::text::typed_plainly;
use crate::time::TaipeiDay;

/// 民國 1 年 is 1912.
pub(crate) const YEARS_BEFORE_THE_REPUBLIC: i16 = 1911;

/// Why a text is no day.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum WrittenDayProblem {
    #[error("there is no date")]
    Missing,
    #[error("this is not written as a date")]
    Format,
    #[error("the calendar has no such day")]
    Impossible,
}

/// Reads `1985/3/9`, `1985-03-09`, `1985.3.9`, `1985年3月9日`, `19850309`, and the same by 民國 years: `74/3/9`,
/// `民國74年3月9日`, `0740309`, `740309`. Without 西元 or 民國 before it a year of four digits is Gregorian and a
/// shorter one 民國.
pub fn day(text: &str) -> Result<TaipeiDay, WrittenDayProblem> {
    date(text).map(TaipeiDay::from)
}

pub(crate) fn date(text: &str) -> Result<Date, WrittenDayProblem> {
    let text = typed_plainly(text);
    if text.is_empty() {
        return Err(WrittenDayProblem::Missing);
    }
    Written::read(&text).ok_or(WrittenDayProblem::Format)?.date()
}

/// How a year is counted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Era {
    Gregorian,
    Republic,
}

/// A date as it is written, whether or not there is such a day.
struct Written {
    era: Era,
    year: i16,
    month: i8,
    day: i8,
}

impl Written {
    fn read(text: &str) -> Option<Self> {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let (named, text) = era_before(&text);
        let [year, month, day] =
            if text.bytes().all(|b| b.is_ascii_digit()) { packed(text)? } else { parted(text)? };
        let era = if year.len() == 4 { Era::Gregorian } else { Era::Republic };
        // 民國1985年 and 西元85年 are a slip of which nobody knows what it means.
        if named.is_some_and(|named| named != era) {
            return None;
        }
        Some(Self { era, year: number(year, 4)?, month: number(month, 2)?, day: number(day, 2)? })
    }

    /// Neither calendar has a year 0.
    fn date(self) -> Result<Date, WrittenDayProblem> {
        let year = match self.era {
            _ if self.year == 0 => return Err(WrittenDayProblem::Impossible),
            Era::Gregorian => self.year,
            Era::Republic => self.year + YEARS_BEFORE_THE_REPUBLIC,
        };
        Date::new(year, self.month, self.day).map_err(|_| WrittenDayProblem::Impossible)
    }
}

fn era_before(text: &str) -> (Option<Era>, &str) {
    for (name, era) in [
        ("中華民國", Era::Republic),
        ("民國", Era::Republic),
        ("西元", Era::Gregorian),
        ("公元", Era::Gregorian),
    ] {
        if let Some(rest) = text.strip_prefix(name) {
            return (Some(era), rest.trim_start());
        }
    }
    (None, text)
}

/// Eight digits are a Gregorian date; seven and six are one by 民國 years.
fn packed(digits: &str) -> Option<[&str; 3]> {
    if !(6..=8).contains(&digits.len()) {
        return None;
    }
    let (year, rest) = digits.split_at(digits.len() - 4);
    let (month, day) = rest.split_at(2);
    Some([year, month, day])
}

/// Year, month and day between the marks that people set.
fn parted(text: &str) -> Option<[&str; 3]> {
    let marks = [
        ["/", "/", ""],
        ["-", "-", ""],
        [".", ".", ""],
        ["年", "月", "日"],
        ["年", "月", ""],
        [" ", " ", ""],
    ];
    marks.into_iter().find_map(|[after_year, after_month, after_day]| {
        let (year, rest) = text.split_once(after_year)?;
        let (month, rest) = rest.split_once(after_month)?;
        let day = rest.strip_suffix(after_day)?;
        Some([year.trim(), month.trim(), day.trim()])
    })
}

/// One to `longest` digits; `+7` is no number here.
fn number<T: std::str::FromStr>(text: &str, longest: usize) -> Option<T> {
    let plain = text.len() <= longest && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| plain)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_day_is_read_by_both_ways_of_counting_years() {
        let expected = day("2026/11/26");
        for text in ["2026-11-26", "115/11/26", "民國115年11月26日", "1151126", "２０２６．１１．２６"]
        {
            assert_eq!(day(text), expected, "{text}");
        }
        assert_eq!(expected.map(|day| day.to_string()).as_deref(), Ok("2026/11/26"));
    }

    #[test]
    fn what_is_no_day_says_why() {
        assert_eq!(day(" \u{3000}"), Err(WrittenDayProblem::Missing));
        assert_eq!(day("11/26"), Err(WrittenDayProblem::Format));
        assert_eq!(day("2026/2/30"), Err(WrittenDayProblem::Impossible));
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back(number in -25_000_i64..60_000) {
            let shown = TaipeiDay::from_number(number);
            prop_assert_eq!(day(&shown.to_string()), Ok(shown));
        }
    }
}
