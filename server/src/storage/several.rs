//! Asking about several ids in one query.

use std::fmt::Display;

use sqlx::any::AnyArguments;
use sqlx::query::Query;
use sqlx::{Any, AssertSqlSafe};

/// The query `before (…) after`, which asks about all of these ids at once.
pub(super) fn about_all<'q, Id: Display>(
    before: &str,
    ids: &[Id],
    after: &str,
) -> Query<'q, Any, AnyArguments> {
    let places: Vec<String> = (1..=ids.len()).map(|place| format!("${place}")).collect();
    let query = sqlx::query(AssertSqlSafe(format!("{before} ({}) {after}", places.join(", "))));
    ids.iter().fold(query, |query, id| query.bind(id.to_string()))
}
