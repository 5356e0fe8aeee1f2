//! Pages for what went wrong, each with a way back.

use domain::view::Viewer;
use leptos::prelude::*;

use crate::app::SiteResource;
use crate::components::art::{Mood, small_cloud};
use crate::components::page::{Page, Width};
use crate::words::{Words, use_words};

/// Why there is no page. Provided in the context, it takes the place of every page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    NotFound,
    Forbidden,
    /// The request is no form of ours.
    BadRequest,
    /// It came from another site.
    ForeignOrigin,
    TooLarge,
    /// The number by which the log knows it; empty when the server was not reached.
    Failed(String),
}

impl Trouble {
    pub fn title(&self, words: Words) -> &'static str {
        match self {
            Self::NotFound => words.missing_title(),
            Self::Forbidden => words.forbidden_title(),
            Self::BadRequest => words.refused_title(),
            Self::ForeignOrigin => words.refused_origin_title(),
            Self::TooLarge => words.refused_large_title(),
            Self::Failed(_) => words.failure_title(),
        }
    }

    /// Families and students are sent to the school, those who work here to whoever runs the system.
    fn text(&self, words: Words, works_here: bool) -> &'static str {
        match self {
            Self::NotFound => words.missing_text(),
            Self::Forbidden if works_here => words.forbidden_text_staff(),
            Self::Forbidden => words.forbidden_text(),
            Self::BadRequest => words.refused_text(),
            Self::ForeignOrigin => words.refused_origin_text(),
            Self::TooLarge => words.refused_large_text(),
            Self::Failed(_) if works_here => words.failure_text_staff(),
            Self::Failed(_) => words.failure_text(),
        }
    }
}

#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! { <TroublePage trouble=Trouble::NotFound/> }
}

#[component]
pub fn TroublePage(trouble: Trouble) -> impl IntoView {
    let title = trouble.title(use_words());
    view! { <Page title width=Width::Full>{trouble_view(trouble)}</Page> }
}

pub fn trouble_view(trouble: Trouble) -> impl IntoView {
    let words = use_words();
    let site = expect_context::<SiteResource>();
    let title = trouble.title(words);
    let number = match &trouble {
        Trouble::Failed(id) if !id.is_empty() => Some(id.clone()),
        _ => None,
    };
    let text = move || {
        let trouble = trouble.clone();
        Suspend::new(async move {
            let viewer = site.await.map_or(Viewer::Anonymous, |site| site.viewer);
            let works_here = matches!(viewer, Viewer::Account { role, .. } if role.is_staff());
            trouble.text(words, works_here)
        })
    };
    view! {
        <div class="empty">
            {small_cloud(Mood::Lost)}
            <h1>{title}</h1>
            <p class="empty__text"><Suspense>{text}</Suspense></p>
            {number.map(|number| view! {
                <p><strong>{words.error_code()}<code>{number}</code></strong></p>
            })}
            <div class="actions">
                <a class="button button--primary" href="/" rel="external">{words.back_home()}</a>
            </div>
        </div>
    }
}
