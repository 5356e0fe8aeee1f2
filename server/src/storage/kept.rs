//! Which files of the vault the rows name: what the sweep spares, asked the other way round.

use futures_util::{Stream, StreamExt};
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
    sqlx::query(AssertSqlSafe(query)).fetch(db).map(|row| {
        let id: String = row?.try_get("id")?;
        Uuid::try_parse(&id).map_err(|_| StorageError::Row {
            table: "a table of files",
            what: "id: not what belongs there".into(),
        })
    })
}
