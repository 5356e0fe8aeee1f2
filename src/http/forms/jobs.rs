//! `POST /operator/jobs/{id}/run`, where the id is the job's name, `/operator/mail/{id}/again` and `/operator/mail/again`.

use axum::response::Response;
use domain::id::MailId;
use domain::job::Job;
use server::workflows::send_mail_again::send_mail_again;

use super::super::State;
use super::super::failure::{failed, forbidden, not_found};
use super::super::visitor::Visitor;
use super::see_other;

/// It begins when the server comes to it; the page tells when it has run.
pub async fn run(state: State, visitor: Visitor, name: String) -> Response {
    if visitor.actor.operator().is_none() {
        return forbidden(&state, &visitor).await;
    }
    let Some(job) = Job::from_name(&name) else { return not_found(&state, &visitor).await };
    state.services.run_now(job);
    see_other("/operator/jobs?done=asked")
}

pub async fn mail_again(state: State, visitor: Visitor, id: String) -> Response {
    match MailId::parse(&id) {
        Some(id) => again(state, visitor, Some(id)).await,
        None => not_found(&state, &visitor).await,
    }
}

pub async fn all_mail_again(state: State, visitor: Visitor) -> Response {
    again(state, visitor, None).await
}

async fn again(state: State, visitor: Visitor, which: Option<MailId>) -> Response {
    let Some(operator) = visitor.actor.operator() else { return forbidden(&state, &visitor).await };
    match send_mail_again(&state.services, operator, which).await {
        Ok(None) => not_found(&state, &visitor).await,
        // Sent meanwhile, or on its way in this moment.
        Ok(Some(0)) => see_other("/operator/jobs?done=nothing"),
        Ok(Some(_)) => see_other("/operator/jobs?done=again"),
        Err(error) => failed(&state, visitor.clone(), &error).await,
    }
}
