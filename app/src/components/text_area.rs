//! The one place that draws a `<textarea>`.
//!
//! Leptos writes a text area's children unescaped when the server draws it, so that `</textarea><script>` typed by
//! one person would run for the next. Its content is therefore escaped here, on both sides.

use leptos::prelude::*;

use super::escape::escape;

/// What goes between `<textarea>` and `</textarea>`: escaped, and with a line feed before it, because HTML drops
/// the first one (HTML Standard §13.1.2.5).
pub fn text_area_content(text: &str) -> String {
    // A browser that builds the element itself drops nothing.
    let dropped = if cfg!(feature = "ssr") { "\n" } else { "" };
    format!("{dropped}{}", escape(text))
}

#[component]
pub fn TextArea(
    #[prop(into)] id: String,
    name: &'static str,
    class: &'static str,
    rows: u32,
    text: String,
    #[prop(optional_no_strip)] described_by: Option<String>,
    #[prop(optional_no_strip)] invalid: Option<&'static str>,
    /// Called with the text after each change.
    #[prop(into)]
    on_text: Callback<String>,
) -> impl IntoView {
    let element: NodeRef<leptos::html::Textarea> = NodeRef::new();
    // What was typed before the page came to life counts too.
    Effect::new(move || {
        if let Some(element) = element.get() {
            on_text.run(element.value());
        }
    });
    view! {
        <textarea
            node_ref=element
            class=class
            id=id
            name=name
            rows=rows.to_string()
            aria-describedby=described_by
            aria-invalid=invalid
            on:input=move |event| on_text.run(event_target_value(&event))
            inner_html=text_area_content(&text)
        ></textarea>
    }
}
