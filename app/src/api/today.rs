//! The day at a glance for staff.

use domain::application_queue::ApplicationGlance;
use domain::people::Role;
use domain::suspension::SuspensionGlance;
use domain::time::Moment;
use domain::view::Glance;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::PageError;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Today {
    pub now: Moment,
    pub role: Role,
    pub glance: Glance,
    pub applications: ApplicationGlance,
    /// For the head alone.
    pub suspensions: Option<SuspensionGlance>,
    /// What was said about the site and nobody has dealt with; for the admin alone.
    pub feedback: Option<u32>,
}

#[server(name = LoadToday, endpoint = "today")]
pub async fn today() -> Result<Today, PageError> {
    use server::storage::{StorageError, application_queue, feedback, reviews, suspension_cases};

    use crate::context::{failed, staff, visit};

    let visit = visit()?;
    let staff = staff(&visit)?;
    let now = visit.services.clock.now();
    let load = async {
        let mut db = visit.services.database.read().await?;
        let (institution, today) = (staff.institution(), now.taipei_day());
        let glance = reviews::glance(&mut db, institution, now).await?;
        let applications = application_queue::glance(&mut db, institution, today).await?;
        let feedback = match staff.role() {
            Role::Admin => Some(feedback::open_count(&mut db, institution).await?),
            _ => None,
        };
        let suspensions = match staff.head() {
            Some(head) => Some(suspension_cases::glance(&mut db, head.institution(), now).await?),
            None => None,
        };
        Ok::<_, StorageError>(Today { now, role: staff.role(), glance, applications, suspensions, feedback })
    };
    load.await.map_err(|error| failed(&visit, &error))
}
