//! Which SMTP server takes the mail, as the setting `CONTACT_BOOK_SMTP_URL` says it.

use std::fmt;

use percent_encoding::percent_decode_str;
use url::{Host, Url};

/// A server and how to talk to it.
#[derive(Clone, PartialEq, Eq)]
pub struct SmtpServer {
    pub host: String,
    pub port: u16,
    pub security: Security,
    /// User and password.
    pub login: Option<(String, String)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// `smtps://`: TLS from the first byte.
    Tls,
    /// `smtp://…?tls=required`: STARTTLS, or nothing is sent.
    StartTls,
    /// `smtp://`: for a server on the same machine.
    Plain,
}

impl SmtpServer {
    pub fn parse(text: &str) -> Option<Self> {
        let url = Url::parse(text).ok()?;
        let (security, port) = match (url.scheme(), url.query()) {
            ("smtps", None) => (Security::Tls, 465),
            ("smtp", Some("tls=required")) => (Security::StartTls, 587),
            ("smtp", None) => (Security::Plain, 25),
            _ => return None,
        };
        let host = match url.host()? {
            Host::Domain(name) => name.to_owned(),
            Host::Ipv4(address) => address.to_string(),
            Host::Ipv6(address) => address.to_string(),
        };
        let login = match (url.username(), url.password()) {
            ("", None) => None,
            (user, Some(password)) => Some((decoded(user)?, decoded(password)?)),
            (_, None) => return None,
        };
        let bare = matches!(url.path(), "" | "/") && url.fragment().is_none() && !host.is_empty();
        // A password never goes over a net in the clear.
        let is_near = matches!(host.as_str(), "localhost" | "127.0.0.1" | "::1");
        let in_the_clear = matches!(security, Security::Plain) && login.is_some() && !is_near;
        (bare && !in_the_clear).then_some(Self { host, port: url.port().unwrap_or(port), security, login })
    }
}

fn decoded(text: &str) -> Option<String> {
    percent_decode_str(text).decode_utf8().ok().map(Into::into)
}

/// Without user and password.
impl fmt::Debug for SmtpServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SmtpServer({:?} {}:{})", self.security, self.host, self.port)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scheme_decides_about_tls_and_the_port() {
        for (text, security, port) in [
            ("smtps://mail.example", Security::Tls, 465),
            ("smtp://mail.example?tls=required", Security::StartTls, 587),
            ("smtp://mail.example/", Security::Plain, 25),
            ("smtps://mail.example:2465", Security::Tls, 2465),
        ] {
            let server = SmtpServer::parse(text).expect(text);
            assert_eq!((server.security, server.port, server.login), (security, port, None), "{text}");
            assert_eq!(server.host, "mail.example");
        }
    }

    #[test]
    fn user_and_password_are_decoded_and_never_shown() {
        let server = SmtpServer::parse("smtps://u%40x:p%2Fw@mail.example").expect("right");
        assert_eq!(server.login, Some(("u@x".to_owned(), "p/w".to_owned())));
        assert_eq!(format!("{server:?}"), "SmtpServer(Tls mail.example:465)");
    }

    #[test]
    fn anything_else_names_no_server() {
        for text in [
            "",
            "mail.example",
            "http://mail.example",
            "smtp://",
            "smtp://mail.example?tls=opportunistic",
            "smtps://user@mail.example",
            "smtp://mail.example/path",
        ] {
            assert_eq!(SmtpServer::parse(text), None, "{text}");
        }
    }
}
