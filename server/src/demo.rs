//! The example institutions of `contact-book demo`: invented people, and a queue that already waits. The second one is
//! there so that the wall between the two can be seen.
//!
//! Everything is made through the same workflows that people use, at the times it is said to have happened.

mod people;
mod families;
mod entries;
mod requests;

use std::path::Path;
use std::{fs, io};

use domain::id::{ProgrammeId, SpecialApprovalId, SuspensionId};
use domain::programme::Days;
use domain::special_approval::ApprovalForm;
use domain::time::{Moment, TaipeiDay};
use thiserror::Error;

use crate::actor::{Head, Reviewer};
use crate::clock::Clock;
use crate::details::DetailsError;
use crate::jobs::close_books;
use crate::jobs::forget::forget;
use crate::passwords::PasswordError;
use crate::services::Services;
use crate::storage::{StorageError, accounts, sessions};
use crate::workflows::approve_specially::{ApproveSpeciallyError, approve_specially};
use crate::workflows::decide_application::DecideApplicationError;
use crate::workflows::decide_entry::{DecideError, let_decisions_leave};
use crate::workflows::deliver_entry::deliver_held;
use crate::workflows::look_up_student::LookUpError;
use crate::workflows::open_entry::OpenError;
use crate::workflows::propose_suspension::{ProposeError, propose_suspension};
use crate::workflows::save_application::SaveApplicationError;
use crate::workflows::save_entry::SaveError;
use crate::workflows::send_reply::SendReplyError;
use crate::workflows::start_programme::{StartProgrammeError, start_programme};
use crate::workflows::submit_application::SubmitApplicationError;
use crate::workflows::submit_entry::SubmitError;
use crate::workflows::take_document::TakeDocumentError;
use crate::workflows::withdraw_entry::WithdrawError;
use entries::write_entries;
use families::{HOUSEHOLDS, HOUSEHOLDS_ELSEWHERE};
use people::{
    ALLOWED_BECAUSE, ALLOWED_MORE, PROGRAMME, PROPOSED, PROPOSED_BECAUSE, Roster, STUDENTS,
    STUDENTS_ELSEWHERE, add_institution, add_operator, add_own_reason, add_staff, add_students, email,
};
use requests::send_requests;

pub use people::{
    ACCOUNTS, ACCOUNTS_ELSEWHERE, CALL_NUMBER, ELSEWHERE, INSTITUTION, OPERATOR, PASSWORD, PIN, REPLIED_TO,
    REPLYING,
};
pub use requests::ASKING;

#[derive(Debug, Error)]
pub enum DemoError {
    #[error(transparent)]
    Storage(#[from] StorageError),
    #[error(transparent)]
    Password(#[from] PasswordError),
    #[error(transparent)]
    Details(#[from] DetailsError),
    #[error(transparent)]
    Save(#[from] SaveError),
    #[error(transparent)]
    Submit(#[from] SubmitError),
    #[error(transparent)]
    Decide(#[from] DecideError),
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error(transparent)]
    Programme(#[from] StartProgrammeError),
    #[error(transparent)]
    ApproveSpecially(#[from] ApproveSpeciallyError),
    #[error(transparent)]
    Propose(#[from] ProposeError),
    #[error(transparent)]
    Reply(#[from] SendReplyError),
    #[error(transparent)]
    Withdraw(#[from] WithdrawError),
    #[error(transparent)]
    SaveApplication(#[from] SaveApplicationError),
    #[error(transparent)]
    LookUp(#[from] LookUpError),
    #[error(transparent)]
    TakeDocument(#[from] TakeDocumentError),
    #[error(transparent)]
    SubmitApplication(#[from] SubmitApplicationError),
    #[error(transparent)]
    DecideApplication(#[from] DecideApplicationError),
    #[error(
        "the example cannot be laid over what is there, or was stopped while it was made; start the demo in an empty data folder (setting CONTACT_BOOK_DATA_DIR)"
    )]
    Unfinished,
    #[error(
        "the database is somebody's, and the demo's passwords are known to everybody; start the demo in an empty data folder (setting CONTACT_BOOK_DATA_DIR) and without the setting DATABASE_URL"
    )]
    Somebodys,
    #[error("the data folder cannot be marked as the demo's: {0}")]
    Mark(#[from] io::Error),
    #[error("the example itself is wrong: {0}")]
    Example(&'static str),
}

/// Names a data folder as the demo's: its passwords are known to everybody, so nobody else may serve it.
pub const MARK: &str = "demo";

/// Marks a data folder as the demo's.
pub fn mark(folder: &Path) -> io::Result<()> {
    fs::write(folder.join(MARK), "The demo's: everybody knows its passwords.\n")
}

/// Takes a data folder for the demo, before anything is written into its database. One that is somebody's is refused and
/// stays unmarked, so that it can be served.
pub async fn claim(services: &Services, folder: &Path) -> Result<(), DemoError> {
    if folder.join(MARK).try_exists()? {
        return Ok(());
    }
    if services.database.is_in_use().await? {
        return Err(DemoError::Somebodys);
    }
    Ok(mark(folder)?)
}

/// How long before the demo the institutions began to use contact books, and how long before it the families of the demo
/// got theirs. Seconds.
const BEGAN: i64 = 90 * 86_400;
const OPENED: i64 = 45 * 86_400;

/// Fills an empty installation with the example; one that has it already is left alone.
pub async fn furnish(services: &Services) -> Result<(), DemoError> {
    // Of all people this family is added last, so that its account says that the others are there.
    let last = email(ACCOUNTS_ELSEWHERE[0].0)?;
    if accounts::credentials(&mut *services.database.read().await?, &last).await?.is_some() {
        return Ok(());
    }
    if services.database.is_in_use().await? {
        return Err(DemoError::Unfinished);
    }
    let now = services.clock.now();
    let began = at(services, now.plus_seconds(-BEGAN));
    let opened = at(services, now.plus_seconds(-OPENED));

    let here = add_institution(&began, INSTITUTION, "03-000-0000").await?;
    add_own_reason(&began, here).await?;
    let (reviewer, head) = add_staff(&began, here, &ACCOUNTS).await?;
    let students = add_students(&began, here, &STUDENTS).await?;
    start_a_programme(&opened, &head, &students, now.taipei_day()).await?;
    send_requests(services, here, &reviewer).await?;
    write_entries(services, &opened, &reviewer, &students, HOUSEHOLDS).await?;
    propose_a_suspension(services, &reviewer, &students).await?;
    allow_more(services, &head, &students).await?;

    add_operator(&began).await?;
    let there = add_institution(&began, ELSEWHERE, "08-000-0000").await?;
    let (reviewer, _) = add_staff(&began, there, &ACCOUNTS_ELSEWHERE).await?;
    let students = add_students(&began, there, &STUDENTS_ELSEWHERE).await?;
    write_entries(services, &opened, &reviewer, &students, HOUSEHOLDS_ELSEWHERE).await
}

/// In which some of the students may reply.
async fn start_a_programme(
    opened: &Services,
    head: &Head,
    students: &Roster,
    today: TaipeiDay,
) -> Result<(), DemoError> {
    let now = opened.clock.now();
    let id = ProgrammeId::new(opened.random.uuid(now));
    let days = Days { first: now.taipei_day(), last: today.plus_days(60) };
    let taking_part = students.iter().filter(|(number, _)| REPLYING.contains(number));
    let taking_part: Vec<_> = taking_part.map(|(_, student)| *student).collect();
    start_programme(opened, head, id, PROGRAMME, days, &taking_part).await?;
    Ok(())
}

/// Of the family whose words came back three times.
async fn propose_a_suspension(
    services: &Services,
    reviewer: &Reviewer,
    students: &Roster,
) -> Result<(), DemoError> {
    let found = students.iter().find(|(number, _)| *number == PROPOSED);
    let student = found.ok_or(DemoError::Example(PROPOSED))?.1;
    let id = SuspensionId::new(services.random.uuid(services.clock.now()));
    propose_suspension(services, reviewer, student, id, PROPOSED_BECAUSE).await?;
    Ok(())
}

/// One family may write every day for a while.
async fn allow_more(services: &Services, head: &Head, students: &Roster) -> Result<(), DemoError> {
    let found = students.iter().find(|(number, _)| *number == ALLOWED_MORE);
    let student = found.ok_or(DemoError::Example(ALLOWED_MORE))?.1;
    let today = services.clock.now().taipei_day();
    let id = SpecialApprovalId::new(services.random.uuid(services.clock.now()));
    let form = ApprovalForm {
        first: today.to_string(),
        last: today.plus_days(14).to_string(),
        reason: ALLOWED_BECAUSE.to_owned(),
        days_between_uses: "1".to_owned(),
        body: "300".to_owned(),
        ..ApprovalForm::default()
    };
    approve_specially(services, head, student, id, &form).await?;
    Ok(())
}

/// The same services at another time.
fn at(services: &Services, then: Moment) -> Services {
    Services { clock: Clock::standing_at(then), ..services.clone() }
}

/// Moves the demo's clock forward and every session with it. `false` when `then` lies in the past.
pub async fn move_clock(services: &Services, then: Moment) -> Result<bool, MoveClockError> {
    let Some(seconds) = services.clock.move_to(then)? else { return Ok(false) };
    let mut db = services.database.write().await?;
    sessions::move_on(&mut db, seconds).await?;
    db.commit().await?;
    // What the time has brought about is there at once.
    forget(services).await?;
    // What the new day brings is there at once.
    close_books::close_due(services).await?;
    let_decisions_leave(services).await?;
    deliver_held(services).await?;
    Ok(true)
}

#[derive(Debug, Error)]
pub enum MoveClockError {
    #[error("the new time could not be kept: {0}")]
    Io(#[from] io::Error),
    #[error(transparent)]
    Storage(#[from] StorageError),
}
