//! The draft that is being written: it saves itself on the server while somebody types.
//!
//! Without JavaScript the buttons of the form save it.

use domain::id::{AttachmentId, EntryId};
use domain::limits::EntryLimits;
use domain::view::{Attachment, Photo};
use leptos::html;
use leptos::prelude::*;

/// Where saving stands.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only a browser saves by itself"))]
pub enum SaveState {
    Untouched,
    Saving,
    /// At this time of the day.
    Saved(String),
    /// The server could not be reached; it is tried again.
    Offline,
    /// The session is over. What is typed stands on the page.
    LoggedOut,
    /// It was saved from another tab or device.
    Overtaken,
    /// It was sent from another tab or device.
    Sent,
    /// It was deleted from another tab or device. What is typed stands on the page.
    Gone,
}

/// A photo that was chosen and is not on the server yet.
#[derive(Clone)]
pub struct Chosen {
    /// An address inside the browser.
    pub url: String,
    pub name: String,
}

/// Where something is written.
#[derive(Clone, Copy)]
pub enum Place {
    /// In the family's book: this entry.
    Book(EntryId),
    /// At the terminal: the reply to this letter.
    Terminal(EntryId),
}

impl Place {
    /// Where the draft is to be found again.
    pub fn address(self) -> String {
        match self {
            Self::Book(entry) => format!("/entries/{entry}/edit"),
            Self::Terminal(letter) => format!("/student/entries/{letter}/reply"),
        }
    }

    /// Where whoever writes logs in.
    pub const fn log_in(self) -> &'static str {
        match self {
            Self::Book(_) => "/login",
            Self::Terminal(_) => "/student/login",
        }
    }

    /// Where all that was written is listed.
    pub const fn list(self) -> &'static str {
        match self {
            Self::Book(_) => "/entries",
            Self::Terminal(_) => "/student",
        }
    }
}

/// What the pieces of the form share.
#[derive(Clone, Copy)]
pub struct Draft {
    pub state: RwSignal<SaveState>,
    /// Of the last save.
    pub revision: RwSignal<i64>,
    /// The photo that lies on the server.
    pub photo: RwSignal<Option<Photo>>,
    /// The one that was chosen and is not there yet.
    pub chosen: RwSignal<Option<Chosen>>,
    /// What is wrong with the one that was chosen.
    pub photo_error: RwSignal<Option<String>>,
    /// The files that lie on the server besides the photo.
    pub attachments: RwSignal<Vec<Attachment>>,
    /// The names of those that are on their way there.
    pub attaching: RwSignal<Vec<String>>,
    /// What is wrong with those that were chosen.
    pub attachments_error: RwSignal<Option<String>>,
    /// How much of a photo or of files has travelled, from 0 to 100.
    pub progress: RwSignal<Option<u32>>,
    pub limits: Signal<EntryLimits>,
    pub form: NodeRef<html::Form>,
    pub place: RwSignal<Place>,
    /// What was just taken out, for those who do not see it go.
    pub removed: RwSignal<String>,
    #[cfg(feature = "hydrate")]
    pub(super) line: StoredValue<super::saving::line::Line, LocalStorage>,
}

impl Draft {
    /// One that saves itself, from here on.
    pub fn begin(place: Place, revision: i64, photo: Option<Photo>, limits: Signal<EntryLimits>) -> Self {
        let draft = Self::new(place, revision, photo, limits);
        #[cfg(feature = "hydrate")]
        super::saving::begin(draft);
        draft
    }

    /// One that saves only what is chosen in it.
    pub fn new(place: Place, revision: i64, photo: Option<Photo>, limits: Signal<EntryLimits>) -> Self {
        Self {
            state: RwSignal::new(SaveState::Untouched),
            revision: RwSignal::new(revision),
            photo: RwSignal::new(photo),
            chosen: RwSignal::new(None),
            photo_error: RwSignal::new(None),
            attachments: RwSignal::new(Vec::new()),
            attaching: RwSignal::new(Vec::new()),
            attachments_error: RwSignal::new(None),
            progress: RwSignal::new(None),
            limits,
            form: NodeRef::new(),
            place: RwSignal::new(place),
            removed: RwSignal::new(String::new()),
            #[cfg(feature = "hydrate")]
            line: StoredValue::new_local(super::saving::line::Line::default()),
        }
    }

    /// Something was typed or chosen. Files tell of themselves.
    pub fn changed(self, event: &leptos::ev::Event) {
        #[cfg(feature = "hydrate")]
        super::saving::changed(self, event);
        #[cfg(not(feature = "hydrate"))]
        let _ = (self, event);
    }

    /// Saves what stands here, whatever was saved from elsewhere.
    pub fn overwrite(self) {
        #[cfg(feature = "hydrate")]
        super::saving::overwrite(self);
        #[cfg(not(feature = "hydrate"))]
        let _ = self;
    }

    /// Something was chosen before the page came to life.
    pub fn changed_early(self) {
        #[cfg(feature = "hydrate")]
        super::saving::typed_early(self);
        #[cfg(not(feature = "hydrate"))]
        let _ = self;
    }

    /// Saves what stands here as a new draft.
    pub fn keep_as_new(self) {
        #[cfg(feature = "hydrate")]
        super::saving::keep_as_new(self);
        #[cfg(not(feature = "hydrate"))]
        let _ = self;
    }

    /// A button of the form was pressed: what is on its way arrives first.
    pub fn submitted(self, event: &leptos::ev::SubmitEvent) {
        #[cfg(feature = "hydrate")]
        super::saving::submitted(self, event);
        #[cfg(not(feature = "hydrate"))]
        let _ = (self, event);
    }

    /// Takes a file out again.
    pub fn take_out(self, attachment: AttachmentId) {
        #[cfg(feature = "hydrate")]
        super::saving::files::take_out(self, attachment);
        #[cfg(not(feature = "hydrate"))]
        let _ = (self, attachment);
    }

    /// Takes the photo out again.
    pub fn remove_photo(self) {
        #[cfg(feature = "hydrate")]
        super::saving::files::remove_photo(self);
        #[cfg(not(feature = "hydrate"))]
        let _ = self;
    }
}
