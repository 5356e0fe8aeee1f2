//! Where a test keeps its rows: a new SQLite file, or a new schema of the PostgreSQL that
//! `scripts/with-postgres` starts.

use std::env;
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::{AssertSqlSafe, Connection, PgConnection};

/// Makes two tests of each function, `<sentence>::sqlite` and `<sentence>::postgres`.
macro_rules! on_both_engines {
    ($($(#[$doc:meta])* async fn $sentence:ident($house:ident: $kind:ident) $body:block)+) => {$(
        $(#[$doc])*
        async fn $sentence($house: $kind) $body

        mod $sentence {
            #[tokio::test(flavor = "multi_thread")]
            async fn sqlite() {
                super::$sentence(super::$kind::on(crate::engine::Engine::Sqlite).await).await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn postgres() {
                super::$sentence(super::$kind::on(crate::engine::Engine::Postgres).await).await;
            }
        }
    )+};
}

#[derive(Clone, Copy, Debug)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    /// The URL of an empty database; `None` is SQLite in the data folder.
    pub async fn empty_database(self) -> Option<String> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some(new_schema().await),
        }
    }
}

async fn new_schema() -> String {
    static SCHEMAS: AtomicU32 = AtomicU32::new(1);

    let Ok(server) = env::var("CONTACT_BOOK_TEST_POSTGRES") else {
        panic!(
            "There is no PostgreSQL to test on: run the tests with `make test` or `scripts/with-postgres`."
        );
    };
    let schema = format!("test_{}_{}", process::id(), SCHEMAS.fetch_add(1, Ordering::Relaxed));
    let mut connection = PgConnection::connect(&server).await.expect("PostgreSQL answers");
    sqlx::query(AssertSqlSafe(format!("CREATE SCHEMA {schema}")))
        .execute(&mut connection)
        .await
        .expect("a new schema");
    connection.close().await.expect("closed");
    format!("{server}&options=-csearch_path%3D{schema}")
}
