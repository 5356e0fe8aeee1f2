//! 佐證檔案: the documents that come with a request. Part 六(二), and the portal's limits: PDF, JPG, JPEG and PNG, 20 MB
//! in all.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::photo::PhotoKind;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum DocumentKind {
    /// 身份證明文件
    Identity,
    /// 關係證明文件
    Relationship,
}

impl DocumentKind {
    pub const ALL: [Self; 2] = [Self::Identity, Self::Relationship];

    /// The name of its field in the form is this and `_document`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Relationship => "relationship",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// What the documents of one request may be together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentLimits {
    /// Bytes of all files as they were sent: 合計限制 20 MB.
    pub total_bytes: u64,
    /// Files.
    pub files: u32,
    /// Pages of one file.
    pub pages: u32,
    /// Pixels of one picture.
    pub pixels: u64,
}

impl DocumentLimits {
    pub const REGULATION: Self =
        Self { total_bytes: 20 * 1024 * 1024, files: 20, pages: 20, pixels: 50_000_000 };
}

/// Why a file cannot be taken. `file` is what it was called, as far as it may be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedDocument {
    pub kind: DocumentKind,
    pub file: String,
    pub problem: DocumentProblem,
}

#[derive(Clone, Debug, Error, PartialEq, Eq, Serialize, Deserialize)]
pub enum DocumentProblem {
    #[error("the file is empty")]
    Empty,
    #[error("all files together are over {0} bytes")]
    TooLarge(u64),
    #[error("there are more than {0} files")]
    TooMany(u32),
    #[error("it is neither PDF nor JPEG nor PNG")]
    WrongKind,
    /// The file ends early or is damaged; `page` counts from 1 when one page of several is meant.
    #[error("it cannot be read")]
    Damaged { page: Option<u32> },
    #[error("it has more than {0} pixels")]
    TooManyPixels(u64),
    #[error("it has more than {0} pages")]
    TooManyPages(u32),
    #[error("the PDF has no pages")]
    NoPages,
    #[error("the PDF is protected by a password")]
    Encrypted,
    #[error("the PDF carries a script")]
    Script,
    #[error("the PDF would start a program or open an address")]
    Launch,
    #[error("the PDF has files inside")]
    EmbeddedFiles,
    /// It took too long or too much memory to look at.
    #[error("the file is too complicated")]
    TooComplicated,
}

/// What a file is, as far as its beginning tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DocumentFormat {
    Pdf,
    Picture,
}

impl DocumentFormat {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Picture => "picture",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Pdf, Self::Picture].into_iter().find(|format| format.name() == name)
    }
}

/// How many bytes from the start of a file [`check_document`] wants to see. The mark of a PDF stands somewhere in them
/// (ISO 32000-1, annex H.3.4.1).
pub const FIRST_BYTES: usize = 1024;

/// Judges a file by its size and how it begins ([`FIRST_BYTES`] are enough), before all of it is looked at.
pub fn check_document(size: u64, first_bytes: &[u8]) -> Result<DocumentFormat, DocumentProblem> {
    if size == 0 {
        Err(DocumentProblem::Empty)
    } else if PhotoKind::of(first_bytes).is_some() {
        Ok(DocumentFormat::Picture)
    } else if first_bytes.windows(5).any(|part| part == b"%PDF-") {
        Ok(DocumentFormat::Pdf)
    } else {
        Err(DocumentProblem::WrongKind)
    }
}

impl DocumentLimits {
    /// May a file of so many bytes come to the `files` that are there, of `bytes` together?
    pub fn have_room(&self, files: usize, bytes: u64, size: u64) -> Result<(), DocumentProblem> {
        if files >= self.files as usize {
            Err(DocumentProblem::TooMany(self.files))
        } else if bytes.saturating_add(size) > self.total_bytes {
            Err(DocumentProblem::TooLarge(self.total_bytes))
        } else {
            Ok(())
        }
    }
}

/// The name of a file as it may be shown: without folders and control characters, at most 80 characters.
pub fn shown_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String =
        last.chars().filter(|c| *c != '\n' && !crate::text::is_forbidden(*c)).take(80).collect();
    let clean = clean.trim();
    if clean.is_empty() || clean == "." || clean == ".." { "file".to_owned() } else { clean.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_shown_without_what_could_mislead() {
        assert_eq!(shown_name("../../etc/戶籍謄本.pdf"), "戶籍謄本.pdf");
        assert_eq!(shown_name("C:\\photos\\身分證.jpg"), "身分證.jpg");
        assert_eq!(shown_name("a\u{202E}gpj.exe\n"), "agpj.exe");
        assert_eq!(shown_name(".."), "file");
        assert_eq!(shown_name(&"長".repeat(300)).chars().count(), 80);
    }

    #[test]
    fn a_file_is_known_by_how_it_begins() {
        assert_eq!(check_document(9, b"\n%PDF-1.7\n"), Ok(DocumentFormat::Pdf));
        assert_eq!(check_document(9, b"\xFF\xD8\xFF\xE0"), Ok(DocumentFormat::Picture));
        assert_eq!(check_document(0, b""), Err(DocumentProblem::Empty));
        assert_eq!(check_document(9, b"GIF89a"), Err(DocumentProblem::WrongKind));
    }

    #[test]
    fn files_are_counted_and_weighed_together() {
        let limits = DocumentLimits::REGULATION;
        let (most, all) = (limits.files as usize, limits.total_bytes);
        assert_eq!(limits.have_room(most - 1, 1, all - 1), Ok(()));
        assert_eq!(limits.have_room(most - 1, 1, all), Err(DocumentProblem::TooLarge(all)));
        assert_eq!(limits.have_room(most, 0, 1), Err(DocumentProblem::TooMany(limits.files)));
    }

    #[test]
    fn every_name_leads_back() {
        assert!(DocumentKind::ALL.iter().all(|kind| DocumentKind::from_name(kind.name()) == Some(*kind)));
    }
}
