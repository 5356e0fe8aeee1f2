//! What people read, in each language. The texts stand in `app/words/`, a folder a language; `build.rs` makes one
//! function a text of them, so that a missing text or a wrong parameter does not compile.
//!
//! The server has all texts. The browser loads those of its language and of the part that it shows: a language adds
//! nothing to what the readers of another download, and the staff's words nothing to what a family downloads.

mod account;
mod application;
pub mod applying;
mod meaning;
#[cfg(feature = "hydrate")]
mod arrival;

use std::fmt::{Display, Write as _};
use std::sync::OnceLock;

use domain::language::Language;
use leptos::prelude::use_context;

#[cfg(feature = "hydrate")]
pub use arrival::{arrive, page_language};

/// The texts in one language: `words.login_title()`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words(pub Language);

/// The texts that are loaded together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What any page may say.
    Everyone,
    /// What only the staff's pages and the style guide say.
    Staff,
    /// What only letters say, which the server writes.
    #[cfg(feature = "ssr")]
    Letters,
}

/// The texts of a part in one language, a line each.
#[derive(Clone, Copy, Debug)]
pub struct File {
    /// Where a browser finds it, with a hash of the texts.
    pub address: &'static str,
    #[cfg(feature = "ssr")]
    pub text: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/words.rs"));

type Lines = OnceLock<Vec<&'static str>>;
static LOADED: [[Lines; Language::ALL.len()]; FILES.len()] =
    [const { [const { OnceLock::new() }; Language::ALL.len()] }; FILES.len()];

impl Words {
    pub const fn file(self, part: Part) -> File {
        FILES[part as usize][self.0 as usize]
    }

    /// All that browsers may load.
    #[cfg(feature = "ssr")]
    pub fn public_files() -> impl Iterator<Item = File> {
        let parts = [Part::Everyone, Part::Staff];
        parts.into_iter().flat_map(|part| Language::ALL.map(|language| Self(language).file(part)))
    }

    fn text(self, part: Part, place: usize) -> &'static str {
        let lines = &LOADED[part as usize][self.0 as usize];
        #[cfg(feature = "ssr")]
        lines.get_or_init(|| self.file(part).text.lines().collect());
        lines.get().and_then(|lines| lines.get(place)).copied().unwrap_or_default()
    }
}

/// Puts the values into a text's braces.
pub fn fill(text: &str, values: &[(&str, &dyn Display)]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{')
        && let Some((name, after)) = after.split_once('}')
    {
        filled.push_str(before);
        if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
            // Writing to a string does not fail.
            let _ = write!(filled, "{value}");
        }
        rest = after;
    }
    filled + rest
}

/// The texts in the language of this page.
pub fn use_words() -> Words {
    use_context().unwrap_or(Words(Language::default()))
}
