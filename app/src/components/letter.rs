//! An entry as it is read.

use domain::people::Relationship;
use domain::time::Moment;
use domain::view::{Attachment, Photo};
use domain::watch_words::mark;
use leptos::prelude::*;

use crate::words::Words;

pub struct Letter {
    pub date: Moment,
    pub title: String,
    pub body: String,
    pub photo: Option<Photo>,
    /// What the photo shows, in the family's words; empty for none.
    pub photo_alt: String,
    /// A picture of each of their pages is drawn below the words.
    pub attachments: Vec<Attachment>,
    /// Words to be marked where they stand (留意詞).
    pub marks: Vec<String>,
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

/// What a photo shows: in the family's words, or that it belongs to the letter.
pub fn photo_alt(words: Words, in_words: &str, title: &str) -> String {
    if in_words.trim().is_empty() { words.entry_photo_alt(title) } else { in_words.to_owned() }
}

fn attached(words: Words, attachments: &[Attachment]) -> Option<impl IntoView + use<>> {
    if attachments.is_empty() {
        return None;
    }
    let pages = attachments
        .iter()
        .flat_map(|one| (1_usize..).zip(one.pages.iter()).map(move |(number, page)| (one, number, page)))
        .map(|(one, number, page)| {
            view! {
                <figure class="letter__page">
                    <img
                        src=format!("/files/{}", page.id)
                        width=page.width
                        height=page.height
                        alt=words.upload_page_alt(&one.name, number)
                        loading="lazy"
                    />
                </figure>
            }
        })
        .collect_view();
    Some(view! { <div class="letter__pages">{pages}</div> })
}

/// The text with the words marked that stand in it.
fn marked(text: &str, marks: &[String]) -> AnyView {
    if marks.is_empty() {
        return text.to_owned().into_any();
    }
    mark(text, marks)
        .into_iter()
        .map(|piece| {
            if piece.marked {
                view! { <mark class="letter__mark">{piece.text}</mark> }.into_any()
            } else {
                piece.text.into_any()
            }
        })
        .collect_view()
        .into_any()
}

pub fn letter(words: Words, letter: Letter) -> impl IntoView {
    let class = if letter.photo.is_some() { "letter letter--with-photo" } else { "letter" };
    let day = letter.date.taipei_day().to_string();
    let machine_day = day.replace('/', "-");
    let photo = letter.photo.map(|photo| {
        let alt = photo_alt(words, &letter.photo_alt, &letter.title);
        view! {
            <figure class="letter__photo">
                <img src=format!("/files/{}", photo.id) width=photo.width height=photo.height alt=alt/>
            </figure>
        }
    });
    let attachments = attached(words, &letter.attachments);
    let (title, body) = (marked(&letter.title, &letter.marks), marked(&letter.body, &letter.marks));
    let title = if letter.is_heading {
        view! { <h1 class="letter__title" id=letter.title_id>{title}</h1> }.into_any()
    } else {
        view! { <h2 class="letter__title" id=letter.title_id>{title}</h2> }.into_any()
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
            <div class="letter__body">{body}</div>
            {attachments}
            {stamp}
        </article>
    }
}
