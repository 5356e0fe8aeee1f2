//! Links that narrow a list to what somebody looks for.

use leptos::prelude::*;

pub struct Choice {
    pub name: &'static str,
    pub address: String,
    /// The list shows it now.
    pub chosen: bool,
    /// How many there are, where that is known.
    pub count: Option<u32>,
}

pub fn filters<const N: usize>(label: &'static str, choices: [Choice; N]) -> impl IntoView + use<N> {
    let links = choices.map(|Choice { name, address, chosen, count }| {
        let count = count.map(|count| view! { " " <span class="filters__count">{count}</span> });
        view! {
            <li>
                <a class="filters__link" href=address aria-current=chosen.then_some("page")>{name}{count}</a>
            </li>
        }
    });
    view! {
        <nav class="filters" aria-label=label>
            <ul class="filters__list" role="list">{links.into_iter().collect_view()}</ul>
        </nav>
    }
}
