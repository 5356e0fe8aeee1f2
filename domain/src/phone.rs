//! Telephone numbers in Taiwan (part 六(一) step 3: 手機、電話), kept with the country's code (ITU-T E.164).

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::text::typed_plainly;

/// Why a text is no telephone number.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PhoneProblem {
    #[error("there is no number")]
    Missing,
    #[error("this is no number in Taiwan")]
    Format,
}

/// A mobile number (手機) in Taiwan, kept as `+886912345678`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MobileNumber(String);

impl MobileNumber {
    pub fn parse(text: &str) -> Result<Self, PhoneProblem> {
        let text = typed_plainly(text);
        if text.is_empty() {
            return Err(PhoneProblem::Missing);
        }
        match subscriber(&text) {
            Some(digits) if digits.len() == 9 && digits.starts_with('9') => Ok(Self(format!("+886{digits}"))),
            _ => Err(PhoneProblem::Format),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As it is dialled and read in Taiwan: `0912-345-678`.
    pub fn national(&self) -> String {
        let [first, second, last] = self.groups();
        format!("0{first}-{second}-{last}")
    }

    /// Enough to know one's own number by: `0912-***-678`.
    pub fn masked(&self) -> String {
        let [first, _, last] = self.groups();
        format!("0{first}-***-{last}")
    }

    fn groups(&self) -> [&str; 3] {
        [&self.0[4..7], &self.0[7..10], &self.0[10..]]
    }
}

/// Another telephone (電話) in Taiwan, mostly a landline, kept as `+886223456789` or `+886223456789#123`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PhoneNumber(String);

impl PhoneNumber {
    /// With area code; an extension follows `#`, 分機, 轉 or `ext`. Who has no landline may give a second mobile
    /// number: it rings as well.
    pub fn parse(text: &str) -> Result<Self, PhoneProblem> {
        let text = typed_plainly(text).to_lowercase();
        if text.is_empty() {
            return Err(PhoneProblem::Missing);
        }
        let (number, extension) = without_extension(&text);
        let digits = subscriber(number).filter(|digits| is_dialled(digits)).ok_or(PhoneProblem::Format)?;
        match extension {
            None => Ok(Self(format!("+886{digits}"))),
            Some(inner) if is_digits(inner) && inner.len() <= 6 => Ok(Self(format!("+886{digits}#{inner}"))),
            Some(_) => Err(PhoneProblem::Format),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As it is dialled in Taiwan: `0223456789` or `0223456789#123`.
    pub fn national(&self) -> String {
        format!("0{}", &self.0[4..])
    }
}

/// The digits behind 0 or +886, however they are spaced; none when there is anything else.
fn subscriber(text: &str) -> Option<String> {
    let text: String =
        text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '.' | '(' | ')')).collect();
    let abroad = text.strip_prefix("+886").or_else(|| text.strip_prefix("886"));
    // Many write +886 (0)912.
    let digits = match abroad {
        Some(rest) => rest.strip_prefix('0').unwrap_or(rest),
        None => text.strip_prefix('0')?,
    };
    is_digits(digits).then(|| digits.to_owned())
}

/// Area code and number have eight or nine digits without the leading 0. Area codes begin with 2 to 8, 9 is mobile.
fn is_dialled(digits: &str) -> bool {
    match digits.as_bytes().first() {
        Some(b'2'..=b'8') => (8..=9).contains(&digits.len()),
        Some(b'9') => digits.len() == 9,
        _ => false,
    }
}

fn without_extension(text: &str) -> (&str, Option<&str>) {
    for mark in ["#", "分機", "轉", "ext"] {
        if let Some((number, extension)) = text.split_once(mark) {
            let extension =
                extension.trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ':' | '-'));
            return (number.trim_end_matches([' ', ',', ';']), Some(extension));
        }
    }
    (text, None)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn mobile(text: &str) -> Result<String, PhoneProblem> {
        MobileNumber::parse(text).map(|number| number.as_str().to_owned())
    }

    fn phone(text: &str) -> Result<String, PhoneProblem> {
        PhoneNumber::parse(text).map(|number| number.as_str().to_owned())
    }

    #[test]
    fn a_mobile_number_is_known_however_it_is_typed() {
        for text in [
            "0912345678",
            "0912-345-678",
            "0912 345 678",
            "0912.345.678",
            "(0912)345678",
            "+886912345678",
            "+886 912 345 678",
            "+886-912-345-678",
            "886912345678",
            "8860912345678",
            "+886 (0)912 345 678",
            "(+886)0912-345-678",
            "０９１２－３４５－６７８",
            "（０９１２）３４５６７８",
            "＋８８６９１２３４５６７８",
            " 0912–345—678\u{3000}",
        ] {
            assert_eq!(mobile(text).as_deref(), Ok("+886912345678"), "{text:?}");
        }
    }

    #[test]
    fn a_mobile_number_is_read_as_it_is_dialled_and_masked_in_the_middle() {
        let number = MobileNumber::parse("+886912345678").expect("a number");
        assert_eq!(number.national(), "0912-345-678");
        assert_eq!(number.masked(), "0912-***-678");
    }

    #[test]
    fn nothing_typed_is_missing_and_not_wrong() {
        for text in ["", "  ", "\u{3000}"] {
            assert_eq!((mobile(text), phone(text)), (Err(PhoneProblem::Missing), Err(PhoneProblem::Missing)));
        }
    }

    #[test]
    fn what_is_no_mobile_number_in_taiwan_is_refused() {
        for text in [
            "0223456789",
            "091234567",
            "09123456789",
            "912345678",
            "+85291234567",
            "+0912345678",
            "00912345678",
            "0912345678#1",
            "0912/345/678",
            "0912a45678",
            "〇九一二三四五六七八",
            "++886912345678",
            "-",
            "+886",
        ] {
            assert_eq!(mobile(text), Err(PhoneProblem::Format), "{text:?}");
        }
    }

    #[test]
    fn a_landline_is_known_however_it_is_typed() {
        for text in [
            "0223456789",
            "02-23456789",
            "02-2345-6789",
            "(02)2345-6789",
            "（０２）２３４５－６７８９",
            "+886 2 2345 6789",
            "886-2-2345-6789",
            "+886-(0)2-2345-6789",
        ] {
            assert_eq!(phone(text).as_deref(), Ok("+886223456789"), "{text:?}");
        }
        for (text, canonical) in [
            ("03-456-7890", "+88634567890"),
            ("037-123456", "+88637123456"),
            ("049-2345678", "+886492345678"),
            ("0836-22345", "+88683622345"),
            ("0912-345-678", "+886912345678"),
        ] {
            assert_eq!(phone(text).as_deref(), Ok(canonical), "{text:?}");
        }
    }

    #[test]
    fn an_extension_is_known_however_it_is_typed() {
        for text in [
            "02-23456789#123",
            "02-23456789 # 123",
            "02-23456789＃１２３",
            "02-23456789分機123",
            "02-23456789 分機：123",
            "02-23456789轉123",
            "02-23456789 ext 123",
            "02-23456789, Ext. 123",
        ] {
            assert_eq!(phone(text).as_deref(), Ok("+886223456789#123"), "{text:?}");
        }
        assert_eq!(
            PhoneNumber::parse("(02)2345-6789#123456").expect("six digits").national(),
            "0223456789#123456"
        );
    }

    #[test]
    fn what_is_no_telephone_number_in_taiwan_is_refused() {
        for text in [
            "23456789",
            "02-345678",
            "02-234567890",
            "0123456789",
            "091234567",
            "+1 212 555 0100",
            "02-23456789#",
            "02-23456789#1234567",
            "02-23456789#12a",
            "02-23456789##1",
            "#123",
            "分機123",
            "02/23456789",
            "沒有",
        ] {
            assert_eq!(phone(text), Err(PhoneProblem::Format), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_was_parsed_parses_to_itself(nine in "9[0-9]{8}", landline in "[2-8][0-9]{7,8}(#[0-9]{1,6})?") {
            let mobile = MobileNumber::parse(&format!("0{nine}")).expect("a mobile number");
            prop_assert_eq!(MobileNumber::parse(mobile.as_str()), Ok(mobile.clone()));
            prop_assert_eq!(MobileNumber::parse(&mobile.national()), Ok(mobile));
            let phone = PhoneNumber::parse(&format!("0{landline}")).expect("a landline");
            prop_assert_eq!(PhoneNumber::parse(phone.as_str()), Ok(phone.clone()));
            prop_assert_eq!(PhoneNumber::parse(&phone.national()), Ok(phone));
        }

        #[test]
        fn any_text_is_judged(text in any::<String>(), close in "[+]?(886)?[0-9０ ()-]{0,12}(#|分機|ext)?[0-9]{0,7}") {
            for text in [&text, &close] {
                let _ = MobileNumber::parse(text).map(|number| (number.national(), number.masked()));
                let _ = PhoneNumber::parse(text).map(|number| number.national());
            }
        }
    }
}
