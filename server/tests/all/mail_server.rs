//! An SMTP server of a test's own, `server/tests/smtp/server.py`.

use std::env;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use server::mail::smtp::{Smtp, SmtpSettings};
use server::mail::smtp_server::SmtpServer;
use server::mail::{Compose, Letter, MailTransport};
use tempfile::TempDir;

/// Stopped when it is dropped.
pub struct MailServer {
    process: Child,
    folder: TempDir,
    port: String,
}

impl MailServer {
    /// Without TLS.
    pub fn start() -> Self {
        Self::with(&[])
    }

    /// `tls` speaks it from the first byte, `starttls` wants it before anything else.
    pub fn with_tls(how: &str) -> Self {
        let (certificate, key) = (certificate(), tools().join("key.pem"));
        Self::with(&[how.as_ref(), certificate.as_path(), key.as_path()])
    }

    fn with(options: &[&Path]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut process = Command::new(tools().join("python/bin/python"))
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/smtp/server.py"))
            .arg(folder.path())
            .args(options)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect(
                "There is no SMTP server to send to: `scripts/test` installs it, or `scripts/setup-smtp`.",
            );
        let mut port = String::new();
        let output = process.stdout.as_mut().expect("piped");
        BufReader::new(output).read_line(&mut port).expect("a port");
        assert!(!port.is_empty(), "the SMTP server did not start");
        Self { process, folder, port: port.trim().to_owned() }
    }

    /// From now on mail to `local@…` is treated like this; see `server.py`.
    pub fn treat(&self, local: &str, how: &str) {
        fs::write(self.folder.path().join("modes").join(local), how).expect("written");
    }

    /// From now on all mail is taken.
    pub fn get_well(&self) {
        for file in fs::read_dir(self.folder.path().join("modes")).expect("a folder") {
            fs::remove_file(file.expect("a file").path()).expect("removed");
        }
    }

    /// What it has said that it has, in that order.
    pub fn accepted(&self) -> Vec<Value> {
        let mut files: Vec<_> = fs::read_dir(self.folder.path().join("accepted"))
            .expect("a folder")
            .map(|file| file.expect("a file").path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
            .collect();
        files.sort();
        let read = |path| serde_json::from_slice(&fs::read(path).expect("a file")).expect("JSON");
        files.into_iter().map(read).collect()
    }

    /// The recipients of all that was accepted, sorted.
    pub fn recipients(&self) -> Vec<String> {
        let recipient = |mail: &Value| mail["recipients"][0].as_str().expect("a recipient").to_owned();
        let mut recipients: Vec<_> = self.accepted().iter().map(recipient).collect();
        recipients.sort();
        recipients
    }

    pub fn transport(&self) -> MailTransport {
        self.transport_with(&format!("smtp://127.0.0.1:{}", self.port), None, Duration::from_secs(20))
    }

    /// A transport that waits for a second only.
    pub fn impatient(&self) -> MailTransport {
        self.transport_with(&format!("smtp://127.0.0.1:{}", self.port), None, Duration::from_secs(1))
    }

    /// `{port}` in `url` is the server's.
    pub fn secure(&self, url: &str, trusted: Option<PathBuf>) -> MailTransport {
        self.transport_with(&url.replace("{port}", &self.port), trusted, Duration::from_secs(20))
    }

    #[expect(clippy::unused_self, reason = "it is made for this server")]
    fn transport_with(&self, url: &str, trusted: Option<PathBuf>, timeout: Duration) -> MailTransport {
        transport(url, trusted, timeout)
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

pub fn transport(url: &str, trusted: Option<PathBuf>, timeout: Duration) -> MailTransport {
    let server = SmtpServer::parse(url).expect(url);
    let from = "愛在雲端 <mail@book.example>".parse().expect("an address");
    let settings = SmtpSettings { server, from, trusted };
    MailTransport::Smtp(Arc::new(Smtp::open(&settings, timeout).expect("opened")))
}

/// The certificate of every server with TLS.
pub fn certificate() -> PathBuf {
    tools().join("certificate.pem")
}

fn tools() -> PathBuf {
    tool("smtp")
}

/// The folder of one of the servers that `scripts/setup-…` installs.
pub fn tool(name: &str) -> PathBuf {
    let repository = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    env::var("CONTACT_BOOK_TOOLS")
        .map_or_else(|_| Path::new(repository).join(".tools"), Into::into)
        .join(name)
}

/// Words enough to tell letters apart, with a line that is only a full stop, which SMTP has to escape.
pub fn compose() -> Compose {
    Arc::new(|mail| Letter {
        subject: format!("愛在雲端：{:?}", mail.what),
        text: format!("{}，您好：\n.\n..再見\n", mail.name),
        html: format!("<p>{}，您好：</p>\n", mail.name),
    })
}
