//! 附件: what an entry brings besides its photo (part 六(三)2): PDF, JPG, JPEG and PNG, with the photo 20 MB in all, as far as
//! the institution permits.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::document::{DocumentFormat, DocumentProblem, check_document};
use crate::limits::EntryLimits;
use crate::photo::PhotoProblem;

/// What the attachments of one entry may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachmentLimits {
    pub pdf: bool,
    /// Pictures besides the one photo (part 二(四)): where the institution or a special approval permits them.
    pub pictures: bool,
    /// Files.
    pub files: u32,
    /// Pages of one PDF.
    pub pages: u32,
    /// Bytes of the photo and all attachments, as they were sent: 合計限制 20 MB.
    pub total_bytes: u64,
}

impl AttachmentLimits {
    /// The portal takes PDF and pictures; the rules allow one photo. So a PDF is taken, a second picture is not.
    pub const REGULATION: Self =
        Self { pdf: true, pictures: false, files: 3, pages: 5, total_bytes: 20 * 1024 * 1024 };

    /// What no special approval goes beyond.
    pub const POSSIBLE: Self = Self { pictures: true, files: 8, ..Self::REGULATION };

    /// The same, where an entry may bring so many photos: one is its photo, the others are attached.
    #[must_use]
    pub fn with_photos(self, photos: u32) -> Self {
        let more = photos.saturating_sub(1);
        let files = self.files.max(self.files.saturating_add(more).min(Self::POSSIBLE.files));
        Self { pictures: self.pictures || more > 0, files, ..self }
    }

    pub const fn none(&self) -> bool {
        !self.pdf && !self.pictures
    }

    pub const fn allows(&self, format: DocumentFormat) -> bool {
        match format {
            DocumentFormat::Pdf => self.pdf,
            DocumentFormat::Picture => self.pictures,
        }
    }
}

/// The files of an entry, as they were sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Bytes of the photo, when there is one.
    pub photo: Option<u64>,
    /// Attachments.
    pub files: u32,
    /// Of all attachments.
    pub bytes: u64,
}

impl Taken {
    /// The same with one attachment more.
    #[must_use]
    pub const fn and(self, size: u64) -> Self {
        Self { files: self.files.saturating_add(1), bytes: self.bytes.saturating_add(size), ..self }
    }
}

/// What is wrong with the files of an entry, looked at together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FileProblems {
    /// With the photo by itself.
    pub photo: Option<PhotoProblem>,
    /// There are more attachments than this.
    pub too_many: Option<u32>,
    /// Photo and attachments have more bytes than this.
    pub too_large: Option<u64>,
}

impl FileProblems {
    /// Why the photo cannot come to what is attached.
    #[must_use]
    pub fn of_photo(self) -> Option<PhotoProblem> {
        self.photo.or(self.too_large.map(|_| PhotoProblem::TooLargeTogether))
    }

    /// Why the last attachment cannot come to what there is.
    pub fn of_attachments(self) -> Option<DocumentProblem> {
        let too_many = self.too_many.map(DocumentProblem::TooMany);
        too_many.or(self.too_large.map(DocumentProblem::TooLarge))
    }
}

/// Judges the files of an entry by the limits in force. Asked when the photo comes, when an attachment comes, and again
/// when the entry is sent, because the limits may be narrower by then.
#[must_use]
pub fn check_files(taken: Taken, limits: &EntryLimits) -> FileProblems {
    let photo = taken.photo.and_then(|bytes| match bytes {
        _ if limits.photos == 0 => Some(PhotoProblem::NotAllowed),
        bytes if bytes > limits.photo.max_bytes => Some(PhotoProblem::TooLarge),
        _ => None,
    });
    let AttachmentLimits { files, total_bytes, .. } = limits.attachments;
    let bytes = taken.photo.unwrap_or_default().saturating_add(taken.bytes);
    FileProblems {
        photo,
        too_many: (taken.files > files).then_some(files),
        // One photo by itself has a limit of its own.
        too_large: (taken.files > 0 && bytes > total_bytes).then_some(total_bytes),
    }
}

/// Why a file cannot be attached.
#[derive(Clone, Debug, Error, PartialEq, Eq, Serialize, Deserialize)]
pub enum AttachmentProblem {
    #[error("no PDF is taken here")]
    NoPdf,
    #[error("no picture besides the photo is taken here")]
    NoPicture,
    #[error(transparent)]
    File(#[from] DocumentProblem),
}

/// `name` is what the file was called, as far as it may be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedAttachment {
    pub name: String,
    pub problem: AttachmentProblem,
}

/// Judges a file by its size and how it begins, before all of it is looked at.
pub fn check_attachment(
    size: u64,
    first_bytes: &[u8],
    limits: &EntryLimits,
    taken: Taken,
) -> Result<DocumentFormat, AttachmentProblem> {
    let format = check_document(size, first_bytes)?;
    may_be(format, &limits.attachments)?;
    match check_files(taken.and(size), limits).of_attachments() {
        Some(problem) => Err(problem.into()),
        None => Ok(format),
    }
}

/// Is this kind of file taken?
pub fn may_be(format: DocumentFormat, limits: &AttachmentLimits) -> Result<(), AttachmentProblem> {
    match format {
        _ if limits.allows(format) => Ok(()),
        DocumentFormat::Pdf => Err(AttachmentProblem::NoPdf),
        DocumentFormat::Picture => Err(AttachmentProblem::NoPicture),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PDF: &[u8] = b"%PDF-1.7\n";
    const JPEG: &[u8] = b"\xFF\xD8\xFF\xE0";
    const LIMITS: EntryLimits = EntryLimits::REGULATION;

    #[test]
    fn a_pdf_is_taken_and_a_second_picture_is_not() {
        let none = Taken::default();
        assert_eq!(check_attachment(9, PDF, &LIMITS, none), Ok(DocumentFormat::Pdf));
        assert_eq!(check_attachment(9, JPEG, &LIMITS, none), Err(AttachmentProblem::NoPicture));
        let attachments = AttachmentLimits { pictures: true, pdf: false, ..LIMITS.attachments };
        let pictures = EntryLimits { attachments, ..LIMITS };
        assert_eq!(check_attachment(9, JPEG, &pictures, none), Ok(DocumentFormat::Picture));
        assert_eq!(check_attachment(9, PDF, &pictures, none), Err(AttachmentProblem::NoPdf));
        let empty = check_attachment(0, b"", &LIMITS, none);
        assert_eq!(empty, Err(AttachmentProblem::File(DocumentProblem::Empty)));
    }

    #[test]
    fn photo_and_attachments_are_weighed_together() {
        let most = LIMITS.attachments.total_bytes;
        let taken = Taken { photo: Some(1000), files: 1, bytes: most - 1009 };
        assert!(check_attachment(9, PDF, &LIMITS, taken).is_ok());
        let over = check_attachment(10, PDF, &LIMITS, taken);
        assert_eq!(over, Err(AttachmentProblem::File(DocumentProblem::TooLarge(most))));
        let full = Taken { files: LIMITS.attachments.files, ..Taken::default() };
        let many = check_attachment(9, PDF, &LIMITS, full);
        assert_eq!(many, Err(AttachmentProblem::File(DocumentProblem::TooMany(LIMITS.attachments.files))));
    }

    #[test]
    fn a_photo_that_comes_last_is_weighed_with_what_is_attached() {
        let most = LIMITS.attachments.total_bytes;
        let with = |photo| check_files(Taken { photo: Some(photo), files: 2, bytes: most - 1000 }, &LIMITS);
        assert_eq!(with(1000).of_photo(), None);
        assert_eq!(with(1001).of_photo(), Some(PhotoProblem::TooLargeTogether));
        assert_eq!(with(LIMITS.photo.max_bytes + 1).of_photo(), Some(PhotoProblem::TooLarge));
    }

    #[test]
    fn what_was_let_in_under_wider_limits_is_seen_under_narrower_ones() {
        let wide = EntryLimits::POSSIBLE;
        let taken = Taken { photo: Some(wide.photo.max_bytes), files: 5, bytes: 1000 };
        assert_eq!(check_files(taken, &wide), FileProblems::default());
        let now = check_files(taken, &LIMITS);
        assert_eq!(now.photo, Some(PhotoProblem::TooLarge));
        assert_eq!(now.too_many, Some(LIMITS.attachments.files));
        let none = EntryLimits { photos: 0, ..LIMITS };
        assert_eq!(check_files(taken, &none).photo, Some(PhotoProblem::NotAllowed));
    }
}
