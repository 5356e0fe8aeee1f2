//! The studio, asked from outside: so its codecs are compiled once.

#![expect(clippy::unwrap_used, reason = "a test that stops where it is wrong")]

mod document;
mod drawings;
mod jpeg;
mod photo;
mod png;
mod workshop;
