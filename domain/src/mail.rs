//! What the product writes mail about.

use serde::{Deserialize, Serialize};

/// The occasion of a mail, as the outbox keeps it. Which letter it becomes is decided when it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum MailKind {
    /// The entry arrived and waits for review.
    EntryReceived,
    /// 審核未通過: the entry came back with reasons.
    EntryReturned,
    /// The student can read it now.
    EntryDelivered,
    /// The student has read it; only for families who want to be told.
    EntryRead,
    /// A student's reply passed review, and the family can read it.
    ReplyArrived,
    /// A request for a contact book arrived and waits for the institution.
    ApplicationReceived,
    /// 審核未通過: a request came back with reasons.
    ApplicationReturned,
    /// 審核通過: there is a contact book now.
    ApplicationApproved,
    /// The family took its request back.
    ApplicationWithdrawn,
    /// A book closed because its student left.
    BookClosed,
    /// Part 二(五): the family may not publish for a month.
    FamilySuspended,
    /// A suspension ended before its time.
    SuspensionLifted,
    /// Part 二(四): the head widened the limits of a book for a while.
    ApprovedSpecially,
    /// Somebody registered with this address.
    Registration,
    /// Somebody at the log-in has forgotten the password of this address.
    Forgotten,
    /// An account wants to move to this address.
    NewAddress,
    /// An account moved away from this address.
    OldAddress,
    /// The password of an account was changed.
    PasswordChanged,
    /// Staff got an account and have to choose a password.
    Invitation,
    /// An account was closed at its owner's wish.
    AccountClosed,
}

impl MailKind {
    pub const ALL: [Self; 20] = [
        Self::EntryReceived,
        Self::EntryReturned,
        Self::EntryDelivered,
        Self::EntryRead,
        Self::ReplyArrived,
        Self::ApplicationReceived,
        Self::ApplicationReturned,
        Self::ApplicationApproved,
        Self::ApplicationWithdrawn,
        Self::BookClosed,
        Self::FamilySuspended,
        Self::SuspensionLifted,
        Self::ApprovedSpecially,
        Self::Registration,
        Self::Forgotten,
        Self::NewAddress,
        Self::OldAddress,
        Self::PasswordChanged,
        Self::Invitation,
        Self::AccountClosed,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::EntryReceived => "entry_received",
            Self::EntryReturned => "entry_returned",
            Self::EntryDelivered => "entry_delivered",
            Self::EntryRead => "entry_read",
            Self::ReplyArrived => "reply_arrived",
            Self::ApplicationReceived => "application_received",
            Self::ApplicationReturned => "application_returned",
            Self::ApplicationApproved => "application_approved",
            Self::ApplicationWithdrawn => "application_withdrawn",
            Self::BookClosed => "book_closed",
            Self::FamilySuspended => "family_suspended",
            Self::SuspensionLifted => "suspension_lifted",
            Self::ApprovedSpecially => "approved_specially",
            Self::Registration => "registration",
            Self::Forgotten => "forgotten",
            Self::NewAddress => "new_address",
            Self::OldAddress => "old_address",
            Self::PasswordChanged => "password_changed",
            Self::Invitation => "invitation",
            Self::AccountClosed => "account_closed",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// What a mail says. A kind becomes one of these when it is sent, by what is true then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum LetterKind {
    EntryReceived,
    EntryReturned,
    EntryDelivered,
    EntryRead,
    ReplyArrived,
    ApplicationReceived,
    ApplicationReturned,
    ApplicationApproved,
    ApplicationWithdrawn,
    BookClosed,
    /// From when to when, and why.
    FamilySuspended,
    SuspensionLifted,
    ApprovedSpecially,
    /// Part 六(一) step 4: the link that verifies the address of a registration.
    Verify,
    /// Somebody named an address that an account has already.
    AddressKnown,
    /// Somebody registered with the number of an identification that an account has already.
    NumberKnown,
    /// The link that sets a new password.
    Reset,
    /// The link that confirms the new address of an account.
    ConfirmAddress,
    AddressChanged,
    PasswordChanged,
    /// The link with which staff choose their first password.
    Invitation,
    AccountClosed,
}

impl LetterKind {
    pub const ALL: [Self; 22] = [
        Self::EntryReceived,
        Self::EntryReturned,
        Self::EntryDelivered,
        Self::EntryRead,
        Self::ReplyArrived,
        Self::ApplicationReceived,
        Self::ApplicationReturned,
        Self::ApplicationApproved,
        Self::ApplicationWithdrawn,
        Self::BookClosed,
        Self::FamilySuspended,
        Self::SuspensionLifted,
        Self::ApprovedSpecially,
        Self::Verify,
        Self::AddressKnown,
        Self::NumberKnown,
        Self::Reset,
        Self::ConfirmAddress,
        Self::AddressChanged,
        Self::PasswordChanged,
        Self::Invitation,
        Self::AccountClosed,
    ];

    /// Whether the reader may be somebody who never chose a language here: then it is said in every language.
    pub const fn speaks_every_language(self) -> bool {
        matches!(self, Self::Verify | Self::AddressKnown | Self::NumberKnown | Self::Invitation)
    }

    /// Whether it may call its reader by name. It does not where somebody else may have typed the name, so that
    /// nobody can have words of their own sent to a stranger.
    pub const fn greets_by_name(self) -> bool {
        !matches!(self, Self::Verify | Self::NumberKnown | Self::ConfirmAddress)
    }
}

/// What a link in a mail is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum LinkPurpose {
    /// `/verify`: the address of a registration.
    Verify,
    /// `/reset`: a new password.
    Reset,
    /// `/account/email/confirm`: the new address of an account.
    NewAddress,
    /// `/invitation`: the first password of staff.
    Invitation,
}

impl LinkPurpose {
    pub const ALL: [Self; 4] = [Self::Verify, Self::Reset, Self::NewAddress, Self::Invitation];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Verify => "verify",
            Self::Reset => "reset",
            Self::NewAddress => "new_address",
            Self::Invitation => "invitation",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.name() == name)
    }

    /// Where the link leads; its token follows as `?token=`.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Verify => "/verify",
            Self::Reset => "/reset",
            Self::NewAddress => "/account/email/confirm",
            Self::Invitation => "/invitation",
        }
    }

    /// Minutes that it works: 10 by part 六(一) step 4; three days for an invitation, which nobody waits for.
    pub const fn minutes(self) -> i64 {
        match self {
            Self::Verify | Self::Reset | Self::NewAddress => 10,
            Self::Invitation => 3 * 24 * 60,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_leads_back() {
        assert!(MailKind::ALL.iter().all(|kind| MailKind::from_name(kind.name()) == Some(*kind)));
        assert!(LinkPurpose::ALL.iter().all(|p| LinkPurpose::from_name(p.name()) == Some(*p)));
    }
}
