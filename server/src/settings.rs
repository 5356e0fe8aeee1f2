//! Settings: `Leptos.toml`, then the environment. A wrong one stops the start with a sentence that names it.

use std::path::PathBuf;

use lettre::message::Mailbox;
use serde::Deserialize;
use thiserror::Error;
use url::Url;

use crate::files::store::Bucket;
use crate::mail::smtp::SmtpSettings;
use crate::mail::smtp_server::SmtpServer;

/// What the server needs to know beside the site's own settings (`[contact-book]` in `Leptos.toml`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// `CONTACT_BOOK_DATA_DIR`, `data-dir`; default `data`.
    pub data_dir: PathBuf,
    /// `DATABASE_URL`, `database-url`; `None` is SQLite in the data folder.
    pub database_url: Option<String>,
    /// `CONTACT_BOOK_S3_BUCKET`, `s3-bucket`, with `CONTACT_BOOK_S3_ENDPOINT`, `s3-endpoint`,
    /// `CONTACT_BOOK_S3_REGION`, `s3-region`, `CONTACT_BOOK_S3_ACCESS_KEY`, `s3-access-key`, and
    /// `CONTACT_BOOK_S3_SECRET_KEY`, `s3-secret-key`; without it files lie in the data folder.
    pub bucket: Option<Bucket>,
    /// `CONTACT_BOOK_LOG`, `log`: what is logged, in the words of tracing-subscriber's `EnvFilter`.
    pub log: String,
    /// `CONTACT_BOOK_PUBLIC_URL`, `public-url`: the address people use, such as `https://book.example`, when a
    /// proxy stands in front; decides the allowed origin and whether cookies are `Secure`.
    pub public_url: Option<String>,
    /// `CONTACT_BOOK_ADDRESS_HEADER`, `address-header`: the header in which the proxy in front says whom it serves,
    /// such as `x-forwarded-for`; the last address in it counts. Without it the connection's own address counts.
    pub address_header: Option<String>,
    /// `CONTACT_BOOK_SMTP_URL`, `smtp-url`, with `CONTACT_BOOK_MAIL_FROM`, `mail-from`, and
    /// `CONTACT_BOOK_SMTP_CA`, `smtp-ca`; without it mail waits.
    pub smtp: Option<SmtpSettings>,
    /// `CONTACT_BOOK_BACKUP_DIR`, `backup-dir`, with `CONTACT_BOOK_BACKUP_HOURS`, `backup-hours`, and
    /// `CONTACT_BOOK_BACKUP_KEEP`, `backup-keep`; without it the server makes no backups by itself.
    pub backups: Option<BackupSettings>,
}

/// The backups that the server makes by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupSettings {
    pub folder: PathBuf,
    /// From one to the next; default 24.
    pub hours: u32,
    /// How many are kept; default 14.
    pub keep: u32,
}

#[derive(Debug, Error, PartialEq, Eq)]
pub enum SettingsError {
    #[error("Leptos.toml cannot be understood: {0}")]
    File(String),
    #[error("the setting DATABASE_URL must begin with sqlite:// or postgres://")]
    DatabaseUrl,
    #[error("the setting {0} is missing, which CONTACT_BOOK_S3_BUCKET needs")]
    NoBucketKey(&'static str),
    #[error(
        "the setting CONTACT_BOOK_S3_ENDPOINT must look like https://objects.example:9000, without a path"
    )]
    BucketEndpoint,
    #[error("the setting CONTACT_BOOK_PUBLIC_URL must look like https://book.example, without a path")]
    PublicUrl,
    #[error(
        "the setting CONTACT_BOOK_SMTP_URL must look like smtps://user:password@mail.example, or smtp:// with ?tls=required or for a server without TLS"
    )]
    SmtpUrl,
    #[error("the setting CONTACT_BOOK_MAIL_FROM must be an address, such as 愛在雲端 <mail@book.example>")]
    MailFrom,
    #[error("the setting CONTACT_BOOK_MAIL_FROM is missing, which CONTACT_BOOK_SMTP_URL needs")]
    NoMailFrom,
    #[error("the setting CONTACT_BOOK_ADDRESS_HEADER must be a header's name, such as x-forwarded-for")]
    AddressHeader,
    #[error("the setting {0} must be a whole number, at least 1")]
    Count(&'static str),
    #[error("the setting {0} is empty")]
    Empty(&'static str),
}

#[derive(Default, Deserialize)]
struct File {
    #[serde(default, rename = "contact-book")]
    section: Section,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Section {
    data_dir: Option<String>,
    database_url: Option<String>,
    s3_bucket: Option<String>,
    s3_endpoint: Option<String>,
    s3_region: Option<String>,
    s3_access_key: Option<String>,
    s3_secret_key: Option<String>,
    log: Option<String>,
    public_url: Option<String>,
    address_header: Option<String>,
    smtp_url: Option<String>,
    mail_from: Option<String>,
    smtp_ca: Option<String>,
    backup_dir: Option<String>,
    backup_hours: Option<i64>,
    backup_keep: Option<i64>,
}

impl Settings {
    /// `file` is the text of `Leptos.toml`; `environment` looks a variable up.
    pub fn read(file: &str, environment: impl Fn(&str) -> Option<String>) -> Result<Self, SettingsError> {
        let file: File =
            toml::from_str(file).map_err(|error| SettingsError::File(error.message().to_owned()))?;
        let section = file.section;
        let chosen = |name: &'static str, in_file: Option<String>| match environment(name).or(in_file) {
            Some(value) if value.trim().is_empty() => Err(SettingsError::Empty(name)),
            other => Ok(other),
        };
        let settings = Self {
            data_dir: chosen("CONTACT_BOOK_DATA_DIR", section.data_dir)?.unwrap_or("data".into()).into(),
            database_url: chosen("DATABASE_URL", section.database_url)?,
            bucket: bucket(
                chosen("CONTACT_BOOK_S3_BUCKET", section.s3_bucket)?,
                chosen("CONTACT_BOOK_S3_ENDPOINT", section.s3_endpoint)?,
                chosen("CONTACT_BOOK_S3_REGION", section.s3_region)?,
                chosen(S3_ACCESS_KEY, section.s3_access_key)?,
                chosen(S3_SECRET_KEY, section.s3_secret_key)?,
            )?,
            log: chosen("CONTACT_BOOK_LOG", section.log)?.unwrap_or("info,sqlx=warn".into()),
            public_url: chosen("CONTACT_BOOK_PUBLIC_URL", section.public_url)?
                .map(|url| origin(&url).ok_or(SettingsError::PublicUrl))
                .transpose()?,
            address_header: chosen("CONTACT_BOOK_ADDRESS_HEADER", section.address_header)?,
            smtp: smtp(
                chosen("CONTACT_BOOK_SMTP_URL", section.smtp_url)?,
                chosen("CONTACT_BOOK_MAIL_FROM", section.mail_from)?,
                chosen("CONTACT_BOOK_SMTP_CA", section.smtp_ca)?,
            )?,
            backups: backups(
                chosen("CONTACT_BOOK_BACKUP_DIR", section.backup_dir)?,
                chosen(BACKUP_HOURS, section.backup_hours.map(|hours| hours.to_string()))?,
                chosen(BACKUP_KEEP, section.backup_keep.map(|keep| keep.to_string()))?,
            )?,
        };
        let known = |url: &String| {
            ["sqlite:", "postgres:", "postgresql:"].iter().any(|scheme| url.starts_with(scheme))
        };
        if settings.database_url.as_ref().is_some_and(|url| !known(url)) {
            return Err(SettingsError::DatabaseUrl);
        }
        let is_name = |name: &String| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if settings.address_header.as_ref().is_some_and(|name| !is_name(name)) {
            return Err(SettingsError::AddressHeader);
        }
        Ok(settings)
    }
}

fn smtp(
    url: Option<String>,
    from: Option<String>,
    trusted: Option<String>,
) -> Result<Option<SmtpSettings>, SettingsError> {
    let from: Option<Mailbox> =
        from.map(|from| from.trim().parse()).transpose().map_err(|_| SettingsError::MailFrom)?;
    let Some(url) = url else { return Ok(None) };
    let server = SmtpServer::parse(url.trim()).ok_or(SettingsError::SmtpUrl)?;
    let from = from.ok_or(SettingsError::NoMailFrom)?;
    Ok(Some(SmtpSettings { server, from, trusted: trusted.map(Into::into) }))
}

const BACKUP_HOURS: &str = "CONTACT_BOOK_BACKUP_HOURS";
const BACKUP_KEEP: &str = "CONTACT_BOOK_BACKUP_KEEP";

fn backups(
    folder: Option<String>,
    hours: Option<String>,
    keep: Option<String>,
) -> Result<Option<BackupSettings>, SettingsError> {
    let count = |name, text: Option<String>, usual| match text.map(|text| text.trim().parse()) {
        None => Ok(usual),
        Some(Ok(number)) if number > 0 => Ok(number),
        Some(_) => Err(SettingsError::Count(name)),
    };
    let (hours, keep) = (count(BACKUP_HOURS, hours, 24)?, count(BACKUP_KEEP, keep, 14)?);
    Ok(folder.map(|folder| BackupSettings { folder: folder.into(), hours, keep }))
}

const S3_ACCESS_KEY: &str = "CONTACT_BOOK_S3_ACCESS_KEY";
const S3_SECRET_KEY: &str = "CONTACT_BOOK_S3_SECRET_KEY";

fn bucket(
    name: Option<String>,
    endpoint: Option<String>,
    region: Option<String>,
    access_key: Option<String>,
    secret_key: Option<String>,
) -> Result<Option<Bucket>, SettingsError> {
    let Some(name) = name else { return Ok(None) };
    let endpoint = endpoint.map(|url| origin(&url).ok_or(SettingsError::BucketEndpoint)).transpose()?;
    Ok(Some(Bucket {
        name,
        endpoint,
        // What servers take that know no regions.
        region: region.unwrap_or("us-east-1".into()),
        access_key: access_key.ok_or(SettingsError::NoBucketKey(S3_ACCESS_KEY))?,
        secret_key: secret_key.ok_or(SettingsError::NoBucketKey(S3_SECRET_KEY))?,
    }))
}

/// An address without a path, as browsers write it in `Origin`: in lower case and without the usual port.
fn origin(text: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    let bare = matches!(url.scheme(), "https" | "http")
        && url.path() == "/"
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    bare.then(|| url.origin().ascii_serialization())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(file: &str, variables: &[(&str, &str)]) -> Result<Settings, SettingsError> {
        let find = |name: &str| variables.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned());
        Settings::read(file, find)
    }

    #[test]
    fn the_environment_wins_over_the_file_and_the_file_over_the_default() {
        let file = "[contact-book]\ndata-dir = \"here\"\nlog = \"debug\"";
        let settings = read(file, &[("CONTACT_BOOK_DATA_DIR", "there")]).expect("right");
        assert_eq!(settings.data_dir, PathBuf::from("there"));
        assert_eq!(settings.log, "debug");
        assert_eq!(read("", &[]).expect("right").data_dir, PathBuf::from("data"));
    }

    #[test]
    fn a_wrong_setting_is_named() {
        let cases = [
            ("", "DATABASE_URL", "mysql://x", "DATABASE_URL"),
            ("", "CONTACT_BOOK_DATA_DIR", " ", "CONTACT_BOOK_DATA_DIR"),
            ("", "CONTACT_BOOK_PUBLIC_URL", "book.example", "CONTACT_BOOK_PUBLIC_URL"),
            ("", "CONTACT_BOOK_PUBLIC_URL", "ftp://book.example", "CONTACT_BOOK_PUBLIC_URL"),
            ("", "CONTACT_BOOK_PUBLIC_URL", "https://", "CONTACT_BOOK_PUBLIC_URL"),
            ("", "CONTACT_BOOK_PUBLIC_URL", "https://book.example:abc", "CONTACT_BOOK_PUBLIC_URL"),
            ("", "CONTACT_BOOK_PUBLIC_URL", "https://book.example:65536", "CONTACT_BOOK_PUBLIC_URL"),
            ("", "CONTACT_BOOK_PUBLIC_URL", "https://book.example/book", "CONTACT_BOOK_PUBLIC_URL"),
            ("", "CONTACT_BOOK_PUBLIC_URL", "https://book.example?", "CONTACT_BOOK_PUBLIC_URL"),
            ("", "CONTACT_BOOK_PUBLIC_URL", "https://me@book.example", "CONTACT_BOOK_PUBLIC_URL"),
            ("", "CONTACT_BOOK_ADDRESS_HEADER", "x forwarded", "CONTACT_BOOK_ADDRESS_HEADER"),
            ("", "CONTACT_BOOK_SMTP_URL", "http://mail.example", "CONTACT_BOOK_SMTP_URL"),
            ("", "CONTACT_BOOK_SMTP_URL", "smtp://mail.example", "CONTACT_BOOK_MAIL_FROM"),
            ("", "CONTACT_BOOK_MAIL_FROM", "nobody", "CONTACT_BOOK_MAIL_FROM"),
            ("", "CONTACT_BOOK_SMTP_CA", "", "CONTACT_BOOK_SMTP_CA"),
            ("", "CONTACT_BOOK_S3_BUCKET", "letters", "CONTACT_BOOK_S3_ACCESS_KEY"),
            ("[contact-book]\ns3-bucket = \"letters\"", "CONTACT_BOOK_S3_ACCESS_KEY", "me", "S3_SECRET_KEY"),
            ("[contact-book]\ns3-bucket = \"letters\"", "CONTACT_BOOK_S3_ENDPOINT", "objects", "S3_ENDPOINT"),
            ("", "CONTACT_BOOK_BACKUP_HOURS", "0", "CONTACT_BOOK_BACKUP_HOURS"),
            ("", "CONTACT_BOOK_BACKUP_KEEP", "all", "CONTACT_BOOK_BACKUP_KEEP"),
            ("[contact-book]\nbackup-hours = -1", "X", "", "CONTACT_BOOK_BACKUP_HOURS"),
            ("[contact-book]\ncolour = 1", "X", "", "colour"),
            ("[contact-book", "X", "", "Leptos.toml"),
        ];
        for (file, name, value, named) in cases {
            let error = read(file, &[(name, value)]).expect_err(named).to_string();
            assert!(error.contains(named), "{error}");
        }
    }

    #[test]
    fn the_public_address_is_kept_as_browsers_write_it() {
        for (written, kept) in [
            ("https://book.example", "https://book.example"),
            ("https://Book.Example/", "https://book.example"),
            ("https://book.example:443", "https://book.example"),
            ("http://book.example:80", "http://book.example"),
            ("https://book.example:8443", "https://book.example:8443"),
            ("https://愛.example", "https://xn--vgu.example"),
        ] {
            let settings = read("", &[("CONTACT_BOOK_PUBLIC_URL", written)]).expect(written);
            assert_eq!(settings.public_url.as_deref(), Some(kept), "{written}");
        }
    }

    #[test]
    fn backups_are_made_once_they_have_a_folder() {
        assert_eq!(read("", &[("CONTACT_BOOK_BACKUP_KEEP", "3")]).expect("right").backups, None);
        let file = "[contact-book]\nbackup-dir = \"/there\"\nbackup-hours = 6";
        let backups = read(file, &[("CONTACT_BOOK_BACKUP_KEEP", "3")]).expect("right").backups;
        assert_eq!(backups, Some(BackupSettings { folder: "/there".into(), hours: 6, keep: 3 }));
    }

    #[test]
    fn files_lie_in_a_bucket_once_it_is_named_and_its_secret_is_not_shown() {
        let keys = [("CONTACT_BOOK_S3_ACCESS_KEY", "me"), ("CONTACT_BOOK_S3_SECRET_KEY", "s3cret")];
        assert_eq!(read("", &keys).expect("right").bucket, None);
        let file = "[contact-book]\ns3-bucket = \"letters\"\ns3-endpoint = \"https://objects.example\"";
        let settings = read(file, &keys).expect("right");
        assert!(!format!("{settings:?}").contains("s3cret"));
        let bucket = settings.bucket.expect("named");
        assert_eq!((bucket.name.as_str(), bucket.region.as_str()), ("letters", "us-east-1"));
        assert_eq!(bucket.secret_key, "s3cret");
    }

    #[test]
    fn mail_is_sent_from_an_address_with_or_without_a_name_and_the_password_is_not_shown() {
        for from in [
            "mail@book.example",
            "愛在雲端 <mail@book.example>",
            "\"Love, in the cloud\" <mail@book.example>",
        ] {
            let variables = [
                ("CONTACT_BOOK_SMTP_URL", "smtps://me:s3cret@mail.example"),
                ("CONTACT_BOOK_MAIL_FROM", from),
            ];
            let settings = read("", &variables).expect(from);
            assert!(!format!("{settings:?}").contains("s3cret"));
            assert_eq!(settings.smtp.expect("set").from.email.domain(), "book.example");
        }
    }
}
