//! `/staff`: the day at a glance.

use domain::people::Role;
use domain::time::Moment;
use leptos::prelude::*;

use crate::api::today::{Today as Data, today};
use crate::components::loaded::loaded;
use crate::components::page::{Page, Width, page_head};
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    let data = Resource::new(|| (), |()| today());
    let words = use_words();
    loaded(data, move |data| {
        view! { <Page title=words.staff_title() width=Width::Full>{content(words, &data)}</Page> }.into_any()
    })
}

fn content(words: Words, data: &Data) -> impl IntoView + use<> {
    let may_review = data.role.may_review();
    let oldest = match data.glance.oldest {
        Some(oldest) => (waited(words, oldest, data.now), words.tile_oldest_note(oldest)),
        None => (words.staff_nothing_waiting().to_owned(), String::new()),
    };
    let tiles = [
        (words.tile_waiting(), data.glance.waiting.to_string(), String::new()),
        (words.tile_oldest(), oldest.0, oldest.1),
        (words.tile_held(), data.glance.held.to_string(), words.tile_held_note().to_owned()),
        (words.staff_decided_today(), data.glance.decided_today.to_string(), String::new()),
    ];
    view! {
        <div class="stack">
            <div class="page-head">
                {page_head(words.staff_title(), data.now.taipei_day().to_string())}
                {may_review.then(|| view! {
                    <a class="button button--primary" href="/staff/entries">{words.staff_start_review()}</a>
                })}
            </div>
            <ul class="tiles" role="list" aria-label=words.staff_figures_label()>
                {tiles
                    .into_iter()
                    .map(|(name, value, note)| view! {
                        <li class="tiles__link">
                            <span class="tiles__name">{name}</span>
                            <span class="tiles__value">{value}</span>
                            <span class="tiles__note">{note}</span>
                        </li>
                    })
                    .collect_view()}
            </ul>
            {(data.role == Role::Admin).then(|| accounts(words))}
        </div>
    }
}

/// An admin's own work.
fn accounts(words: Words) -> impl IntoView {
    view! {
        <section class="card" aria-labelledby="accounts-card">
            <h2 class="card__title" id="accounts-card">{words.staff_accounts_title()}</h2>
            <p>{words.staff_accounts_card_text()}</p>
            <div class="actions">
                <a class="button button--primary" href="/staff/accounts">{words.staff_accounts_open()}</a>
            </div>
        </section>
    }
}

/// How long something has waited, in days and hours.
pub fn waited(words: Words, since: Moment, now: Moment) -> String {
    let hours = (now.micros() - since.micros()).max(0) / 3_600_000_000;
    if hours < 24 {
        words.review_waiting_hours(hours)
    } else {
        words.review_waiting_days(hours / 24, hours % 24)
    }
}
