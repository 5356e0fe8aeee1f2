//! 附件: what an entry brings besides its photo (part 六(三)2): PDF, JPG, JPEG and PNG, with the photo 20 MB in all, as far as
//! the institution permits.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::document::{DocumentFormat, DocumentProblem, check_document};

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

/// What an entry has already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Attachments.
    pub files: u32,
    /// Of the photo and all attachments.
    pub bytes: u64,
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
    limits: &AttachmentLimits,
    taken: Taken,
) -> Result<DocumentFormat, AttachmentProblem> {
    let format = check_document(size, first_bytes)?;
    may_be(format, limits)?;
    if taken.files >= limits.files {
        return Err(DocumentProblem::TooMany(limits.files).into());
    }
    if taken.bytes.saturating_add(size) > limits.total_bytes {
        return Err(DocumentProblem::TooLarge(limits.total_bytes).into());
    }
    Ok(format)
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
    const LIMITS: AttachmentLimits = AttachmentLimits::REGULATION;

    #[test]
    fn a_pdf_is_taken_and_a_second_picture_is_not() {
        let none = Taken::default();
        assert_eq!(check_attachment(9, PDF, &LIMITS, none), Ok(DocumentFormat::Pdf));
        assert_eq!(check_attachment(9, JPEG, &LIMITS, none), Err(AttachmentProblem::NoPicture));
        let pictures = AttachmentLimits { pictures: true, pdf: false, ..LIMITS };
        assert_eq!(check_attachment(9, JPEG, &pictures, none), Ok(DocumentFormat::Picture));
        assert_eq!(check_attachment(9, PDF, &pictures, none), Err(AttachmentProblem::NoPdf));
        let empty = check_attachment(0, b"", &LIMITS, none);
        assert_eq!(empty, Err(AttachmentProblem::File(DocumentProblem::Empty)));
    }

    #[test]
    fn photo_and_attachments_are_weighed_together() {
        let most = LIMITS.total_bytes;
        let taken = Taken { files: 1, bytes: most - 9 };
        assert!(check_attachment(9, PDF, &LIMITS, taken).is_ok());
        let over = check_attachment(10, PDF, &LIMITS, taken);
        assert_eq!(over, Err(AttachmentProblem::File(DocumentProblem::TooLarge(most))));
        let full = Taken { files: LIMITS.files, bytes: 0 };
        let many = check_attachment(9, PDF, &LIMITS, full);
        assert_eq!(many, Err(AttachmentProblem::File(DocumentProblem::TooMany(LIMITS.files))));
    }
}
