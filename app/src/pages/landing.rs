//! `/`: what it is, three steps to take part, log in, whom to call.

use leptos::prelude::*;

use crate::api::site::Site;
use crate::app::SiteResource;
use crate::components::art::hero;
use crate::components::facts::{facts, text};
use crate::components::footer::tel;
use crate::components::page::{Page, Width};
use crate::words::{Words, use_words};

area!(
    /// `/`.
    FirstArea,
    page()
);

fn page() -> AnyView {
    let words = use_words();
    let site = expect_context::<SiteResource>();
    let steps = [
        (words.landing_step_1_title(), words.landing_step_1_text()),
        (words.landing_step_2_title(), words.landing_step_2_text()),
        (words.landing_step_3_title(), words.landing_step_3_text()),
    ];
    view! {
        <Page title=words.brand_sub() width=Width::Full>
            <div class="stack stack--wide">
                <section class="hero">
                    <div>
                        <h1 class="hero__title">
                            <span class="phrase">{words.landing_title_1()}</span>
                            " "
                            <span class="phrase">{words.landing_title_2()}</span>
                        </h1>
                        <p class="hero__lead">{words.landing_lead()}</p>
                        <div class="actions hero__actions">
                            <a class="button button--primary" href="/login">{words.landing_log_in()}</a>
                            <a class="button" href="/register/notice">{words.register_link()}</a>
                            <a class="button" href="/student/login" rel="external">{words.landing_student()}</a>
                        </div>
                    </div>
                    {hero(words.landing_art_label())}
                </section>
                <section aria-labelledby="steps">
                    <h2 class="section-title" id="steps">{words.landing_steps_title()}</h2>
                    <ol class="steps" role="list">
                        {steps
                            .into_iter()
                            .map(|(title, text)| view! {
                                <li class="steps__item">
                                    <h3 class="steps__title">{title}</h3>
                                    <p class="steps__text">{text}</p>
                                </li>
                            })
                            .collect_view()}
                    </ol>
                </section>
                <Suspense>
                    {move || Suspend::new(async move { site.await.ok().map(|site| contacts(words, site)) })}
                </Suspense>
            </div>
        </Page>
    }
    .into_any()
}

fn contacts(words: Words, site: Site) -> impl IntoView {
    let cards = site.institutions.into_iter().map(|institution| {
        let phone = view! { <a href=tel(&institution.phone)>{institution.phone.clone()}</a> }.into_any();
        let person = institution.contact_person;
        let person = (!person.is_empty()).then(|| (words.contact_person(), text(person)));
        view! {
            <article class="card">
                <h3 class="card__title">{institution.name}</h3>
                {facts(person.into_iter().chain([(words.contact_phone(), phone)]).collect())}
            </article>
        }
    });
    view! {
        <section aria-labelledby="contact">
            <h2 id="contact">{words.landing_contact_title()}</h2>
            <p class="section-title">{words.landing_contact_text()}</p>
            <div class="grid grid--two">{cards.collect_view()}</div>
        </section>
    }
}
