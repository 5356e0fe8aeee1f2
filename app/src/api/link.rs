//! A link that came by mail: does it still work?

use domain::mail::LinkPurpose;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::PageError;
use crate::refusal::{NewPasswordRefusal, SecretRefusal};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkState {
    Works,
    /// Its one use is over.
    Used,
    /// It is too old, was replaced by a later one, or never was ours: the three are not told apart.
    Over,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkPage {
    pub state: LinkState,
    /// For the form that spends it.
    pub token: String,
    pub refused: Option<NewPasswordRefusal>,
    /// Of the password of a registration.
    pub secret: Option<SecretRefusal>,
}

/// Looking spends nothing: scanners of mail open links too.
#[server(name = LoadLink, endpoint = "link")]
pub async fn link(purpose: LinkPurpose, token: String) -> Result<LinkPage, PageError> {
    use axum::http::StatusCode;
    use server::workflows::look_at_link::{Link, look_at_link};

    use crate::context::{failed, set_status, visit};
    use crate::refusal::Refusal;

    let visit = visit()?;
    let refused = match &visit.refusal {
        Some(Refusal::NewPassword(refusal)) => Some(refusal.clone()),
        _ => None,
    };
    let secret = match &visit.refusal {
        Some(Refusal::Verify(refusal)) => Some(*refusal),
        _ => None,
    };
    let found =
        look_at_link(&visit.services, purpose, &token).await.map_err(|error| failed(&visit, &error))?;
    let state = match found {
        Link::Works => LinkState::Works,
        Link::Used => LinkState::Used,
        Link::Over => LinkState::Over,
    };
    if state != LinkState::Works {
        set_status(StatusCode::GONE);
    }
    Ok(LinkPage { state, token, refused, secret })
}
