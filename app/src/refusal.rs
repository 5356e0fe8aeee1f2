//! A form that was refused: what was typed (never passwords) and what is wrong. Words are made on the page.

use domain::application::{ApplicationProblems, ApplicationStateKind};
use domain::application_form::Step;
use domain::document::RefusedDocument;
use domain::draft::EntryProblems;
use domain::entry::EntryStateKind;
use domain::id::{
    ApplicationId, EntryId, FeedbackId, InstitutionId, ProgrammeId, RestrictionBatchId, RestrictionId,
    SpecialApprovalId, SuspensionId,
};
use domain::institution::{InstitutionForm, InstitutionProblems};
use domain::password::{ConfirmProblem, PasswordProblem};
use domain::person_name::PersonNameProblem;
use domain::phone::PhoneProblem;
use domain::programme::{DayProblem, ProgrammeForm, ProgrammeProblems};
use domain::registration::{EmailProblem, RegistrationForm, RegistrationProblems};
use domain::restriction::{RestrictionForm, RestrictionProblems, Span};
use domain::restriction_batch::{BatchForm, BatchProblems};
use domain::retention::{Kept, RetentionForm};
use domain::review::ReturnNoticeProblem;
use domain::roster::{LeavingForm, LeavingProblem, StudentForm, StudentProblems};
use domain::roster_file::{FileProblem, Preview};
use domain::settings_form::{SettingsForm, SettingsProblems};
use domain::special_approval::{ApprovalForm, ApprovalProblems};
use domain::suspension::ProposeProblem;
use domain::text::TextProblem;
use domain::time::{Moment, TaipeiDay};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    LogIn(LogInRefusal),
    StudentLogIn(StudentLogInRefusal),
    /// The words of this entry are saved and wait to be put right.
    Entry {
        entry: EntryId,
        problems: EntryProblems,
    },
    Step(StepRefusal),
    /// A reply was saved from elsewhere, or sent, since its page was opened: this was typed there.
    ReplyOvertaken {
        title: String,
        body: String,
        photo_alt: String,
    },
    Review(ReviewRefusal),
    Clock(ClockRefusal),
    /// The notice was not agreed to.
    Consent,
    Register(RegisterRefusal),
    Email(EmailRefusal),
    NewPassword(NewPasswordRefusal),
    Code(SecretRefusal),
    Verify(SecretRefusal),
    Profile(ProfileRefusal),
    Address(AddressRefusal),
    ChangePassword(ChangePasswordRefusal),
    Close(CloseRefusal),
    Invite(InviteRefusal),
    Institution(InstitutionRefusal),
    Retention(RetentionRefusal),
    /// An institution was not closed: so many students are there.
    HasStudents(u32),
    Feedback(FeedbackRefusal),
    Restriction(RestrictionRefusal),
    RestrictionBatch(RestrictionBatchRefusal),
    SuspensionProposal(SuspensionProposalRefusal),
    Suspension(SuspensionRefusal),
    SuspensionAnswer(SuspensionAnswerRefusal),
    Approval(ApprovalRefusal),
    Programme(ProgrammeRefusal),
    ProgrammeDays(ProgrammeDaysRefusal),
    PrintRun(PrintRunProblem),
    /// What was to be ended is over already.
    TooLate,
    ApplicationReview(ApplicationReviewRefusal),
    Settings(SettingsRefusal),
    Application(ApplicationRefusal),
    /// Sending or withdrawing a request was not possible as it stands.
    ApplicationStep(ApplicationStateKind),
    Student(StudentRefusal),
    Leaving(LeavingRefusal),
    /// A roster file was read; refused or not, this is what it would do.
    Roster(RosterAnswer),
}

/// Days that could not be set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetentionRefusal {
    pub form: RetentionForm,
    pub wrong: Vec<Kept>,
    /// Somebody else has set them meanwhile.
    pub changed: bool,
}

/// An institution that could not be added or changed. `id` is the one that the form made up, or its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstitutionRefusal {
    pub id: InstitutionId,
    pub form: InstitutionForm,
    pub problems: InstitutionProblems,
}

/// Why letters were not printed, or not handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PrintRunProblem {
    NoStudents,
    NothingNew,
    /// A student is restricted since the run was made.
    Restricted,
}

/// A step of a request. What was filled in is saved and waits to be put right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationRefusal {
    pub application: ApplicationId,
    pub step: Step,
    pub problems: ApplicationProblems,
    pub look_up: Option<LookUpRefusal>,
    /// Files that could not be taken.
    pub documents: Vec<RefusedDocument>,
}

/// Why there is nobody to confirm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LookUpRefusal {
    NoStudent,
    HasBook,
    UnderWay(ApplicationId),
    /// Too many tries: minutes until the next one.
    TooOften(u32),
}

/// What is wrong with an account's present password, which stands for the person where much is at stake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PresentPasswordProblem {
    Missing,
    Wrong,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterRefusal {
    pub form: RegistrationForm,
    pub problems: RegistrationProblems,
    /// The agreement to the notice is too long ago, and is asked for again on the form.
    pub consent_missing: bool,
    /// Too many registrations came from here: minutes until the next one may be tried.
    pub wait: Option<u32>,
}

/// A form that asks for an e-mail address only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmailRefusal {
    pub email: String,
    pub problem: Option<EmailProblem>,
    pub wait: Option<u32>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewPasswordRefusal {
    pub password: Option<PasswordProblem>,
    pub confirm: Option<ConfirmProblem>,
}

/// The one secret of a form: the code of the second step, or the password of a registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SecretRefusal {
    Missing,
    Wrong,
    /// Too many tries: minutes until the next one.
    TooOften(u32),
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileRefusal {
    pub name: String,
    pub mobile: String,
    pub phone: String,
    pub mail_when_read: bool,
    pub name_problem: Option<PersonNameProblem>,
    pub mobile_problem: Option<PhoneProblem>,
    pub phone_problem: Option<PhoneProblem>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressRefusal {
    pub email: String,
    pub email_problem: Option<EmailProblem>,
    pub password_problem: Option<PresentPasswordProblem>,
    pub wait: Option<u32>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangePasswordRefusal {
    pub present: Option<PresentPasswordProblem>,
    pub password: Option<PasswordProblem>,
    pub confirm: Option<ConfirmProblem>,
    pub wait: Option<u32>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CloseRefusal {
    pub password: Option<PresentPasswordProblem>,
    /// The box that says one understood was not ticked.
    pub not_sure: bool,
    pub wait: Option<u32>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InviteRefusal {
    pub name: String,
    pub email: String,
    pub role: String,
    pub name_problem: Option<PersonNameProblem>,
    pub email_problem: Option<EmailProblem>,
    pub email_taken: bool,
    pub role_missing: bool,
}

/// What somebody wanted to say about the site was not kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackRefusal {
    /// The id that the form made up for it.
    pub id: FeedbackId,
    /// The path that it is about; empty when it is not known.
    pub page: String,
    pub text: String,
    pub problem: Option<TextProblem>,
    /// Too much was said: minutes until the next one.
    pub wait: Option<u32>,
}

/// A student who could not be added or changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StudentRefusal {
    pub form: StudentForm,
    pub problems: StudentProblems,
}

/// How and when a student leaves could not be understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeavingRefusal {
    pub form: LeavingForm,
    pub problem: LeavingProblem,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RosterAnswer {
    /// It cannot be read at all.
    Unreadable(FileProblem),
    /// `text` is what the file says, to be sent back when it is to be imported, and `mark` names this preview.
    Preview {
        text: String,
        mark: String,
        preview: Preview,
        /// The roster has changed since the preview was shown.
        changed_meanwhile: bool,
    },
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogInRefusal {
    pub email: String,
    /// Where the person was going.
    pub next: String,
    pub email_missing: bool,
    pub password_missing: bool,
    /// Too many tries: minutes until the next one.
    pub wait: Option<u32>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StudentLogInRefusal {
    pub institution: String,
    pub call_number: String,
    pub institution_missing: bool,
    pub call_number_missing: bool,
    pub pin_missing: bool,
    /// Too many tries: minutes until the next one.
    pub wait: Option<u32>,
}

/// A restriction that was not made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestrictionRefusal {
    /// The id that the form made up for it.
    pub id: RestrictionId,
    pub form: RestrictionForm,
    pub problems: RestrictionProblems,
}

/// A restriction for many that is not made (yet).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestrictionBatchRefusal {
    /// The id that the form made up for it.
    pub id: RestrictionBatchId,
    pub form: BatchForm,
    /// Nothing is wrong when students were looked for, or when it is to be confirmed.
    pub problems: BatchProblems,
    /// Shows it once more, to be confirmed.
    pub confirm: bool,
}

/// A suspension that was not proposed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuspensionProposalRefusal {
    /// The id that the form made up for it.
    pub id: SuspensionId,
    pub note: String,
    pub note_problem: Option<TextProblem>,
    pub problem: Option<ProposeProblem>,
}

/// What the head decided about a suspension was not done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SuspensionRefusal {
    /// The words to the family cannot be sent.
    Told { typed: String, problem: TextProblem },
    /// The reason of a refusal cannot be kept.
    Reason { typed: String, problem: TextProblem },
    /// It cannot be decided, or not like this; this was typed.
    Not { typed: String, why: NotSuspended },
    /// There is nothing to lift.
    NotInForce,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NotSuspended {
    Decided,
    /// The family is suspended until then.
    Already(Moment),
    TooFewReturns(u32),
    BookClosed,
}

/// A special approval that was not given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalRefusal {
    /// The id that the form made up for it.
    pub id: SpecialApprovalId,
    pub form: ApprovalForm,
    pub problem: ApprovalProblem,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ApprovalProblem {
    Form(ApprovalProblems),
    /// With one that the book has already.
    Overlaps(Span),
}

/// A programme that was not started, or whose students were looked for: then nothing is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgrammeRefusal {
    /// The id that the form made up for it.
    pub id: ProgrammeId,
    pub form: ProgrammeForm,
    pub problems: ProgrammeProblems,
}

/// A programme whose last day was not made later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgrammeDaysRefusal {
    pub typed: String,
    pub problem: ExtendProblem,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ExtendProblem {
    Day(DayProblem),
    /// It was ended early.
    Ended,
}

/// A suspended family's answer that was not kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuspensionAnswerRefusal {
    pub suspension: SuspensionId,
    pub typed: String,
    /// `None` when it came too late.
    pub problem: Option<TextProblem>,
}

/// Sending, withdrawing or discarding was not possible.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StepRefusal {
    TooEarly(TaipeiDay),
    /// The service is paused for the student. Nothing here tells why.
    Paused,
    /// The family may not publish until this day.
    Suspended(TaipeiDay),
    /// Staff have decided, and the decision is about to arrive.
    Deciding,
    /// The student is in no programme (any more), so there is no replying.
    NoProgramme,
    /// The contact book takes nothing any more.
    BookClosed,
    NotAllowed(EntryStateKind),
}

/// A decision was not possible, said nothing, or was undone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewRefusal {
    pub entry: EntryId,
    pub problem: ReviewProblem,
    /// The reasons that were ticked, and the free words.
    pub reasons: Vec<String>,
    pub suggestion: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReviewProblem {
    Notice(ReturnNoticeProblem),
    AlreadyDecided,
    OtherVersion,
    /// Nothing is wrong: the reviewer wants to see what the family will read.
    Preview,
    /// Nothing is wrong: the return was undone, and what it said is there again.
    Undone,
}

impl ReviewRefusal {
    /// Something was ticked or typed.
    pub fn says_something(&self) -> bool {
        !self.reasons.is_empty() || !self.suggestion.trim().is_empty()
    }
}

/// A decision about a request was not possible, or said nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationReviewRefusal {
    pub application: ApplicationId,
    pub problem: ApplicationReviewProblem,
    /// The reasons that were ticked, and the free words.
    pub reasons: Vec<String>,
    pub suggestion: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ApplicationReviewProblem {
    Notice(ReturnNoticeProblem),
    AlreadyDecided,
    OtherVersion,
    BookExists,
    Restricted,
    StudentLeft,
    /// Nothing is wrong: the reviewer wants to see what the family will read.
    Preview,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsRefusal {
    pub version: i64,
    pub form: SettingsForm,
    pub problems: SettingsProblems,
    /// Somebody else saved meanwhile.
    pub overtaken: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockRefusal {
    pub typed: String,
    /// It can be read, but lies in the past.
    pub in_the_past: bool,
}
