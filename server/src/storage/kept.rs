//! Which files of the vault the rows name: what the sweep spares, asked the other way round.

use std::collections::HashSet;

use futures_util::{Stream, StreamExt, TryStreamExt};
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row as _};
use uuid::Uuid;

use super::catalog::Table;
use super::{Connection, StorageError};

/// Each table whose rows name files, with the ids of those that are kept.
const NAMING: [(&str, &str); 3] = [
    ("photo", "SELECT id FROM photo"),
    (
        "document_page",
        "SELECT p.id FROM document_page p JOIN document d ON d.id = p.document_id WHERE d.deleted_at IS NULL",
    ),
    ("attachment_page", "SELECT id FROM attachment_page"),
];

/// How many files are asked for at once.
pub const AT_ONCE: usize = 200;

/// Those of these files that a row names, of at most [`AT_ONCE`].
pub async fn of(db: &mut Connection, ids: &[Uuid]) -> Result<HashSet<Uuid>, StorageError> {
    let named = NAMING.map(|(_, query)| query).join(" UNION ALL ");
    let places: Vec<_> = (1..=ids.len()).map(|number| format!("${number}")).collect();
    let query = format!("SELECT id FROM ({named}) AS named WHERE id IN ({})", places.join(", "));
    let mut query = sqlx::query(AssertSqlSafe(query));
    for id in ids {
        query = query.bind(id.to_string());
    }
    query.fetch(db).map(|row| id(&row?)).try_collect().await
}

/// The ids of all files, in no order. `tables` are those that there are: an earlier schema has fewer.
pub fn ids<'a>(
    db: &'a mut Connection,
    tables: &[Table],
) -> impl Stream<Item = Result<Uuid, StorageError>> + 'a {
    let is_there = |name: &str| tables.iter().any(|table| table.name == name);
    let queries: Vec<_> =
        NAMING.into_iter().filter(|(name, _)| is_there(name)).map(|(_, query)| query).collect();
    let query = if queries.is_empty() {
        "SELECT '' AS id WHERE 1 = 0".to_owned()
    } else {
        queries.join(" UNION ALL ")
    };
    sqlx::query(AssertSqlSafe(query)).fetch(db).map(|row| id(&row?))
}

fn id(row: &AnyRow) -> Result<Uuid, StorageError> {
    let id: String = row.try_get("id")?;
    Uuid::try_parse(&id).map_err(|_| StorageError::Row {
        table: "a table of files",
        what: "id: not what belongs there".into(),
    })
}
