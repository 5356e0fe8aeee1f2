//! What staff can tick when something comes back, and how the family reads it.

use domain::language::Language;
#[cfg(feature = "ssr")]
use domain::review::GivenReturnReason;
use serde::{Deserialize, Serialize};

/// A reason that may be ticked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferedReason {
    pub name: String,
    /// In the language of the reviewer.
    pub label: String,
    /// As the family reads it.
    pub reads: String,
}

/// The words around a return, in the language of the family.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewWords {
    pub language: Language,
    pub title: String,
    pub advice: String,
}

#[cfg(feature = "ssr")]
impl PreviewWords {
    /// `title` is in that language already.
    pub fn of(language: Language, title: &str) -> Self {
        let advice = crate::words::Words(language).reasons_advice().to_owned();
        Self { language, title: title.to_owned(), advice }
    }
}

/// The reasons for returning an entry, for a reviewer and for families of one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryReasons {
    pub reasons: Vec<OfferedReason>,
    pub preview: PreviewWords,
}

#[cfg(feature = "ssr")]
impl EntryReasons {
    /// For each language that a family may read.
    pub fn for_each_language(reviewer: Language, offered: &[GivenReturnReason]) -> Vec<Self> {
        Language::ALL.map(|family| Self::of(reviewer, family, offered)).into()
    }

    /// `offered` is the institution's list.
    pub fn of(reviewer: Language, family: Language, offered: &[GivenReturnReason]) -> Self {
        use crate::words::Words;

        let (own, theirs) = (Words(reviewer), Words(family));
        let reasons = offered.iter().map(|reason| OfferedReason {
            name: reason.name().to_owned(),
            label: own.given_return_reason(reason),
            reads: theirs.given_return_reason(reason),
        });
        Self { reasons: reasons.collect(), preview: PreviewWords::of(family, theirs.reasons_title()) }
    }
}
