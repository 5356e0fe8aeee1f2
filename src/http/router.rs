//! The router: every route of `routes`, behind its guard.

use std::time::Duration;

use app::error::PageError;
use app::trouble::Trouble;
use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request, State as FromState};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodRouter, any, get, on};
use domain::mail::LinkPurpose;
use leptos::prelude::provide_context;
use leptos_axum::handle_server_fns_with_context;
use server::workflows::show_photo::PhotoSize;
use tower_http::timeout::TimeoutLayer;

use super::access::{Access, Answer};
use super::failure::{forbidden, not_found};
use super::forms::{
    account, application_review, application_steps, clock, documents, entry_steps, feedback, institutions,
    jobs, language, log_in, print_runs, programmes, register, reset, restriction_batches, restrictions,
    retention, review, roster_import, second_step, see_other, settings, special_approvals, staff_accounts,
    students, suspensions, write_application, write_entry, write_reply,
};
use super::json::{json, wants_json};
use super::limits::{FORM_BYTES, REQUEST_TIME, ROSTER_BYTES, UPLOAD_BYTES, UPLOAD_TIME};
use super::render::{Drawing, page, trouble, visit};
use super::routes::{API, DOORS, Door, PAGES};
use super::visitor::{Visitor, recognise};
use super::{State, download, events, files, headers, health, keepsakes, origin, serve, sheets, statics};

pub fn router(state: State) -> Router {
    // Resources are loaded on it; a second router in the same process finds it there already.
    let _ = any_spawner::Executor::init_tokio();
    let mut router: Router<State> = Router::new();
    for (path, access) in PAGES {
        router = router.route(path, guarded(&state, access, REQUEST_TIME, get(draw)));
    }
    for (path, access) in API {
        router = router.route(path, guarded(&state, access, REQUEST_TIME, any(call)));
    }
    for (method, path, access, door) in DOORS {
        let time = if is_upload(door) { UPLOAD_TIME } else { REQUEST_TIME };
        router = router.route(path, guarded(&state, access, time, handler(method, door)));
    }
    router
        .fallback(nowhere)
        .method_not_allowed_fallback(not_this_way)
        .layer(from_fn_with_state(state.clone(), origin::same_origin))
        .layer(from_fn_with_state(state.clone(), recognise))
        .merge(statics::routes(&state.leptos))
        .layer(from_fn_with_state(state.clone(), serve::note))
        .layer(from_fn_with_state(state.clone(), headers::secure))
        .with_state(state)
}

fn is_upload(door: Door) -> bool {
    matches!(
        door,
        Door::WriteEntry
            | Door::EditEntry
            | Door::WriteReply
            | Door::NewApplication
            | Door::SaveApplication
            | Door::AddDocument
    )
}

fn handler(method: Method, door: Door) -> MethodRouter<State> {
    let limit = DefaultBodyLimit::max(match door {
        Door::ImportRoster => ROSTER_BYTES,
        door if is_upload(door) => UPLOAD_BYTES,
        _ => FORM_BYTES,
    });
    let handle = move |FromState(state): FromState<State>, visitor: Visitor, request: Request| async move {
        go_through(door, state, visitor, request).await
    };
    let filter = if method == Method::POST {
        axum::routing::MethodFilter::POST
    } else {
        axum::routing::MethodFilter::GET
    };
    on(filter, handle).layer(limit)
}

async fn go_through(door: Door, state: State, visitor: Visitor, request: Request) -> Response {
    let id = id_in(request.uri().path());
    match door {
        Door::LogIn => log_in::account(state, visitor, request).await,
        Door::LogInStudent => log_in::student(state, visitor, request).await,
        Door::LogOut => log_in::out(state, visitor, request).await,
        Door::TypeCode => second_step::code(state, visitor, request).await,
        Door::SetUpSecondFactor => second_step::set_up(state, visitor, request).await,
        Door::AgreeToNotice => register::agree(state, visitor, request).await,
        Door::Register => register::new_family(state, visitor, request).await,
        Door::SendLinkAgain => register::send_again(state, visitor, request).await,
        Door::VerifyAddress => register::verify(state, visitor, request).await,
        Door::ForgetPassword => reset::forgot(state, visitor, request).await,
        Door::ResetPassword => reset::new_password(state, visitor, request, LinkPurpose::Reset).await,
        Door::AcceptInvitation => reset::new_password(state, visitor, request, LinkPurpose::Invitation).await,
        Door::ChangeProfile => account::profile(state, visitor, request).await,
        Door::ChangeAddress => account::address(state, visitor, request).await,
        Door::ConfirmAddress => account::confirm_address(state, visitor, request).await,
        Door::ChangePassword => account::password(state, visitor, request).await,
        Door::EndDevices => account::end_devices(state, visitor, request).await,
        Door::CloseAccount => account::close(state, visitor, request).await,
        Door::DownloadAccount => download::account(state, visitor).await,
        Door::Keepsake => keepsakes::of_family(state, visitor, id, request).await,
        Door::DownloadKeepsake => keepsakes::archive_of_family(state, visitor, id).await,
        Door::StudentKeepsake => keepsakes::of_student(state, visitor, id, request).await,
        Door::DownloadStudentKeepsake => keepsakes::archive_of_student(state, visitor, id).await,
        Door::AddInstitution => institutions::add(state, visitor, request).await,
        Door::ChangeInstitution => institutions::change(state, visitor, id, request).await,
        Door::CloseInstitution => institutions::close(state, visitor, id).await,
        Door::ReopenInstitution => institutions::reopen(state, visitor, id).await,
        Door::InviteAdmin => institutions::invite(state, visitor, id, request).await,
        Door::ChangeRetention => retention::change(state, visitor, request).await,
        Door::RunJob => jobs::run(state, visitor, id).await,
        Door::SendMailAgain => jobs::mail_again(state, visitor, id).await,
        Door::SendAllMailAgain => jobs::all_mail_again(state, visitor).await,
        Door::InviteStaff => staff_accounts::invite(state, visitor, request).await,
        Door::ManageStaff(act) => staff_accounts::act(state, visitor, id, act).await,
        Door::GiveFeedback => feedback::give(state, visitor, request).await,
        Door::SettleFeedback(step) => feedback::settle(state, visitor, id, step).await,
        Door::Restrict => restrictions::make(state, visitor, id, request).await,
        Door::EndRestriction => {
            let restriction = after("restrictions", request.uri().path());
            restrictions::end(state, visitor, id, restriction).await
        }
        Door::RestrictMany => restriction_batches::make(state, visitor, request).await,
        Door::EndRestrictionForAll => restriction_batches::end(state, visitor, id).await,
        Door::ProposeSuspension => suspensions::propose(state, visitor, id, request).await,
        Door::DecideSuspension => suspensions::decide(state, visitor, id, request).await,
        Door::LiftSuspension => suspensions::lift(state, visitor, id).await,
        Door::ApproveSpecially => special_approvals::make(state, visitor, id, request).await,
        Door::EndSpecialApproval => special_approvals::end(state, visitor, id).await,
        Door::MakePrintRun => print_runs::make(state, visitor, request).await,
        Door::HandOver => print_runs::hand(state, visitor, id, request).await,
        Door::StartProgramme => programmes::start(state, visitor, request).await,
        Door::ExtendProgramme => programmes::extend(state, visitor, id, request).await,
        Door::EndProgramme => programmes::end(state, visitor, id).await,
        Door::AnswerSuspension => suspensions::answer(state, visitor, request).await,
        Door::AddStudent => students::add(state, visitor, request).await,
        Door::ChangeStudent => students::change(state, visitor, id, request).await,
        Door::MakePin => students::make_pin(state, visitor, id).await,
        Door::LeaveStudent => students::leave(state, visitor, id, request).await,
        Door::ImportRoster => roster_import::import(state, visitor, request).await,
        Door::ChooseLanguage => language::choose(state, visitor, request).await,
        Door::WriteEntry => write_entry::new(state, visitor, request).await,
        Door::EditEntry => write_entry::edit(state, visitor, id, request).await,
        Door::SubmitEntry => entry_steps::submit(state, visitor, id).await,
        Door::WithdrawEntry => entry_steps::withdraw(state, visitor, id).await,
        Door::WriteAgain => entry_steps::write_again(state, visitor, id, request).await,
        Door::DiscardDraft => entry_steps::discard(state, visitor, id).await,
        Door::WriteReply => write_reply::write(state, visitor, id, request).await,
        Door::SendReply => write_reply::send(state, visitor, id).await,
        Door::NewApplication => write_application::new(state, visitor, request).await,
        Door::SaveApplication => write_application::save(state, visitor, id, request).await,
        Door::SubmitApplication => application_steps::submit(state, visitor, id).await,
        Door::WithdrawApplication => application_steps::withdraw(state, visitor, id).await,
        Door::DiscardApplication => application_steps::discard(state, visitor, id).await,
        Door::AddDocument => documents::add(state, visitor, id, request).await,
        Door::RemoveDocument => documents::remove(state, visitor, id, request).await,
        Door::ApproveEntry => review::approve(state, visitor, id, request).await,
        Door::ReturnEntry => review::send_back(state, visitor, id, request).await,
        Door::UndoDecision => review::undo(state, visitor, id, request).await,
        Door::TakeEntry => review::take(state, visitor, id, request).await,
        Door::ApproveOpened => review::approve_together(state, visitor, request).await,
        Door::QueueEvents => events::queue(&state, &visitor, request.headers()).await,
        Door::ApproveApplication => application_review::approve(state, visitor, id, request).await,
        Door::ReturnApplication => application_review::send_back(state, visitor, id, request).await,
        Door::TakeApplication => application_review::take(state, visitor, id).await,
        Door::ChangeSettings => settings::change(state, visitor, request).await,
        Door::DownloadReport => sheets::report(state, visitor, request).await,
        Door::DownloadAudit => sheets::audit(state, visitor, request).await,
        Door::DownloadAuditHead => sheets::audit_head(state, visitor).await,
        Door::MoveClock => clock::change(state, visitor, request).await,
        Door::Photo => files::picture(state, visitor, id, PhotoSize::Whole).await,
        Door::Thumbnail => files::picture(state, visitor, id, PhotoSize::Thumbnail).await,
        Door::Alive => health::alive(),
        Door::Ready => health::ready(state).await,
    }
}

/// What stands before the id that every door with an id has; the first of them in a path counts.
const BEFORE_AN_ID: [&str; 15] = [
    "entries",
    "applications",
    "accounts",
    "institutions",
    "jobs",
    "mail",
    "feedback",
    "students",
    "suspensions",
    "special-approvals",
    "print-runs",
    "programmes",
    "restrictions",
    "keepsakes",
    "files",
];

fn id_in(path: &str) -> String {
    let mut segments = path.split('/');
    segments.find(|segment| BEFORE_AN_ID.contains(segment));
    segments.next().unwrap_or_default().to_owned()
}

/// The segment after `word`, for the second id of a path.
fn after(word: &str, path: &str) -> String {
    let mut segments = path.split('/');
    segments.find(|segment| *segment == word);
    segments.next().unwrap_or_default().to_owned()
}

/// Nobody comes to `route` who may not use it, and nobody keeps it busy for longer than `time`.
fn guarded(state: &State, access: Access, time: Duration, route: MethodRouter<State>) -> MethodRouter<State> {
    let state = state.clone();
    let guard = move |visitor: Visitor, request: Request, next: Next| {
        let state = state.clone();
        async move {
            match access.of(&visitor.actor, state.demo) {
                Answer::Yes => next.run(request).await,
                Answer::LogIn => log_in_first(access, &request),
                Answer::No => forbidden(&state, &visitor).await,
                Answer::Nowhere => not_found(&state, &visitor).await,
            }
        }
    };
    route.layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, time)).layer(from_fn(guard))
}

fn log_in_first(access: Access, request: &Request) -> Response {
    if request.uri().path() == events::PATH {
        return events::over();
    }
    if request.uri().path().starts_with("/api/") {
        return json(StatusCode::UNAUTHORIZED, &PageError::LoggedOut);
    }
    if wants_json(request.headers()) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    if access == Access::Student {
        return Redirect::to("/student/login").into_response();
    }
    // Only a page is worth coming back to.
    let next = match (request.method(), request.uri().path_and_query()) {
        (&Method::GET, Some(path)) if access != Access::LoggedIn => {
            let path: String = form_urlencoded::byte_serialize(path.as_str().as_bytes()).collect();
            format!("?next={path}")
        }
        _ => String::new(),
    };
    Redirect::to(&format!("/login{next}")).into_response()
}

async fn draw(FromState(state): FromState<State>, visitor: Visitor, request: Request) -> Response {
    if let Some(first) = something_first(&state, &visitor, request.uri().path(), request.headers()).await {
        return first;
    }
    page(&state, &visitor, request, Drawing::default()).await
}

/// Some pages are only for who did something before.
async fn something_first(
    state: &State,
    visitor: &Visitor,
    path: &str,
    headers: &HeaderMap,
) -> Option<Response> {
    match path {
        "/register" => (!register::has_agreed(state, headers)).then(|| see_other("/register/notice")),
        path @ ("/login/totp" | "/login/set-up") => second_step::other_page(state, visitor, path).await,
        _ => None,
    }
}

async fn call(FromState(state): FromState<State>, visitor: Visitor, request: Request) -> Response {
    let visit = visit(&state, &visitor, None);
    let (parts, body) = request.into_parts();
    let request = Request::from_parts(parts, Body::new(http_body_util::Limited::new(body, FORM_BYTES)));
    handle_server_fns_with_context(move || provide_context(visit.clone()), request).await.into_response()
}

async fn nowhere(FromState(state): FromState<State>, visitor: Visitor) -> Response {
    not_found(&state, &visitor).await
}

/// A page's address with a form's method, or the other way round: someone reloads or types a form's address.
async fn not_this_way(
    FromState(state): FromState<State>,
    visitor: Visitor,
    method: Method,
    uri: Uri,
) -> Response {
    if method == Method::GET
        && let Some(page) = page_of(uri.path())
    {
        return Redirect::to(page).into_response();
    }
    trouble(&state, &visitor, Trouble::NotFound, StatusCode::METHOD_NOT_ALLOWED).await
}

/// The page of what a form is about: `/entries/0193…` of `/entries/0193…/submit`.
fn page_of(path: &str) -> Option<&str> {
    let id = id_in(path);
    let end = path.find(&id)? + id.len();
    (!id.is_empty() && end < path.len()).then(|| &path[..end])
}
