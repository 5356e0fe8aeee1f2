//! The words for what `domain` says about accounts: who a person is, how to reach them, and passwords.

use domain::birth_date::{BirthDate, BirthDateProblem};
use domain::identification::{IdentificationKind, IdentificationProblem};
use domain::password::{self, ConfirmProblem, PasswordProblem, Strength};
use domain::person_name::PersonNameProblem;
use domain::phone::PhoneProblem;
use domain::registration::{EmailProblem, IdKindProblem, RegistrationProblems};

use super::Words;

impl Words {
    pub fn identification(self, kind: IdentificationKind) -> &'static str {
        match kind {
            IdentificationKind::NationalId => self.identification_national_id(),
            IdentificationKind::ResidentCertificate => self.identification_resident_certificate(),
            IdentificationKind::Passport => self.identification_passport(),
        }
    }

    pub fn name_problem(self, problem: PersonNameProblem) -> &'static str {
        match problem {
            PersonNameProblem::Missing => self.problem_name_missing(),
            PersonNameProblem::TooLong { .. } => self.problem_name_long(),
            PersonNameProblem::Forbidden => self.problem_name_forbidden(),
        }
    }

    pub fn id_kind_problem(self, problem: IdKindProblem) -> &'static str {
        match problem {
            IdKindProblem::Missing => self.problem_id_kind_missing(),
        }
    }

    pub fn id_number_problem(self, problem: IdentificationProblem) -> &'static str {
        match problem {
            IdentificationProblem::Missing => self.problem_id_missing(),
            IdentificationProblem::Format => self.problem_id_format(),
            IdentificationProblem::Checksum => self.problem_id_checksum(),
        }
    }

    pub fn email_problem(self, problem: EmailProblem) -> &'static str {
        match problem {
            EmailProblem::Missing => self.error_email_missing(),
            EmailProblem::Format => self.problem_email_format(),
            EmailProblem::TooLong => self.problem_email_long(),
        }
    }

    pub fn birth_date_problem(self, problem: BirthDateProblem) -> &'static str {
        match problem {
            BirthDateProblem::Missing => self.problem_birth_missing(),
            BirthDateProblem::Format => self.problem_birth_format(),
            BirthDateProblem::Impossible => self.problem_birth_impossible(),
            BirthDateProblem::Future => self.problem_birth_future(),
            BirthDateProblem::TooLongAgo => self.problem_birth_long_ago(),
        }
    }

    pub fn mobile_problem(self, problem: PhoneProblem) -> &'static str {
        match problem {
            PhoneProblem::Missing => self.problem_mobile_missing(),
            PhoneProblem::Format => self.problem_mobile_format(),
        }
    }

    pub fn phone_problem(self, problem: PhoneProblem) -> &'static str {
        match problem {
            PhoneProblem::Missing => self.problem_phone_missing(),
            PhoneProblem::Format => self.problem_phone_format(),
        }
    }

    pub fn password_problem(self, problem: PasswordProblem) -> String {
        match problem {
            PasswordProblem::Missing => self.error_password_missing().to_owned(),
            PasswordProblem::TooShort { count } => self.problem_password_short(count, password::SHORTEST),
            PasswordProblem::TooLong => self.problem_password_long(password::LONGEST),
            PasswordProblem::Common => self.problem_password_common().to_owned(),
            PasswordProblem::Personal => self.problem_password_personal().to_owned(),
        }
    }

    pub fn confirm_problem(self, problem: ConfirmProblem) -> &'static str {
        match problem {
            ConfirmProblem::Missing => self.problem_confirm_missing(),
            ConfirmProblem::Differs => self.problem_confirm_differs(),
        }
    }

    /// The problems of a registration as pairs of field and sentence, in the order of the form.
    pub fn registration_problems(self, problems: &RegistrationProblems) -> Vec<(&'static str, String)> {
        let said = |sentence: Option<&'static str>| sentence.map(str::to_owned);
        [
            ("name", said(problems.name.map(|problem| self.name_problem(problem)))),
            ("id_kind", said(problems.id_kind.map(|problem| self.id_kind_problem(problem)))),
            ("id_number", said(problems.id_number.map(|problem| self.id_number_problem(problem)))),
            ("birth_date", said(problems.birth_date.map(|problem| self.birth_date_problem(problem)))),
            ("email", said(problems.email.map(|problem| self.email_problem(problem)))),
            ("mobile", said(problems.mobile.map(|problem| self.mobile_problem(problem)))),
            ("phone", said(problems.phone.map(|problem| self.phone_problem(problem)))),
            ("password", problems.password.map(|problem| self.password_problem(problem))),
            (
                "password_confirm",
                said(problems.password_confirm.map(|problem| self.confirm_problem(problem))),
            ),
        ]
        .into_iter()
        .filter_map(|(field, sentence)| Some((field, sentence?)))
        .collect()
    }

    pub fn strength(self, strength: Strength) -> String {
        match strength {
            Strength::TooShort => self.strength_too_short(password::SHORTEST),
            Strength::Weak => self.strength_weak().to_owned(),
            Strength::Fair => self.strength_fair().to_owned(),
            Strength::Strong => self.strength_strong().to_owned(),
        }
    }

    /// 「1985 年 3 月 9 日（民國 74 年）」
    pub fn birth_date(self, date: BirthDate) -> String {
        match date.roc_year() {
            Some(year) => self.birth_both(date.day(), date.month(), year, date.year()),
            None => self.birth_gregorian(date.day(), date.month(), date.year()),
        }
    }

    /// In digits, with both years, to be compared with a document.
    pub fn birth_date_in_digits(self, date: BirthDate) -> String {
        match date.roc_year() {
            Some(year) => self.account_birth_date_both(date.gregorian(), year),
            None => date.gregorian(),
        }
    }

    /// Too many tries, with the minutes until the next one.
    pub fn wait(self, minutes: u32) -> String {
        self.wait_tries(minutes)
    }
}
