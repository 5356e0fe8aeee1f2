//! Every address and who may use it. What does not stand here does not exist.

use axum::http::Method;

use super::access::Access;

/// Pages, drawn by `app`. A test holds this list and the application's own together.
pub const PAGES: [(&str, Access); 16] = [
    ("/", Access::Anyone),
    ("/login", Access::Anyone),
    ("/home", Access::Family),
    ("/entries", Access::Family),
    ("/entries/new", Access::Family),
    ("/entries/{id}", Access::Family),
    ("/entries/{id}/edit", Access::Family),
    ("/student/login", Access::Anyone),
    ("/student", Access::Student),
    ("/student/entries/{id}", Access::Student),
    ("/staff", Access::Staff),
    ("/staff/entries", Access::Reviewer),
    ("/staff/entries/{id}", Access::Reviewer),
    ("/demo", Access::Demo),
    ("/demo/mailbox", Access::Demo),
    ("/demo/clock", Access::Demo),
];

/// Server functions, called by pages in the browser. A test holds this list and the registered ones together.
pub const API: [(&str, Access); 14] = [
    ("/api/site", Access::Anyone),
    ("/api/home", Access::Family),
    ("/api/login-form", Access::Anyone),
    ("/api/student-login-form", Access::Anyone),
    ("/api/entries", Access::Family),
    ("/api/entry", Access::Family),
    ("/api/entry-form", Access::Family),
    ("/api/today", Access::Staff),
    ("/api/review-queue", Access::Reviewer),
    ("/api/reviewed-entry", Access::Reviewer),
    ("/api/inbox", Access::Student),
    ("/api/letter", Access::Student),
    ("/api/demo/mailbox", Access::Demo),
    ("/api/demo/clock", Access::Demo),
];

/// Forms and files: what is not a page and not a server function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    LogIn,
    LogInStudent,
    LogOut,
    ChooseLanguage,
    WriteEntry,
    EditEntry,
    SubmitEntry,
    WithdrawEntry,
    DiscardDraft,
    ApproveEntry,
    ReturnEntry,
    MoveClock,
    Photo,
    Thumbnail,
    Alive,
    Ready,
}

pub const DOORS: [(Method, &str, Access, Door); 16] = [
    (Method::POST, "/login", Access::Anyone, Door::LogIn),
    (Method::POST, "/student/login", Access::Anyone, Door::LogInStudent),
    (Method::POST, "/logout", Access::Anyone, Door::LogOut),
    (Method::POST, "/language", Access::Anyone, Door::ChooseLanguage),
    (Method::POST, "/entries/new", Access::Family, Door::WriteEntry),
    (Method::POST, "/entries/{id}/edit", Access::Family, Door::EditEntry),
    (Method::POST, "/entries/{id}/submit", Access::Family, Door::SubmitEntry),
    (Method::POST, "/entries/{id}/withdraw", Access::Family, Door::WithdrawEntry),
    (Method::POST, "/entries/{id}/discard", Access::Family, Door::DiscardDraft),
    (Method::POST, "/staff/entries/{id}/approve", Access::Reviewer, Door::ApproveEntry),
    (Method::POST, "/staff/entries/{id}/return", Access::Reviewer, Door::ReturnEntry),
    (Method::POST, "/demo/clock", Access::Demo, Door::MoveClock),
    (Method::GET, "/files/{id}", Access::LoggedIn, Door::Photo),
    (Method::GET, "/files/{id}/thumbnail", Access::LoggedIn, Door::Thumbnail),
    (Method::GET, "/healthz", Access::Anyone, Door::Alive),
    (Method::GET, "/readyz", Access::Anyone, Door::Ready),
];
