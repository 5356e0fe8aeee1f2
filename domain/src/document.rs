//! 佐證檔案: the documents that come with a request. Part 六(二), and the portal's limits: PDF, JPG, JPEG and PNG, 20 MB
//! in all.

use serde::{Deserialize, Serialize};
use thiserror::Error;

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
    fn every_name_leads_back() {
        assert!(DocumentKind::ALL.iter().all(|kind| DocumentKind::from_name(kind.name()) == Some(*kind)));
    }
}
