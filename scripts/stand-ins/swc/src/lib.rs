//! Stands in for `swc` when cargo-leptos is built. The real one takes longer to compile than all the rest, and is asked
//! only to make one file of JavaScript small; here `terser` does it, which must be on the PATH.

use anyhow::{Context, ensure};
use config::JsMinifyOptions;
use std::{
    io::Write,
    process::{Command, Stdio},
    sync::Arc,
};
use swc_common::{SourceFile, SourceMap};

pub mod config {
    pub use super::BoolOrDataConfig;

    #[derive(Default)]
    pub enum IsModule {
        #[default]
        Unknown,
        Bool(bool),
    }

    /// `terser` is asked for all of it, whatever stands here.
    #[derive(Default)]
    pub struct JsMinifyOptions {
        pub compress: BoolOrDataConfig,
        pub mangle: BoolOrDataConfig,
        pub module: IsModule,
        pub toplevel: Option<bool>,
    }
}

#[derive(Default)]
pub struct BoolOrDataConfig;

impl BoolOrDataConfig {
    pub fn from_bool(_: bool) -> Self {
        Self
    }
}

#[derive(Default)]
pub struct JsMinifyExtras;

#[derive(Default)]
pub struct HandlerOpts;

pub struct Handler;

pub struct Error(anyhow::Error);

impl Error {
    pub fn to_pretty_error(self) -> anyhow::Error {
        self.0
    }
}

pub fn try_with_handler<T>(
    _: Arc<SourceMap>,
    _: HandlerOpts,
    act: impl FnOnce(&Handler) -> anyhow::Result<T>,
) -> Result<T, Error> {
    act(&Handler).map_err(Error)
}

pub struct TransformOutput {
    pub code: String,
}

pub struct Compiler;

impl Compiler {
    pub fn new(_: Arc<SourceMap>) -> Self {
        Self
    }

    pub fn minify(
        &self,
        file: Arc<SourceFile>,
        _: &Handler,
        _: &JsMinifyOptions,
        _: JsMinifyExtras,
    ) -> anyhow::Result<TransformOutput> {
        let mut terser = Command::new("terser")
            .args(["--module", "--compress", "--mangle"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("terser is not on the PATH")?;
        // It writes only when it has read all.
        terser.stdin.take().context("terser reads nothing")?.write_all(file.src.as_bytes())?;
        let output = terser.wait_with_output()?;
        ensure!(output.status.success(), "terser: {}", output.status);
        Ok(TransformOutput { code: String::from_utf8(output.stdout)? })
    }
}
