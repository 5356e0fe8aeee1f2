//! What staff say when they return an entry.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::text::{self, TextProblem};

/// Characters that the free words of a return may have.
pub const SUGGESTION_LIMIT: u32 = 300;

/// The usual reasons for returning an entry. They are codes, so that each family reads them in its language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ReturnReason {
    /// Part 二(三): not about caring for the student or helping the family.
    NotCaring,
    /// Words that hurt, threaten, or break the rules of the institution.
    UnsuitableWords,
    /// A photo that may not be shown in the institution.
    UnsuitablePhoto,
    /// A photo on which nothing can be made out.
    UnclearPhoto,
    /// Somebody else's name, address, number or case.
    PersonalInformation,
}

impl ReturnReason {
    pub const ALL: [Self; 5] = [
        Self::NotCaring,
        Self::UnsuitableWords,
        Self::UnsuitablePhoto,
        Self::UnclearPhoto,
        Self::PersonalInformation,
    ];

    /// The code, as it stands in forms and in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotCaring => "not_caring",
            Self::UnsuitableWords => "unsuitable_words",
            Self::UnsuitablePhoto => "unsuitable_photo",
            Self::UnclearPhoto => "unclear_photo",
            Self::PersonalInformation => "personal_information",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.name() == name)
    }
}

/// Why an entry came back: at least one reason or some words, so that nobody is refused without a word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnNotice {
    reasons: Vec<ReturnReason>,
    suggestion: Option<String>,
}

#[derive(Clone, Debug, Error, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReturnNoticeProblem {
    #[error("a return needs a reason or a suggestion")]
    NothingSaid,
    #[error("{0:?} is not one of the reasons")]
    UnknownReason(String),
    #[error(transparent)]
    Suggestion(#[from] TextProblem),
}

impl ReturnNotice {
    pub fn parse<'a>(
        reasons: impl IntoIterator<Item = &'a str>,
        suggestion: &str,
    ) -> Result<Self, ReturnNoticeProblem> {
        let mut known = Vec::new();
        for name in reasons {
            let reason = ReturnReason::from_name(name)
                .ok_or_else(|| ReturnNoticeProblem::UnknownReason(name.chars().take(40).collect()))?;
            if !known.contains(&reason) {
                known.push(reason);
            }
        }
        let suggestion = match text::check(suggestion, SUGGESTION_LIMIT) {
            Ok(words) => Some(words),
            Err(TextProblem::Empty) => None,
            Err(problem) => return Err(problem.into()),
        };
        if known.is_empty() && suggestion.is_none() {
            return Err(ReturnNoticeProblem::NothingSaid);
        }
        Ok(Self { reasons: known, suggestion })
    }

    pub fn reasons(&self) -> &[ReturnReason] {
        &self.reasons
    }

    pub fn suggestion(&self) -> Option<&str> {
        self.suggestion.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_return_needs_a_reason_or_words() {
        assert_eq!(ReturnNotice::parse([], " \n"), Err(ReturnNoticeProblem::NothingSaid));
        assert!(ReturnNotice::parse(["not_caring"], "").is_ok());
        assert!(ReturnNotice::parse([], "請換一張照片").is_ok());
    }

    #[test]
    fn a_reason_counts_once_and_must_be_known() {
        let twice = ReturnNotice::parse(["unclear_photo", "unclear_photo"], "").expect("known");
        assert_eq!(twice.reasons(), [ReturnReason::UnclearPhoto]);
        assert!(matches!(ReturnNotice::parse(["because"], ""), Err(ReturnNoticeProblem::UnknownReason(_))));
    }

    #[test]
    fn the_suggestion_has_its_limit() {
        assert!(ReturnNotice::parse([], &"好".repeat(300)).is_ok());
        assert!(matches!(
            ReturnNotice::parse([], &"好".repeat(301)),
            Err(ReturnNoticeProblem::Suggestion(TextProblem::TooLong { count: 301, limit: 300 }))
        ));
    }
}
