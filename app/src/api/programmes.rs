//! Family-support programmes (part 二(二)): reviewers read them, the head changes them.

use domain::programme::{Programme, ProgrammeForm, ProgrammeProblems, TakingPart};
use domain::time::TaipeiDay;
use domain::view::Page;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::student_choice::StudentChoice;
use crate::error::PageError;
use crate::refusal::ProgrammeDaysRefusal;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Programmes {
    pub today: TaipeiDay,
    pub page: Page<Programme>,
    /// The viewer is the head.
    pub may_change: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OneProgramme {
    pub today: TaipeiDay,
    pub programme: Programme,
    pub taking_part: Vec<TakingPart>,
    pub may_change: bool,
    pub refused: Option<ProgrammeDaysRefusal>,
    /// Ending it came too late.
    pub too_late: bool,
}

/// The form of a new one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewProgramme {
    /// The id that it will have, so that a form sent twice makes one.
    pub id: domain::id::ProgrammeId,
    pub form: ProgrammeForm,
    pub problems: ProgrammeProblems,
    pub choice: StudentChoice,
}

#[server(name = LoadProgrammes, endpoint = "programmes")]
pub async fn programmes(page: u32) -> Result<Programmes, PageError> {
    use server::storage::{StorageError, programmes};

    use crate::context::{failed, reviewer, visit};

    let visit = visit()?;
    let institution = reviewer(&visit)?.institution();
    let today = visit.services.clock.now().taipei_day();
    let load = async {
        let mut db = visit.services.database.read().await?;
        programmes::list(&mut db, institution, page.clamp(1, 100_000)).await
    };
    let page = load.await.map_err(|error: StorageError| failed(&visit, &error))?;
    Ok(Programmes { today, page, may_change: visit.actor.head().is_some() })
}

#[server(name = LoadProgramme, endpoint = "programme")]
pub async fn programme(id: String) -> Result<OneProgramme, PageError> {
    use domain::id::ProgrammeId;
    use server::storage::{StorageError, programmes};

    use crate::context::{failed, not_found, reviewer, visit};
    use crate::refusal::Refusal;

    let visit = visit()?;
    let institution = reviewer(&visit)?.institution();
    let id = ProgrammeId::parse(&id).ok_or_else(not_found)?;
    let today = visit.services.clock.now().taipei_day();
    let load = async {
        let mut db = visit.services.database.read().await?;
        let Some(programme) = programmes::find(&mut db, id, institution).await? else { return Ok(None) };
        let taking_part = programmes::taking_part(&mut db, id, programme.days).await?;
        Ok::<_, StorageError>(Some((programme, taking_part)))
    };
    let found = load.await.map_err(|error| failed(&visit, &error))?;
    let (programme, taking_part) = found.ok_or_else(not_found)?;
    let refused = match &visit.refusal {
        Some(Refusal::ProgrammeDays(refused)) => Some(refused.clone()),
        _ => None,
    };
    let too_late = matches!(&visit.refusal, Some(Refusal::TooLate));
    let may_change = visit.actor.head().is_some();
    Ok(OneProgramme { today, programme, taking_part, may_change, refused, too_late })
}

/// `unfinished` is a programme whose students are ticked if they have something half-written, or ''.
#[server(name = LoadNewProgramme, endpoint = "new-programme")]
pub async fn new_programme(unfinished: String) -> Result<NewProgramme, PageError> {
    use domain::id::ProgrammeId;
    use server::storage::{StorageError, programmes};

    use crate::context::{failed, head, not_found, visit};
    use crate::refusal::Refusal;

    let visit = visit()?;
    let institution = head(&visit)?.institution();
    let unfinished = match unfinished.as_str() {
        "" => None,
        id => Some(ProgrammeId::parse(id).ok_or_else(not_found)?),
    };
    let now = visit.services.clock.now();
    let today = now.taipei_day();
    let load = async {
        let mut db = visit.services.database.read().await?;
        let (id, form, problems) = if let Some(Refusal::Programme(refused)) = &visit.refusal {
            (refused.id, refused.form.clone(), refused.problems.clone())
        } else {
            let students = match unfinished {
                Some(unfinished) => {
                    programmes::with_something_half_written(&mut db, unfinished, institution, today).await?
                }
                None => Vec::new(),
            };
            let students = students.iter().map(ToString::to_string).collect();
            let form = ProgrammeForm { first: today.to_string(), students, ..ProgrammeForm::default() };
            (ProgrammeId::new(visit.services.random.uuid(now)), form, ProgrammeProblems::default())
        };
        let choice = StudentChoice::load(&mut db, institution, today, (&form.students, &form.search)).await?;
        Ok::<_, StorageError>(NewProgramme { id, form, problems, choice })
    };
    load.await.map_err(|error| failed(&visit, &error))
}
