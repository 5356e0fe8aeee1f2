//! What one entry may hold and how often one may be sent, as data.

use serde::{Deserialize, Serialize};

use crate::attachment::AttachmentLimits;
use crate::photo::PhotoLimits;

/// The limits in force for one contact book.
///
/// The regulation's values are the defaults; an institution may tighten them, a special approval (專案, part
/// 二(四)) may widen them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryLimits {
    /// Characters of the title.
    pub title: u32,
    /// Characters of the body: 文字以 150 字為限.
    pub body: u32,
    /// Photos in one entry: 照(圖)片檔限 1 張.
    pub photos: u32,
    /// What one photo may be: 檔案畫質以不超過 10M 為原則.
    pub photo: PhotoLimits,
    /// What may come besides the photo.
    pub attachments: AttachmentLimits,
    /// Days from one use to the next, by the calendar of Taipei: 每 2 天限 1 次.
    pub days_between_uses: u32,
}

impl EntryLimits {
    pub const REGULATION: Self = Self {
        title: 30,
        body: 150,
        photos: 1,
        photo: PhotoLimits::REGULATION,
        attachments: AttachmentLimits::REGULATION,
        days_between_uses: 2,
    };

    /// The same as far as a special approval does not widen it, and never wider than what is possible at all.
    #[must_use]
    pub fn widened_by(self, approval: &Wider) -> Self {
        let most = Self::POSSIBLE;
        Self {
            photos: self.photos.max(approval.photos.unwrap_or_default().min(most.photos)),
            attachments: self.attachments.with_photos(approval.photos.unwrap_or_default()),
            body: self.body.max(approval.body.unwrap_or_default().min(most.body)),
            photo: PhotoLimits {
                max_bytes: self
                    .photo
                    .max_bytes
                    .max(approval.photo_bytes.unwrap_or_default().min(most.photo.max_bytes)),
                ..self.photo
            },
            days_between_uses: approval.days_between_uses.map_or(self.days_between_uses, |days| {
                self.days_between_uses.min(days.max(most.days_between_uses))
            }),
            ..self
        }
    }

    /// What no special approval goes beyond, because forms, memory and the terminal are made for it.
    pub const POSSIBLE: Self = Self {
        title: 30,
        body: 1000,
        photos: 1,
        photo: PhotoLimits { max_bytes: 15 * 1024 * 1024, ..PhotoLimits::REGULATION },
        attachments: AttachmentLimits::POSSIBLE,
        days_between_uses: 0,
    };
}

/// What a special approval (專案, part 二(四)) makes wider; `None` leaves it as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wider {
    /// Days from one use to the next; 0 allows any number a day.
    pub days_between_uses: Option<u32>,
    /// Characters.
    pub body: Option<u32>,
    /// Photos in one entry, the first among them: the others are attached.
    pub photos: Option<u32>,
    /// Bytes.
    pub photo_bytes: Option<u64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_special_approval_only_widens() {
        let all = Wider {
            days_between_uses: Some(1),
            body: Some(300),
            photos: Some(3),
            photo_bytes: Some(12 * 1024 * 1024),
        };
        let wide = EntryLimits::REGULATION.widened_by(&all);
        assert_eq!((wide.days_between_uses, wide.body, wide.photo.max_bytes), (1, 300, 12 * 1024 * 1024));
        assert_eq!((wide.attachments.pictures, wide.attachments.files), (true, 5), "two more than before");
        let narrower =
            Wider { days_between_uses: Some(7), body: Some(10), photos: Some(1), photo_bytes: Some(1) };
        assert_eq!(EntryLimits::REGULATION.widened_by(&narrower), EntryLimits::REGULATION);
        assert_eq!(EntryLimits::REGULATION.widened_by(&Wider::default()), EntryLimits::REGULATION);
    }

    #[test]
    fn nothing_is_wider_than_what_is_possible() {
        let wild = Wider {
            days_between_uses: Some(0),
            body: Some(u32::MAX),
            photos: Some(u32::MAX),
            photo_bytes: Some(u64::MAX),
        };
        let wide = EntryLimits::REGULATION.widened_by(&wild);
        assert_eq!((wide.body, wide.photo.max_bytes, wide.days_between_uses), (1000, 15 * 1024 * 1024, 0));
        assert_eq!(wide.attachments.files, EntryLimits::POSSIBLE.attachments.files);
    }
}
