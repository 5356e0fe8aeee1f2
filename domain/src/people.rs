//! Who takes part: accounts, their roles, and how a family belongs to a student.

use serde::{Deserialize, Serialize};

/// What an account may be. Students have no account; they come with call number and PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Role {
    /// 家屬
    Family,
    /// 審核人員
    Reviewer,
    /// 機關首長: all a reviewer does, and what only the head may.
    Head,
    /// Institution admin: staff accounts and settings; does not read entries.
    Admin,
    /// 矯正署: runs the installation for all institutions; sees nothing of what is in one.
    Operator,
}

impl Role {
    pub const ALL: [Self; 5] = [Self::Family, Self::Reviewer, Self::Head, Self::Admin, Self::Operator];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Family => "family",
            Self::Reviewer => "reviewer",
            Self::Head => "head",
            Self::Admin => "admin",
            Self::Operator => "operator",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    pub const fn is_staff(self) -> bool {
        !matches!(self, Self::Family)
    }

    /// Works in an institution: whom its admin may invite.
    pub const fn is_of_an_institution(self) -> bool {
        matches!(self, Self::Reviewer | Self::Head | Self::Admin)
    }

    /// The page on which whoever is this begins.
    pub const fn home(self) -> &'static str {
        match self {
            Self::Family => "/home",
            Self::Reviewer | Self::Head | Self::Admin => "/staff",
            Self::Operator => "/operator/institutions",
        }
    }

    /// May decide entries and applications.
    pub const fn may_review(self) -> bool {
        matches!(self, Self::Reviewer | Self::Head)
    }
}

/// Whether an account may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum AccountState {
    /// Staff who have not chosen a password yet.
    Invited,
    Active,
    /// Staff who left; an admin may let them in again.
    Deactivated,
    /// Closed at its owner's wish, for good.
    Closed,
}

impl AccountState {
    pub const ALL: [Self; 4] = [Self::Invited, Self::Active, Self::Deactivated, Self::Closed];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Active => "active",
            Self::Deactivated => "deactivated",
            Self::Closed => "closed",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// How a family member belongs to the student (part 一). Seen from the student: `Mother` is the student's mother.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Relationship {
    Spouse,
    Father,
    Mother,
    Grandfather,
    Grandmother,
    Child,
    ElderBrother,
    YoungerBrother,
    ElderSister,
    YoungerSister,
    Uncle,
    Aunt,
    RelativeByMarriage,
    Cohabitant,
}

impl Relationship {
    pub const ALL: [Self; 14] = [
        Self::Spouse,
        Self::Father,
        Self::Mother,
        Self::Grandfather,
        Self::Grandmother,
        Self::Child,
        Self::ElderBrother,
        Self::YoungerBrother,
        Self::ElderSister,
        Self::YoungerSister,
        Self::Uncle,
        Self::Aunt,
        Self::RelativeByMarriage,
        Self::Cohabitant,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Spouse => "spouse",
            Self::Father => "father",
            Self::Mother => "mother",
            Self::Grandfather => "grandfather",
            Self::Grandmother => "grandmother",
            Self::Child => "child",
            Self::ElderBrother => "elder_brother",
            Self::YoungerBrother => "younger_brother",
            Self::ElderSister => "elder_sister",
            Self::YoungerSister => "younger_sister",
            Self::Uncle => "uncle",
            Self::Aunt => "aunt",
            Self::RelativeByMarriage => "relative_by_marriage",
            Self::Cohabitant => "cohabitant",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|relationship| relationship.name() == name)
    }
}

/// Who may apply (part 一), as the regulation groups them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Category {
    /// 配偶
    Spouse,
    /// 直系血親
    LinealBlood,
    /// 三親等內之旁系血親
    CollateralBlood,
    /// 二親等內之姻親
    Marriage,
    /// 共居之家屬
    Cohabitant,
}

/// What shows that a family member and a student belong together (part 六(二), and part 一 for those who live together).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Proof {
    /// 戶籍謄本 with the student and the applicant.
    HouseholdTranscript,
    /// The same household registration, or 同居證明.
    ProofOfCohabitation,
}

impl Relationship {
    pub const fn category(self) -> Category {
        match self {
            Self::Spouse => Category::Spouse,
            Self::Father | Self::Mother | Self::Grandfather | Self::Grandmother | Self::Child => {
                Category::LinealBlood
            }
            Self::ElderBrother
            | Self::YoungerBrother
            | Self::ElderSister
            | Self::YoungerSister
            | Self::Uncle
            | Self::Aunt => Category::CollateralBlood,
            Self::RelativeByMarriage => Category::Marriage,
            Self::Cohabitant => Category::Cohabitant,
        }
    }

    pub const fn proof(self) -> Proof {
        match self.category() {
            Category::Cohabitant => Proof::ProofOfCohabitation,
            Category::Spouse | Category::LinealBlood | Category::CollateralBlood | Category::Marriage => {
                Proof::HouseholdTranscript
            }
        }
    }
}

/// An e-mail address as an account's name: trimmed, lower case, at most 254 bytes (RFC 5321 §4.5.3.1.3).
///
/// Whether mail arrives there is for a verification mail to find out; this only keeps out what cannot be one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EmailAddress(String);

impl EmailAddress {
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        let (local, host) = text.rsplit_once('@')?;
        let fits = text.len() <= 254
            && (1..=64).contains(&local.len())
            && host.len() >= 3
            && host.contains('.')
            && !host.starts_with('.')
            && !host.ends_with('.')
            && !text
                .chars()
                .any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | ',' | ';'));
        fits.then_some(Self(text))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_leads_back() {
        assert!(Role::ALL.iter().all(|role| Role::from_name(role.name()) == Some(*role)));
        assert!(AccountState::ALL.iter().all(|state| AccountState::from_name(state.name()) == Some(*state)));
        assert!(Relationship::ALL.iter().all(|r| Relationship::from_name(r.name()) == Some(*r)));
    }

    #[test]
    fn an_address_is_known_however_it_is_typed() {
        assert_eq!(EmailAddress::parse(" Family@Demo.Example "), EmailAddress::parse("family@demo.example"));
    }

    #[test]
    fn what_cannot_be_an_address_is_none() {
        let long = format!("{}@demo.example", "a".repeat(300));
        for text in ["", "@", "a@b", "a@.tw", "a b@c.tw", "a@c.tw\nBcc: x@y.tw", "a@b.tw,c@d.tw", &long] {
            assert_eq!(EmailAddress::parse(text), None, "{text:?}");
        }
    }
}
