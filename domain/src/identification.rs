//! How a family proves who it is: the number on an identity card, a resident certificate or a passport
//! (part 六(一) step 3: 身份證).

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::text::typed_plainly;

/// The document that a number stands on. The regulation's form says 身份證; a spouse or parent from abroad has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentificationKind {
    /// 國民身分證
    NationalId,
    /// 居留證
    ResidentCertificate,
    /// 護照
    Passport,
}

impl IdentificationKind {
    pub const ALL: [Self; 3] = [Self::NationalId, Self::ResidentCertificate, Self::Passport];

    pub const fn name(self) -> &'static str {
        match self {
            Self::NationalId => "national_id",
            Self::ResidentCertificate => "resident_certificate",
            Self::Passport => "passport",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Why a text is no identification number.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum IdentificationProblem {
    #[error("there is no number")]
    Missing,
    #[error("the document has no number of this form")]
    Format,
    #[error("the check digit does not fit the others")]
    Checksum,
}

/// The number on a document: upper case ASCII letters and digits.
///
/// That the number belongs to the person is for the reviewer to find out.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct IdentificationNumber {
    kind: IdentificationKind,
    text: String,
}

impl IdentificationNumber {
    /// Part 六(一) step 3: 身份證. Full-width letters and digits, spaces and hyphens are accepted.
    pub fn parse(kind: IdentificationKind, text: &str) -> Result<Self, IdentificationProblem> {
        let text = typed_plainly(text);
        if text.is_empty() {
            return Err(IdentificationProblem::Missing);
        }
        let text: String = text
            .chars()
            .filter(|c| *c != '-' && !c.is_whitespace())
            .map(|c| c.to_ascii_uppercase())
            .collect();
        match kind {
            IdentificationKind::NationalId => check_issued(&text, is_national_id)?,
            IdentificationKind::ResidentCertificate => check_issued(&text, is_resident_certificate)?,
            IdentificationKind::Passport if !is_passport(&text) => return Err(IdentificationProblem::Format),
            IdentificationKind::Passport => {}
        }
        Ok(Self { kind, text })
    }

    pub const fn kind(&self) -> IdentificationKind {
        self.kind
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Enough to know one's own number by and too little to learn another's: `A12****789`. Of a short number
    /// at most half is shown.
    pub fn masked(&self) -> String {
        let length = self.text.len();
        let (head, tail) = if length >= 10 { (3, 3) } else { (length / 4, length / 4) };
        format!("{}{}{}", &self.text[..head], "*".repeat(length - head - tail), &self.text[length - tail..])
    }
}

/// Never shows the number: what is debugged ends in a log.
impl fmt::Debug for IdentificationNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IdentificationNumber({}, …)", self.kind.name())
    }
}

/// A letter for the county, 1 or 2 for the sex, eight digits.
fn is_national_id(number: &[u8; 10]) -> bool {
    matches!(number, [b'A'..=b'Z', b'1' | b'2', rest @ ..] if rest.iter().all(u8::is_ascii_digit))
}

/// Since 2021-01-02 a letter, 8 or 9, eight digits; before that two letters, the second A to D, eight digits.
/// Certificates with the old numbers are still about.
fn is_resident_certificate(number: &[u8; 10]) -> bool {
    matches!(number, [b'A'..=b'Z', b'8' | b'9' | b'A'..=b'D', rest @ ..] if rest.iter().all(u8::is_ascii_digit))
}

/// States number as they like, most with eight or nine letters and digits; the bounds are our choice.
fn is_passport(number: &str) -> bool {
    (5..=20).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_alphanumeric())
}

fn check_issued(number: &str, has_form: fn(&[u8; 10]) -> bool) -> Result<(), IdentificationProblem> {
    match <&[u8; 10]>::try_from(number.as_bytes()) {
        Ok(number) if has_form(number) => {
            if weighted_sum(number).is_multiple_of(10) {
                Ok(())
            } else {
                Err(IdentificationProblem::Checksum)
            }
        }
        _ => Err(IdentificationProblem::Format),
    }
}

/// The check of 國民身分證統一編號 and of both forms of 外來人口統一證號: the first letter stands for two digits
/// that weigh 1 and 9, the following eight weigh 8 down to 1 and the last 1; all together is a multiple of ten.
/// Of a second letter only the units count.
fn weighted_sum(number: &[u8; 10]) -> u32 {
    let first = letter_value(number[0]);
    let following = number[1..9].iter().zip((1..=8).rev()).map(|(sign, weight)| units(*sign) * weight);
    first / 10 + first % 10 * 9 + following.sum::<u32>() + units(number[9])
}

fn units(sign: u8) -> u32 {
    if sign.is_ascii_digit() { u32::from(sign - b'0') } else { letter_value(sign) % 10 }
}

/// 10 to 35 in the order in which the counties received their letters; I, O, W and Z came last.
fn letter_value(letter: u8) -> u32 {
    let place = b"ABCDEFGHJKLMNPQRSTUVXYWZIO".iter().position(|known| *known == letter);
    place.map_or(0, |place| 10 + u32::try_from(place).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::IdentificationKind::{NationalId, Passport, ResidentCertificate};
    use super::*;

    /// Numbers out of public documentation of such checks, and of nobody.
    const ISSUED: [(IdentificationKind, &str); 6] = [
        (NationalId, "A123456789"),
        (NationalId, "A234567893"),
        (ResidentCertificate, "A800000014"),
        (ResidentCertificate, "AA00000009"),
        (ResidentCertificate, "AC01234567"),
        (ResidentCertificate, "FA12345689"),
    ];

    fn text(kind: IdentificationKind, text: &str) -> Result<String, IdentificationProblem> {
        IdentificationNumber::parse(kind, text).map(|number| number.as_str().to_owned())
    }

    #[test]
    fn every_name_leads_back() {
        for kind in IdentificationKind::ALL {
            assert_eq!(IdentificationKind::from_name(kind.name()), Some(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), serde_json::Value::from(kind.name()));
        }
        assert_eq!(IdentificationKind::from_name("library_card"), None);
    }

    #[test]
    fn published_examples_are_taken() {
        for (kind, number) in ISSUED {
            assert_eq!(text(kind, number).as_deref(), Ok(number));
        }
    }

    #[test]
    fn a_number_is_known_however_it_is_typed() {
        for typed in [
            " a123456789 ",
            "Ａ１２３４５６７８９",
            "A123-456-789",
            "A 123 456 789",
            "A12345－6789",
            "a12345—6789\u{3000}",
        ] {
            assert_eq!(text(NationalId, typed).as_deref(), Ok("A123456789"), "{typed:?}");
        }
    }

    #[test]
    fn every_county_has_its_two_digits() {
        // The published table, in the order of the alphabet.
        let values = [
            10, 11, 12, 13, 14, 15, 16, 17, 34, 18, 19, 20, 21, 22, 35, 23, 24, 25, 26, 27, 28, 29, 32, 30,
            31, 33,
        ];
        assert!((b'A'..=b'Z').zip(values).all(|(letter, value)| letter_value(letter) == value));
    }

    #[test]
    fn nothing_typed_is_missing_and_not_wrong() {
        for kind in IdentificationKind::ALL {
            for typed in ["", "  ", "\u{3000}"] {
                assert_eq!(text(kind, typed), Err(IdentificationProblem::Missing));
            }
        }
    }

    #[test]
    fn what_has_another_form_is_no_number_of_that_document() {
        for (kind, typed) in [
            (NationalId, "A12345678"),
            (NationalId, "A1234567890"),
            (NationalId, "A323456789"),
            (NationalId, "1123456789"),
            (NationalId, "AA00000009"),
            (NationalId, "A800000014"),
            (NationalId, "A12345678王"),
            (NationalId, "---"),
            (ResidentCertificate, "A123456789"),
            (ResidentCertificate, "AE00000009"),
            (ResidentCertificate, "AAA0000009"),
            (Passport, "1234"),
            (Passport, "123456789012345678901"),
            (Passport, "30012345é"),
            (Passport, "護照12345678"),
        ] {
            assert_eq!(text(kind, typed), Err(IdentificationProblem::Format), "{typed}");
        }
    }

    #[test]
    fn a_check_digit_that_does_not_fit_is_told_apart() {
        for (kind, typed) in [
            (NationalId, "A123456788"),
            (NationalId, "B123456789"),
            (ResidentCertificate, "A800000015"),
            (ResidentCertificate, "AA00000008"),
        ] {
            assert_eq!(text(kind, typed), Err(IdentificationProblem::Checksum), "{typed}");
        }
    }

    #[test]
    fn a_passport_has_five_to_twenty_letters_and_digits() {
        assert_eq!(text(Passport, "c1234567").as_deref(), Ok("C1234567"));
        assert_eq!(text(Passport, "12345").as_deref(), Ok("12345"));
        assert_eq!(text(Passport, &"9".repeat(20)), Ok("9".repeat(20)));
    }

    #[test]
    fn a_number_is_shown_in_part_only() {
        let masked = |kind, text| IdentificationNumber::parse(kind, text).expect(text).masked();
        assert_eq!(masked(NationalId, "A123456789"), "A12****789");
        assert_eq!(masked(Passport, "300123456"), "30*****56");
        assert_eq!(masked(Passport, "12345"), "1***5");
        let number = IdentificationNumber::parse(NationalId, "A123456789").expect("valid");
        assert!(!format!("{number:?}").contains("123"));
    }

    /// A number that is valid but for its last digit, which the caller tries out.
    fn unfinished() -> impl Strategy<Value = (IdentificationKind, String)> {
        prop_oneof![
            "[A-Z][12][0-9]{7}".prop_map(|text| (NationalId, text)),
            "[A-Z][89A-D][0-9]{7}".prop_map(|text| (ResidentCertificate, text)),
        ]
    }

    fn finished() -> impl Strategy<Value = (IdentificationKind, String)> {
        unfinished().prop_map(|(kind, start)| {
            let ends = (0..10).map(|end| format!("{start}{end}"));
            let valid = ends.into_iter().find(|text| IdentificationNumber::parse(kind, text).is_ok());
            (kind, valid.expect("one digit in ten fits"))
        })
    }

    proptest! {
        #[test]
        fn one_check_digit_in_ten_fits((kind, start) in unfinished()) {
            let fit = (0..10).filter(|end| text(kind, &format!("{start}{end}")).is_ok()).count();
            prop_assert_eq!(fit, 1);
        }

        /// The weights 8, 6, 5, 4 and 2 share a factor with ten, so that the official check overlooks some wrong
        /// digits under them (such as 0 for 5); it overlooks none under 7, 3, 1 and 1.
        #[test]
        fn a_wrong_digit_is_refused_where_the_official_check_can_see_it(
            (kind, number) in finished(),
            place in prop::sample::select(vec![2_usize, 6, 8, 9]),
            by in 1_u8..10,
        ) {
            prop_assert_eq!(text(kind, &changed(&number, place, by)), Err(IdentificationProblem::Checksum));
        }

        /// The next key is the usual slip.
        #[test]
        fn a_digit_that_is_off_by_one_is_refused_everywhere(
            (kind, number) in finished(),
            place in 2_usize..10,
            by in prop::sample::select(vec![1_u8, 9]),
        ) {
            prop_assert_eq!(text(kind, &changed(&number, place, by)), Err(IdentificationProblem::Checksum));
        }

        #[test]
        fn what_was_parsed_parses_to_itself((kind, number) in finished()) {
            let parsed = IdentificationNumber::parse(kind, &number.to_lowercase()).expect("valid");
            prop_assert_eq!(parsed.as_str(), &number);
            prop_assert_eq!(IdentificationNumber::parse(kind, parsed.as_str()), Ok(parsed));
        }

        #[test]
        fn any_text_is_judged(typed in any::<String>(), close in "[A-Za-z]?[A-Z0-9Ａ０ -]{0,22}") {
            for kind in IdentificationKind::ALL {
                for typed in [&typed, &close] {
                    if let Ok(number) = IdentificationNumber::parse(kind, typed) {
                        prop_assert_eq!(number.masked().len(), number.as_str().len());
                        prop_assert_eq!(IdentificationNumber::parse(kind, number.as_str()), Ok(number));
                    }
                }
            }
        }
    }

    fn changed(number: &str, place: usize, by: u8) -> String {
        let mut bytes = number.as_bytes().to_vec();
        bytes[place] = (bytes[place] - b'0' + by) % 10 + b'0';
        String::from_utf8(bytes).expect("ASCII")
    }
}
