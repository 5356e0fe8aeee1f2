//! A form that was sent before the page came to life is on its way as it stands: with a photo that may take a while, and
//! meanwhile the page comes to life. It must not send the same words and files a second time then.

use leptos::web_sys::HtmlFormElement;

/// Runs in the document's head, and notes at a form that the browser has begun to send it.
#[cfg(feature = "ssr")]
pub const NOTE_SENT_FORMS: &str =
    r#"addEventListener("submit",e=>e.defaultPrevented||e.target.setAttribute("data-sent",""))"#;

/// Has the browser begun to send it?
pub fn is_sent(form: Option<HtmlFormElement>) -> bool {
    form.is_some_and(|form| form.has_attribute("data-sent"))
}
