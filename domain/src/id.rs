//! Names for things: UUIDs of version 7 (RFC 9562), which sort by the time they were made.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            pub const fn new(id: Uuid) -> Self {
                Self(id)
            }

            pub const fn uuid(self) -> Uuid {
                self.0
            }

            /// Reads the usual hyphenated form; anything else names nothing.
            pub fn parse(text: &str) -> Option<Self> {
                (text.len() == 36).then(|| Uuid::try_parse(text).ok().map(Self))?
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

ids! {
    /// 矯正機關
    InstitutionId
    /// Family or staff.
    AccountId
    /// 學生
    StudentId
    /// Names a log-in where its owner sees it; no secret.
    SessionId
    /// 家庭聯絡簿: one family account's book for one student.
    BookId
    /// 家庭聯絡簿的一篇
    EntryId
    /// A stored photo.
    PhotoId
    /// One decision on an entry.
    ReviewId
    /// A mail to be sent.
    MailId
    /// 服務項目申請: a family's request for a contact book.
    ApplicationId
    /// 佐證檔案
    DocumentId
    /// One page of a document.
    PageId
    /// 附件
    AttachmentId
    /// A restriction on a student (part 一).
    RestrictionId
    /// One restriction for many students (part 一).
    RestrictionBatchId
    /// A month without publishing (part 二(五)).
    SuspensionId
    /// 專案 (part 二(四)).
    SpecialApprovalId
    /// 其他家庭支持活動方案 (part 二(二)).
    ProgrammeId
    /// 列印發送
    PrintRunId
    /// 意見回饋
    FeedbackId
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_usual_form_is_an_id() {
        let text = "0193598e-7b1c-7000-8000-0123456789ab";
        assert_eq!(EntryId::parse(text).map(|id| id.to_string()).as_deref(), Some(text));
        for bad in [
            "",
            "1",
            "0193598e7b1c700080000123456789ab",
            "../../etc/passwd",
            "{0193598e-7b1c-7000-8000-0123456789ab}",
        ] {
            assert_eq!(EntryId::parse(bad), None, "{bad}");
        }
    }
}
