//! The frame of a page: its title in the browser and its `<main>`.

use leptos::prelude::*;
use leptos_meta::Title;

use super::escape::escape;
use super::navigation::focus_if_navigated;
use crate::words::use_words;

/// How wide the text runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    Full,
    Reading,
    Narrow,
}

#[component]
pub fn Page(#[prop(into)] title: String, width: Width, children: Children) -> impl IntoView {
    focus_if_navigated();
    let words = use_words();
    let class = match width {
        Width::Full => "page",
        Width::Reading => "page page--reading",
        Width::Narrow => "page page--narrow",
    };
    let title = words.site_page_title(title);
    // A browser sets it as text; the server writes it into the document as it is.
    let title = if cfg!(feature = "ssr") { escape(&title) } else { title };
    view! {
        <Title text=title/>
        <main class=class id="main" tabindex="-1">
            {children()}
        </main>
    }
}

/// A page's heading with a line under it.
pub fn page_head(title: impl Into<String>, lead: impl Into<String>) -> impl IntoView {
    let lead = lead.into();
    view! {
        <div class="page-head__text">
            <h1>{title.into()}</h1>
            {(!lead.is_empty()).then(|| view! { <p class="page-head__lead">{lead}</p> })}
        </div>
    }
}
