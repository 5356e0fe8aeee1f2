//! The words for what `domain` says: every problem, reason, state and relationship has some.

use domain::attachment::{AttachmentProblem, RefusedAttachment};
use domain::document::{DocumentProblem, RefusedDocument};
use domain::draft::{BookProblem, EntryProblems};
use domain::entry::{EntryState, EntryStateKind};
use domain::limits::EntryLimits;
use domain::people::{Relationship, Role};
use domain::photo::PhotoProblem;
use domain::reading_time::{RoughTime, roughly};
use domain::review::{GivenReturnReason, ReturnNoticeProblem, ReturnReason};
use domain::text::TextProblem;

use super::Words;

impl Words {
    pub fn relationship(self, relationship: Relationship) -> &'static str {
        match relationship {
            Relationship::Spouse => self.relationship_spouse(),
            Relationship::Father => self.relationship_father(),
            Relationship::Mother => self.relationship_mother(),
            Relationship::Grandfather => self.relationship_grandfather(),
            Relationship::Grandmother => self.relationship_grandmother(),
            Relationship::Child => self.relationship_child(),
            Relationship::ElderBrother => self.relationship_elder_brother(),
            Relationship::YoungerBrother => self.relationship_younger_brother(),
            Relationship::ElderSister => self.relationship_elder_sister(),
            Relationship::YoungerSister => self.relationship_younger_sister(),
            Relationship::Uncle => self.relationship_uncle(),
            Relationship::Aunt => self.relationship_aunt(),
            Relationship::RelativeByMarriage => self.relationship_relative_by_marriage(),
            Relationship::Cohabitant => self.relationship_cohabitant(),
        }
    }

    pub fn role(self, role: Role) -> &'static str {
        match role {
            Role::Family => self.role_family(),
            Role::Reviewer => self.role_reviewer(),
            Role::Head => self.role_head(),
            Role::Admin => self.role_admin(),
            Role::Operator => self.role_operator(),
        }
    }

    pub fn state(self, state: &EntryState) -> String {
        match state {
            EntryState::Read { read_at, .. } => self.state_read(read_at),
            other => self.state_kind(other.kind()).to_owned(),
        }
    }

    fn state_kind(self, kind: EntryStateKind) -> &'static str {
        match kind {
            EntryStateKind::Draft => self.state_draft(),
            EntryStateKind::InReview => self.state_waiting(),
            EntryStateKind::Returned => self.state_returned(),
            EntryStateKind::Withdrawn => self.state_withdrawn(),
            EntryStateKind::Approved => self.state_approved(),
            EntryStateKind::Delivered => self.state_delivered(),
            EntryStateKind::Read => self.stamp_read(),
        }
    }

    /// In the words of the portal's table, which knows only whether an entry passed the review (part 六(三)5). They are
    /// those of requests.
    pub fn portal_state(self, kind: EntryStateKind) -> &'static str {
        match kind {
            EntryStateKind::Draft => self.application_state_draft(),
            EntryStateKind::InReview => self.application_state_in_review(),
            EntryStateKind::Returned => self.application_state_returned(),
            EntryStateKind::Withdrawn => self.application_state_withdrawn(),
            EntryStateKind::Approved | EntryStateKind::Delivered | EntryStateKind::Read => {
                self.application_state_approved()
            }
        }
    }

    pub fn given_return_reason(self, reason: &GivenReturnReason) -> String {
        match reason {
            GivenReturnReason::Usual(reason) => self.reason(*reason).to_owned(),
            GivenReturnReason::Own(own) => self.own_reason(own).to_owned(),
        }
    }

    pub fn reason(self, reason: ReturnReason) -> &'static str {
        match reason {
            ReturnReason::NotCaring => self.reason_not_caring(),
            ReturnReason::UnsuitableWords => self.reason_unsuitable_words(),
            ReturnReason::UnsuitablePhoto => self.reason_unsuitable_photo(),
            ReturnReason::UnclearPhoto => self.reason_unclear_photo(),
            ReturnReason::PersonalInformation => self.reason_personal_information(),
        }
    }

    /// With the limits of the book for which the photo is.
    pub fn photo_problem(self, problem: PhotoProblem, limits: &EntryLimits) -> String {
        let fixed = match problem {
            PhotoProblem::TooLarge => return self.error_photo_size(megabytes(limits.photo.max_bytes)),
            PhotoProblem::TooLargeTogether => {
                return self.error_photo_together(megabytes(limits.attachments.total_bytes));
            }
            PhotoProblem::NotAPhoto => self.error_photo_kind(),
            PhotoProblem::Heic => self.error_photo_heic(),
            PhotoProblem::Empty => self.error_photo_empty(),
            PhotoProblem::TooManyPixels => self.error_photo_pixels(),
            PhotoProblem::Damaged => self.error_photo_broken(),
            PhotoProblem::MoreThanOne => self.error_photo_more(),
            PhotoProblem::NotAllowed => self.error_photo_not_allowed(),
        };
        fixed.to_owned()
    }

    /// What is wrong with a file, and what to do about it.
    pub fn document_problem(self, problem: &DocumentProblem) -> String {
        match problem {
            DocumentProblem::Empty => self.document_empty().to_owned(),
            DocumentProblem::TooLarge(bytes) => self.document_too_large(megabytes(*bytes)),
            DocumentProblem::TooMany(files) => self.document_too_many(files),
            DocumentProblem::WrongKind => self.document_wrong_kind().to_owned(),
            DocumentProblem::Damaged { page: Some(page) } => self.document_damaged_page(page),
            DocumentProblem::Damaged { page: None } => self.document_damaged().to_owned(),
            DocumentProblem::TooManyPixels(_) => self.document_too_many_pixels().to_owned(),
            DocumentProblem::TooManyPages(pages) => self.document_too_many_pages(pages),
            DocumentProblem::NoPages => self.document_no_pages().to_owned(),
            DocumentProblem::Encrypted => self.document_encrypted().to_owned(),
            DocumentProblem::Script => self.document_script().to_owned(),
            DocumentProblem::Launch => self.document_launch().to_owned(),
            DocumentProblem::EmbeddedFiles => self.document_embedded().to_owned(),
            DocumentProblem::TooComplicated => self.document_too_complicated().to_owned(),
        }
    }

    /// The same, with the name of the file.
    pub fn refused_document(self, refused: &RefusedDocument) -> String {
        self.document_named(&refused.file, self.document_problem(&refused.problem))
    }

    fn title_problem(self, problem: &TextProblem) -> String {
        match problem {
            TextProblem::Empty => self.error_title_missing().to_owned(),
            TextProblem::TooLong { count, .. } => self.error_title_long(count),
            TextProblem::Forbidden => self.error_title_forbidden().to_owned(),
            TextProblem::PiledUp => self.error_piled_up().to_owned(),
        }
    }

    /// Each file with what is wrong with it.
    pub fn refused_attachments(self, refused: &[RefusedAttachment]) -> Option<String> {
        let sentences = refused.iter().map(|one| {
            let problem = match &one.problem {
                AttachmentProblem::NoPdf => self.attachment_no_pdf().to_owned(),
                AttachmentProblem::NoPicture => self.attachment_no_picture().to_owned(),
                AttachmentProblem::File(problem) => self.document_problem(problem),
            };
            self.document_named(&one.name, problem)
        });
        (!refused.is_empty()).then(|| sentences.collect::<Vec<_>>().join(self.sign_between()))
    }

    fn photo_alt_problem(self, problem: &TextProblem) -> String {
        match problem {
            TextProblem::TooLong { count, limit } => self.error_photo_alt_long(count, limit),
            TextProblem::Empty | TextProblem::Forbidden | TextProblem::PiledUp => {
                self.error_body_control().to_owned()
            }
        }
    }

    pub fn body_problem(self, problem: &TextProblem) -> String {
        match problem {
            TextProblem::Empty => self.error_body_missing().to_owned(),
            TextProblem::TooLong { count, limit } => {
                self.error_body_long(count, limit, count.saturating_sub(*limit))
            }
            TextProblem::Forbidden => self.error_body_control().to_owned(),
            TextProblem::PiledUp => self.error_piled_up().to_owned(),
        }
    }

    pub fn notice_problem(self, problem: &ReturnNoticeProblem) -> String {
        match problem {
            ReturnNoticeProblem::NothingSaid => self.error_reasons_missing().to_owned(),
            ReturnNoticeProblem::UnknownReason(_) => self.error_reason_unknown().to_owned(),
            ReturnNoticeProblem::Suggestion(TextProblem::TooLong { count, limit }) => {
                self.error_suggestion_long(count, limit)
            }
            ReturnNoticeProblem::Suggestion(_) => self.error_suggestion_control().to_owned(),
        }
    }

    /// The problems of an entry as pairs of field and sentence, in the order of the form.
    pub fn entry_problems(
        self,
        problems: &EntryProblems,
        limits: &EntryLimits,
    ) -> Vec<(&'static str, String)> {
        let book = problems.book.map(|problem| match problem {
            BookProblem::NotChosen => self.error_book_missing().to_owned(),
            BookProblem::NotYours => self.error_book_not_yours().to_owned(),
        });
        [
            ("book", book),
            ("title", problems.title.as_ref().map(|problem| self.title_problem(problem))),
            ("body", problems.body.as_ref().map(|problem| self.body_problem(problem))),
            ("photo", problems.photo.map(|problem| self.photo_problem(problem, limits))),
            ("attachments", self.refused_attachments(&problems.attachments)),
            ("photo_alt", problems.photo_alt.as_ref().map(|problem| self.photo_alt_problem(problem))),
        ]
        .into_iter()
        .filter_map(|(field, sentence)| Some((field, sentence?)))
        .collect()
    }

    /// A span of time, never less than it is: 「3 小時」, 「2 天」.
    pub fn rough_time(self, seconds: i64) -> String {
        match roughly(seconds) {
            RoughTime::WithinTheHour => self.reading_within_the_hour().to_owned(),
            RoughTime::Hours(hours) => self.reading_hours(hours),
            RoughTime::Days(days) => self.reading_days(days),
        }
    }

    /// How a photo may be, for a page that makes none smaller.
    pub fn photo_hint(self, limits: &EntryLimits) -> String {
        self.field_photo_hint(megabytes(limits.photo.max_bytes))
    }

    /// 「已輸入 N 字／150」, and how many are too much.
    pub fn counter(self, count: u32, limits: &EntryLimits) -> String {
        match count.saturating_sub(limits.body) {
            0 => self.counter_text(count, limits.body),
            over => self.counter_over(count, limits.body, over),
        }
    }
}

/// As people say it: 10 MB are 10 MiB.
const fn megabytes(bytes: u64) -> u64 {
    bytes / (1024 * 1024)
}
