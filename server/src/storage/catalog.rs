//! Which tables there are, what their columns hold, and which refer to which: asked of the database itself, so that a
//! backup can forget no table.
//!
//! Here, and here only, the two engines are asked differently: neither understands the other's catalog.

use std::collections::BTreeMap;

use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::{Connection, StorageError};

/// A table as it stands in the database. That of the migrations is none of these.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    pub name: String,
    pub columns: Vec<Column>,
    pub references: Vec<Reference>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    pub kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Number,
    Text,
    Bytes,
}

/// A column that names a row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    pub column: String,
    pub to_table: String,
    pub to_column: String,
}

impl Table {
    /// Those of its columns that name other rows of the same table.
    pub fn to_itself(&self) -> impl Iterator<Item = &Reference> {
        self.references.iter().filter(|reference| reference.to_table == self.name)
    }

    pub fn place_of(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|one| one.name == column)
    }
}

/// All tables, each behind those that it refers to.
pub async fn tables(db: &mut Connection) -> Result<Vec<Table>, StorageError> {
    let (columns, references) = if is_sqlite(db) {
        (SQLITE_COLUMNS, SQLITE_REFERENCES)
    } else {
        (POSTGRES_COLUMNS, POSTGRES_REFERENCES)
    };
    let mut tables: BTreeMap<String, Table> = BTreeMap::new();
    for row in sqlx::query(columns).fetch_all(&mut *db).await? {
        let (name, column) = (text(&row, "table_name")?, text(&row, "column_name")?);
        let table = tables.entry(name.clone()).or_insert_with(|| Table {
            name,
            columns: Vec::new(),
            references: Vec::new(),
        });
        let kind = kind(&text(&row, "kind")?)?;
        table.columns.push(Column { name: column, kind });
    }
    for row in sqlx::query(references).fetch_all(&mut *db).await? {
        let reference = Reference {
            column: text(&row, "column_name")?,
            to_table: text(&row, "to_table")?,
            to_column: text(&row, "to_column")?,
        };
        if let Some(table) = tables.get_mut(&text(&row, "table_name")?) {
            table.references.push(reference);
        }
    }
    in_order(tables.into_values().collect())
}

/// The version of the last migration that ran; none where none ever did.
pub async fn schema_version(db: &mut Connection) -> Result<Option<i64>, StorageError> {
    let there = if is_sqlite(db) { SQLITE_MIGRATIONS } else { POSTGRES_MIGRATIONS };
    let there: i64 = sqlx::query(there).fetch_one(&mut *db).await?.try_get("n")?;
    if there == 0 {
        return Ok(None);
    }
    let row = sqlx::query("SELECT MAX(version) AS version FROM _sqlx_migrations").fetch_one(db).await?;
    Ok(row.try_get("version")?)
}

fn is_sqlite(db: &Connection) -> bool {
    db.backend_name() == "SQLite"
}

const SQLITE_COLUMNS: &str = "SELECT m.name AS table_name, c.name AS column_name, LOWER(c.type) AS kind
     FROM sqlite_master m JOIN pragma_table_info(m.name) c
     WHERE m.type = 'table' AND SUBSTR(m.name, 1, 7) <> 'sqlite_' AND m.name <> '_sqlx_migrations'
     ORDER BY m.name, c.cid";

const SQLITE_REFERENCES: &str = "SELECT m.name AS table_name, f.\"from\" AS column_name,
            f.\"table\" AS to_table, f.\"to\" AS to_column
     FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f
     WHERE m.type = 'table' ORDER BY m.name, f.id";

const SQLITE_MIGRATIONS: &str = "SELECT COUNT(*) AS n FROM sqlite_master WHERE name = '_sqlx_migrations'";

const POSTGRES_COLUMNS: &str = "SELECT CAST(table_name AS TEXT) AS table_name,
            CAST(column_name AS TEXT) AS column_name, CAST(data_type AS TEXT) AS kind
     FROM information_schema.columns
     WHERE table_schema = current_schema() AND table_name <> '_sqlx_migrations'
     ORDER BY table_name, ordinal_position";

const POSTGRES_REFERENCES: &str = "SELECT CAST(c.relname AS TEXT) AS table_name,
            CAST(a.attname AS TEXT) AS column_name, CAST(t.relname AS TEXT) AS to_table,
            CAST(b.attname AS TEXT) AS to_column
     FROM pg_constraint k
     JOIN pg_namespace n ON n.oid = k.connamespace AND n.nspname = current_schema()
     JOIN pg_class c ON c.oid = k.conrelid
     JOIN pg_class t ON t.oid = k.confrelid
     JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
     JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = k.confkey[1]
     WHERE k.contype = 'f' ORDER BY c.relname, k.conname";

const POSTGRES_MIGRATIONS: &str = "SELECT COUNT(*) AS n FROM information_schema.tables
     WHERE table_schema = current_schema() AND table_name = '_sqlx_migrations'";

fn text(row: &AnyRow, column: &'static str) -> Result<String, StorageError> {
    Ok(row.try_get(column)?)
}

/// Columns are BIGINT, TEXT or BLOB; see docs/CONTRIBUTING.md.
fn kind(name: &str) -> Result<Kind, StorageError> {
    match name {
        "bigint" => Ok(Kind::Number),
        "text" => Ok(Kind::Text),
        "blob" | "bytea" => Ok(Kind::Bytes),
        other => Err(not_understood(format!("a column of the type {other}"))),
    }
}

/// Takes one after the other whose references are all there already.
fn in_order(mut left: Vec<Table>) -> Result<Vec<Table>, StorageError> {
    let mut ordered: Vec<Table> = Vec::new();
    while !left.is_empty() {
        let is_there = |name: &str| ordered.iter().any(|table| table.name == name);
        let next = left.iter().position(|table| {
            table.references.iter().all(|one| one.to_table == table.name || is_there(&one.to_table))
        });
        let next =
            next.ok_or_else(|| not_understood("tables that refer to each other in a circle".into()))?;
        ordered.push(left.remove(next));
    }
    Ok(ordered)
}

fn not_understood(what: String) -> StorageError {
    StorageError::Row { table: "the catalog", what }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(name: &str, to: &[&str]) -> Table {
        let reference = |to: &&str| Reference {
            column: format!("{to}_id"),
            to_table: (*to).to_owned(),
            to_column: "id".to_owned(),
        };
        Table { name: name.to_owned(), columns: Vec::new(), references: to.iter().map(reference).collect() }
    }

    #[test]
    fn a_table_stands_behind_those_that_it_refers_to() {
        let all = vec![table("a", &["c", "a"]), table("b", &[]), table("c", &["b"])];
        let ordered = in_order(all).expect("no circle");
        let names: Vec<_> = ordered.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["b", "c", "a"]);
    }

    #[test]
    fn a_circle_has_no_order() {
        assert!(in_order(vec![table("a", &["b"]), table("b", &["a"])]).is_err());
    }
}
