//! A roster comes as a file: first it is shown what it would do, then it is done, whole or not at all. Students who
//! are missing in the file stay as they are.

use std::collections::HashMap;

use domain::audit::AuditAction;
use domain::id::{InstitutionId, StudentId};
use domain::roster::StudentRecord;
use domain::roster_file::{Change, FileProblem, FileRow, Known, Preview, PreviewRow, WrongRow};
use domain::view::RosterStudent;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::close_book::{close, write_down};
use super::leave_student::written_down;
use crate::actor::Staff;
use crate::audit::{self, Subject, Who};
use crate::roster_file;
use crate::services::Services;
use crate::storage::{Connection, StorageError, institutions, students};

/// What a file would do, and a mark by which it is known again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    pub preview: Preview,
    pub mark: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Imported {
    Yes,
    /// Some rows are wrong, so nothing was written.
    Wrong(Shown),
    /// The roster has changed since the preview was shown, so nothing was written.
    Other(Shown),
}

/// What `text` would do; nothing is written.
pub async fn preview_roster(
    services: &Services,
    staff: &Staff,
    text: &str,
) -> Result<Result<Shown, FileProblem>, StorageError> {
    preview_for(services, staff.institution(), text).await
}

/// For the operator's command line.
pub async fn preview_for(
    services: &Services,
    institution: InstitutionId,
    text: &str,
) -> Result<Result<Shown, FileProblem>, StorageError> {
    let mut db = services.database.read().await?;
    Ok(Plan::of(&mut db, institution, text).await?.map(|plan| plan.shown()))
}

/// Does what the preview of this mark showed. Importing the same file again changes nothing.
pub async fn import_roster(
    services: &Services,
    staff: &Staff,
    text: &str,
    mark: &str,
) -> Result<Result<Imported, FileProblem>, StorageError> {
    import(services, staff.institution(), Who::Account(staff.id()), text, Some(mark)).await
}

/// For the operator's command line.
pub async fn import_for(
    services: &Services,
    institution: InstitutionId,
    text: &str,
) -> Result<Result<Imported, FileProblem>, StorageError> {
    import(services, institution, Who::Operator, text, None).await
}

async fn import(
    services: &Services,
    institution: InstitutionId,
    who: Who,
    text: &str,
    mark: Option<&str>,
) -> Result<Result<Imported, FileProblem>, StorageError> {
    let now = services.clock.now();
    let today = now.taipei_day();
    let mut db = services.database.write().await?;
    if !institutions::lock_roster(&mut db, institution).await? {
        return Ok(Err(FileProblem::Closed));
    }
    let plan = match Plan::of(&mut db, institution, text).await? {
        Ok(plan) => plan,
        Err(problem) => return Ok(Err(problem)),
    };
    let shown = plan.shown();
    if !plan.wrong.is_empty() {
        return Ok(Ok(Imported::Wrong(shown)));
    }
    if mark.is_some_and(|mark| mark != shown.mark) {
        return Ok(Ok(Imported::Other(shown)));
    }
    if plan.new.is_empty() && plan.changed.is_empty() {
        return Ok(Ok(Imported::Yes));
    }
    let mut leaving = Vec::new();
    for (_, row) in &plan.new {
        let id = StudentId::new(services.random.uuid(now));
        let record = StudentRecord {
            call_number: row.call_number.clone(),
            name: row.name.clone(),
            admitted: row.admitted,
            expected_release: row.expected_release,
        };
        if students::add(&mut db, id, institution, &record, now).await?.is_err() {
            return Err(StorageError::Changed("student"));
        }
        leaving.extend(row.leaving.map(|leaving| (id, leaving)));
    }
    for (_, row, known, changes) in &plan.changed {
        let says = changes.iter().any(|change| !matches!(change, Change::Leaving { .. }));
        if says {
            let admitted = row.admitted.or(known.admitted);
            let expected_release = row.expected_release.or(known.expected_release);
            students::change(&mut db, known.id, row.name.as_str(), admitted, expected_release).await?;
        }
        let leaves = changes.iter().any(|change| matches!(change, Change::Leaving { .. }));
        leaving.extend(row.leaving.filter(|_| leaves).map(|leaving| (known.id, leaving)));
    }
    let mut closed = Vec::new();
    for (id, (how, day)) in &leaving {
        students::set_leaving(&mut db, *id, Some((*how, *day))).await?;
        if *day <= today {
            closed.extend(close(services, &mut db, *id, *how, now).await?.map(|book| (book, *how)));
        }
    }

    for (id, leaving) in leaving {
        let (action, details) = written_down(Some(leaving));
        audit::write(&mut db, Some(institution), who, action, Subject::Student(id), details, now).await?;
    }
    for (book, how) in closed {
        write_down(&mut db, institution, who, book, how, now).await?;
    }
    let details = json!({
        "new": plan.new.len(), "changed": plan.changed.len(), "unchanged": plan.unchanged,
    });
    let (action, subject) = (AuditAction::RosterImported, Subject::Institution(institution));
    audit::write(&mut db, Some(institution), who, action, subject, details, now).await?;
    db.commit().await?;
    services.mail_waiting.notify_one();
    Ok(Ok(Imported::Yes))
}

/// What a file means for the roster as it is now.
struct Plan {
    new: Vec<(u32, FileRow)>,
    changed: Vec<(u32, FileRow, RosterStudent, Vec<Change>)>,
    unchanged: u32,
    wrong: Vec<WrongRow>,
    ignored: Vec<String>,
}

impl Plan {
    async fn of(
        db: &mut Connection,
        institution: InstitutionId,
        text: &str,
    ) -> Result<Result<Self, FileProblem>, StorageError> {
        let file = match roster_file::read(text) {
            Ok(file) => file,
            Err(problem) => return Ok(Err(problem)),
        };
        let all = students::all(db, institution).await?;
        let mut known: HashMap<String, RosterStudent> =
            all.into_iter().map(|student| (student.call_number.clone(), student)).collect();
        let (mut plan, rows) = (
            Self {
                new: Vec::new(),
                changed: Vec::new(),
                unchanged: 0,
                wrong: file.wrong,
                ignored: file.ignored,
            },
            file.rows,
        );
        for (line, row) in rows {
            let Some(student) = known.remove(row.call_number.as_str()) else {
                plan.new.push((line, row));
                continue;
            };
            let before = Known {
                name: student.name.clone(),
                admitted: student.admitted,
                expected_release: student.expected_release,
                leaving: student.leaving,
            };
            match row.changes(&before) {
                Ok(changes) if changes.is_empty() => plan.unchanged += 1,
                Ok(changes) => plan.changed.push((line, row, student, changes)),
                Err(problem) => plan.wrong.push(WrongRow { line, problem }),
            }
        }
        plan.wrong.sort_by_key(|row| row.line);
        Ok(Ok(plan))
    }

    fn shown(&self) -> Shown {
        let line = |line: u32, row: &FileRow, changes: &[Change]| PreviewRow {
            line,
            call_number: row.call_number.as_str().to_owned(),
            name: row.name.as_str().to_owned(),
            changes: changes.to_vec(),
        };
        let preview = Preview {
            new: self.new.iter().map(|(number, row)| line(*number, row, &[])).collect(),
            changed: self
                .changed
                .iter()
                .map(|(number, row, _, changes)| line(*number, row, changes))
                .collect(),
            unchanged: self.unchanged,
            wrong: self.wrong.clone(),
            ignored: self.ignored.clone(),
        };
        let mark = hex::encode(Sha256::digest(format!("{preview:?}")));
        Shown { preview, mark }
    }
}
