//! Rows of a backup put back into tables that hold nothing yet.

use sqlx::any::AnyArguments;
use sqlx::query::Query;
use sqlx::{Any, AssertSqlSafe};

use super::catalog::{Kind, Reference, Table};
use super::dump::{Value, quoted};
use super::{Connection, StorageError};

/// As many as both engines take in one statement, with room.
const MOST_PARAMETERS: usize = 2000;

/// Takes out what a migration put in by itself, so that the backup's rows stand alone.
pub async fn clear(db: &mut Connection, tables: &[Table]) -> Result<(), StorageError> {
    for table in tables.iter().rev() {
        let query = format!("DELETE FROM {}", quoted(&table.name));
        sqlx::query(AssertSqlSafe(query)).execute(&mut *db).await?;
    }
    Ok(())
}

/// Adds rows. What names another row of the same table is left out until [`point`], because that row may come later.
pub async fn insert(db: &mut Connection, table: &Table, rows: &[Vec<Value>]) -> Result<(), StorageError> {
    let width = table.columns.len();
    let names: Vec<_> = table.columns.iter().map(|column| quoted(&column.name)).collect();
    let later: Vec<_> = table.to_itself().filter_map(|one| table.place_of(&one.column)).collect();
    for some in rows.chunks((MOST_PARAMETERS / width).max(1)) {
        let mut places = 1..;
        let group = |_| {
            let numbers: Vec<_> = places.by_ref().take(width).map(|place| format!("${place}")).collect();
            format!("({})", numbers.join(", "))
        };
        let groups: Vec<_> = some.iter().map(group).collect();
        let query = format!(
            "INSERT INTO {} ({}) VALUES {}",
            quoted(&table.name),
            names.join(", "),
            groups.join(", ")
        );
        let mut insert = sqlx::query(AssertSqlSafe(query));
        for row in some {
            if row.len() != width {
                return Err(wrong(table, "a row with another number of columns"));
            }
            for (place, (value, column)) in row.iter().zip(&table.columns).enumerate() {
                let value = if later.contains(&place) { &Value::Nothing } else { value };
                insert = bind(insert, table, column.kind, value)?;
            }
        }
        insert.execute(&mut *db).await?;
    }
    Ok(())
}

/// Lets the row at `from` name the row `to` of the same table.
pub async fn point(
    db: &mut Connection,
    table: &Table,
    reference: &Reference,
    from: &Value,
    to: &Value,
) -> Result<(), StorageError> {
    let query = format!(
        "UPDATE {} SET {} = $1 WHERE {} = $2",
        quoted(&table.name),
        quoted(&reference.column),
        quoted(&reference.to_column)
    );
    let update = sqlx::query(AssertSqlSafe(query));
    let kind = |column: &str| table.place_of(column).map_or(Kind::Text, |place| table.columns[place].kind);
    let update = bind(update, table, kind(&reference.column), to)?;
    let update = bind(update, table, kind(&reference.to_column), from)?;
    if update.execute(db).await?.rows_affected() == 1 {
        Ok(())
    } else {
        Err(wrong(table, "a row that names one of its own table"))
    }
}

/// Nothing has a kind too: PostgreSQL asks for it.
fn bind<'q>(
    query: Query<'q, Any, AnyArguments>,
    table: &Table,
    kind: Kind,
    value: &Value,
) -> Result<Query<'q, Any, AnyArguments>, StorageError> {
    match (kind, value) {
        (Kind::Number, Value::Number(number)) => Ok(query.bind(*number)),
        (Kind::Text, Value::Text(text)) => Ok(query.bind(text.clone())),
        (Kind::Bytes, Value::Bytes { hex }) => {
            Ok(query.bind(hex::decode(hex).map_err(|_| wrong(table, "bytes that are none"))?))
        }
        (Kind::Number, Value::Nothing) => Ok(query.bind(None::<i64>)),
        (Kind::Text, Value::Nothing) => Ok(query.bind(None::<String>)),
        (Kind::Bytes, Value::Nothing) => Ok(query.bind(None::<Vec<u8>>)),
        _ => Err(wrong(table, "a value of another kind than its column")),
    }
}

fn wrong(table: &Table, what: &str) -> StorageError {
    StorageError::Row { table: "the backup", what: format!("{what}, in table {}", table.name) }
}
