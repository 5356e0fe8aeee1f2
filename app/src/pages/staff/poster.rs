//! `/staff/poster`: a page of A4 for the front door of the school. `?language=` says which language is written large.

use domain::language::Language;
#[cfg(feature = "ssr")]
use domain::view::Institution;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::api::poster::{Poster, PosterText, poster};
use crate::components::icon::{Icon, icon};
use crate::components::loaded::{loaded, page_data};
use crate::components::page::{Page, Width};
use crate::components::qr::qr;
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    let words = use_words();
    let query = use_query_map();
    let data = page_data(move || query.read().get("language").unwrap_or_default(), poster);
    loaded(data, move |data| {
        view! { <Page title=words.poster_page_title() width=Width::Reading>{content(words, data)}</Page> }
            .into_any()
    })
}

fn content(words: Words, data: Poster) -> impl IntoView {
    let Poster { institution, address, qr: code, large, small } = data;
    let (other, label) = match large.language {
        Language::TraditionalChinese => (Language::English, words.poster_other_language()),
        Language::English => (Language::TraditionalChinese, words.poster_own_language()),
    };
    // Paper cannot be clicked, and people type what they see.
    let typed = address.trim_start_matches("https://").to_owned();
    let qr_label = large.qr_label.clone();
    view! {
        <div class="stack poster-page">
            <div class="stack poster-page__tools">
                <a class="back-link" href="/staff">{icon(Icon::Left)}{words.poster_back()}</a>
                <p>{words.poster_print_hint()}</p>
                <p><a href=format!("/staff/poster?language={}", other.tag())>{label}</a></p>
            </div>
            <article class="poster" lang=large.language.tag()>
                <header class="poster__head">
                    <p class="poster__institution">{institution}</p>
                    <h1 class="poster__title">{large.title.clone()}</h1>
                    <p class="poster__lead">{large.lead.clone()}</p>
                </header>
                <div class="poster__code">
                    {qr(qr_label, code)}
                    <div class="poster__where">
                        <p class="poster__scan">{large.scan.clone()}</p>
                        <p class="visually-hidden">{words.poster_address()}</p>
                        <p class="poster__address">{typed}</p>
                    </div>
                </div>
                {steps(&large)}
                <p class="poster__ask">{large.ask.clone()}</p>
                <p class="poster__contact">{large.contact.clone()}</p>
                <section class="poster__small" lang=small.language.tag()>
                    <h2 class="poster__small-title">{small.title.clone()}</h2>
                    {steps(&small)}
                    <p>{format!("{} · {}", small.ask, small.contact)}</p>
                </section>
            </article>
        </div>
    }
}

fn steps(text: &PosterText) -> impl IntoView + use<> {
    let steps: Vec<_> =
        text.steps.iter().map(|step| view! { <li class="poster__step">{step.clone()}</li> }).collect();
    view! { <ol class="poster__steps">{steps}</ol> }
}

/// What it says in one language.
#[cfg(feature = "ssr")]
pub fn poster_text(language: Language, institution: &Institution, address: &str) -> PosterText {
    let words = Words(language);
    let (name, phone, person) = (&institution.name, &institution.phone, &institution.contact_person);
    PosterText {
        language,
        title: words.poster_title().to_owned(),
        lead: words.poster_lead().to_owned(),
        scan: words.poster_scan().to_owned(),
        qr_label: words.poster_qr_label(address),
        steps: [words.poster_step_1(), words.poster_step_2(), words.poster_step_3()]
            .map(str::to_owned)
            .to_vec(),
        ask: words.poster_ask().to_owned(),
        contact: if person.is_empty() {
            words.poster_contact(name, phone)
        } else {
            words.poster_contact_person(name, person, phone)
        },
    }
}
