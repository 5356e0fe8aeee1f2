//! The document around every page.

use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use leptos_meta::{HashedStylesheet, MetaTags};

use crate::app::App;
use crate::components::sent_early::NOTE_SENT_FORMS;
use crate::context::Visit;
use crate::trouble::Trouble;
use crate::words::{Part, Words};

/// Provided when a page must stay as the server drew it: its address is not one that the browser's router knows.
#[derive(Clone, Copy)]
pub struct WithoutScript;

pub fn shell(options: LeptosOptions) -> impl IntoView {
    let language = use_context::<Visit>().map(|visit| visit.language).unwrap_or_default();
    let words = Words(language);
    let with_script = use_context::<WithoutScript>().is_none();
    send_policy(with_script);
    let is_student = use_context::<Visit>().is_some_and(|visit| visit.actor.student().is_some());
    view! {
        <!DOCTYPE html>
        <html lang=language.tag()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="description" content=words.site_description()/>
                // Forms to ourselves must carry their origin; nobody else is told where people come from.
                <meta name="referrer" content="same-origin"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <HashedStylesheet options=options.clone() id="style"/>
                {with_script.then(|| view! {
                    {note_sent_forms()}
                    {texts(words)}
                    <HydrationScripts options=options.clone()/>
                })}
                {is_student.then(|| leave_when_silent(with_script))}
                <MetaTags/>
            </head>
            <body class=body_class()>
                <App/>
            </body>
        </html>
    }
}

fn note_sent_forms() -> impl IntoView {
    view! { <script nonce=use_nonce() inner_html=NOTE_SENT_FORMS></script> }
}

/// A student's page that was left open goes by itself. Where scripts run they do that, knowing whether somebody is still
/// there; elsewhere the browser leaves a little after the server has ended the silent session, so that asking does not
/// keep it. No directive of the policy speaks of this.
fn leave_when_silent(with_script: bool) -> AnyView {
    let leave = view! { <meta http-equiv="refresh" content="185; url=/student/login"/> };
    if with_script { view! { <noscript>{leave}</noscript> }.into_any() } else { leave.into_any() }
}

/// The texts that the page's code will ask for, loaded beside it.
fn texts(words: Words) -> impl IntoView {
    let area = matches!(first_segment().as_deref(), Some("staff" | "demo" | "styleguide"));
    let staff = area && use_context::<Trouble>().is_none();
    let parts = [Some(Part::Everyone), staff.then_some(Part::Staff)];
    let links = parts.into_iter().flatten().map(|part| words.file(part).address);
    links
        .map(|href| view! { <link rel="preload" href=href r#as="fetch" crossorigin="anonymous"/> })
        .collect_view()
}

/// `staff` of `/staff/entries`.
fn first_segment() -> Option<String> {
    use_context::<Parts>()?.uri.path().split('/').nth(1).map(str::to_owned)
}

/// The terminal is read from a chair's distance: everything there is larger.
fn body_class() -> &'static str {
    if first_segment().as_deref() == Some("student") { "terminal" } else { "" }
}

/// Content Security Policy Level 3, with a nonce for the inline scripts of hydration.
fn send_policy(with_script: bool) {
    let Some(response) = use_context::<ResponseOptions>() else { return };
    // A page that stays as it was drawn still carries the small scripts that hold its data.
    let scripts = match use_nonce() {
        Some(nonce) if with_script => format!("'self' 'nonce-{nonce}' 'wasm-unsafe-eval'"),
        Some(nonce) => format!("'nonce-{nonce}'"),
        None => "'none'".to_owned(),
    };
    let policy = format!(
        "default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self' blob:; connect-src 'self'; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    );
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
}
