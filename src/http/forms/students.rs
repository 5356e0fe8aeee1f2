//! `POST /staff/students`, `/staff/students/{id}`, `/staff/students/{id}/pin`, `/staff/students/{id}/leaving`.

use app::refusal::{LeavingRefusal, Refusal, StudentRefusal};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::response::Response;
use domain::id::StudentId;
use domain::roster::{LeavingForm, StudentForm};
use server::workflows::add_student::add_student;
use server::workflows::change_student::{Changed, change_student};
use server::workflows::leave_student::{Left, leave_student};
use server::workflows::make_pin;

use super::super::State;
use super::super::failure::{failed, forbidden, not_found};
use super::super::fields::{BadForm, Fields};
use super::super::render::{Drawing, answer, refused, refused_still};
use super::super::visitor::Visitor;
use super::see_other;

pub async fn add(state: State, visitor: Visitor, request: Request<Body>) -> Response {
    let Some(staff) = visitor.actor.staff() else { return forbidden(&state, &visitor).await };
    let form = match read(request).await {
        Ok(form) => form,
        Err(bad) => return bad.answer(&state, &visitor).await,
    };
    match add_student(&state.services, staff, &form).await {
        Ok(Ok(id)) => see_other(&format!("/staff/students/{id}?done=added")),
        Ok(Err(problems)) => {
            let refusal = Refusal::Student(StudentRefusal { form, problems });
            refused(&state, &visitor, "/staff/students", refusal, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => failed(&state, visitor, &error).await,
    }
}

pub async fn change(state: State, visitor: Visitor, id: String, request: Request<Body>) -> Response {
    let Some(staff) = visitor.actor.staff() else { return forbidden(&state, &visitor).await };
    let Some(id) = StudentId::parse(&id) else { return not_found(&state, &visitor).await };
    let form = match read(request).await {
        Ok(form) => form,
        Err(bad) => return bad.answer(&state, &visitor).await,
    };
    let page = format!("/staff/students/{id}");
    match change_student(&state.services, staff, id, form.clone()).await {
        Ok(Changed::Yes) => see_other(&format!("{page}?done=changed")),
        Ok(Changed::NotFound) => not_found(&state, &visitor).await,
        Ok(Changed::Refused(problems)) => {
            let refusal = Refusal::Student(StudentRefusal { form, problems });
            refused(&state, &visitor, &page, refusal, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => failed(&state, visitor, &error).await,
    }
}

pub async fn leave(state: State, visitor: Visitor, id: String, request: Request<Body>) -> Response {
    let Some(staff) = visitor.actor.staff() else { return forbidden(&state, &visitor).await };
    let Some(id) = StudentId::parse(&id) else { return not_found(&state, &visitor).await };
    let read = async {
        let fields = Fields::read(request).await?;
        let (leaving, day) = (fields.text("leaving")?, fields.text("day")?);
        Ok::<_, BadForm>(LeavingForm { leaving, day })
    };
    let form = match read.await {
        Ok(form) => form,
        Err(bad) => return bad.answer(&state, &visitor).await,
    };
    let page = format!("/staff/students/{id}");
    match leave_student(&state.services, staff, id, &form).await {
        Ok(Left::Yes) => see_other(&format!("{page}?done=leaving")),
        Ok(Left::NotFound) => not_found(&state, &visitor).await,
        Ok(Left::Refused(problem)) => {
            let refusal = Refusal::Leaving(LeavingRefusal { form, problem });
            refused_still(&state, &visitor, &page, refusal, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => failed(&state, visitor, &error).await,
    }
}

/// The answer is the slip itself: the PIN is shown this once and never stands in an address.
pub async fn make_pin(state: State, visitor: Visitor, id: String) -> Response {
    let Some(staff) = visitor.actor.staff() else { return forbidden(&state, &visitor).await };
    let Some(id) = StudentId::parse(&id) else { return not_found(&state, &visitor).await };
    match make_pin::make_pin(&state.services, staff, id).await {
        Ok(Some(pin)) => {
            let pin = Some(pin.reveal().to_owned());
            let drawing = Drawing { pin, still: true, ..Drawing::default() };
            answer(&state, &visitor, &format!("/staff/students/{id}"), drawing, StatusCode::OK).await
        }
        Ok(None) => not_found(&state, &visitor).await,
        Err(error) => failed(&state, visitor, &error).await,
    }
}

async fn read(request: Request<Body>) -> Result<StudentForm, BadForm> {
    let fields = Fields::read(request).await?;
    Ok(StudentForm {
        call_number: fields.text("call_number")?,
        name: fields.text("name")?,
        admitted: fields.text("admitted")?,
        expected_release: fields.text("expected_release")?,
    })
}
