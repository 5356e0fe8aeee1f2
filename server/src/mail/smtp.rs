//! Handing a letter to an SMTP server, a connection a letter.
//!
//! lettre speaks the protocol. The steps are taken one by one, because what an answer means depends on the step: a
//! recipient that is refused is refused for good, a log-in that is refused is somebody's setting to put right.

use std::fs;
use std::io;
use std::path::PathBuf;
use std::time::{Duration, UNIX_EPOCH};

use domain::time::Moment;
use lettre::address::Address;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, MultiPartKind, SinglePart};
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use thiserror::Error;
use tokio::time::timeout;

use super::smtp_server::{Security, SmtpServer};
use super::transport::SendError;
use super::{Letter, OutgoingMail};

/// How long a letter may take, from the first byte to the server's word that it has it.
pub const TIMEOUT: Duration = Duration::from_secs(20);

/// How long is waited for the good-bye, which decides nothing.
const GOODBYE: Duration = Duration::from_secs(2);

/// What was set about mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmtpSettings {
    pub server: SmtpServer,
    pub from: Mailbox,
    /// A file with certificates in PEM that are trusted beside the usual ones.
    pub trusted: Option<PathBuf>,
}

pub struct Smtp {
    server: SmtpServer,
    tls: Option<TlsParameters>,
    from: Mailbox,
    timeout: Duration,
}

#[derive(Debug, Error)]
pub enum SmtpOpenError {
    #[error("the certificates of the setting CONTACT_BOOK_SMTP_CA cannot be read: {0}")]
    File(io::Error),
    #[error("the file of the setting CONTACT_BOOK_SMTP_CA holds no certificate in PEM")]
    NoCertificate,
    #[error("TLS to the server of the setting CONTACT_BOOK_SMTP_URL cannot be set up")]
    Tls,
}

/// The steps in which a letter is handed over, as errors name them.
#[derive(Clone, Copy)]
enum Step {
    Connection,
    Encryption,
    LogIn,
    Sender,
    Recipient,
    Letter,
}

impl Smtp {
    /// `timeout` is `TIMEOUT` but in tests.
    pub fn open(settings: &SmtpSettings, timeout: Duration) -> Result<Self, SmtpOpenError> {
        let server = settings.server.clone();
        let mut tls = TlsParameters::builder(server.host.clone());
        if let Some(file) = &settings.trusted {
            let pem = fs::read(file).map_err(SmtpOpenError::File)?;
            if !pem.windows(27).any(|text| text == b"-----BEGIN CERTIFICATE-----") {
                return Err(SmtpOpenError::NoCertificate);
            }
            let certificate = Certificate::from_pem(&pem).map_err(|_| SmtpOpenError::NoCertificate)?;
            tls = tls.add_root_certificate(certificate);
        }
        let tls = match server.security {
            Security::Plain => None,
            Security::Tls | Security::StartTls => Some(tls.build().map_err(|_| SmtpOpenError::Tls)?),
        };
        Ok(Self { server, tls, from: settings.from.clone(), timeout })
    }

    /// Returns as soon as the server has said that it has the letter.
    pub async fn send(&self, mail: &OutgoingMail, letter: &Letter, now: Moment) -> Result<(), SendError> {
        let to: Address =
            mail.to.as_str().parse().map_err(|_| SendError::for_good("the address cannot be written to"))?;
        let message = self.message(mail, letter, to.clone(), now)?;
        match timeout(self.timeout, self.hand_over(&to, &message)).await {
            Ok(done) => done,
            Err(_) => Err(SendError::for_now("timeout")),
        }
    }

    /// Says hello and good-bye, and logs in where a letter would: tells whether letters could be handed over.
    pub async fn greet(&self) -> Result<(), SendError> {
        let greeted = async {
            let mut connection = self.connect().await?;
            // Nothing was asked of the server that a good-bye could still refuse.
            let _ = timeout(GOODBYE, connection.quit()).await;
            Ok(())
        };
        timeout(self.timeout, greeted).await.unwrap_or_else(|_| Err(SendError::for_now("timeout")))
    }

    async fn hand_over(&self, to: &Address, message: &[u8]) -> Result<(), SendError> {
        let mut connection = self.connect().await?;
        let handed = self.talk(&mut connection, to, message).await;
        // Nobody waits for the good-bye: the letter is the server's already, or never will be.
        tokio::spawn(async move { timeout(GOODBYE, connection.quit()).await });
        handed
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, SendError> {
        let name = ClientId::Domain(self.from.email.domain().to_owned());
        let at_once = self.tls.clone().filter(|_| self.server.security == Security::Tls);
        let place = (self.server.host.as_str(), self.server.port);
        let connecting = AsyncSmtpConnection::connect_tokio1(place, Some(self.timeout), &name, at_once, None);
        let mut connection = connecting.await.map_err(|error| Step::Connection.failed(&error))?;
        if let Some(tls) = self.tls.clone().filter(|_| self.server.security == Security::StartTls) {
            let started = connection.starttls(tls, &name).await;
            started.map_err(|error| Step::Encryption.failed(&error))?;
        }
        if let Some((user, password)) = &self.server.login {
            let login = Credentials::new(user.clone(), password.clone());
            let known = connection.auth(DEFAULT_MECHANISMS, &login).await;
            known.map_err(|error| Step::LogIn.failed(&error))?;
        }
        Ok(connection)
    }

    async fn talk(
        &self,
        connection: &mut AsyncSmtpConnection,
        to: &Address,
        message: &[u8],
    ) -> Result<(), SendError> {
        let from = &self.from.email;
        let mut options = Vec::new();
        if ![from, to].iter().all(|address| AsRef::<str>::as_ref(address).is_ascii()) {
            if !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
                return Err(SendError::for_good("the server takes no such address"));
            }
            options.push(MailParameter::SmtpUtfEight);
        }
        let sender = connection.command(Mail::new(Some(from.clone()), options)).await;
        sender.map_err(|error| Step::Sender.failed(&error))?;
        let recipient = connection.command(Rcpt::new(to.clone(), Vec::new())).await;
        recipient.map_err(|error| Step::Recipient.failed(&error))?;
        connection.command(Data).await.map_err(|error| Step::Letter.failed(&error))?;
        connection.message(message).await.map_err(|error| Step::Letter.failed(&error))?;
        Ok(())
    }

    fn message(
        &self,
        mail: &OutgoingMail,
        letter: &Letter,
        to: Address,
        now: Moment,
    ) -> Result<Vec<u8>, SendError> {
        let micros = u64::try_from(now.micros()).unwrap_or_default();
        // The same for each try, so that who gets two copies can see that they are one.
        let message_id = format!("<{}@{}>", mail.id, self.from.email.domain());
        let parts = MultiPart::builder()
            .kind(MultiPartKind::Alternative)
            .boundary(format!("letter-{}", mail.id))
            .singlepart(part(ContentType::TEXT_PLAIN, &letter.text))
            .singlepart(part(ContentType::TEXT_HTML, &letter.html));
        lettre::Message::builder()
            .from(self.sender(mail))
            .to(Mailbox::new(None, to))
            .subject(letter.subject.clone())
            .date(UNIX_EPOCH + Duration::from_micros(micros))
            .message_id(Some(message_id))
            .header(AutoSubmitted)
            .multipart(parts)
            .map(|message| message.formatted())
            .map_err(|_| SendError::for_good("the letter cannot be written"))
    }
}

impl Smtp {
    /// The address is always the set one; an institution may say under which name it writes.
    fn sender(&self, mail: &OutgoingMail) -> Mailbox {
        let own = mail.institution.as_ref().map(|institution| institution.mail_sender.clone());
        let name = own.filter(|name| !name.is_empty()).or_else(|| self.from.name.clone());
        Mailbox::new(name, self.from.email.clone())
    }
}

fn part(kind: ContentType, text: &str) -> SinglePart {
    SinglePart::builder().header(kind).body(text.to_owned())
}

/// RFC 3834: nobody's absence notice has to answer this.
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

impl Step {
    /// The server's own words are left out: they may hold the address.
    fn failed(self, error: &SmtpError) -> SendError {
        let what = match error.status() {
            Some(code) => code.to_string(),
            None if error.is_tls() => "no TLS".to_owned(),
            None => "broken off".to_owned(),
        };
        let reason = format!("{}: {what}", self.name());
        if error.is_permanent() && matches!(self, Self::Recipient | Self::Letter) {
            SendError::for_good(reason)
        } else {
            SendError::for_now(reason)
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Connection => "connection",
            Self::Encryption => "encryption",
            Self::LogIn => "log-in",
            Self::Sender => "sender",
            Self::Recipient => "recipient",
            Self::Letter => "letter",
        }
    }
}
