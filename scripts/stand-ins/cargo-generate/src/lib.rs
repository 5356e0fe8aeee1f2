//! Stands in for `cargo-generate` when cargo-leptos is built: the real one brings Git and OpenSSL, for `cargo leptos new`
//! alone.

use std::path::PathBuf;

#[derive(Default)]
pub struct TemplatePath {
    pub git: Option<String>,
    pub branch: Option<String>,
    pub tag: Option<String>,
    pub path: Option<String>,
}

#[derive(Default)]
pub struct GenerateArgs {
    pub template_path: TemplatePath,
    pub name: Option<String>,
    pub force: bool,
    pub verbose: bool,
    pub init: bool,
}

pub fn generate(_: GenerateArgs) -> anyhow::Result<PathBuf> {
    anyhow::bail!("this cargo-leptos builds and watches only")
}
