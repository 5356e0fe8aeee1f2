//! What of a draft is to be saved, and what is on its way.

use domain::id::AttachmentId;
use leptos::leptos_dom::helpers::TimeoutHandle;
use web_sys::{FormData, HtmlElement};

/// What is to be saved.
#[derive(Default)]
pub struct Line {
    /// One more with each change, and how many of them are saved.
    pub changes: u64,
    pub saved: u64,
    /// The same for what is typed: it travels before any file, so that no slow file holds it up.
    pub typed: u64,
    pub typed_saved: u64,
    pub busy: bool,
    pub timer: Option<TimeoutHandle>,
    pub photo: PhotoToSend,
    /// Files to be attached, with their names; one with each save.
    pub files: Vec<(web_sys::Blob, String)>,
    /// Files that were chosen and are still being looked at.
    pub looking: usize,
    /// Attachments to be taken out.
    pub unwanted: Vec<AttachmentId>,
    /// The button that waits for the save to end.
    pub button: Option<HtmlElement>,
    /// That button was pressed by us: its form goes its way.
    pub let_through: bool,
    /// What stands on the server from elsewhere is overwritten.
    pub in_any_case: bool,
    /// The words that were sent last, while it is not known whether they arrived.
    pub unanswered: Option<Typed>,
    /// How many requests that outlive the page are on their way, and how many there were.
    pub parting: u32,
    pub partings: u64,
}

/// What the fields say.
#[derive(Clone, PartialEq, Eq)]
pub struct Typed {
    title: String,
    body: String,
    photo_alt: String,
}

impl Typed {
    pub fn of(fields: &FormData) -> Self {
        let text = |name| fields.get(name).as_string().unwrap_or_default();
        Self { title: text("title"), body: text("body"), photo_alt: text("photo_alt") }
    }

    /// Says to the server that these words may have come before, and are this page's own.
    pub fn goes_before(&self, fields: &FormData) -> Option<()> {
        fields.append_with_str("title_under_way", &self.title).ok()?;
        fields.append_with_str("body_under_way", &self.body).ok()?;
        fields.append_with_str("photo_alt_under_way", &self.photo_alt).ok()
    }
}

impl Line {
    /// Of those that wait to be sent.
    pub fn names_of_files(&self) -> Vec<String> {
        self.files.iter().map(|(_, name)| name.clone()).collect()
    }
}

#[derive(Default)]
pub enum PhotoToSend {
    #[default]
    AsItIs,
    /// One was chosen and is still being looked at.
    Preparing,
    Remove,
    Put(web_sys::Blob, String),
}

impl PhotoToSend {
    pub const fn is_being_prepared(&self) -> bool {
        matches!(self, Self::Preparing)
    }
}
