//! Mail to be sent, as what happened and to whom; the words are made when it is sent.

use domain::id::{AccountId, EntryId, MailId};
use domain::language::Language;
use domain::mail::MailKind;
use domain::time::Moment;
use domain::view::Mail;

use super::row::Row;
use super::{Connection, StorageError};

pub async fn add(
    db: &mut Connection,
    id: MailId,
    account: AccountId,
    entry: EntryId,
    kind: MailKind,
    now: Moment,
) -> Result<(), StorageError> {
    sqlx::query("INSERT INTO mail (id, account_id, entry_id, kind, created_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(id.to_string())
        .bind(account.to_string())
        .bind(entry.to_string())
        .bind(kind.name())
        .bind(now.micros())
        .execute(db)
        .await?;
    Ok(())
}

/// The latest mails, newest first.
pub async fn latest(db: &mut Connection, most: u32) -> Result<Vec<Mail>, StorageError> {
    let rows = sqlx::query(
        "SELECT m.entry_id, m.kind, m.created_at, a.email, a.name, a.language, s.name AS student_name
         FROM mail m
         JOIN account a ON a.id = m.account_id
         JOIN entry e ON e.id = m.entry_id
         JOIN book b ON b.id = e.book_id
         JOIN student s ON s.id = b.student_id
         ORDER BY m.created_at DESC, m.id DESC LIMIT $1",
    )
    .bind(i64::from(most))
    .fetch_all(db)
    .await?;
    rows.iter()
        .map(|row| {
            let row = Row::of("mail", row);
            Ok(Mail {
                entry: row.entry("entry_id")?,
                kind: row.parsed("kind", MailKind::from_name)?,
                to: row.text("email")?,
                name: row.text("name")?,
                language: row.parsed("language", Language::from_tag)?,
                student_name: row.text("student_name")?,
                written_at: row.moment("created_at")?,
            })
        })
        .collect()
}
