//! `/styleguide`: every component in its states, with made-up data.

mod forms;
mod pieces;

use leptos::prelude::*;

use crate::components::icon::{Icon, icon};
use crate::components::page::{Page, Width, page_head};
use crate::words::{Words, use_words};

/// The sizes of type and the colours, as `style/tokens.scss` names them.
const SIZES: [&str; 7] = ["3xl", "2xl", "xl", "lg", "md", "sm", "xs"];
const COLOURS: [&str; 20] = [
    "paper",
    "sheet",
    "sunken",
    "ink",
    "ink-soft",
    "line",
    "line-strong",
    "accent",
    "accent-strong",
    "accent-soft",
    "lake",
    "lake-strong",
    "lake-soft",
    "good",
    "good-soft",
    "warn",
    "warn-soft",
    "bad",
    "bad-soft",
    "focus",
];

pub fn page() -> AnyView {
    let words = use_words();
    view! {
        <Page title=words.guide_title() width=Width::Full>
            <div class="stack stack--wide">
                <div class="page-head">{page_head(words.guide_title(), words.guide_lead())}</div>
                {part("type", words.guide_type(), sizes(words))}
                {part("colours", words.guide_colours(), colours())}
                {part("buttons", words.guide_buttons(), buttons(words))}
                {forms::parts(words)}
                {pieces::parts(words)}
            </div>
        </Page>
    }
    .into_any()
}

/// One component under its name.
fn part(id: &'static str, title: &'static str, content: impl IntoView) -> AnyView {
    view! {
        <section class="stack" aria-labelledby=id>
            <h2 id=id>{title}</h2>
            {content.into_view()}
        </section>
    }
    .into_any()
}

fn sizes(words: Words) -> impl IntoView {
    let samples = SIZES.map(|size| {
        view! {
            <p>
                <code>{format!("--text-{size}")}</code>
                <br/>
                <span class=format!("sample sample--{size}")>{words.guide_sentence()}</span>
            </p>
        }
    });
    view! {
        <h3>{words.guide_title()}</h3>
        <h4>{words.guide_title()}</h4>
        {samples.into_iter().collect_view()}
        <p>
            <strong>{words.guide_sentence()}</strong>
            " "
            <a href="/styleguide">{words.guide_title()}</a>
        </p>
        <p class="field__hint">{words.guide_lead()}</p>
    }
}

fn colours() -> impl IntoView {
    let swatches = COLOURS.map(|colour| {
        view! {
            <li class="swatches__item">
                <span class=format!("swatches__colour swatches__colour--{colour}")></span>
                <code>{format!("--color-{colour}")}</code>
            </li>
        }
    });
    view! { <ul class="swatches" role="list">{swatches.into_iter().collect_view()}</ul> }
}

fn buttons(words: Words) -> impl IntoView {
    view! {
        <div class="actions">
            <button class="button button--primary" type="button">{words.guide_button_primary()}</button>
            <button class="button" type="button">{icon(Icon::Pen)}{words.guide_button()}</button>
            <button class="button button--quiet" type="button">{words.guide_button_quiet()}</button>
            <button class="button button--danger" type="button">{words.guide_button_danger()}</button>
            <button class="button" type="button" disabled>{words.guide_button_disabled()}</button>
            <a class="button" href="/styleguide">{words.guide_button_link()}</a>
        </div>
        <form class="card" method="get" action="/styleguide">
            <p>{words.guide_button_form()}</p>
            <button class="button button--primary button--wide">{words.guide_button_primary()}</button>
        </form>
    }
}
