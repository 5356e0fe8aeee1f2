//! Whole tables, row by row, as any engine can take them back.

use futures_util::{Stream, StreamExt};
use serde::{Deserialize, Serialize};
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row as _};

use super::catalog::{Column, Kind, Table};
use super::{Connection, StorageError};

/// What stands in one column of one row. In JSON a number, a text, `null`, or `{"hex": …}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    Number(i64),
    Text(String),
    Bytes { hex: String },
    Nothing,
}

/// All rows of a table, in no order, with their columns in the table's order.
pub fn rows<'a>(
    db: &'a mut Connection,
    table: &'a Table,
) -> impl Stream<Item = Result<Vec<Value>, StorageError>> + 'a {
    let columns: Vec<_> = table.columns.iter().map(|column| quoted(&column.name)).collect();
    let query = format!("SELECT {} FROM {}", columns.join(", "), quoted(&table.name));
    sqlx::query(AssertSqlSafe(query)).fetch(db).map(|row| read(&row?, &table.columns))
}

/// A name that came from the catalog, as it stands in a statement.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn read(row: &AnyRow, columns: &[Column]) -> Result<Vec<Value>, StorageError> {
    let value = |(place, column): (usize, &Column)| {
        let value = match column.kind {
            Kind::Number => row.try_get::<Option<i64>, _>(place)?.map(Value::Number),
            Kind::Text => row.try_get::<Option<String>, _>(place)?.map(Value::Text),
            Kind::Bytes => row
                .try_get::<Option<Vec<u8>>, _>(place)?
                .map(|bytes| Value::Bytes { hex: hex::encode(bytes) }),
        };
        Ok(value.unwrap_or(Value::Nothing))
    };
    columns.iter().enumerate().map(value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_one_line_of_json_and_comes_back_as_it_was() {
        let row = vec![
            Value::Number(i64::MIN),
            Value::Text("院子裡\n的\u{2028}\"番茄\"".to_owned()),
            Value::Nothing,
            Value::Bytes { hex: "00ff".to_owned() },
            Value::Text(String::new()),
        ];
        let line = serde_json::to_string(&row).expect("JSON");
        assert!(!line.contains('\n'));
        assert_eq!(serde_json::from_str::<Vec<Value>>(&line).expect("read"), row);
    }
}
