//! Registering an account: the form 註冊帳號 (part 六(一) step 3), 姓名、身份證、信箱、生日、手機、電話、密碼、再次確認密碼.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::birth_date::{BirthDate, BirthDateProblem};
use crate::identification::{IdentificationKind, IdentificationNumber, IdentificationProblem};
use crate::password::{ConfirmProblem, NewPassword, PasswordProblem, PasswordProblems};
use crate::people::EmailAddress;
use crate::person_name::{PersonName, PersonNameProblem};
use crate::phone::{MobileNumber, PhoneNumber, PhoneProblem};
use crate::time::TaipeiDay;

/// The form as it was typed, to be shown again; without the passwords, which are never sent back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RegistrationForm {
    /// 姓名
    pub name: String,
    /// The name of an [`IdentificationKind`].
    pub id_kind: String,
    /// 身份證
    pub id_number: String,
    /// 信箱
    pub email: String,
    /// 生日
    pub birth_date: String,
    /// 手機
    pub mobile: String,
    /// 電話; may stay empty.
    pub phone: String,
}

/// Why no document is known.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum IdKindProblem {
    #[error("no document was chosen")]
    Missing,
}

/// Why a text is no e-mail address.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum EmailProblem {
    #[error("there is no address")]
    Missing,
    #[error("this cannot be an address")]
    Format,
    #[error("the address is longer than mail can carry")]
    TooLong,
}

/// What is wrong, field by field. All `None` is fine.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistrationProblems {
    pub name: Option<PersonNameProblem>,
    pub id_kind: Option<IdKindProblem>,
    pub id_number: Option<IdentificationProblem>,
    pub email: Option<EmailProblem>,
    pub birth_date: Option<BirthDateProblem>,
    pub mobile: Option<PhoneProblem>,
    pub phone: Option<PhoneProblem>,
    pub password: Option<PasswordProblem>,
    pub password_confirm: Option<ConfirmProblem>,
}

impl RegistrationProblems {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Who registers, every field understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    pub name: PersonName,
    pub identification: IdentificationNumber,
    pub email: EmailAddress,
    pub birth_date: BirthDate,
    pub mobile: MobileNumber,
    pub phone: Option<PhoneNumber>,
}

impl Registration {
    /// Part 六(一) step 3. Every problem is reported at once, so that nobody mends the form in nine rounds.
    pub fn parse(
        form: &RegistrationForm,
        password: &str,
        confirm: &str,
        today: TaipeiDay,
    ) -> Result<(Self, NewPassword), RegistrationProblems> {
        let name = PersonName::parse(&form.name);
        let kind = IdentificationKind::from_name(form.id_kind.trim()).ok_or(IdKindProblem::Missing);
        let number = identification(kind.ok(), &form.id_number);
        let email = parse_email(&form.email);
        let birth_date = BirthDate::parse(&form.birth_date, today);
        let mobile = MobileNumber::parse(&form.mobile);
        let phone = phone(&form.phone);
        let password = NewPassword::parse(password, confirm, &[&form.name, &form.email, &form.id_number]);
        match (name, number, email, birth_date, mobile, phone, password) {
            (
                Ok(name),
                Ok(Some(identification)),
                Ok(email),
                Ok(birth_date),
                Ok(mobile),
                Ok(phone),
                Ok(password),
            ) => Ok((Self { name, identification, email, birth_date, mobile, phone }, password)),
            (name, number, email, birth_date, mobile, phone, password) => {
                let PasswordProblems { password, confirm } = password.err().unwrap_or_default();
                Err(RegistrationProblems {
                    name: name.err(),
                    id_kind: kind.err(),
                    id_number: number.err(),
                    email: email.err(),
                    birth_date: birth_date.err(),
                    mobile: mobile.err(),
                    phone: phone.err(),
                    password,
                    password_confirm: confirm,
                })
            }
        }
    }
}

/// `None` when there is a number but no document to judge it by: then only the missing document is reported.
fn identification(
    kind: Option<IdentificationKind>,
    text: &str,
) -> Result<Option<IdentificationNumber>, IdentificationProblem> {
    match kind {
        Some(kind) => IdentificationNumber::parse(kind, text).map(Some),
        None if text.trim().is_empty() => Err(IdentificationProblem::Missing),
        None => Ok(None),
    }
}

pub fn parse_email(text: &str) -> Result<EmailAddress, EmailProblem> {
    EmailAddress::parse(text).ok_or_else(|| match text.trim().len() {
        0 => EmailProblem::Missing,
        1..=254 => EmailProblem::Format,
        _ => EmailProblem::TooLong,
    })
}

/// 電話 may stay empty: many families have only a mobile.
fn phone(text: &str) -> Result<Option<PhoneNumber>, PhoneProblem> {
    match PhoneNumber::parse(text) {
        Ok(phone) => Ok(Some(phone)),
        Err(PhoneProblem::Missing) => Ok(None),
        Err(problem) => Err(problem),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::time::Moment;

    const PASSWORD: &str = "tomatoes in the yard";

    fn today() -> TaipeiDay {
        Moment::parse("2026-11-26T09:00:00+08:00").expect("a time").taipei_day()
    }

    /// All that is asked for. The number is the specimen that every description of the check digit shows.
    fn form() -> RegistrationForm {
        RegistrationForm {
            name: " 王小明 ".to_owned(),
            id_kind: "national_id".to_owned(),
            id_number: "a123456789".to_owned(),
            email: "Family@Demo.Example".to_owned(),
            birth_date: "民國74年3月9日".to_owned(),
            mobile: "0912-345-678".to_owned(),
            phone: "(02)2345-6789#12".to_owned(),
        }
    }

    fn problems(form: &RegistrationForm) -> RegistrationProblems {
        Registration::parse(form, PASSWORD, PASSWORD, today()).err().unwrap_or_default()
    }

    #[test]
    fn a_filled_form_is_understood() {
        let (registration, password) =
            Registration::parse(&form(), PASSWORD, PASSWORD, today()).expect("nothing is wrong");
        assert_eq!(registration.name.as_str(), "王小明");
        assert_eq!(registration.identification.kind(), IdentificationKind::NationalId);
        assert_eq!(registration.identification.as_str(), "A123456789");
        assert_eq!(registration.email.as_str(), "family@demo.example");
        assert_eq!(registration.birth_date.to_iso(), "1985-03-09");
        assert_eq!(registration.mobile.as_str(), "+886912345678");
        assert_eq!(registration.phone.expect("given").as_str(), "+886223456789#12");
        assert_eq!(password.reveal(), PASSWORD);
    }

    #[test]
    fn a_telephone_beside_the_mobile_may_be_left_out() {
        let form = RegistrationForm { phone: " \u{3000}".to_owned(), ..form() };
        let (registration, _) =
            Registration::parse(&form, PASSWORD, PASSWORD, today()).expect("nothing is wrong");
        assert_eq!(registration.phone, None);
    }

    #[test]
    fn an_empty_form_is_told_everything_at_once() {
        let problems = Registration::parse(&RegistrationForm::default(), "", "", today()).expect_err("empty");
        assert_eq!(
            problems,
            RegistrationProblems {
                name: Some(PersonNameProblem::Missing),
                id_kind: Some(IdKindProblem::Missing),
                id_number: Some(IdentificationProblem::Missing),
                email: Some(EmailProblem::Missing),
                birth_date: Some(BirthDateProblem::Missing),
                mobile: Some(PhoneProblem::Missing),
                phone: None,
                password: Some(PasswordProblem::Missing),
                password_confirm: Some(ConfirmProblem::Missing),
            }
        );
        assert!(!problems.is_empty());
        assert!(RegistrationProblems::default().is_empty());
    }

    /// One field mistyped, and the one problem that comes of it.
    #[test]
    fn each_problem_is_reported_at_its_field() {
        fn row(
            mistype: fn(&mut RegistrationForm),
            report: fn(&mut RegistrationProblems),
        ) -> (RegistrationForm, RegistrationProblems) {
            let (mut form, mut problems) = (form(), RegistrationProblems::default());
            mistype(&mut form);
            report(&mut problems);
            (form, problems)
        }
        for (form, expected) in [
            row(|f| f.name = "<b>王小明</b>".into(), |p| p.name = Some(PersonNameProblem::Forbidden)),
            row(|f| f.name = "王\n小明".into(), |p| p.name = Some(PersonNameProblem::Forbidden)),
            row(
                |f| f.name = "王".repeat(51),
                |p| p.name = Some(PersonNameProblem::TooLong { count: 51, limit: 50 }),
            ),
            row(|f| f.id_kind = "library_card".into(), |p| p.id_kind = Some(IdKindProblem::Missing)),
            row(|f| f.id_kind = String::new(), |p| p.id_kind = Some(IdKindProblem::Missing)),
            row(
                |f| f.id_kind = "resident_certificate".into(),
                |p| p.id_number = Some(IdentificationProblem::Format),
            ),
            row(
                |f| f.id_number = "A123456788".into(),
                |p| p.id_number = Some(IdentificationProblem::Checksum),
            ),
            row(|f| f.email = "a".repeat(300) + "@demo.example", |p| p.email = Some(EmailProblem::TooLong)),
            row(|f| f.email = "a".repeat(65) + "@demo.example", |p| p.email = Some(EmailProblem::Format)),
            row(
                |f| f.email = "a@demo.example\r\nBcc: b@demo.example".into(),
                |p| p.email = Some(EmailProblem::Format),
            ),
            row(|f| f.email = "family".into(), |p| p.email = Some(EmailProblem::Format)),
            row(
                |f| f.birth_date = "民國0年3月9日".into(),
                |p| p.birth_date = Some(BirthDateProblem::Impossible),
            ),
            row(|f| f.birth_date = "1985/2/30".into(), |p| p.birth_date = Some(BirthDateProblem::Impossible)),
            row(|f| f.birth_date = "2026/11/27".into(), |p| p.birth_date = Some(BirthDateProblem::Future)),
            row(|f| f.birth_date = "1885/3/9".into(), |p| p.birth_date = Some(BirthDateProblem::TooLongAgo)),
            row(|f| f.birth_date = "三月九日".into(), |p| p.birth_date = Some(BirthDateProblem::Format)),
            row(|f| f.mobile = "0223456789".into(), |p| p.mobile = Some(PhoneProblem::Format)),
            row(|f| f.phone = "2345".into(), |p| p.phone = Some(PhoneProblem::Format)),
        ] {
            assert_eq!(problems(&form), expected, "{form:?}");
        }
    }

    #[test]
    fn passwords_are_reported_at_their_fields() {
        let long = "x7Kq!29fLmZ".repeat(12)[..129].to_owned();
        for (password, confirm, problem, at_confirm) in [
            (long.as_str(), long.as_str(), Some(PasswordProblem::TooLong), None),
            ("x7Kq!29", "x7Kq!29", Some(PasswordProblem::TooShort { count: 7 }), None),
            ("Taiwan20240101", "Taiwan20240101", Some(PasswordProblem::Common), None),
            ("family王小明 xkq", "family王小明 xkq", Some(PasswordProblem::Personal), None),
            ("A123456789-xkvq", "A123456789-xkvq", Some(PasswordProblem::Personal), None),
            (PASSWORD, "tomatoes in the Yard", None, Some(ConfirmProblem::Differs)),
            (PASSWORD, "", None, Some(ConfirmProblem::Missing)),
        ] {
            let problems = Registration::parse(&form(), password, confirm, today()).expect_err(password);
            let expected = RegistrationProblems {
                password: problem,
                password_confirm: at_confirm,
                ..RegistrationProblems::default()
            };
            assert_eq!(problems, expected, "{password}");
        }
    }

    #[test]
    fn the_form_and_its_problems_survive_their_way_to_the_browser() {
        let problems =
            Registration::parse(&RegistrationForm::default(), "kurz", "", today()).expect_err("empty");
        let json = serde_json::to_string(&(form(), &problems)).expect("serialises");
        assert_eq!(
            serde_json::from_str::<(RegistrationForm, RegistrationProblems)>(&json).unwrap(),
            (form(), problems)
        );
        assert_eq!(serde_json::from_str::<RegistrationForm>("{}").unwrap(), RegistrationForm::default());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_form_is_judged(
            (name, id_number, email) in any::<(String, String, String)>(),
            (birth_date, mobile, phone, password) in any::<(String, String, String, String)>(),
        ) {
            for kind in IdentificationKind::ALL {
                let form = RegistrationForm {
                    name: name.clone(), id_kind: kind.name().to_owned(), id_number: id_number.clone(),
                    email: email.clone(), birth_date: birth_date.clone(), mobile: mobile.clone(), phone: phone.clone(),
                };
                if let Err(problems) = Registration::parse(&form, &password, &password, today()) {
                    prop_assert!(!problems.is_empty());
                }
            }
        }
    }
}
