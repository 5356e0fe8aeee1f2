//! The database: SQLite in the data folder, or PostgreSQL. All SQL of the product stands in this module.
//!
//! One set of migrations and queries serves both engines (`sqlx::Any`): columns are BIGINT and TEXT, parameters
//! `$1`, aggregates are cast to BIGINT. Who may see a row stands in the query.

pub mod accounts;
pub mod registrations;
pub mod sessions;
pub mod second_factors;
pub mod throttles;
pub mod staff;
pub mod roster;
pub mod institutions;
pub mod students;
pub mod settings;
pub mod application_queue;
pub mod application_reviews;
pub mod books;
pub mod restrictions;
pub mod restriction_batches;
pub mod entries;
pub mod photos;
pub mod attachments;
pub mod documents;
pub mod reviews;
pub mod review_queue;
pub mod verdicts;
pub mod suspensions;
pub mod suspension_cases;
pub mod held_books;
pub mod special_approvals;
pub mod applications;
pub mod inbox;
pub mod replies;
pub mod programmes;
pub mod print_runs;
pub mod feedback;
pub mod tallies;
pub mod outbox;
pub mod job_runs;
pub mod retention;
pub mod links;
pub mod addressees;
pub mod audit;
pub mod audit_trail;
pub mod paging;
pub mod catalog;
pub mod dump;
pub mod load;
pub mod keepsakes;
pub mod kept;
pub mod latest;
mod row;
mod several;

use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Once};
use std::time::Duration;

use sqlx::any::{AnyPoolOptions, install_default_drivers};
use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection, AnyPool, Executor, SqlSafeStr, Transaction};
use thiserror::Error;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// In the order in which they run. A migration that has landed is never edited.
const MIGRATIONS: [(i64, &str, &str); 15] = [
    (1, "contact book", include_str!("../../migrations/0001_contact_book.sql")),
    (2, "accounts", include_str!("../../migrations/0002_accounts.sql")),
    (3, "applications", include_str!("../../migrations/0003_applications.sql")),
    (4, "writing and reviewing", include_str!("../../migrations/0004_writing_and_reviewing.sql")),
    (5, "replies", include_str!("../../migrations/0005_replies.sql")),
    (6, "head", include_str!("../../migrations/0006_head.sql")),
    (7, "reports", include_str!("../../migrations/0007_reports.sql")),
    (8, "print runs", include_str!("../../migrations/0008_print_runs.sql")),
    (9, "operator", include_str!("../../migrations/0009_operator.sql")),
    (10, "restrictions for many", include_str!("../../migrations/0010_restrictions_for_many.sql")),
    (11, "feedback", include_str!("../../migrations/0011_feedback.sql")),
    (12, "jobs", include_str!("../../migrations/0012_jobs.sql")),
    (13, "retention", include_str!("../../migrations/0013_retention.sql")),
    (14, "operating", include_str!("../../migrations/0014_operating.sql")),
    (15, "answers read", include_str!("../../migrations/0015_answers_read.sql")),
];

/// The version of the schema that this program writes: its last migration's.
pub const SCHEMA: i64 = MIGRATIONS[MIGRATIONS.len() - 1].0;

/// One connection, inside a transaction or not.
pub type Connection = AnyConnection;

#[derive(Clone, Debug)]
pub struct Database {
    pool: AnyPool,
    engine: Engine,
}

#[derive(Clone, Debug)]
enum Engine {
    /// SQLite lets one writer in at a time: ours queue here in order, instead of polling a locked file.
    Sqlite {
        writer: Arc<Semaphore>,
    },
    Postgres,
}

/// A failure of the database itself. Not finding a row is no failure.
#[derive(Debug, Error)]
pub enum StorageError {
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error("a row in {table} cannot be understood: {what}")]
    Row { table: &'static str, what: String },
    #[error("{0} changed while it was being written")]
    Changed(&'static str),
}

/// Why the database cannot be used at all.
#[derive(Debug, Error)]
pub enum OpenError {
    #[error("the database cannot be opened: {0} (setting DATABASE_URL)")]
    Connect(sqlx::Error),
    #[error(
        "the database was written by a newer version of contact-book (migration {0}); install that version"
    )]
    Newer(i64),
    #[error("the database cannot be brought up to date: {0}")]
    Migrate(MigrateError),
}

impl Database {
    /// Opens `url` (`sqlite:` or `postgres:`) and brings it up to date.
    pub async fn open(url: &str) -> Result<Self, OpenError> {
        let database = Self::without_migrating(url).await?;
        database.migrate().await?;
        Ok(database)
    }

    /// Opens `url` as it is, to bring it to one schema after another: a restore.
    pub async fn without_migrating(url: &str) -> Result<Self, OpenError> {
        Self::connect(url, "rwc", SQLITE_SETTINGS).await
    }

    /// Opens what is there to read it, and neither makes nor changes anything: a backup, a check.
    pub async fn to_read(url: &str) -> Result<Self, OpenError> {
        Self::connect(url, "ro", "PRAGMA busy_timeout = 5000; PRAGMA query_only = ON;").await
    }

    /// `mode` and `settings` are SQLite's.
    async fn connect(url: &str, mode: &str, settings: &'static str) -> Result<Self, OpenError> {
        static DRIVERS: Once = Once::new();
        DRIVERS.call_once(install_default_drivers);

        let sqlite = url.starts_with("sqlite:");
        let mut pool = AnyPoolOptions::new().max_connections(16).acquire_timeout(Duration::from_secs(10));
        let engine = if sqlite {
            pool = pool.after_connect(move |connection, _| {
                Box::pin(async move {
                    connection.execute(settings).await?;
                    Ok(())
                })
            });
            Engine::Sqlite { writer: Arc::new(Semaphore::new(1)) }
        } else {
            Engine::Postgres
        };
        let url = if sqlite && !url.contains('?') { format!("{url}?mode={mode}") } else { url.to_owned() };
        let pool = pool.connect(&url).await.map_err(OpenError::Connect)?;
        Ok(Self { pool, engine })
    }

    /// Brings the schema up to date.
    pub async fn migrate(&self) -> Result<(), OpenError> {
        migrator().run(&self.pool).await.map_err(not_migrated)
    }

    /// Brings the schema to that of an earlier program.
    pub async fn migrate_to(&self, version: i64) -> Result<(), OpenError> {
        migrator().run_to(version, &self.pool).await.map_err(not_migrated)
    }

    /// `SQLite` or `PostgreSQL`.
    pub const fn engine(&self) -> &'static str {
        match self.engine {
            Engine::Sqlite { .. } => "SQLite",
            Engine::Postgres => "PostgreSQL",
        }
    }

    /// A transaction that sees the database as it is at its first query, whatever others write meanwhile. It keeps
    /// nobody from writing.
    pub async fn snapshot(&self) -> Result<Transaction<'static, Any>, StorageError> {
        let begin = match &self.engine {
            Engine::Sqlite { .. } => "BEGIN",
            Engine::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        };
        Ok(self.pool.begin_with(begin).await?)
    }

    /// A connection to read with.
    pub async fn read(&self) -> Result<PoolConnection<Any>, StorageError> {
        Ok(self.pool.acquire().await?)
    }

    /// A transaction to write in. Begin with an update of the row that owns the rule, which locks it.
    pub async fn write(&self) -> Result<Write, StorageError> {
        let (begin, turn) = match &self.engine {
            Engine::Sqlite { writer } => {
                let turn = writer.clone().acquire_owned().await.map_err(|_| sqlx::Error::PoolClosed)?;
                ("BEGIN IMMEDIATE", Some(turn))
            }
            Engine::Postgres => ("BEGIN", None),
        };
        Ok(Write { transaction: self.pool.begin_with(begin).await?, _turn: turn })
    }

    /// Is anybody's account in it?
    pub async fn holds_accounts(&self) -> Result<bool, StorageError> {
        let row =
            sqlx::query("SELECT id FROM account LIMIT 1").fetch_optional(&mut *self.read().await?).await?;
        Ok(row.is_some())
    }

    /// Does anybody use it: is there an account or an institution?
    pub async fn is_in_use(&self) -> Result<bool, StorageError> {
        let row = sqlx::query("SELECT id FROM account UNION ALL SELECT id FROM institution LIMIT 1")
            .fetch_optional(&mut *self.read().await?)
            .await?;
        Ok(row.is_some())
    }

    /// Really asks the database something.
    pub async fn probe(&self) -> Result<(), StorageError> {
        sqlx::query("SELECT id FROM institution LIMIT 1").fetch_optional(&mut *self.read().await?).await?;
        Ok(())
    }

    /// Waits for open connections and lets the database go.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

fn not_migrated(error: MigrateError) -> OpenError {
    match error {
        MigrateError::VersionMissing(version) => OpenError::Newer(version),
        other => OpenError::Migrate(other),
    }
}

fn migrator() -> Migrator {
    let migration = |(version, name, sql): (i64, &'static str, &'static str)| {
        Migration::new(version, name.into(), MigrationType::Simple, sql.into_sql_str(), false)
    };
    Migrator::with_migrations(MIGRATIONS.into_iter().map(migration).collect())
}

/// FULL: what was acknowledged is on disk. `busy_timeout` is for a backup tool beside us, in milliseconds.
const SQLITE_SETTINGS: &str = "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; \
     PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;";

/// A transaction. Dropped without `commit`, it never happened.
#[derive(Debug)]
pub struct Write {
    transaction: Transaction<'static, Any>,
    _turn: Option<OwnedSemaphorePermit>,
}

impl Write {
    pub async fn commit(self) -> Result<(), StorageError> {
        Ok(self.transaction.commit().await?)
    }
}

impl Deref for Write {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.transaction
    }
}

impl DerefMut for Write {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.transaction
    }
}
