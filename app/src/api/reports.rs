//! What happened in a month, in figures.

use domain::month::Month;
#[cfg(feature = "ssr")]
use domain::report::PRINTED_AT_MOST;
use domain::report::{MonthInBrief, QuietStudent, Tallies};
use domain::review::GivenReturnReason;
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
    /// Why letters were returned, and what could have been said, each with how often.
    pub reasons: Vec<(GivenReturnReason, u32)>,
    /// The months up to this one.
    pub months: Vec<MonthInBrief>,
    /// For reviewers and heads.
    pub quiet: Option<Quiet>,
}

/// Who has had no letter for long.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quiet {
    pub page: Page<QuietStudent>,
    /// How many they are.
    pub found: u32,
    /// All of them for paper, if they are more than this page; up to [`PRINTED_AT_MOST`].
    pub to_print: Vec<QuietStudent>,
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
                let institution = reviewer.institution();
                let (page, found) = tallies::quiet_students(&mut db, institution, page, now).await?;
                let to_print = if page.number > 1 || page.has_next {
                    tallies::first_quiet_students(&mut db, institution, PRINTED_AT_MOST, now).await?
                } else {
                    Vec::new()
                };
                Some(Quiet { page, found, to_print })
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
    use server::storage::{roster, settings, tallies};

    let present = Month::of(now);
    let month = Month::parse(month).filter(|month| *month <= present).unwrap_or(present);
    let name = roster::institution(db, institution).await?.map(|one| one.name);
    let settings = settings::of(db, institution).await?;
    let own = settings.every_own_reason().map(|reason| reason.name.as_str());
    let tallies = tallies::of_month(db, institution, month, own).await?;
    let offered = settings.letter_reasons();
    let every = settings.every_letter_reason().into_iter().map(|reason| {
        let count = tallies.because(&reason);
        (reason, count)
    });
    let reasons = every.filter(|(reason, count)| *count > 0 || offered.contains(reason)).collect();
    Ok(Reports {
        institution: name.unwrap_or_default(),
        present,
        month,
        tallies,
        reasons,
        months: tallies::months_up_to(db, institution, month).await?,
        quiet: None,
    })
}
