//! Mail on its way out, as what happened and whom it concerns; words and links are made when it is sent.

use domain::id::{AccountId, ApplicationId, BookId, EntryId, MailId, SuspensionId};
use domain::job::TroubledMail;
use domain::language::Language;
use domain::mail::MailKind;
use domain::people::EmailAddress;
use domain::time::Moment;
use domain::view::Page;

use super::feedback::belongs_to;
use super::paging::{page as page_of, window};
use super::row::Row;
use super::{Connection, StorageError};

/// Whom a new mail is for.
#[derive(Clone, Copy, Debug)]
pub enum Recipient<'a> {
    /// An account, at the address that it has when the mail is sent.
    Account(AccountId),
    /// Whoever registered, by the registration's id.
    Registration(&'a str),
    /// An address, which may be nobody's.
    Address { to: &'a EmailAddress, language: Language },
    /// An account, at an address that it does not have yet or any more.
    AccountAt { account: AccountId, to: &'a EmailAddress },
}

/// What a mail tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    Nothing,
    Entry(EntryId),
    Application(ApplicationId),
    Book(BookId),
    Suspension(SuspensionId),
}

/// A mail whose time has come. Nobody else sends it once it is claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    pub id: MailId,
    /// How often it was tried in vain.
    pub tries: u32,
    next_try_at: Moment,
    /// Of the claim that was there last, in microseconds; 0 when there is none.
    claimed_until: i64,
}

/// A mail that this server alone sends now.
#[derive(Clone, Copy, Debug)]
pub struct Claimed {
    pub id: MailId,
    pub tries: u32,
    until: Moment,
}

/// A mail as it was written.
#[derive(Clone, Debug)]
pub struct StoredMail {
    pub kind: MailKind,
    pub account: Option<AccountId>,
    pub registration: Option<String>,
    pub to: Option<EmailAddress>,
    pub language: Option<Language>,
    pub about: About,
    pub created_at: Moment,
}

/// How many mails wait, and how many were given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    pub waiting: u32,
    /// Of those that wait, the ones that were tried in vain.
    pub delayed: u32,
    pub dead: u32,
}

pub async fn add(
    db: &mut Connection,
    id: MailId,
    kind: MailKind,
    to: Recipient<'_>,
    about: About,
    now: Moment,
) -> Result<(), StorageError> {
    let (account, registration, address, language) = match to {
        Recipient::Account(account) => (Some(account), None, None, None),
        Recipient::Registration(registration) => (None, Some(registration), None, None),
        Recipient::Address { to, language } => (None, None, Some(to), Some(language)),
        Recipient::AccountAt { account, to } => (Some(account), None, Some(to), None),
    };
    let entry = if let About::Entry(id) = about { Some(id.to_string()) } else { None };
    let application = if let About::Application(id) = about { Some(id.to_string()) } else { None };
    let book = if let About::Book(id) = about { Some(id.to_string()) } else { None };
    let suspension = if let About::Suspension(id) = about { Some(id.to_string()) } else { None };
    sqlx::query(
        "INSERT INTO outbox (id, kind, account_id, registration_id, to_address, language, entry_id,
                             application_id, book_id, suspension_id, state, next_try_at, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $11, 'waiting', $10, $10)",
    )
    .bind(id.to_string())
    .bind(kind.name())
    .bind(account.map(|id| id.to_string()))
    .bind(registration)
    .bind(address.map(EmailAddress::as_str))
    .bind(language.map(Language::tag))
    .bind(entry)
    .bind(application)
    .bind(book)
    .bind(now.micros())
    .bind(suspension)
    .execute(db)
    .await?;
    Ok(())
}

/// The mails whose time has come, those first that wait longest.
pub async fn due(db: &mut Connection, now: Moment, most: u32) -> Result<Vec<Due>, StorageError> {
    let rows = sqlx::query(
        "SELECT id, tries, next_try_at, COALESCE(claimed_until, 0) AS claimed_until FROM outbox
         WHERE state = 'waiting' AND next_try_at <= $1 AND (claimed_until IS NULL OR claimed_until <= $1)
         ORDER BY next_try_at, id LIMIT $2",
    )
    .bind(now.micros())
    .bind(i64::from(most))
    .fetch_all(db)
    .await?;
    rows.iter()
        .map(|row| {
            let row = Row::of("outbox", row);
            Ok(Due {
                id: row.parsed("id", MailId::parse)?,
                tries: row.count("tries")?,
                next_try_at: row.moment("next_try_at")?,
                claimed_until: row.number("claimed_until")?,
            })
        })
        .collect()
}

/// Takes a mail for this server until `until`, which must lie behind the end of the sending. `None` when another
/// server was faster.
pub async fn claim(db: &mut Connection, due: &Due, until: Moment) -> Result<Option<Claimed>, StorageError> {
    let done = sqlx::query(
        "UPDATE outbox SET claimed_until = $1
         WHERE id = $2 AND state = 'waiting' AND next_try_at = $3 AND tries = $4 AND COALESCE(claimed_until, 0) = $5",
    )
    .bind(until.micros())
    .bind(due.id.to_string())
    .bind(due.next_try_at.micros())
    .bind(i64::from(due.tries))
    .bind(due.claimed_until)
    .execute(db)
    .await?;
    Ok((done.rows_affected() == 1).then_some(Claimed { id: due.id, tries: due.tries, until }))
}

pub async fn find(db: &mut Connection, id: MailId) -> Result<Option<StoredMail>, StorageError> {
    let row = sqlx::query(
        "SELECT kind, account_id, registration_id, to_address, language, entry_id, application_id, book_id,
                suspension_id, created_at
         FROM outbox WHERE id = $1",
    )
    .bind(id.to_string())
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        let row = Row::of("outbox", &row);
        Ok(StoredMail {
            kind: row.parsed("kind", MailKind::from_name)?,
            account: row.optional_parsed("account_id", AccountId::parse)?,
            registration: row.optional_text("registration_id")?,
            to: row.optional_parsed("to_address", EmailAddress::parse)?,
            language: row.optional_parsed("language", Language::from_tag)?,
            about: about(&row)?,
            created_at: row.moment("created_at")?,
        })
    })
    .transpose()
}

/// The address that an account asked to move to last, if its mail still waits or was sent after `since`. It says nothing
/// of whether somebody else has that address.
pub async fn new_address(
    db: &mut Connection,
    account: AccountId,
    since: Moment,
) -> Result<Option<String>, StorageError> {
    let row = sqlx::query(
        "SELECT to_address FROM outbox
         WHERE kind = $1 AND account_id = $2 AND (state = 'waiting' OR sent_at > $3)
         ORDER BY created_at DESC LIMIT 1",
    )
    .bind(MailKind::NewAddress.name())
    .bind(account.to_string())
    .bind(since.micros())
    .fetch_optional(db)
    .await?;
    match row {
        Some(row) => Row::of("outbox", &row).optional_text("to_address"),
        None => Ok(None),
    }
}

/// The mail server has taken it.
pub async fn sent(db: &mut Connection, mail: &Claimed, now: Moment) -> Result<(), StorageError> {
    let done = sqlx::query(
        "UPDATE outbox SET state = 'sent', sent_at = $1, last_error = NULL, claimed_until = NULL
         WHERE id = $2 AND state = 'waiting' AND claimed_until = $3",
    )
    .bind(now.micros())
    .bind(mail.id.to_string())
    .bind(mail.until.micros())
    .execute(db)
    .await?;
    only_one(done.rows_affected())
}

/// It was tried in vain and is tried again at `next_try_at`. `error` says why, without names and addresses.
pub async fn failed_once(
    db: &mut Connection,
    mail: &Claimed,
    next_try_at: Moment,
    error: &str,
) -> Result<(), StorageError> {
    let done = sqlx::query(
        "UPDATE outbox SET tries = tries + 1, next_try_at = $1, last_error = $2, claimed_until = NULL
         WHERE id = $3 AND state = 'waiting' AND claimed_until = $4",
    )
    .bind(next_try_at.micros())
    .bind(error)
    .bind(mail.id.to_string())
    .bind(mail.until.micros())
    .execute(db)
    .await?;
    only_one(done.rows_affected())
}

/// It is not tried again.
pub async fn given_up(db: &mut Connection, mail: &Claimed, error: &str) -> Result<(), StorageError> {
    let done = sqlx::query(
        "UPDATE outbox SET state = 'dead', tries = tries + 1, last_error = $1, claimed_until = NULL
         WHERE id = $2 AND state = 'waiting' AND claimed_until = $3",
    )
    .bind(error)
    .bind(mail.id.to_string())
    .bind(mail.until.micros())
    .execute(db)
    .await?;
    only_one(done.rows_affected())
}

/// There is nobody to write to.
pub async fn void(db: &mut Connection, mail: &Claimed) -> Result<(), StorageError> {
    let done = sqlx::query(
        "UPDATE outbox SET state = 'void', claimed_until = NULL
         WHERE id = $1 AND state = 'waiting' AND claimed_until = $2",
    )
    .bind(mail.id.to_string())
    .bind(mail.until.micros())
    .execute(db)
    .await?;
    only_one(done.rows_affected())
}

pub async fn counts(db: &mut Connection) -> Result<Counts, StorageError> {
    let row = sqlx::query(
        "SELECT CAST(COALESCE(SUM(CASE WHEN state = 'waiting' THEN 1 ELSE 0 END), 0) AS BIGINT) AS waiting,
                CAST(COALESCE(SUM(CASE WHEN state = 'waiting' AND tries > 0 THEN 1 ELSE 0 END), 0) AS BIGINT)
                    AS delayed,
                CAST(COALESCE(SUM(CASE WHEN state = 'dead' THEN 1 ELSE 0 END), 0) AS BIGINT) AS dead
         FROM outbox WHERE state IN ('waiting', 'dead')",
    )
    .fetch_one(db)
    .await?;
    let row = Row::of("outbox", &row);
    Ok(Counts { waiting: row.count("waiting")?, delayed: row.count("delayed")?, dead: row.count("dead")? })
}

/// Given up, or tried in vain.
macro_rules! in_trouble {
    () => {
        "(outbox.state = 'dead' OR (outbox.state = 'waiting' AND outbox.tries > 0))"
    };
}

/// A page of the mails that are in trouble, those that were given up first, and the latest first. Pages count from 1.
/// Whose they are is told as for feedback; the authority's own and a registration are nobody's.
pub async fn in_trouble(db: &mut Connection, page: u32) -> Result<Page<TroubledMail>, StorageError> {
    let (limit, offset) = window(page);
    let rows = sqlx::query(concat!(
        "SELECT outbox.id, outbox.kind, outbox.created_at, outbox.tries, outbox.last_error, outbox.state,
                outbox.next_try_at, i.name AS institution_name
         FROM outbox
         LEFT JOIN account a ON a.id = outbox.account_id
         LEFT JOIN application p ON p.id = outbox.application_id
         LEFT JOIN entry e ON e.id = outbox.entry_id
         LEFT JOIN suspension u ON u.id = outbox.suspension_id
         LEFT JOIN book b ON b.id = COALESCE(outbox.book_id, e.book_id, u.book_id)
         LEFT JOIN student s ON s.id = b.student_id
         LEFT JOIN institution i ON i.authority = 0
            AND i.id = COALESCE(s.institution_id, p.institution_id, ",
        belongs_to!("a"),
        ")
         WHERE ",
        in_trouble!(),
        " ORDER BY CASE WHEN outbox.state = 'dead' THEN 0 ELSE 1 END, outbox.created_at DESC, outbox.id
         LIMIT $1 OFFSET $2"
    ))
    .bind(limit)
    .bind(offset)
    .fetch_all(db)
    .await?;
    let mail = |row| {
        let row = Row::of("outbox", row);
        let next_try_at = row.moment("next_try_at")?;
        Ok(TroubledMail {
            id: row.parsed("id", MailId::parse)?,
            kind: row.parsed("kind", MailKind::from_name)?,
            institution: row.optional_text("institution_name")?,
            written_at: row.moment("created_at")?,
            tries: row.count("tries")?,
            reason: row.optional_text("last_error")?.unwrap_or_default(),
            next_try_at: (row.text("state")? == "waiting").then_some(next_try_at),
        })
    };
    Ok(page_of(page, rows.iter().map(mail).collect::<Result<_, StorageError>>()?))
}

/// Tries mails that are in trouble again at once, one or all, as if for the first time; how many there were. What a server
/// sends in this moment is left alone.
pub async fn try_again(db: &mut Connection, which: Option<MailId>, now: Moment) -> Result<u32, StorageError> {
    let done = sqlx::query(concat!(
        "UPDATE outbox SET state = 'waiting', tries = 0, next_try_at = $1
         WHERE ($2 = '' OR id = $2) AND (claimed_until IS NULL OR claimed_until <= $1) AND ",
        in_trouble!()
    ))
    .bind(now.micros())
    .bind(which.map(|id| id.to_string()).unwrap_or_default())
    .execute(db)
    .await?;
    Ok(u32::try_from(done.rows_affected()).unwrap_or(u32::MAX))
}

/// Removes at most `most` of what ended before this moment, but for mails whose link is still remembered; how many.
pub async fn forget(db: &mut Connection, before: Moment, most: u32) -> Result<u32, StorageError> {
    let done = sqlx::query(
        "DELETE FROM outbox WHERE id IN (
            SELECT id FROM outbox WHERE state <> 'waiting' AND COALESCE(sent_at, created_at) <= $1
            AND NOT EXISTS (SELECT 1 FROM link WHERE link.mail_id = outbox.id)
            ORDER BY COALESCE(sent_at, created_at) LIMIT $2)",
    )
    .bind(before.micros())
    .bind(i64::from(most))
    .execute(db)
    .await?;
    Ok(u32::try_from(done.rows_affected()).unwrap_or(u32::MAX))
}

fn about(row: &Row<'_>) -> Result<About, StorageError> {
    if let Some(id) = row.optional_parsed("entry_id", EntryId::parse)? {
        return Ok(About::Entry(id));
    }
    if let Some(id) = row.optional_parsed("application_id", ApplicationId::parse)? {
        return Ok(About::Application(id));
    }
    if let Some(id) = row.optional_parsed("suspension_id", SuspensionId::parse)? {
        return Ok(About::Suspension(id));
    }
    let book = row.optional_parsed("book_id", BookId::parse)?;
    Ok(book.map_or(About::Nothing, About::Book))
}

fn only_one(rows: u64) -> Result<(), StorageError> {
    if rows == 1 { Ok(()) } else { Err(StorageError::Changed("a mail")) }
}
