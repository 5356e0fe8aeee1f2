//! The demo's clock.

use domain::time::Moment;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::PageError;
use crate::refusal::ClockRefusal;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoClock {
    pub now: Moment,
    pub refused: Option<ClockRefusal>,
}

#[server(name = LoadDemoClock, endpoint = "demo/clock")]
pub async fn demo_clock() -> Result<DemoClock, PageError> {
    use crate::context::{not_found, visit};
    use crate::refusal::Refusal;

    let visit = visit()?;
    if !visit.demo {
        return Err(not_found());
    }
    let refused = match visit.refusal {
        Some(Refusal::Clock(refused)) => Some(refused),
        _ => None,
    };
    Ok(DemoClock { now: visit.services.clock.now(), refused })
}
