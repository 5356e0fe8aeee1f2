//! The documents of a request and their pages. The pictures themselves lie in the file vault, under the ids of pages.

use domain::application::ApplicationStateKind;
use domain::document::DocumentKind;
use domain::id::{AccountId, ApplicationId, DocumentId, InstitutionId, PageId};
use domain::settings::InstitutionSettings;
use domain::time::Moment;
use domain::view::{Document, DocumentPage};
use sqlx::any::AnyRow;

use super::row::Row;
use super::{Connection, StorageError};
use crate::files::key::{Keyring, Sealed};

/// A document about to be added.
pub struct NewDocument<'a> {
    pub id: DocumentId,
    pub application: ApplicationId,
    pub kind: DocumentKind,
    pub name: &'a Sealed,
    /// Of the file as it was sent.
    pub bytes: u64,
    /// The round with which it is sent for the first time.
    pub given_in: u32,
}

/// The documents of a request together, without those that were replaced or deleted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Together {
    pub files: u32,
    pub bytes: u64,
}

/// What the name of a file is sealed for.
pub fn context(document: DocumentId) -> String {
    format!("document {document}")
}

/// Locks a family's own request for a change of its documents, and says where it stands.
pub async fn lock_own(
    db: &mut Connection,
    application: ApplicationId,
    account: AccountId,
    now: Moment,
) -> Result<Option<(ApplicationStateKind, u32)>, StorageError> {
    let row = sqlx::query(
        "UPDATE application SET edited_at = $1 WHERE id = $2 AND account_id = $3 RETURNING state, round",
    )
    .bind(now.micros())
    .bind(application.to_string())
    .bind(account.to_string())
    .fetch_optional(db)
    .await?;
    row.as_ref().map(standing).transpose()
}

/// The same without a lock.
pub async fn find_own(
    db: &mut Connection,
    application: ApplicationId,
    account: AccountId,
) -> Result<Option<(ApplicationStateKind, u32)>, StorageError> {
    let row = sqlx::query("SELECT state, round FROM application WHERE id = $1 AND account_id = $2")
        .bind(application.to_string())
        .bind(account.to_string())
        .fetch_optional(db)
        .await?;
    row.as_ref().map(standing).transpose()
}

fn standing(row: &AnyRow) -> Result<(ApplicationStateKind, u32), StorageError> {
    let row = Row::of("application", row);
    Ok((row.parsed("state", ApplicationStateKind::from_name)?, row.count("round")?))
}

pub async fn together(db: &mut Connection, application: ApplicationId) -> Result<Together, StorageError> {
    let row = sqlx::query(
        "SELECT COUNT(*) AS files, CAST(COALESCE(SUM(bytes), 0) AS BIGINT) AS bytes FROM document
         WHERE application_id = $1 AND replaced_in IS NULL AND deleted_at IS NULL",
    )
    .bind(application.to_string())
    .fetch_one(db)
    .await?;
    let row = Row::of("document", &row);
    Ok(Together { files: row.count("files")?, bytes: row.size("bytes")? })
}

/// Which kinds of documents a request has now: one that was deleted after its time has to be given again.
pub async fn kinds(
    db: &mut Connection,
    application: ApplicationId,
) -> Result<Vec<DocumentKind>, StorageError> {
    let rows = sqlx::query(
        "SELECT DISTINCT kind FROM document
         WHERE application_id = $1 AND replaced_in IS NULL AND deleted_at IS NULL ORDER BY kind",
    )
    .bind(application.to_string())
    .fetch_all(db)
    .await?;
    rows.iter().map(|row| Row::of("document", row).parsed("kind", DocumentKind::from_name)).collect()
}

pub async fn add(
    db: &mut Connection,
    document: &NewDocument<'_>,
    pages: &[DocumentPage],
    now: Moment,
) -> Result<(), StorageError> {
    sqlx::query(
        "INSERT INTO document (id, application_id, kind, name, name_key, bytes, created_at, given_in)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(document.id.to_string())
    .bind(document.application.to_string())
    .bind(document.kind.name())
    .bind(&document.name.text)
    .bind(&document.name.key)
    .bind(i64::try_from(document.bytes).unwrap_or(i64::MAX))
    .bind(now.micros())
    .bind(i64::from(document.given_in))
    .execute(&mut *db)
    .await?;
    for (number, page) in (1_i64..).zip(pages) {
        sqlx::query(
            "INSERT INTO document_page (id, document_id, number, width, height) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(page.id.to_string())
        .bind(document.id.to_string())
        .bind(number)
        .bind(i64::from(page.width))
        .bind(i64::from(page.height))
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

/// Takes a document out that was never sent, and names the files to delete. `None` when there is no such one.
pub async fn remove_unsent(
    db: &mut Connection,
    application: ApplicationId,
    document: DocumentId,
    round: u32,
) -> Result<Option<Vec<PageId>>, StorageError> {
    let found =
        sqlx::query("SELECT id FROM document WHERE id = $1 AND application_id = $2 AND given_in > $3")
            .bind(document.to_string())
            .bind(application.to_string())
            .bind(i64::from(round))
            .fetch_optional(&mut *db)
            .await?;
    if found.is_none() {
        return Ok(None);
    }
    let pages = sqlx::query("DELETE FROM document_page WHERE document_id = $1 RETURNING id")
        .bind(document.to_string())
        .fetch_all(&mut *db)
        .await?;
    sqlx::query("DELETE FROM document WHERE id = $1").bind(document.to_string()).execute(db).await?;
    page_ids(&pages).map(Some)
}

/// Takes a document out that was sent before. The reviews of earlier rounds still show it.
pub async fn replace(
    db: &mut Connection,
    application: ApplicationId,
    document: DocumentId,
    from_round: u32,
) -> Result<bool, StorageError> {
    let done = sqlx::query(
        "UPDATE document SET replaced_in = $1
         WHERE id = $2 AND application_id = $3 AND given_in < $1 AND replaced_in IS NULL",
    )
    .bind(i64::from(from_round))
    .bind(document.to_string())
    .bind(application.to_string())
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes out all documents of a family's drafts. The sweep removes the files.
pub async fn remove_of_drafts(db: &mut Connection, account: AccountId) -> Result<(), StorageError> {
    sqlx::query(
        "DELETE FROM document_page WHERE document_id IN (
             SELECT d.id FROM document d JOIN application a ON a.id = d.application_id
             WHERE a.account_id = $1 AND a.state = 'draft')",
    )
    .bind(account.to_string())
    .execute(&mut *db)
    .await?;
    sqlx::query(
        "DELETE FROM document WHERE application_id IN (
             SELECT id FROM application WHERE account_id = $1 AND state = 'draft')",
    )
    .bind(account.to_string())
    .execute(db)
    .await?;
    Ok(())
}

/// What a family's request has now, by kind and then in the order in which they were given.
pub async fn of_application(
    db: &mut Connection,
    keyring: &Keyring,
    application: ApplicationId,
    account: AccountId,
) -> Result<Vec<Document>, StorageError> {
    let rows = sqlx::query(
        "SELECT d.id, d.kind, d.name, d.bytes, d.created_at, d.deleted_at,
                p.id AS page_id, p.width, p.height
         FROM document d
         JOIN application a ON a.id = d.application_id
         LEFT JOIN document_page p ON p.document_id = d.id AND d.deleted_at IS NULL
         WHERE a.id = $1 AND a.account_id = $2 AND d.replaced_in IS NULL
         ORDER BY d.kind, d.created_at, d.id, p.number",
    )
    .bind(application.to_string())
    .bind(account.to_string())
    .fetch_all(db)
    .await?;
    documents(&rows, keyring)
}

/// What staff of this institution were sent with this round.
pub async fn of_round(
    db: &mut Connection,
    keyring: &Keyring,
    application: ApplicationId,
    institution: InstitutionId,
    round: u32,
) -> Result<Vec<Document>, StorageError> {
    let rows = sqlx::query(
        "SELECT d.id, d.kind, d.name, d.bytes, d.created_at, d.deleted_at,
                p.id AS page_id, p.width, p.height
         FROM document d
         JOIN application a ON a.id = d.application_id
         LEFT JOIN document_page p ON p.document_id = d.id AND d.deleted_at IS NULL
         WHERE a.id = $1 AND a.institution_id = $2 AND $3 <= a.round
           AND d.given_in <= $3 AND (d.replaced_in IS NULL OR d.replaced_in > $3)
         ORDER BY d.kind, d.created_at, d.id, p.number",
    )
    .bind(application.to_string())
    .bind(institution.to_string())
    .bind(i64::from(round))
    .fetch_all(db)
    .await?;
    documents(&rows, keyring)
}

/// A row for each page, and one for a document that has none (any more).
fn documents(rows: &[AnyRow], keyring: &Keyring) -> Result<Vec<Document>, StorageError> {
    let mut all: Vec<Document> = Vec::new();
    for row in rows {
        let row = Row::of("document", row);
        let id = row.document("id")?;
        if all.last().is_none_or(|last| last.id != id) {
            all.push(Document {
                id,
                kind: row.parsed("kind", DocumentKind::from_name)?,
                name: unseal(keyring, id, &row.text("name")?)?,
                bytes: row.size("bytes")?,
                created_at: row.moment("created_at")?,
                pages: Vec::new(),
                deleted: row.optional_moment("deleted_at")?.is_some(),
            });
        }
        if let (Some(page), Some(last)) = (row.optional_parsed("page_id", PageId::parse)?, all.last_mut()) {
            let (width, height) = (row.count("width")?, row.count("height")?);
            last.pages.push(DocumentPage { id: page, width, height });
        }
    }
    Ok(all)
}

fn unseal(keyring: &Keyring, id: DocumentId, sealed: &str) -> Result<String, StorageError> {
    if sealed.is_empty() {
        return Ok(String::new());
    }
    let name = keyring.unseal_text(&context(id), sealed);
    let name = name.map_err(|error| StorageError::Row { table: "document", what: error.to_string() })?;
    Ok(String::from_utf8_lossy(&name).into_owned())
}

/// May the family see this page? Their own, until it is deleted.
pub async fn family_may_see(
    db: &mut Connection,
    page: PageId,
    account: AccountId,
) -> Result<bool, StorageError> {
    let row = sqlx::query(
        "SELECT p.id FROM document_page p
         JOIN document d ON d.id = p.document_id
         JOIN application a ON a.id = d.application_id
         WHERE p.id = $1 AND a.account_id = $2 AND d.deleted_at IS NULL",
    )
    .bind(page.to_string())
    .bind(account.to_string())
    .fetch_optional(db)
    .await?;
    Ok(row.is_some())
}

/// May staff of this institution see this page? What was sent to them once, never a draft or what a family is correcting.
/// The document, and which of its pages it is.
pub async fn staff_may_see(
    db: &mut Connection,
    page: PageId,
    institution: InstitutionId,
) -> Result<Option<(DocumentId, u32)>, StorageError> {
    let row = sqlx::query(
        "SELECT d.id, p.number FROM document_page p
         JOIN document d ON d.id = p.document_id
         JOIN application a ON a.id = d.application_id
         WHERE p.id = $1 AND a.institution_id = $2 AND a.state <> 'draft' AND d.given_in <= a.round
           AND d.deleted_at IS NULL",
    )
    .bind(page.to_string())
    .bind(institution.to_string())
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        let row = Row::of("document_page", &row);
        Ok((row.document("id")?, row.count("number")?))
    })
    .transpose()
}

/// For how many days each institution keeps documents after the decision.
pub async fn retention(db: &mut Connection) -> Result<Vec<(InstitutionId, u32)>, StorageError> {
    let rows = sqlx::query("SELECT id, settings FROM institution ORDER BY id").fetch_all(db).await?;
    rows.iter()
        .map(|row| {
            let row = Row::of("institution", row);
            let settings: InstitutionSettings = serde_json::from_str(&row.text("settings")?)
                .map_err(|error| StorageError::Row { table: "institution", what: error.to_string() })?;
            Ok((row.institution("id")?, settings.document_days))
        })
        .collect()
}

/// Requests of this institution whose documents are over: decided, returned without a correction, or withdrawn, at
/// `until` or before.
pub async fn over(
    db: &mut Connection,
    institution: InstitutionId,
    until: Moment,
    most: u32,
) -> Result<Vec<ApplicationId>, StorageError> {
    let rows = sqlx::query(
        "SELECT a.id FROM application a
         WHERE a.institution_id = $1
           AND ((a.state IN ('approved', 'returned') AND a.decided_at <= $2)
                OR (a.state = 'withdrawn' AND a.withdrawn_at <= $2))
           AND EXISTS (SELECT 1 FROM document d WHERE d.application_id = a.id AND d.deleted_at IS NULL)
         ORDER BY a.id LIMIT $3",
    )
    .bind(institution.to_string())
    .bind(until.micros())
    .bind(i64::from(most))
    .fetch_all(db)
    .await?;
    rows.iter().map(|row| Row::of("application", row).application("id")).collect()
}

/// Locks a request whose documents are over, if that is still so: the family may have corrected it a moment ago.
pub async fn lock_over(
    db: &mut Connection,
    application: ApplicationId,
    until: Moment,
) -> Result<bool, StorageError> {
    let done = sqlx::query(
        "UPDATE application SET edited_at = edited_at
         WHERE id = $1 AND ((state IN ('approved', 'returned') AND decided_at <= $2)
                            OR (state = 'withdrawn' AND withdrawn_at <= $2))",
    )
    .bind(application.to_string())
    .bind(until.micros())
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Marks all documents of a request as deleted and forgets their names. The files to delete; none when there was no
/// document any more.
pub async fn mark_deleted(
    db: &mut Connection,
    application: ApplicationId,
    now: Moment,
) -> Result<Option<Vec<PageId>>, StorageError> {
    let pages = sqlx::query(
        "SELECT p.id FROM document_page p JOIN document d ON d.id = p.document_id
         WHERE d.application_id = $1 AND d.deleted_at IS NULL",
    )
    .bind(application.to_string())
    .fetch_all(&mut *db)
    .await?;
    let done = sqlx::query(
        "UPDATE document SET deleted_at = $1, name = '', name_key = ''
         WHERE application_id = $2 AND deleted_at IS NULL",
    )
    .bind(now.micros())
    .bind(application.to_string())
    .execute(db)
    .await?;
    if done.rows_affected() == 0 { Ok(None) } else { page_ids(&pages).map(Some) }
}

/// Names that another key than this one sealed.
pub async fn sealed_under_others(
    db: &mut Connection,
    key: &str,
    most: u32,
) -> Result<Vec<(DocumentId, String)>, StorageError> {
    let rows = sqlx::query(
        "SELECT id, name FROM document WHERE name_key <> $1 AND name_key <> '' ORDER BY id LIMIT $2",
    )
    .bind(key)
    .bind(i64::from(most))
    .fetch_all(db)
    .await?;
    rows.iter()
        .map(|row| {
            let row = Row::of("document", row);
            Ok((row.document("id")?, row.text("name")?))
        })
        .collect()
}

/// The same name, sealed anew.
pub async fn reseal(db: &mut Connection, id: DocumentId, sealed: &Sealed) -> Result<(), StorageError> {
    sqlx::query("UPDATE document SET name = $1, name_key = $2 WHERE id = $3 AND name_key <> ''")
        .bind(&sealed.text)
        .bind(&sealed.key)
        .bind(id.to_string())
        .execute(db)
        .await?;
    Ok(())
}

fn page_ids(rows: &[AnyRow]) -> Result<Vec<PageId>, StorageError> {
    rows.iter().map(|row| Row::of("document_page", row).page("id")).collect()
}
