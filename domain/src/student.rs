//! How a student is known at the terminal: call number (呼號) and PIN.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A call number: 1 to 12 ASCII letters and digits, upper case. Full-width ones, as an input method types
/// them, are accepted and made narrow.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CallNumber(String);

impl CallNumber {
    pub fn parse(text: &str) -> Option<Self> {
        let text: String = text.trim().chars().map(narrow).collect::<String>().to_ascii_uppercase();
        let fits = (1..=12).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric());
        fits.then_some(Self(text))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CallNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// So many wrong PINs in a row lock a student out, until staff make a new one.
pub const WRONG_PINS: u32 = 10;

/// How it stands with a student's PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PinState {
    /// Nobody made one yet.
    Missing,
    Works,
    /// Wrong too often.
    Locked,
}

/// The student's secret at the terminal: 4 to 8 digits.
#[derive(Clone, PartialEq, Eq)]
pub struct Pin(String);

impl Pin {
    pub fn parse(text: &str) -> Option<Self> {
        let text: String = text.trim().chars().map(narrow).collect();
        let fits = (4..=8).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        fits.then_some(Self(text))
    }

    /// The digits, to be hashed.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

/// Never shows the digits.
impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin(…)")
    }
}

/// Full-width ASCII (U+FF01–U+FF5E) as an input method types it, made narrow.
pub fn narrow(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_number_typed_full_width_is_the_same_number() {
        assert_eq!(CallNumber::parse(" １００１ "), CallNumber::parse("1001"));
        assert_eq!(CallNumber::parse("a12").expect("letters").as_str(), "A12");
    }

    #[test]
    fn what_is_no_call_number_is_none() {
        for text in ["", " ", "10 01", "一〇〇一", "1234567890123", "10-01", "1001\0"] {
            assert_eq!(CallNumber::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_pin_has_four_to_eight_digits_and_is_never_shown() {
        assert!(Pin::parse("１００１").is_some());
        assert!(["", "123", "123456789", "12a4"].iter().all(|text| Pin::parse(text).is_none()));
        assert_eq!(format!("{:?}", Pin::parse("1001")), "Some(Pin(…))");
    }
}
