//! A birthday (part 六(一) step 3: 生日), as people in Taiwan write it: by Gregorian or by 民國 years.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::time::TaipeiDay;
use crate::written_day::{self, WrittenDayProblem, YEARS_BEFORE_THE_REPUBLIC};

/// Nobody has grown older; what lies further back is a slip.
const YEARS_OF_THE_OLDEST: i16 = 130;

/// Why a text is no birthday.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum BirthDateProblem {
    #[error("there is no date")]
    Missing,
    #[error("this is not written as a date")]
    Format,
    #[error("the calendar has no such day")]
    Impossible,
    #[error("the day has not passed yet")]
    Future,
    #[error("the day is more than {YEARS_OF_THE_OLDEST} years ago")]
    TooLongAgo,
}

impl From<WrittenDayProblem> for BirthDateProblem {
    fn from(problem: WrittenDayProblem) -> Self {
        match problem {
            WrittenDayProblem::Missing => Self::Missing,
            WrittenDayProblem::Format => Self::Format,
            WrittenDayProblem::Impossible => Self::Impossible,
        }
    }
}

/// The calendar day on which a person was born.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BirthDate(Date);

impl BirthDate {
    /// Reads a day as [`written_day`] does. A birthday lies before `today`.
    pub fn parse(text: &str, today: TaipeiDay) -> Result<Self, BirthDateProblem> {
        let date = written_day::date(text)?;
        let today = Date::constant(1970, 1, 1).saturating_add(today.number().days());
        if date >= today {
            Err(BirthDateProblem::Future)
        } else if date < today.saturating_sub(YEARS_OF_THE_OLDEST.years()) {
            Err(BirthDateProblem::TooLongAgo)
        } else {
            Ok(Self(date))
        }
    }

    /// Reads what [`to_iso`](Self::to_iso) wrote.
    pub fn from_iso(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let [year, month, day] = [(); 3].map(|()| parts.next());
        let date = Date::new(year?.parse().ok()?, month?.parse().ok()?, day?.parse().ok()?).ok()?;
        Some(Self(date)).filter(|date| date.to_iso() == text)
    }

    /// As it is stored: `1985-03-09` (ISO 8601).
    pub fn to_iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }

    /// As people read it: `1985/03/09`.
    pub fn gregorian(self) -> String {
        format!("{:04}/{:02}/{:02}", self.year(), self.month(), self.day())
    }

    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// 民國 74 for 1985; who was born before 1912 has none.
    pub fn roc_year(self) -> Option<i16> {
        Some(self.year() - YEARS_BEFORE_THE_REPUBLIC).filter(|year| *year > 0)
    }

    pub fn month(self) -> i8 {
        self.0.month()
    }

    pub fn day(self) -> i8 {
        self.0.day()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::time::Moment;

    fn today() -> TaipeiDay {
        Moment::parse("2026-11-26T09:00:00+08:00").expect("a time").taipei_day()
    }

    fn iso(text: &str) -> Result<String, BirthDateProblem> {
        BirthDate::parse(text, today()).map(BirthDate::to_iso)
    }

    #[test]
    fn a_day_is_known_however_it_is_written() {
        for text in [
            "1985/3/9",
            "1985/03/09",
            "1985-03-09",
            "1985.3.9",
            "19850309",
            "1985年3月9日",
            "1985年 3月 9日",
            "1985年3月9",
            "1985 3 9",
            " 1985 / 3 / 9 ",
            "西元1985年3月9日",
            "西元 1985/3/9",
            "西元19850309",
            "公元1985.03.09",
            "１９８５／３／９",
            "１９８５年３月９日",
            "1985－03－09",
            "1985–3–9",
            "74/3/9",
            "074/03/09",
            "74-3-9",
            "74.03.09",
            "74年3月9日",
            "民國74年3月9日",
            "民國 74.03.09",
            "民國 74 年 3 月 9 日",
            "中華民國74年3月9日",
            "民國074/03/09",
            "0740309",
            "740309",
            "民國740309",
            "７４０３０９",
            "\u{3000}民國７４年３月９日\u{3000}",
        ] {
            assert_eq!(iso(text).as_deref(), Ok("1985-03-09"), "{text:?}");
        }
    }

    #[test]
    fn nothing_typed_is_missing_and_not_wrong() {
        for text in ["", "  ", "\u{3000}", "\n"] {
            assert_eq!(iso(text), Err(BirthDateProblem::Missing));
        }
    }

    #[test]
    fn what_is_not_written_as_a_date_is_told_apart() {
        for text in [
            "1985",
            "1985/3",
            "3/9/1985",
            "1985/3/9/1",
            "1985/3-9",
            "1985//9",
            "/3/9",
            "85309",
            "198503091",
            "abc",
            "八十四年三月九日",
            "民國",
            "民國1985年3月9日",
            "民國19850309",
            "西元74年3月9日",
            "西元740309",
            "1985/+3/9",
            "-74/3/9",
            "1985/3/9\0",
            "1985/003/09",
            "19850/3/9",
            "民國前5年3月9日",
            "🎂",
        ] {
            assert_eq!(iso(text), Err(BirthDateProblem::Format), "{text:?}");
        }
    }

    #[test]
    fn a_day_that_no_calendar_has_is_impossible() {
        for text in [
            "1985/2/30",
            "1985/2/29",
            "1900/2/29",
            "74/2/30",
            "1985/13/1",
            "1985/0/9",
            "1985/3/0",
            "0/3/9",
            "民國0年3月9日",
            "000/03/09",
            "0000309",
            "000309",
            "0000/3/9",
            "9999/99/99",
            "851332",
        ] {
            assert_eq!(iso(text), Err(BirthDateProblem::Impossible), "{text:?}");
        }
        assert_eq!(iso("2000/2/29").as_deref(), Ok("2000-02-29"));
        assert_eq!(iso("89/2/29").as_deref(), Ok("2000-02-29"));
    }

    #[test]
    fn a_birthday_lies_before_today() {
        assert_eq!(iso("2026/11/25").as_deref(), Ok("2026-11-25"));
        for text in ["2026/11/26", "2026/11/27", "115/11/26", "9999/12/31", "999/12/31"] {
            assert_eq!(iso(text), Err(BirthDateProblem::Future), "{text}");
        }
    }

    #[test]
    fn a_birthday_lies_at_most_a_hundred_and_thirty_years_back() {
        assert_eq!(iso("1896/11/26").as_deref(), Ok("1896-11-26"));
        for text in ["1896/11/25", "0001/1/1", "0074/3/9"] {
            assert_eq!(iso(text), Err(BirthDateProblem::TooLongAgo), "{text}");
        }
    }

    #[test]
    fn the_republic_counts_from_1912() {
        let year = |text| BirthDate::parse(text, today()).expect(text).roc_year();
        assert_eq!(year("1911/12/31"), None);
        assert_eq!(year("1912/1/1"), Some(1));
        assert_eq!(year("1985/3/9"), Some(74));
    }

    #[test]
    fn only_what_was_stored_is_read_back() {
        let stored = BirthDate::from_iso("1985-03-09").expect("stored so");
        assert_eq!((stored.gregorian().as_str(), stored.month(), stored.day()), ("1985/03/09", 3, 9));
        for text in ["", "1985-3-9", "1985/03/09", "1985-02-30", "1985-03-09-", " 1985-03-09", "+985-03-09"] {
            assert_eq!(BirthDate::from_iso(text), None, "{text:?}");
        }
    }

    #[test]
    fn the_ends_of_time_do_not_panic() {
        for number in [i64::MIN, 0, i64::MAX] {
            let _ = BirthDate::parse("1985/3/9", TaipeiDay::from_number(number));
        }
    }

    proptest! {
        /// From 1912-01-01 to the day before today.
        #[test]
        fn every_day_is_read_in_both_spellings(number in -21_184_i64..20_783) {
            let date = Date::constant(1970, 1, 1).saturating_add(number.days());
            let (year, month, day) = (date.year(), date.month(), date.day());
            let roc = year - 1911;
            let expected = Ok(BirthDate(date));
            for text in [
                format!("{year}/{month}/{day}"),
                format!("{year:04}{month:02}{day:02}"),
                format!("{roc}/{month}/{day}"),
                format!("民國{roc}年{month}月{day}日"),
                format!("{roc:03}{month:02}{day:02}"),
            ] {
                prop_assert_eq!(BirthDate::parse(&text, today()), expected, "{}", text);
            }
            let born = BirthDate(date);
            prop_assert_eq!(BirthDate::from_iso(&born.to_iso()), Some(born));
            prop_assert_eq!(BirthDate::parse(&born.gregorian(), today()), Ok(born));
            prop_assert_eq!(born.roc_year(), Some(roc));
        }

        #[test]
        fn any_text_is_judged(text in any::<String>(), close in "(民國|西元)?[0-9０年月日/. -]{0,12}") {
            for text in [&text, &close] {
                if let Ok(born) = BirthDate::parse(text, today()) {
                    prop_assert_eq!(BirthDate::parse(&born.to_iso(), today()), Ok(born));
                }
            }
        }
    }
}
