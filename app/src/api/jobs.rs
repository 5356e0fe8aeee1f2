//! How the server's jobs and its mail fare, for the operator.

use domain::job::{JobRun, TroubledMail};
use domain::time::Moment;
use domain::view::Page;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::PageError;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Jobs {
    pub now: Moment,
    /// Those that have ever run.
    pub runs: Vec<JobRun>,
    /// Mails that wait to be sent, whether they were tried or not.
    pub waiting: u32,
    pub troubled: Page<TroubledMail>,
}

#[server(name = LoadJobs, endpoint = "jobs")]
pub async fn jobs(page: u32) -> Result<Jobs, PageError> {
    use server::storage::{StorageError, job_runs, outbox};

    use crate::context::{failed, operator, visit};

    let visit = visit()?;
    operator(&visit)?;
    let load = async {
        let mut db = visit.services.database.read().await?;
        Ok::<_, StorageError>(Jobs {
            now: visit.services.clock.now(),
            runs: job_runs::all(&mut db).await?,
            waiting: outbox::counts(&mut db).await?.waiting,
            troubled: outbox::in_trouble(&mut db, page.clamp(1, 100_000)).await?,
        })
    };
    load.await.map_err(|error| failed(&visit, &error))
}
