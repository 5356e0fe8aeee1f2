//! Documents with a small picture of each page.

use domain::view::Document;
use leptos::prelude::*;

use crate::words::Words;

/// `more` draws what can be done with a document.
pub fn document_list<M: IntoView + 'static>(
    words: Words,
    documents: Vec<Document>,
    more: impl Fn(&Document) -> M,
) -> impl IntoView {
    let items = documents.into_iter().map(|document| {
        let more = more(&document);
        view! { <li class="documents__item">{pages(words, &document)} {more}</li> }
    });
    view! { <ul class="documents" role="list">{items.collect_view()}</ul> }
}

fn pages(words: Words, document: &Document) -> impl IntoView + use<> {
    let name = document.name.clone();
    let count = document.pages.len();
    let pictures = (1_usize..).zip(document.pages.clone()).map(|(number, page)| {
        view! {
            <a class="documents__page" href=format!("/files/{}", page.id) target="_blank" rel="external">
                <img
                    src=format!("/files/{}/thumbnail", page.id)
                    alt=words.upload_page_alt(&name, number)
                    width=page.width
                    height=page.height
                    loading="lazy"
                />
            </a>
        }
    });
    let pictures = pictures.collect_view();
    let what = if document.deleted { words.upload_deleted().to_owned() } else { words.upload_pages(count) };
    view! {
        <div class="documents__pages">{pictures}</div>
        <p class="documents__name">
            {document.name.clone()}
            " "
            <span class="documents__meta">{what}</span>
        </p>
    }
}
