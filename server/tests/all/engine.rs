//! Where a test keeps its rows: a new SQLite file, or a new database of the PostgreSQL that
//! `scripts/with-postgres` starts.

use std::ops::Deref;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::{env, mem, process};

use server::Database;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tokio::sync::OnceCell;

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
    /// A database with the schema and no rows; `None` is SQLite in the data folder.
    pub async fn new_database(self) -> Option<Lent> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some(Lent::copy_of(template().await).await),
        }
    }

    /// A database with nothing at all in it.
    pub async fn empty_database(self) -> Option<Lent> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some(Lent::copy_of("template1").await),
        }
    }
}

/// The URL of a database that is the test's own until this is dropped.
pub struct Lent {
    name: String,
    url: String,
}

impl Deref for Lent {
    type Target = str;

    fn deref(&self) -> &str {
        &self.url
    }
}

/// Databases whose tests are over.
static GIVEN_BACK: Mutex<Vec<String>> = Mutex::new(Vec::new());

impl Lent {
    async fn copy_of(template: &str) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(1);

        let name = format!("test_{}_{}", process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let mut connection = PgConnection::connect(&server()).await.expect("PostgreSQL answers");
        let over = mem::take(&mut *GIVEN_BACK.lock().expect("no panic"));
        for name in over {
            tell(&mut connection, format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
        tell(&mut connection, format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
        connection.close().await.expect("closed");
        Self { url: url_of(&name), name }
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if let Ok(mut given_back) = GIVEN_BACK.lock() {
            given_back.push(mem::take(&mut self.name));
        }
    }
}

/// The database that the others are copied from, since making the schema takes several times as long as copying it.
async fn template() -> &'static str {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();

    let make = || async {
        let name = format!("template_{}", process::id());
        let mut connection = PgConnection::connect(&server()).await.expect("PostgreSQL answers");
        tell(&mut connection, format!("CREATE DATABASE {name}")).await;
        connection.close().await.expect("closed");
        Database::open(&url_of(&name)).await.expect("the schema").close().await;
        name
    };
    TEMPLATE.get_or_init(make).await
}

async fn tell(connection: &mut PgConnection, statement: String) {
    sqlx::query(AssertSqlSafe(statement.as_str())).execute(connection).await.expect(&statement);
}

fn server() -> String {
    env::var("CONTACT_BOOK_TEST_POSTGRES").unwrap_or_else(|_| {
        panic!(
            "There is no PostgreSQL to test on: run the tests with `make test` or `scripts/with-postgres`."
        )
    })
}

fn url_of(database: &str) -> String {
    server().replacen("/postgres?", &format!("/{database}?"), 1)
}
