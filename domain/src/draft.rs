//! Judging what a family has written before it goes to review: the same call in browser and server.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::attachment::RefusedAttachment;
use crate::limits::EntryLimits;
use crate::photo::PhotoProblem;
use crate::text::{self, Body, TextProblem, Title};

/// Characters that the words about a photo may have.
pub const PHOTO_ALT_LIMIT: u32 = 100;

/// Why no contact book can be written to.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq, Serialize, Deserialize)]
pub enum BookProblem {
    #[error("no contact book was chosen")]
    NotChosen,
    /// It is somebody else's, or was closed.
    #[error("there is no such contact book")]
    NotYours,
}

/// What is wrong, field by field. All `None` is fine.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryProblems {
    pub book: Option<BookProblem>,
    pub title: Option<TextProblem>,
    pub body: Option<TextProblem>,
    pub photo: Option<PhotoProblem>,
    pub photo_alt: Option<TextProblem>,
    /// Files that were not taken, or may not be sent any more.
    pub attachments: Vec<RefusedAttachment>,
}

impl EntryProblems {
    /// Looks at title, body and the words about the photo; book and photo are the caller's to fill in.
    pub fn of_text(title: &str, body: &str, photo_alt: &str, limits: &EntryLimits) -> Self {
        let alt = text::check(photo_alt, PHOTO_ALT_LIMIT);
        Self {
            title: Title::parse(title, limits.title).err(),
            body: Body::parse(body, limits.body).err(),
            photo_alt: alt.err().filter(|problem| *problem != TextProblem::Empty),
            ..Self::default()
        }
    }

    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
