//! What people read, in each language. The texts stand in `app/words/*.toml`, one file a language; `build.rs`
//! makes one function a text of them, so that a missing text or a wrong parameter does not compile.

mod account;
mod meaning;

use std::fmt::Display;

use domain::language::Language;
use leptos::prelude::use_context;

/// The texts in one language: `words.login_title()`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words(pub Language);

include!(concat!(env!("OUT_DIR"), "/words.rs"));

/// The texts in the language of this page.
pub fn use_words() -> Words {
    use_context().unwrap_or(Words(Language::default()))
}
