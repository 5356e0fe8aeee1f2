//! Moments and the calendar days of Taipei.

use std::fmt;

use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use crate::text::typed_plainly;

/// Taipei has kept UTC+8 the year round since 1979.
const TAIPEI: Offset = Offset::constant(8);
const EPOCH: Date = Date::constant(1970, 1, 1);

/// A point in time, in microseconds since 1970-01-01 00:00 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Moment(i64);

impl Moment {
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Reads an RFC 3339 time such as `2026-11-26T09:00:00+08:00`; `None` when it is no such time.
    pub fn parse(text: &str) -> Option<Self> {
        text.trim().parse::<Timestamp>().ok().map(|t| Self(t.as_microsecond()))
    }

    /// Reads a time as people type it and browsers send it, to the minute, in Taipei: `2026-11-26T09:00`,
    /// `2026/11/26 9:00`, also in full-width characters; `None` when it is no such time.
    pub fn parse_in_taipei(text: &str) -> Option<Self> {
        let plain = typed_plainly(text).replace('/', "-").replace('T', " ");
        let (day, time) = plain.split_once(' ')?;
        let mut parts = day.splitn(3, '-').map(number);
        let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
        let mut parts = time.trim().splitn(3, ':');
        let (hour, minute) = (number(parts.next()?)?, number(parts.next()?)?);
        let second = parts.next().map_or(Some(0), |seconds| number(seconds.split('.').next()?))?;
        let narrow = |part: i16| i8::try_from(part).ok();
        let local = DateTime::new(
            year,
            narrow(month)?,
            narrow(day)?,
            narrow(hour)?,
            narrow(minute)?,
            narrow(second)?,
            0,
        );
        TAIPEI.to_timestamp(local.ok()?).ok().map(|t| Self(t.as_microsecond()))
    }

    /// As a field for date and time holds it, to the minute: `2026-11-26T09:00`.
    pub fn to_field(self) -> String {
        self.to_rfc3339().chars().take(16).collect()
    }

    /// RFC 3339 with Taipei's offset: `2026-11-26T09:00:00+08:00`.
    pub fn to_rfc3339(self) -> String {
        let local = TAIPEI.to_datetime(self.timestamp());
        let day = local.date();
        format!(
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}+08:00",
            day.year(),
            day.month(),
            day.day(),
            local.hour(),
            local.minute(),
            local.second()
        )
    }

    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }

    pub fn taipei_day(self) -> TaipeiDay {
        TaipeiDay(TAIPEI.to_datetime(self.timestamp()).date())
    }

    fn timestamp(self) -> Timestamp {
        Timestamp::from_microsecond(self.0).unwrap_or(if self.0 < 0 {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        })
    }
}

/// Digits and nothing else.
fn number(text: &str) -> Option<i16> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

/// As people read it: `YYYY/MM/DD HH:MM` in Taipei.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let local = TAIPEI.to_datetime(self.timestamp());
        write!(f, "{} {:02}:{:02}", TaipeiDay(local.date()), local.hour(), local.minute())
    }
}

/// A calendar day in Taipei: families think in days, not in hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "i64", from = "i64")]
pub struct TaipeiDay(Date);

impl TaipeiDay {
    /// The day that is `number` days after 1970-01-01; out of range is the first or last day there is.
    pub fn from_number(number: i64) -> Self {
        Self(EPOCH.saturating_add(number.clamp(-4_000_000, 4_000_000).days()))
    }

    /// Days since 1970-01-01.
    pub fn number(self) -> i64 {
        i64::from((self.0 - EPOCH).get_days())
    }

    #[must_use]
    pub fn plus_days(self, days: u32) -> Self {
        Self(self.0.saturating_add(i64::from(days.min(4_000_000)).days()))
    }

    /// The same day of the next calendar month, or that month's last day.
    #[must_use]
    pub fn plus_one_month(self) -> Self {
        Self(self.0.saturating_add(1.month()))
    }

    /// From 1 to 31.
    pub fn day_of_month(self) -> u32 {
        self.0.day().unsigned_abs().into()
    }

    /// The year, never less than 0, and the month from 1 to 12.
    pub fn year_and_month(self) -> (u32, u32) {
        (self.0.year().try_into().unwrap_or_default(), self.0.month().try_into().unwrap_or(1))
    }

    /// The first day of a month; out of range is the first or last day there is.
    pub fn first_of(year: u32, month: u32) -> Self {
        let month = i8::try_from(month).unwrap_or(12).clamp(1, 12);
        let year = i16::try_from(year).unwrap_or(9999).min(9999);
        Date::new(year, month, 1).map_or(Self(Date::MAX), Self)
    }

    /// 00:00 of this day in Taipei.
    pub fn starts_at(self) -> Moment {
        let midnight = self.0.at(0, 0, 0, 0);
        TAIPEI.to_timestamp(midnight).map_or(Moment(i64::MAX), |t| Moment(t.as_microsecond()))
    }
}

impl From<Date> for TaipeiDay {
    fn from(date: Date) -> Self {
        Self(date)
    }
}

impl From<TaipeiDay> for i64 {
    fn from(day: TaipeiDay) -> Self {
        day.number()
    }
}

impl From<i64> for TaipeiDay {
    fn from(number: i64) -> Self {
        Self::from_number(number)
    }
}

/// As people read it: `YYYY/MM/DD`.
impl fmt::Display for TaipeiDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}/{:02}/{:02}", self.0.year(), self.0.month(), self.0.day())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn moment(text: &str) -> Moment {
        Moment::parse(text).expect(text)
    }

    #[test]
    fn a_moment_is_shown_in_taipei_time() {
        assert_eq!(moment("2026-11-25T16:05:59Z").to_string(), "2026/11/26 00:05");
        assert_eq!(moment("2026-11-26T09:00:00+08:00").to_string(), "2026/11/26 09:00");
    }

    #[test]
    fn a_day_changes_at_midnight_in_taipei() {
        let before = moment("2026-11-25T23:59:59+08:00").taipei_day();
        let after = moment("2026-11-26T00:00:00+08:00").taipei_day();
        assert_eq!(before.plus_days(1), after);
        assert_eq!(after.starts_at(), moment("2026-11-26T00:00:00+08:00"));
    }

    #[test]
    fn nonsense_is_no_moment() {
        for text in ["", "tomorrow", "2026-11-26", "2026-13-26T09:00:00+08:00"] {
            assert_eq!(Moment::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_time_in_taipei_is_read_however_it_is_typed() {
        let nine = moment("2026-11-26T09:00:00+08:00");
        for text in [
            "2026-11-26T09:00",
            "2026-11-26T09:00:00.000",
            " 2026/11/26 9:00 ",
            "２０２６／１１／２６　０９：００",
            &nine.to_field(),
            &nine.to_string(),
        ] {
            assert_eq!(Moment::parse_in_taipei(text), Some(nine), "{text}");
        }
        for text in [
            "",
            "2026-11-26",
            "2026-11-26T",
            "2026-02-30T09:00",
            "2026-11-26T24:00",
            "2026-11-26T09:60",
            "-026-11-26T09:00",
            "2026-11-26T+9:00",
            "99999-11-26T09:00",
            "09:00 2026-11-26",
            "2026-11-26T09:00+08:00",
        ] {
            assert_eq!(Moment::parse_in_taipei(text), None, "{text}");
        }
    }

    #[test]
    fn the_ends_of_time_do_not_panic() {
        for micros in [i64::MIN, i64::MAX] {
            let day = Moment::from_micros(micros).taipei_day();
            let _ = (day.plus_days(u32::MAX).starts_at(), day.to_string());
        }
    }

    proptest! {
        #[test]
        fn a_day_survives_its_number(number in -700_000_i64..2_900_000) {
            prop_assert_eq!(TaipeiDay::from_number(number).number(), number);
        }

        #[test]
        fn a_moment_lies_in_its_day(micros in 0_i64..4_000_000_000_000_000) {
            let moment = Moment::from_micros(micros);
            let day = moment.taipei_day();
            prop_assert!(day.starts_at() <= moment);
            prop_assert!(moment < day.plus_days(1).starts_at());
        }
    }

    /// What the buttons of the demo's clock send is understood.
    #[test]
    fn what_the_buttons_send_is_understood() {
        let moment = Moment::parse("2026-11-26T09:00:00+08:00").expect("the example");
        assert_eq!(Moment::parse(&moment.to_rfc3339()), Some(moment));
        assert_eq!(moment.to_rfc3339(), "2026-11-26T09:00:00+08:00");
    }
}
