//! A table that becomes a card for each row on a phone.

use leptos::prelude::*;

/// `labelled_by` is the id of the heading that names the table. Roles are written out, because the styles turn the
/// table into cards on a phone and so take them away.
pub fn table(
    labelled_by: &'static str,
    heads: impl IntoIterator<Item = &'static str>,
    rows: impl IntoView,
) -> impl IntoView {
    let heads = heads.into_iter().map(|head| {
        view! { <th class="table__head" scope="col" role="columnheader">{head}</th> }
    });
    view! {
        <table class="table" role="table" aria-labelledby=labelled_by>
            <thead class="table__header" role="rowgroup">
                <tr role="row">{heads.collect_view()}</tr>
            </thead>
            <tbody class="table__body" role="rowgroup">{rows}</tbody>
        </table>
    }
}

pub fn row(cells: impl IntoView) -> impl IntoView {
    view! { <tr class="table__row" role="row">{cells}</tr> }
}

/// `head` is the column's name again, for the card.
pub fn cell(head: &'static str, value: impl IntoView) -> impl IntoView {
    view! { <td class="table__cell" role="cell" data-label=head>{value}</td> }
}
