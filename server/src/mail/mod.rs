//! Mail on its way out: what is said to whom is decided when it is sent (`prepare`), its words come from a function
//! that is handed in (`Compose`), and a transport takes it away.

pub mod folder;
pub mod prepare;
pub mod smtp;
pub mod smtp_server;
pub mod transport;

use std::sync::Arc;

use domain::id::MailId;
use domain::language::Language;
use domain::mail::{LetterKind, LinkPurpose, MailKind};
use domain::people::{EmailAddress, Role};
use domain::restriction::Span;
use domain::time::Moment;

pub use transport::{MailTransport, SendError};

use crate::services::Services;
use crate::storage::addressees::Institution;
use crate::storage::outbox::{self, About, Recipient};
use crate::storage::{Connection, StorageError};
use crate::token::Token;

/// Writes a mail's row in the transaction that causes it. Wake the job with `services.mail_waiting` once that is
/// committed.
pub async fn write(
    services: &Services,
    db: &mut Connection,
    kind: MailKind,
    to: Recipient<'_>,
    about: About,
    now: Moment,
) -> Result<(), StorageError> {
    outbox::add(db, MailId::new(services.random.uuid(now)), kind, to, about, now).await
}

/// All that a letter is written from. It holds the secret of its link, so it is never printed.
pub struct OutgoingMail {
    pub id: MailId,
    pub what: LetterKind,
    pub to: EmailAddress,
    /// Its reader's, which decides whom to turn to.
    pub role: Role,
    pub name: String,
    pub language: Language,
    pub about: About,
    pub link: Option<(LinkPurpose, Token)>,
    /// Whom to call with questions, where that is known.
    pub institution: Option<Institution>,
    /// From when to when it holds what the letter tells of.
    pub span: Option<Span>,
    /// When happened what it tells of.
    pub written_at: Moment,
}

/// A mail in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// Finds the words. The server knows none of any language.
pub type Compose = Arc<dyn Fn(&OutgoingMail) -> Letter + Send + Sync>;
