//! The words for requests: their states and the reasons for returning them.

use domain::application::{GivenReason, OwnReason, UsualReason};
use domain::language::Language;

use super::Words;

impl Words {
    /// A reason as its reader reads it.
    pub fn given_reason(self, reason: &GivenReason) -> String {
        match reason {
            GivenReason::Usual(reason) => self.usual_reason(*reason).to_owned(),
            GivenReason::Own(own) => self.own_reason(own).to_owned(),
        }
    }

    /// What an institution added is read in Chinese where it has no English.
    pub fn own_reason(self, own: &OwnReason) -> &str {
        match (self.0, &own.english) {
            (Language::English, Some(english)) => english,
            _ => &own.text,
        }
    }

    pub fn usual_reason(self, reason: UsualReason) -> &'static str {
        match reason {
            UsualReason::IdentityUnclear => self.usual_reason_identity_unclear(),
            UsualReason::IdentityDiffers => self.usual_reason_identity_differs(),
            UsualReason::RelationshipUnclear => self.usual_reason_relationship_unclear(),
            UsualReason::RelationshipNotShown => self.usual_reason_relationship_not_shown(),
            UsualReason::RelationshipOutdated => self.usual_reason_relationship_outdated(),
            UsualReason::NotEligible => self.usual_reason_not_eligible(),
            UsualReason::BookExists => self.usual_reason_book_exists(),
        }
    }
}
