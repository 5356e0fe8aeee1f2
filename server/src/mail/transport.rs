//! How mail leaves: to an SMTP server, into the demo's folder, or not at all.

use std::sync::Arc;

use domain::time::Moment;
use thiserror::Error;

use super::folder::MailFolder;
use super::smtp::Smtp;
use super::{Letter, OutgoingMail};

/// Cheap to clone.
#[derive(Clone)]
pub enum MailTransport {
    Smtp(Arc<Smtp>),
    /// The demo's: nothing leaves the machine.
    Folder(MailFolder),
    /// Nothing was set, so mail waits in the outbox.
    None,
}

/// Why a letter was not taken. Says nothing of names and addresses, so it may be kept and logged.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{reason}")]
pub struct SendError {
    /// Trying again would bring the same answer.
    pub permanent: bool,
    pub reason: String,
}

impl SendError {
    pub(super) fn for_now(reason: impl Into<String>) -> Self {
        Self { permanent: false, reason: reason.into() }
    }

    pub(super) fn for_good(reason: impl Into<String>) -> Self {
        Self { permanent: true, reason: reason.into() }
    }
}

impl MailTransport {
    /// Returns as soon as somebody else is responsible for the letter.
    pub async fn send(&self, mail: &OutgoingMail, letter: &Letter, now: Moment) -> Result<(), SendError> {
        match self {
            Self::Smtp(smtp) => smtp.send(mail, letter, now).await,
            Self::Folder(folder) => {
                let put = folder.put(mail, letter).await;
                put.map_err(|error| SendError::for_now(format!("folder: {}", error.kind())))
            }
            Self::None => Err(SendError::for_now("no transport")),
        }
    }
}
