//! Beside the form: what may be sent and what comes back, in plain words, so that less is refused.

use domain::id::BookId;
use leptos::prelude::*;

use crate::api::entry_form::EntryForm;
use crate::components::art::{Sample, sample};
use crate::words::Words;

pub fn guide(words: Words, form: &EntryForm, chosen: RwSignal<Option<BookId>>) -> impl IntoView + use<> {
    let good = [
        (Sample::Family, words.tips_good_family()),
        (Sample::Home, words.tips_good_home()),
        (Sample::Words, words.tips_good_words()),
    ];
    let bad = [
        (Sample::Strangers, words.tips_bad_strangers()),
        (Sample::Blurred, words.tips_bad_blurred()),
        (Sample::Letter, words.tips_bad_private()),
    ];
    let list = |items: [(Sample, &'static str); 3]| {
        items
            .into_iter()
            .map(|(picture, text)| {
                view! { <li class="guide__item">{sample(picture)}<span>{text}</span></li> }
            })
            .collect_view()
    };
    let books = form.books.clone();
    let own = move || {
        let book = books.iter().find(|book| Some(book.id) == chosen.get())?;
        (!book.guide.is_empty()).then(|| {
            let lines = book.guide.iter().map(|line| view! { <li>{line.clone()}</li> }).collect_view();
            view! {
                <h3 class="guide__title">{words.tips_own(&book.institution_name)}</h3>
                <ul>{lines}</ul>
            }
        })
    };
    view! {
        <aside class="guide card" aria-labelledby="guide">
            <h2 class="card__title" id="guide">{words.tips_title()}</h2>
            <h3 class="guide__title guide__title--good">{words.tips_good()}</h3>
            <ul class="guide__list" role="list">{list(good)}</ul>
            <h3 class="guide__title guide__title--bad">{words.tips_bad()}</h3>
            <ul class="guide__list" role="list">{list(bad)}</ul>
            {own}
        </aside>
    }
}
