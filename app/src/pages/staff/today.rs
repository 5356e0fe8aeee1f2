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
                {requests(words, data, may_review)}
            </ul>
            {(data.role == Role::Admin).then(|| accounts(words))}
            {(data.role == Role::Admin).then(|| settings(words))}
        </div>
    }
}

/// How the families' requests stand; for who decides them each figure leads to its list.
fn requests(words: Words, data: &Data, may_review: bool) -> impl IntoView + use<> {
    let glance = data.applications;
    let oldest = match glance.oldest {
        Some(oldest) => words.tile_requests_oldest(waited(words, oldest, data.now)),
        None => String::new(),
    };
    let tiles = [
        ("waiting", words.tile_requests(), glance.waiting, oldest, false),
        ("overdue", words.tile_requests_overdue(), glance.overdue, String::new(), glance.overdue > 0),
    ];
    let tiles = tiles.map(|(filter, name, value, note, alarms)| {
        let class = if alarms { "tiles__link tiles__link--alert" } else { "tiles__link" };
        let figures = view! {
            <span class="tiles__name">{name}</span>
            <span class="tiles__value">{value}</span>
            <span class="tiles__note">{note}</span>
        };
        if may_review {
            let list = format!("/staff/applications?filter={filter}");
            view! { <li><a class=class href=list>{figures}</a></li> }.into_any()
        } else {
            view! { <li class=class>{figures}</li> }.into_any()
        }
    });
    tiles.into_iter().collect_view()
}

fn settings(words: Words) -> impl IntoView {
    view! {
        <section class="card" aria-labelledby="settings-card">
            <h2 class="card__title" id="settings-card">{words.settings_title()}</h2>
            <p>{words.settings_card_text()}</p>
            <div class="actions">
                <a class="button button--primary" href="/staff/settings">{words.settings_open()}</a>
            </div>
        </section>
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
