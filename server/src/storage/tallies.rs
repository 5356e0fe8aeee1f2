//! What reports tell, kept as sums, so that a report reads few rows however many entries there are.
//!
//! Each sum is added to in the transaction of what it counts, as one of its last statements: who else counts for the same
//! month waits until its end.

use domain::id::{AccountId, InstitutionId};
use domain::month::Month;
use domain::report::{Counted, MONTHS, MonthInBrief, QUIET_DAYS, QuietStudent, Tallies, step};
use domain::review::GivenReturnReason;
use domain::time::Moment;
use domain::view::Page;
use sqlx::any::AnyRow;

use super::paging::{page as page_of, window};
use super::reviews::Verdict;
use super::row::Row;
use super::{Connection, StorageError};

/// A family, or a student who replies, sent something to review.
pub async fn sent(
    db: &mut Connection,
    institution: InstitutionId,
    counted: Counted,
    family: AccountId,
    now: Moment,
) -> Result<(), StorageError> {
    count(db, institution, counted, 0, now).await?;
    if counted != Counted::Received {
        return Ok(());
    }
    sqlx::query(
        "INSERT INTO tally_family (institution_id, month, account_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
    )
    .bind(institution.to_string())
    .bind(Month::of(now).number())
    .bind(family.to_string())
    .execute(db)
    .await?;
    Ok(())
}

/// Staff decided about a letter, which was sent at `sent_at`.
pub async fn decided(
    db: &mut Connection,
    institution: InstitutionId,
    verdict: &Verdict,
    (sent_at, decided_at): (Moment, Moment),
) -> Result<(), StorageError> {
    count(db, institution, Counted::Took, step(sent_at, decided_at), decided_at).await?;
    let Verdict::Returned(notice) = verdict else {
        return count(db, institution, Counted::Approved, 0, decided_at).await;
    };
    count(db, institution, Counted::Returned, 0, decided_at).await?;
    // In the order of their names, as everybody else: two that wait for each other would wait for ever.
    let mut reasons: Vec<_> = notice.reasons().iter().map(GivenReturnReason::name).collect();
    reasons.sort_unstable();
    if reasons.is_empty() {
        reasons.push(Counted::InOwnWords.name());
    }
    for reason in reasons {
        one_more(db, institution, reason, 0, decided_at).await?;
    }
    Ok(())
}

/// Staff decided about a student's reply.
pub async fn reply_decided(
    db: &mut Connection,
    institution: InstitutionId,
    verdict: &Verdict,
    decided_at: Moment,
) -> Result<(), StorageError> {
    let counted = match verdict {
        Verdict::Approved => Counted::ReplyApproved,
        Verdict::Returned(_) => Counted::ReplyReturned,
    };
    count(db, institution, counted, 0, decided_at).await
}

/// One more.
pub async fn count(
    db: &mut Connection,
    institution: InstitutionId,
    counted: Counted,
    step: i64,
    at: Moment,
) -> Result<(), StorageError> {
    one_more(db, institution, counted.name(), step, at).await
}

async fn one_more(
    db: &mut Connection,
    institution: InstitutionId,
    kind: &str,
    step: i64,
    at: Moment,
) -> Result<(), StorageError> {
    sqlx::query(
        "INSERT INTO tally (institution_id, month, kind, step, count) VALUES ($1, $2, $3, $4, 1)
         ON CONFLICT (institution_id, kind, month, step) DO UPDATE SET count = tally.count + 1",
    )
    .bind(institution.to_string())
    .bind(Month::of(at).number())
    .bind(kind)
    .bind(step)
    .execute(db)
    .await?;
    Ok(())
}

/// All figures of a month. `own` are the names of the institution's own reasons for returning letters, of which those that
/// were given are counted.
pub async fn of_month(
    db: &mut Connection,
    institution: InstitutionId,
    month: Month,
    own: impl Iterator<Item = &str>,
) -> Result<Tallies, StorageError> {
    let mut tallies = Tallies::default();
    for counted in Counted::ALL {
        for (step, count) in counts(db, institution, month, counted.name()).await? {
            tallies.add(counted, step, count);
        }
    }
    for name in own {
        for (_, count) in counts(db, institution, month, name).await? {
            tallies.add_own(name, count);
        }
    }
    let row =
        sqlx::query("SELECT COUNT(*) AS families FROM tally_family WHERE institution_id = $1 AND month = $2")
            .bind(institution.to_string())
            .bind(month.number())
            .fetch_one(db)
            .await?;
    tallies.families = Row::of("tally_family", &row).count("families")?;
    Ok(tallies)
}

/// The steps of one kind and how many each has.
async fn counts(
    db: &mut Connection,
    institution: InstitutionId,
    month: Month,
    kind: &str,
) -> Result<Vec<(i64, u32)>, StorageError> {
    let rows =
        sqlx::query("SELECT step, count FROM tally WHERE institution_id = $1 AND kind = $2 AND month = $3")
            .bind(institution.to_string())
            .bind(kind)
            .bind(month.number())
            .fetch_all(db)
            .await?;
    let of = |row| {
        let row = Row::of("tally", row);
        Ok((row.number("step")?, row.count("count")?))
    };
    rows.iter().map(of).collect()
}

/// The months up to this one, the earliest first.
pub async fn months_up_to(
    db: &mut Connection,
    institution: InstitutionId,
    last: Month,
) -> Result<Vec<MonthInBrief>, StorageError> {
    let first = last.earlier(MONTHS - 1);
    let rows = sqlx::query(
        "SELECT month, kind, count FROM tally
         WHERE institution_id = $1 AND kind IN ('received', 'approved', 'returned') AND month >= $2 AND month <= $3",
    )
    .bind(institution.to_string())
    .bind(first.number())
    .bind(last.number())
    .fetch_all(db)
    .await?;
    let mut months: Vec<_> = (0..MONTHS)
        .map(|back| MonthInBrief { month: last.earlier(MONTHS - 1 - back), received: 0, decided: 0 })
        .collect();
    for row in &rows {
        let row = Row::of("tally", row);
        let (number, kind, count) = (row.number("month")?, row.text("kind")?, row.count("count")?);
        if let Some(month) = months.iter_mut().find(|one| one.month.number() == number) {
            let place = if kind == "received" { &mut month.received } else { &mut month.decided };
            *place = place.saturating_add(count);
        }
    }
    Ok(months)
}

/// When a student's latest letter was delivered, asked book by book, so that each is a look at the end of an index. Books
/// that are open and those that are closed are asked for apart, since each has an index of its own.
macro_rules! latest {
    () => {
        "(SELECT MAX((SELECT MAX(e.delivered_at) FROM entry e
                WHERE e.book_id = b.id AND e.state IN ('delivered', 'read') AND e.answers IS NULL))
             FROM (SELECT id FROM book WHERE student_id = s.id AND closed_at IS NULL
                   UNION ALL SELECT id FROM book WHERE student_id = s.id AND closed_at IS NOT NULL) b)"
    };
}

/// The students who have been here for [`QUIET_DAYS`] and to whom no letter was delivered in them. `$2` is today, `$3` when
/// those days began, and `$4` the same as a day. Who has no day of admission has been here since they stand in the roster.
macro_rules! quiet {
    () => {
        concat!(
            " FROM student s WHERE s.institution_id = $1 AND (s.left_on IS NULL OR s.left_on > $2)
               AND COALESCE(s.admitted_on, (s.created_at + 28800000000) / 86400000000) <= $4
               AND COALESCE(",
            latest!(),
            ", 0) < $3"
        )
    };
}

/// A page of the students to whom no letter was delivered for [`QUIET_DAYS`], by call number, and how many they are.
pub async fn quiet_students(
    db: &mut Connection,
    institution: InstitutionId,
    page: u32,
    now: Moment,
) -> Result<(Page<QuietStudent>, u32), StorageError> {
    let items = quiet_window(&mut *db, institution, window(page), now).await?;
    let [today, since, since_day] = quiet_since(now);
    let found = sqlx::query(concat!("SELECT COUNT(*) AS found", quiet!()))
        .bind(institution.to_string())
        .bind(today)
        .bind(since)
        .bind(since_day)
        .fetch_one(db)
        .await?;
    Ok((page_of(page, items), Row::of("student", &found).count("found")?))
}

/// The first `most` of them.
pub async fn first_quiet_students(
    db: &mut Connection,
    institution: InstitutionId,
    most: u32,
    now: Moment,
) -> Result<Vec<QuietStudent>, StorageError> {
    quiet_window(db, institution, (most.into(), 0), now).await
}

/// Today, when the days without a letter began, and the day on which they did.
fn quiet_since(now: Moment) -> [i64; 3] {
    let since = now.plus_seconds(-QUIET_DAYS * 86_400);
    [now.taipei_day().number(), since.micros(), since.taipei_day().number()]
}

async fn quiet_window(
    db: &mut Connection,
    institution: InstitutionId,
    (limit, offset): (i64, i64),
    now: Moment,
) -> Result<Vec<QuietStudent>, StorageError> {
    let [today, since, since_day] = quiet_since(now);
    let rows = sqlx::query(concat!(
        "SELECT s.id, s.call_number, s.name,
                CASE WHEN EXISTS (SELECT 1 FROM book b WHERE b.student_id = s.id AND b.closed_at IS NULL)
                    THEN 1 ELSE 0 END AS has_book,
                ",
        latest!(),
        " AS latest",
        quiet!(),
        " ORDER BY s.call_number, s.id LIMIT $5 OFFSET $6"
    ))
    .bind(institution.to_string())
    .bind(today)
    .bind(since)
    .bind(since_day)
    .bind(limit)
    .bind(offset)
    .fetch_all(db)
    .await?;
    rows.iter().map(quiet).collect()
}

fn quiet(row: &AnyRow) -> Result<QuietStudent, StorageError> {
    let row = Row::of("student", row);
    Ok(QuietStudent {
        id: row.student("id")?,
        call_number: row.text("call_number")?,
        name: row.text("name")?,
        has_book: row.number("has_book")? == 1,
        last: row.optional_moment("latest")?,
    })
}
