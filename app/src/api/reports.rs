//! What happened in a month, in figures.

use domain::month::Month;
use domain::report::{MonthInBrief, QuietStudent, Tallies};
use domain::view::Page;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::PageError;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reports {
    pub institution: String,
    /// The month that lasts at present.
    pub present: Month,
    pub month: Month,
    pub tallies: Tallies,
    /// The months up to this one.
    pub months: Vec<MonthInBrief>,
    /// Who has had no letter for long, and how many they are: for reviewers and heads.
    pub quiet: Option<(Page<QuietStudent>, u32)>,
}

/// `month` is written like `2026-11`; anything else, and what is still to come, is the present one. `page` is that of the
/// students.
#[server(name = LoadReports, endpoint = "reports")]
pub async fn reports(month: String, page: u32) -> Result<Reports, PageError> {
    use server::storage::tallies;

    use crate::context::{failed, staff, visit};

    let visit = visit()?;
    let staff = staff(&visit)?;
    let now = visit.services.clock.now();
    let load = async {
        let mut db = visit.services.database.read().await?;
        let report = load(&mut db, staff.institution(), &month, now).await?;
        let quiet = match staff.reviewer() {
            Some(reviewer) => {
                Some(tallies::quiet_students(&mut db, reviewer.institution(), page, now).await?)
            }
            None => None,
        };
        Ok::<_, server::storage::StorageError>(Reports { quiet, ..report })
    };
    load.await.map_err(|error| failed(&visit, &error))
}

/// The figures of a month, which name nobody.
#[cfg(feature = "ssr")]
pub async fn load(
    db: &mut server::storage::Connection,
    institution: domain::id::InstitutionId,
    month: &str,
    now: domain::time::Moment,
) -> Result<Reports, server::storage::StorageError> {
    use server::storage::{roster, tallies};

    let present = Month::of(now);
    let month = Month::parse(month).filter(|month| *month <= present).unwrap_or(present);
    let name = roster::institution(db, institution).await?.map(|one| one.name);
    Ok(Reports {
        institution: name.unwrap_or_default(),
        present,
        month,
        tallies: tallies::of_month(db, institution, month).await?,
        months: tallies::months_up_to(db, institution, month).await?,
        quiet: None,
    })
}
