//! What pages show, each type with just what its reader may see. Storage fills them, pages draw them.

use serde::{Deserialize, Serialize};

use crate::application::{ApplicationNotice, ApplicationState, Service};
use crate::attachment::RefusedAttachment;
use crate::claim::Claim;
use crate::document::{DocumentFormat, DocumentKind};
use crate::entry::EntryState;
use crate::id::{
    ApplicationId, AttachmentId, BookId, DocumentId, EntryId, InstitutionId, PageId, PhotoId,
    RestrictionBatchId, RestrictionId, StudentId,
};
use crate::language::Language;
use crate::limits::EntryLimits;
use crate::people::{Relationship, Role};
use crate::photo::PhotoProblem;
use crate::restriction::{RestrictionKind, Span};
use crate::review::ReturnNotice;
use crate::review_queue::UndoableDecision;
use crate::roster::Leaving;
use crate::special_approval::Allowed;
use crate::strikes::suspension_possible;
use crate::student::PinState;
use crate::time::{Moment, TaipeiDay};

/// Who is looking, for the head of the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Viewer {
    Anonymous,
    Account { name: String, role: Role },
    Student { name: String },
}

impl Viewer {
    /// The page on which they begin.
    pub fn home(&self) -> &'static str {
        match self {
            Self::Anonymous => "/",
            Self::Account { role, .. } => role.home(),
            Self::Student { .. } => "/student",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Institution {
    pub id: InstitutionId,
    pub name: String,
    pub phone: String,
    /// Whom to ask for on the phone; empty when nobody is named.
    pub contact_person: String,
}

/// A family's contact book (電子家庭聯絡簿).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Book {
    pub id: BookId,
    pub student_name: String,
    pub institution_name: String,
    pub relationship: Relationship,
    /// The first day from today on which a new entry may be sent.
    pub next_turn: TaipeiDay,
    pub may_send_today: bool,
    /// The service is paused for the student at present (part 一); nobody but staff knows why.
    pub paused: bool,
    /// The family may not publish (part 二(五)) until this day begins.
    pub suspended_until: Option<TaipeiDay>,
    /// What the head allows the family for a while (part 二(四)); `limits` hold it already.
    pub allowed: Option<Allowed>,
    pub limits: EntryLimits,
    /// What the institution adds to the guide beside the form.
    pub guide: Vec<String>,
}

/// Whose book it is, for staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Whose {
    pub student: StudentId,
    pub student_name: String,
    pub call_number: String,
    pub family_name: String,
    pub relationship: Relationship,
}

/// A family's book whose student left: it can be read, and no more be written in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosedBook {
    pub id: BookId,
    pub student_name: String,
    pub institution_name: String,
    pub closed_on: TaipeiDay,
}

/// A student as staff see them in the roster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterStudent {
    pub id: StudentId,
    pub call_number: String,
    pub name: String,
    pub admitted: Option<TaipeiDay>,
    pub expected_release: Option<TaipeiDay>,
    /// How they leave, and from which day on.
    pub leaving: Option<(Leaving, TaipeiDay)>,
    pub pin: PinState,
    /// Does a family hold a contact book for them?
    pub has_book: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Photo {
    pub id: PhotoId,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

/// 佐證檔案, as its family and staff see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    pub id: DocumentId,
    pub kind: DocumentKind,
    /// What the file was called; empty once it was deleted.
    pub name: String,
    /// Of the file as it was sent.
    pub bytes: u64,
    pub created_at: Moment,
    /// None once it was deleted.
    pub pages: Vec<DocumentPage>,
    /// After the time that the institution keeps documents.
    pub deleted: bool,
}

/// A picture of a page, at `/files/{id}` and `/files/{id}/thumbnail`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentPage {
    pub id: PageId,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

/// 附件: a picture of each of its pages, at `/files/{id}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    pub id: AttachmentId,
    /// What the file was called.
    pub name: String,
    pub format: DocumentFormat,
    pub pages: Vec<DocumentPage>,
}

/// An entry as its family sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FamilyEntry {
    pub id: EntryId,
    /// `None` while a draft has no book yet.
    pub book: Option<BookId>,
    /// Its book closed because the student left: it can be read, and never sent again.
    pub book_closed: bool,
    pub student_name: Option<String>,
    /// Whose the student is, and how the family is related; `None` while a draft has no book yet.
    pub institution_name: Option<String>,
    pub relationship: Option<Relationship>,
    /// When staff last decided about it.
    pub decided_at: Option<Moment>,
    pub title: String,
    pub body: String,
    pub photo: Option<Photo>,
    /// What the photo shows, in the family's words; empty for none.
    pub photo_alt: String,
    /// Empty in lists.
    pub attachments: Vec<Attachment>,
    /// One more with each save.
    pub revision: i64,
    pub state: EntryState,
    /// When it was sent last; `None` while it is a draft.
    pub submitted_at: Option<Moment>,
    pub edited_at: Moment,
    /// The latest return, kept after the entry was corrected.
    pub returned: Option<Return>,
    /// What the student replied.
    pub reply: Option<Reply>,
}

/// A student's reply, as the family reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    pub id: EntryId,
    pub title: String,
    pub body: String,
    pub photo: Option<Photo>,
    /// What the photo shows, in the student's words; empty for none.
    pub photo_alt: String,
    pub delivered_at: Moment,
    /// When the family opened it first.
    pub read_at: Option<Moment>,
}

/// A reply as the student who writes it sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StudentReply {
    pub id: EntryId,
    pub title: String,
    pub body: String,
    pub photo: Option<Photo>,
    /// What the photo shows, in the student's words; empty for none.
    pub photo_alt: String,
    /// One more with each save.
    pub revision: i64,
    pub state: EntryState,
    pub edited_at: Moment,
    /// The latest return, kept after the reply was corrected.
    pub returned: Option<Return>,
}

/// What a page that saves by itself is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedDraft {
    pub id: EntryId,
    /// To be named by the next save.
    pub revision: i64,
    pub saved_at: Moment,
    pub photo: Option<Photo>,
    /// Why the photo that came along was not taken.
    pub photo_problem: Option<PhotoProblem>,
    /// What is attached now.
    pub attachments: Vec<Attachment>,
    /// Files that came along and were not taken.
    pub refused: Vec<RefusedAttachment>,
}

/// Why an entry came back, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Return {
    pub notice: ReturnNotice,
    pub returned_at: Moment,
}

/// A request for a contact book as its family sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FamilyApplication {
    pub id: ApplicationId,
    pub institution: Option<Institution>,
    /// As it was typed, while it is a draft.
    pub call_number: String,
    pub relationship: Option<Relationship>,
    /// Whom the look-up found: the name with all but its ends masked.
    pub masked_name: Option<String>,
    /// The family has confirmed that this is the student.
    pub confirmed: bool,
    pub service: Option<Service>,
    pub state: ApplicationState,
    /// When it was sent last; `None` while it is a draft.
    pub submitted_at: Option<Moment>,
    pub edited_at: Moment,
    /// What was decided so far, oldest first. Who decided is not for families.
    pub decisions: Vec<FamilyDecision>,
}

impl FamilyApplication {
    /// The latest return, kept after the request was corrected.
    pub fn returned(&self) -> Option<&ApplicationNotice> {
        self.decisions.iter().rev().find_map(|decision| decision.returned.as_ref())
    }
}

/// What was decided about one round of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FamilyDecision {
    pub submitted_at: Moment,
    pub decided_at: Moment,
    /// `None` means approved.
    pub returned: Option<ApplicationNotice>,
}

/// One page of a list. Pages count from 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    pub items: Vec<T>,
    pub number: u32,
    pub has_next: bool,
}

/// Who writes to whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parties {
    pub student: StudentId,
    pub student_name: String,
    pub call_number: String,
    pub family_name: String,
    /// It is a reply from the student to the family's entry of this title.
    pub answered: Option<String>,
    /// In which whoever wrote it reads why it came back.
    pub writer_language: Language,
    pub relationship: Relationship,
    /// Of a reply 0. Returns of this family's entries in this book since the last suspension ended (part 二(五)).
    pub strikes: u32,
    /// A restriction is in force for the student (part 一): what is approved now is held.
    pub restricted: bool,
}

impl Parties {
    pub const fn suspension_possible(&self) -> bool {
        suspension_possible(self.strikes)
    }
}

/// The words and the photo that were sent to review at one time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// 1 for the first submission, one more for each correction.
    pub round: u32,
    pub title: String,
    pub body: String,
    pub photo: Option<Photo>,
    /// What the photo shows, in the family's words; empty for none.
    pub photo_alt: String,
    pub attachments: Vec<Attachment>,
    pub submitted_at: Moment,
}

/// An entry waiting for staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingEntry {
    pub id: EntryId,
    pub parties: Parties,
    pub version: Version,
    /// Who has opened it to read it.
    pub claim: Option<Claim>,
    /// What was decided in this book before, the latest first; a few.
    pub earlier: Vec<EarlierDecision>,
}

/// What was decided about an entry before this one, in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierDecision {
    pub entry: EntryId,
    pub title: String,
    pub submitted_at: Moment,
    /// `None` means approved.
    pub returned: Option<ReturnNotice>,
}

/// An entry as staff see it. A correction that the family is still writing is not theirs to see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewedEntry {
    pub id: EntryId,
    pub parties: Parties,
    pub state: EntryState,
    /// What waits for a decision now.
    pub waiting: Option<Version>,
    /// It was decided, and the decision has not left yet.
    pub decided: bool,
    /// That decision, if it is the viewer's and can still be undone.
    pub undoable: Option<UndoableDecision>,
    pub claim: Option<Claim>,
    /// What was decided about other entries in this book, the latest first; a few.
    pub earlier: Vec<EarlierDecision>,
    /// What was decided, latest first.
    pub history: Vec<Decision>,
}

/// What was decided about one version of an entry, kept for ever.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    pub version: Version,
    pub decided_at: Moment,
    pub decided_by: String,
    /// `None` means approved.
    pub returned: Option<ReturnNotice>,
}

/// The day at a glance for staff.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Glance {
    pub waiting: u32,
    pub oldest: Option<Moment>,
    pub decided_today: u32,
    /// Approved, and held until a restriction on the student ends.
    pub held: u32,
    /// Of what waits, how much has waited longer than [`crate::review_queue::OVERDUE_SECONDS`].
    pub overdue: u32,
    /// Of what waits, how many are replies of students.
    pub replies: u32,
    /// Families whose suspension can be proposed now (part 二(五)).
    pub strikes: u32,
}

/// A restriction on a student (part 一) as staff see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restriction {
    pub id: RestrictionId,
    pub kind: RestrictionKind,
    pub span: Span,
    /// Empty for none.
    pub note: String,
    pub made_by: String,
    pub made_at: Moment,
    /// Who ended it early.
    pub ended_by: Option<String>,
    /// The restriction for many that it is a part of.
    pub batch: Option<RestrictionBatchId>,
}

/// An entry in the student's inbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboxEntry {
    pub id: EntryId,
    pub title: String,
    pub family_name: String,
    pub relationship: Relationship,
    pub photo: Option<Photo>,
    pub delivered_at: Moment,
    pub is_new: bool,
}

/// An entry as the student reads it, with its neighbours in the inbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenEntry {
    pub id: EntryId,
    pub title: String,
    pub body: String,
    pub photo: Option<Photo>,
    /// What the photo shows, in the family's words; empty for none.
    pub photo_alt: String,
    pub attachments: Vec<Attachment>,
    pub family_name: String,
    pub relationship: Relationship,
    pub delivered_at: Moment,
    pub newer: Option<EntryId>,
    pub older: Option<EntryId>,
    /// Where the student's reply stands, if one was begun.
    pub reply: Option<EntryState>,
    /// The student may reply now: inside a programme, in a book that is open.
    pub may_reply: bool,
}

/// A letter in the demo's mailbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailboxLetter {
    pub to: String,
    pub language: Language,
    pub subject: String,
    pub text: String,
    pub written_at: Moment,
}
