//! An institution (矯正機關) as the operator adds, renames and closes it.

use serde::{Deserialize, Serialize};

use crate::id::InstitutionId;
use crate::settings_form::{NAME_LIMIT, PHONE_LIMIT, one_line};
use crate::text::TextProblem;
use crate::time::Moment;

/// What was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstitutionForm {
    pub name: String,
    pub phone: String,
}

/// What is kept of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstitutionRecord {
    pub name: String,
    pub phone: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstitutionProblems {
    pub name: Option<InstitutionNameProblem>,
    pub phone: Option<TextProblem>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum InstitutionNameProblem {
    Text(TextProblem),
    /// Another institution has it, perhaps one that was closed.
    Taken,
}

impl InstitutionForm {
    /// One line each: what an institution is called, and the telephone that families see.
    pub fn judge(&self) -> Result<InstitutionRecord, InstitutionProblems> {
        let (name, phone) = (one_line(&self.name, NAME_LIMIT), one_line(&self.phone, PHONE_LIMIT));
        match (name, phone) {
            (Ok(name), Ok(phone)) => Ok(InstitutionRecord { name, phone }),
            (name, phone) => Err(InstitutionProblems {
                name: name.err().map(InstitutionNameProblem::Text),
                phone: phone.err(),
            }),
        }
    }
}

impl InstitutionProblems {
    pub fn taken() -> Self {
        Self { name: Some(InstitutionNameProblem::Taken), phone: None }
    }
}

/// One of them, as the operator sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstitutionOverview {
    pub id: InstitutionId,
    pub name: String,
    pub phone: String,
    pub closed_at: Option<Moment>,
    /// Who are there now.
    pub students: u32,
    pub open_books: u32,
    /// Admins who may log in, or are invited.
    pub admins: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_and_telephone_are_a_line_each() {
        let form =
            |name: &str, phone: &str| InstitutionForm { name: name.to_owned(), phone: phone.to_owned() };
        let record = form(" 青山中學 ", "03-000-0000").judge().expect("fine");
        assert_eq!((record.name.as_str(), record.phone.as_str()), ("青山中學", "03-000-0000"));
        let problems = form("", "03\n04").judge().expect_err("wrong");
        assert_eq!(problems.name, Some(InstitutionNameProblem::Text(TextProblem::Empty)));
        assert_eq!(problems.phone, Some(TextProblem::Forbidden));
        assert!(form(&"校".repeat(NAME_LIMIT as usize + 1), "1").judge().is_err());
    }
}
