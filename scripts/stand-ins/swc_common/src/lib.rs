//! Stands in for `swc_common` when cargo-leptos is built: it carries a text to the crate `swc`.

use std::sync::Arc;

pub enum FileName {
    Anon,
}

pub struct SourceFile {
    pub src: String,
}

#[derive(Default)]
pub struct SourceMap;

impl SourceMap {
    pub fn new_source_file(&self, _: Arc<FileName>, src: String) -> Arc<SourceFile> {
        Arc::new(SourceFile { src })
    }
}

#[derive(Default)]
pub struct Globals;

pub struct NoGlobals;

pub const GLOBALS: NoGlobals = NoGlobals;

impl NoGlobals {
    pub fn set<T>(&self, _: &Globals, act: impl FnOnce() -> T) -> T {
        act()
    }
}
