//! The site's own settings, from `Leptos.toml` and the environment.

use leptos::config::{LeptosOptions, get_configuration};
use server::settings::{Settings, SettingsError};
use thiserror::Error;

/// Everything that was set before the start.
#[derive(Clone, Debug)]
pub struct Configuration {
    pub leptos: LeptosOptions,
    pub settings: Settings,
}

#[derive(Debug, Error)]
pub enum ConfigurationError {
    #[error("Leptos.toml cannot be read: {0}; start contact-book in the folder that holds it")]
    NoFile(std::io::Error),
    #[error("the setting LEPTOS_SITE_ADDR must be an address and a port, such as 127.0.0.1:3000")]
    SiteAddr,
    #[error("the site's settings (Leptos.toml, LEPTOS_…) cannot be understood: {0}")]
    Site(String),
    #[error(transparent)]
    Settings(#[from] SettingsError),
}

impl Configuration {
    /// Reads `Leptos.toml` in the folder where the server was started.
    pub fn read() -> Result<Self, ConfigurationError> {
        let file = std::fs::read_to_string("Leptos.toml").map_err(ConfigurationError::NoFile)?;
        let variable = |name: &str| std::env::var(name).ok();
        if variable("LEPTOS_SITE_ADDR")
            .is_some_and(|address| address.parse::<std::net::SocketAddr>().is_err())
        {
            return Err(ConfigurationError::SiteAddr);
        }
        let settings = Settings::read(&file, variable)?;
        let leptos = get_configuration(Some("Leptos.toml"))
            .map_err(|error| ConfigurationError::Site(error.to_string()))?
            .leptos_options;
        Ok(Self { leptos, settings })
    }
}
