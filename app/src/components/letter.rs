//! An entry as it is read.

use domain::people::Relationship;
use domain::time::Moment;
use domain::view::Photo;
use leptos::prelude::*;

use crate::words::Words;

pub struct Letter {
    pub date: Moment,
    pub title: String,
    pub body: String,
    pub photo: Option<Photo>,
    /// Who writes, in the words of the reader.
    pub from: String,
    /// When the student read it.
    pub read_at: Option<Moment>,
    /// The id of the title, for `aria-labelledby`.
    pub title_id: Option<String>,
    /// Is this the page's first heading?
    pub is_heading: bool,
}

/// 「媽媽寫給小宇」
pub fn from(words: Words, relationship: Relationship, student: &str) -> String {
    words.letter_from(words.relationship(relationship), student)
}

pub fn letter(words: Words, letter: Letter) -> impl IntoView {
    let class = if letter.photo.is_some() { "letter letter--with-photo" } else { "letter" };
    let day = letter.date.taipei_day().to_string();
    let machine_day = day.replace('/', "-");
    let photo = letter.photo.map(|photo| {
        let alt = words.entry_photo_alt(&letter.title);
        view! {
            <figure class="letter__photo">
                <img src=format!("/files/{}", photo.id) width=photo.width height=photo.height alt=alt/>
            </figure>
        }
    });
    let title = if letter.is_heading {
        view! { <h1 class="letter__title" id=letter.title_id>{letter.title}</h1> }.into_any()
    } else {
        view! { <h2 class="letter__title" id=letter.title_id>{letter.title}</h2> }.into_any()
    };
    let stamp = letter.read_at.map(|read_at| {
        view! {
            <footer class="letter__foot">
                <p class="stamp">
                    <span class="stamp__word">{words.stamp_read()}</span>
                    <span class="stamp__when">{read_at.to_string()}</span>
                </p>
            </footer>
        }
    });
    view! {
        <article class=class>
            <header class="letter__head">
                <p class="letter__date"><time datetime=machine_day>{day}</time></p>
                {title}
                <p class="letter__from">{letter.from}</p>
            </header>
            {photo}
            <div class="letter__body">{letter.body}</div>
            {stamp}
        </article>
    }
}
