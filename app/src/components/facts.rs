//! A list of facts: what, and how it is.

use leptos::prelude::*;

pub fn facts(rows: Vec<(&'static str, AnyView)>) -> impl IntoView {
    let rows = rows.into_iter().map(|(name, value)| {
        view! {
            <div class="facts__row">
                <dt class="facts__name">{name}</dt>
                <dd class="facts__value">{value}</dd>
            </div>
        }
    });
    view! { <dl class="facts">{rows.collect_view()}</dl> }
}

/// A value that is plain text.
pub fn text(value: impl Into<String>) -> AnyView {
    value.into().into_any()
}
