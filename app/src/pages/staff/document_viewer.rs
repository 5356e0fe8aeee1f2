//! The documents of a request, to be compared with what was typed. Without JavaScript the pages stand one below the
//! other; with it one at a time, to be made larger and turned.

use domain::document::DocumentKind;
use domain::view::{Document, DocumentPage};
use leptos::html::{Div, Img};
use leptos::prelude::*;

use crate::words::Words;

/// Percent of the width that the page has at first.
const ZOOMS: [u32; 5] = [100, 150, 200, 300, 400];

/// Which page is shown and how. Copied to whoever turns pages.
#[derive(Clone, Copy)]
pub struct Viewer {
    alive: RwSignal<bool>,
    count: usize,
    current: RwSignal<usize>,
    zoom: RwSignal<usize>,
    /// Quarters of a turn to the right.
    turn: RwSignal<u32>,
}

impl Viewer {
    pub fn of(documents: &[Document]) -> Self {
        let count = documents.iter().map(|document| document.pages.len()).sum();
        let viewer = Self {
            alive: RwSignal::new(false),
            count,
            current: RwSignal::new(0),
            zoom: RwSignal::new(0),
            turn: RwSignal::new(0),
        };
        Effect::new(move || viewer.alive.set(true));
        viewer
    }

    pub fn next(self) {
        self.go(self.current.get_untracked() + 1);
    }

    pub fn previous(self) {
        self.go(self.current.get_untracked().saturating_sub(1));
    }

    pub fn larger(self) {
        self.zoom.update(|zoom| *zoom = (*zoom + 1).min(ZOOMS.len() - 1));
    }

    pub fn smaller(self) {
        self.zoom.update(|zoom| *zoom = zoom.saturating_sub(1));
    }

    pub fn turn(self) {
        self.turn.update(|turn| *turn = (*turn + 1) % 4);
    }

    /// A page comes upright and whole; the one that is shown already stays as it is.
    fn go(self, to: usize) {
        let to = to.min(self.count.saturating_sub(1));
        if to != self.current.get_untracked() {
            self.current.set(to);
            self.zoom.set(0);
            self.turn.set(0);
        }
    }
}

pub fn document_viewer(
    words: Words,
    viewer: Viewer,
    documents: Vec<Document>,
    kept_days: u32,
) -> impl IntoView {
    let is_deleted = !documents.is_empty() && documents.iter().all(|document| document.deleted);
    let none = match viewer.count {
        0 if is_deleted => Some(words.document_viewer_deleted(kept_days)),
        0 => Some(words.document_viewer_none().to_owned()),
        _ => None,
    };
    let mut place = 0;
    let mut sheets = Vec::new();
    for document in documents {
        let of = document.pages.len();
        for (index, page) in document.pages.into_iter().enumerate() {
            let caption = caption(words, document.kind, &document.name, index + 1, of);
            sheets.push(sheet(viewer, place, page, caption));
            place += 1;
        }
    }
    view! {
        <section class="card viewer" aria-labelledby="documents">
            <h2 class="card__title" id="documents" tabindex="-1">{words.document_viewer_title()}</h2>
            {none.map(|text| view! { <p>{text}</p> })}
            {move || (viewer.alive.get() && viewer.count > 0).then(|| tools(words, viewer))}
            {sheets}
            {(viewer.count > 0).then(|| view! {
                <p class="field__hint">{words.document_viewer_kept(kept_days)}</p>
            })}
        </section>
    }
}

fn caption(words: Words, kind: DocumentKind, name: &str, number: usize, of: usize) -> String {
    let kind = match kind {
        DocumentKind::Identity => words.document_viewer_identity(),
        DocumentKind::Relationship => words.document_viewer_relationship(),
    };
    let page = words.document_viewer_page(number, of);
    if name.is_empty() { format!("{kind} · {page}") } else { format!("{kind} · {name} · {page}") }
}

fn tools(words: Words, viewer: Viewer) -> impl IntoView {
    let where_it_is = move || words.document_viewer_where(viewer.current.get() + 1, viewer.count);
    let at_start = move || viewer.current.get() == 0;
    let at_end = move || viewer.current.get() + 1 >= viewer.count;
    let largest = move || viewer.zoom.get() + 1 >= ZOOMS.len();
    let smallest = move || viewer.zoom.get() == 0;
    view! {
        <div class="viewer__tools" role="group" aria-label=words.document_viewer_tools()>
            {tool(words.document_viewer_previous(), at_start, move || viewer.previous())}
            {tool(words.document_viewer_next(), at_end, move || viewer.next())}
            {tool(words.document_viewer_larger(), largest, move || viewer.larger())}
            {tool(words.document_viewer_smaller(), smallest, move || viewer.smaller())}
            {tool(words.document_viewer_turn(), || false, move || viewer.turn())}
            <p class="viewer__where" role="status">{where_it_is}</p>
        </div>
    }
}

/// A button that works while `idle` is not true.
fn tool(
    label: &'static str,
    idle: impl Fn() -> bool + Send + Sync + 'static,
    act: impl Fn() + Send + 'static,
) -> impl IntoView {
    view! {
        <button class="button" type="button" disabled=idle on:click=move |_| act()>{label}</button>
    }
}

fn sheet(viewer: Viewer, place: usize, page: DocumentPage, caption: String) -> AnyView {
    let frame: NodeRef<Div> = NodeRef::new();
    let picture: NodeRef<Img> = NodeRef::new();
    Effect::new(move || lay(frame, picture, page, ZOOMS[viewer.zoom.get()], viewer.turn.get()));
    let (label, alt) = (caption.clone(), caption.clone());
    view! {
        <figure class="sheet" hidden=move || viewer.alive.get() && viewer.current.get() != place>
            <figcaption class="sheet__caption">{caption}</figcaption>
            <div class="sheet__stage" tabindex="0" role="group" aria-label=label>
                <div class="sheet__frame" node_ref=frame>
                    <img
                        class="sheet__picture"
                        node_ref=picture
                        src=format!("/files/{}", page.id)
                        width=page.width
                        height=page.height
                        alt=alt
                        loading="lazy"
                    />
                </div>
            </div>
        </figure>
    }
    .into_any()
}

/// Makes a page as wide as `zoom` says and turns it. Set one by one, since the page's policy lets no markup carry styles.
#[cfg(feature = "hydrate")]
fn lay(frame: NodeRef<Div>, picture: NodeRef<Img>, page: DocumentPage, zoom: u32, turn: u32) {
    let (Some(frame), Some(picture)) = (frame.get(), picture.get()) else { return };
    let (width, height) = (page.width.max(1), page.height.max(1));
    let lies = turn % 2 == 1;
    let set = |element: &web_sys::HtmlElement, name: &str, value: &str| {
        // A browser that does not know the property shows the page as it is.
        let _ = element.style().set_property(name, value);
    };
    set(&frame, "width", &format!("{zoom}%"));
    set(
        &frame,
        "aspect-ratio",
        &if lies { format!("{height} / {width}") } else { format!("{width} / {height}") },
    );
    let share = if lies { f64::from(width) / f64::from(height) * 100.0 } else { 100.0 };
    set(&picture, "width", &format!("{share}%"));
    set(&picture, "transform", &format!("translate(-50%, -50%) rotate({}deg)", turn * 90));
    for (name, value) in [("position", "absolute"), ("left", "50%"), ("top", "50%")] {
        set(&picture, name, value);
    }
}

#[cfg(not(feature = "hydrate"))]
fn lay(_: NodeRef<Div>, _: NodeRef<Img>, _: DocumentPage, _: u32, _: u32) {}
