//! From one page of a list to the next.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::icon::{Icon, icon};
use crate::words::Words;

/// The page that the address asks for, from 1.
pub fn page_number() -> impl Fn() -> u32 + Copy + Send + Sync + 'static {
    let query = use_query_map();
    move || query.read().get("page").and_then(|page| page.parse().ok()).unwrap_or(1).clamp(1, 100_000)
}

/// Nothing when there is only one page. `path` may hold what the list was asked for, after a `?`.
pub fn pager(words: Words, path: &str, number: u32, has_next: bool) -> Option<impl IntoView + use<>> {
    let path = format!("{path}{}page=", if path.contains('?') { '&' } else { '?' });
    (number > 1 || has_next).then(|| {
        view! {
            <nav class="pager" aria-label=words.pager_label()>
                {(number > 1).then(|| view! {
                    <a class="button" href=format!("{path}{}", number - 1)>
                        {icon(Icon::Left)}{words.pager_previous()}
                    </a>
                })}
                <span class="pager__where">{words.pager_where(number)}</span>
                {has_next.then(|| view! {
                    <a class="button" href=format!("{path}{}", number + 1)>
                        {words.pager_next()}{icon(Icon::Right)}
                    </a>
                })}
            </nav>
        }
    })
}
