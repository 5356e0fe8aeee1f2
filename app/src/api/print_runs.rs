//! Letters on paper for students who cannot come to a terminal.

use domain::id::PrintRunId;
use domain::print_run::{PrintRun, PrintedSheet, PrintedStudent, WaitingStudent};
use domain::view::Page;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::PageError;
use crate::refusal::PrintRunProblem;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintRuns {
    /// The id that the next one will have, so that a form sent twice makes one.
    pub next: PrintRunId,
    pub waiting: Vec<WaitingStudent>,
    pub page: Page<PrintRun>,
    pub problem: Option<PrintRunProblem>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnePrintRun {
    pub run: PrintRun,
    pub students: Vec<PrintedStudent>,
    pub problem: Option<PrintRunProblem>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintSheets {
    pub run: PrintRun,
    pub sheets: Vec<PrintedSheet>,
    /// How many students of the run are left out, being restricted by now.
    pub left_out: u32,
}

#[server(name = LoadPrintRuns, endpoint = "print-runs")]
pub async fn print_runs(page: u32) -> Result<PrintRuns, PageError> {
    use server::storage::{StorageError, print_runs};

    use crate::context::{failed, reviewer, visit};

    let visit = visit()?;
    let institution = reviewer(&visit)?.institution();
    let now = visit.services.clock.now();
    let next = PrintRunId::new(visit.services.random.uuid(now));
    let load = async {
        let mut db = visit.services.database.read().await?;
        let waiting = print_runs::waiting(&mut db, institution, now).await?;
        let page = print_runs::list(&mut db, institution, page.clamp(1, 100_000)).await?;
        Ok::<_, StorageError>((waiting, page))
    };
    let (waiting, page) = load.await.map_err(|error| failed(&visit, &error))?;
    Ok(PrintRuns { next, waiting, page, problem: problem(&visit) })
}

#[server(name = LoadPrintRun, endpoint = "print-run")]
pub async fn print_run(id: String) -> Result<OnePrintRun, PageError> {
    use server::storage::{StorageError, print_runs};

    use crate::context::{failed, not_found, reviewer, visit};

    let visit = visit()?;
    let institution = reviewer(&visit)?.institution();
    let id = PrintRunId::parse(&id).ok_or_else(not_found)?;
    let now = visit.services.clock.now();
    let load = async {
        let mut db = visit.services.database.read().await?;
        let Some(run) = print_runs::find(&mut db, id, institution).await? else { return Ok(None) };
        let students = print_runs::students(&mut db, id, now).await?;
        Ok::<_, StorageError>(Some((run, students)))
    };
    let found = load.await.map_err(|error| failed(&visit, &error))?;
    let (run, students) = found.ok_or_else(not_found)?;
    Ok(OnePrintRun { run, students, problem: problem(&visit) })
}

#[server(name = LoadPrintSheets, endpoint = "print-sheets")]
pub async fn print_sheets(id: String) -> Result<PrintSheets, PageError> {
    use server::storage::{StorageError, print_runs};

    use crate::context::{failed, not_found, reviewer, visit};

    let visit = visit()?;
    let institution = reviewer(&visit)?.institution();
    let id = PrintRunId::parse(&id).ok_or_else(not_found)?;
    let now = visit.services.clock.now();
    let load = async {
        let mut db = visit.services.database.read().await?;
        let Some(run) = print_runs::find(&mut db, id, institution).await? else { return Ok(None) };
        let sheets = print_runs::sheets(&mut db, id, now).await?;
        Ok::<_, StorageError>(Some((run, sheets)))
    };
    let found = load.await.map_err(|error| failed(&visit, &error))?;
    let (run, sheets) = found.ok_or_else(not_found)?;
    let left_out = run.students.saturating_sub(u32::try_from(sheets.len()).unwrap_or(u32::MAX));
    Ok(PrintSheets { run, sheets, left_out })
}

#[cfg(feature = "ssr")]
fn problem(visit: &crate::context::Visit) -> Option<PrintRunProblem> {
    match &visit.refusal {
        Some(crate::refusal::Refusal::PrintRun(problem)) => Some(*problem),
        _ => None,
    }
}
