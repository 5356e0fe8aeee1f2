//! The terminal: logging in, the inbox, and one letter at a time with its reply, in very large type. It is shared, so it logs off by
//! itself and leaves nothing behind.

mod login;
mod inbox;
mod letter;
mod reply;
mod closed;
mod quiet_log_off;
mod anew;
mod turning;
mod full_screen;
mod read_aloud;
mod print_button;

use leptos::prelude::*;

use quiet_log_off::QuietLogOff;

area!(
    /// All below `/student`.
    StudentArea,
    match super::segments().get(1).map(String::as_str) {
        None => attended(inbox::inbox_page()),
        Some("login") => login::login_page(),
        Some(_) => attended(one_letter()),
    }
);

fn one_letter() -> AnyView {
    let segments = super::segments();
    match segments.iter().skip(3).map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["reply"] => reply::reply_page(),
        ["reply", _] => reply::look_page(),
        _ => letter::letter_page(),
    }
}

/// A page that shows what was written to somebody: only as long as somebody is there, and never a kept copy.
fn attended(page: AnyView) -> AnyView {
    anew::load_anew();
    view! {
        {page}
        <QuietLogOff/>
    }
    .into_any()
}
