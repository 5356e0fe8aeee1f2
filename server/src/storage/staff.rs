//! The people who work in an institution, as its admin sees them.

use domain::id::{AccountId, InstitutionId};
use domain::people::{AccountState, Role};
use domain::time::Moment;
use sqlx::any::AnyRow;

use super::row::Row;
use super::{Connection, StorageError};

pub struct StaffMember {
    pub id: AccountId,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub state: AccountState,
    pub has_second_factor: bool,
    pub last_seen_at: Option<Moment>,
}

/// All of one institution, by name; those who left come last.
pub async fn of_institution(
    db: &mut Connection,
    institution: InstitutionId,
) -> Result<Vec<StaffMember>, StorageError> {
    let rows = sqlx::query(
        "SELECT a.id, a.name, a.email, a.role, a.state,
                CASE WHEN a.totp_secret IS NULL THEN 0 ELSE 1 END AS has_second_factor,
                (SELECT MAX(s.last_seen_at) FROM session s WHERE s.account_id = a.id) AS last_seen_at
         FROM account a WHERE a.institution_id = $1
         ORDER BY CASE WHEN a.state = 'deactivated' THEN 1 ELSE 0 END, a.name, a.id",
    )
    .bind(institution.to_string())
    .fetch_all(db)
    .await?;
    rows.iter().map(member).collect()
}

fn member(row: &AnyRow) -> Result<StaffMember, StorageError> {
    let row = Row::of("account", row);
    Ok(StaffMember {
        id: row.account("id")?,
        name: row.text("name")?,
        email: row.text("email")?,
        role: row.parsed("role", Role::from_name)?,
        state: row.parsed("state", AccountState::from_name)?,
        has_second_factor: row.count("has_second_factor")? == 1,
        last_seen_at: row.optional_moment("last_seen_at")?,
    })
}

/// The state of somebody who works in this institution.
pub async fn state(
    db: &mut Connection,
    id: AccountId,
    institution: InstitutionId,
) -> Result<Option<AccountState>, StorageError> {
    let row = sqlx::query("SELECT state FROM account WHERE id = $1 AND institution_id = $2")
        .bind(id.to_string())
        .bind(institution.to_string())
        .fetch_optional(db)
        .await?;
    row.map(|row| Row::of("account", &row).parsed("state", AccountState::from_name)).transpose()
}

/// Lets somebody in or keeps them out. False when they are not here or not in the state `from` (any more).
pub async fn set_state(
    db: &mut Connection,
    id: AccountId,
    institution: InstitutionId,
    from: AccountState,
    to: AccountState,
) -> Result<bool, StorageError> {
    let done =
        sqlx::query("UPDATE account SET state = $1 WHERE id = $2 AND institution_id = $3 AND state = $4")
            .bind(to.name())
            .bind(id.to_string())
            .bind(institution.to_string())
            .bind(from.name())
            .execute(db)
            .await?;
    Ok(done.rows_affected() == 1)
}

/// Did they ever choose a password?
pub async fn has_password(db: &mut Connection, id: AccountId) -> Result<bool, StorageError> {
    let row = sqlx::query("SELECT id FROM account WHERE id = $1 AND password_hash <> ''")
        .bind(id.to_string())
        .fetch_optional(db)
        .await?;
    Ok(row.is_some())
}
