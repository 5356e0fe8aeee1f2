//! What staff decided about entries: the history that is kept for ever. What waits for them is in `review_queue`.

use std::collections::HashMap;

use domain::entry::EntryState;
use domain::id::{AccountId, EntryId, InstitutionId, ReviewId};
use domain::language::Language;
use domain::people::Relationship;
use domain::reading_time::{ReadingTime, ranks};
use domain::review::{GivenReturnReason, ReturnNotice, ReturnReason};
use domain::review_queue::OVERDUE_SECONDS;
use domain::time::Moment;
use domain::view::{Decision, EarlierDecision, Glance, Parties, ReviewedEntry, Version};
use sqlx::any::AnyRow;

use super::entries::{StoredEntry, state};
use super::restrictions::restricted;
use super::row::Row;
use super::several::about_all;
use super::suspensions::strikes;
use super::{Connection, StorageError, attachments, books, suspension_cases, verdicts};

/// What was decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Approved,
    Returned(ReturnNotice),
}

impl Verdict {
    /// `approved` or `returned`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Returned(_) => "returned",
        }
    }

    /// The names of the reasons of a return, without its words.
    pub fn reason_names(&self) -> Vec<&str> {
        match self {
            Self::Approved => Vec::new(),
            Self::Returned(notice) => notice.reasons().iter().map(GivenReturnReason::name).collect(),
        }
    }

    /// The columns `decision`, `reasons` and `suggestion`. The usual reasons are their codes; as soon as one is the
    /// institution's own, they are JSON, which has the words that were said.
    pub(super) fn columns(&self) -> Result<(&'static str, String, Option<&str>), StorageError> {
        let Self::Returned(notice) = self else { return Ok((self.name(), String::new(), None)) };
        let is_own = |reason: &GivenReturnReason| matches!(reason, GivenReturnReason::Own(_));
        let reasons = if notice.reasons().iter().any(is_own) {
            serde_json::to_string(notice.reasons()).map_err(|error| wrong(&error))?
        } else {
            self.reason_names().join(",")
        };
        Ok((self.name(), reasons, notice.suggestion()))
    }
}

fn wrong(error: &dyn std::fmt::Display) -> StorageError {
    StorageError::Row { table: "review", what: format!("reasons: {error}") }
}

/// Keeps a decision with the words and the photo it was about.
pub async fn add(
    db: &mut Connection,
    id: ReviewId,
    entry: &StoredEntry,
    (round, submitted_at): (u32, Moment),
    verdict: &Verdict,
    (decided_by, decided_at): (AccountId, Moment),
) -> Result<(), StorageError> {
    let (decision, reasons, suggestion) = verdict.columns()?;
    sqlx::query(
        "INSERT INTO review (id, entry_id, book_id, round, title, body, photo_id, submitted_at, decision,
                             reasons, suggestion, decided_by, decided_at, photo_alt, of_reply)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
    )
    .bind(id.to_string())
    .bind(entry.id.to_string())
    .bind(entry.book.map(|book| book.to_string()))
    .bind(i64::from(round))
    .bind(&entry.title)
    .bind(&entry.body)
    .bind(entry.photo.map(|photo| photo.to_string()))
    .bind(submitted_at.micros())
    .bind(decision)
    .bind(reasons)
    .bind(suggestion)
    .bind(decided_by.to_string())
    .bind(decided_at.micros())
    .bind(&entry.photo_alt)
    .bind(i64::from(entry.answers.is_some()))
    .execute(db)
    .await?;
    Ok(())
}

/// The columns `reasons` and `suggestion`.
pub(super) fn notice(row: &Row<'_>) -> Result<ReturnNotice, StorageError> {
    let reasons = row.text("reasons")?;
    let reasons = if reasons.starts_with('[') {
        serde_json::from_str(&reasons).map_err(|error| wrong(&error))?
    } else {
        let names = reasons.split(',').filter(|name| !name.is_empty());
        let usual = |name| ReturnReason::from_name(name).ok_or_else(|| wrong(&format!("{name:?} is none")));
        names.map(|name| usual(name).map(GivenReturnReason::Usual)).collect::<Result<_, _>>()?
    };
    Ok(ReturnNotice::stored(reasons, row.optional_text("suggestion")?))
}

/// An entry with its history, if it was ever sent to review in this institution.
pub async fn reviewed(
    db: &mut Connection,
    entry: EntryId,
    (reviewer, institution): (AccountId, InstitutionId),
    now: Moment,
) -> Result<Option<ReviewedEntry>, StorageError> {
    let row = sqlx::query(concat!(
        "SELECT e.id, e.round, e.turn, e.state, e.title, e.body, e.photo_id, e.photo_alt,
                e.submitted_at, e.decided_at, e.delivered_at, e.read_at, e.withdrawn_at, e.taken_by, e.taken_at,
                t.name AS taken_name, p.width, p.height,
                b.student_id, b.relationship, s.name AS student_name, s.call_number, a.name AS family_name,
                a.language AS family_language, o.title AS answered, ",
        strikes!("b.id", "$3"),
        " AS strikes,
                CASE WHEN ",
        restricted!("s.id", "$3"),
        " THEN 1 ELSE 0 END AS restricted
         FROM entry e
         JOIN book b ON b.id = e.book_id
         JOIN student s ON s.id = b.student_id
         JOIN account a ON a.id = b.account_id
         LEFT JOIN entry o ON o.id = e.answers
         LEFT JOIN account t ON t.id = e.taken_by
         LEFT JOIN photo p ON p.id = e.photo_id
         WHERE e.id = $1 AND s.institution_id = $2
           AND (e.state = 'in_review' OR EXISTS (SELECT 1 FROM review r WHERE r.entry_id = e.id))"
    ))
    .bind(entry.to_string())
    .bind(institution.to_string())
    .bind(now.micros())
    .fetch_optional(&mut *db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let row = Row::of("entry", &row);
    let state = state(&row)?;
    let waits = matches!(state, EntryState::InReview { .. });
    let undoable = verdicts::undoable(&mut *db, reviewer, institution, now).await?;
    Ok(Some(ReviewedEntry {
        id: entry,
        parties: parties(&row)?,
        state,
        waiting: if waits { Some(with_attachments(&mut *db, entry, version(&row)?).await?) } else { None },
        decided: waits && verdicts::find(&mut *db, entry).await?.is_some(),
        undoable: undoable.into_iter().find(|decision| decision.entry == entry),
        claim: row.claim()?,
        earlier: earlier(&mut *db, &[entry]).await?.remove(&entry).unwrap_or_default(),
        history: history(db, entry).await?,
    }))
}

/// What was decided in the book of each of these entries about other entries, or about other replies: the latest four,
/// the latest first.
pub(super) async fn earlier(
    db: &mut Connection,
    entries: &[EntryId],
) -> Result<HashMap<EntryId, Vec<EarlierDecision>>, StorageError> {
    let mut earlier: HashMap<EntryId, Vec<EarlierDecision>> = HashMap::new();
    if entries.is_empty() {
        return Ok(earlier);
    }
    let rows = about_all(
        "SELECT beside, entry_id, title, submitted_at, decision, reasons, suggestion FROM (
            SELECT e.id AS beside, r.entry_id, r.title, r.submitted_at, r.decision, r.reasons, r.suggestion,
                   ROW_NUMBER() OVER (PARTITION BY e.id ORDER BY r.decided_at DESC, r.id DESC) AS place
            FROM entry e JOIN review r ON r.book_id = e.book_id AND r.entry_id <> e.id
                AND r.of_reply = CASE WHEN e.answers IS NULL THEN 0 ELSE 1 END
            WHERE e.id IN",
        entries,
        ") latest WHERE place <= 4 ORDER BY beside, place",
    )
    .fetch_all(db)
    .await?;
    for row in &rows {
        let row = Row::of("review", row);
        let returned = row.text("decision")? == "returned";
        earlier.entry(row.entry("beside")?).or_default().push(EarlierDecision {
            entry: row.entry("entry_id")?,
            title: row.text("title")?,
            submitted_at: row.moment("submitted_at")?,
            returned: if returned { Some(notice(&row)?) } else { None },
        });
    }
    Ok(earlier)
}

/// How long deciding took since `since` where this entry is read. `None` when there is too little to tell.
pub async fn reading_time_for(
    db: &mut Connection,
    entry: EntryId,
    since: Moment,
) -> Result<Option<ReadingTime>, StorageError> {
    match books::institution(&mut *db, entry).await? {
        Some(institution) => reading_time(db, institution, since).await,
        None => Ok(None),
    }
}

/// How long deciding took in this institution since `since`. `None` when there is too little to tell.
pub async fn reading_time(
    db: &mut Connection,
    institution: InstitutionId,
    since: Moment,
) -> Result<Option<ReadingTime>, StorageError> {
    let row = sqlx::query(
        "SELECT COUNT(*) AS decided FROM review r JOIN book b ON b.id = r.book_id
         JOIN student s ON s.id = b.student_id WHERE s.institution_id = $1 AND r.decided_at >= $2
           AND r.of_reply = 0",
    )
    .bind(institution.to_string())
    .bind(since.micros())
    .fetch_one(&mut *db)
    .await?;
    let Some((median, slowest_tenth)) = ranks(Row::of("review", &row).count("decided")?) else {
        return Ok(None);
    };
    let mut taken = [0; 2];
    for (rank, taken) in [median, slowest_tenth].into_iter().zip(&mut taken) {
        let row = sqlx::query(
            "SELECT r.decided_at - r.submitted_at AS taken FROM review r JOIN book b ON b.id = r.book_id
             JOIN student s ON s.id = b.student_id WHERE s.institution_id = $1 AND r.decided_at >= $2
               AND r.of_reply = 0
             ORDER BY r.decided_at - r.submitted_at LIMIT 1 OFFSET $3",
        )
        .bind(institution.to_string())
        .bind(since.micros())
        .bind(i64::from(rank))
        .fetch_optional(&mut *db)
        .await?;
        let Some(row) = row else { return Ok(None) };
        *taken = Row::of("review", &row).number("taken")? / 1_000_000;
    }
    let [median, slowest_tenth] = taken;
    Ok(Some(ReadingTime { median, slowest_tenth }))
}

async fn history(db: &mut Connection, entry: EntryId) -> Result<Vec<Decision>, StorageError> {
    let rows = sqlx::query(
        "SELECT r.round, r.title, r.body, r.photo_id, r.photo_alt, r.submitted_at, r.decision, r.reasons, r.suggestion,
                r.decided_at, p.width, p.height, a.name AS decided_by
         FROM review r
         JOIN account a ON a.id = r.decided_by
         LEFT JOIN photo p ON p.id = r.photo_id
         WHERE r.entry_id = $1 ORDER BY r.round DESC",
    )
    .bind(entry.to_string())
    .fetch_all(&mut *db)
    .await?;
    let mut history = Vec::new();
    for row in &rows {
        let Decision { version, decided_at, decided_by, returned } = decision(row)?;
        let version = with_attachments(&mut *db, entry, version).await?;
        history.push(Decision { version, decided_at, decided_by, returned });
    }
    Ok(history)
}

/// What was sent with this version besides the photo.
async fn with_attachments(
    db: &mut Connection,
    entry: EntryId,
    version: Version,
) -> Result<Version, StorageError> {
    let attachments = attachments::of_round(db, entry, version.round.into()).await?;
    Ok(Version { attachments, ..version })
}

fn decision(row: &AnyRow) -> Result<Decision, StorageError> {
    let row = Row::of("review", row);
    let returned = if row.text("decision")? == "returned" { Some(notice(&row)?) } else { None };
    Ok(Decision {
        version: version(&row)?,
        decided_at: row.moment("decided_at")?,
        decided_by: row.text("decided_by")?,
        returned,
    })
}

pub(super) fn version(row: &Row<'_>) -> Result<Version, StorageError> {
    Ok(Version {
        round: row.count("round")?,
        title: row.text("title")?,
        body: row.text("body")?,
        photo: row.photo()?,
        photo_alt: row.text("photo_alt")?,
        attachments: Vec::new(),
        submitted_at: row.moment("submitted_at")?,
    })
}

pub(super) fn parties(row: &Row<'_>) -> Result<Parties, StorageError> {
    let answered = row.optional_text("answered")?;
    // A reply comes back to the student, whose terminal speaks Chinese, and is no strike of the family.
    let (writer_language, strikes) = match &answered {
        Some(_) => (Language::default(), 0),
        None => (row.parsed("family_language", Language::from_tag)?, row.count("strikes")?),
    };
    Ok(Parties {
        student: row.student("student_id")?,
        student_name: row.text("student_name")?,
        call_number: row.text("call_number")?,
        family_name: row.text("family_name")?,
        answered,
        writer_language,
        relationship: row.parsed("relationship", Relationship::from_name)?,
        strikes,
        restricted: row.number("restricted")? == 1,
    })
}

/// How the day stands in this institution.
pub async fn glance(
    db: &mut Connection,
    institution: InstitutionId,
    now: Moment,
) -> Result<Glance, StorageError> {
    let today = now.taipei_day();
    let waiting = sqlx::query(
        "SELECT COUNT(*) AS waiting, MIN(e.submitted_at) AS oldest,
                CAST(COALESCE(SUM(CASE WHEN e.submitted_at < $2 THEN 1 ELSE 0 END), 0) AS BIGINT) AS overdue,
                COUNT(e.answers) AS replies
         FROM entry e JOIN book b ON b.id = e.book_id JOIN student s ON s.id = b.student_id
         WHERE e.state = 'in_review' AND s.institution_id = $1
           AND NOT EXISTS (SELECT 1 FROM verdict v WHERE v.entry_id = e.id)",
    )
    .bind(institution.to_string())
    .bind(now.plus_seconds(-OVERDUE_SECONDS).micros())
    .fetch_one(&mut *db)
    .await?;
    let decided = sqlx::query(
        "SELECT COUNT(*) AS decided
         FROM review r JOIN book b ON b.id = r.book_id JOIN student s ON s.id = b.student_id
         WHERE s.institution_id = $1 AND r.decided_at >= $2",
    )
    .bind(institution.to_string())
    .bind(today.starts_at().micros())
    .fetch_one(&mut *db)
    .await?;
    let held = sqlx::query(
        "SELECT COUNT(*) AS held
         FROM entry e JOIN book b ON b.id = e.book_id JOIN student s ON s.id = b.student_id
         WHERE e.state = 'approved' AND s.institution_id = $1
           AND (e.answers IS NOT NULL OR s.left_on IS NULL OR s.left_on > $2)",
    )
    .bind(institution.to_string())
    .bind(today.number())
    .fetch_one(&mut *db)
    .await?;
    let possible = suspension_cases::possible(db, institution, now).await?;
    let waiting = Row::of("entry", &waiting);
    Ok(Glance {
        waiting: waiting.count("waiting")?,
        oldest: waiting.optional_moment("oldest")?,
        decided_today: Row::of("review", &decided).count("decided")?,
        held: Row::of("entry", &held).count("held")?,
        overdue: waiting.count("overdue")?,
        replies: waiting.count("replies")?,
        strikes: u32::try_from(possible.len()).unwrap_or(u32::MAX),
    })
}
