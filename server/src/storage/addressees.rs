//! What a mail needs to know of whom it is for, at the moment it is sent.

use domain::id::{AccountId, ApplicationId, BookId, EntryId, SuspensionId};
use domain::language::Language;
use domain::people::{AccountState, EmailAddress, Role};
use domain::restriction::Span;
use sqlx::any::AnyRow;

use super::row::Row;
use super::{Connection, StorageError, settings};

#[derive(Clone, Debug)]
pub struct Account {
    pub id: AccountId,
    pub role: Role,
    pub state: AccountState,
    pub email: String,
    pub name: String,
    pub language: Language,
    /// Staff's; families and operators have none.
    pub institution: Option<Institution>,
}

#[derive(Clone, Debug)]
pub struct Registration {
    pub email: EmailAddress,
    pub name: String,
    pub language: Language,
    pub id_number_hash: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Institution {
    pub name: String,
    pub phone: String,
    /// Part 五: 承辦人; empty when nobody is named.
    pub contact_person: String,
    /// The name under which it sends mail; empty for the product's.
    pub mail_sender: String,
}

/// The columns that `read_account` reads, of the account that `$which` names.
macro_rules! account_where {
    ($which:literal) => {
        concat!(
            "SELECT a.id, a.role, a.state, a.email, a.name, a.language, i.name AS institution_name, i.phone, i.settings
         FROM account a LEFT JOIN institution i ON i.id = a.institution_id AND i.authority = 0 WHERE ",
            $which
        )
    };
}

pub async fn account(db: &mut Connection, id: AccountId) -> Result<Option<Account>, StorageError> {
    let row = sqlx::query(account_where!("a.id = $1")).bind(id.to_string()).fetch_optional(db).await?;
    row.as_ref().map(read_account).transpose()
}

pub async fn account_with_address(
    db: &mut Connection,
    email: &EmailAddress,
) -> Result<Option<Account>, StorageError> {
    let row = sqlx::query(account_where!("a.email = $1")).bind(email.as_str()).fetch_optional(db).await?;
    row.as_ref().map(read_account).transpose()
}

pub async fn id_number_is_known(db: &mut Connection, id_number_hash: &str) -> Result<bool, StorageError> {
    let row = sqlx::query("SELECT id FROM account WHERE id_number_hash = $1")
        .bind(id_number_hash)
        .fetch_optional(db)
        .await?;
    Ok(row.is_some())
}

pub async fn registration(db: &mut Connection, id: &str) -> Result<Option<Registration>, StorageError> {
    let row = sqlx::query("SELECT email, name, language, id_number_hash FROM registration WHERE id = $1")
        .bind(id)
        .fetch_optional(db)
        .await?;
    row.map(|row| {
        let row = Row::of("registration", &row);
        Ok(Registration {
            email: row.parsed("email", EmailAddress::parse)?,
            name: row.text("name")?,
            language: row.parsed("language", Language::from_tag)?,
            id_number_hash: row.text("id_number_hash")?,
        })
    })
    .transpose()
}

/// Where an entry is read.
pub async fn institution(db: &mut Connection, entry: EntryId) -> Result<Option<Institution>, StorageError> {
    let row = sqlx::query(
        "SELECT i.name AS institution_name, i.phone, i.settings
         FROM entry e
         JOIN book b ON b.id = e.book_id
         JOIN student s ON s.id = b.student_id
         JOIN institution i ON i.id = s.institution_id
         WHERE e.id = $1",
    )
    .bind(entry.to_string())
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        let row = Row::of("entry", &row);
        read_institution(&row)
    })
    .transpose()
}

/// Where a book is read.
pub async fn institution_of_book(
    db: &mut Connection,
    book: BookId,
) -> Result<Option<Institution>, StorageError> {
    let row = sqlx::query(
        "SELECT i.name AS institution_name, i.phone, i.settings
         FROM book b
         JOIN student s ON s.id = b.student_id
         JOIN institution i ON i.id = s.institution_id
         WHERE b.id = $1",
    )
    .bind(book.to_string())
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        let row = Row::of("book", &row);
        read_institution(&row)
    })
    .transpose()
}

/// When a suspension lasts, and whose it is.
pub async fn suspension(
    db: &mut Connection,
    id: SuspensionId,
) -> Result<Option<(Span, Institution)>, StorageError> {
    let row = sqlx::query(
        "SELECT u.begins_at, u.until_at, u.ended_at, i.name AS institution_name, i.phone, i.settings
         FROM suspension u
         JOIN book b ON b.id = u.book_id
         JOIN student s ON s.id = b.student_id
         JOIN institution i ON i.id = s.institution_id
         WHERE u.id = $1",
    )
    .bind(id.to_string())
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        let row = Row::of("suspension", &row);
        let span = Span {
            begins_at: row.moment("begins_at")?,
            until: Some(row.moment("until_at")?),
            ended_at: row.optional_moment("ended_at")?,
        };
        Ok((span, read_institution(&row)?))
    })
    .transpose()
}

/// Where a request is decided.
pub async fn institution_asked(
    db: &mut Connection,
    application: ApplicationId,
) -> Result<Option<Institution>, StorageError> {
    let row = sqlx::query(
        "SELECT i.name AS institution_name, i.phone, i.settings
         FROM application a JOIN institution i ON i.id = a.institution_id
         WHERE a.id = $1",
    )
    .bind(application.to_string())
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        let row = Row::of("application", &row);
        read_institution(&row)
    })
    .transpose()
}

/// The columns `institution_name`, `phone` and `settings`.
fn read_institution(row: &Row<'_>) -> Result<Institution, StorageError> {
    let settings = settings::read(row)?;
    Ok(Institution {
        name: row.text("institution_name")?,
        phone: row.text("phone")?,
        contact_person: settings.contact_person,
        mail_sender: settings.mail_sender,
    })
}

fn read_account(row: &AnyRow) -> Result<Account, StorageError> {
    let row = Row::of("account", row);
    let institution = match row.optional_text("institution_name")? {
        Some(_) => Some(read_institution(&row)?),
        None => None,
    };
    Ok(Account {
        id: row.account("id")?,
        role: row.parsed("role", Role::from_name)?,
        state: row.parsed("state", AccountState::from_name)?,
        email: row.text("email")?,
        name: row.text("name")?,
        language: row.parsed("language", Language::from_tag)?,
        institution,
    })
}
