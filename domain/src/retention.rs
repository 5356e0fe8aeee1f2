//! What is deleted when: how long the installation keeps what people have left behind. How long documents are kept after a
//! decision, each institution says itself ([`crate::settings::InstitutionSettings`]).

use serde::{Deserialize, Serialize};

/// What the operator sets a time for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Kept {
    /// Entries and replies that were never sent, after the last change.
    Drafts,
    /// Requests that were never sent, with their documents, after the last change.
    Requests,
    /// What is known of mail that was sent, was given up or went to nobody.
    Mail,
    /// The name of whoever closed their account. All else about them goes when they close it.
    Accounts,
}

/// Days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retention {
    pub drafts: u32,
    pub requests: u32,
    pub mail: u32,
    pub accounts: u32,
}

/// What was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetentionForm {
    pub drafts: String,
    pub requests: String,
    pub mail: String,
    pub accounts: String,
}

impl Kept {
    pub const ALL: [Self; 4] = [Self::Drafts, Self::Requests, Self::Mail, Self::Accounts];

    /// The field's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Drafts => "drafts",
            Self::Requests => "requests",
            Self::Mail => "mail",
            Self::Accounts => "accounts",
        }
    }

    /// The fewest and the most days: nobody loses what they wrote this month, and nothing lies for ever.
    pub const fn limits(self) -> (u32, u32) {
        match self {
            Self::Mail => (7, 365),
            Self::Drafts | Self::Requests | Self::Accounts => (30, 3650),
        }
    }
}

impl Retention {
    /// Until the operator says otherwise.
    pub const USUAL: Self = Self { drafts: 365, requests: 180, mail: 90, accounts: 1825 };

    pub const fn of(&self, kept: Kept) -> u32 {
        match kept {
            Kept::Drafts => self.drafts,
            Kept::Requests => self.requests,
            Kept::Mail => self.mail,
            Kept::Accounts => self.accounts,
        }
    }
}

impl From<&Retention> for RetentionForm {
    fn from(days: &Retention) -> Self {
        let [drafts, requests, mail, accounts] = Kept::ALL.map(|kept| days.of(kept).to_string());
        Self { drafts, requests, mail, accounts }
    }
}

impl RetentionForm {
    pub fn of(&self, kept: Kept) -> &str {
        match kept {
            Kept::Drafts => &self.drafts,
            Kept::Requests => &self.requests,
            Kept::Mail => &self.mail,
            Kept::Accounts => &self.accounts,
        }
    }

    /// The days, or the fields that are no number within their limits.
    pub fn judge(&self) -> Result<Retention, Vec<Kept>> {
        let days = |kept: Kept| {
            let (least, most) = kept.limits();
            let typed: String = self.of(kept).trim().chars().map(crate::student::narrow).collect();
            typed.parse::<u32>().ok().filter(|days| (least..=most).contains(days))
        };
        match Kept::ALL.map(days) {
            [Some(drafts), Some(requests), Some(mail), Some(accounts)] => {
                Ok(Retention { drafts, requests, mail, accounts })
            }
            found => Err(Kept::ALL
                .into_iter()
                .zip(found)
                .filter(|(_, days)| days.is_none())
                .map(|(kept, _)| kept)
                .collect()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_days_are_within_the_limits() {
        assert_eq!(RetentionForm::from(&Retention::USUAL).judge(), Ok(Retention::USUAL));
    }

    #[test]
    fn what_is_no_number_of_days_is_named() {
        let form = |drafts: &str, mail: &str| RetentionForm {
            drafts: drafts.to_owned(),
            mail: mail.to_owned(),
            ..RetentionForm::from(&Retention::USUAL)
        };
        assert_eq!(form("２９", "0").judge(), Err(vec![Kept::Drafts, Kept::Mail]));
        assert_eq!(form("", "366").judge(), Err(vec![Kept::Drafts, Kept::Mail]));
        assert_eq!(form("３０", "7").judge().map(|days| (days.drafts, days.mail)), Ok((30, 7)));
    }
}
