//! What families and staff said about the site, for the institution's admin, and the operator.

use domain::feedback::{Feedback, FeedbackFilter};
use domain::view::Page;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::PageError;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackList {
    pub filter: FeedbackFilter,
    pub page: Page<Feedback>,
}

#[server(name = LoadFeedback, endpoint = "feedback")]
pub async fn feedback(filter: String, page: u32) -> Result<FeedbackList, PageError> {
    use server::storage::feedback;

    use crate::context::{failed, keeper, visit};

    let visit = visit()?;
    let institution = keeper(&visit)?.institution();
    let filter = FeedbackFilter::from_name(&filter).unwrap_or_default();
    let load = async {
        let mut db = visit.services.database.read().await?;
        feedback::list(&mut db, institution, filter, page.clamp(1, 100_000)).await
    };
    let page = load.await.map_err(|error| failed(&visit, &error))?;
    Ok(FeedbackList { filter, page })
}
