//! The institutions of the installation, for its operator.

use domain::id::InstitutionId;
use domain::institution::InstitutionOverview;
use domain::people::AccountState;
use domain::time::Moment;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::PageError;
use crate::refusal::{InstitutionRefusal, InviteRefusal};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Institutions {
    /// By name; those that are closed come last.
    pub all: Vec<InstitutionOverview>,
    /// The id that a new one will have, so that a form sent twice makes one.
    pub form: InstitutionId,
    pub refused: Option<InstitutionRefusal>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OneInstitution {
    pub overview: InstitutionOverview,
    pub admins: Vec<AdminAccount>,
    pub refused: Option<InstitutionRefusal>,
    pub invite_refused: Option<InviteRefusal>,
    /// It could not be closed: so many students are there.
    pub has_students: Option<u32>,
}

/// An admin of the institution.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdminAccount {
    pub name: String,
    pub email: String,
    pub state: AccountState,
    pub last_seen_at: Option<Moment>,
}

#[server(name = LoadInstitutions, endpoint = "institutions")]
pub async fn institutions() -> Result<Institutions, PageError> {
    use server::storage::institutions;

    use crate::context::{failed, operator, visit};
    use crate::refusal::Refusal;

    let visit = visit()?;
    operator(&visit)?;
    let now = visit.services.clock.now();
    let load =
        async { institutions::all(&mut *visit.services.database.read().await?, now.taipei_day()).await };
    let all = load.await.map_err(|error| failed(&visit, &error))?;
    let refused = match &visit.refusal {
        Some(Refusal::Institution(refused)) => Some(refused.clone()),
        _ => None,
    };
    let form = match &refused {
        Some(refused) => refused.id,
        None => InstitutionId::new(visit.services.random.uuid(now)),
    };
    Ok(Institutions { all, form, refused })
}

#[server(name = LoadInstitution, endpoint = "institution")]
pub async fn institution(id: String) -> Result<OneInstitution, PageError> {
    use domain::people::Role;
    use server::storage::{StorageError, institutions, staff};

    use crate::context::{failed, not_found, operator, visit};
    use crate::refusal::Refusal;

    let visit = visit()?;
    operator(&visit)?;
    let id = InstitutionId::parse(&id).ok_or_else(not_found)?;
    let today = visit.services.clock.now().taipei_day();
    let load = async {
        let mut db = visit.services.database.read().await?;
        let Some(overview) = institutions::find(&mut db, id, today).await? else { return Ok(None) };
        Ok::<_, StorageError>(Some((overview, staff::of_institution(&mut db, id).await?)))
    };
    let found = load.await.map_err(|error| failed(&visit, &error))?;
    let (overview, staff) = found.ok_or_else(not_found)?;
    let admins = staff.into_iter().filter(|one| one.role == Role::Admin).map(|one| AdminAccount {
        name: one.name,
        email: one.email,
        state: one.state,
        last_seen_at: one.last_seen_at,
    });
    let (mut refused, mut invite_refused, mut has_students) = (None, None, None);
    match &visit.refusal {
        Some(Refusal::Institution(refusal)) => refused = Some(refusal.clone()),
        Some(Refusal::Invite(refusal)) => invite_refused = Some(refusal.clone()),
        Some(Refusal::HasStudents(count)) => has_students = Some(*count),
        _ => {}
    }
    Ok(OneInstitution { overview, admins: admins.collect(), refused, invite_refused, has_students })
}
