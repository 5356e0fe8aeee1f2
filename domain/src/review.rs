//! What staff say when they return an entry.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::application::OwnReason;
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

/// A reason as it was given: the institution may change its list later, what was said stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum GivenReturnReason {
    Usual(ReturnReason),
    /// One that the institution added; it concerns nothing but the entry.
    Own(OwnReason),
}

impl GivenReturnReason {
    /// All usual ones.
    pub fn usual() -> Vec<Self> {
        ReturnReason::ALL.map(Self::Usual).into()
    }

    /// As it stands in forms and is counted.
    pub fn name(&self) -> &str {
        match self {
            Self::Usual(reason) => reason.name(),
            Self::Own(reason) => &reason.name,
        }
    }

    /// As it stands in a family's own data: the code of a usual one, the words of another.
    pub fn code_or_words(&self) -> &str {
        match self {
            Self::Usual(reason) => reason.name(),
            Self::Own(reason) => &reason.text,
        }
    }
}

/// Why an entry came back: at least one reason or some words, so that nobody is refused without a word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnNotice {
    reasons: Vec<GivenReturnReason>,
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

/// Judges what staff typed about an entry or a request, also in the browser before it is sent: the names of the reasons, each once, and the words.
pub fn judge<'a>(
    names: impl IntoIterator<Item = &'a str>,
    suggestion: &str,
    is_offered: impl Fn(&str) -> bool,
) -> Result<(Vec<&'a str>, Option<String>), ReturnNoticeProblem> {
    let mut known = Vec::new();
    for name in names {
        if !is_offered(name) {
            return Err(ReturnNoticeProblem::UnknownReason(name.chars().take(40).collect()));
        }
        if !known.contains(&name) {
            known.push(name);
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
    Ok((known, suggestion))
}

impl ReturnNotice {
    /// `offered` is the institution's list.
    pub fn parse<'a>(
        names: impl IntoIterator<Item = &'a str>,
        suggestion: &str,
        offered: &[GivenReturnReason],
    ) -> Result<Self, ReturnNoticeProblem> {
        let find = |name: &str| offered.iter().find(|reason| reason.name() == name);
        let (names, suggestion) = judge(names, suggestion, |name| find(name).is_some())?;
        Ok(Self { reasons: names.into_iter().filter_map(find).cloned().collect(), suggestion })
    }

    /// As it was stored.
    pub fn stored(reasons: Vec<GivenReturnReason>, suggestion: Option<String>) -> Self {
        Self { reasons, suggestion }
    }

    pub fn reasons(&self) -> &[GivenReturnReason] {
        &self.reasons
    }

    pub fn suggestion(&self) -> Option<&str> {
        self.suggestion.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::application::Concern;

    fn parse(names: &[&str], suggestion: &str) -> Result<ReturnNotice, ReturnNoticeProblem> {
        ReturnNotice::parse(names.iter().copied(), suggestion, &GivenReturnReason::usual())
    }

    #[test]
    fn a_return_needs_a_reason_or_words() {
        assert_eq!(parse(&[], " \n"), Err(ReturnNoticeProblem::NothingSaid));
        assert!(parse(&["not_caring"], "").is_ok());
        assert!(parse(&[], "請換一張照片").is_ok());
    }

    #[test]
    fn a_reason_counts_once_and_must_be_known() {
        let twice = parse(&["unclear_photo", "unclear_photo"], "").expect("known");
        assert_eq!(twice.reasons(), [GivenReturnReason::Usual(ReturnReason::UnclearPhoto)]);
        assert!(matches!(parse(&["because"], ""), Err(ReturnNoticeProblem::UnknownReason(_))));
    }

    #[test]
    fn only_what_the_institution_offers_can_be_said() {
        let own = GivenReturnReason::Own(OwnReason {
            name: "own-3".to_owned(),
            text: "請不要提到其他同學".to_owned(),
            english: None,
            concern: Concern::Nothing,
        });
        let offered = [own.clone(), GivenReturnReason::Usual(ReturnReason::NotCaring)];
        let said = ReturnNotice::parse(["not_caring", "own-3"], "", &offered).expect("offered");
        assert_eq!(said.reasons(), [GivenReturnReason::Usual(ReturnReason::NotCaring), own]);
        for other in ["own-4", "unclear_photo"] {
            let refused = ReturnNotice::parse([other], "", &offered);
            assert_eq!(refused, Err(ReturnNoticeProblem::UnknownReason(other.to_owned())));
        }
    }

    #[test]
    fn the_suggestion_has_its_limit() {
        assert!(parse(&[], &"好".repeat(300)).is_ok());
        assert!(matches!(
            parse(&[], &"好".repeat(301)),
            Err(ReturnNoticeProblem::Suggestion(TextProblem::TooLong { count: 301, limit: 300 }))
        ));
    }
}
