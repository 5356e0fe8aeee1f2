//! The audit's rows and their chain.

use domain::audit::AuditAction;
use domain::id::InstitutionId;
use domain::time::Moment;
use sha2::{Digest, Sha256};

use super::row::Row;
use super::{Connection, StorageError};
use crate::audit::{Subject, Who};

pub async fn append(
    db: &mut Connection,
    institution: Option<InstitutionId>,
    who: Who,
    action: AuditAction,
    subject: Subject,
    details: &str,
    now: Moment,
) -> Result<(), StorageError> {
    // From here on nobody else appends.
    let head = sqlx::query("UPDATE audit_head SET number = number + 1 WHERE id = 1 RETURNING number, hash")
        .fetch_one(&mut *db)
        .await?;
    let head = Row::of("audit_head", &head);
    let row = AuditRow {
        number: head.number("number")?,
        at: now.micros(),
        institution: institution.map(|id| id.to_string()),
        actor_kind: who.kind().to_owned(),
        actor: who.id(),
        action: action.name().to_owned(),
        subject_kind: subject.kind().to_owned(),
        subject: subject.id(),
        details: details.to_owned(),
    };
    let hash = row.hash(&head.text("hash")?);
    sqlx::query(
        "INSERT INTO audit (number, at, institution_id, actor_kind, actor_id, action, subject_kind, subject_id,
                            details, hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(row.number)
    .bind(row.at)
    .bind(row.institution)
    .bind(row.actor_kind)
    .bind(row.actor)
    .bind(row.action)
    .bind(row.subject_kind)
    .bind(row.subject)
    .bind(row.details)
    .bind(&hash)
    .execute(&mut *db)
    .await?;
    sqlx::query("UPDATE audit_head SET hash = $1 WHERE id = 1").bind(hash).execute(db).await?;
    Ok(())
}

/// What a row says, without its hash.
struct AuditRow {
    number: i64,
    at: i64,
    institution: Option<String>,
    actor_kind: String,
    actor: Option<String>,
    action: String,
    subject_kind: String,
    subject: String,
    details: String,
}

impl AuditRow {
    /// SHA-256 of the hash before and all that the row says, each part with its length in front of it.
    fn hash(&self, before: &str) -> String {
        let (number, at) = (self.number.to_string(), self.at.to_string());
        let parts = [
            before,
            &number,
            &at,
            self.institution.as_deref().unwrap_or_default(),
            &self.actor_kind,
            self.actor.as_deref().unwrap_or_default(),
            &self.action,
            &self.subject_kind,
            &self.subject,
            &self.details,
        ];
        let mut hasher = Sha256::new();
        for part in parts {
            hasher.update((part.len() as u64).to_be_bytes());
            hasher.update(part);
        }
        hex::encode(hasher.finalize())
    }
}
