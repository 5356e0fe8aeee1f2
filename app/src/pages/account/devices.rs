//! `/account/devices`: where one is logged in, and logging out there.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::page_about;
use crate::api::account::{AccountPage, Device};
use crate::components::facts::{facts, text};
use crate::components::icon::{Icon, icon};
use crate::components::notice::done;
use crate::components::page::{Width, page_head};
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    page_about(use_words().account_devices_title(), Width::Reading, content)
}

fn content(words: Words, data: AccountPage) -> AnyView {
    let ended = use_query_map().get_untracked().get("done").is_some_and(|what| what == "devices");
    let has_others = data.devices.iter().any(|device| !device.is_this_one);
    let list = data.devices.into_iter().map(|one| view! { <li>{device(words, one)}</li> });
    let others = if has_others {
        view! {
            <form class="actions" method="post" action="/account/devices/end">
                <button class="button" name="session" value="others">{words.account_devices_end_others()}</button>
            </form>
        }
        .into_any()
    } else {
        view! { <p>{words.account_devices_only_this()}</p> }.into_any()
    };
    view! {
        {ended.then(|| done(words.account_done_devices()))}
        <div class="page-head">{page_head(words.account_devices_title(), words.account_devices_lead())}</div>
        <ul class="stack" role="list">{list.collect_view()}</ul>
        {others}
    }
    .into_any()
}

fn device(words: Words, device: Device) -> impl IntoView {
    let name = if device.name.is_empty() { words.account_devices_unknown().to_owned() } else { device.name };
    let rows = vec![
        (words.account_devices_seen(), text(device.last_seen_at.to_string())),
        (words.account_devices_began(), text(device.began_at.to_string())),
    ];
    let what = if device.is_this_one {
        view! {
            <p><span class="badge badge--read">{icon(Icon::Check)}{words.account_devices_this()}</span></p>
        }
        .into_any()
    } else {
        view! {
            <form class="actions" method="post" action="/account/devices/end">
                <input type="hidden" name="session" value=device.id/>
                <button class="button">{words.account_devices_end()}</button>
            </form>
        }
        .into_any()
    };
    view! {
        <article class="card">
            <h2 class="card__title">{name}</h2>
            {facts(rows)}
            {what}
        </article>
    }
}
