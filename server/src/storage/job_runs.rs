//! How the server's jobs fare.

use domain::job::{Cause, Job, JobRun};
use domain::time::Moment;

use super::row::Row;
use super::{Connection, StorageError};

/// It went well.
pub async fn went_well(
    db: &mut Connection,
    job: Job,
    began_at: Moment,
    done: u32,
    now: Moment,
) -> Result<(), StorageError> {
    sqlx::query(
        "INSERT INTO job_run (job, began_at, ended_at, good_at, done, did_at, failures, cause)
         VALUES ($1, $2, $3, $3, $4, CASE WHEN $4 > 0 THEN $2 END, 0, NULL)
         ON CONFLICT (job) DO UPDATE SET began_at = $2, ended_at = $3, good_at = $3, done = $4, failures = 0,
            cause = NULL, did_at = CASE WHEN $4 > 0 THEN $2 ELSE job_run.did_at END",
    )
    .bind(job.name())
    .bind(began_at.micros())
    .bind(now.micros())
    .bind(i64::from(done))
    .execute(db)
    .await?;
    Ok(())
}

/// It failed, or could not even be tried.
pub async fn failed(
    db: &mut Connection,
    job: Job,
    began_at: Moment,
    cause: Cause,
    now: Moment,
) -> Result<(), StorageError> {
    let failures = i64::from(cause != Cause::NotSetUp);
    sqlx::query(
        "INSERT INTO job_run (job, began_at, ended_at, good_at, done, failures, cause)
         VALUES ($1, $2, $3, NULL, 0, $5, $4)
         ON CONFLICT (job) DO UPDATE SET began_at = $2, ended_at = $3, cause = $4,
            failures = CASE WHEN $5 = 0 THEN 0 ELSE job_run.failures + 1 END",
    )
    .bind(job.name())
    .bind(began_at.micros())
    .bind(now.micros())
    .bind(cause.name())
    .bind(failures)
    .execute(db)
    .await?;
    Ok(())
}

/// Those that have ever run.
pub async fn all(db: &mut Connection) -> Result<Vec<JobRun>, StorageError> {
    let rows = sqlx::query("SELECT job, ended_at, good_at, done, did_at, failures, cause FROM job_run")
        .fetch_all(db)
        .await?;
    let run = |row| {
        let row = Row::of("job_run", row);
        Ok(JobRun {
            job: row.parsed("job", Job::from_name)?,
            ended_at: row.moment("ended_at")?,
            good_at: row.optional_moment("good_at")?,
            done: row.count("done")?,
            did_at: row.optional_moment("did_at")?,
            failures: row.count("failures")?,
            cause: row.optional_parsed("cause", Cause::from_name)?,
        })
    };
    rows.iter().map(run).collect()
}
