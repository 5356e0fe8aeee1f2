//! Work that keeps a processor busy and takes memory: [`photo`] makes a clean copy of what was sent, [`document`] makes one
//! of each page, and [`workshop`] bounds how much of it happens at once.
//!
//! The codecs are generic, so they are compiled into the crate that calls them: this one, which alone of ours is compiled
//! for speed. It knows no database, no person and no place where files lie.

pub mod photo;

pub mod document;

mod pdf;

pub mod renderer;

pub mod jpeg;
pub mod png;

pub mod workshop;

pub mod drawings;

pub mod specimens;

pub mod specimen_documents;
