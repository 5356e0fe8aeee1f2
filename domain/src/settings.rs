//! What an institution may set for itself. Limits may only be tightened (the regulation's values are the most).

use serde::{Deserialize, Serialize};

use crate::application::{GivenReason, OwnReason, UsualReason};
use crate::attachment::AttachmentLimits;
use crate::limits::EntryLimits;
use crate::review::{GivenReturnReason, ReturnReason};

/// Stored as JSON beside the institution; what is missing there has its default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InstitutionSettings {
    /// Who answers the telephone there; part 五: 承辦人.
    pub contact_person: String,
    /// Characters of an entry's body, if fewer than the regulation allows.
    pub body: Option<u32>,
    /// Days from one use to the next, if more than the regulation asks.
    pub days_between_uses: Option<u32>,
    /// Whether photos may be sent at all.
    pub photos: bool,
    /// Whether a PDF may come with an entry.
    pub pdf: bool,
    /// Whether pictures may come besides the one photo.
    pub pictures: bool,
    /// The name under which mail is sent; empty is the product's.
    pub mail_sender: String,
    /// Days that documents are kept after the decision.
    pub document_days: u32,
    /// The usual reasons for returning requests that are not offered here.
    pub unused_reasons: Vec<UsualReason>,
    pub own_reasons: Vec<OwnReason>,
    /// The usual reasons for returning letters that are not offered here.
    pub unused_letter_reasons: Vec<ReturnReason>,
    pub own_letter_reasons: Vec<OwnReason>,
    /// Own reasons that were removed or reworded, so that reports and the audit can still say what they meant; the latest
    /// [`FORMER_REASONS`].
    pub former_reasons: Vec<OwnReason>,
    /// The highest number that an own reason ever had: names are not used twice.
    pub last_own_reason: u32,
    /// 留意詞, marked where staff read an entry.
    pub watch_words: Vec<String>,
    /// Lines that this institution adds to the guide beside the form of an entry.
    pub guide: Vec<String>,
}

/// How many of the reasons that were removed are still known.
pub const FORMER_REASONS: usize = 200;

/// Days that documents are kept after the decision, when an institution says nothing else.
pub const DOCUMENT_DAYS: u32 = 180;

impl Default for InstitutionSettings {
    fn default() -> Self {
        Self {
            contact_person: String::new(),
            body: None,
            days_between_uses: None,
            photos: true,
            pdf: true,
            pictures: false,
            mail_sender: String::new(),
            document_days: DOCUMENT_DAYS,
            unused_reasons: Vec::new(),
            own_reasons: Vec::new(),
            unused_letter_reasons: Vec::new(),
            own_letter_reasons: Vec::new(),
            former_reasons: Vec::new(),
            last_own_reason: 0,
            watch_words: Vec::new(),
            guide: Vec::new(),
        }
    }
}

impl InstitutionSettings {
    /// The limits of every book here: never wider than the regulation's.
    pub fn entry_limits(&self) -> EntryLimits {
        let most = EntryLimits::REGULATION;
        EntryLimits {
            body: self.body.map_or(most.body, |body| body.clamp(1, most.body)),
            photos: if self.photos { most.photos } else { 0 },
            attachments: AttachmentLimits { pdf: self.pdf, pictures: self.pictures, ..most.attachments },
            days_between_uses: self.days_between_uses.unwrap_or_default().max(most.days_between_uses),
            ..most
        }
    }

    /// The reasons that staff may choose when they return a request.
    pub fn application_reasons(&self) -> Vec<GivenReason> {
        let usual = UsualReason::ALL.into_iter().filter(|reason| !self.unused_reasons.contains(reason));
        usual.map(GivenReason::Usual).chain(self.own_reasons.iter().cloned().map(GivenReason::Own)).collect()
    }

    /// The reasons that staff may choose when they return a letter.
    pub fn letter_reasons(&self) -> Vec<GivenReturnReason> {
        let usual =
            ReturnReason::ALL.into_iter().filter(|reason| !self.unused_letter_reasons.contains(reason));
        let own = self.own_letter_reasons.iter().cloned();
        usual.map(GivenReturnReason::Usual).chain(own.map(GivenReturnReason::Own)).collect()
    }

    /// The reasons for which a letter may have been returned here: the usual ones, and all of the institution's own.
    pub fn every_letter_reason(&self) -> Vec<GivenReturnReason> {
        let own = self.own_letter_reasons.iter().chain(&self.former_reasons).cloned();
        GivenReturnReason::usual().into_iter().chain(own.map(GivenReturnReason::Own)).collect()
    }

    /// Every reason that this institution has or had of its own.
    pub fn every_own_reason(&self) -> impl Iterator<Item = &OwnReason> {
        self.own_reasons.iter().chain(&self.own_letter_reasons).chain(&self.former_reasons)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_can_only_be_tightened() {
        let wide = InstitutionSettings { body: Some(1000), days_between_uses: Some(1), ..Default::default() };
        assert_eq!(wide.entry_limits(), EntryLimits::REGULATION);
        let tight = InstitutionSettings { body: Some(100), days_between_uses: Some(7), ..Default::default() };
        assert_eq!((tight.entry_limits().body, tight.entry_limits().days_between_uses), (100, 7));
    }

    #[test]
    fn an_empty_object_is_the_default() {
        let read: InstitutionSettings = serde_json::from_str("{}").expect("JSON");
        assert_eq!(read, InstitutionSettings::default());
    }
}
