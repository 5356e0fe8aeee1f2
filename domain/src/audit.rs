//! What the audit writes down: every decision, every look at a personal document, every change of settings.

use serde::{Deserialize, Serialize};

use crate::people::Role;
use crate::search::LookedFor;
use crate::time::{Moment, TaipeiDay};

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum AuditAction {
    EntryApproved,
    EntryReturned,
    /// A decision about an entry was taken back before anything of it left.
    DecisionUndone,
    SuspensionProposed,
    SuspensionRefused,
    FamilySuspended,
    SuspensionLifted,
    /// A suspended family answered.
    SuspensionAnswered,
    SpeciallyApproved,
    SpecialApprovalEnded,
    ProgrammeStarted,
    ProgrammeExtended,
    ProgrammeEnded,
    /// Letters were taken up to be printed.
    PrintRunMade,
    /// A student's printed letters, which count as read from then on.
    LettersHandedOver,
    ApplicationApproved,
    ApplicationReturned,
    /// Staff opened a request and read number and birth date of whoever asks.
    ApplicantSeen,
    /// Staff looked at a page of a personal document.
    DocumentSeen,
    /// Documents were deleted after their time.
    DocumentsDeleted,
    /// A family looked up a call number.
    StudentLookedUp,
    RosterImported,
    StudentAdded,
    StudentChanged,
    StudentLeft,
    /// Staff made a keepsake of what came to a student.
    KeepsakeMade,
    PinMade,
    RestrictionMade,
    RestrictionEnded,
    BookClosed,
    SettingsChanged,
    InstitutionAdded,
    InstitutionChanged,
    InstitutionClosed,
    InstitutionReopened,
    /// The operator let mail be tried again.
    MailSentAgain,
    RetentionChanged,
    /// What was kept long enough was deleted.
    RetentionCarriedOut,
    StaffInvited,
    StaffDeactivated,
    StaffActivated,
    SecondFactorRemoved,
}

impl AuditAction {
    pub const ALL: [Self; 42] = [
        Self::EntryApproved,
        Self::EntryReturned,
        Self::DecisionUndone,
        Self::SuspensionProposed,
        Self::SuspensionRefused,
        Self::FamilySuspended,
        Self::SuspensionLifted,
        Self::SuspensionAnswered,
        Self::SpeciallyApproved,
        Self::SpecialApprovalEnded,
        Self::ProgrammeStarted,
        Self::ProgrammeExtended,
        Self::ProgrammeEnded,
        Self::PrintRunMade,
        Self::LettersHandedOver,
        Self::ApplicationApproved,
        Self::ApplicationReturned,
        Self::ApplicantSeen,
        Self::DocumentSeen,
        Self::DocumentsDeleted,
        Self::StudentLookedUp,
        Self::RosterImported,
        Self::StudentAdded,
        Self::StudentChanged,
        Self::StudentLeft,
        Self::KeepsakeMade,
        Self::PinMade,
        Self::RestrictionMade,
        Self::RestrictionEnded,
        Self::BookClosed,
        Self::SettingsChanged,
        Self::InstitutionAdded,
        Self::InstitutionChanged,
        Self::InstitutionClosed,
        Self::InstitutionReopened,
        Self::MailSentAgain,
        Self::RetentionChanged,
        Self::RetentionCarriedOut,
        Self::StaffInvited,
        Self::StaffDeactivated,
        Self::StaffActivated,
        Self::SecondFactorRemoved,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::EntryApproved => "entry_approved",
            Self::EntryReturned => "entry_returned",
            Self::DecisionUndone => "decision_undone",
            Self::SuspensionProposed => "suspension_proposed",
            Self::SuspensionRefused => "suspension_refused",
            Self::FamilySuspended => "family_suspended",
            Self::SuspensionLifted => "suspension_lifted",
            Self::SuspensionAnswered => "suspension_answered",
            Self::SpeciallyApproved => "specially_approved",
            Self::SpecialApprovalEnded => "special_approval_ended",
            Self::ProgrammeStarted => "programme_started",
            Self::ProgrammeExtended => "programme_extended",
            Self::ProgrammeEnded => "programme_ended",
            Self::PrintRunMade => "print_run_made",
            Self::LettersHandedOver => "letters_handed_over",
            Self::ApplicationApproved => "application_approved",
            Self::ApplicationReturned => "application_returned",
            Self::ApplicantSeen => "applicant_seen",
            Self::DocumentSeen => "document_seen",
            Self::DocumentsDeleted => "documents_deleted",
            Self::StudentLookedUp => "student_looked_up",
            Self::RosterImported => "roster_imported",
            Self::StudentAdded => "student_added",
            Self::StudentChanged => "student_changed",
            Self::StudentLeft => "student_left",
            Self::KeepsakeMade => "keepsake_made",
            Self::PinMade => "pin_made",
            Self::RestrictionMade => "restriction_made",
            Self::RestrictionEnded => "restriction_ended",
            Self::BookClosed => "book_closed",
            Self::SettingsChanged => "settings_changed",
            Self::InstitutionAdded => "institution_added",
            Self::InstitutionChanged => "institution_changed",
            Self::InstitutionClosed => "institution_closed",
            Self::InstitutionReopened => "institution_reopened",
            Self::MailSentAgain => "mail_sent_again",
            Self::RetentionChanged => "retention_changed",
            Self::RetentionCarriedOut => "retention_carried_out",
            Self::StaffInvited => "staff_invited",
            Self::StaffDeactivated => "staff_deactivated",
            Self::StaffActivated => "staff_activated",
            Self::SecondFactorRemoved => "second_factor_removed",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.name() == name)
    }
}

/// What is looked for in the audit; what is empty is not asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditSearch {
    /// A part of the name of who did it.
    pub person: LookedFor,
    pub call_number: LookedFor,
    pub action: Option<AuditAction>,
    pub from: Option<TaipeiDay>,
    /// The last day that counts.
    pub until: Option<TaipeiDay>,
}

/// A row of the audit, as people read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditLine {
    pub number: i64,
    pub at: Moment,
    pub doer: Doer,
    pub action: AuditAction,
    pub about: About,
    pub details: Vec<Fact>,
}

/// Who did it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Doer {
    Account { name: String, role: Option<Role> },
    Job,
    Operator,
}

/// What it was done to; `student` is call number and name, an id leads to a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum About {
    Account {
        name: String,
    },
    Application {
        id: Option<String>,
        student: Option<String>,
    },
    /// The id is the student's.
    Book {
        id: Option<String>,
        student: Option<String>,
    },
    Entry {
        id: String,
        student: Option<String>,
    },
    Institution,
    Student {
        id: Option<String>,
        student: Option<String>,
    },
}

/// One of the details.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    pub name: String,
    pub values: Vec<String>,
}

/// What a head that was kept outside says of the audit as it is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Comparison {
    /// The row is as it was.
    Same { number: i64, at: Moment },
    /// The row has another hash, or is gone: it or one before it was written anew.
    Other { number: i64, at: Moment },
    /// Nothing in it was signed by this installation.
    NotOurs,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_leads_back() {
        assert!(AuditAction::ALL.iter().all(|action| AuditAction::from_name(action.name()) == Some(*action)));
    }
}
